"""Money on its way down: allotments, by hand, by formula, taken back, moved."""

from django.urls import URLPattern, path

from funding.views import allotments, simulations

allocation_patterns: list[URLPattern] = [
    path("funds/allotments/", allotments.allotment_list, name="allotment_list"),
    path("funds/allotments/<int:pk>/", allotments.allotment_detail, name="allotment_detail"),
    path("funds/allotments/<int:pk>/allocate/", allotments.allocate, name="allocate"),
    path("funds/allotments/<int:pk>/take-back/", allotments.take_back, name="take_back"),
    path("funds/allotments/<int:pk>/move/", allotments.move, name="move"),
    path("funds/allotments/<int:pk>/simulations/new/", simulations.simulation_create, name="simulation_create"),
    path("funds/allotments/<int:pk>/simulations/compare/", simulations.simulation_compare, name="simulation_compare"),
    path("funds/simulations/<int:pk>/", simulations.simulation_detail, name="simulation_detail"),
    path("funds/simulations/<int:pk>/decide/", simulations.simulation_decide, name="simulation_decide"),
    path("funds/simulations/<int:pk>/remove/", simulations.simulation_remove, name="simulation_remove"),
]
