"""Words that the tables share: columns that come again, how a span is said, definitions under a table."""

from datetime import date

from funding.choices import ReportTable
from funding.fund_reports.asked import Asked
from funding.fund_reports.sheet import Block, Column, Minus, Rate, Sheet, Sort

SUM_HEADS = (("received", "下达金额"), ("allotted", "已分配到项目"), ("paid", "已拨付"))
DEFINED = {
    "received": (
        "下达金额：本辖区的指标文件、协议和项目收缴的到账金额，加上从辖区外分配进来的金额"
        "（街道即上级分配到街道及其项目的金额）。"
    ),
    "allotted": "已分配到项目：分配到改造项目的净额，收回、调剂已冲减；项目收缴的资金到账即计入。",
    "paid": "已拨付：已登记凭证的拨付净额，冲销按冲销日期冲减。",
    "left": "结余＝下达金额－已拨付；执行率＝已拨付÷下达金额。",
}


def sum_columns() -> tuple[Column, ...]:
    """下达, 已分配 and 已拨付, of the span and from the beginning; what is left; the execution rate."""
    pairs = [
        Column(key=f"{key}{part}", head=head, top=top, sort=Sort.MONEY, width=15)
        for key, top in SUM_HEADS
        for part, head in (("_in", "本期"), ("", "累计"))
    ]
    left = Column(key="left", head="结余", top="执行情况", sort=Sort.MONEY, width=15, derived=Minus("received", "paid"))
    rate = Column(key="rate", head="执行率", top="执行情况", sort=Sort.RATE, width=10, derived=Rate("paid", "received"))
    return (*pairs, left, rate)


def definitions(asked: Asked, *more: str) -> tuple[str, ...]:
    """What the figures mean, the span of 本期, and the budget year where one was chosen."""
    span = f"本期：{day(asked.since)}至{day(asked.as_at)}；累计：截至{day(asked.as_at)}。均按业务日期计算。"
    year = (f"只统计{asked.year}预算年度的文件。",) if asked.year else ()
    return (span, *year, *more)


def day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def sheet_of(asked: Asked, table: ReportTable, *blocks: Block, notes: tuple[str, ...], **more) -> Sheet:
    title = f"{asked.division}老旧小区改造{table.label}"
    organisation = asked.user.organisation or asked.division
    foot = (
        f"填报单位（盖章）：{organisation}　　　　审核人：　　　　　　　填报人：　　　　　　　"
        f"填报日期：{day(asked.made_on)}"
    )
    return Sheet(
        **{"title": title, "span": f"截至{day(asked.as_at)}"} | more,
        unit=asked.unit,
        blocks=blocks,
        notes=notes,
        foot=foot,
    )
