from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.services import founding
from core.errors import DomainError
from divisions.models import Division


class Command(BaseCommand):
    help = "Enter a division's leading-group office and three administrators; prints their first passwords once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="12-digit code of the division that the installation serves")

    def handle(self, *args: Any, code: str, **options: Any) -> None:
        try:
            administrators = founding.found(division=Division.objects.get(pk=code))
        except Division.DoesNotExist as missing:
            raise CommandError(f"No division {code}; run load_divisions first.") from missing
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        for person, password in administrators:
            self.stdout.write(f"{person}\t{person.username}\t{password}")
