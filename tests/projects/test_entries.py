"""Listing compounds, and 杜绝重复申报 (F14)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communities.choices import CompoundStatus
from core.errors import Conflict, DomainError, NotAllowed
from core.models import AuditEntry
from projects.models import ProgrammeEntry
from projects.policies import AlreadyListed
from projects.services import entries, programmes


@pytest.fixture
def last_year(divisions, office):
    return programmes.create(division=divisions["卫滨区"], year=2022, title="2022年卫滨区改造计划", by=office)


def buildings_of(compound, *names):
    return list(compound.buildings.filter(name__in=names))


def test_a_compound_is_numbered_in_the_order_of_listing(listed):
    assert [entry.number for entry in listed.values()] == [1, 2, 3]


def test_an_entry_lies_where_its_compound_lies(listed):
    assert listed["健康路195号院"].division_id == "410703004000"


def test_a_compound_of_another_district_is_refused(programme, compound, office):
    with pytest.raises(DomainError, match="不在卫滨区范围内"):
        entries.add(programme=programme, compound=compound("马庄小区", "马庄街道"), by=office)


def test_a_removed_compound_is_refused(programme, compound, office):
    with pytest.raises(DomainError, match="先恢复"):
        entries.add(programme=programme, compound=compound("旧院", status=CompoundStatus.REMOVED), by=office)


def test_the_clerk_of_a_street_lists_nothing(programme, compound, clerk):
    with pytest.raises(NotAllowed):
        entries.add(programme=programme, compound=compound("中州小区"), by=clerk)


def test_a_compound_is_listed_once_a_year(programme, listed, office):
    with pytest.raises(AlreadyListed, match="已列入2023年《2023年卫滨区老旧小区改造计划》（全部楼栋），同一年度"):
        entries.add(programme=programme, compound=listed["中州小区"].compound, by=office, justification="有理由也不行")


def test_a_compound_of_last_year_is_refused_and_the_programme_named(programme, last_year, compound, office):
    zhongzhou = compound("中州小区")
    entries.add(programme=last_year, compound=zhongzhou, by=office)

    with pytest.raises(AlreadyListed, match="2022年《2022年卫滨区改造计划》（全部楼栋）"):
        entries.add(programme=programme, compound=zhongzhou, by=office)


def test_a_reason_lets_it_come_back(programme, last_year, compound, office):
    zhongzhou = compound("中州小区")
    entries.add(programme=last_year, compound=zhongzhou, by=office)

    entry = entries.add(programme=programme, compound=zhongzhou, by=office, justification="上年资金不足，转入本年")

    assert (
        AuditEntry.objects.get(action="列入年度计划", subject_id=entry.pk).details["再次纳入理由"]
        == "上年资金不足，转入本年"
    )


def test_other_buildings_let_it_come_back(programme, last_year, compound, office):
    zhongzhou = compound("中州小区", buildings=("1号楼", "2号楼", "3号楼"))
    entries.add(programme=last_year, compound=zhongzhou, by=office, only_buildings=buildings_of(zhongzhou, "1号楼"))

    entry = entries.add(
        programme=programme, compound=zhongzhou, by=office, only_buildings=buildings_of(zhongzhou, "2号楼", "3号楼")
    )

    assert [building.name for building in entry.only_buildings.all()] == ["2号楼", "3号楼"]


def test_the_same_building_does_not_come_back(programme, last_year, compound, office):
    zhongzhou = compound("中州小区", buildings=("1号楼", "2号楼"))
    entries.add(programme=last_year, compound=zhongzhou, by=office, only_buildings=buildings_of(zhongzhou, "1号楼"))

    with pytest.raises(AlreadyListed, match="（1号楼）"):
        entries.add(
            programme=programme, compound=zhongzhou, by=office, only_buildings=buildings_of(zhongzhou, "1号楼", "2号楼")
        )


def test_named_buildings_do_not_help_when_the_whole_compound_was_listed(programme, last_year, compound, office):
    zhongzhou = compound("中州小区", buildings=("1号楼", "2号楼"))
    entries.add(programme=last_year, compound=zhongzhou, by=office)

    with pytest.raises(AlreadyListed, match="全部楼栋"):
        entries.add(programme=programme, compound=zhongzhou, by=office, only_buildings=buildings_of(zhongzhou, "2号楼"))


def test_the_reason_may_not_be_taken_away_later(programme, last_year, compound, office):
    zhongzhou = compound("中州小区")
    entries.add(programme=last_year, compound=zhongzhou, by=office)
    entry = entries.add(programme=programme, compound=zhongzhou, by=office, justification="转入本年")

    with pytest.raises(AlreadyListed):
        entries.change(entry=entry, version=entry.version, only_buildings=[], justification="", by=office)


def test_a_building_of_another_compound_is_refused(programme, compound, office):
    other = compound("别的小区", buildings=("9号楼",))

    with pytest.raises(DomainError, match="所选楼栋不属于中州小区"):
        entries.add(programme=programme, compound=compound("中州小区"), by=office, only_buildings=other.buildings.all())


def test_nobody_overwrites_what_she_has_not_seen(listed, office):
    entry = listed["中州小区"]
    entries.change(entry=entry, version=1, households=77, only_buildings=[], by=office)

    with pytest.raises(Conflict, match="示例领导小组办公室刚刚修改过中州小区（居民户数由76 户改为77 户）"):
        entries.change(entry=entry, version=1, households=78, only_buildings=[], by=office)


def test_taking_a_compound_out_needs_a_reason_and_leaves_a_trace(listed, office):
    entry = listed["中州小区"]
    with pytest.raises(DomainError, match="原因"):
        entries.remove(entry=entry, reason="", by=office)

    entries.remove(entry=entry, reason="居民表决未通过", by=office)

    assert not ProgrammeEntry.objects.filter(compound=entry.compound).exists()
    assert AuditEntry.objects.get(action="移出年度计划").reason == "居民表决未通过"


def test_listing_forty_asks_no_more_than_listing_two(programme, compound, office):
    def queries(count, prefix):
        unlisted = [ProgrammeEntry(compound=compound(f"{prefix}{n}号院")) for n in range(count)]
        with CaptureQueriesContext(connection) as asked:
            entries.create_many(programme=programme, entries=unlisted, by=office, reason="导入")
        return len(asked)

    assert queries(2, "甲") == queries(40, "乙")
