from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "deadlines"
    verbose_name = "期限与提醒"

    def ready(self) -> None:
        from deadlines import bell, lists  # noqa: F401 - registers the list and what the top bar tells
