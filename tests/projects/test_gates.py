"""Gates: who proves them with what, who overrules them, and that an overruled one shows for ever."""

from datetime import date

import pytest
from django.urls import reverse

from core.errors import DomainError, NotAllowed
from core.models import AuditEntry
from deadlines.models import Deadline
from projects.choices import Duty, ProjectStatus
from projects.models import Gate
from projects.services import gates, phases, standing
from tests.projects.templates import weibin

TODAY = date(2023, 3, 10)


@pytest.fixture
def gate(project, divisions, office) -> Gate:
    """改造方案制定, owed by the street, due on 20 March."""
    phases.apply(template=weibin(divisions), projects=[project.pk], by=office, today=TODAY)
    return Gate.objects.get(project=project, name="改造方案制定")


def satisfy(gate, by, evidence="卫改办〔2023〕5号"):
    return gates.satisfy(project=gate.project, gate=gate, evidence=evidence, by=by, on=TODAY)


def overrule(gate, by, reason="汛期将至，屋面必须先行施工"):
    return gates.overrule(gate=gate, reason=reason, by=by, on=TODAY)


def test_a_gate_is_proved_with_its_paper(gate, clerk):
    passed = satisfy(gate, clerk)

    assert (passed.evidence, passed.satisfied_by, passed.satisfied_on) == ("卫改办〔2023〕5号", clerk, TODAY)


def test_a_proved_gate_is_no_longer_due(gate, clerk):
    satisfy(gate, clerk)

    assert Deadline.objects.get(kind=standing.GATE, subject_id=gate.pk).closed_on == TODAY


def test_the_project_counts_its_open_gates(gate, clerk):
    satisfy(gate, clerk)

    gate.project.refresh_from_db()
    assert gate.project.gates_open == 5


def test_a_gate_without_evidence_stays_shut(gate, clerk):
    with pytest.raises(DomainError, match="请写明依据"):
        satisfy(gate, clerk, evidence="  ")


def test_a_gate_is_proved_once(gate, clerk):
    satisfy(gate, clerk)

    with pytest.raises(DomainError, match="已于 2023-03-10 办结"):
        satisfy(gate, clerk)


def test_a_bureau_proves_what_it_owes(gate, bureau):
    gate.organisation = bureau.organisation
    gate.save()

    assert satisfy(gate, bureau).is_passed


def test_a_bureau_does_not_prove_what_the_street_owes(gate, bureau):
    with pytest.raises(NotAllowed, match="由南桥街道街道办事处（乡镇）办理"):
        satisfy(gate, bureau)


def test_the_street_does_not_prove_what_the_office_owes(gate, clerk, office):
    """联合审查 is a check on the street."""
    gate.organisation = office.organisation
    gate.save()

    with pytest.raises(NotAllowed, match="只有该单位和领导小组办公室可以登记"):
        satisfy(gate, clerk)


def test_the_street_is_not_offered_what_the_office_owes(gate, clerk, office, signed_in):
    gate.organisation = office.organisation
    gate.save()

    page = signed_in(clerk).get(f"/projects/{gate.project_id}/phases/").content.decode()

    assert f"/gates/{gate.pk}/satisfy/" not in page


def test_the_office_proves_for_a_bureau(gate, bureau, office):
    gate.organisation = bureau.organisation
    gate.save()

    assert satisfy(gate, office).satisfied_by == office


def test_the_street_next_door_proves_nothing(gate, neighbour):
    with pytest.raises(NotAllowed):
        satisfy(gate, neighbour)


def test_a_gate_of_a_cancelled_project_stays_as_it_is(gate, clerk):
    gate.project.status = ProjectStatus.CANCELLED
    gate.project.save()

    with pytest.raises(DomainError, match="已取消"):
        satisfy(gate, clerk)


def test_another_room_proves_all_gates_of_a_duty(gate, office):
    proved = gates.satisfy_duty(
        project=gate.project, duty=Duty.CONSENT, evidence="表决结果 2023-03-09", by=office, on=TODAY
    )

    assert (proved, gate.project.gates.get(name="80%以上居民表决同意").is_passed) == (1, True)


def test_only_a_leader_overrules(gate, office):
    with pytest.raises(NotAllowed):
        overrule(gate, office)


def test_a_leader_overrules_with_a_reason(gate, group):
    with pytest.raises(DomainError, match="不少于 4 个字"):
        overrule(gate, group, reason="急")


def test_an_overruled_gate_lets_the_phase_pass(gate, group, clerk):
    phase = phases.start(phase=gate.phase, on=TODAY, by=clerk, today=TODAY)
    overrule(gate, group)
    satisfy(Gate.objects.get(name="80%以上居民表决同意"), clerk)

    assert phases.finish(phase=phase, on=TODAY, by=clerk, today=TODAY).actual_end == TODAY


def test_an_overruled_gate_says_so_for_ever(gate, group, clerk, signed_in):
    overrule(gate, group)
    satisfy(gate, clerk)

    page = signed_in(clerk).get(f"/projects/{gate.project_id}/phases/").content.decode()

    assert "批准人：示例领导小组　理由：汛期将至，屋面必须先行施工" in page
    assert "卫改办〔2023〕5号" in page


def test_no_template_removes_an_overruled_gate(gate, group, office, divisions):
    overrule(gate, group)
    later = weibin(divisions, since=date(2023, 3, 1), phases=weibin_without_preparation())

    phases.apply(template=later, projects=[gate.project_id], by=office, today=TODAY)

    assert Gate.objects.get(pk=gate.pk).overruled_by == group


def weibin_without_preparation():
    from tests.projects.templates import WEIBIN

    return WEIBIN[1:]


def test_an_overrule_is_on_record(gate, group):
    overrule(gate, group)

    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.reason, entry.by) == ("越过关口", "汛期将至，屋面必须先行施工", group)


def test_the_office_takes_evidence_back_and_the_gate_is_due_again(gate, clerk, office):
    satisfy(gate, clerk)

    gates.take_back(gate=gate, reason="文号写错，须重新提交", by=office, today=TODAY)

    assert not Gate.objects.get(pk=gate.pk).is_passed
    assert Deadline.objects.get(kind=standing.GATE, subject_id=gate.pk).closed_on is None


def test_evidence_that_a_finished_phase_rests_on_stays(gate, clerk, office):
    phase = phases.start(phase=gate.phase, on=TODAY, by=clerk, today=TODAY)
    for each in list(phase.gates.all()):
        satisfy(each, clerk)
    phases.finish(phase=phase, on=TODAY, by=clerk, today=TODAY)

    with pytest.raises(DomainError, match="请先撤销完成"):
        gates.take_back(gate=gate, reason="文号写错，须重新提交", by=office, today=TODAY)


def test_a_utility_proves_its_gate_without_seeing_projects(gate, person, signed_in):
    utility = person("utility", "卫滨区")
    gate.organisation = utility.organisation
    gate.save()

    answer = signed_in(utility).post(
        f"/gates/{gate.pk}/satisfy/", {"on": "2023-03-10", "evidence": "供电公司回函 2023-03-09"}
    )

    assert (answer.status_code, Gate.objects.get(pk=gate.pk).satisfied_by) == (302, utility)


def test_the_form_says_beforehand_how_much_of_a_reason_is_asked(gate, group, signed_in):
    address = reverse("projects:gate_overrule", args=[gate.pk])

    assert "不少于 4 个字" in signed_in(group).get(address).content.decode()
