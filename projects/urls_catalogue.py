"""Work items, duties, tasks."""

from django.urls import URLPattern, path

from projects.views import catalogue, responsibilities, tasks

catalogue_patterns: list[URLPattern] = [
    path("work-items/", catalogue.ItemList.as_view(), name="item_list"),
    path("work-items/new/", catalogue.ItemCreate.as_view(), name="item_create"),
    path("work-items/search/", catalogue.item_search, name="item_search"),
    path("work-items/terms/", catalogue.plan_terms, name="plan_terms"),
    path("work-items/<int:pk>/", catalogue.item_detail, name="item_detail"),
    path("work-items/<int:pk>/edit/", catalogue.ItemEdit.as_view(), name="item_edit"),
    path("work-items/<int:pk>/retire/", catalogue.ItemRetire.as_view(), name="item_retire"),
    path("work-items/<int:pk>/restore/", catalogue.item_restore, name="item_restore"),
    path("responsibilities/", responsibilities.responsibility_list, name="responsibility_list"),
    path("responsibilities/new/", responsibilities.ResponsibilityCreate.as_view(), name="responsibility_create"),
    path("projects/<int:pk>/tasks/", tasks.project_tasks, name="project_tasks"),
    path("projects/<int:pk>/tasks/give/", tasks.TaskGive.as_view(), name="task_give"),
    path("projects/<int:pk>/tasks/from-matrix/", tasks.tasks_from_matrix, name="tasks_from_matrix"),
    path("tasks/<int:pk>/", tasks.task_detail, name="task_detail"),
    path("tasks/<int:pk>/done/", tasks.TaskDone.as_view(), name="task_done"),
    path("tasks/<int:pk>/take-back/", tasks.TaskTakeBack.as_view(), name="task_take_back"),
]
