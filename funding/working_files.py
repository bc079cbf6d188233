"""The working of a reward subsidy as a workbook of our usual look; every export is on record."""

import tempfile
from typing import IO

from accounts.models import User
from core import audit
from core.columns import Column, Kind
from core.units import YUAN
from core.workbooks.writing import Table, write_xlsx
from funding.models import Reward
from funding.reward_formula import working_of

MONEY = (
    ("paid", "项目拨付"),
    ("spent", "计入本街道"),
    ("out_of_scope", "其中：超出改造范围"),
    ("in_scope", "范围内支出"),
    ("others", "其他来源承担"),
    ("borne", "街道承担"),
)
SUMMED = ("spent", "out_of_scope", "in_scope", "others", "borne")
COLUMNS = (
    Column(key="number", title="项目编号", width=18),
    Column(key="name", title="项目名称", width=28),
    Column(key="source_name", title="资金来源", width=18),
    *(Column(key=key, title=title, kind=Kind.MONEY, unit=YUAN, width=16) for key, title in MONEY),
    Column(key="basis", title="计入办法", width=30),
)


def reward_workbook(reward: Reward, *, by: User) -> IO[bytes]:
    """A temporary file that disappears when it is closed."""
    working = working_of(reward.lines, reward.share)
    table = Table(
        title=f"{reward}测算表",
        columns=COLUMNS,
        rows=working.lines,
        lines=[
            f"截至 {reward.as_at}　单位：元　依据：《{reward.rule.document}》　状态：{reward.get_status_display()}"
            + (f"（{reward.document}）" if reward.document else ""),
            f"奖补金额 = 街道承担 {working.borne:,.2f} × {reward.share}% = {reward.amount:,.2f} 元",
        ],
        totals={key: getattr(working, key) for key in SUMMED},
    )
    audit.write(by=by, action="导出以奖代补测算表", on=reward, details={"行数": len(working.lines)})
    file = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the answer closes it
    write_xlsx(table, file.name)
    return file
