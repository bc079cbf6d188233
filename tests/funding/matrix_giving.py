"""Who opens the pages of contributions, shares, rewards and fee subsidies."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

from accounts.permissions import Role
from funding.choices import GivenAs, ShareMethod
from funding.models import Contribution, ContributionReceipt, FeeInstalment, FeeSubsidy, Reward, RewardRule, SharePlan
from funding.services import contributions, shares
from funding.services.shares import Group
from projects.choices import Source
from tests.matrix import READERS, Case, World
from tests.projects.matrix_projects import a_project, of_project

FUND_READERS = READERS - {Role.COMMUNITY_WORKER}
FILLERS = frozenset({Role.STREET_CLERK, Role.LEADING_GROUP_OFFICE})
FINANCE = frozenset({Role.FINANCE})
DAY = date(2023, 6, 1)


def a_contribution(world: World) -> Contribution:
    return contributions.promise(
        project=a_project(world),
        source=Source.DONATIONS,
        given_as=GivenAs.GOODS,
        giver="示例公司",
        promised=Decimal(5_000),
        by=world.people[Role.LEADING_GROUP_OFFICE],
    )


def a_receipt(world: World) -> ContributionReceipt:
    return contributions.receive(
        contribution=a_contribution(world),
        amount=Decimal(1_000),
        on=DAY,
        number="",
        note="座椅 4 套",
        key=uuid4(),
        by=world.people[Role.LEADING_GROUP_OFFICE],
        today=DAY,
    )


def a_plan(world: World) -> SharePlan:
    return shares.draw_up(
        site=a_project(world).sites.get(),
        title="外墙保温",
        method=ShareMethod.EVEN,
        total=Decimal(10_000),
        document="居民议定书",
        decided_on=DAY,
        groups=[Group(households=12)],
        by=world.people[Role.LEADING_GROUP_OFFICE],
        today=DAY,
    )


def a_reward(world: World) -> Reward:
    """南桥's, as drawn up; nothing was spent."""
    rule = RewardRule.objects.create(
        division=world.divisions["卫滨区"], since=date(2023, 1, 1), document="卫滨财〔2023〕8号", share=30
    )
    nothing = dict.fromkeys(("spent", "out_of_scope", "others", "borne", "amount"), Decimal(0))
    return Reward.objects.create(
        division=world.divisions["南桥街道"],
        year=2023,
        rule=rule,
        share=rule.share,
        as_at=DAY,
        made_by=world.people[Role.FINANCE],
        **nothing,
    )


def a_subsidy(world: World) -> FeeSubsidy:
    site = a_project(world).sites.get()
    return FeeSubsidy.objects.create(
        site=site,
        project=site.project,
        division=site.division,
        company="示例物业公司",
        floor_area=1_000,
        rate=Decimal("0.3"),
        first_month=DAY,
        months=36,
        document="卫滨财〔2023〕15号",
        created_by=world.people[Role.FINANCE],
    )


def an_instalment(world: World) -> FeeInstalment:
    return FeeInstalment.objects.create(subsidy=a_subsidy(world), year=2023, months=7, amount=2_100)


def of(make) -> dict:
    return {"args": lambda world: [make(world).pk]}


MATRIX = {
    "funding:contribution_list": Case(roles=FUND_READERS),
    "funding:contribution_create": Case(roles=FILLERS, args=of_project),
    "funding:contribution_detail": Case(roles=FUND_READERS, **of(a_contribution)),
    "funding:contribution_edit": Case(roles=FILLERS, **of(a_contribution)),
    "funding:receipt_add": Case(roles=FILLERS, **of(a_contribution)),
    "funding:receipt_reverse": Case(roles=FILLERS, **of(a_receipt)),
    "funding:share_plan_create": Case(roles=FILLERS, args=of_project),
    "funding:share_plan_detail": Case(roles=FUND_READERS, **of(a_plan)),
    "funding:share_plan_remove": Case(roles=FILLERS, **of(a_plan)),
    "funding:reward_list": Case(roles=FUND_READERS),
    "funding:reward_create": Case(roles=FINANCE),
    "funding:reward_detail": Case(roles=FUND_READERS, **of(a_reward)),
    "funding:reward_export": Case(roles=FUND_READERS, method="post", **of(a_reward)),
    "funding:reward_decide": Case(roles=FINANCE, **of(a_reward)),
    "funding:subsidy_list": Case(roles=FUND_READERS),
    "funding:subsidy_create": Case(roles=FINANCE, args=of_project),
    "funding:subsidy_detail": Case(roles=FUND_READERS, **of(a_subsidy)),
    "funding:instalment_pay": Case(roles=FINANCE, **of(an_instalment)),
}
