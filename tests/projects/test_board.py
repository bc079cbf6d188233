"""The board of project × phase, its rows as a list, the checklist page, and the bars."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from projects import gantt
from projects.models import Gate, Phase, Project
from projects.selectors.phases import Standing, board, phases_of, standing_of
from projects.services import applying, gates, phases
from tests.projects.conftest import a_project
from tests.projects.templates import weibin

TODAY = date(2023, 3, 10)


@pytest.fixture
def projects(listed, street_office, divisions, office) -> list[Project]:
    """Three projects with 卫滨's phases of 2023."""
    made = [a_project(entry, implementer=street_office, by=office) for entry in listed.values()]
    applying.apply(template=weibin(divisions), projects=[p.pk for p in made], by=office, today=TODAY)
    return list(Project.objects.order_by("pk"))


@pytest.mark.parametrize(
    ("due_on", "done_on", "said"),
    [
        (date(2023, 3, 31), None, Standing("")),
        (date(2023, 3, 17), None, Standing("还有 7 天", "soon")),
        (date(2023, 3, 10), None, Standing("今天到期", "soon")),
        (date(2023, 3, 9), None, Standing("逾期 1 天", "late")),
        (date(2023, 3, 9), date(2023, 3, 9), Standing("按期")),
        (date(2023, 3, 1), date(2023, 3, 9), Standing("晚 8 天", "late")),
        (None, None, Standing("")),
        (None, date(2023, 3, 9), Standing("")),
    ],
)
def test_late_and_soon_are_said_in_words(due_on, done_on, said):
    assert standing_of(due_on, done_on, TODAY) == said


def test_the_board_has_a_column_per_phase_and_counts_missing_gates(projects, clerk):
    gate = Gate.objects.filter(project=projects[0]).first()
    gates.satisfy(project=projects[0], gate=gate, evidence="纪要1号", by=clerk, on=TODAY)

    names, lines = board(projects, TODAY)

    assert names == ["前期准备", "工程实施", "督导验收", "长效管理"]
    assert [cell.missing for cell in lines[0].cells] == [1, 1, 2, 1]
    assert [cell.missing for cell in lines[1].cells] == [2, 1, 2, 1]


def test_the_board_says_how_late_a_phase_is(projects):
    _, lines = board(projects, date(2023, 4, 5))

    assert lines[0].cells[0].standing == Standing("逾期 5 天", "late")


def test_a_suspended_project_is_not_late(projects):
    projects[0].status = "suspended"

    _, lines = board(projects, date(2023, 4, 5))

    assert lines[0].cells[0].standing.text == ""


def test_the_board_goes_on_saying_how_late_a_closed_project_was(projects, office):
    phase = projects[0].phases.first()
    phase.actual_start, phase.actual_end = TODAY, date(2023, 4, 5)
    phase.save()
    projects[0].status = "closed"

    _, lines = board(projects, date(2023, 5, 1))

    assert lines[0].cells[0].standing.text == "晚 5 天"


def test_the_board_page_shows_planned_actual_and_late(projects, office, clerk, signed_in):
    phases.start(phase=projects[0].phases.first(), on=TODAY, by=clerk, today=TODAY)

    page = signed_in(office).get("/board/").content.decode()

    assert "2023-03-31" in page
    assert "进行中" in page
    late = (timezone.localdate() - date(2023, 3, 31)).days
    assert f"逾期 {late} 天" in page
    assert "缺关口 2" in page


def test_the_board_keeps_to_ones_own_street(projects, neighbour, signed_in):
    page = signed_in(neighbour).get("/board/").content.decode()

    assert "健康路195号院改造项目" in page
    assert "中州小区改造项目" not in page


def test_the_board_narrows_to_what_is_late(projects, office, signed_in):
    in_time = projects[0]
    Project.objects.filter(pk=in_time.pk).update(next_due_on=timezone.localdate() + timedelta(days=9))

    page = signed_in(office).get("/board/", {"late": "true"}).content.decode()

    assert in_time.name not in page
    assert projects[1].name in page


@pytest.mark.parametrize("address", ["/board/", "/board/phases/", "/board/gantt/"])
def test_pages_of_many_projects_take_as_many_queries_for_twenty_as_for_two(
    address, projects, listed, street_office, divisions, office, signed_in, counted
):
    client = signed_in(office)
    client.get(address)
    with counted() as few:
        client.get(address)
    entry = listed["中州小区"]
    more = Project.objects.bulk_create(
        Project(
            programme=entry.programme,
            division=entry.division,
            number=f"2023-410703-9{number:04}",
            name=f"示例{number}号院改造项目",
            implementer=street_office,
            status_since=TODAY,
            created_by=office,
        )
        for number in range(18)
    )
    template = projects[0].template
    applying.apply(template=template, projects=[p.pk for p in more], by=office, today=TODAY)
    with counted() as many:
        client.get(address)

    assert len(many) == len(few)


