"""The catalogue of work items, a district's own items, and how the plans' words lead to it."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.errors import DomainError
from core.lists import ListPage
from core.views.forms import FormPage
from divisions import territory
from projects.catalogue_list import WORK_ITEMS
from projects.forms.catalogue import ItemForm, RetireForm
from projects.models import WorkItem
from projects.selectors import catalogue as selectors
from projects.services import catalogue


def item_of(request: HttpRequest, pk: int) -> WorkItem:
    return get_object_or_404(WorkItem.objects.for_user(request.user).select_related("division"), pk=pk)


class ItemList(ListPage):
    spec = WORK_ITEMS
    template_name = "projects/item_list.html"

    def get_context(self) -> dict[str, Any]:
        return {"may_set": self.request.user.may(Permission.SET_RULES)}


@requires(Permission.VIEW_PROJECTS)
def item_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One item, the plans' words for it, and whether schemes use it."""
    item = item_of(request, pk)
    context = {
        "item": item,
        "terms": item.terms.for_user(request.user).select_related("division"),
        "may_set": request.user.may(Permission.SET_RULES)
        and territory.contains(request.user.territory, item.division_id),
    }
    return render(request, "projects/item_detail.html", context)


@require_GET
def item_search(request: HttpRequest) -> JsonResponse:
    """What a search field offers (?q=, ?division=): the items that a scheme in this division may take up."""
    division = request.GET.get("division", "")
    if not (division.isdecimal() and len(division) == territory.CODE_LENGTH):
        division = request.user.division_id or territory.code_of("")
    found = selectors.suggest_items(user=request.user, text=request.GET.get("q", "").strip(), division_code=division)
    return JsonResponse({"results": [asdict(suggestion) for suggestion in found]})


@requires(Permission.VIEW_PROJECTS)
def plan_terms(request: HttpRequest) -> HttpResponse:
    return render(request, "projects/plan_terms.html", {"plans": selectors.terms_of_plans(user=request.user)})


class ItemCreate(FormPage):
    permission = Permission.SET_RULES
    form_class = ItemForm
    title = "新增本地改造内容"
    draft = "work-item-new"
    done = "已新增，本辖区编制方案时可以选用。"
    back = reverse_lazy("projects:item_list")

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.note = f"{request.user.organisation.division}及以下使用；全国共用的见改造内容清单"

    def save(self, form: ItemForm) -> WorkItem:
        return catalogue.add(division=self.request.user.organisation.division, facts=form.facts, by=self.request.user)


class OwnItemPage(FormPage):
    """A form about an item of one's own district; what is shared comes with the product (403)."""

    permission = Permission.SET_RULES

    def prepare(self, request: HttpRequest, pk: int) -> None:
        self.item = item_of(request, pk)
        catalogue.check_can_set(request.user, self.item.division_id)
        self.title, self.back = f"{self.title}：{self.item}", self.item.get_absolute_url()


class ItemEdit(OwnItemPage):
    form_class = ItemForm
    title = "修改改造内容"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.item}

    def save(self, form: ItemForm) -> WorkItem:
        return catalogue.change(item=self.item, facts=form.facts, by=self.request.user)


class ItemRetire(OwnItemPage):
    form_class = RetireForm
    title = "停用改造内容"
    submit = "停用"
    done = "已停用。"

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def save(self, form: Form) -> WorkItem:
        return catalogue.retire(item=self.item, by=self.request.user, **form.cleaned_data)


@require_POST
@requires(Permission.SET_RULES)
def item_restore(request: HttpRequest, pk: int) -> HttpResponse:
    item = item_of(request, pk)
    catalogue.check_can_set(request.user, item.division_id)
    try:
        catalogue.restore(item=item, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已恢复“{item}”。")
    return redirect(reverse("projects:item_detail", args=[item.pk]))
