"""Hold every balance of the ledger against its entries, and see that the database's guards are in place."""

from django.core.management.base import BaseCommand, CommandError

from funding import guards
from funding.selectors import balances


class Command(BaseCommand):
    help = "核对资金台账：每个余额等于明细合计，数据库约束齐全。"

    def handle(self, *args, **options) -> None:
        problems = [*guards.missing(), *map(str, balances.drifts())]
        if problems:
            raise CommandError("资金台账有问题：\n" + "\n".join(problems))
        self.stdout.write("资金台账核对无误：所有余额等于明细合计，数据库约束齐全。")
