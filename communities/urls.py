from django.urls import path

from communities.urls_pool import pool_patterns
from communities.views import buildings, compounds, photos, surveys

app_name = "communities"
urlpatterns = [
    path("compounds/", compounds.CompoundList.as_view(), name="compound_list"),
    path("compounds/new/", compounds.CompoundCreate.as_view(), name="compound_create"),
    path("compounds/<int:pk>/", compounds.compound_detail, name="compound_detail"),
    path("compounds/<int:pk>/edit/", compounds.CompoundEdit.as_view(), name="compound_edit"),
    path("compounds/<int:pk>/remove/", compounds.CompoundRemove.as_view(), name="compound_remove"),
    path("compounds/<int:pk>/restore/", compounds.CompoundRestore.as_view(), name="compound_restore"),
    path("compounds/<int:pk>/history/", compounds.compound_history, name="compound_history"),
    path("compounds/<int:pk>/standing/", compounds.compound_standing, name="compound_standing"),
    path("compounds/<int:pk>/photos/", photos.CompoundPhotos.as_view(), name="compound_photos"),
    path("compounds/<int:pk>/surveys/new/", surveys.SurveyCreate.as_view(), name="survey_create"),
    path("compounds/<int:pk>/buildings/new/", buildings.BuildingCreate.as_view(), name="building_create"),
    path("compounds/buildings/<int:pk>/", buildings.BuildingEdit.as_view(), name="building_edit"),
    path("compounds/buildings/<int:pk>/remove/", buildings.BuildingRemove.as_view(), name="building_remove"),
    path("compounds/buildings/<int:pk>/units/new/", buildings.UnitCreate.as_view(), name="unit_create"),
    path("compounds/units/<int:pk>/", buildings.UnitEdit.as_view(), name="unit_edit"),
    path("compounds/units/<int:pk>/remove/", buildings.UnitRemove.as_view(), name="unit_remove"),
    path("compounds/surveys/<int:pk>/", surveys.survey_detail, name="survey_detail"),
    path("compounds/photos/<int:pk>/remove/", photos.PhotoRemove.as_view(), name="photo_remove"),
    path("compounds/photos/<int:pk>/<slug:size>/", photos.photo_file, name="photo_file"),
    *pool_patterns,
]
