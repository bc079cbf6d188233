"""The pages of money on its way down: lists, one allotment, the table of recipients, simulations."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from core.models import AuditEntry
from divisions.models import Division, Level
from funding.models import Allotment, FundAct, Simulation, SimulationLine, SourceRule, WeightTable
from funding.services import simulations
from projects.models import Project
from tests.funding import stories
from tests.funding.stories import TODAY, yuan
from tests.projects.conftest import a_project

pytestmark = pytest.mark.django_db

EMPTY = {"rows-INITIAL_FORMS": "0", "rows-MIN_NUM_FORMS": "0", "rows-MAX_NUM_FORMS": "300"}


@pytest.fixture(autouse=True)
def _in_june():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def rule(divisions) -> SourceRule:
    facts = {"source": "central_subsidy", "uses": "building", "since": date(2023, 1, 1), "to_finished": False}
    return SourceRule.objects.create(division=divisions["卫滨区"], document="卫旧改〔2023〕1号", **facts)


@pytest.fixture
def other(listed, street_office, office) -> Project:
    return a_project(listed["健康路195号院"], implementer=street_office, by=office)


@pytest.fixture
def by_households(divisions) -> WeightTable:
    return WeightTable.objects.create(
        division=divisions["卫滨区"], since=date(2023, 1, 1), document="卫财〔2023〕8号", households=100
    )


def table(*rows, **head) -> dict[str, str]:
    """What the browser sends: rows of (recipient's key, amount as typed)."""
    sent = {"key": str(uuid4()), "on": "2023-06-01", "unit": "wan", "reason": "", "rows-TOTAL_FORMS": str(len(rows))}
    for number, (recipient, amount) in enumerate(rows):
        sent |= {f"rows-{number}-recipient": recipient, f"rows-{number}-amount": amount}
    return sent | EMPTY | head


def key(to) -> str:
    return f"project-{to.pk}" if isinstance(to, Project) else f"division-{to.pk}"


@pytest.fixture
def send(signed_in, finance, root):
    """Fill in the table and press the button: the status and the page's text."""

    def press(*rows, **head) -> tuple[int, str]:
        client = signed_in(finance)
        answer = client.post(reverse("funding:allocate", args=[root.pk]), table(*rows, **head))
        return answer.status_code, answer.content.decode()

    return press


def streets(count: int, giver: Allotment, *, by, start: int = 100) -> None:
    """Further streets of 卫滨区, each with 1 万元 of the document."""
    made = Division.objects.bulk_create(
        Division(code=f"410703{number:03}000", name=f"示例{number}街道", level=Level.STREET, parent=giver.division)
        for number in range(start, start + count)
    )
    for each in made:
        stories.allotted(giver, to=each, wan=1, by=by)


# The list


def test_the_list_says_what_is_left(pot, finance, signed_in):
    page = signed_in(finance).get(reverse("funding:allotment_list"), {"part": "totals"}, headers={"HX-Request": "true"})

    text = page.content.decode()
    assert ">946.33<" in text
    assert "合计 2 条" in text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"held_by": "project"}, 1),
        ({"held_by": "division"}, 1),
        ({"has_left": "true"}, 2),
        ({"has_left": "false"}, 0),
        ({"source": "central_subsidy"}, 2),
        ({"source": "street"}, 0),
        ({"territory": "410703008000"}, 1),
        ({"street": "410703004000"}, 0),
        ({"q": "45号"}, 2),
        ({"year": "2022"}, 0),
    ],
)
def test_the_list_is_narrowed(pot, finance, signed_in, query, count):
    page = signed_in(finance).get(reverse("funding:allotment_list"), query)

    assert len(page.context["page"].rows) == count


def test_the_list_is_narrowed_by_document_project_and_giver(pot, root, project, finance, signed_in):
    client, url = signed_in(finance), reverse("funding:allotment_list")

    for query, found in (({"document": root.document_id}, 2), ({"project": project.pk}, 1), ({"giver": root.pk}, 1)):
        assert len(client.get(url, query).context["page"].rows) == found


def test_a_clerk_sees_only_what_her_street_has(pot, root, other, clerk, neighbour, finance, signed_in):
    theirs = stories.allotted(root, to=other, wan=5, by=finance)
    url = reverse("funding:allotment_list")

    assert [row.pk for row in signed_in(clerk).get(url).context["page"].rows] == [pot.pk]
    assert [row.pk for row in signed_in(neighbour).get(url).context["page"].rows] == [theirs.pk]


