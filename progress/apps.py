from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "progress"
    verbose_name = "街道月报"

    def ready(self) -> None:
        from core.calendar import on_change
        from deadlines import kinds
        from progress import (  # noqa: F401 - registers the lists and what the top bar tells
            bell,
            contradiction_list,
            return_list,
        )
        from progress import demo as play
        from progress.imports import sheet  # noqa: F401 - registers the layout
        from progress.selectors import physical  # noqa: F401 - tells money how far the works are
        from progress.services import due, merging, month_days  # noqa: F401 - what becomes of merged streets
        from projects import demo

        demo.then(play.load)
        on_change(lambda years, today: month_days.reckon_again(today=today))
        kinds.register(due.KIND, "街道月报")
        kinds.register(due.REVIEW, "审核月报")
