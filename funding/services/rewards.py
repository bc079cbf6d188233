"""Reward subsidies 以奖代补: drawn up as often as wanted, decided once per street and programme year (Z五)."""

from datetime import date

from django.db import transaction

from accounts.models import User
from core import audit
from core.errors import Conflict, DomainError
from divisions.models import Division, Level
from funding import policies
from funding.choices import RewardStatus
from funding.models import Reward, RewardRule
from funding.reward_formula import Working
from funding.selectors.rewards import spending_of


@transaction.atomic
def draw_up(*, division: Division, year: int, as_at: date, by: User, today: date) -> Reward:
    """The working of a street's reward by the payments up to `as_at` and the rule in force then; an older draft of the
    same street and year is replaced. Refused: not a street, a day to come, no rule, nothing paid, decided already."""
    policies.check_can_manage(by, division)
    if division.level != Level.STREET:
        raise DomainError(f"以奖代补按街道测算，{division}不是街道（乡镇）。")
    if as_at > today:
        raise DomainError(f"截至日期 {as_at} 晚于今天，请更正。")
    _alone(division, year)
    rule, working = _worked_out(division, year, as_at)
    draft = Reward.objects.filter(division=division, year=year, status=RewardStatus.DRAFT).first()
    reward = draft or Reward(division=division, year=year)
    for name, value in working.figures.items():
        setattr(reward, name, value)
    reward.rule, reward.share, reward.as_at, reward.made_by = rule, working.share, as_at, by
    reward.lines = [line.kept() for line in working.lines]
    reward.save()
    _record(reward, "测算以奖代补", by)
    return reward


@transaction.atomic
def decide(*, reward: Reward, document: str, on: date, by: User, today: date) -> Reward:
    """The working becomes what the street gets. Refused: decided already, without a document, the ledger has changed
    since it was drawn up, a day before the working's or to come."""
    policies.check_can_manage(by, reward.division)
    _alone(reward.division, reward.year)
    reward = Reward.objects.select_for_update(of=("self",)).select_related("division", "rule").get(pk=reward.pk)
    if not document.strip():
        raise DomainError("请填写核定文号。")
    if not reward.as_at <= on <= today:
        raise DomainError(f"核定日期须在截至日期 {reward.as_at} 以后，不晚于今天。")
    rule, working = _worked_out(reward.division, reward.year, reward.as_at)
    if rule != reward.rule or [line.kept() for line in working.lines] != reward.lines:
        raise Conflict("测算以后账目或规则有了变化，请重新测算，核对后再核定。")
    reward.status, reward.document, reward.decided_by, reward.decided_on = (
        RewardStatus.DECIDED,
        document.strip(),
        by,
        on,
    )
    reward.save()
    _record(reward, "核定以奖代补", by)
    return reward


def _alone(division: Division, year: int) -> None:
    """One at a time for a street, and none once it is decided."""
    Division.objects.select_for_update().get(pk=division.pk)
    decided = Reward.objects.filter(division=division, year=year, status=RewardStatus.DECIDED).first()
    if decided:
        raise Conflict(f"{decided}已由《{decided.document}》核定，每个街道每个计划年度只核定一次。")


def _worked_out(division: Division, year: int, as_at: date) -> tuple[RewardRule, Working]:
    rule = RewardRule.objects.in_force(division.pk, as_at)
    if rule is None:
        raise DomainError(f"{as_at} 时{division}没有以奖代补规则，请先在资金规则里设置奖补比例。")
    lines = spending_of(division, year=year, as_at=as_at)
    if not lines:
        raise DomainError(f"截至 {as_at}，{division}{year}年计划的项目还没有按合同拨付的资金，没有可以奖补的支出。")
    return rule, Working(tuple(lines), rule.share)


def _record(reward: Reward, action: str, by: User) -> None:
    figures = {"截至": f"{reward.as_at}", "街道承担": f"{reward.borne:,.2f} 元", "奖补": f"{reward.amount:,.2f} 元"}
    audit.write(by=by, action=action, on=reward, reason=reward.document, details=figures)