@pytest.mark.parametrize("who", ["neighbour", "outsider"])
def test_the_neighbour_does_not_find_it(pot, signed_in, request, who):
    page = signed_in(request.getfixturevalue(who)).get(pot.get_absolute_url())

    assert page.status_code == 404


def test_the_list_asks_the_same_however_long(root, finance, signed_in, counted):
    client, url = signed_in(finance), reverse("funding:allotment_list")
    streets(2, root, by=finance)
    client.get(url)
    with counted() as few:
        client.get(url)
    streets(18, root, by=finance, start=200)
    with counted() as many:
        client.get(url)

    assert len(few) == len(many)


# One allotment


def test_an_allotment_shows_its_way_and_what_is_spoken_for(approved, pot, finance, signed_in):
    page = signed_in(finance).get(pot.get_absolute_url()).content.decode()

    assert "新财预〔2023〕45号" in page
    assert "已审核待拨付" in page
    assert "1,700,000.00" in page  # what may be moved
    assert f"allotment={pot.pk}" in page


def test_the_district_alone_is_offered_the_acts(pot, root, finance, clerk, signed_in):
    links = [reverse(f"funding:{name}", args=[pot.pk]) for name in ("take_back", "move")]

    assert all(link in signed_in(finance).get(pot.get_absolute_url()).content.decode() for link in links)
    assert not any(link in signed_in(clerk).get(pot.get_absolute_url()).content.decode() for link in links)


def test_a_clerk_follows_the_way_without_opening_the_districts_money(pot, root, clerk, signed_in):
    page = signed_in(clerk).get(pot.get_absolute_url()).content.decode()

    assert "卫滨区" in page
    assert f'href="{root.get_absolute_url()}"' not in page


def test_an_allotment_asks_the_same_however_many_have_of_it(root, finance, signed_in, counted):
    client = signed_in(finance)
    streets(2, root, by=finance)
    client.get(root.get_absolute_url())
    with counted() as few:
        client.get(root.get_absolute_url())
    streets(18, root, by=finance, start=200)
    with counted() as many:
        client.get(root.get_absolute_url())

    assert len(few) == len(many)


# By hand


def test_a_table_of_recipients_is_one_act(send, rule, root, project, divisions):
    status, _ = send((key(project), "100"), (key(divisions["健康路街道"]), "46.33"), ("", ""))

    assert status == 302
    assert sorted(root.children.values_list("received", flat=True)) == [yuan("46.33"), yuan(100)]


def test_the_same_table_sent_twice_is_one_act(send, rule, project):
    once = str(uuid4())

    assert [send((key(project), "100"), key=once)[0], send((key(project), "100"), key=once)[0]] == [302, 302]
    assert FundAct.objects.filter(kind="allocate").count() == 1


def test_the_table_starts_with_the_streets(root, rule, finance, signed_in):
    page = signed_in(finance).get(reverse("funding:allocate", args=[root.pk]), {"to": "streets"}).content.decode()

    assert page.count('value="division-410703') == 5
    assert 'value="南桥街道"' in page


def test_the_table_starts_with_the_projects_of_a_street(root, project, other, programme, finance, signed_in):
    query = {"to": "projects", "programme": programme.pk, "street": "410703008000"}
    page = signed_in(finance).get(reverse("funding:allocate", args=[root.pk]), query).content.decode()

    assert f'value="{key(project)}"' in page
    assert f'value="{key(other)}"' not in page


@pytest.mark.parametrize(
    "query", [{"to": "nobody"}, {"to": "projects", "programme": "x"}, {"to": "projects", "street": "1"}]
)
def test_a_start_that_cannot_be_read_gives_an_empty_table(root, finance, signed_in, query):
    page = signed_in(finance).get(reverse("funding:allocate", args=[root.pk]), query)

    assert page.status_code == 200
    assert 'value="division-' not in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("-5", "金额必须大于 0"),
        ("0", "金额必须大于 0"),
        ("1.2345678", "金额最多到分"),
        ("1e30", "读不出金额"),
        ("1" * 23, "数字过长"),
        ("100000000000", "金额过大"),
        ("一百", "读不出金额"),
        ("NaN", "读不出金额"),
        ("947", "可分配余额 9,463,300.00 元"),
        ("0.05", "单位是否选错"),
    ],
)
def test_an_amount_that_cannot_be_is_refused_and_kept(send, rule, project, typed, message):
    status, page = send((key(project), typed))

    assert status == 422
    assert message in page
    assert f'value="{typed}"' in page
    assert not FundAct.objects.filter(kind="allocate").exists()


