"""Sharing one investment out among the sites of a project, exact to the cent (F17: Z四(二)(三), B四(六))."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from simple_history.utils import bulk_update_with_history

from accounts.models import User
from core.errors import DomainError
from core.units import rounded
from projects.choices import SplitRule
from projects.models import Project, ProjectSite

MISSING = {SplitRule.HOUSEHOLDS: "居民户数", SplitRule.FLOOR_AREA: "建筑面积", SplitRule.BUILDINGS: "楼栋数"}


class NotShared(DomainError):
    """The investment cannot be shared out as asked."""


def split(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Shares in 元 in proportion to the weights, rounded half up; the last with a weight takes what is left.

    Their sum is the total to the cent, none is negative, and a weight of nothing gets nothing.
    """
    if any(weight < 0 for weight in weights) or not any(weights):
        raise NotShared("分摊依据全部为零或有负数，不能分摊，请核对各小区的数字。")
    last = max(index for index, weight in enumerate(weights) if weight)
    whole, left, shares = sum(weights), total, []
    for index, weight in enumerate(weights):
        share = left if index == last else min(rounded(total * weight / whole), left)
        shares.append(share)
        left -= share
    return shares


def apply_split(
    *, project: Project, by: User, reason: str, amounts: Mapping[int, Decimal | None] | None = None
) -> None:
    """Give every site of a locked project its share by the project's rule; a part of a service, which keeps the audit.

    `amounts` by site id is what was set by hand; without it a site keeps what it has. Refused: a figure that the rule
    needs and a site lacks, amounts that do not add up to the investment.
    """
    sites = list(project.sites.select_related("compound").order_by("pk"))
    by_hand = [(amounts or {}).get(site.pk, site.investment) for site in sites]
    shares = shares_of(project, sites, by_hand)
    changed = [site for site, share in zip(sites, shares, strict=True) if site.investment != share]
    for site, share in zip(sites, shares, strict=True):
        site.investment = share
    bulk_update_with_history(
        changed, ProjectSite, ["investment"], batch_size=1_000, default_user=by, default_change_reason=reason
    )


def shares_of(
    project: Project, sites: Sequence[ProjectSite], by_hand: Sequence[Decimal | None]
) -> list[Decimal | None]:
    """What falls to each site, saved or not; nothing is known while the project has no investment."""
    if project.investment is None:
        return [None] * len(sites)
    if len(sites) == 1:
        return [project.investment]
    if project.split_rule == SplitRule.BY_HAND:
        return _by_hand(project, list(zip(sites, by_hand, strict=True)))
    return split(project.investment, [_weight(site, project.split_rule) for site in sites])


def _weight(site: ProjectSite, rule: str) -> Decimal:
    figure = getattr(site, rule)  # a rule is called as the figure that it goes by
    if figure is None:
        label, missing = SplitRule(rule).label, MISSING[SplitRule(rule)]
        raise NotShared(f"“{site}”没有{missing}，不能{label}分摊。请补填{missing}，或改用其他分摊办法。")
    return Decimal(figure)


def _by_hand(project: Project, given: Sequence[tuple[ProjectSite, Decimal | None]]) -> list[Decimal | None]:
    missing = [str(site) for site, amount in given if amount is None]
    if missing:
        raise NotShared(f"请填写{'、'.join(missing)}的分摊投资，或改用其他分摊办法。")
    if any(amount < 0 for _, amount in given):
        raise NotShared("分摊投资不能为负数。")
    difference = sum(amount for _, amount in given) - project.investment
    if difference:
        word = "多" if difference > 0 else "少"
        raise NotShared(f"各小区分摊投资之和比计划投资{word} {abs(difference):,.2f} 元，请调整到相等。")
    return [amount for _, amount in given]
