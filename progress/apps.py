from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "progress"
    verbose_name = "街道月报"

    def ready(self) -> None:
        from deadlines import kinds
        from progress import contradiction_list  # noqa: F401 - registers the list
        from progress.services import due

        kinds.register(due.KIND, "街道月报")
        kinds.register(due.REVIEW, "审核月报")
