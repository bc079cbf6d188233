"""What each sees to be due: the to-do list, the month, the list, the ranking and its text."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Organisation, OrganisationKind
from accounts.permissions import Role
from core import calendar
from deadlines import kinds
from deadlines.choices import Outcome
from deadlines.models import Deadline, Digest
from divisions.models import Division

pytestmark = pytest.mark.django_db
TODAY = date(2023, 5, 24)


@pytest.fixture(autouse=True)
def may_24(time_machine):
    time_machine.move_to("2023-05-24 10:00+08:00", tick=False)


@pytest.fixture
def many(divisions):
    """Make deadlines in bulk: many(20, organisation=street)."""

    def make(count: int, *, on=date(2023, 6, 1), where="南桥街道", title="示例事项", **facts) -> list[Deadline]:
        start = Deadline.objects.count()
        return Deadline.objects.bulk_create(
            Deadline(
                kind="phase",
                subject_type="test",
                subject_id=start + number,
                title=f"{title}{number}",
                due_on=on,
                division=divisions[where],
                url="/",
                set_on=date(2023, 3, 1),
                **facts,
            )
            for number in range(count)
        )

    return make


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def page(client, name="todo", **asked) -> str:
    found = text(client.get(reverse(f"deadlines:{name}"), asked))
    return found[found.index("跳到正文") :]


def queries(client, url, **asked) -> int:
    client.get(url, asked)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url, asked).status_code == 200
    return len(caught)


# --- the to-do list


def test_the_list_groups_by_urgency_and_says_the_days(many, clerk, signed_in):
    many(1, organisation=clerk.organisation, on=date(2023, 5, 12), title="报方案")
    many(1, organisation=clerk.organisation, on=TODAY, title="开现场会")
    many(1, organisation=clerk.organisation, on=date(2023, 5, 31), title="完成招标")
    many(1, organisation=clerk.organisation, on=date(2023, 6, 1), title="进场", basis="宛区政〔2023〕1号 三")

    shown = page(signed_in(clerk))

    groups = re.findall(r"(已逾期|今天到期|7 天内到期|以后) （(\d+) 项）", shown)
    assert groups == [("已逾期", "1"), ("今天到期", "1"), ("7 天内到期", "1"), ("以后", "1")]
    assert [word in shown for word in ("逾期 12 天", "还有 7 天", "还有 8 天", "宛区政〔2023〕1号 三")] == [True] * 4


def test_what_is_late_is_red_and_what_is_in_time_is_plain(many, clerk, signed_in):
    many(1, organisation=clerk.organisation, on=date(2023, 5, 12))
    many(1, organisation=clerk.organisation, on=date(2023, 9, 1))

    markup = signed_in(clerk).get(reverse("deadlines:todo")).content.decode()

    assert '<span class="late">逾期 12 天</span>' in markup
    assert '<span class="">还有 100 天</span>' in markup


def test_a_reckoned_date_says_so(many, clerk, signed_in):
    many(1, organisation=clerk.organisation, estimated=True)

    assert "2023-06-01（推算）" in page(signed_in(clerk))


def test_mine_is_what_names_me_or_my_unit_and_nobody_else(many, clerk, leader, signed_in):
    many(1, organisation=clerk.organisation, assigned_to=clerk, title="点我名")
    many(1, organisation=clerk.organisation, title="没点名")
    many(1, organisation=clerk.organisation, assigned_to=leader, title="点了别人")

    mine, unit = page(signed_in(clerk)), page(signed_in(clerk), whose="unit")

    assert [word in mine for word in ("点我名", "没点名", "点了别人")] == [True, True, False]
    assert "点了别人" in unit


def test_the_territory_is_for_who_oversees_it(many, office, signed_in, person):
    many(1, title="街道的事")
    utility = person(Role.UTILITY, "卫滨区")

    assert "街道的事0" in page(signed_in(office), whose="territory")
    shown = page(signed_in(utility), whose="territory")
    assert "街道的事0" not in shown
    assert "辖区 </a>" not in shown


def test_next_door_is_not_seen(many, neighbour, outsider, signed_in):
    many(1, title="南桥的事")

    assert all("南桥的事" not in page(signed_in(each), whose="territory") for each in (neighbour, outsider))


def test_a_chosen_street_narrows_the_list(many, office, signed_in, divisions):
    many(1, title="南桥的事")
    many(1, title="健康路的事", where="健康路街道")

    shown = page(signed_in(office), whose="territory", territory=divisions["南桥街道"].pk)

    assert ("南桥的事0" in shown, "健康路的事0" in shown) == (True, False)


def test_what_is_done_is_gone(many, clerk, signed_in):
    many(1, organisation=clerk.organisation, closed_on=TODAY, outcome=Outcome.DONE)

    assert "没有待办" in page(signed_in(clerk))


def test_fifty_stand_on_a_page_and_the_rest_on_the_next(many, clerk, signed_in):
    many(60, organisation=clerk.organisation)
    client = signed_in(clerk)

    first, second = page(client), page(client, page=2)

    assert (first.count("示例事项"), second.count("示例事项")) == (50, 10)
    assert ("下一页" in first, "上一页" in second, "下一页" in second) == (True, True, False)
    assert "没有这一页" in page(client, page=9)


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999"])
def test_a_page_number_that_is_none_is_the_first(number, many, clerk, signed_in):
    many(1, organisation=clerk.organisation)

    assert "示例事项0" in page(signed_in(clerk), page=number)


def test_one_day_alone(many, clerk, signed_in):
    many(1, organisation=clerk.organisation, title="这天")
    many(1, organisation=clerk.organisation, on=date(2023, 6, 2), title="后天")

    shown = page(signed_in(clerk), day="2023-06-01")

    assert ("这天0" in shown, "后天0" in shown) == (True, False)


@pytest.mark.parametrize(("name", "asked"), [("todo", {"day": "今天"}), ("month", {"month": "2023-13"})])
def test_a_day_that_is_none_does_not_exist(name, asked, clerk, signed_in):
    assert signed_in(clerk).get(reverse(f"deadlines:{name}"), asked).status_code == 404


def test_a_person_without_organisation_has_nothing_to_do(many, clerk, signed_in):
    many(1, organisation=clerk.organisation)
    clerk.organisation = None
    clerk.save()

    assert "没有待办" in page(signed_in(clerk))


STREET = [Role.STREET_CLERK, Role.STREET_LEADER]


@pytest.mark.parametrize("role", [*STREET, Role.BUREAU, Role.UTILITY, Role.CONTRACTOR])
def test_it_is_the_first_page_of_those_who_work_it_off(role, person, signed_in):
    someone = person(role, "南桥街道" if role in STREET else "卫滨区")

    assert signed_in(someone).get("/").url == reverse("deadlines:todo")


# --- the number on every page


def test_the_bell_counts_what_is_late_and_what_comes_within_a_week(many, clerk, signed_in):
    many(2, organisation=clerk.organisation, on=date(2023, 5, 23))
    many(3, organisation=clerk.organisation, on=date(2023, 5, 31))
    many(4, organisation=clerk.organisation, on=date(2023, 6, 1))

    markup = signed_in(clerk).get("/jobs/").content.decode()

    assert 'title="其中 2 项已逾期">待办 <span class="badge text-bg-danger">5</span>' in markup


def test_the_bell_is_red_only_when_something_is_late(many, clerk, signed_in):
    many(1, organisation=clerk.organisation, on=TODAY)

    assert '待办 <span class="badge text-bg-light">1</span>' in signed_in(clerk).get("/jobs/").content.decode()


def test_who_has_no_to_dos_is_told_of_none(system_admin, signed_in):
    assert reverse("deadlines:todo") not in signed_in(system_admin).get("/jobs/").content.decode()


# --- the list


def listed(client, **asked) -> list[str]:
    return re.findall(
        r'<th scope="row"><a[^>]*>([^<]+)', client.get(reverse("deadlines:deadline_list"), asked).content.decode()
    )


def test_the_list_shows_what_is_open_unless_asked_for_more(many, office, signed_in):
    many(1, title="未办")
    many(1, title="办了", closed_on=date(2023, 6, 3), outcome=Outcome.DONE)
    many(1, title="撤了", closed_on=TODAY, outcome=Outcome.WITHDRAWN)
    client = signed_in(office)

    found = {state: listed(client, state=state) for state in ("", "done", "withdrawn", "all")}

    assert found == {"": ["未办0"], "done": ["办了0"], "withdrawn": ["撤了0"], "all": ["未办0", "办了0", "撤了0"]}


def test_the_list_is_narrowed_to_an_organisation_of_the_district_by_its_street(many, clerk, bureau, signed_in):
    many(1, organisation=bureau.organisation, title="局里的")
    many(1, organisation=clerk.organisation, title="街道的")

    assert listed(signed_in(clerk), organisation=bureau.organisation_id) == ["局里的0"]


def test_overdue_is_also_what_was_done_too_late(many, office, signed_in):
    many(1, title="晚了", on=date(2023, 5, 1), closed_on=date(2023, 5, 3), outcome=Outcome.DONE)
    many(1, title="按时", on=date(2023, 5, 1), closed_on=date(2023, 5, 1), outcome=Outcome.DONE)
    many(1, title="撤了", on=date(2023, 5, 1), closed_on=date(2023, 5, 9), outcome=Outcome.WITHDRAWN)

    assert listed(signed_in(office), state="all", overdue="true") == ["晚了0"]


def test_the_days_late_of_a_done_one_end_with_its_day(many, office, signed_in):
    many(1, on=date(2023, 5, 1), closed_on=date(2023, 5, 3), outcome=Outcome.DONE)

    markup = signed_in(office).get(reverse("deadlines:deadline_list"), {"state": "done"}).content.decode()

    assert "<td class=n>2</td>" in markup


def test_the_search_offers_units_of_the_street_and_of_its_district_alone(clerk, office, outsider, signed_in):
    Organisation.objects.create(
        name="健康路街道办事处", kind=OrganisationKind.STREET_OFFICE, division=Division.objects.get(name="健康路街道")
    )

    answer = signed_in(clerk).get(reverse("deadlines:organisation_search"), {"q": ""}).json()

    names = {each["name"] for each in answer["results"]}
    assert names == {clerk.organisation.name, office.organisation.name}


# --- the ranking


def ranked(client, **asked) -> list[list[str]]:
    markup = client.get(reverse("deadlines:ranking"), asked).content.decode()
    body = markup[markup.index("<tbody>") : markup.index("</tbody>")]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [re.sub(r"<[^>]+>", " ", row).split() for row in rows]


def test_the_most_overdue_comes_first(many, clerk, neighbour, office, signed_in):
    many(2, organisation=clerk.organisation, on=date(2023, 5, 14))
    many(1, organisation=clerk.organisation)
    many(1, organisation=neighbour.organisation, where="健康路街道", on=date(2023, 4, 24))
    many(1, where="健康路街道", on=date(2023, 3, 1), closed_on=date(2023, 3, 2), outcome=Outcome.DONE)
    many(1, on=date(2022, 3, 1), closed_on=date(2022, 3, 2), outcome=Outcome.DONE)

    assert ranked(signed_in(office)) == [
        [clerk.organisation.name, "1", "2", "10", "3", "0"],
        [neighbour.organisation.name, "2", "1", "30", "1", "0"],
        ["未指定责任单位", "—", "0", "0", "0", "1"],
    ]


def test_equals_share_a_place(many, clerk, neighbour, bureau, office, signed_in):
    many(2, organisation=clerk.organisation, on=date(2023, 5, 14))
    many(2, organisation=neighbour.organisation, where="健康路街道", on=date(2023, 5, 14))
    many(1, organisation=bureau.organisation, on=date(2023, 5, 20))

    assert [row[1] for row in ranked(signed_in(office))] == ["1", "1", "3"]


def test_every_figure_of_the_ranking_opens_the_rows_it_counts(many, clerk, office, signed_in):
    many(2, organisation=clerk.organisation, on=date(2023, 5, 14))
    many(3, on=date(2023, 5, 20))
    many(1, on=date(2023, 3, 1), closed_on=date(2023, 3, 2), outcome=Outcome.DONE)
    many(1, on=date(2022, 3, 1), closed_on=date(2022, 3, 2), outcome=Outcome.DONE)
    client = signed_in(office)
    markup = client.get(reverse("deadlines:ranking")).content.decode()

    links = re.findall(r'href="(/deadlines/all/\?[^"]+)">([\d,]+)</a>', markup)

    rows = [client.get(link.replace("&amp;", "&")).content.decode().count('<th scope="row"><a') for link, _ in links]
    assert rows == [int(figure) for _, figure in links] == [3, 3, 1, 2, 2]


def test_the_text_for_the_group_says_who_is_late_as_at_when(many, clerk, office, signed_in):
    many(7, organisation=clerk.organisation, on=date(2023, 5, 14), title="报方案")

    said = signed_in(office).get(reverse("deadlines:as_text")).context["text"].splitlines()

    assert said[0] == "【逾期事项提醒】卫滨区"
    assert said[1].startswith("截至 2023年05月24日 10:00；期限早于今天")
    assert said[3] == f"1. {clerk.organisation}：7 项，最长逾期 10 天"
    assert said[4] == "　- 报方案0，2023-05-14 到期，逾期 10 天"
    assert (len(said), said[-1]) == (10, "　- 另有 2 项")


def test_the_text_of_a_district_without_arrears_says_so(office, signed_in):
    assert "没有逾期事项。" in page(signed_in(office), "as_text")


# --- the month


def test_the_month_shows_five_of_a_day_and_how_many_more(many, clerk, signed_in):
    many(7, organisation=clerk.organisation, on=date(2023, 5, 31))
    client = signed_in(clerk)

    markup = client.get(reverse("deadlines:month")).content.decode()

    assert markup.count('title="示例事项') == 5
    more = re.search(r'href="([^"]+)">另有 2 项<', markup).group(1)
    assert page_at(client, more).count("示例事项") == 7


def page_at(client, address: str) -> str:
    return text(client.get(address.replace("&amp;", "&")))


def test_the_month_marks_holidays_and_worked_weekends(clerk, signed_in):
    calendar.load_official()

    days = signed_in(clerk).get(reverse("deadlines:month"), {"month": "2023-05"}).context["month"].weeks

    marks = {day.day.day: day.notice for week in days for day in week if day.inside and day.notice}
    assert marks == {1: "休", 2: "休", 3: "休", 6: "班"}


def test_the_months_before_and_after_are_a_click_away(clerk, signed_in):
    markup = signed_in(clerk).get(reverse("deadlines:month"), {"month": "2023-01"}).content.decode()

    assert re.findall(r'href="\?month=([\d-]+)" rel', markup) == ["2022-12", "2023-02"]


# --- what a page costs


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("todo", {}),
        ("todo", {"whose": "territory"}),
        ("month", {"whose": "unit", "month": "2023-06"}),
        ("deadline_list", {}),
        ("ranking", {}),
        ("as_text", {}),
    ],
)
def test_a_page_costs_the_same_for_2_and_for_20(name, asked, many, person, office, signed_in):
    client, url = signed_in(office), reverse(f"deadlines:{name}")
    bureaus = [
        Organisation.objects.create(
            name=f"示例{n}局", kind=OrganisationKind.BUREAU, division=office.organisation.division
        )
        for n in range(20)
    ]

    def cost(few):
        for each in few:
            many(1, organisation=each, on=TODAY - timedelta(days=1))
            many(1, organisation=office.organisation, on=date(2023, 6, 1))
        return queries(client, url, **asked)

    assert cost(bureaus[:2]) == cost(bureaus[2:])


def test_kinds_are_told_in_the_words_of_their_room(monkeypatch):
    monkeypatch.setattr(kinds, "KINDS", {})
    kinds.register("phase", "阶段")
    kinds.register("phase", "阶段")

    assert (kinds.label("phase"), kinds.label("gone"), kinds.choices()) == ("阶段", "gone", [("phase", "阶段")])
    with pytest.raises(ValueError, match="two kinds"):
        kinds.register("phase", "环节")


def test_the_bell_tells_of_digests_that_she_has_not_read(clerk, leader, signed_in):
    Digest.objects.create(person=clerk, on=TODAY)
    Digest.objects.create(person=clerk, on=date(2023, 5, 23), read_at=datetime(2023, 5, 23, tzinfo=UTC))

    assert "提醒 1 " in text(signed_in(clerk).get("/jobs/"))
    assert reverse("deadlines:digest_list") + '">提醒' not in signed_in(leader).get("/jobs/").content.decode()


def test_a_title_too_long_for_the_list_is_cut_and_not_refused(due):
    assert len(due("长" * 250).title) == 200
