from django.urls import path

from divisions import views

app_name = "divisions"
urlpatterns = [
    path("search/", views.division_search, name="division_search"),
]
