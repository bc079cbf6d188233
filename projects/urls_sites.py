"""Spots, photographs, illegal structures."""

from django.urls import URLPattern, path

from projects.views import illegal, spots

site_patterns: list[URLPattern] = [
    path("projects/<int:pk>/spots/", spots.project_spots, name="project_spots"),
    path("projects/<int:pk>/spots/print/", spots.spots_print, name="spots_print"),
    path("compounds/<int:compound>/spots/", spots.compound_spots, name="compound_spots"),
    path("project-sites/<int:site>/spots/new/", spots.SpotCreate.as_view(), name="spot_create"),
    path("spots/<int:pk>/edit/", spots.SpotEdit.as_view(), name="spot_edit"),
    path("spots/<int:pk>/remove/", spots.spot_remove, name="spot_remove"),
    path("spots/<int:pk>/photos/<slug:stage>/new/", spots.SpotPhotoAdd.as_view(), name="spot_photo_add"),
    path("spot-photos/<int:pk>/detach/", spots.spot_photo_detach, name="spot_photo_detach"),
    path("projects/<int:pk>/illegal/", illegal.project_illegal, name="project_illegal"),
    path("illegal-structures/", illegal.IllegalList.as_view(), name="illegal_list"),
    path("illegal-structures/summary/", illegal.illegal_summary, name="illegal_summary"),
    path("illegal-structures/<int:pk>/", illegal.illegal_detail, name="illegal_detail"),
    path("illegal-structures/<int:pk>/edit/", illegal.IllegalEdit.as_view(), name="illegal_edit"),
    path("illegal-structures/<int:pk>/demolish/", illegal.IllegalDemolish.as_view(), name="illegal_demolish"),
    path("illegal-structures/<int:pk>/retain/", illegal.IllegalRetain.as_view(), name="illegal_retain"),
    path("illegal-structures/<int:pk>/reopen/", illegal.IllegalReopen.as_view(), name="illegal_reopen"),
    path("project-sites/<int:site>/illegal/new/", illegal.IllegalCreate.as_view(), name="illegal_create"),
]
