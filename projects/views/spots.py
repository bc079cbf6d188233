"""Spots of a project's sites with their photographs side by side."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.permissions import Permission
from accounts.views.mixins import requires
from communities.models import Compound
from core.errors import DomainError
from core.views.forms import FormPage
from projects import site_policies
from projects.choices import SpotStage
from projects.forms.sites import SpotForm, SpotPhotosForm
from projects.models import ProjectSite, Spot, SpotPhoto
from projects.selectors.spots import series_of_compound, series_of_project
from projects.services import spots
from projects.views.base import about_project, project_of


@requires(Permission.VIEW_PROJECTS)
def project_spots(request: HttpRequest, pk: int) -> HttpResponse:
    """Every site with its spots; buttons at the sites that she may photograph."""
    project = project_of(request, pk)
    sites = series_of_project(project, user=request.user)
    mine = {each.site.pk for each in sites if site_policies.can_photograph(request.user, each.site)}
    context = about_project(request, project, "spots") | {"sites": sites, "mine": mine}
    return render(request, "projects/project_spots.html", context)


@requires(Permission.VIEW_PROJECTS)
def spots_print(request: HttpRequest, pk: int) -> HttpResponse:
    """For paper: the newest photograph of each stage, spot by spot."""
    project = project_of(request, pk)
    context = {"project": project, "sites": series_of_project(project, user=request.user)}
    return render(request, "projects/spots_print.html", context)


@requires(Permission.VIEW_PROJECTS)
def compound_spots(request: HttpRequest, compound: int) -> HttpResponse:
    """A fragment for the compound's page: its spots before and after."""
    found = get_object_or_404(Compound.objects.for_user(request.user), pk=compound)
    context = {"series": series_of_compound(found, user=request.user)}
    return render(request, "projects/_compound_spots.html", context)


class SpotPage(FormPage):
    permission = Permission.SURVEY
    form_class = SpotForm
    spot: Spot

    def about(self, spot: Spot) -> None:
        site_policies.check_can_photograph(self.request.user, spot.site)
        self.spot, self.note = spot, f"{spot.site.project}　{spot.site}"
        self.back = _place(spot)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.spot}


class SpotCreate(SpotPage):
    title = "新增拍摄点位"
    done = "已新增点位，可以上传照片。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.about(Spot(site=site_of(request, kwargs["site"])))

    def save(self, form: Form) -> str:
        return _place(spots.add(site=self.spot.site, by=self.request.user, **form.cleaned_data))


class SpotEdit(SpotPage):
    template_name = "projects/spot_form.html"
    title = "修改拍摄点位"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.about(spot_of(request, kwargs["pk"]))

    def save(self, form: Form) -> str:
        return _place(spots.change(spot=self.spot, by=self.request.user, **form.cleaned_data))


@require_POST
@requires(Permission.SURVEY)
def spot_remove(request: HttpRequest, pk: int) -> HttpResponse:
    spot = spot_of(request, pk)
    try:
        spots.remove(spot=spot, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("projects:spot_edit", spot.pk)
    messages.success(request, f"已删除点位“{spot}”。")
    return redirect("projects:project_spots", spot.site.project_id)


class SpotPhotoAdd(FormPage):
    """Photographs for one stage of one spot, new ones or some of the compound's own."""

    permission = Permission.SURVEY
    template_name = "projects/spot_photo_form.html"
    form_class = SpotPhotosForm
    submit = "放入点位"
    done = ""

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        if kwargs["stage"] not in SpotStage:
            raise Http404
        self.spot, self.stage = spot_of(request, kwargs["pk"]), SpotStage(kwargs["stage"])
        site_policies.check_can_photograph(request.user, self.spot.site)
        self.title = f"{self.spot}：{self.stage.label}"
        self.note = f"{self.spot.site.project}　{self.spot.site}"
        self.back = _place(self.spot)

    def get_form_kwargs(self) -> dict[str, Any]:
        free = self.spot.site.compound.photos.shown().exclude(pk__in=self.spot.photos.values("photo"))
        return super().get_form_kwargs() | {"photos": free}

    def save(self, form: SpotPhotosForm) -> str:
        """Each photograph that can be kept is kept; what was wrong with the others is told."""
        about, kept = {"spot": self.spot, "stage": self.stage, "by": self.request.user}, 0
        calls = [(upload.name, spots.add_photo, {"upload": upload}) for upload in form.cleaned_data["photos"]]
        calls += [(str(photo), spots.attach, {"photo": photo}) for photo in form.cleaned_data["known"]]
        for name, call, what in calls:
            try:
                call(**about, **what)
                kept += 1
            except DomainError as refusal:
                messages.warning(self.request, f"{name}：{refusal}")
        if kept:
            messages.success(self.request, f"已放入 {kept} 张照片。")
        return self.back


@require_POST
@requires(Permission.SURVEY)
def spot_photo_detach(request: HttpRequest, pk: int) -> HttpResponse:
    """The photograph stays with the compound, from where it can be put elsewhere."""
    mine = Spot.objects.for_user(request.user)
    shown = SpotPhoto.objects.filter(spot__in=mine).select_related("spot__site__project", "spot__site__compound")
    shot = get_object_or_404(shown, pk=pk)
    spots.detach(shot=shot, by=request.user)
    messages.success(request, "已从点位取下，照片仍保留在小区照片中。")
    return redirect(_place(shot.spot))


def site_of(request: HttpRequest, pk: int) -> ProjectSite:
    sites = ProjectSite.objects.for_user(request.user).select_related("project", "compound")
    return get_object_or_404(sites, pk=pk)


def spot_of(request: HttpRequest, pk: int) -> Spot:
    spots_seen = Spot.objects.for_user(request.user).select_related("site__project", "site__compound")
    return get_object_or_404(spots_seen, pk=pk)


def _place(spot: Spot) -> str:
    """Where the spot stands on its project's page."""
    return f"{reverse('projects:project_spots', args=[spot.site.project_id])}#spot-{spot.pk}"
