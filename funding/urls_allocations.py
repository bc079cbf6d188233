"""Money on its way down: allotments, by hand, by formula, taken back, moved."""

from django.urls import URLPattern, path

from funding.views import allotments, simulations

allocation_patterns: list[URLPattern] = [
    path("funds/allotments/", allotments.AllotmentList.as_view(), name="allotment_list"),
    path("funds/allotments/recipients/", allotments.recipient_search, name="recipient_search"),
    path("funds/allotments/<int:pk>/", allotments.allotment_detail, name="allotment_detail"),
    path("funds/allotments/<int:pk>/allocate/", allotments.Allocate.as_view(), name="allocate"),
    path("funds/allotments/<int:pk>/take-back/", allotments.TakeBack.as_view(), name="take_back"),
    path("funds/allotments/<int:pk>/move/", allotments.Move.as_view(), name="move"),
    path(
        "funds/allotments/<int:pk>/simulations/new/", simulations.SimulationCreate.as_view(), name="simulation_create"
    ),
    path("funds/allotments/<int:pk>/simulations/compare/", simulations.simulation_compare, name="simulation_compare"),
    path("funds/simulations/<int:pk>/", simulations.simulation_detail, name="simulation_detail"),
    path("funds/simulations/<int:pk>/edit/", simulations.SimulationEdit.as_view(), name="simulation_edit"),
    path("funds/simulations/<int:pk>/decide/", simulations.SimulationDecide.as_view(), name="simulation_decide"),
    path("funds/simulations/<int:pk>/remove/", simulations.simulation_remove, name="simulation_remove"),
]
