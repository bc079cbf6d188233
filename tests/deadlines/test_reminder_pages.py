"""What people see of reminders, rules and robots."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from core.errors import DomainError
from core.models import AuditEntry
from deadlines.models import Digest, Reminder, ReminderRule, Robot
from deadlines.services import reminders, rules

pytestmark = pytest.mark.django_db

ON = date(2023, 5, 24)
GIVEN = {"on_the_day": True, "then_every": None, "leader_after": None, "office_after": None}
SINCE = date(2023, 6, 1)


@pytest.fixture
def digest(rule, due, clerk) -> Digest:
    """南桥's clerk on the day, of one thing that is due in a week."""
    due(organisation=clerk.organisation)
    reminders.run(today=ON, now=datetime(2023, 5, 24, tzinfo=UTC))
    return Digest.objects.get(person=clerk)


def test_she_reads_what_waits_and_why(digest, clerk, signed_in):
    page = signed_in(clerk).get(reverse("deadlines:digest_detail", args=[digest.pk])).content.decode()

    assert "还有7天：完成招投标" in page
    assert "贵单位承办" in page


def test_it_is_read_once_the_page_says_so(digest, clerk, signed_in):
    signed_in(clerk).post(reverse("deadlines:digest_read", args=[digest.pk]))

    digest.refresh_from_db()
    assert digest.read_at


def test_the_office_sees_who_has_not_read(digest, office, signed_in):
    page = signed_in(office).get(reverse("deadlines:reading_list"), {"unread": "true"}).content.decode()

    assert "示例街道经办" in page


def test_the_next_district_sees_none_of_it(digest, outsider, signed_in):
    page = signed_in(outsider).get(reverse("deadlines:reading_list")).content.decode()

    assert "示例街道经办" not in page


def test_the_page_takes_as_many_queries_for_many_lines_as_for_two(
    digest, clerk, signed_in, django_assert_max_num_queries
):
    address, browser = reverse("deadlines:digest_detail", args=[digest.pk]), signed_in(clerk)
    one = Reminder.objects.get(digest=digest)
    lines = [
        Reminder(
            deadline=one.deadline,
            due_on=one.due_on,
            stage=stage,
            recipient=clerk,
            digest=digest,
            line="示例",
            why="示例",
        )
        for stage in range(20)
    ]
    with django_assert_max_num_queries(50) as few:
        browser.get(address)
    Reminder.objects.bulk_create(lines)
    with django_assert_max_num_queries(len(few)):
        browser.get(address)


def rule_of(office, **given) -> ReminderRule:
    facts = GIVEN | {"before": "7,3,1", "after": "1", "document": "示例", "since": SINCE} | given
    return rules.set_rule(division=office.organisation.division, by=office, on=ON, **facts)


def test_days_are_kept_in_order_however_they_were_typed(office):
    rule = rule_of(office, before="1、7，3 3", after="7;1")

    assert (rule.before, rule.after) == ("7,3,1", "1,7")


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"before": "7,x"}, "“到期前”里的“x”不是"),
        ({"before": "0"}, "“到期前”里的“0”不是"),
        ({"after": "91"}, "“逾期后”里的“91”不是"),
        ({"then_every": 0}, "“此后每隔”须是"),
        ({"leader_after": 5, "office_after": 3}, "不能早于报单位负责人"),
        ({"before": "", "after": "", "on_the_day": False}, "永远不会提醒"),
        ({"before": ",".join(map(str, range(1, 30)))}, "天数太多"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(office, given, refusal):
    with pytest.raises(DomainError, match=refusal):
        rule_of(office, **given)


def test_a_rule_cannot_begin_before_the_present_one(office, rule):
    with pytest.raises(DomainError, match="施行日期须晚于现有规则"):
        rule_of(office, since=rule.since)


def test_a_rule_of_another_district_is_not_hers_to_set(outsider, divisions):
    with pytest.raises(DomainError, match="不在您的辖区内"):
        rules.set_rule(
            division=divisions["卫滨区"],
            by=outsider,
            on=ON,
            since=SINCE,
            document="示例",
            before="7",
            after="1",
            **GIVEN,
        )


def test_the_office_sets_a_rule_on_the_page(office, rule, signed_in):
    typed = {"since": "2023-06-01", "document": "示例", "before": "15,7", "on_the_day": "on", "after": "1"}

    answer = signed_in(office).post(reverse("deadlines:rule_create"), typed)

    assert answer.status_code == 302
    assert ReminderRule.objects.get(since=SINCE).before == "15,7"


def test_the_rules_name_what_holds(office, rule, signed_in):
    page = signed_in(office).get(reverse("deadlines:rule_list")).content.decode()

    assert "7,3,1" in page
    assert "逾期 3 天起" in page


ADDRESS = "https://robot.example/send?key=secret-of-the-group-8f3a"


@pytest.fixture
def add_robot(office, clerk, signed_in, settings):
    settings.ROBOT_HOSTS = ["robot.example"]
    browser = signed_in(office)

    def add(**typed):
        given = {"organisation": clerk.organisation_id, "channel": "wecom", "name": "示例群", "is_on": "on"}
        return browser.post(reverse("deadlines:robot_create"), given | {"address": ADDRESS} | typed)

    return add


def test_a_robots_address_is_kept_and_never_shown_again(add_robot, client):
    add_robot()
    shown = client.get(reverse("deadlines:robot_list")).content.decode()
    shown += client.get(reverse("deadlines:robot_edit", args=[Robot.objects.get().pk])).content.decode()

    assert "robot.example/…8f3a" in shown
    assert [text for text in (shown, str(AuditEntry.objects.values_list("details"))) if "secret-of" in text] == []


def test_an_address_left_empty_stays(add_robot, client):
    add_robot()
    robot = Robot.objects.get()
    typed = {"organisation": robot.organisation_id, "channel": "wecom", "name": "新群名", "address": ""}

    client.post(reverse("deadlines:robot_edit", args=[robot.pk]), typed)

    robot.refresh_from_db()
    assert (robot.name, robot.address, robot.is_on) == ("新群名", ADDRESS, False)


@pytest.mark.parametrize(
    "address",
    ["https://elsewhere.example/", "https://robot.example@elsewhere.example/", "http://127.0.0.1:6379/"],
)
def test_a_host_that_was_not_opened_is_refused(add_robot, address):
    answer = add_robot(address=address)

    assert answer.status_code == 422
    assert "不在本系统允许的范围内" in answer.content.decode()


def test_a_robot_of_another_district_cannot_be_chosen(add_robot, outsider):
    answer = add_robot(organisation=outsider.organisation_id)

    assert (answer.status_code, Robot.objects.count()) == (422, 0)


def test_two_robots_of_an_organisation_have_two_names(add_robot):
    add_robot()

    assert "请换一个名称" in add_robot().content.decode()


def test_the_office_removes_a_robot(add_robot, client):
    add_robot()

    client.post(reverse("deadlines:robot_remove", args=[Robot.objects.get().pk]))

    assert Robot.objects.count() == 0
