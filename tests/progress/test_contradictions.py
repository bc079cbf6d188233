"""What the system finds in a return by itself (F34), told as 南桥 reports 中州小区 month by month."""

from datetime import date
from decimal import Decimal

import pytest

from communities.models import Photo
from progress.choices import ContradictionRule
from progress.models import MonthlyReturn, ReportingMonth
from progress.services import contradictions
from projects.choices import Duty, ProjectStatus
from projects.models import Phase, ProjectSite, Spot, SpotPhoto
from tests.progress.conftest import a_return
from tests.progress.stories import accepted, at, fill, submitted

pytestmark = pytest.mark.django_db
BEGUN = {"started_on": "2023-3-10", "basic": "20", "improvement": "20", "invested": "30", "paid": "10", "workers": "12"}
STILL = {"invested": "0", "paid": "", "workers": "12"}


@pytest.fixture
def report(divisions, month_rule, projects, clerk):
    """Report 中州小区 for a month of 2023: report(4, invested="20"). Accepted by the office, unless until=submitted."""

    def made(month: int, *, until=accepted, reason: str = "", **figures: str) -> MonthlyReturn:
        first, day = date(2023, month, 1), date(2023, month, 26)
        reporting = ReportingMonth.objects.create(
            division=divisions["卫滨区"],
            month=first,
            rule=month_rule,
            as_at=date(2023, month, 25),
            due_on=date(2023, month, 28),
            late_on=date(2023, month, 30),
            lock_on=date(2023, month + 1, 5),
            opened_on=date(2023, month, 15),
        )
        monthly_return = a_return(reporting, divisions["南桥街道"], by=clerk)
        fill(monthly_return.current, {"中州小区": figures}, by=clerk, today=day, reason=reason)
        until(monthly_return, day=day)
        return monthly_return

    return made


def look(monthly_return: MonthlyReturn, day: date | None = None) -> dict[str, str]:
    """Look at the return at noon of its 26th: rule → text of what stands."""
    month = monthly_return.month
    contradictions.look(monthly_return=monthly_return, now=at(day or month.replace(day=26), 12))
    return {each.rule: each.text for each in monthly_return.contradictions.standing()}


def test_a_site_that_moves_every_month_contradicts_nothing(report):
    report(3, **BEGUN)
    report(4, basic="30", improvement="30", invested="20")

    assert look(report(5, basic="50", improvement="50", invested="40", workers="9")) == {}


def test_two_months_without_any_change_are_remarked(report):
    report(3, **BEGUN)
    report(4, **STILL)

    found = look(report(5, **STILL))

    assert found[ContradictionRule.UNCHANGED] == (
        "中州小区在建，2023年3月以后连续 2 个月数据无变化：总体形象进度 20%，累计完成投资 30.00 万元。"
        "连续 2 个月无变化即提示。"
    )


def test_one_month_without_change_is_not_yet_remarked(report):
    report(3, **BEGUN)

    assert ContradictionRule.UNCHANGED not in look(report(4, **STILL))


def test_a_suspended_project_may_stand_still(report, projects):
    report(3, **BEGUN)
    report(4, **STILL)
    may = report(5, **STILL)
    project = projects["中州小区"]
    project.status = ProjectStatus.SUSPENDED
    project.save()

    assert ContradictionRule.UNCHANGED not in look(may)


def test_the_district_says_how_many_months(report, month_rule):
    month_rule.unchanged_months = 3
    month_rule.save()
    report(3, **BEGUN)
    report(4, **STILL)

    assert ContradictionRule.UNCHANGED not in look(report(5, **STILL))


def test_a_level_below_last_month_is_remarked_with_the_reason(report):
    report(3, **BEGUN)

    found = look(report(4, basic="15", invested="10", reason="三月误填"))

    assert found[ContradictionRule.BACKWARDS] == (
        "中州小区基础类 15%，2023年3月已审核通过的是 20%。累计数不应减少；情况说明：“三月误填”。"
    )


def test_a_total_below_the_accepted_one_is_remarked(report):
    report(3, **BEGUN)

    found = look(report(4, invested="-5.5", workers="3", reason="三月多报"))

    assert "完成投资累计 24.50 万元，低于2023年3月已审核通过的 30.00 万元" in found[ContradictionRule.BACKWARDS]


def test_more_paid_than_built_is_remarked(report):
    found = look(report(3, **BEGUN | {"paid": "45.5"}))

    assert found[ContradictionRule.PAID_OVER_BUILT] == (
        "中州小区累计拨付 45.50 万元，多于累计完成投资 30.00 万元，多出 15.50 万元。如是预付款，请说明合同依据。"
    )


def test_reported_in_time_but_empty_is_remarked(report):
    report(3, **BEGUN)

    found = look(report(4, invested="0", workers="0"))

    assert found[ContradictionRule.EMPTY].startswith("2023-04-26 按时上报，但 1 个在建小区（中州小区）")


def test_people_on_site_are_not_nothing(report):
    report(3, **BEGUN)

    assert ContradictionRule.EMPTY not in look(report(4, **STILL))


