"""Residents' shares: chosen, laid down group by group, shown with their working."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.views.forms import FormPage
from funding import policies
from funding.choices import MoneyUnit, ShareMethod
from funding.forms.shares import ChooseForm, SharePlanForm
from funding.models import SharePlan
from funding.selectors.shares import Place, first_rows, places_of, sheet_of
from funding.services import shares
from funding.views.base_giving import project_to_fill
from projects.forms.programmes import ReasonForm
from projects.models import ProjectSite

HEADS = ("楼栋、单元", "楼层", "户数（户）", "每户系数")


class SharePlanCreate(FormPage):
    """Without a choice in the address the page asks for it; with it, the rows begin with those households."""

    permission = Permission.FILL_FUNDS
    form_class = SharePlanForm
    template_name = "funding/share_plan_form.html"
    title = "登记居民分摊"
    done = "已登记，各组应缴金额已算出。收到款项时在各组登记收据。"
    heads = HEADS
    site: ProjectSite
    method: str
    places: list[Place]

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.project = project_to_fill(request, kwargs["project"])
        self.note = str(self.project)
        self.back = f"{reverse('funding:contribution_list')}?project={self.project.pk}"
        sites = ProjectSite.objects.filter(project=self.project).select_related("compound")
        parts = [(site, place) for site in sites for place in places_of(site)]
        asked = "method" in request.GET
        self.choice = ChooseForm(request.GET if asked else None, sites=sites, places=parts)
        self.chosen = asked and self.choice.is_valid()
        if self.chosen:
            self._about(self.choice.cleaned_data, parts)

    def _about(self, choice: dict[str, Any], parts: list[tuple[ProjectSite, Place]]) -> None:
        self.site, self.method, self.part = choice["site"], choice["method"], choice["part"]
        self.places = [place for site, place in parts if site == self.site]
        self.method_name = ShareMethod(self.method).label
        self.note = f"{self.project}　{self.site}　{self.method_name}"
        self.draft = f"share-plan-{self.site.pk}-{self.method}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(request, *args, **kwargs) if self.chosen else self._ask()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().post(request, *args, **kwargs) if self.chosen else self._ask(status=422)

    def _ask(self, status: int = 200) -> HttpResponse:
        context = {"view": self, "form": self.choice}
        return render(self.request, "funding/share_plan_choose.html", context, status=status)

    def get_initial(self) -> dict[str, Any]:
        return {"unit": MoneyUnit.YUAN}

    def get_form_kwargs(self) -> dict[str, Any]:
        begin = self.places
        if self.part:
            chosen = next(place for place in begin if place.key == self.part)
            inside = chosen.unit is None  # a building brings its units along
            begin = [place for place in begin if place == chosen or (inside and place.building == chosen.building)]
        rows = first_rows(self.site, begin, method=self.method)
        about = {"project": self.project, "places": self.places, "method": self.method, "rows": rows}
        return super().get_form_kwargs() | about

    def save(self, form: SharePlanForm) -> SharePlan:
        return shares.draw_up(
            site=self.site, method=self.method, by=self.request.user, today=timezone.localdate(), **form.facts
        )


@requires(Permission.VIEW_FUNDS)
def share_plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The working, group by group, and what came of it."""
    plan = plan_of(request, pk)
    context = {
        "plan": plan,
        "sheet": sheet_of(plan),
        "may_fill": policies.can_fill(request.user, plan.project),
    }
    return render(request, "funding/share_plan_detail.html", context)


class SharePlanRemove(FormPage):
    permission = Permission.FILL_FUNDS
    form_class = ReasonForm
    title = "删除居民分摊"
    submit = "删除"
    done = "已删除，操作日志中留有记录。"
    confirm = "删除后各组应缴金额一并删除。确定删除？"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.plan = plan_of(request, kwargs["pk"])
        policies.check_can_fill(request.user, self.plan.project)
        self.note, self.back = str(self.plan), self.plan.get_absolute_url()

    def save(self, form: ReasonForm) -> str:
        project = self.plan.project_id
        shares.remove(plan=self.plan, reason=form.cleaned_data["reason"], by=self.request.user)
        return f"{reverse('funding:contribution_list')}?project={project}"


def plan_of(request: HttpRequest, pk: int) -> SharePlan:
    related = ("project__division", "site__compound", "created_by")
    return get_object_or_404(SharePlan.objects.for_user(request.user).select_related(*related), pk=pk)
