from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "公用"

    def ready(self) -> None:
        from core import tasks  # noqa: F401 - tells core.jobs how a job reaches the worker
        from core.forms import say_limits

        say_limits()
