"""The pages of the months: a district's month, the list, the year's record, the rules."""

from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from divisions.models import Division, Level
from progress.choices import Punctuality, ReturnStatus
from progress.models import MonthlyReturn, MonthRule, ReportingMonth, ReturnVersion
from progress.selectors import months as selectors
from progress.selectors import record
from progress.selectors.record import of_kind
from progress.services import versions
from tests.progress.conftest import DUE, LOCK
from tests.progress.stories import accepted, at, fill, returned, sealed, submitted

pytestmark = pytest.mark.django_db

DONE = {
    "中州小区": {"started_on": "2023-4-1", "invested": "12.5", "basic": "40", "improvement": "10"},
    "新运23号院": {"started_on": "2023-4-1", "invested": "8", "basic": "20", "improvement": "5"},
}


@pytest.fixture
def filled(nanqiao, clerk) -> MonthlyReturn:
    """南桥's return of May with figures that can be submitted."""
    fill(nanqiao.current, DONE, by=clerk)
    return nanqiao


def streets(count: int, month: ReportingMonth) -> None:
    """Further streets of 卫滨区, each with a return of the month."""
    made = Division.objects.bulk_create(
        Division(code=f"410703{number:03}000", name=f"示例{number}街道", level=Level.STREET, parent=month.division)
        for number in range(100, 100 + count)
    )
    returns = [
        MonthlyReturn.objects.create(
            reporting_month=month,
            division=each,
            month=month.month,
            opened_on=month.opened_on,
            open_until=month.lock_on,
        )
        for each in made
    ]
    versions.draw_up_first(returns=returns)


def month_page(client, month: ReportingMonth) -> str:
    return client.get(month.get_absolute_url()).content.decode()


def test_the_month_says_who_has_reported_and_whose_turn_it_is(may, filled, jiankang, office, signed_in):
    sealed(filled, day=date(2023, 5, 31))

    page = month_page(signed_in(office), may)

    assert "迟报 1 天" in page
    assert "漏报" in page
    assert "领导小组办公室" in page
    assert "已报 1 个（按时 0 个，迟报 1 个），未报 1 个" in page


def test_a_street_sees_its_own_line_and_no_button(may, nanqiao, jiankang, clerk, signed_in):
    client = signed_in(clerk)

    page = month_page(client, may)

    assert "南桥街道" in page
    assert "健康路街道" not in page
    assert "调整日期" not in page
    assert client.get(reverse("progress:return_list") + "?month=2023-05").status_code == 200
    assert "territory=410703000000" not in page


def test_the_text_for_the_group_chat_carries_definition_and_moment(may, nanqiao, jiankang, office):
    now = at(date(2023, 6, 6), 8, 30)
    lines = selectors.streets_of(user=office, month=may, now=now)

    text = selectors.as_text(month=may, lines=lines, now=now)

    assert "截至 2023年06月06日 08:30" in text
    assert "报齐指数据经单位负责人审核并上传盖章件" in text
    assert "2. 南桥街道：漏报 7 天" in text


def test_the_month_costs_the_same_for_two_streets_and_for_twenty(may, nanqiao, jiankang, office, signed_in, counted):
    client = signed_in(office)
    month_page(client, may)
    with counted() as two:
        month_page(client, may)
    streets(18, may)

    with counted() as twenty:
        page = month_page(client, may)

    assert "示例117街道" in page
    assert len(twenty) == len(two)


def test_the_record_costs_the_same_for_two_streets_and_for_twenty(may, nanqiao, jiankang, office, signed_in, counted):
    client, address = signed_in(office), reverse("progress:record") + "?year=2023"
    client.get(address)
    with counted() as two:
        client.get(address)
    streets(18, may)

    with counted() as twenty:
        page = client.get(address).content.decode()

    assert "示例117街道" in page
    assert len(twenty) == len(two)


def of_may(user, now=None):
    found = record.years(user=user, year=2023, now=now or timezone.now())
    return {street.division.name: street.entries[4] for street in found}


def test_the_record_tells_late_and_missing_from_the_stamps(filled, jiankang, office):
    sealed(filled, day=date(2023, 6, 2))

    found = of_may(office)

    assert str(found["南桥街道"].judgement) == "迟报 3 天"
    assert found["健康路街道"].judgement.kind == Punctuality.MISSING


def test_cells_corrected_after_the_leader_approved_them_are_wrong_reports(filled, office, clerk):
    second = returned(filled, until=date(2023, 6, 5))
    fill(second, {"中州小区": {"invested": "13", "basic": "41"}}, by=clerk, today=date(2023, 5, 28))
    assert of_may(office)["南桥街道"].wrong == 0  # not yet approved

    accepted(filled, day=date(2023, 5, 28))

    assert of_may(office)["南桥街道"].wrong == 2
    assert of_may(office, now=at(date(2023, 5, 27), 12))["南桥街道"].wrong == 0


def test_a_correction_does_not_make_a_street_late(filled, office):
    returned(filled)
    accepted(filled, day=date(2023, 6, 3))

    assert of_may(office)["南桥街道"].judgement.kind == Punctuality.ON_TIME


