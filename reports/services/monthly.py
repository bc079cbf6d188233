"""The monthly report: made from the facts, edited, issued under a number, and from then on unchangeable (F35)."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from accounts.models import User
from core import audit
from core.errors import Conflict, DomainError
from divisions.models import Division
from reports import facts, report_policies, wording
from reports.choices import FileKind, ReportStatus
from reports.models import MonthlyReport, ReportFile, ReportRule
from reports.models.monthly import SECTIONS
from reports.selectors.month_facts import facts_of
from reports.selectors.span import span_of

SUFFIXES = {FileKind.WORD: "docx", FileKind.PDF: "pdf", FileKind.EXCEL: "xlsx"}
Rendered = Mapping[str, bytes]  # by FileKind


@transaction.atomic
def make(*, division: Division, month: date, now: datetime, by: User | None = None, reason: str = "") -> MonthlyReport:
    """The draft of a month, by what is known now; by None it is made by itself on the district's day.

    An existing draft is made again, and text that was edited stays. Refused: a month or as-at date still to come; a
    month already issued, unless a reason says why it goes out once more. Missing returns do not hinder; they are named.
    """
    locked = Division.objects.select_for_update(of=("self",)).get(pk=division.pk)
    if by is not None:
        report_policies.check_can_make(by, locked)
    month = month.replace(day=1)
    report_policies.check_is_past(month, span_of(division=locked, month=month, known_at=now).as_at, localdate(now))
    report = _draft_of(locked, month, reason.strip())
    _put_facts(report, now=now, keep_text=report.edited)
    report.made_by = by
    report.save()
    details = {"月份": f"{month:%Y-%m}", "未计入": [each.name for each in facts.load(report.figures).missing]}
    audit.write(by=by, action="编制进展月报", on=report, reason=reason, details=details)
    return report


@transaction.atomic
def make_again(
    *, report: MonthlyReport, version: int, now: datetime, by: User, keep_text: bool = True
) -> MonthlyReport:
    """Take the draft's figures anew; the office's own text stays unless it is given up."""
    locked = _locked(report, version, by)
    _put_facts(locked, now=now, keep_text=keep_text and locked.edited)
    locked.made_by = by
    locked.version += 1
    locked.save()
    audit.write(by=by, action="重取月报数据", on=locked, details={"保留人工修改": keep_text})
    return locked


@transaction.atomic
def edit(*, report: MonthlyReport, version: int, title: str, sections: Mapping[str, str], by: User) -> MonthlyReport:
    """The office's own words. Refused once issued, and when somebody else changed the draft meanwhile."""
    locked = _locked(report, version, by)
    changed = [key for key in SECTIONS if sections[key] != getattr(locked, key)]
    for key in SECTIONS:
        setattr(locked, key, sections[key])
    locked.title = title
    locked.edited = locked.edited or bool(changed)
    locked.version += 1
    locked.save()
    audit.write(by=by, action="修改月报文字", on=locked, details={"修改": [wording.HEADINGS[key] for key in changed]})
    return locked


@transaction.atomic
def issue(
    *,
    report: MonthlyReport,
    version: int,
    issued_on: date,
    by: User,
    today: date,
    render: Callable[[MonthlyReport], Rendered],
    number: int | None = None,
) -> MonthlyReport:
    """Give the report its number and keep its files; nothing of it changes afterwards.

    Without `number` it takes the next free one of the year. Refused: a number that is taken, a day still to come or
    before the as-at date. The division is locked, so that two reports never get the same number.
    """
    Division.objects.select_for_update(of=("self",)).get(pk=report.division_id)
    locked = _locked(report, version, by)
    _check_day(locked, issued_on, today)
    locked.number = number or _next_number(locked, issued_on.year)
    locked.document = f"{_head(locked, issued_on.year)}{locked.number}号"
    if MonthlyReport.objects.filter(division_id=locked.division_id, document=locked.document).exists():
        raise Conflict(f"发文字号{locked.document}已经用过，请换一个序号，或留空由系统取下一个。")
    locked.status, locked.issued_on, locked.issued_by = ReportStatus.ISSUED, issued_on, by
    locked.version += 1
    locked.save()
    files = render(locked)
    for kind, content in files.items():
        _keep(locked, kind, content, by)
    audit.write(by=by, action="印发进展月报", on=locked, details={"文号": locked.document, "文件": list(files)})
    return locked