def test_one_projects_page_takes_as_many_queries_however_many_gates(projects, office, signed_in, counted):
    client, address = signed_in(office), f"/projects/{projects[0].pk}/phases/"
    client.get(address)
    with counted() as few:
        client.get(address)
    phase = projects[0].phases.first()
    Gate.objects.bulk_create(
        Gate(project=projects[0], phase=phase, position=9, name=f"补充关口{n}", duty="scheme") for n in range(15)
    )
    with counted() as many:
        client.get(address)

    assert len(many) == len(few)


def test_the_checklist_says_what_is_missing_who_owes_it_and_by_when(projects, clerk, signed_in):
    page = signed_in(clerk).get(f"/projects/{projects[0].pk}/phases/").content.decode()

    assert "还缺 6 项" in page
    assert "改造方案制定" in page
    assert "南桥街道街道办事处（乡镇）" in page
    assert "2023-03-20" in page


def test_the_phases_go_out_as_a_workbook(projects, office, signed_in):
    answer = signed_in(office).post("/board/phases/", {"format": "csv"})

    lines = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "前期准备" in lines
    assert "2023-03-31" in lines


def test_a_clerk_begins_a_phase_in_the_browser(projects, clerk, signed_in):
    phase = projects[0].phases.first()

    signed_in(clerk).post(f"/phases/{phase.pk}/start/", {"on": "2023-03-01"})

    assert Phase.objects.get(pk=phase.pk).actual_start == date(2023, 3, 1)


def test_a_refusal_stands_in_the_form(projects, clerk, signed_in):
    phase = projects[0].phases.get(name="工程实施")

    answer = signed_in(clerk).post(f"/phases/{phase.pk}/start/", {"on": "2023-03-01"})

    assert answer.status_code == 422
    assert "还不能开始，缺 2 项" in answer.content.decode()


def test_evidence_and_its_paper_are_kept_together(projects, clerk, signed_in):
    from django.core.files.uploadedfile import SimpleUploadedFile

    gate = projects[0].gates.first()
    paper = SimpleUploadedFile("依据.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF")

    signed_in(clerk).post(
        f"/gates/{gate.pk}/satisfy/", {"on": "2023-03-01", "evidence": "纪要〔2023〕1号", "upload": paper}
    )

    assert Gate.objects.get(pk=gate.pk).files.get().name == "依据.pdf"


def test_a_paper_that_is_refused_leaves_the_gate_shut(projects, clerk, signed_in):
    from django.core.files.uploadedfile import SimpleUploadedFile

    gate = projects[0].gates.first()
    paper = SimpleUploadedFile("依据.pdf", b"MZ this is no pdf")

    answer = signed_in(clerk).post(
        f"/gates/{gate.pk}/satisfy/", {"on": "2023-03-01", "evidence": "纪要〔2023〕1号", "upload": paper}
    )

    assert (answer.status_code, Gate.objects.get(pk=gate.pk).is_passed) == (422, False)


def chart_of(project, today=TODAY):
    return gantt.of_project(phases_of(project, today), today)


def test_a_bar_stands_where_its_days_are(projects):
    chart = chart_of(projects[0])

    first, second = (next(bar for bar in row.bars if bar.kind == "planned") for row in chart.rows[:2])
    assert first.x + first.width == second.x  # 工程实施 has no start in the plan: it is drawn from the end before it
    assert second.open


def test_what_happened_is_a_second_bar(projects, clerk):
    phases.start(phase=projects[0].phases.first(), on=date(2023, 3, 1), by=clerk, today=TODAY)

    row = chart_of(projects[0]).rows[0]

    assert [bar.kind for bar in row.bars] == ["planned", "running"]
    assert row.bars[1].title == "前期准备：实际 2023-03-01 至 今"


def test_a_late_phase_is_drawn_late_up_to_today(projects, clerk):
    phases.start(phase=projects[0].phases.first(), on=date(2023, 3, 1), by=clerk, today=TODAY)

    chart = chart_of(projects[0], date(2023, 4, 10))

    bar = chart.rows[0].bars[1]
    assert (bar.kind, bar.x + bar.width) == ("late", chart.today_x)


def test_months_that_stand_too_close_are_not_all_named(projects):
    Phase.objects.filter(project=projects[0], name="长效管理").update(planned_end=date(2033, 12, 31))

    chart = chart_of(projects[0])

    gaps = [after.x - before.x for before, after in zip(chart.ticks, chart.ticks[1:], strict=False)]
    assert min(gaps) >= gantt.LEAST_TICK


def test_a_project_without_phases_has_an_empty_chart():
    assert gantt.of_project([], TODAY).rows == []
