"""Load the official holidays of all years that chinesecalendar knows and the table does not."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from core import calendar


class Command(BaseCommand):
    help = "装入国务院办公厅历年节假日安排；已有的年份保留不动，可重复执行。"

    def handle(self, *args: Any, **options: Any) -> None:
        added = calendar.load_official(today=timezone.localdate())
        self.stdout.write(f"装入工作日历 {len(added)} 年。")