def _draft_of(division: Division, month: date, reason: str) -> MonthlyReport:
    """The draft to fill: the one there is, the first, or with a reason the next edition."""
    editions = MonthlyReport.objects.filter(division=division, month=month)
    if draft := editions.filter(status=ReportStatus.DRAFT).first():
        draft.version += 1
        return draft
    last = editions.order_by("-edition").first()
    if last is None:
        return MonthlyReport(division=division, month=month)
    if not reason:
        raise DomainError(f"《{last}》已以{last.document}印发。需要更正后重新编发的，请写明原因。")
    return MonthlyReport(division=division, month=month, edition=last.edition + 1, reason=reason)


def _put_facts(report: MonthlyReport, *, now: datetime, keep_text: bool) -> None:
    found = facts_of(division=report.division, month=report.month, known_at=now)
    report.figures = facts.dump(found)
    report.sha256 = hashlib.sha256(report.figures.encode()).hexdigest()
    report.as_at, report.known_at, report.made_at = found.as_at, now, now
    if keep_text:
        return
    report.title = wording.title(found)
    report.edited = False
    for key, text in wording.sections(found).items():
        setattr(report, key, text)


def _locked(report: MonthlyReport, version: int, by: User) -> MonthlyReport:
    locked = MonthlyReport.objects.select_for_update(of=("self",)).select_related("division").get(pk=report.pk)
    report_policies.check_can_edit(by, locked)
    if locked.version != version:
        raise Conflict(f"《{locked}》刚刚被别人修改过，您的修改没有保存。请重新打开本页，核对后再改。")
    return locked


def _check_day(report: MonthlyReport, issued_on: date, today: date) -> None:
    if issued_on > today:
        raise DomainError("印发日期不能晚于今天。")
    if issued_on < report.as_at:
        raise DomainError(f"印发日期不能早于数据截至日（{report.as_at:%Y-%m-%d}）。")


def _head(report: MonthlyReport, year: int) -> str:
    """卫旧改办〔2023〕."""
    rule = ReportRule.objects.in_force(report.division_id, report.as_at)
    if rule is None or rule.division_id != report.division_id:
        raise DomainError(f"{report.division}还没有自己的月报规则，不能编发文字号。请先在“月报规则”中设置。")
    return f"{rule.number_prefix}〔{year}〕"


def _next_number(report: MonthlyReport, year: int) -> int:
    of_year = MonthlyReport.objects.filter(division_id=report.division_id, document__startswith=_head(report, year))
    return (of_year.aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def keep_file(*, report: MonthlyReport, kind: str, content: bytes, by: User) -> None:
    """A file of an issued report that took longer to make. One of each kind is kept: a second changes nothing."""
    locked = MonthlyReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if not locked.files.filter(kind=kind).exists():
        _keep(locked, kind, content, by)
        audit.write(by=by, action="存档月报文件", on=locked, details={"格式": kind})


def _keep(report: MonthlyReport, kind: str, content: bytes, by: User) -> None:
    digest = hashlib.sha256(content).hexdigest()
    suffix = SUFFIXES[FileKind(kind)]
    ReportFile.objects.create(
        report=report,
        division_id=report.division_id,
        kind=kind,
        file=ContentFile(content, name=f"{digest}.{suffix}"),
        name=f"{report.title}.{suffix}",
        size=len(content),
        sha256=digest,
        uploaded_by=by,
    )
