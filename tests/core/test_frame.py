"""The frame: rooms she may enter, where and when she looks, what is done; and pages that say what went wrong."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.permissions import Role
from core.columns import Column, Kind
from core.htmx import sign_in_again
from core.templatetags.figures import grouped, shown, wan_sqm, wan_yuan
from core.units import HOUSEHOLDS, KILOMETRES, PERCENT, SQM, WAN_YUAN
from divisions.models import Level
from divisions.widgets import DivisionPicker

pytestmark = pytest.mark.django_db
JOBS = "/jobs/"  # a page that everybody may open
INNER = ["改造对象", "储备库", "五年规划"]
DUE = ["待办", "期限日历", "每日提醒"]
ALL_DUE = [*DUE, "全部期限", "逾期排名"]
PROJECTS = ["改造项目", "阶段进度", "方案内容", "违建台账", "阶段模板", "改造内容", "职责分工"]
RETURNS = ["街道月报", "按月汇总", "报送记录", "矛盾数据", "月报时限"]
FUNDS = [
    "资金",
    "指标文件",
    "资金分配",
    "项目资金",
    "概（预）算评审",
    "合同",
    "支付申请",
    "资金明细",
    "居民和社会出资",
    "以奖代补",
    "物业费补贴",
    "资金缺口",
    "资金预警",
    "资金报表",
    "资金规则",
]
REPORTS = ["进展月报", "进度排名", "两次会议之间", "统计表", "月报规则"]
OF_STREETS = [room for room in FUNDS if room != "资金缺口"]  # the district itself arranges the money of the year
STREET = ["小区", *INNER, "疑似重复", "年度计划", "计划小区", *PROJECTS, *OF_STREETS, *RETURNS, *REPORTS, "台账导入"]


def text(response) -> str:
    return response.content.decode()


def rooms(page: str) -> list[str]:
    nav = page[page.index('<nav id="rooms"') : page.index("</nav>")]
    return re.findall(r">([^<]+)</a>", nav)


@pytest.mark.parametrize(
    ("role", "division", "entered"),
    [
        (Role.STREET_CLERK, "南桥街道", [*ALL_DUE, *STREET]),
        (Role.COMMUNITY_WORKER, "示例社区", [*ALL_DUE, "小区", *INNER, *PROJECTS]),
        (Role.SYSTEM_ADMIN, "卫滨区", ["人员", "机构", "行政区划", "工作日历"]),
        (Role.AUDIT_ADMIN, "卫滨区", ["操作日志"]),
        (Role.CONTRACTOR, "卫滨区", DUE),
    ],
)
def test_the_frame_shows_the_rooms_a_role_may_enter(role, division, entered, person, signed_in):
    assert rooms(text(signed_in(person(role, division)).get(JOBS))) == entered


def test_the_room_she_is_in_is_marked(signed_in, clerk):
    page = text(signed_in(clerk).get(reverse("communities:compound_list")))

    assert re.findall(r'aria-current="page">([^<]+)<', page) == ["小区"]


def test_an_administrator_has_no_search_over_compounds(signed_in, clerk, system_admin):
    assert 'name="q"' in text(signed_in(clerk).get(JOBS))
    assert 'name="q"' not in text(signed_in(system_admin).get(JOBS))


def test_the_territory_is_her_own_until_she_chooses(signed_in, office):
    assert re.search(r'title="正在查看的区划">卫滨区<', text(signed_in(office).get(JOBS)))


def test_a_chosen_territory_and_year_go_along_with_every_link_of_the_frame(signed_in, office, divisions):
    kept = f"territory={divisions['南桥街道'].pk}&amp;year=2023"

    page = text(signed_in(office).get(JOBS, {"territory": divisions["南桥街道"].pk, "year": "2023", "q": "x"}))

    assert re.search(r'title="正在查看的区划">南桥街道<', page)
    assert re.findall(r'href="([^"]+)">年度计划', page) == [f"{reverse('projects:programme_list')}?{kept}"]
    assert re.search(r'type="hidden" name="year" value="2023"', page)


@pytest.mark.parametrize("territory", ["410411001000", "410703008999", "南桥", "4107", "\x00", "'"])
def test_a_territory_outside_her_own_does_not_exist(territory, signed_in, office):
    assert signed_in(office).get(JOBS, {"territory": territory}).status_code == 404


@pytest.mark.parametrize("year", ["23", "去年", "20230"])
def test_a_year_that_is_none_does_not_exist(year, signed_in, office):
    assert signed_in(office).get(JOBS, {"year": year}).status_code == 404


def test_an_account_without_organisation_looks_at_nothing(signed_in, person):
    homeless = person(Role.STREET_CLERK, "南桥街道")
    homeless.organisation = None
    homeless.save()

    response = signed_in(homeless).get(JOBS)

    assert response.status_code == 200
    assert "正在查看的区划" not in text(response)


def test_a_session_is_written_once_a_minute(signed_in, clerk, time_machine, django_assert_num_queries):
    """A page that only reads must not wait for the one writer that SQLite allows."""
    time_machine.move_to("2023-03-20 10:00+08:00", tick=False)
    client = signed_in(clerk)
    client.get(JOBS)
    touched = client.session["touched"]

    time_machine.shift(timedelta(seconds=59))
    client.get(JOBS)
    assert client.session["touched"] == touched

    time_machine.shift(timedelta(seconds=1))
    client.get(JOBS)
    assert client.session["touched"] == touched + 60


def test_an_idle_session_ends_after_half_an_hour(signed_in, clerk, time_machine):
    time_machine.move_to("2023-03-20 10:00+08:00", tick=False)
    client = signed_in(clerk)
    client.get(JOBS)

    time_machine.shift(timedelta(minutes=31))

    assert client.get(JOBS)["Location"] == f"{reverse('accounts:sign_in')}?next={JOBS}"


def test_a_fragment_asked_for_after_the_session_ended_reloads_the_page(client):
    response = client.get(JOBS, HTTP_HX_REQUEST="true")

    assert response["HX-Refresh"] == "true"
    assert text(response) == ""


@pytest.mark.parametrize("answer", [HttpResponse("ok"), HttpResponseRedirect("/jobs/")])
def test_other_answers_to_htmx_are_left_alone(answer):
    request = RequestFactory().get("/")
    request.htmx = True

    assert sign_in_again(lambda request: answer)(request) is answer


def test_an_address_that_leads_nowhere_says_what_to_do(signed_in, clerk):
    response = signed_in(clerk).get("/nowhere/")

    assert response.status_code == 404
    assert "从左侧栏目重新进入" in text(response)


def test_a_stale_form_says_that_nothing_was_saved_and_what_was_typed_is_kept(clerk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")

    response = client.post(reverse("core:jobs_seen"))

    assert response.status_code == 403
    assert "填写的内容保留在本机的草稿里" in text(response)


def test_a_defect_is_told_in_chinese(signed_in, clerk, monkeypatch):
    monkeypatch.setattr("core.views.jobs.render", lambda *args: 1 / 0)
    client = signed_in(clerk)
    client.raise_request_exception = False

    response = client.get(JOBS)

    assert response.status_code == 500
    assert "数据没有改变" in text(response)


def test_the_division_picker_keeps_the_code_and_shows_the_name(divisions):
    markup = DivisionPicker(levels=[Level.STREET]).render("division", divisions["南桥街道"].pk, {"id": "id_division"})

    assert '<input type="hidden" name="division" value="410703008000">' in markup
    assert re.search(r'type="search" value="南桥街道"[^>]* id="id_division"', markup)
    assert "/search/?level=9" in markup


@pytest.mark.parametrize("value", [None, "", "不是代码", "999999999999"])
def test_the_division_picker_shows_nothing_for_what_is_no_division(value, divisions):
    assert 'type="search" value=""' in DivisionPicker().render("division", value)


@pytest.mark.parametrize(
    ("column", "value", "printed"),
    [
        (Column(key="x", title="投资", kind=Kind.MONEY, unit=WAN_YUAN), Decimal("85296200"), "8,529.62"),
        (Column(key="x", title="投资", kind=Kind.MONEY, unit=WAN_YUAN), Decimal("12345"), "1.23"),
        (Column(key="x", title="面积", kind=Kind.AREA, unit=SQM), Decimal("1234.5"), "1,234.50"),
        (Column(key="x", title="户数", kind=Kind.INTEGER, unit=HOUSEHOLDS), 3279, "3,279"),
        (Column(key="x", title="户数", kind=Kind.INTEGER), 0, "0"),
        (Column(key="x", title="意愿", kind=Kind.PERCENT), Decimal("80.00"), "80%"),
        (Column(key="x", title="意愿", kind=Kind.PERCENT, unit=PERCENT), Decimal("100.00"), "100"),
        (Column(key="x", title="管道", kind=Kind.DECIMAL, unit=KILOMETRES), Decimal("0.125"), "0.125"),
        (Column(key="x", title="数量", kind=Kind.DECIMAL), Decimal("1234.5"), "1,234.50"),
        (Column(key="x", title="年份", kind=Kind.YEAR), 1998, "1998"),
        (Column(key="x", title="业委会", kind=Kind.YESNO), False, "否"),
        (Column(key="x", title="业委会", kind=Kind.YESNO), None, ""),
        (Column(key="x", title="投资", kind=Kind.MONEY), None, ""),
    ],
)
def test_figures_are_printed_as_the_office_prints_them(column, value, printed):
    assert shown(column, value) == printed


def test_figures_in_wan_round_half_up():
    assert (wan_yuan(Decimal("85296250")), wan_sqm(Decimal("291850")), wan_yuan(None)) == ("8,529.63", "29.19", "")
    assert (grouped(1234567), grouped(Decimal("1234.5")), grouped(None)) == ("1,234,567", "1,234.50", "")
