from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = "年度计划与项目"

    def ready(self) -> None:
        from deadlines import kinds
        from projects import illegal_list, lists  # noqa: F401 - registers the lists
        from projects.imports import plan  # noqa: F401 - registers the layout
        from projects.services import merging  # noqa: F401 - registers what becomes of targets
        from projects.services import illegal, moving, spots  # noqa: F401 - what moves with a compound

        kinds.register(illegal.KIND, "违建拆除")
