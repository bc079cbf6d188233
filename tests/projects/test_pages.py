"""The programme pages as the office, a street and a stranger see them."""

import pytest
from django.urls import reverse

from projects.models import Programme, ProgrammeEntry
from projects.services import batches, entries, programmes
from tests.projects.conftest import NANQIAO
from tests.projects.test_batches import XIANGSHAN


def page(name, *args):
    return reverse(f"projects:{name}", args=args)


def text(response):
    return response.content.decode()


class TestProgramme:
    def test_the_list_shows_what_the_records_add_up_to(self, signed_in, office, listed):
        shown = text(signed_in(office).get(page("programme_list")))

        assert "2023年卫滨区老旧小区改造计划" in shown
        assert "762.46" in shown  # 188.77 + 314.61 + 259.08 万元

    def test_the_list_asks_as_much_for_ten_as_for_two(self, signed_in, office, divisions, counted):
        client = signed_in(office)

        def listing(*years):
            for year in years:
                programmes.create(division=divisions["卫滨区"], year=year, title=f"{year}年计划", by=office)
            with counted() as asked:
                assert client.get(page("programme_list")).status_code == 200
            return len(asked)

        listing(2010)  # the session settles
        assert listing(2011) == listing(*range(2012, 2020)) <= 11

    def test_the_page_says_whether_the_plan_ties_out(self, signed_in, office, programme, listed):
        shown = text(signed_in(office).get(page("programme_detail", programme.pk)))

        assert "全部一致：小区数 3 个、居民户数 300 户、计划投资 762.46 万元。" in shown

    def test_a_street_sees_its_own_line_and_no_total(self, signed_in, clerk, programme, listed):
        shown = text(signed_in(clerk).get(page("programme_detail", programme.pk)))

        assert "南桥街道" in shown
        assert "健康路" not in shown
        assert "合计" not in shown

    def test_a_stranger_finds_nothing(self, signed_in, outsider, programme):
        assert signed_in(outsider).get(page("programme_detail", programme.pk)).status_code == 404

    def test_the_office_draws_up_a_programme_with_targets_in_wan_yuan(self, signed_in, office, divisions):
        client = signed_in(office)
        form = client.get(page("programme_create"), {"year": 2024})
        assert "2024年卫滨区城镇老旧小区改造计划" in text(form)

        typed = {
            "year": 2024,
            "title": "2024年计划",
            f"{NANQIAO}-investment": "3,649.40",
            f"{NANQIAO}-floor_area": "11.9",
        }
        client.post(page("programme_create"), typed)

        target = Programme.objects.get(year=2024).targets.get()
        assert (target.investment, target.floor_area) == (36_494_000, 119_000)

    def test_a_figure_that_is_none_comes_back_with_a_sentence(self, signed_in, office, divisions):
        typed = {"year": 2024, "title": "2024年计划", f"{NANQIAO}-households": "很多"}

        response = signed_in(office).post(page("programme_create"), typed)

        assert response.status_code == 422
        assert "南桥街道 居民户数（户）：" in text(response)

    def test_a_second_programme_of_the_year_comes_back_with_the_reason(self, signed_in, office, programme):
        response = signed_in(office).post(page("programme_create"), {"year": 2023, "title": "又一份"})

        assert response.status_code == 422
        assert "卫滨区2023年已有" in text(response)

    def test_the_form_shows_figures_as_they_were_typed(self, signed_in, office, programme):
        assert 'value="503.38"' in text(signed_in(office).get(page("programme_edit", programme.pk)))

    def test_issuing_without_a_number_is_refused_in_words(self, signed_in, office, programme):
        response = signed_in(office).post(page("programme_issue", programme.pk), follow=True)

        assert "请先填写文号" in text(response)


class TestTieOut:
    def test_a_difference_stands_in_its_cell_with_the_rows_that_make_it(self, signed_in, office, programme, listed):
        entry = listed["健康路195号院"]
        facts = {"households": 104, "justification": ""}
        entries.change(entry=entry, version=entry.version, only_buildings=[], by=office, **facts)

        shown = text(signed_in(office).get(page("tie_out", programme.pk)))

        assert "有 2 处不一致：健康路街道居民户数多 1 户；合计居民户数多 1 户。" in shown
        assert "表内小计 104 / 计划 103" in shown
        assert f"programme={programme.pk}&amp;street=410703004000" in shown
        assert "健康路195号院" in shown
        assert "居民户数 103 户 → 104 户" in shown
        assert "中州小区" not in shown

    def test_a_prefecture_ties_out_over_its_counties(self, signed_in, prefecture, divisions, listed):
        above = programmes.create(
            division=divisions["新乡市"],
            year=2023,
            title="2023年新乡市计划",
            targets={"410703000000": {"compounds": 3}, "410700000000": {"compounds": 3}},
            by=prefecture,
        )

        shown = text(signed_in(prefecture).get(page("tie_out", above.pk)))

        assert "全部一致：小区数 3 个。" in shown
        assert "卫滨区" in shown

    @pytest.mark.parametrize("name", ["programme_detail", "tie_out", "batch_list", "batch_assign"])
    def test_pages_ask_as_much_for_twenty_as_for_two(self, signed_in, office, programme, compound, counted, name):
        client = signed_in(office)

        def listing(count, prefix):
            for n in range(count):
                entries.add(programme=programme, compound=compound(f"{prefix}{n}号院"), households=9, by=office)
            with counted() as asked:
                assert client.get(page(name, programme.pk)).status_code == 200
            return len(asked)

        listing(1, "先")  # the session settles
        assert listing(1, "甲") == listing(18, "乙") <= 16


