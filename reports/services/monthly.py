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
from reports import facts, own_words, report_policies
from reports.choices import FileKind, ReportStatus
from reports.models import MonthlyReport, ReportFile, ReportRule
from reports.selectors.month_facts import facts_of
from reports.selectors.span import span_of

SUFFIXES = {FileKind.WORD: "docx", FileKind.PDF: "pdf", FileKind.EXCEL: "xlsx"}
Rendered = Mapping[str, bytes]  # by FileKind


class ChangedMeanwhile(Conflict):
    """Somebody else saved the draft first; a form shows both texts."""


@transaction.atomic
def make(*, division: Division, month: date, now: datetime, by: User | None = None, reason: str = "") -> MonthlyReport:
    """The draft of a month, by what is known now; by None it is made by itself on the district's day.

    An existing draft is made again; the parts that were edited stay. Refused: a month or as-at date still to come; a
    month already issued, unless a reason says why it goes out once more. Missing returns do not hinder; they are named.
    """
    locked = Division.objects.select_for_update(of=("self",)).get(pk=division.pk)
    if by is not None:
        report_policies.check_can_make(by, locked)
    month = month.replace(day=1)
    report_policies.check_is_past(month, span_of(division=locked, month=month, known_at=now).as_at, localdate(now))
    report = _draft_of(locked, month, reason.strip())
    _put_facts(report, now=now, keep_text=True)
    report.made_by = by
    report.save()
    details = {"月份": f"{month:%Y-%m}", "未计入": [each.name for each in facts.load(report.figures).missing]}
    audit.write(by=by, action="编制进展月报", on=report, reason=reason, details=details)
    return report


@transaction.atomic
def make_again(
    *, report: MonthlyReport, version: int, now: datetime, by: User, keep_text: bool = True
) -> MonthlyReport:
    """Take the draft's figures anew, and the text; what the office wrote itself stays unless it is given up."""
    locked = _locked(report, version, by)
    _put_facts(locked, now=now, keep_text=keep_text)
    locked.made_by = by
    locked.version += 1
    locked.save()
    details = {"保留人工修改": own_words.labels(own_words.own_words(locked)) or "无"}
    audit.write(by=by, action="重取月报数据", on=locked, details=details)
    return locked


@transaction.atomic
def edit(*, report: MonthlyReport, version: int, title: str, sections: Mapping[str, str], by: User) -> MonthlyReport:
    """The office's own words. Refused once issued, and when somebody else changed the draft meanwhile."""
    locked = _locked(report, version, by)
    typed = {own_words.TITLE: title, **sections}
    changed = own_words.differing(typed, {key: getattr(locked, key) for key in own_words.PARTS})
    for key in changed:
        setattr(locked, key, typed[key])
    locked.edited = locked.edited or bool(changed)
    locked.version += 1
    locked.save()
    audit.write(by=by, action="修改月报文字", on=locked, details={"修改": [own_words.PARTS[key] for key in changed]})
    return locked


@transaction.atomic
def discard(*, report: MonthlyReport, version: int, by: User) -> None:
    """Throw a draft away; who did it stays in the log. Refused once issued, and when somebody changed it meanwhile."""
    locked = _locked(report, version, by)
    details = {"月份": f"{locked.month:%Y-%m}", "第几次编发": locked.edition}
    audit.write(by=by, action="放弃月报草稿", on=locked, details=details)
    locked.delete()


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
    although_empty: bool = False,
) -> MonthlyReport:
    """Give the report its number and keep its files; nothing of it changes afterwards.

    Without `number` it takes the next free one of the year. Refused: a number that is taken, a day still to come or
    before the as-at date, and a month of which no street's figures count, unless `although_empty` says so. The
    division is locked, so that two reports never get the same number.
    """
    Division.objects.select_for_update(of=("self",)).get(pk=report.division_id)
    locked = _locked(report, version, by)
    _check_day(locked, issued_on, today)
    if facts.load(locked.figures).is_empty and not although_empty:
        raise DomainError("本月没有一个单位的数据计入这份月报。仍要印发的，请勾选确认。")
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
        if reason and draft.edition > 1:
            draft.reason = reason
        return draft
    last = editions.order_by("-edition").first()
    if last is None:
        return MonthlyReport(division=division, month=month)
    if not reason:
        raise DomainError(f"《{last}》已以{last.document}印发。需要更正后重新编发的，请写明原因。")
    return MonthlyReport(division=division, month=month, edition=last.edition + 1, reason=reason)


def _put_facts(report: MonthlyReport, *, now: datetime, keep_text: bool) -> None:
    own = own_words.own_words(report) if keep_text else []
    found = facts_of(division=report.division, month=report.month, known_at=now)
    report.figures = facts.dump(found)
    report.sha256 = hashlib.sha256(report.figures.encode()).hexdigest()
    report.as_at, report.known_at, report.made_at = found.as_at, now, now
    report.edited = bool(own)
    for key, text in own_words.worded(found).items():
        if key not in own:
            setattr(report, key, text)


def _locked(report: MonthlyReport, version: int, by: User) -> MonthlyReport:
    found = MonthlyReport.objects.select_for_update(of=("self",)).select_related("division").filter(pk=report.pk)
    locked = found.first()
    if locked is None:
        raise Conflict(f"《{report}》的草稿刚刚被别人放弃，您的修改没有保存。")
    report_policies.check_can_edit(by, locked)
    if locked.version != version:
        raise ChangedMeanwhile(f"《{locked}》刚刚被别人修改过，您的修改没有保存。请重新打开本页，核对后再办理。")
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
