"""The property-fee subsidy after renovation: its schedule by year, and how it is paid (Z五)."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from core.errors import Conflict, DomainError, NotAllowed
from funding.choices import RequestStatus, Use
from funding.models import FeeRule, FeeSubsidy, FundEntry, SourceRule
from funding.services import reversals, subsidies
from projects.choices import ProjectStatus, Source
from projects.models import Project, ProjectSite
from tests.funding import stories
from tests.funding.stories import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule(divisions) -> FeeRule:
    return FeeRule.objects.create(
        division=divisions["卫滨区"],
        since=date(2023, 1, 1),
        document="卫滨政〔2023〕1号",
        least_rate=Decimal("0.30"),
        least_months=36,
    )


@pytest.fixture
def site(project) -> ProjectSite:
    """中州小区 of 1,234.56 ㎡, accepted."""
    Project.objects.filter(pk=project.pk).update(status=ProjectStatus.ACCEPTED)
    ProjectSite.objects.filter(project=project).update(floor_area=Decimal("1234.56"))
    return ProjectSite.objects.select_related("project__division", "compound").get(project=project)


@pytest.fixture
def create(site, finance):
    def make(**changed) -> FeeSubsidy:
        facts = {
            "site": site,
            "company": "示例物业公司",
            "floor_area": Decimal("1234.56"),
            "rate": Decimal("0.30"),
            "first_month": date(2023, 2, 1),
            "months": 36,
            "document": "卫滨财〔2023〕15号",
            "by": finance,
        }
        return subsidies.create(**facts | changed)

    return make


@pytest.fixture
def money(divisions, finance):
    """2 万元 of the district's own money, which may pay for property management."""
    SourceRule.objects.create(
        division=divisions["卫滨区"],
        since=date(2023, 1, 1),
        document="卫滨财〔2023〕8号",
        source=Source.DISTRICT,
        uses=f"{Use.BUILDING},{Use.MANAGEMENT}",
    )
    document = stories.a_document(
        divisions["卫滨区"], by=finance, wan=2, source=Source.DISTRICT, number="卫滨财〔2023〕16号"
    )
    return stories.the_root(document)


@pytest.fixture
def first(create, rule):
    """The instalment of 2023: eleven months, 4,074.05 元."""
    return create().instalments.get(year=2023)


@pytest.fixture
def pay(finance):
    def out_of(allotment, instalment, **changed):
        facts = {"voucher": "记-008", "on": TODAY, "key": uuid4(), "by": finance}
        return subsidies.pay(instalment=instalment, allotment=allotment, today=TODAY, **facts | changed)

    return out_of


def test_the_schedule_goes_by_calendar_years(create, rule):
    subsidy = create()

    assert list(subsidy.instalments.values_list("year", "months", "amount")) == [
        (2023, 11, Decimal("4074.05")),
        (2024, 12, Decimal("4444.42")),
        (2025, 12, Decimal("4444.42")),
        (2026, 1, Decimal("370.36")),
    ]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"rate": Decimal("0.29")}, "低于每月每平方米 0.30 元的规定（《卫滨政〔2023〕1号》）"),
        ({"months": 35}, "短于 36 个月的规定（《卫滨政〔2023〕1号》）"),
        ({"months": 121}, "期限最长 120 个月"),
        ({"floor_area": Decimal(0)}, "建筑面积必须大于 0"),
        ({"first_month": date(2022, 12, 1)}, "没有物业费补贴规则"),
    ],
)
def test_below_the_rule_it_is_refused(create, rule, changed, sentence):
    with pytest.raises(DomainError, match=sentence):
        create(**changed)


def test_works_must_be_accepted_first(create, rule, site):
    site.project.status = ProjectStatus.UNDER_CONSTRUCTION

    with pytest.raises(DomainError, match="改造验收以后才能登记"):
        create()


def test_a_compound_has_one_subsidy(create, rule):
    create()

    with pytest.raises(DomainError, match="已有物业费补贴"):
        create()


def test_the_street_does_not_grant_it(create, rule, clerk):
    with pytest.raises(NotAllowed):
        create(by=clerk)


def test_a_year_is_paid_whole_out_of_the_districts_money(first, money, pay):
    act = pay(money, first)

    entry = FundEntry.objects.get(act=act)
    first.refresh_from_db()
    money.refresh_from_db()
    assert (entry.instalment, entry.part, entry.amount) == (first, None, Decimal("4074.05"))
    assert (first.paid, money.paid) == (first.amount, first.amount)


def test_a_second_click_pays_nothing_more(first, money, pay):
    key = uuid4()

    assert pay(money, first, key=key) == pay(money, first, key=key)


