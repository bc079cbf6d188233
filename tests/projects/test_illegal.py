"""The ledger of illegal structures: found, demolished or kept, counted by street (F38)."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from core.errors import Conflict, DomainError, NotAllowed
from deadlines.models import Deadline
from projects.choices import IllegalKind, IllegalStatus, ProjectStatus
from projects.illegal_list import days_late
from projects.models import IllegalStructure
from projects.selectors.illegal import revisions_of, tallies_by_street, tally
from projects.services import illegal, spots
from projects.services.illegal import Facts
from tests.projects.conftest import a_project

FOUND, TODAY, DUE = date(2023, 3, 1), date(2023, 5, 1), date(2023, 5, 31)


def facts(**changed) -> Facts:
    usual = {
        "place": "3号楼西侧",
        "kind": IllegalKind.TEMPORARY,
        "area": Decimal("12.50"),
        "found_on": FOUND,
        "due_on": DUE,
    }
    return Facts(**usual | changed)


@pytest.fixture
def site(project):
    return project.sites.get()


@pytest.fixture
def enter(site, clerk):
    return lambda **changed: illegal.add(site=site, facts=facts(**changed), by=clerk, today=TODAY)


@pytest.fixture
def shed(enter) -> IllegalStructure:
    return enter()


def deadline_of(structure) -> Deadline | None:
    return Deadline.objects.filter(kind="illegal", subject_id=structure.pk).first()


def test_a_structure_is_due_from_whoever_implements_the_project(shed, street_office):
    due = deadline_of(shed)

    assert (due.due_on, due.organisation, due.closed_on) == (DUE, street_office, None)
    assert due.title == "拆除违建：中州小区 3号楼西侧（临时建筑）"
    assert due.url == reverse("projects:illegal_detail", args=[shed.pk])


def test_without_a_day_nothing_is_due(enter):
    assert deadline_of(enter(due_on=None)) is None


def test_a_day_taken_back_withdraws_the_deadline(shed, clerk):
    illegal.change(structure=shed, version=1, facts=facts(due_on=None), by=clerk, today=TODAY)

    assert deadline_of(shed).outcome == "withdrawn"


def test_demolished_it_is_done_on_that_day(shed, clerk):
    illegal.demolish(structure=shed, on=date(2023, 4, 20), by=clerk, today=TODAY)

    shed.refresh_from_db()
    assert (shed.status, shed.decided_on) == (IllegalStatus.DEMOLISHED, date(2023, 4, 20))
    assert (deadline_of(shed).outcome, deadline_of(shed).closed_on) == ("done", date(2023, 4, 20))


def test_kept_it_says_why(shed, clerk):
    illegal.retain(structure=shed, reason="历史遗留，会议纪要〔2023〕5号", on=TODAY, by=clerk, today=TODAY)

    shed.refresh_from_db()
    assert (shed.status, shed.reason) == (IllegalStatus.RETAINED, "历史遗留，会议纪要〔2023〕5号")


def test_what_is_kept_is_not_late(shed, clerk):
    illegal.retain(structure=shed, reason="历史遗留", on=date(2023, 6, 10), by=clerk, today=date(2023, 6, 10))

    shed.refresh_from_db()
    assert days_late(shed) is None


def test_gone_too_late_it_says_by_how_much(shed, clerk):
    illegal.demolish(structure=shed, on=date(2023, 6, 10), by=clerk, today=date(2023, 6, 10))

    shed.refresh_from_db()
    assert days_late(shed) == 10


def test_kept_without_a_reason_is_refused(shed, clerk):
    with pytest.raises(DomainError, match="请写明暂予保留的理由"):
        illegal.retain(structure=shed, reason=" ", on=TODAY, by=clerk, today=TODAY)


def test_reopened_it_is_due_again(shed, clerk):
    illegal.demolish(structure=shed, on=TODAY, by=clerk, today=TODAY)

    illegal.reopen(structure=shed, reason="拆后又建", by=clerk, today=TODAY)

    shed.refresh_from_db()
    assert (shed.status, shed.decided_on, deadline_of(shed).closed_on) == (IllegalStatus.OUTSTANDING, None, None)


def test_what_stands_cannot_be_reopened(shed, clerk):
    with pytest.raises(DomainError, match="尚未拆除，不需要恢复"):
        illegal.reopen(structure=shed, reason="误操作", by=clerk, today=TODAY)


def test_it_is_not_demolished_twice(shed, clerk):
    illegal.demolish(structure=shed, on=TODAY, by=clerk, today=TODAY)

    with pytest.raises(DomainError, match="已于 2023-05-01 登记为“已拆除”，不能重复办理"):
        illegal.demolish(structure=shed, on=TODAY, by=clerk, today=TODAY)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"area": Decimal(-1)}, "面积不能是负数"),
        ({"found_on": date(2023, 5, 2), "due_on": None}, "发现日期（2023-05-02）晚于今天"),
        ({"due_on": date(2023, 2, 28)}, "拆除期限（2023-02-28）早于发现日期（2023-03-01）"),
        ({"place": " "}, "请填写违建的位置"),
    ],
)
def test_contradictions_are_refused(enter, changed, sentence):
    with pytest.raises(DomainError, match=sentence):
        enter(**changed)


@pytest.mark.parametrize(
    ("on", "sentence"),
    [(date(2023, 2, 1), "早于发现日期（2023-03-01）"), (date(2023, 5, 2), "晚于今天")],
)
def test_it_is_not_demolished_before_it_was_found_or_tomorrow(shed, clerk, on, sentence):
    with pytest.raises(DomainError, match=sentence):
        illegal.demolish(structure=shed, on=on, by=clerk, today=TODAY)


def test_found_is_not_moved_past_demolished(shed, clerk):
    illegal.demolish(structure=shed, on=date(2023, 4, 1), by=clerk, today=TODAY)

    with pytest.raises(DomainError, match="晚于已登记的拆除（保留）日期（2023-04-01）"):
        illegal.change(structure=shed, version=2, facts=facts(found_on=date(2023, 4, 2)), by=clerk, today=TODAY)


def test_a_spot_of_another_site_is_refused(enter, listed, clerk, office):
    other = a_project(listed["新运23号院"], implementer=clerk.organisation, by=office)
    elsewhere = spots.add(site=other.sites.get(), name="大门口", by=clerk)

    with pytest.raises(DomainError, match="拍摄点位“大门口”不属于中州小区"):
        enter(spot=elsewhere)


def test_the_second_of_two_editors_is_told_what_the_first_did(shed, clerk, office):
    illegal.change(structure=shed, version=1, facts=facts(area=Decimal(30)), by=office, today=TODAY)

    with pytest.raises(Conflict, match=r"示例领导小组办公室刚刚修改过.*面积由12.5改为30"):
        illegal.change(structure=shed, version=1, facts=facts(area=Decimal(20)), by=clerk, today=TODAY)


def test_every_change_stays_readable(shed, clerk):
    illegal.demolish(structure=shed, on=TODAY, by=clerk, today=TODAY)
    illegal.reopen(structure=shed, reason="拆后又建", by=clerk, today=TODAY)

    newest, demolished, entered = revisions_of(shed)
    assert (newest.reason, entered.kind) == ("拆后又建", "新增")
    assert [(c.label, c.after) for c in demolished.changes] == [("状态", "已拆除"), ("拆除（保留）日期", "2023-05-01")]


@pytest.mark.parametrize("who", ["neighbour", "leader", "community_worker", "outsider"])
def test_others_do_not_keep_the_ledger(who, site, request):
    with pytest.raises(NotAllowed):
        illegal.add(site=site, facts=facts(), by=request.getfixturevalue(who), today=TODAY)


def test_while_the_project_is_suspended_nothing_is_due(shed, project):
    project.status, project.status_reason = ProjectStatus.SUSPENDED, "资金未到位"
    project.save()

    illegal.refresh(projects=[project.pk], today=TODAY)

    assert deadline_of(shed).outcome == "withdrawn"


def test_a_new_implementer_owes_it(shed, project, bureau):
    project.implementer = bureau.organisation
    project.save()

    illegal.refresh(projects=[project.pk], today=TODAY)

    assert deadline_of(shed).organisation == bureau.organisation


@pytest.fixture
def counted_ledger(enter, listed, neighbour, office):
    """南桥: two found, one of them demolished; 健康路: one kept, its area unknown."""
    enter()
    gone = enter(place="大门东侧", area=Decimal(40))
    illegal.demolish(structure=gone, on=TODAY, by=office, today=TODAY)
    next_door = a_project(listed["健康路195号院"], implementer=neighbour.organisation, by=office).sites.get()
    kept = illegal.add(site=next_door, facts=facts(area=None), by=neighbour, today=TODAY)
    illegal.retain(structure=kept, reason="历史遗留", on=TODAY, by=neighbour, today=TODAY)


def test_they_are_counted_in_number_and_area(counted_ledger, clerk):
    mine = tally(IllegalStructure.objects.for_user(clerk))

    assert (mine.found.count, mine.found.area) == (2, Decimal("52.50"))
    assert (mine.demolished.count, mine.demolished.area) == (1, Decimal(40))
    assert (mine.outstanding.count, mine.rate) == (1, Decimal("50.0"))


def test_streets_stand_in_a_line_each_and_add_up(counted_ledger, office):
    lines, whole = tallies_by_street(IllegalStructure.objects.for_user(office))

    assert [(str(line.division), line.found.count) for line in lines] == [("健康路街道", 1), ("南桥街道", 2)]
    assert (whole.found.count, whole.retained.count, whole.found.area) == (3, 1, Decimal("52.50"))


def test_a_clerk_sums_her_own_street_only(counted_ledger, clerk, signed_in):
    page = signed_in(clerk).get(reverse("projects:illegal_summary"))

    assert page.context["whole"].found.count == 2


def test_the_list_finds_what_is_late(counted_ledger, office, signed_in):
    page = signed_in(office).get(reverse("projects:illegal_list"), {"late": "true"})

    assert [row.place for row in page.context["page"].rows] == ["3号楼西侧"]


def test_the_tab_counts_and_tells_how_late(shed, clerk, signed_in):
    page = signed_in(clerk).get(reverse("projects:project_illegal", args=[shed.site.project_id]))

    late = (timezone.localdate() - DUE).days
    assert f"逾期 {late} 天" in page.content.decode()
    assert "发现 <strong>1</strong> 处、12.50 ㎡" in page.content.decode()


def test_a_person_enters_one_and_demolishes_it(site, clerk, signed_in):
    browser = signed_in(clerk)
    typed = {"place": "北墙外", "kind": IllegalKind.LOCK, "area": "", "found_on": "2023-03-01", "due_on": "2023-05-31"}
    browser.post(reverse("projects:illegal_create", args=[site.pk]), typed)
    structure = IllegalStructure.objects.get()

    browser.post(reverse("projects:illegal_demolish", args=[structure.pk]), {"on": "2023-05-20"})

    structure.refresh_from_db()
    assert (structure.place, structure.area, structure.decided_on) == ("北墙外", None, date(2023, 5, 20))


def test_a_refused_edit_shows_the_sentence_and_keeps_what_was_typed(shed, clerk, signed_in):
    typed = {
        "place": "北墙外",
        "kind": IllegalKind.LOCK,
        "found_on": "2023-03-01",
        "due_on": "2023-01-31",
        "version": 1,
    }

    page = signed_in(clerk).post(reverse("projects:illegal_edit", args=[shed.pk]), typed)

    assert page.status_code == 422
    assert "拆除期限（2023-01-31）早于发现日期" in page.content.decode()
    assert "北墙外" in page.content.decode()


@pytest.mark.parametrize("page", ["projects:project_illegal", "projects:illegal_list", "projects:illegal_summary"])
def test_twenty_structures_take_as_many_queries_as_two(page, enter, site, clerk, signed_in, counted):
    browser = signed_in(clerk)
    url = reverse(page, args=[site.project_id] if page == "projects:project_illegal" else [])
    for number in range(2):
        enter(place=f"{number}号")
    browser.get(url)
    with counted() as few:
        browser.get(url)
    for number in range(2, 20):
        enter(place=f"{number}号")
    with counted() as many:
        browser.get(url)

    assert len(many) == len(few)
