"""The five-year plan: yearly budgets, filled from the pool by rank, corrected by hand (F12, B四(四)). Money in 元."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from communities import planning, policies
from communities.models import FiveYearPlan, PlanYear, PoolEntry
from communities.selectors.plans import placed, spent, waiting
from core import audit
from core.errors import DomainError
from divisions.models import Division

YEARS = 5


@transaction.atomic
def create(*, division: Division, first_year: int, budgets: Mapping[int, Decimal], by: User) -> FiveYearPlan:
    """A plan for five years from the first. Refused where another plan of the division covers one of them."""
    policies.check_within(by, Permission.MANAGE_POOL, division.code)
    near = FiveYearPlan.objects.filter(division=division, first_year__range=(first_year - 4, first_year + 4)).first()
    if near:
        raise DomainError(f"{near}已覆盖其中的年份，起始年度请避开{near.first_year}—{near.last_year}年。")
    plan = FiveYearPlan.objects.create(
        division=division,
        first_year=first_year,
        title=f"{division}{first_year}—{first_year + 4}年城镇老旧小区改造五年规划",
        created_by=by,
    )
    PlanYear.objects.bulk_create(
        PlanYear(plan=plan, year=year, budget=budgets[year]) for year in range(first_year, first_year + YEARS)
    )
    audit.write(by=by, action="编制五年规划", on=plan, details=_in_words(budgets))
    return plan


@transaction.atomic
def set_budgets(*, plan: FiveYearPlan, budgets: Mapping[int, Decimal], by: User) -> None:
    """Change what the years may cost. What already stands in them stays; the page shows a year that is now over."""
    _lock(plan, by)
    for year in plan.years.all():
        year.budget = budgets[year.year]
        year.save(update_fields=["budget"])
    audit.write(by=by, action="调整规划预算", on=plan, details=_in_words(budgets))


@transaction.atomic
def fill(*, plan: FiveYearPlan, by: User, afresh: bool = False) -> int:
    """Place what stands outside the plan, by rank, in the first year that can pay for it; the number placed.

    `afresh` first empties all years, also of what was placed by hand.
    """
    _lock(plan, by)
    if afresh:
        placed(plan).update(plan_year=None)
    years = list(plan.years.all())
    sums = spent(plan)
    chosen = planning.fill(
        (planning.Candidate(pk, cost) for pk, cost in waiting(plan).ranked().values_list("pk", "cost")),
        left={year.year: year.budget - sums.get(year.year, (0, Decimal(0)))[1] for year in years},
    )
    for year in years:
        of_year = [pk for pk, number in chosen.items() if number == year.year]
        PoolEntry.objects.filter(pk__in=of_year).update(plan_year=year)
    action = "重新填充五年规划" if afresh else "填充五年规划"
    audit.write(by=by, action=action, on=plan, details={"小区数": len(chosen)})
    return len(chosen)


@transaction.atomic
def move(*, plan: FiveYearPlan, entry: PoolEntry, to: PlanYear | None, by: User) -> Decimal:
    """Put one compound into another year by hand, or outside (None); by how much that year is now over its budget.

    Going over is allowed, because a budget may still be found; the caller says so.
    """
    _lock(plan, by)
    if to and to.plan_id != plan.pk:
        raise DomainError("所选年度不属于本规划。")
    if not (waiting(plan).filter(pk=entry.pk).exists() or placed(plan).filter(pk=entry.pk).exists()):
        raise DomainError("该小区已经出库，或已列入其他规划。")
    PoolEntry.objects.filter(pk=entry.pk).update(plan_year=to)
    audit.write(by=by, action="调整规划年度", on=plan, details={"小区": str(entry), "年度": str(to or "未安排")})
    return max(Decimal(0), spent(plan)[to.year][1] - to.budget) if to else Decimal(0)


def _lock(plan: FiveYearPlan, by: User) -> None:
    """One person at a time fills or moves: sums are compared with budgets under this lock."""
    policies.check_within(by, Permission.MANAGE_POOL, plan.division_id)
    FiveYearPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)


def _in_words(budgets: Mapping[int, Decimal]) -> dict[str, str]:
    return {f"{year}年预算（元）": str(budget) for year, budget in sorted(budgets.items())}
