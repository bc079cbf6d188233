"""Duplicates among the compounds on file: found by keys, decided by a person, never proposed twice."""

import pytest

from communities.choices import Verdict
from communities.duplicates import Place
from communities.models import Compound, DuplicateDecision
from communities.selectors.duplicates import look_alikes, near, suspected
from communities.services import duplicates
from core.errors import Conflict, NotAllowed
from tests.communities.pool_stories import JIANKANG, a_compound


def proposed(user):
    return {
        frozenset((pair.one.name, pair.other.name)): pair.reason for pair in suspected(Compound.objects.for_user(user))
    }


def test_every_kind_of_likeness_is_found_on_file(office):
    for name, also in (
        ("新运十号院", {}),
        ("新运１０号院", {"street": JIANKANG}),
        ("新运23号院", {}),
        ("轻工局家属院", {"address": "解放大道5号"}),
        ("新运家园", {"former_names": "农机公司家属院"}),
        ("农机公司家属楼", {}),
        ("轻工苑", {"address": "解放大道５号"}),
        ("健康路195号院", {}),
        ("百货公司家属院", {"address": "健康路195号"}),
        ("华青小区", {}),
    ):
        a_compound(office, name=name, **also)

    assert proposed(office) == {
        frozenset(("新运十号院", "新运１０号院")): "名称只有数字或标点写法之分",
        frozenset(("轻工局家属院", "轻工苑")): "坐落相同：解放大道5号",
        frozenset(("新运家园", "农机公司家属楼")): "“农机公司家属院”是新运家园的曾用名",
        frozenset(("健康路195号院", "百货公司家属院")): "百货公司家属院的坐落就是健康路195号院",
    }


def test_a_clerk_is_asked_about_her_own_street_only(office, clerk):
    a_compound(office, name="新运十号院")
    a_compound(office, name="新运10号", street=JIANKANG)
    assert len(proposed(office)) == 1

    assert proposed(clerk) == {}


def test_a_decided_pair_is_not_proposed_again(office):
    pair = a_compound(office, name="中州小区"), a_compound(office, name="中州家属院")

    duplicates.keep_apart(pair=pair, reason="一路之隔的两个小区", by=office)

    assert proposed(office) == {}
    assert look_alikes(pair[0], among=Compound.objects.for_user(office)) == []
    with pytest.raises(Conflict):
        duplicates.keep_apart(pair=pair[::-1], reason="再判一次", by=office)


def test_the_decision_is_seen_by_who_sees_both(office, clerk, neighbour):
    pair = a_compound(office, name="新运十号院"), a_compound(office, name="新运10号", street=JIANKANG)

    decision = duplicates.keep_apart(pair=pair, reason="两个院", by=office)

    assert decision.division_id == "410703000000"
    assert not DuplicateDecision.objects.for_user(clerk).exists()


def test_nobody_decides_about_a_compound_outside_her_territory(office, clerk):
    pair = a_compound(office, name="新运十号院"), a_compound(office, name="新运10号", street=JIANKANG)

    with pytest.raises(NotAllowed):
        duplicates.keep_apart(pair=pair, reason="示例", by=clerk)


def test_merging_keeps_the_name_as_a_former_name(office):
    stays, goes = a_compound(office, name="新运家园"), a_compound(office, name="农机公司家属院")

    duplicates.merge(duplicate=goes, into=stays, reason="同一小区，改过名", by=office)

    stays.refresh_from_db()
    assert stays.former_names == "农机公司家属院"
    assert Compound.objects.active().get() == stays
    assert DuplicateDecision.objects.get().verdict == Verdict.MERGED


def test_rows_of_a_ledger_meet_what_is_on_file(office, django_assert_num_queries):
    there = a_compound(office, name="新运10号院")
    rows = [Place(number, "410703", name) for number, name in enumerate(("新运十号院", "新运23号院", "平川家属院"))]

    with django_assert_num_queries(2):
        found = near(rows, among=Compound.objects.for_user(office))

    assert [(pair.one.ref, pair.other.ref) for pair in found] == [(0, there.pk)]


def test_the_page_asks_a_fixed_number_of_questions(office, django_assert_num_queries):
    for many in (2, 20):
        for number in range(many):
            a_compound(office, name=f"示例{many}{number}家属院", address=f"示例路{many}{number}号")
            a_compound(office, name=f"示例{many}{number}家属楼")
        with django_assert_num_queries(5):
            suspected(Compound.objects.for_user(office))
