"""Batches and their dates: 象山's four, 15/18/27/27 of 87 (X五)."""

from datetime import date

import pytest
from django.urls import reverse

from core.errors import DomainError
from projects.services import batches, entries
from projects.services.batches import Window, out_of_order
from tests.projects.templates import weibin

XIANGSHAN = [
    Window("项目申报及前期调查", date(2020, 1, 1), date(2020, 3, 20)),
    Window("方案设计和审查", date(2020, 3, 20), date(2020, 6, 30)),
    Window("概（预）算评审", date(2020, 6, 30), date(2020, 9, 30)),
    Window("项目工程招投标", date(2020, 7, 31), date(2020, 10, 31)),
    Window("项目改造实施", date(2020, 8, 31), date(2020, 12, 31)),
    Window("项目竣工及验收", date(2020, 11, 30), date(2021, 1, 31)),
]


def add(programme, office, number=1, windows=(), **facts):
    return batches.add(programme=programme, number=number, name=f"第{number}期", windows=windows, by=office, **facts)


def test_stages_may_overlap(programme, office):
    batch = add(programme, office, windows=XIANGSHAN, compounds=15)

    assert [d.stage for d in batch.dates.all()] == [window.stage for window in XIANGSHAN]
    assert out_of_order(XIANGSHAN) == []


def test_a_stage_that_ends_before_it_starts_is_refused(programme, office):
    with pytest.raises(DomainError, match="“方案设计”的结束日期（2020-06-30）早于开始日期（2020-08-31）"):
        add(programme, office, windows=[Window("方案设计", date(2020, 8, 31), date(2020, 6, 30))])


def test_a_stage_is_named_once(programme, office):
    with pytest.raises(DomainError, match="“设计”填了两次"):
        add(programme, office, windows=[Window("设计"), Window("设计")])


def test_a_stage_out_of_order_is_named():
    review_first = [XIANGSHAN[2], XIANGSHAN[1]]

    assert out_of_order(review_first) == [
        "“方案设计和审查”的开始日期早于“概（预）算评审”的开始日期。",
        "“方案设计和审查”的结束日期早于“概（预）算评审”的结束日期。",
    ]


def test_open_ends_are_no_disorder():
    assert out_of_order([Window("设计", ends_on=date(2020, 6, 30)), Window("评审", starts_on=date(2020, 7, 1))]) == []


def test_a_number_is_used_once(programme, office):
    add(programme, office)

    with pytest.raises(DomainError, match="已有第 1 批"):
        add(programme, office)


def test_changing_a_batch_replaces_its_dates(programme, office):
    batch = add(programme, office, windows=XIANGSHAN)

    batches.change(batch=batch, number=1, name="第一期", compounds=15, windows=XIANGSHAN[:2], by=office)

    assert batch.dates.count() == 2


def test_compounds_are_assigned_in_bulk(programme, listed, office):
    batch = add(programme, office, compounds=2)
    chosen = [listed["中州小区"].pk, listed["新运23号院"].pk]

    moved = entries.assign(programme=programme, entries=chosen, batch_id=batch.pk, by=office)

    assert moved == 2
    assert set(batch.entries.values_list("pk", flat=True)) == set(chosen)


def test_assigning_again_changes_nothing(programme, listed, office):
    batch = add(programme, office)
    chosen = [listed["中州小区"].pk]
    entries.assign(programme=programme, entries=chosen, batch_id=batch.pk, by=office)

    assert entries.assign(programme=programme, entries=chosen, batch_id=batch.pk, by=office) == 0


def test_a_batch_of_another_programme_is_refused(programme, listed, office, divisions):
    from projects.services import programmes

    other = programmes.create(division=divisions["卫滨区"], year=2024, title="2024年计划", by=office)
    batch = add(other, office)

    with pytest.raises(DomainError, match="不属于本计划"):
        entries.assign(programme=programme, entries=[listed["中州小区"].pk], batch_id=batch.pk, by=office)


def test_removing_a_batch_leaves_its_compounds_in_the_programme(programme, listed, office):
    batch = add(programme, office)
    entries.assign(programme=programme, entries=[e.pk for e in listed.values()], batch_id=batch.pk, by=office)

    batches.remove(batch=batch, by=office)

    assert programme.entries.filter(batch=None).count() == 3


def stages_on_the_page_of_a_new_batch(programme, browser):
    form = browser.get(reverse("projects:batch_create", args=[programme.pk])).context["form"]
    return [row.initial["stage"] for row in form.windows if row.initial]


def test_a_new_batch_begins_with_the_stages_of_the_districts_own_template(programme, office, divisions, signed_in):
    weibin(divisions)

    shown = stages_on_the_page_of_a_new_batch(programme, signed_in(office))

    assert shown == ["前期准备", "工程实施", "督导验收", "长效管理"]


def test_a_new_batch_borrows_no_stages_from_another_district(programme, office, divisions, signed_in):
    weibin(divisions, division=divisions["湛河区"])

    assert stages_on_the_page_of_a_new_batch(programme, signed_in(office)) == []


def test_the_stages_proposed_are_kept_with_the_batch(programme, office, divisions, signed_in):
    weibin(divisions)
    typed = {"number": 1, "name": "第1批", "windows-TOTAL_FORMS": 2, "windows-INITIAL_FORMS": 2}
    typed |= {"windows-0-stage": "前期准备", "windows-1-stage": "工程实施"}

    signed_in(office).post(reverse("projects:batch_create", args=[programme.pk]), typed)

    kept = programme.batches.get().dates.values_list("stage", flat=True)
    assert list(kept) == ["前期准备", "工程实施"]
