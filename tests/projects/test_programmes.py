"""Drawing up a programme, issuing it, taking it back."""

from decimal import Decimal

import pytest

from core.errors import Conflict, NotAllowed
from core.models import AuditEntry
from projects.models import Programme, Target
from projects.policies import Issued
from projects.services import programmes
from tests.projects.conftest import JIANKANG, NANQIAO


def change(programme, *, by, **more):
    as_it_is = {
        "version": programme.version,
        "title": programme.title,
        "document": programme.document,
        "households_in_wan": False,
        "targets": {t.division_id: {"households": t.households} for t in programme.targets.all()},
    }
    return programmes.change(programme=programme, by=by, **as_it_is | more)


def test_a_division_has_one_programme_a_year(programme, office, divisions):
    with pytest.raises(programmes.AlreadyThere, match="卫滨区2023年已有《2023年卫滨区老旧小区改造计划》"):
        programmes.create(division=divisions["卫滨区"], year=2023, title="第二份", by=office)


def test_the_office_of_another_district_draws_up_nothing_here(outsider, divisions):
    with pytest.raises(NotAllowed):
        programmes.create(division=divisions["卫滨区"], year=2024, title="越界", by=outsider)


def test_a_street_clerk_does_not_draw_up_the_districts_programme(clerk, divisions):
    with pytest.raises(NotAllowed, match="没有“编制年度计划”的权限"):
        programmes.create(division=divisions["卫滨区"], year=2024, title="越权", by=clerk)


def test_targets_are_kept_and_changed_with_their_history(programme, office):
    change(programme, by=office, targets={NANQIAO: {"households": 198}})

    assert list(Target.objects.values_list("division_id", "households")) == [(NANQIAO, 198)]
    assert list(Target.history.filter(division_id=NANQIAO).values_list("households", flat=True)) == [198, 197]


def test_a_target_outside_the_programmes_division_is_refused(programme, office):
    with pytest.raises(programmes.DomainError, match="410411001000 不在卫滨区范围内"):
        change(programme, by=office, targets={"410411001000": {"households": 1}})


def test_nobody_overwrites_what_she_has_not_seen(programme, office):
    change(programme, by=office, title="改过的名称")

    with pytest.raises(Conflict, match="示例领导小组办公室刚刚修改过"):
        change(programme, by=office, title="又改一次")


def test_an_issued_programme_needs_a_document_number(programme, office):
    with pytest.raises(programmes.Incomplete, match="文号"):
        programmes.issue(programme=programme, by=office)


def test_what_was_issued_stands_until_it_is_taken_back_with_a_reason(programme, office):
    numbered = change(programme, by=office, document="卫政办〔2023〕2号")
    issued = programmes.issue(programme=numbered, by=office)

    with pytest.raises(Issued, match="先退回编制"):
        change(issued, by=office, targets={JIANKANG: {"investment": Decimal(1)}})
    with pytest.raises(programmes.Incomplete, match="原因"):
        programmes.take_back(programme=issued, reason=" ", by=office)

    taken_back = programmes.take_back(programme=issued, reason="资金调整", by=office)
    assert not taken_back.is_issued
    assert AuditEntry.objects.filter(action="退回编制年度计划", reason="资金调整").count() == 1


def test_a_programme_that_lists_compounds_is_not_deleted(programme, listed, office):
    with pytest.raises(programmes.DomainError, match="已列入 3 个小区"):
        programmes.remove(programme=programme, by=office)


def test_a_programme_begun_by_mistake_is_deleted(programme, office):
    programmes.remove(programme=programme, by=office)

    assert not Programme.objects.exists()


class TestWhoSeesIt:
    def test_the_streets_below_see_the_programme_of_their_district(self, programme, clerk):
        assert list(Programme.objects.for_user(clerk)) == [programme]

    def test_the_prefecture_above_sees_it(self, programme, prefecture):
        assert list(Programme.objects.for_user(prefecture)) == [programme]

    def test_a_street_sees_its_own_target_only(self, programme, clerk):
        assert [t.division_id for t in Target.objects.for_user(clerk)] == [NANQIAO]

    def test_another_district_sees_nothing(self, programme, outsider):
        assert not Programme.objects.for_user(outsider).exists()

    def test_an_administrator_sees_nothing(self, programme, system_admin):
        assert not Programme.objects.for_user(system_admin).exists()
