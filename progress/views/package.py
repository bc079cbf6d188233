"""The page of one return, and the steps of its package: submitted, approved, recalled, accepted, given back (F33)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.errors import DomainError
from core.views.acts import tell
from progress import checks, punctuality
from progress import package_policies as policies
from progress.forms.packages import BackForm, NothingForm, NumberForm, ReturnForm, SeenForm
from progress.models import MonthlyReturn, ReturnVersion
from progress.selectors import packages as selected
from progress.selectors.contradictions import of_return
from progress.selectors.version_table import held_against, table_of
from progress.services import packages
from progress.steps import steps_of
from progress.views.base_package import ReturnPage, return_of, version_of
from projects.forms.programmes import ReasonForm


@requires(Permission.VIEW_RETURNS)
def return_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the return stands, what she can do now, its figures and its versions."""
    monthly_return = return_of(request, pk)
    return _page(request, monthly_return, monthly_return.current)


@requires(Permission.VIEW_RETURNS)
def version_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Any version; old ones stay readable."""
    version = version_of(request, pk)
    return _page(request, version.monthly_return, version)


def _page(request: HttpRequest, monthly_return: MonthlyReturn, version: ReturnVersion) -> HttpResponse:
    context = {
        "monthly_return": monthly_return,
        "version": version,
        "judgement": punctuality.judged(monthly_return, timezone.now()),
        "definition": punctuality.DEFINITION,
        "steps": steps_of(version),
        "table": table_of(version, before=held_against(version)),
        "versions": selected.versions_of(monthly_return),
        "contradictions": of_return(request.user, monthly_return),
        "may": _may(request, version),
        "hint": _hint(request, version),
    }
    return render(request, "progress/return_detail.html", context)


def _may(request: HttpRequest, version: ReturnVersion) -> dict[str, bool | str]:
    """What she can do now; the buttons ask what the services ask. `rests`: why its figures stay as they are."""
    user, today = request.user, timezone.localdate()
    changes = {
        "submit": policies.can_submit(user, version, today),
        "withdraw": policies.can_withdraw(user, version, today),
        "send_back": policies.can_send_back(user, version, today),
        "recall": policies.can_recall(user, version, today),
        "give_back": policies.can_return(user, version),
    }
    rests = (
        "" if not any(changes.values()) else policies.why_not(packages.check_nothing_follows, version.monthly_return)
    )
    if rests:
        changes = dict.fromkeys(changes, False)
    return changes | {
        "approve": policies.can_approve(user, version, today),
        "seal": policies.can_seal(user, version, today),
        "accept": policies.can_accept(user, version),
        "rests": rests,
    }


def _hint(request: HttpRequest, version: ReturnVersion) -> str:
    """Why a person whose turn it seems to be has no button."""
    user, today = request.user, timezone.localdate()
    fills = policies.why_not(policies.check_may_fill, user, version.monthly_return) == ""
    if version.is_open and fills:
        return policies.why_not(policies.check_can_submit, user, version, today)
    for turn, check, *more in (
        ("submitted", policies.check_can_approve, today),
        ("approved", policies.check_can_seal, today),
        ("sealed", policies.check_can_accept),
    ):
        if version.status == turn and not version.is_outdated and _takes_part(request, version, turn):
            return policies.why_not(check, user, version, *more)
    return ""


def _takes_part(request: HttpRequest, version: ReturnVersion, turn: str) -> bool:
    asked = {
        "submitted": policies.check_may_approve,
        "approved": policies.check_may_seal,
        "sealed": policies.check_may_review,
    }
    return policies.why_not(asked[turn], request.user, version.monthly_return) == ""


class ReturnSubmit(ReturnPage):
    """What is missing or doubtful, said before she hands it in."""

    permission = Permission.FILL_RETURNS
    form_class = NothingForm
    template_name = "progress/return_submit.html"
    title = "提交月报"
    submit = "确认提交"
    done = "已提交，等待本单位负责人审核。"

    def check_person(self) -> None:
        policies.check_may_fill(self.request.user, self.monthly_return)

    def check_state(self) -> None:
        today = timezone.localdate()
        policies.check_can_submit(self.request.user, self.version, today)
        packages.check_order(self.version, today=today)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        found = checks.findings(self.version)
        shown = {
            "blocking": [each for each in found if each.blocks],
            "warnings": [each for each in found if not each.blocks],
        }
        return super().get_context_data(**context) | shown

    def save(self, form: NothingForm) -> MonthlyReturn:
        packages.submit(version=self.version, by=self.request.user, now=timezone.now())
        return self.monthly_return


class BackPage(ReturnPage):
    """Giving a version back, with the figures in sight and the wrong cells ticked."""

    template_name = "progress/return_back.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        posted = self.request.POST
        shown = {
            "table": table_of(self.version, before=held_against(self.version)),
            "contradictions": of_return(self.request.user, self.monthly_return),
            "ticked": {key: posted.get(f"note-{key}", "") for key in posted.getlist("cells")},
        }
        return super().get_context_data(**context) | shown


class ReturnSendBack(BackPage):
    permission = Permission.APPROVE_RETURNS
    form_class = BackForm
    title = "退回经办人"
    submit = "退回"
    done = "已退回经办人修改。"

    def check_person(self) -> None:
        policies.check_may_approve(self.request.user, self.monthly_return)

    def check_state(self) -> None:
        policies.check_can_send_back(self.request.user, self.version, timezone.localdate())

    def save(self, form: BackForm) -> MonthlyReturn:
        packages.send_back(
            version=self.version,
            reason=form.cleaned_data["reason"],
            notes=form.notes,
            by=self.request.user,
            now=timezone.now(),
        )
        return self.monthly_return


class ReturnReturn(BackPage):
    permission = Permission.REVIEW_RETURNS
    form_class = ReturnForm
    title = "退回街道更正"
    submit = "退回"
    done = "已退回，并为街道建立了新的一版；盖章件随原版本存档。"

    def check_person(self) -> None:
        policies.check_may_review(self.request.user, self.monthly_return)

    def check_state(self) -> None:
        policies.check_can_return(self.request.user, self.version)
        packages.check_nothing_follows(self.monthly_return)

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"number": self.version.number}

    def save(self, form: ReturnForm) -> MonthlyReturn:
        packages.return_(
            version=get_object_or_404(self.monthly_return.versions, number=form.cleaned_data["number"]),
            reason=form.cleaned_data["reason"],
            notes=form.notes,
            open_until=form.cleaned_data["open_until"],
            by=self.request.user,
            now=timezone.now(),
            today=timezone.localdate(),
        )
        return self.monthly_return


class ReturnRecall(ReturnPage):
    permission = Permission.FILL_RETURNS
    form_class = ReasonForm
    title = "收回更正"
    submit = "收回"
    done = "已收回，并建立了新的一版。更正后须重新提交、审核和盖章；原盖章件已过期。"
    confirm = "收回后，这一版和它的盖章件作废，须重新提交、审核、盖章。确定收回？"

    def check_person(self) -> None:
        policies.check_may_fill(self.request.user, self.monthly_return)

    def check_state(self) -> None:
        policies.check_can_recall(self.request.user, self.version, timezone.localdate())
        packages.check_nothing_follows(self.monthly_return)

    def save(self, form: ReasonForm) -> MonthlyReturn:
        packages.recall(
            version=self.version,
            reason=form.cleaned_data["reason"],
            by=self.request.user,
            now=timezone.now(),
            today=timezone.localdate(),
        )
        return self.monthly_return


@require_POST
@requires(Permission.FILL_RETURNS)
def return_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    monthly_return = return_of(request, pk)
    return _done(
        request,
        monthly_return,
        lambda: packages.withdraw(version=monthly_return.current, by=request.user, now=timezone.now()),
        "已撤回，可以继续填报。",
    )


@require_POST
@requires(Permission.APPROVE_RETURNS)
def return_approve(request: HttpRequest, pk: int) -> HttpResponse:
    monthly_return = return_of(request, pk)
    form = SeenForm(request.POST)

    def act() -> None:
        if not form.is_valid():
            raise DomainError("页面已过时，请核对后重新办理。")
        seen = form.cleaned_data["seen"]
        packages.approve(version=monthly_return.current, by=request.user, now=timezone.now(), seen=seen)

    return _done(request, monthly_return, act, "已审核通过，请打印盖章后上传盖章件。")


@require_POST
@requires(Permission.REVIEW_RETURNS)
def return_accept(request: HttpRequest, pk: int) -> HttpResponse:
    monthly_return = return_of(request, pk)
    form = NumberForm(request.POST)

    def act() -> None:
        if not form.is_valid():
            raise DomainError("页面已过时，请核对后重新办理。")
        version = get_object_or_404(monthly_return.versions, number=form.cleaned_data["number"])
        packages.accept(version=version, by=request.user, now=timezone.now())

    return _done(request, monthly_return, act, "已审核通过，数据计入全区汇总。")


def _done(request: HttpRequest, back: MonthlyReturn, act: Callable[[], Any], words: str) -> HttpResponse:
    """One call of a service; a refusal stands on the page of the return."""
    tell(request, act, words)
    return redirect(back)