class TestEntries:
    def test_the_list_is_narrowed_by_programme_street_batch_category_and_name(
        self, signed_in, office, programme, listed
    ):
        client = signed_in(office)

        def names(**query):
            shown = text(client.get(page("entry_list"), query))
            return [name for name in listed if name in shown]

        assert names(programme=programme.pk) == list(listed)
        assert names(territory="410703004000") == ["健康路195号院"]
        assert names(category="upgrade") == []
        assert names(q="新运") == []  # made without search text here; the compounds' own tests search

    def test_the_list_asks_as_much_for_twenty_as_for_two(self, signed_in, office, programme, compound, counted):
        client = signed_in(office)

        def listing(count, prefix):
            for n in range(count):
                entries.add(programme=programme, compound=compound(f"{prefix}{n}号院"), households=9, by=office)
            with counted() as asked:
                assert client.get(page("entry_list"), {"programme": programme.pk}).status_code == 200
            return len(asked)

        listing(1, "先")  # the session settles
        assert listing(1, "甲") == listing(18, "乙") <= 16

    def test_a_street_lists_only_its_own(self, signed_in, clerk, listed):
        shown = text(signed_in(clerk).get(page("entry_list")))

        assert "中州小区" in shown
        assert "健康路195号院" not in shown

    def test_listing_a_compound_starts_from_its_known_figures(self, signed_in, office, programme, compound):
        made = compound("孟营小区", "胜利路街道", households=70)
        address = page("entry_add", programme.pk, made.pk)
        client = signed_in(office)

        assert 'value="70"' in text(client.get(address))
        client.post(address, {"households": "71", "investment": "172.49", "categories": ["basic", "upgrade"]})

        entry = ProgrammeEntry.objects.get()
        assert (entry.households, entry.investment, entry.categories) == (71, 1_724_900, "basic,upgrade")

    def test_a_refusal_comes_back_with_what_was_typed(self, signed_in, office, programme, listed):
        address = page("entry_add", programme.pk, listed["中州小区"].compound_id)

        response = signed_in(office).post(address, {"households": "99"})

        assert response.status_code == 422
        assert "同一年度不能重复列入" in text(response)
        assert 'value="99"' in text(response)

    def test_an_entry_is_taken_out_with_a_reason(self, signed_in, office, listed):
        entry = listed["中州小区"]

        signed_in(office).post(page("entry_remove", entry.pk), {"reason": "居民表决未通过"})

        assert not ProgrammeEntry.objects.filter(pk=entry.pk).exists()

    def test_the_compounds_page_gets_its_programmes(self, signed_in, clerk, listed):
        shown = text(signed_in(clerk).get(page("compound_entries", listed["中州小区"].compound_id)))

        assert "2023年卫滨区老旧小区改造计划" in shown
        assert "188.77" in shown


class TestBatches:
    def test_planned_stands_beside_assigned(self, signed_in, office, programme, listed):
        batch = batches.add(programme=programme, number=1, name="第一期", compounds=2, windows=XIANGSHAN, by=office)
        chosen = [listed["中州小区"].pk]
        client = signed_in(office)

        client.post(page("batch_assign", programme.pk), {"batch": batch.pk, "entry": chosen})
        shown = text(client.get(page("batch_list", programme.pk)))

        assert "1 与计划不符" in shown
        assert "2020-03-20<br>至 2020-06-30" in shown
        assert "2 个小区" in shown  # not yet in a batch

    def test_a_street_counts_only_its_own_compounds(self, signed_in, clerk, office, programme, listed):
        batch = batches.add(programme=programme, number=1, name="第一期", compounds=3, windows=[], by=office)
        chosen = [entry.pk for entry in listed.values()]
        entries.assign(programme=programme, entries=chosen, batch_id=batch.pk, by=office)

        shown = text(signed_in(clerk).get(page("batch_list", programme.pk)))

        assert '<td class="n">2</td>' in shown
        assert "与计划不符" not in shown

    def test_a_batch_is_typed_with_its_stages(self, signed_in, office, programme):
        typed = {
            "number": 1,
            "name": "第一期",
            "compounds": 15,
            "windows-TOTAL_FORMS": 2,
            "windows-INITIAL_FORMS": 0,
            "windows-0-stage": "方案设计",
            "windows-0-starts_on": "2020-03-20",
            "windows-0-ends_on": "2020-06-30",
        }

        signed_in(office).post(page("batch_create", programme.pk), typed)

        assert [str(date) for date in programme.batches.get().dates.all()] == ["方案设计"]