def test_a_small_amount_is_stored_once_she_is_sure(send, rule, project, root):
    status, _ = send((key(project), "0.05"), sure="on")

    assert status == 302
    assert root.children.get().received == Decimal(500)


@pytest.mark.parametrize(
    ("recipient", "message"),
    [
        ("", "请选择这笔金额分配给谁"),
        ("division-410411001000", "不在卫滨区之内"),
        ("project-999999", "不在卫滨区之内"),
        ("project-99999999999999999999", "不在卫滨区之内"),
        ("nonsense", "不在卫滨区之内"),
    ],
)
def test_a_recipient_that_cannot_be_is_refused_in_its_row(send, rule, recipient, message):
    status, page = send((recipient, "1"))

    assert (status, message in page) == (422, True)


def test_each_wrong_row_is_named(send, rule, project, other, divisions):
    Project.objects.filter(pk=other.pk).update(status="completed")

    _, page = send((key(project), "1"), (key(project), "2"), (key(other), "3"), (key(divisions["南桥街道"]), "x"))

    assert "重复，请合并为一行" in page
    assert "表中有几行需要更正" in page


def test_a_finished_project_is_refused_in_its_row(send, rule, other):
    Project.objects.filter(pk=other.pk).update(status="completed")

    _, page = send((key(other), "3"))

    assert "不能用于已完工项目" in page


def test_an_empty_table_is_refused(send, rule):
    assert "请至少填写一行" in send(("", ""))[1]


def test_a_table_with_too_many_rows_is_refused(send, rule, project):
    status, _ = send((key(project), "1"), **{"rows-TOTAL_FORMS": "100000"})

    assert status == 422


def test_a_form_without_its_table_is_refused(signed_in, finance, root):
    answer = signed_in(finance).post(reverse("funding:allocate", args=[root.pk]), {"unit": "wan", "on": "2023-06-01"})

    assert answer.status_code == 422


def test_the_search_finds_streets_and_projects(root, project, finance, signed_in):
    client, url = signed_in(finance), reverse("funding:recipient_search")

    for text, found in (("南桥", "division-410703008000"), ("中州", key(project))):
        results = client.get(url, {"q": text, "allotment": root.pk}).json()["results"]
        assert [line["code"] for line in results] == [found]


@pytest.mark.parametrize("asked", ["", "x", "9" * 30, "123456"])
def test_the_search_of_no_allotment_finds_nothing(finance, signed_in, asked):
    answer = signed_in(finance).get(reverse("funding:recipient_search"), {"q": "南", "allotment": asked})

    assert answer.json() == {"results": []}


# Back, and on


def test_taking_back_from_its_page(pot, finance, signed_in):
    sent = {"key": str(uuid4()), "amount": "50", "unit": "wan", "on": "2023-06-01", "reason": "项目调整"}
    signed_in(finance).post(reverse("funding:take_back", args=[pot.pk]), sent)

    assert Allotment.objects.get(pk=pot.pk).left == yuan(150)


def test_moving_from_its_page(pot, root, rule, other, finance, signed_in):
    sent = {"key": str(uuid4()), "amount": "50", "unit": "wan", "on": "2023-06-01", "reason": "项目调整"}
    signed_in(finance).post(reverse("funding:move", args=[pot.pk]), sent | {"target": key(other)})

    assert root.children.get(project=other).received == yuan(50)


@pytest.mark.parametrize("target", ["", "project-0", "division-410411001000", "x"])
def test_money_moves_to_nobody_outside(pot, finance, signed_in, target):
    sent = {
        "key": str(uuid4()),
        "amount": "50",
        "unit": "wan",
        "on": "2023-06-01",
        "reason": "项目调整",
        "target": target,
    }

    assert signed_in(finance).post(reverse("funding:move", args=[pot.pk]), sent).status_code == 422


# Simulations


@pytest.fixture
def simulation(root, project, other, rule, finance, by_households) -> Simulation:
    """300 万元 by households: 南桥 76 of 179."""
    sent = {"name": "方案1", "recipients": "streets", "weights": by_households, "amount": yuan(300)}
    return simulations.create(allotment=root, programme=project.programme, by=finance, today=TODAY, **sent)


def test_a_simulation_is_drawn_up_on_its_page(root, project, programme, rule, by_households, finance, signed_in):
    sent = {"name": "方案1", "recipients": "projects", "programme": programme.pk, "weights": by_households.pk}
    answer = signed_in(finance).post(
        reverse("funding:simulation_create", args=[root.pk]), sent | {"amount": "300", "unit": "wan"}
    )

    assert answer.url == Simulation.objects.get().get_absolute_url()


