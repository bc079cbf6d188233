from django.urls import path

from core.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.history, name="history"),
    path("new/<slug:layout>/", views.Upload.as_view(), name="upload"),
    path("template/<slug:layout>/", views.template, name="template"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/columns/", views.Columns.as_view(), name="columns"),
    path("<int:pk>/read-again/", views.read_again, name="read_again"),
    path("<int:pk>/apply/", views.apply, name="apply"),
    path("<int:pk>/undo/", views.undo, name="undo"),
    path("<int:pk>/give-up/", views.give_up, name="give_up"),
    path("<int:pk>/marked/", views.marked_copy, name="marked"),
    path("<int:pk>/original/", views.original, name="original"),
]
