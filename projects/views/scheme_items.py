"""Lines of a scheme: the list, one line added or corrected, and a whole list taken over from a similar project."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.errors import DomainError
from core.lists import ListPage
from projects import scheme_policies
from projects.forms.scheme_items import CopyForm, LineAddForm, LineEditForm
from projects.models import Scheme, SchemeItem
from projects.scheme_lists import SCHEME_ITEMS
from projects.selectors.schemes import LINE_PARTS, described
from projects.selectors.similar import similar_to
from projects.services import scheme_copies, scheme_items
from projects.views.schemes import SchemePage, scheme_of, scheme_to_work_on


class SchemeItemList(ListPage):
    spec = SCHEME_ITEMS
    template_name = "projects/scheme_item_list.html"

    def get_context(self) -> dict[str, Any]:
        """Coming from a scheme, the list says which, and offers what can be done there."""
        chosen, imported = self.request.GET.get("scheme", ""), self.request.GET.get("imported", "")
        if not chosen.isdecimal():
            return {}
        scheme = scheme_of(self.request, int(chosen))
        return {
            "scheme": scheme,
            "may_change": scheme_policies.can_change(self.request.user, scheme),
            "imported": int(imported) if imported.isdecimal() else None,
        }


class SchemeItemAdd(SchemePage):
    """A line for one compound of the project; `?site=` says which."""

    form_class = LineAddForm
    template_name = "projects/scheme_item_form.html"
    title = "增加改造内容"
    submit = "增加"
    done = "已增加一行，可以继续增加。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        super().prepare(request, **kwargs)
        self.sites = list(self.scheme.project.sites.select_related("compound").prefetch_related("only_buildings"))
        chosen = request.GET.get("site", "")
        self.site = next((site for site in self.sites if str(site.pk) == chosen), self.sites[0])
        self.note = f"{self.scheme}：{self.site}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"project": self.scheme.project, "site": self.site}

    def save(self, form: LineAddForm) -> str:
        scheme_items.add(scheme=self.scheme, site=self.site, by=self.request.user, **form.facts)
        return f"{reverse('projects:scheme_item_add', args=[self.scheme.pk])}?site={self.site.pk}"


class SchemeItemEdit(SchemePage):
    form_class = LineEditForm
    template_name = "projects/scheme_item_form.html"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.line = line_to_change(request, kwargs["pk"])
        self.scheme = self.line.scheme
        self.about_scheme()
        self.title = f"修改：{described(self.line)}"
        self.note, self.draft = f"{self.scheme}，按{self.line.item.unit}计量", f"scheme-item-{self.line.pk}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"line": self.line}

    def save(self, form: LineEditForm) -> Scheme:
        version = form.cleaned_data["version"]
        scheme_items.change(line=self.line, version=version, by=self.request.user, **form.facts)
        return self.scheme


@require_POST
@requires(Permission.EDIT_PROJECTS)
def scheme_item_remove(request: HttpRequest, pk: int) -> HttpResponse:
    line = line_to_change(request, pk)
    try:
        scheme_items.remove(line=line, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已删除{described(line)}。")
    return redirect(line.scheme)


class SchemeCopy(SchemePage):
    form_class = CopyForm
    template_name = "projects/scheme_copy.html"
    title = "从相似项目复制"
    submit = "复制"
    done = ""

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        super().prepare(request, **kwargs)
        self.text = request.GET.get("q", "").strip()
        self.similar = similar_to(self.scheme.project, user=request.user, text=self.text)

    def get_form_kwargs(self) -> dict[str, Any]:
        offered = [(each.scheme.pk, str(each.project)) for each in self.similar]
        return super().get_form_kwargs() | {"offered": offered, "project": self.scheme.project}

    def save(self, form: CopyForm) -> Scheme:
        source = next(each.scheme for each in self.similar if each.scheme.pk == form.cleaned_data["source"])
        copied = scheme_copies.copy(
            scheme=self.scheme,
            source=source,
            site=form.cleaned_data["site"],
            quantities=form.cleaned_data["quantities"],
            by=self.request.user,
        )
        messages.success(self.request, f"已从“{source.project}”复制 {copied.added} 行，请逐行核对数量和单价。")
        if copied.skipped:
            messages.warning(self.request, f"没有复制：{'、'.join(copied.skipped)}。")
        return self.scheme


def line_to_change(request: HttpRequest, pk: int) -> SchemeItem:
    """404 for an outsider, 403 for whoever sees it and does not draw it up."""
    line = get_object_or_404(SchemeItem.objects.for_user(request.user).select_related(*LINE_PARTS), pk=pk)
    line.scheme = scheme_to_work_on(request, line.scheme_id)
    return line