@pytest.mark.parametrize("kind", Punctuality)
@pytest.mark.parametrize("today", [date(2023, 5, 30), date(2023, 5, 31), date(2023, 6, 5), date(2023, 6, 6)])
def test_the_database_judges_as_the_page_does(nanqiao, jiankang, kind, today):
    MonthlyReturn.objects.filter(pk=nanqiao.pk).update(reported_at=at(date(2023, 5, 30), 23, 59))
    rows = MonthlyReturn.objects.select_related("reporting_month")

    found = set(rows.filter(of_kind(kind, today)))

    expected = {row for row in rows if selectors.judged(row, at(today, 23, 59)).kind == kind}
    assert found == expected


def test_the_record_is_exported_with_its_definition(nanqiao, office, signed_in):
    answer = signed_in(office).post(reverse("progress:record") + "?year=2023")

    sheet = load_workbook(BytesIO(answer.getvalue())).active
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert any("宽限日当天报齐为按时" in str(cell) for cell in cells)
    assert "南桥街道" in cells


def test_the_list_is_narrowed_to_who_is_missing_and_what_waits_for_me(filled, jiankang, office, leader, signed_in):
    submitted(filled)

    missing = signed_in(office).get(reverse("progress:return_list"), {"punctuality": "missing", "month": "2023-05"})
    hers = signed_in(leader).get(reverse("progress:return_list"), {"waiting": "true"})

    assert "健康路街道" in missing.content.decode()
    assert "单位负责人" in hers.content.decode()
    assert "健康路街道" not in hers.content.decode()


def test_the_bar_tells_the_leader_and_the_office_what_waits(filled, office, leader, clerk, signed_in):
    home = reverse("progress:return_list")
    submitted(filled)
    assert "月报待审" in signed_in(leader).get(home).content.decode()
    assert "月报待审" not in signed_in(office).get(home).content.decode()

    sealed(filled)
    assert "月报待审" not in signed_in(leader).get(home).content.decode()
    assert "月报待审" in signed_in(office).get(home).content.decode()
    assert "月报待审" not in signed_in(clerk).get(home).content.decode()


def test_the_bar_tells_the_clerk_what_her_street_has_to_fill_in(nanqiao, clerk, neighbour, signed_in):
    home = reverse("progress:return_list")

    with time_machine.travel(at(DUE, 9), tick=False):
        assert "月报待填" in signed_in(clerk).get(home).content.decode()
        assert "月报待填" not in signed_in(neighbour).get(home).content.decode()
        assert "南桥街道" in signed_in(clerk).get(home, {"waiting": "true"}).content.decode()
    with time_machine.travel(at(LOCK, 9) + timedelta(days=1), tick=False):
        assert "月报待填" not in signed_in(clerk).get(home).content.decode()


def test_the_months_say_how_many_streets_have_handed_in(filled, jiankang, office, signed_in):
    accepted(filled)

    row = selectors.months_listed(office).get()

    assert (row.streets, row.reported, row.accepted) == (2, 1, 1)
    assert "2023-05" in signed_in(office).get(reverse("progress:month_list")).content.decode()


def test_the_office_moves_the_lock_on_the_page(may, nanqiao, office, signed_in):
    later = timezone.localdate() + timedelta(days=5)
    form = {"as_at": may.as_at, "due_on": may.due_on, "late_on": may.late_on, "lock_on": later, "reason": "示例：补报"}

    answer = signed_in(office).post(reverse("progress:month_days", args=[may.pk]), form)

    assert answer.status_code == 302
    assert ReportingMonth.objects.get().lock_on == later


def test_a_refusal_stands_in_the_form(may, office, signed_in):
    form = {"as_at": "2023-06-01", "due_on": may.due_on, "late_on": may.late_on, "lock_on": LOCK, "reason": "示例"}

    answer = signed_in(office).post(reverse("progress:month_days", args=[may.pk]), form)

    assert answer.status_code == 422
    assert "应在2023年5月之内" in answer.content.decode()


def test_the_office_gives_one_street_more_time_on_the_page(nanqiao, office, signed_in):
    until = timezone.localdate() + timedelta(days=3)

    signed_in(office).post(reverse("progress:return_extend", args=[nanqiao.pk]), {"until": until, "reason": "示例"})

    nanqiao.refresh_from_db()
    assert (nanqiao.open_until, nanqiao.extended_reason) == (until, "示例")


def test_a_rule_is_set_on_the_page_from_what_is_in_force(month_rule, office, signed_in):
    client, address = signed_in(office), reverse("progress:month_rule_create")
    shown = client.get(address).context["form"].initial
    assert shown["due_day"] == 28

    answer = client.post(address, shown | {"since": "2024-01-01", "document": "卫政办〔2023〕9号", "due_day": 27})

    assert answer.status_code == 302
    assert MonthRule.objects.order_by("-since").first().due_day == 27
    assert "卫政办〔2023〕9号" in client.get(reverse("progress:month_rule_list")).content.decode()


def test_whose_turn_it_is_follows_the_state_and_the_day(jiankang):
    ReturnVersion.objects.update(status=ReturnStatus.SUBMITTED)
    row = a_row(jiankang)
    assert selectors.holder(row, LOCK).endswith("单位负责人")
    assert selectors.holder(row, LOCK + timedelta(days=1)) == "已截止，可由领导小组办公室延期"

    row.current.status = ReturnStatus.ACCEPTED
    assert selectors.holder(row, LOCK) == ""


def a_row(monthly_return: MonthlyReturn) -> MonthlyReturn:
    return MonthlyReturn.objects.select_related(*selectors.LATEST).get(pk=monthly_return.pk)
