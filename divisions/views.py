"""The administrative map: what a search field offers, the list, a division with its history, and its changes."""

from dataclasses import asdict
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from core.lists import ListPage
from core.views.forms import FormPage
from divisions import forms, policies, selectors
from divisions.lists import DIVISIONS
from divisions.models import Division
from divisions.services import changes


@require_GET
def division_search(request: HttpRequest) -> JsonResponse:
    """What a search field offers (?q=, ?level= may be repeated); open to everybody, inside her own territory."""
    found = selectors.suggest(
        user=request.user,
        text=request.GET.get("q", "").strip(),
        levels=[int(level) for level in request.GET.getlist("level") if level.isdecimal()],
    )
    return JsonResponse({"results": [asdict(suggestion) for suggestion in found]})


class DivisionList(ListPage):
    spec = DIVISIONS


@require_GET
def division_detail(request: HttpRequest, code: str) -> HttpResponse:
    """A division with its parts and its past. An old code leads to what the division has become."""
    request.user.demand(policies.VIEW)
    asked = get_object_or_404(Division, pk=code)
    division = get_object_or_404(Division.objects.for_user(request.user), pk=selectors.successor_of(asked).pk)
    if division != asked:
        return redirect(division)
    line = selectors.line_of(division)
    context = {
        "division": division,
        "path": selectors.paths_of([code], within=request.user.territory)[code],
        "parts": division.children.in_force(),
        "former_names": division.former_names.all(),
        "predecessors": line[1:],
        "changes": selectors.changes_of(line),
        "may_change": request.user.may(policies.MANAGE) and not division.until,
    }
    return render(request, "divisions/division_detail.html", context)


class ChangePage(FormPage):
    """A change of one division of her territory."""

    permission = policies.MANAGE
    words = ""  # the title, before the division's name

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.division = get_object_or_404(Division.objects.for_user(request.user), pk=kwargs["code"])
        self.title = f"{self.words}：{self.division}"
        self.note = f"区划代码 {self.division.code}"
        self.back = self.division.get_absolute_url()


class Add(ChangePage):
    words = "新增下级区划"
    submit = "新增"
    form_class = forms.AddForm

    def get_initial(self) -> dict[str, Any]:
        return {"code": selectors.next_code(self.division)}

    def save(self, form: Form) -> Division:
        facts = form.cleaned_data
        return changes.add(
            code=facts["code"], name=facts["name"], since=facts["on"], document=facts["document"], by=self.request.user
        )


class Rename(ChangePage):
    words = "更名"
    submit = "更名"
    done = "已更名。原名称仍可用于查找和导入。"
    form_class = forms.RenameForm

    def save(self, form: Form) -> Division:
        return changes.rename(division=self.division, by=self.request.user, **form.cleaned_data)


class Renumber(ChangePage):
    words = "变更代码"
    submit = "变更代码"
    done = "代码已变更。原代码仍可查到本区划。"
    confirm = "下级区划和所有记录都将改用新代码。确定变更？"
    form_class = forms.RenumberForm

    def save(self, form: Form) -> Division:
        return changes.renumber(division=self.division, by=self.request.user, **form.cleaned_data)


class Merge(ChangePage):
    words = "并入其他区划"
    submit = "合并"
    done = "已合并。原区划停用，原名称、原代码仍可查到本区划。"
    confirm = "原区划将停用，下级区划、机构和所有记录都将并入所选区划。确定合并？"
    form_class = forms.MergeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        divisions = Division.objects.for_user(self.request.user).in_force()
        return super().get_form_kwargs() | {"divisions": divisions, "level": self.division.level}

    def save(self, form: Form) -> Division:
        return changes.merge(division=self.division, by=self.request.user, **form.cleaned_data)
