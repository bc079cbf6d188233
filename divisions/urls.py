from django.urls import path

from divisions import views

app_name = "divisions"
urlpatterns = [
    path("", views.DivisionList.as_view(), name="division_list"),
    path("search/", views.division_search, name="division_search"),
    path("<str:code>/", views.division_detail, name="division_detail"),
    path("<str:code>/add/", views.Add.as_view(), name="division_add"),
    path("<str:code>/rename/", views.Rename.as_view(), name="division_rename"),
    path("<str:code>/renumber/", views.Renumber.as_view(), name="division_renumber"),
    path("<str:code>/merge/", views.Merge.as_view(), name="division_merge"),
]
