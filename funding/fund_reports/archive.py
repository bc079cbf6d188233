"""All tables of a year in one zip: six workbooks and a card for each project with money."""

from dataclasses import replace
from functools import partial
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from funding.choices import ReportTable
from funding.fund_reports.asked import Asked
from funding.fund_reports.card import card
from funding.fund_reports.tables import TABLES, built
from funding.fund_reports.words import day
from funding.fund_reports.workbook import Tell, workbook
from projects.models import Project

MOST_CARDS = 500
CARDS = "项目资金卡"
READ_ME = "说明.txt"


def archive(asked: Asked, *, tell: Tell | None = None) -> bytes:
    """The zip. Above 500 projects the cards are left out, and the note inside says so."""
    projects = _projects(asked)
    carded = projects if len(projects) <= MOST_CARDS else []
    tables = [table for table in TABLES if table != ReportTable.CARD]
    total, file = len(tables) + len(carded), BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as parts:
        for done, table in enumerate(tables):
            alive = partial(_say, tell, done, total)
            alive()
            parts.writestr(f"{done + 1}、{_safe(table.label)}.xlsx", workbook(built(table, asked), tell=alive))
        for done, project in enumerate(carded, start=len(tables)):
            _say(tell, done, total)
            content = workbook(card(replace(asked, project=project)))
            parts.writestr(f"{CARDS}/{_safe(f'{project.number} {project.name}')}.xlsx", content)
        parts.writestr(READ_ME, _read_me(asked, len(projects)))
    return file.getvalue()


def _say(tell: Tell | None, done: int, total: int, *_lines: int) -> None:
    """How many files are done; said again while a long one is written."""
    if tell:
        tell(done, total)


def _projects(asked: Asked) -> list[Project]:
    """The projects with money by the date, by number."""
    with_money = asked.entries.filter(on__lte=asked.as_at, project__isnull=False).order_by().values("project")
    projects = Project.objects.for_user(asked.user).filter(pk__in=with_money)
    return list(projects.select_related("implementer").order_by("number"))


def _read_me(asked: Asked, projects: int) -> str:
    """With the mark by which Windows recognises UTF-8."""
    cards = (
        f"{CARDS}：{projects} 个有资金的项目，每个一份。"
        if projects <= MOST_CARDS
        else f"有资金的项目 {projects} 个，超过 {MOST_CARDS} 个，没有附{CARDS}，请在“资金报表”页逐个导出。"
    )
    lines = [
        f"{asked.division}老旧小区改造资金报表",
        f"期间：{day(asked.since)}至{day(asked.as_at)}；单位：{asked.unit.label}",
        f"制表：{asked.user.organisation or asked.division}，{day(asked.made_on)}",
        cards,
    ]
    return "\ufeff" + "\r\n".join(lines)


def _safe(name: str) -> str:
    return "".join(sign for sign in name if sign not in '\\/:*?"<>|')