def test_a_simulation_without_scores_is_not_told_as_done(root, project, programme, rule, finance, signed_in):
    weights = WeightTable.objects.create(
        division=root.division, since=date(2023, 1, 1), document="财综〔2019〕31号", households=90, performance=10
    )
    sent = {"name": "方案1", "recipients": "projects", "programme": programme.pk, "weights": weights.pk}
    page = (
        signed_in(finance)
        .post(
            reverse("funding:simulation_create", args=[root.pk]), sent | {"amount": "300", "unit": "wan"}, follow=True
        )
        .content.decode()
    )

    assert "还没有分配金额" in page
    assert "按此方案分配" not in page
    assert "1 个项目，计入 1 个" in page


def test_the_working_is_shown_line_by_line(simulation, finance, signed_in):
    page = signed_in(finance).get(simulation.get_absolute_url()).content.decode()

    assert "42.458101" in page  # 76 of 179
    assert "1,273,743.02" in page
    assert "未决定" in page


def test_a_simulation_is_filled_in_on_its_page(simulation, finance, signed_in):
    lines = list(simulation.lines.all())
    sent = {f"line-{line.pk}-difficulty": "1.5" for line in lines} | {f"line-{lines[0].pk}-out": "on"}

    signed_in(finance).post(reverse("funding:simulation_edit", args=[simulation.pk]), sent)

    assert [(line.difficulty, line.amount) for line in simulation.lines.all()] == [(Decimal("1.5"), yuan(300))]


@pytest.mark.parametrize("typed", ["0", "-1", "x", "1.23456", "1e9"])
def test_a_coefficient_that_cannot_be_is_refused(simulation, finance, signed_in, typed):
    line = simulation.lines.first()
    answer = signed_in(finance).post(
        reverse("funding:simulation_edit", args=[simulation.pk]), {f"line-{line.pk}-difficulty": typed}
    )

    assert answer.status_code == 422


@pytest.mark.parametrize("typed", ["-1", "x", "1.2345678", "1e30"])
def test_an_amount_by_hand_that_cannot_be_is_refused(simulation, finance, signed_in, typed):
    Simulation.objects.update(weights=None)
    line = simulation.lines.first()
    sent = {"unit": "wan", f"line-{line.pk}-amount": typed}

    answer = signed_in(finance).post(reverse("funding:simulation_edit", args=[simulation.pk]), sent)

    assert answer.status_code == 422


def test_deciding_on_its_page_leads_to_the_act(simulation, finance, signed_in):
    sent = {"key": str(uuid4()), "on": "2023-06-01"}
    answer = signed_in(finance).post(reverse("funding:simulation_decide", args=[simulation.pk]), sent)

    assert answer.url == FundAct.objects.get(kind="allocate").get_absolute_url()


def test_a_refused_removal_is_told(simulation, finance, signed_in):
    sent = {"key": str(uuid4()), "on": "2023-06-01"}
    client = signed_in(finance)
    client.post(reverse("funding:simulation_decide", args=[simulation.pk]), sent)

    page = client.post(reverse("funding:simulation_remove", args=[simulation.pk]), follow=True).content.decode()

    assert "已经决定" in page


def test_side_by_side_also_as_a_workbook(simulation, root, finance, signed_in):
    answer = signed_in(finance).post(reverse("funding:simulation_compare", args=[root.pk]))

    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = [row for row in sheet.iter_rows(values_only=True) if row[0] in ("南桥街道", "合计")]
    assert rows == [("南桥街道", 1273743.02, 0), ("合计", 3000000, None)]
    assert AuditEntry.objects.filter(action="导出").count() == 1


@pytest.mark.parametrize("name", ["simulation_detail", "simulation_compare", "simulation_edit"])
def test_simulations_ask_the_same_however_many_lines(simulation, finance, signed_in, counted, name):
    subject = simulation.allotment_id if name == "simulation_compare" else simulation.pk
    client, url = signed_in(finance), reverse(f"funding:{name}", args=[subject])
    client.get(url)
    with counted() as few:
        client.get(url)
    SimulationLine.objects.bulk_create(
        SimulationLine(simulation=simulation, position=n, division_id=simulation.division_id, households=1)
        for n in range(10, 28)
    )
    with counted() as many:
        client.get(url)

    assert len(few) == len(many)
