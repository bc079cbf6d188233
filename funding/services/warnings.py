"""Warnings kept: found again and again, put to whoever answers for the money, never deleted (F58)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accounts.models import User
from core import answers, audit
from core.errors import DomainError
from divisions.models import Division
from funding import policies
from funding.models import FundWarning
from funding.selectors.warning_facts import findings
from funding.services import due_dates
from funding.warning_rules import Finding

LEAST = 4  # characters of an answer
BLOCK = 500  # rows per statement
FOUND, GONE, OTHERWISE = "发现", "不再存在", "数字有变化"


@transaction.atomic
def look(*, today: date, prefix: str = "") -> int:
    """Compare what the rules find in a territory with what stands on record. Returns how many stand.

    New ones are entered, those no longer found are marked gone, what comes back later is a new one. Safe to run twice;
    two runs at once wait for each other. Nobody's act, so the log of acts has no entry; the history has.
    """
    list(Division.objects.select_for_update(of=("self",), no_key=True).filter(parent=None).order_by("pk"))
    found = {each.key: each for each in findings(prefix=prefix, today=today)}
    standing = {(each.kind, each.subject): each for each in FundWarning.objects.within(prefix).standing()}
    new = [_new(finding, today) for key, finding in found.items() if key not in standing]
    bulk_create_with_history(new, FundWarning, batch_size=BLOCK, default_change_reason=FOUND)
    _bring_up_to_date(standing, found, today)
    due_dates.refresh(today=today, prefix=prefix)
    return len(found)


@transaction.atomic
def answer(*, warning: FundWarning, text: str, seen: str, by: User, now: datetime) -> FundWarning:
    """How it comes, and what will be done. It may be said again; what was said before stays in the history.

    `seen` is the answer that she had before her. Refused: fewer than 4 or more than 300 characters, another's answer
    meanwhile, somebody else's project or document.
    """
    related = ("project", "division", "answered_by")
    locked = FundWarning.objects.select_for_update(of=("self",)).select_related(*related).get(pk=warning.pk)
    policies.check_can_answer(by, locked)
    text = text.strip()
    if len(text) < LEAST:
        raise DomainError("请写明情况（不少于 4 个字）：原因是什么，打算怎么办、何时办结。")
    answers.put(locked, text=text, seen=seen, by=by, now=now, change="说明")
    audit.write(by=by, action="说明资金预警", on=locked, details={"说明": text})
    return locked


def _new(finding: Finding, today: date) -> FundWarning:
    return FundWarning(
        kind=finding.kind,
        subject=finding.subject,
        text=finding.text,
        division_id=finding.division_id,
        project_id=finding.project_id,
        allotment_id=finding.allotment_id,
        part_id=finding.part_id,
        found_on=today,
    )


def _bring_up_to_date(
    standing: Mapping[tuple[str, str], FundWarning], found: Mapping[tuple[str, str], Finding], today: date
) -> None:
    gone, otherwise = [], []
    for key, each in standing.items():
        finding = found.get(key)
        if finding is None:
            each.gone_on = today
            gone.append(each)
        elif each.text != finding.text:
            each.text = finding.text
            otherwise.append(each)
    _update(gone, GONE)
    _update(otherwise, OTHERWISE)


def _update(rows: Sequence[FundWarning], reason: str) -> None:
    if rows:
        bulk_update_with_history(rows, FundWarning, ["text", "gone_on"], batch_size=BLOCK, default_change_reason=reason)
