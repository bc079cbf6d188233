"""The sheet's page, and what its grid sends and asks for."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from progress.models import CellChange, CellNote, ReturnVersion
from tests.progress.stories import fill

pytestmark = pytest.mark.django_db
ON_THE_26TH = datetime(2023, 5, 26, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_may():
    with time_machine.travel(ON_THE_26TH, tick=False):
        yield


@pytest.fixture
def line(nanqiao):
    return nanqiao.current.lines.get(compound_name="中州小区")


@pytest.fixture
def send(nanqiao, line, signed_in):
    """What the grid of a person sends: send(clerk, invested="12.5")."""

    def post(by, body=None, **texts):
        cells = [{"line": line.pk, "figure": figure, "text": text, "seen": 0} for figure, text in texts.items()]
        return signed_in(by).post(
            reverse("progress:cells", args=[nanqiao.pk]),
            json.dumps({"cells": cells}) if body is None else body,
            content_type="application/json",
        )

    return post


def the_sheet(client, nanqiao) -> dict:
    return client.get(reverse("progress:sheet", args=[nanqiao.pk])).context["sheet"]


def test_the_clerk_gets_a_row_for_each_site_with_its_facts(nanqiao, clerk, signed_in):
    sheet = the_sheet(signed_in(clerk), nanqiao)

    assert sheet["editable"] is True
    assert [(row["position"], row["compound"], row["facts"]) for row in sheet["rows"]] == [
        (1, "中州小区", "3 栋 76 户 188.77 万元"),
        (2, "新运23号院", "3 栋 121 户 314.61 万元"),
    ]
    assert sheet["rows"][0]["cells"]["upgrade"] == {"v": "", "last": "", "na": True}


@pytest.mark.parametrize("who", ["leader", "office", "auditor", "prefecture"])
def test_others_read_the_sheet(who, nanqiao, request, signed_in):
    sheet = the_sheet(signed_in(request.getfixturevalue(who)), nanqiao)

    assert (sheet["editable"], sheet["why_not"]) == (False, f"本表由{nanqiao.organisation}填报，您可以查看，不能修改。")


def test_what_the_grid_sends_is_saved_and_answered(send, clerk, line):
    response = send(clerk, invested="１２.5", basic="三成")
    saved, refused = response.json()["cells"]

    assert (response.status_code, saved["text"], saved["total"], saved["error"]) == (200, "12.50", "12.50", "")
    assert (refused["text"], refused["error"]) == ("三成", "“三成”不是确切的数字，请填一个阿拉伯数字，例如 120。")
    assert saved["seen"] == response.json()["change"] == CellChange.objects.get().pk


def test_another_clerk_sees_what_was_typed(send, clerk, nanqiao, person, signed_in):
    change = send(clerk, workers="12").json()["change"]
    colleague = signed_in(person("street_clerk", "南桥街道", "colleague"))
    address = reverse("progress:cells", args=[nanqiao.pk])

    told = colleague.get(address, {"since": 0}).json()

    assert told["change"] == change
    assert [(cell["figure"], cell["text"], cell["by"]) for cell in told["cells"]] == [("workers", "12", "示例街道经办")]
    assert colleague.get(address, {"since": change}).json()["cells"] == []


def test_a_sheet_that_was_submitted_meanwhile_answers_409(send, clerk, nanqiao):
    ReturnVersion.objects.update(status="submitted")

    response = send(clerk, workers="12")

    assert response.status_code == 409
    assert response.json()["message"].startswith("这份月报目前是“待负责人审核”，数字不能修改。")


def test_who_may_not_fill_is_told_so_in_json(send, office, leader):
    assert send(office, workers="12").status_code == 403
    assert "权限" in send(leader, workers="12").json()["message"]


def test_a_return_of_another_street_does_not_exist(send, neighbour):
    assert send(neighbour, workers="12").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[]",
        '{"cells": 3}',
        '{"cells": [{}]}',
        '{"cells": [3]}',
        '{"cells": [{"line": "1", "figure": "invested", "text": "1"}]}',
        '{"cells": [{"line": 99999999999999999999, "figure": "invested", "text": "1"}]}',
        '{"cells": [{"line": 1, "figure": "invested", "text": 1}]}',
        "\x00",
    ],
)
def test_what_is_no_json_of_ours_answers_400(send, clerk, body):
    response = send(clerk, body)

    assert (response.status_code, "请刷新页面" in response.json()["message"]) == (400, True)


@pytest.mark.parametrize("since", ["", "x", "-1", "99999999999999999999"])
def test_a_senseless_moment_answers_400(since, nanqiao, clerk, signed_in):
    assert signed_in(clerk).get(reverse("progress:cells", args=[nanqiao.pk]), {"since": since}).status_code == 400


def test_a_session_that_ended_answers_the_grid_with_the_way_back(client, nanqiao):
    page = reverse("progress:sheet", args=[nanqiao.pk])

    response = client.post(
        reverse("progress:cells", args=[nanqiao.pk]),
        "{}",
        content_type="application/json",
        headers={"accept": "application/json", "referer": f"http://testserver{page}"},
    )

    assert response.status_code == 401
    assert response.json() == {"message": "登录已过期，请重新登录。", "sign_in": f"/sign-in/?next={page}"}


def test_a_page_that_only_asks_does_not_keep_the_session_alive(nanqiao, clerk, signed_in):
    client = signed_in(clerk)
    address = reverse("progress:cells", args=[nanqiao.pk])

    client.get(address, {"since": 0}, headers={"accept": "application/json"})

    assert "touched" not in client.session


def test_the_page_asks_the_same_number_of_queries_for_two_sites_and_for_twenty(
    nanqiao, clerk, signed_in, counted, compound, listed
):
    client, page = signed_in(clerk), reverse("progress:sheet", args=[nanqiao.pk])
    client.get(page)
    with counted() as few:
        client.get(page)
    version = nanqiao.current
    line = version.lines.first()
    tallies = list(line.tallies.all())
    for number in range(20):
        copy_of(line, tallies, compound(f"示例{number}小区"), position=number + 3)
    fill(version, {"示例3小区": {"invested": "1"}}, by=clerk)
    with counted() as many:
        client.get(page)

    assert len(few) == len(many)


def copy_of(line, tallies, compound, *, position):
    site = line.site
    site.pk, site.compound, site._state.adding = None, compound, True
    site.save()
    line.pk, line.site, line.compound_name, line.position = None, site, compound.name, position
    line._state.adding = True
    line.save()
    for tally in tallies:
        tally.pk, tally.line, tally._state.adding = None, line, True
        tally.save()


def test_the_history_of_a_cell_names_who_changed_it(send, clerk, line, nanqiao, signed_in):
    send(clerk, workers="12")
    send(clerk, workers="15")

    page = signed_in(clerk).get(
        reverse("progress:cell_history", args=[nanqiao.pk]), {"line": line.pk, "figure": "workers"}
    )

    assert [(change.before, change.after) for change in page.context["changes"]] == [("12", "15"), ("", "12")]


def test_what_is_missing_is_listed_with_links_and_asked_for_again(nanqiao, clerk, line, signed_in):
    fill(nanqiao.current, {"中州小区": {"started_on": "2023-05-03", "basic": "10"}}, by=clerk)
    client, page = signed_in(clerk), reverse("progress:sheet", args=[nanqiao.pk])

    whole = client.get(page).content.decode()
    fragment = client.get(page, headers={"hx-request": "true"}).content.decode()

    assert "提交前须补齐：1 个小区" in fragment
    assert f'请填写<a href="#cell-{line.pk}-improvement">完善类</a>、' in fragment
    assert fragment in whole


def test_a_site_that_came_later_is_added_at_the_end(nanqiao, clerk, signed_in):
    nanqiao.current.lines.filter(compound_name="中州小区").delete()
    client, page = signed_in(clerk), reverse("progress:sheet", args=[nanqiao.pk])
    assert "有 1 个小区立项后还没有列入本表：中州小区。" in client.get(page).content.decode()

    answer = client.post(reverse("progress:sites_add", args=[nanqiao.pk]), follow=True)

    assert [row["compound"] for row in answer.context["sheet"]["rows"]] == ["新运23号院", "中州小区"]
    assert "已补入 1 个小区，排在表的最后。" in answer.content.decode()


def test_a_returned_cell_carries_the_reason_until_it_is_typed_into(nanqiao, clerk, office, line, signed_in):
    CellNote.objects.create(line=line, figure="workers", kind="return", text="与现场不符", by=office)
    client = signed_in(clerk)
    assert (
        "退回：与现场不符（示例领导小组办公室，05月26日）"
        in the_sheet(client, nanqiao)["rows"][0]["cells"]["workers"]["note"]
    )

    with time_machine.travel(ON_THE_26TH + timedelta(minutes=1), tick=False):
        fill(nanqiao.current, {"中州小区": {"workers": "12"}}, by=clerk)

    assert "note" not in the_sheet(client, nanqiao)["rows"][0]["cells"]["workers"]


def test_last_month_stands_beside_this_month(april, nanqiao, clerk, signed_in):
    (row, _) = the_sheet(signed_in(clerk), nanqiao)["rows"]

    assert row["cells"]["basic"] == {"v": "60", "last": "60"}
    assert row["cells"]["invested"] == {"v": "", "last": "20.00", "year": "20.00", "total": "20.00"}
    assert row["cells"]["problems"] == {"v": "管线迁改", "last": "管线迁改"}
