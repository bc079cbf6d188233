"""Phase templates: the four plans as they ship, a district's own versions, and what in one contradicts itself."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from core.errors import DomainError, NotAllowed
from divisions.models import Division, Level
from projects.management.commands.load_phase_templates import SHIPPED
from projects.models import PhaseTemplate, TemplateGate
from projects.services import templates
from projects.services.templates import GateLine, PhaseLine
from tests.projects.templates import WEIBIN, weibin

PLANS = {entry["division"]: entry for entry in json.loads(SHIPPED.read_text(encoding="utf-8"))}


def phase(name="前期准备", **facts) -> PhaseLine:
    return PhaseLine(name=name, duty="scheme", status="preparing", **facts)


def save(division, by, phases=WEIBIN, since=date(2024, 1, 1)):
    return templates.save(
        division=division, name="2024年模板", year=2024, since=since, document="示例〔2024〕1号", phases=phases, by=by
    )


@pytest.fixture
def plans(divisions):
    """All four plans loaded."""
    for code, name in {"450304000000": "象山区", "652800000000": "巴州"}.items():
        Division.objects.create(code=code, name=name, level=Level.COUNTY)
    call_command("load_phase_templates", verbosity=0)
    return {template.division_id: template for template in PhaseTemplate.objects.all()}


def test_the_four_plans_ship(plans):
    counts = {template.division_id: template.phases.count() for template in plans.values()}

    assert counts == {"410703000000": 4, "410411000000": 6, "450304000000": 6, "652800000000": 7}


def test_loading_again_adds_nothing(plans):
    call_command("load_phase_templates", verbosity=0)

    assert PhaseTemplate.objects.count() == 4


@pytest.mark.parametrize(
    ("stage", "starts_on", "ends_on"),
    [
        ("项目申报及前期调查", date(2020, 1, 1), date(2020, 3, 20)),
        ("方案设计和审查", date(2020, 3, 20), date(2020, 8, 31)),
        ("概（预）算评审", date(2020, 6, 30), date(2020, 9, 30)),
        ("项目工程招投标", date(2020, 7, 31), date(2020, 10, 31)),
        ("项目改造实施", date(2020, 8, 31), date(2020, 12, 31)),
        ("项目竣工及验收", date(2020, 11, 30), date(2021, 1, 31)),
    ],
)
def test_xiangshan_has_its_real_dates(plans, stage, starts_on, ends_on):
    found = plans["450304000000"].phases.get(name=stage)

    assert (found.starts_on, found.ends_on) == (starts_on, ends_on)


@pytest.mark.parametrize(
    ("stage", "ends_on"),
    [("前期准备", date(2023, 3, 31)), ("工程实施", date(2023, 10, 31)), ("督导验收", date(2023, 11, 30))],
)
def test_weibin_has_its_real_dates(plans, stage, ends_on):
    assert plans["410703000000"].phases.get(name=stage).ends_on == ends_on


def test_zhanhe_gives_no_dates(plans):
    assert not plans["410411000000"].phases.exclude(starts_on=None, ends_on=None).exists()


def test_bazhou_applies_by_30_october_of_the_year_before(plans):
    gate = TemplateGate.objects.get(phase__template=plans["652800000000"], name="年度改造计划报自治区")

    assert (gate.due_on, plans["652800000000"].year) == (date(2020, 10, 30), 2021)


def test_bazhou_asks_for_a_notice_of_14_working_days(plans):
    gate = TemplateGate.objects.get(phase__template=plans["652800000000"], duty="notice")

    assert gate.working_days == 14


@pytest.mark.parametrize("division", PLANS)
def test_no_shipped_plan_contradicts_itself(plans, division):
    assert templates.contradictions(templates.lines_of(plans[division])) == []


def test_overlaps_are_remarked_and_allowed(plans):
    remarks = templates.overlaps(plans["450304000000"].phases.all())

    assert "“概（预）算评审”与“方案设计和审查”交叉：2020-06-30 至 2020-08-31。" in remarks


def test_an_end_before_the_start_is_named(divisions, office):
    wrong = phase(starts_on=date(2024, 3, 1), ends_on=date(2024, 2, 1))

    with pytest.raises(DomainError, match=r"阶段“前期准备”的结束日期（2024-02-01）早于开始日期（2024-03-01）"):
        save(divisions["卫滨区"], office, [wrong])


def test_a_gate_after_its_phase_is_named(divisions, office):
    wrong = phase(ends_on=date(2024, 3, 31), gates=(GateLine(name="方案备案", duty="filing", due_on=date(2024, 4, 2)),))

    with pytest.raises(
        DomainError, match=r"关口“方案备案”的期限（2024-04-02）晚于阶段“前期准备”的结束日期（2024-03-31）"
    ):
        save(divisions["卫滨区"], office, [wrong])


def test_every_contradiction_is_named_at_once(divisions, office):
    wrong = [phase(starts_on=date(2024, 3, 1), ends_on=date(2024, 2, 1)), phase()]

    with pytest.raises(DomainError, match=r"写了两次.*早于开始日期"):
        save(divisions["卫滨区"], office, wrong)


def test_a_template_has_at_least_one_phase(divisions, office):
    with pytest.raises(DomainError, match="至少要有一个阶段"):
        save(divisions["卫滨区"], office, [])


def test_a_later_version_is_kept_beside_the_first(divisions, office):
    first = weibin(divisions)

    second = save(divisions["卫滨区"], office)

    assert PhaseTemplate.objects.in_force("410703008000", date(2023, 6, 1)) == first
    assert PhaseTemplate.objects.in_force("410703008000", date(2024, 6, 1)) == second


def test_no_version_begins_before_the_newest(divisions, office):
    weibin(divisions)

    with pytest.raises(DomainError, match="施行日期须晚于现有模板"):
        save(divisions["卫滨区"], office, since=date(2023, 2, 28))


def test_another_district_sets_no_template_here(divisions, outsider):
    with pytest.raises(NotAllowed):
        save(divisions["卫滨区"], outsider)


def test_a_clerk_sets_no_template(divisions, clerk):
    with pytest.raises(NotAllowed):
        save(divisions["南桥街道"], clerk)


def typed(lines, **changed) -> dict[str, str]:
    """The form as a browser would send it back."""
    data = {"name": "卫滨区2024", "year": "2024", "since": "2024-01-01", "document": "示例〔2024〕1号"}
    gates = [(number, gate) for number, line in enumerate(lines, 1) for gate in line.gates]
    data |= {"phases-TOTAL_FORMS": str(len(lines)), "phases-INITIAL_FORMS": "0"}
    data |= {"gates-TOTAL_FORMS": str(len(gates)), "gates-INITIAL_FORMS": "0"}
    for place, line in enumerate(lines):
        row = {"number": place + 1, **{k: getattr(line, k) or "" for k in ("name", "clause", "duty", "status")}}
        row |= {"starts_on": line.starts_on or "", "ends_on": line.ends_on or ""}
        data |= {f"phases-{place}-{key}": str(value) for key, value in row.items()}
    for place, (number, gate) in enumerate(gates):
        row = {"phase": number, "name": gate.name, "duty": gate.duty, "due_on": gate.due_on or ""}
        data |= {f"gates-{place}-{key}": str(value) for key, value in row.items()}
    return data | changed


def test_a_template_is_copied_edited_and_saved(divisions, office, signed_in):
    weibin(divisions)

    answer = signed_in(office).post("/phase-templates/new/", typed(WEIBIN, **{"phases-0-name": "前期工作"}))

    assert answer.status_code == 302
    made = PhaseTemplate.objects.get(year=2024)
    assert [str(each) for each in made.phases.all()] == ["前期工作", "工程实施", "督导验收", "长效管理"]
    assert made.phases.first().gates.count() == 2


def test_a_refused_template_keeps_what_was_typed(divisions, office, signed_in):
    answer = signed_in(office).post("/phase-templates/new/", typed(WEIBIN, **{"phases-1-starts_on": "2023-12-01"}))

    assert answer.status_code == 422
    assert "阶段“工程实施”的结束日期（2023-10-31）早于开始日期（2023-12-01）" in answer.content.decode()
    assert 'value="80%以上居民表决同意"' in answer.content.decode()


def test_a_gate_of_a_phase_that_is_not_there_is_named(divisions, office, signed_in):
    answer = signed_in(office).post("/phase-templates/new/", typed(WEIBIN, **{"gates-0-phase": "9"}))

    assert "关口“改造方案制定”写的阶段序号 9 不存在" in answer.content.decode()


def test_the_copy_shows_what_it_is_copied_from(divisions, office, signed_in):
    template = weibin(divisions)

    page = signed_in(office).get(f"/phase-templates/new/?copy={template.pk}").content.decode()

    assert 'value="督导验收"' in page
    assert 'value="综合评价"' in page
