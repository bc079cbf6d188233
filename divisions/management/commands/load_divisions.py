from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import DomainError
from divisions.services import loading


class Command(BaseCommand):
    help = "Add the divisions that ship with the product, or those of a CSV file (code,name); known ones stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=loading.SHIPPED)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            new = loading.load(path=file)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{len(new)} divisions added.")