def test_a_year_is_not_paid_twice(first, money, pay):
    pay(money, first)

    with pytest.raises(Conflict, match="已经拨付"):
        pay(money, first)


def test_reversed_it_is_paid_again(first, money, pay, finance):
    act = pay(money, first)
    reversals.reverse(act=act, reason="付错了单位", key=uuid4(), on=TODAY, by=finance, today=TODAY)

    pay(money, first)

    first.refresh_from_db()
    assert first.paid == first.amount


def test_a_year_to_come_is_not_paid(first, money, pay):
    with pytest.raises(DomainError, match="这一期是 2024 年的补贴"):
        pay(money, first.subsidy.instalments.get(year=2024))


def test_a_source_that_may_not_is_refused(first, root, pay):
    with pytest.raises(DomainError, match="来源规则允许用于物业服务费用补贴"):
        pay(root, first)


def test_another_streets_money_is_refused(first, money, pay, divisions, finance):
    theirs = stories.allotted(money, to=divisions["健康路街道"], wan=1, by=finance)

    with pytest.raises(DomainError, match="须是本街道、本区县或本项目的资金"):
        pay(theirs, first)


def test_its_own_streets_money_pays(first, money, pay, divisions, finance):
    ours = stories.allotted(money, to=divisions["南桥街道"], wan=1, by=finance)

    pay(ours, first)

    ours.refresh_from_db()
    assert ours.paid == first.amount


def test_more_than_is_left_is_refused(first, money, pay, divisions, finance):
    stories.allotted(money, to=divisions["健康路街道"], wan="1.9", by=finance)

    with pytest.raises(DomainError, match=r"可用 1,000.00 元"):
        pay(money, first)


def test_money_that_an_approved_request_waits_for_is_left_alone(first, money, pay, project, part, clerk, finance):
    pot = stories.allotted(money, to=project, wan=2, by=finance)
    request = stories.a_request(part, pot, by=clerk, wan="1.8", reviewer=finance)
    assert request.status == RequestStatus.APPROVED

    with pytest.raises(DomainError, match=r"已扣除审核待拨付的 18,000.00 元"):
        pay(pot, first)


def test_nothing_is_paid_before_the_document_of_its_money(first, money, pay):
    with pytest.raises(DomainError, match="早于文件"):
        pay(money, first, on=date(2023, 2, 28))


def test_the_street_pays_nothing(first, money, pay, clerk):
    with pytest.raises(NotAllowed):
        pay(money, first, by=clerk)


@pytest.fixture
def typed(site) -> dict[str, str]:
    return {
        "site": str(site.pk),
        "company": "示例物业公司",
        "floor_area": "1234.56",
        "rate": "0.3",
        "first_month": "2023-02",
        "months": "36",
        "document": "卫滨财〔2023〕15号",
    }


def test_finance_grants_it_on_the_page_and_pays_the_first_year(signed_in, finance, site, rule, money, typed):
    client = signed_in(finance)

    granted = client.post(reverse("funding:subsidy_create", args=[site.project_id]), typed)
    instalment = FeeSubsidy.objects.get().instalments.get(year=2023)
    form = client.get(reverse("funding:instalment_pay", args=[instalment.pk])).content.decode()
    sent = {"key": uuid4(), "allotment": money.pk, "voucher": "记-008", "on": "2023-06-30"}
    client.post(reverse("funding:instalment_pay", args=[instalment.pk]), sent)

    page = client.get(granted.url).content.decode()
    assert "余 20,000.00 元" in form
    assert "1,234.56 × 0.30 × 11" in page
    assert "（记-008）" in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"floor_area": "-1"}, "不能小于"),
        ({"rate": "0.301"}, "小数不能超过 2 位"),
        ({"rate": "0.2"}, "低于每月每平方米"),
        ({"first_month": "2023-13"}, "有效的日期"),
        ({"months": "1200"}, "不能大于"),
        ({"site": "999999"}, "有效"),
    ],
)
def test_a_wrong_form_comes_back_with_the_reason(signed_in, finance, site, rule, typed, changed, sentence):
    response = signed_in(finance).post(reverse("funding:subsidy_create", args=[site.project_id]), typed | changed)

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_the_list_sums_what_is_granted_paid_and_open(signed_in, finance, first, money, pay):
    pay(money, first)

    page = signed_in(finance).get(reverse("funding:subsidy_list"), {"part": "totals"}, headers={"hx-request": "true"})

    assert [figure in page.content.decode() for figure in ("13,333.25", "4,074.05", "9,259.20")] == [True] * 3
