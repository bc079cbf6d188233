"""Contradictions kept: found again and again, put to the street, never deleted (F34)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accounts.models import User
from core import answers, audit
from core.errors import DomainError
from progress import contradiction_policies
from progress.contradictions.facts import Finding
from progress.contradictions.whole import found
from progress.models import Contradiction, MonthlyReturn
from progress.models.returns import OPEN
from progress.selectors.contradiction_facts import gather

BLOCK = 500  # rows per statement
FOUND, AGAIN, GONE, OTHERWISE = "发现", "再次发现", "不再存在", "数字有变化"


@transaction.atomic
def look(*, monthly_return: MonthlyReturn, now: datetime) -> int:
    """Compare what the rules find in the current version with what is on record. Returns how many stand.

    New ones are entered, those no longer found are marked gone, those found again stand again. Called when a return
    is submitted and accepted, and every night. Nobody's act, so the log of acts has no entry; the history has.
    """
    locked = (
        MonthlyReturn.objects.select_for_update(of=("self",))
        .select_related("current", "reporting_month__rule", "division")
        .get(pk=monthly_return.pk)
    )
    if locked.current is None:
        return 0
    findings = {(each.rule.value, each.subject): each for each in found(gather(monthly_return=locked, now=now))}
    known = {(each.rule, each.subject): each for each in locked.contradictions.all()}
    new = [_new(locked, finding, now) for key, finding in findings.items() if key not in known]
    bulk_create_with_history(new, Contradiction, batch_size=BLOCK, default_change_reason=FOUND, default_date=now)
    _bring_up_to_date(known, findings, now)
    return len(findings)


def look_at_open_months(*, today: date, now: datetime) -> int:
    """Every return of an unlocked month that is handed in: days pass and photographs come. Returns how many.

    What is being filled in or corrected is left: half-typed figures would seem to end what was reported.
    """
    returns = MonthlyReturn.objects.filter(reporting_month__lock_on__gte=today).exclude(current__status__in=OPEN)
    for each in returns:
        look(monthly_return=each, now=now)
    return len(returns)


@transaction.atomic
def answer(*, contradiction: Contradiction, text: str, seen: str, by: User, now: datetime) -> Contradiction:
    """The street says how it comes; it may say so again, and what it said before stays in the history.

    `seen` is the answer that she had before her. Refused: no words, more than 300 characters, another's answer
    meanwhile, another unit's return.
    """
    locked = (
        Contradiction.objects.select_for_update(of=("self",))
        .select_related("monthly_return__organisation", "monthly_return__division", "answered_by")
        .get(pk=contradiction.pk)
    )
    contradiction_policies.check_can_answer(by, locked)
    text = text.strip()
    if not text:
        raise DomainError("请写明情况：数字怎么来的，依据是什么，如需更正打算怎么改。")
    answers.put(locked, text=text, seen=seen, by=by, now=now, change="街道说明")
    audit.write(by=by, action="说明矛盾数据", on=locked, details={"说明": text})
    return locked


def _new(monthly_return: MonthlyReturn, finding: Finding, now: datetime) -> Contradiction:
    return Contradiction(
        monthly_return=monthly_return,
        division_id=monthly_return.division_id,
        site_id=finding.site_id,
        rule=finding.rule,
        subject=finding.subject,
        text=finding.text,
        found_at=now,
    )


def _bring_up_to_date(
    known: dict[tuple[str, str], Contradiction], findings: dict[tuple[str, str], Finding], now: datetime
) -> None:
    changed: dict[str, list[Contradiction]] = {GONE: [], AGAIN: [], OTHERWISE: []}
    for key, each in known.items():
        finding = findings.get(key)
        if finding is None:
            if each.gone_at is None:
                each.gone_at = now
                changed[GONE].append(each)
        elif each.gone_at is not None:
            each.gone_at, each.text = None, finding.text
            changed[AGAIN].append(each)
        elif each.text != finding.text:
            each.text = finding.text
            changed[OTHERWISE].append(each)
    for reason, rows in changed.items():
        _update(rows, reason, now)


def _update(rows: Sequence[Contradiction], reason: str, now: datetime) -> None:
    if rows:
        bulk_update_with_history(
            rows,
            Contradiction,
            ["text", "gone_at"],
            batch_size=BLOCK,
            default_change_reason=reason,
            default_date=now,
        )