def test_what_is_still_being_filled_in_is_not_called_empty(report, clerk):
    report(3, **BEGUN)

    assert ContradictionRule.EMPTY not in look(report(4, until=lambda *args, **kwargs: None, **STILL | {"workers": ""}))


DONE = BEGUN | {"completed_on": "2023-3-20", "basic": "100", "improvement": "100", "invested": "180"}


def test_completed_without_acceptance_is_remarked_after_thirty_days(report):
    march = report(3, **DONE)

    assert ContradictionRule.UNACCEPTED not in look(march, date(2023, 4, 19))
    assert look(march, date(2023, 4, 20))[ContradictionRule.UNACCEPTED] == (
        "中州小区填报于 2023-03-20 完工，已超过 30 天，项目里没有竣工验收的记录。"
    )


@pytest.mark.parametrize(("ended", "remarked"), [(date(2023, 4, 1), False), (None, True)])
def test_an_acceptance_phase_that_has_ended_is_a_record(report, projects, ended, remarked):
    march = report(3, **DONE)
    Phase.objects.create(
        project=projects["中州小区"],
        position=1,
        name="督导验收",
        duty=Duty.ACCEPTANCE,
        status=ProjectStatus.ACCEPTED,
        actual_start=date(2023, 3, 25),
        actual_end=ended,
    )

    assert (ContradictionRule.UNACCEPTED in look(march, date(2023, 5, 10))) is remarked


@pytest.mark.parametrize(("invested", "remarked"), [("94.38", False), ("94.39", True), ("0", False)])
def test_money_and_works_thirty_points_apart_are_remarked(report, projects, invested, remarked):
    """Plan 188.77 万元, physical progress 20 %: 50 % of the plan is 94.385 万元."""
    ProjectSite.objects.filter(project=projects["中州小区"]).update(investment=Decimal("188.77") * 10_000)

    found = look(report(3, **BEGUN | {"invested": invested, "paid": ""}))

    assert (ContradictionRule.AHEAD in found) is remarked


@pytest.fixture
def photo(clerk):
    """A photograph of a compound with this fingerprint: photo(site, "ab")."""

    def made(site: ProjectSite, sha256: str, **more) -> Photo:
        return Photo.objects.create(
            compound=site.compound, division_id=site.division_id, sha256=sha256, uploaded_by=clerk, **more
        )

    return made


@pytest.fixture
def sites(projects) -> dict[str, ProjectSite]:
    return {name: project.sites.select_related("compound").get() for name, project in projects.items()}


def at_spot(site: ProjectSite, name: str, stage: str, photo: Photo) -> SpotPhoto:
    spot = Spot.objects.create(site=site, division_id=site.division_id, name=name)
    return SpotPhoto.objects.create(spot=spot, stage=stage, photo=photo)


def test_one_photo_at_two_spots_is_remarked(report, sites, photo):
    picture = photo(sites["中州小区"], "ab" * 32)
    at_spot(sites["中州小区"], "东门", "before", picture)
    at_spot(sites["中州小区"], "西门", "after", picture)

    assert look(report(3, **BEGUN))[ContradictionRule.SAME_PHOTO] == (
        "中州小区点位“东门”改造前与中州小区点位“西门”改造后是同一张照片（指纹 abababab）。不同点位、阶段应各有照片。"
    )


def test_of_a_photo_used_in_another_street_only_the_street_is_named(report, sites, photo):
    photo(sites["中州小区"], "cd" * 32)
    photo(sites["健康路195号院"], "cd" * 32)

    text = look(report(3, **BEGUN))[ContradictionRule.SAME_PHOTO]

    assert "与健康路街道的小区是同一张照片" in text


def test_a_removed_photo_is_no_second_use(report, sites, photo):
    photo(sites["中州小区"], "cd" * 32)
    photo(sites["新运23号院"], "cd" * 32, removed_reason="传错")

    assert ContradictionRule.SAME_PHOTO not in look(report(3, **BEGUN))


def test_it_costs_the_same_for_two_sites_and_for_many(report, projects, counted, compound, listed, clerk, office):
    march = report(3, until=submitted, **BEGUN)
    now = at(date(2023, 3, 26), 12)
    with counted() as few:
        contradictions.look(monthly_return=march, now=now)
    line = march.current.lines.get(compound_name="中州小区")
    for number in range(20):
        _another(line, compound(f"示例{number}号院"), projects["中州小区"])
    with counted() as many:
        contradictions.look(monthly_return=march, now=now)

    assert len(many) == len(few)


def _another(line, place, project) -> None:
    """A copy of the line for one more site of the same project."""
    tallies = list(line.tallies.all())
    site = ProjectSite.objects.create(project=project, compound=place, division_id=place.division_id)
    line.pk, line.site, line.compound_name, line._state.adding = None, site, place.name, True
    line.save()
    for tally in tallies:
        tally.pk, tally.line, tally._state.adding = None, line, True
        tally.save()
