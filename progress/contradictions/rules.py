"""What can be found about one site. Each function is one rule; its text names the figures and the threshold."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from core.units import rounded
from core.workbooks.values import plain_figure
from progress.choices import ContradictionRule
from progress.contradictions.facts import (
    Finding,
    ReturnFacts,
    SiteFacts,
    adds_nothing,
    cut,
    in_words,
    said,
    same_levels,
    total,
)
from progress.figures import BY_KEY, FLOWS
from progress.tallying import LEVELS

ACCEPTANCE_DAYS = 30  # calendar days after completion within which the acceptance is expected on record
DAYS = (BY_KEY["started_on"], BY_KEY["completed_on"])


def unchanged(facts: ReturnFacts) -> Iterator[Finding]:
    """Started and not completed, and for n months running no progress, no investment, no payment, no quantity.

    n is the district's (MonthRule.unchanged_months). People on site and words are not regarded. A suspended project
    may stand still.
    """
    months = facts.rule.unchanged_months
    for site in facts.sites:
        if not site.is_under_way or len(site.earlier) < months:
            continue
        line, run = site.line, [site.line, *site.earlier[:months]]
        if all(adds_nothing(after) and same_levels(after, before) for after, before in pairwise(run)):
            since = in_words(site.earlier[months - 1].version.month)
            text = (
                f"{site.label}在建，{since}以后连续 {months} 个月数据无变化：总体形象进度 {_percent(line.physical)}，"
                f"累计完成投资 {said('invested', total(line, 'invested'))}。连续 {months} 个月无变化即提示。"
            )
            yield _of(ContradictionRule.UNCHANGED, site, text)


def backwards(facts: ReturnFacts) -> Iterator[Finding]:
    """A level or a total below what the office last accepted, or a date withdrawn; a reason given is quoted."""
    for site in facts.sites:
        if site.accepted is None:
            continue
        then, line = in_words(site.accepted.version.month), site.line
        for figure in (*DAYS, *LEVELS):
            now, before = getattr(line, figure.key), getattr(site.accepted, figure.key)
            gone = before is not None and now is None
            if gone or (figure in LEVELS and before is not None and now < before):
                text = (
                    f"{site.label}{figure.title} {said(figure.key, now)}，"
                    f"{then}已审核通过的是 {said(figure.key, before)}"
                )
                yield _fallen(site, figure.key, text)
        for figure in FLOWS:
            sum_now, sum_before = total(line, figure.key), total(site.accepted, figure.key)
            if sum_now < sum_before:
                text = (
                    f"{site.label}{figure.title.removeprefix('本月')}累计 {said(figure.key, sum_now)}，"
                    f"低于{then}已审核通过的 {said(figure.key, sum_before)}"
                )
                yield _fallen(site, figure.key, text)


def _fallen(site: SiteFacts, key: str, text: str) -> Finding:
    reason = site.reasons.get(key, "")
    quoted = f"情况说明：“{reason}”。" if reason else "没有写情况说明。"
    return _of(ContradictionRule.BACKWARDS, site, f"{text}。累计数不应减少；{quoted}", key)


def paid_over_built(facts: ReturnFacts) -> Iterator[Finding]:
    """More has been paid since the start than has been built."""
    for site in facts.sites:
        paid, invested = total(site.line, "paid"), total(site.line, "invested")
        if paid > invested:
            text = (
                f"{site.label}累计拨付 {said('paid', paid)}，多于累计完成投资 {said('invested', invested)}，"
                f"多出 {said('paid', paid - invested)}。如是预付款，请说明合同依据。"
            )
            yield _of(ContradictionRule.PAID_OVER_BUILT, site, text)


def unaccepted(facts: ReturnFacts) -> Iterator[Finding]:
    """Reported as completed more than 30 calendar days ago, and still no 竣工验收 on record."""
    for site in facts.sites:
        done = site.line.completed_on
        if done is None or site.is_accepted or facts.today <= done + timedelta(days=ACCEPTANCE_DAYS):
            continue
        lacking = f"项目的“{site.acceptance}”阶段仍未登记完成" if site.acceptance else "项目里没有竣工验收的记录"
        text = f"{site.label}填报于 {done:%Y-%m-%d} 完工，已超过 {ACCEPTANCE_DAYS} 天，{lacking}。"
        yield _of(ContradictionRule.UNACCEPTED, site, text)


def ahead(facts: ReturnFacts) -> Iterator[Finding]:
    """The part of the planned investment that is spent and the physical progress lie n points apart or more.

    n is the district's (MonthRule.ahead_points). Nothing is said where one of the two is not known.
    """
    points = facts.rule.ahead_points
    for site in facts.sites:
        line = site.line
        if not line.investment or line.physical is None:
            continue
        invested = total(line, "invested")
        spent = invested * 100 / line.investment
        apart = abs(spent - line.physical)
        if apart >= points:
            text = (
                f"{site.label}累计完成投资 {said('invested', invested)}，"
                f"占计划投资 {said('invested', line.investment)}的 {_percent(spent)}；"
                f"总体形象进度 {_percent(line.physical)}，相差 {plain_figure(rounded(apart))} 个百分点，"
                f"达到 {points} 个百分点即提示。"
            )
            yield _of(ContradictionRule.AHEAD, site, text)


def same_photo(facts: ReturnFacts) -> Iterator[Finding]:
    """The same photograph, told by its fingerprint, at two spots or in two compounds.

    A street reads of a use in another street only the street's name.
    """
    sites = {site.compound_id: site for site in facts.sites}
    for picture in facts.pictures:
        for index, use in enumerate(picture.uses):
            site = sites.get(use.compound_id)
            if site is None or use.compound_id in {earlier.compound_id for earlier in picture.uses[:index]}:
                continue
            others = (other.seen_from(use) for other in picture.uses if other is not use)
            text = (
                f"{use.seen_from(use)}与{'、'.join(dict.fromkeys(others))}是同一张照片"
                f"（指纹 {picture.sha256[:8]}）。不同点位、阶段应各有照片。"
            )
            yield _of(ContradictionRule.SAME_PHOTO, site, text, picture.sha256[:16])


def _percent(value: Decimal | None) -> str:
    return "空白" if value is None else f"{plain_figure(rounded(value))}%"


def _of(rule: ContradictionRule, site: SiteFacts, text: str, what: str = "") -> Finding:
    subject = f"{site.line.site_id}:{what}" if what else f"{site.line.site_id}"
    return Finding(rule=rule, site_id=site.line.site_id, subject=subject, text=cut(text))
