from django.urls import path

from projects.urls_catalogue import catalogue_patterns
from projects.urls_phases import phase_patterns
from projects.urls_projects import project_patterns
from projects.urls_schemes import scheme_patterns
from projects.urls_sites import site_patterns
from projects.views import batches, entries, programmes, tie_out

app_name = "projects"
urlpatterns = [
    path("programmes/", programmes.ProgrammeList.as_view(), name="programme_list"),
    path("programmes/new/", programmes.ProgrammeCreate.as_view(), name="programme_create"),
    path("programmes/<int:pk>/", programmes.programme_detail, name="programme_detail"),
    path("programmes/<int:pk>/edit/", programmes.ProgrammeEdit.as_view(), name="programme_edit"),
    path("programmes/<int:pk>/issue/", programmes.programme_issue, name="programme_issue"),
    path("programmes/<int:pk>/take-back/", programmes.ProgrammeTakeBack.as_view(), name="programme_take_back"),
    path("programmes/<int:pk>/remove/", programmes.programme_remove, name="programme_remove"),
    path("programmes/<int:pk>/tie-out/", tie_out.tie_out, name="tie_out"),
    path("programmes/<int:pk>/batches/", batches.batch_list, name="batch_list"),
    path("programmes/<int:pk>/batches/new/", batches.BatchCreate.as_view(), name="batch_create"),
    path("programmes/<int:pk>/batches/assign/", batches.batch_assign, name="batch_assign"),
    path("batches/<int:pk>/edit/", batches.BatchEdit.as_view(), name="batch_edit"),
    path("batches/<int:pk>/remove/", batches.batch_remove, name="batch_remove"),
    path("programme-entries/", entries.EntryList.as_view(), name="entry_list"),
    path("programmes/<int:pk>/entries/new/", entries.entry_choose, name="entry_choose"),
    path("programmes/<int:pk>/entries/new/<int:compound>/", entries.EntryAdd.as_view(), name="entry_add"),
    path("programme-entries/<int:pk>/", entries.entry_detail, name="entry_detail"),
    path("programme-entries/<int:pk>/edit/", entries.EntryEdit.as_view(), name="entry_edit"),
    path("programme-entries/<int:pk>/remove/", entries.EntryRemove.as_view(), name="entry_remove"),
    path("compounds/<int:compound>/programme-entries/", entries.compound_entries, name="compound_entries"),
    *project_patterns,
    *phase_patterns,
    *catalogue_patterns,
    *scheme_patterns,
    *site_patterns,
]
