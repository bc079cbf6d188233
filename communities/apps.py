from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "communities"
    verbose_name = "小区"

    def ready(self) -> None:
        from communities import lists  # noqa: F401 - registers the lists
        from communities.imports import ledger  # noqa: F401 - registers the layout
