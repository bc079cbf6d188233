from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "progress"
    verbose_name = "街道月报"

    def ready(self) -> None:
        from deadlines import kinds
        from progress import (  # noqa: F401 - registers the lists and what the top bar tells
            bell,
            contradiction_list,
            return_list,
        )
        from progress import demo as play
        from progress.imports import sheet  # noqa: F401 - registers the layout
        from progress.services import due, merging  # noqa: F401 - what becomes of returns when streets are merged
        from projects import demo

        demo.then(play.load)
        kinds.register(due.KIND, "街道月报")
        kinds.register(due.REVIEW, "审核月报")
