from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "月报与统计"

    def ready(self) -> None:
        from projects import demo
        from reports import demo as play
        from reports import report_files, report_list, table_export, table_list  # noqa: F401 - lists and runners
        from reports.services import merging  # noqa: F401 - what becomes of merged divisions

        demo.then(play.load)
