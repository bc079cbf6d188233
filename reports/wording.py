"""The report's text in the order officials write it (domain.md 4.2): pure, from facts to the six sections.

As at → totals against the plan (小区, 户, 投资) with rates → change since last month in 个百分点 → who is fast and who
is slow, by name with (rate) → money → problems → next steps. Money is grouped in thousands as in the tables below it.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from core.units import WAN_YUAN, rounded
from divisions import territory
from divisions.models import Level
from reports.choices import Card
from reports.facts import MonthFacts, Ranked, Said
from reports.measures import BUILT, MEASURES, PIPES, PLACES, Value

HEADINGS = {
    "opening": "总体情况",
    "progress": "工程进展",
    "ranking": "进度排名",
    "money": "资金情况",
    "problems": "存在问题",
    "next_steps": "下步工作",
}
WHOLE = Decimal(100)
QUOTED = 10  # sentences of streets repeated in the text; the rest stand in the tables
FIRST_MONTH = 1


def title(facts: MonthFacts) -> str:
    return f"关于{facts.month.year}年{facts.month.month}月{facts.division_name}老旧小区改造工作进展情况的通报"


def sections(facts: MonthFacts) -> dict[str, str]:
    """The text of each section, by the name of its field."""
    if not any(row.month_counted for row in facts.rows):
        return {**dict.fromkeys(HEADINGS, ""), "opening": _no_data(facts), "next_steps": _steps(facts)}
    return {
        "opening": _opening(facts),
        "progress": _progress(facts),
        "ranking": _ranking(facts),
        "money": _money(facts),
        "problems": _problems(facts),
        "next_steps": _steps(facts),
    }


def day(of: date) -> str:
    return f"{of.year}年{of.month}月{of.day}日"


def wan_yuan(amount: Value) -> str:
    return f"{rounded(WAN_YUAN.from_base(Decimal(amount or 0))):,f}万元"


def percent(value: Value) -> str:
    return f"{rounded(Decimal(value)):f}%" if value is not None else "—"


def change(name: str, now: Value, last: Value) -> str:
    """开工率提高5.00个百分点."""
    if now is None or last is None:
        return ""
    points = rounded(Decimal(now) - Decimal(last))
    if points == 0:
        return f"{name}持平"
    return f"{name}{'提高' if points > 0 else '下降'}{abs(points):f}个百分点"


def _no_data(facts: MonthFacts) -> str:
    return f"截至{day(facts.as_at)}，{facts.division_name}还没有审核通过的月报数据。{_missing(facts)}"


def _opening(facts: MonthFacts) -> str:
    total, year = facts.total, facts.month.year
    planned, households = _n(facts, "planned_compounds"), _n(facts, "planned_households")
    if not planned:
        plan = f"截至{day(facts.as_at)}，{facts.division_name}{year}年没有下达改造计划。"
        return f"{plan}累计开工{_n(facts, 'started')}个小区，累计完工{_n(facts, 'finished')}个小区。{_missing(facts)}"
    plan = (
        f"截至{day(facts.as_at)}，{facts.division_name}{year}年计划改造老旧小区{planned}个，涉及居民{households}户，"
        f"计划投资{wan_yuan(total.get('planned_investment'))}。"
    )
    start_rate = total.get("start_rate")
    all_started = "，已全部开工" if start_rate == WHOLE else f"，开工率{percent(start_rate)}"
    started = f"累计开工小区{_n(facts, 'started')}个{all_started}"
    doors = f"涉及居民{_n(facts, 'started_households')}户，占计划户数的{percent(total.get('start_household_rate'))}"
    invested = (
        f"本年计划小区完成投资{wan_yuan(total.get('plan_invested'))}，"
        f"投资完成率{percent(total.get('investment_rate'))}。"
    )
    return f"{plan}{started}；{doors}；{invested}{_changes(facts)}{_missing(facts)}"


def _changes(facts: MonthFacts) -> str:
    """Rates of two years have different plans under them, so January is not compared."""
    if facts.month.month == FIRST_MONTH or not facts.last_total:
        return ""
    keys = ("start_rate", "finish_rate", "investment_rate")
    said = [change(MEASURES[key].label, facts.total.get(key), facts.last_total.get(key)) for key in keys]
    return f"与上月相比，{'，'.join(filter(None, said))}。" if any(said) else ""


def _missing(facts: MonthFacts) -> str:
    """Made although returns are missing, and says whose."""
    if not facts.missing:
        return ""
    named = "；".join(f"{each.standing}的有{'、'.join(_standing_in(facts, each.standing))}" for each in _kinds(facts))
    return f"本月还有{len(facts.missing)}个{_street(facts)}的月报没有计入：{named}。"


def _kinds(facts: MonthFacts) -> Iterable:
    """One of each standing, in the order in which they come."""
    return {each.standing: each for each in facts.missing}.values()


def _standing_in(facts: MonthFacts, standing: str) -> list[str]:
    return [
        f"{each.name}（沿用{each.month_counted.year}年{each.month_counted.month}月数据）"
        if each.month_counted
        else f"{each.name}（无数据）"
        for each in facts.missing
        if each.standing == standing
    ]


def _progress(facts: MonthFacts) -> str:
    total = facts.total
    sentences = [
        f"本月新开工小区{_n(facts, 'started_this_month')}个，新完工小区{_n(facts, 'finished_this_month')}个。",
        f"目前在建小区{_n(facts, 'under_construction')}个，累计完工小区{_n(facts, 'finished')}个"
        + (f"，完工率{percent(total['finish_rate'])}。" if total.get("finish_rate") is not None else "。"),
    ]
    if total.get("physical") is not None:
        sentences.append(f"总体形象进度{percent(total['physical'])}。")
    if workers := _n(facts, "workers"):
        sentences.append(f"现场施工人员{workers}人。")
    if built := _built(facts):
        sentences.append(f"本年累计{built}。")
    return "".join([*sentences, _carried(facts)])


def _carried(facts: MonthFacts) -> str:
    """Sites of earlier years, and where they are counted and where not."""
    if not (carried := _n(facts, "carried_sites")):
        return ""
    done = f"已完工{count}个" if (count := _n(facts, "carried_finished")) else "都还没有完工"
    return f"往年续建小区{carried}个，{done}，计入在建、施工人员和实物量，不计入开工、完工和形象进度。"


def _built(facts: MonthFacts) -> str:
    """What lies in the ground and stands in the yard since New Year; nothing is not mentioned."""
    pipes = [f"改造{label}{_km(length)}公里" for key, label in PIPES.items() if (length := _year(facts, key))]
    units = {"lifts": "部", "parking": "个"}
    built = [f"{label}{count}{units[key]}" for key, (label, _) in BUILT.items() if (count := _year(facts, key))]
    return "，".join([*pipes, *built])


def _km(length: Value) -> str:
    return f"{rounded(Decimal(length or 0), PLACES['length']):f}"


def _year(facts: MonthFacts, key: str) -> Value:
    return facts.total.get(f"{key}_year")


def _ranking(facts: MonthFacts) -> str:
    placed = [row for row in facts.rows if row.place is not None]
    label = MEASURES[facts.rule.ranked_by].label
    if not placed:
        return f"各{_street(facts)}本月没有可以排名的{label}数据。"
    sentences = [f"按{label}排名，{_fast_and_slow(facts, placed)}。"]
    if facts.rule.expected is not None:
        sentences.append(f"本月序时进度为{percent(facts.rule.expected)}。")
    for card in (Card.RED, Card.YELLOW):
        if held := [row for row in facts.rows if row.card == card]:
            named = "；".join(f"{row.name}，{row.why}" for row in held)
            sentences.append(f"亮{card.label}的{_street(facts)}{len(held)}个：{named}。")
    if facts.rule.expected is not None and not any(row.card for row in facts.rows):
        sentences.append(f"没有亮牌的{_street(facts)}。")
    if exempt := [f"{row.name}（{row.exempt}）" for row in facts.rows if row.exempt]:
        sentences.append(f"免于亮牌的：{'、'.join(exempt)}。")
    return "".join(sentences)


def _fast_and_slow(facts: MonthFacts, placed: Sequence[Ranked]) -> str:
    """As many as the rule names, nobody on both sides."""
    if len({row.value for row in placed}) == 1:
        return f"各{_street(facts)}进度相同（{percent(placed[0].value)}）"
    fast = placed[: min(facts.rule.named, (len(placed) + 1) // 2)]
    slow = placed[len(fast) :][-facts.rule.named :]
    return f"进度较快的是{_rated(fast)}；进度较慢的是{_rated(slow)}"


def _rated(rows: Iterable[Ranked]) -> str:
    return "、".join(f"{row.name}（{percent(row.value)}）" for row in rows)


def _money(facts: MonthFacts) -> str:
    total = facts.total
    invested, paid = (
        f"本月{words}{wan_yuan(total.get(f'{key}_month'))}，本年累计{wan_yuan(total.get(f'{key}_year'))}，"
        f"开工以来累计{wan_yuan(total.get(f'{key}_total'))}"
        for key, words in (("invested", "完成投资"), ("paid", "拨付资金"))
    )
    share = f"，占累计完成投资的{percent(total['pay_rate'])}" if total.get("pay_rate") is not None else ""
    return f"{invested}。{paid}{share}。"


def _problems(facts: MonthFacts) -> str:
    said, count = facts.problems, _n(facts, "problems")
    lines = [f"{count}个小区反映存在问题：" if said else "本月没有小区反映存在问题。"]
    lines += _quoted(said, count)
    starts, finishes = _n(facts, "overdue_starts"), _n(facts, "overdue_finishes")
    if starts or finishes:
        lines.append(f"截至{day(facts.as_at)}，逾期未开工小区{starts}个，逾期未完工小区{finishes}个，名单附后。")
    if facts.contradictions:
        lines.append(f"数据核对发现矛盾情况{facts.contradictions}条，已提请有关{_street(facts)}说明。")
    return "\n".join(lines)


def _steps(facts: MonthFacts) -> str:
    """What follows from the figures, and what streets plan for next month."""
    orders = []
    if facts.missing:
        names = "、".join(each.name for each in facts.missing)
        orders.append(f"{names}要尽快完成月报的填报、审核和盖章上传。")
    if held := [row.name for row in facts.rows if row.card]:
        orders.append(f"{'、'.join(held)}要分析进度落后的原因，倒排工期，尽快赶上序时进度。")
    if _n(facts, "overdue_starts") or _n(facts, "overdue_finishes"):
        orders.append("逾期未开工、未完工的小区要逐个明确责任人和完成时限。")
    if _n(facts, "problems"):
        orders.append("各有关单位要逐项研究解决存在的问题，办结一项、销号一项。")
    lines = [f"{number}. {order}" for number, order in enumerate(orders, 1)] or ["继续按计划组织实施。"]
    if facts.next_steps:
        lines += ["有关小区下月计划：", *_quoted(facts.next_steps, len(facts.next_steps))]
    return "\n".join(lines)


def _quoted(said: Sequence[Said], count: int) -> list[str]:
    lines = [
        f"{number}. {each.street}{each.compound}：{_ended(each.text)}" for number, each in enumerate(said[:QUOTED], 1)
    ]
    return [*lines, f"其余{count - QUOTED}个小区的情况见月报明细。"] if count > QUOTED else lines


def _ended(text: str) -> str:
    """One line, with a full stop of its own."""
    flat = " ".join(text.split())
    return flat if flat.endswith(("。", "！", "？", ".", "!", "?")) else f"{flat}。"


def _street(facts: MonthFacts) -> str:
    """What the rows are: below a county streets, above it counties."""
    below_county = len(territory.prefix_of(facts.division)) >= Level.COUNTY
    return "街道（乡镇）" if below_county else "县（市、区）"


def _n(facts: MonthFacts, key: str) -> int:
    return int(facts.total.get(key) or 0)
