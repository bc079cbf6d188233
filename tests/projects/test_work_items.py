"""The catalogue that ships: 巴州附件3 whole, the other lists mapped onto it word by word; and a district's own."""

import re
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from core.errors import DomainError, NotAllowed
from divisions.models import Division, Level
from projects.models import PlanTerm, Scheme, SchemeItem, WorkItem
from projects.services import catalogue
from projects.services.catalogue import ItemFacts
from tests.projects.plan_lists import AROUND, BAZHOU, PARAGRAPHS, XIANGSHAN

NANQIAO, MAZHUANG = "410703008000", "410411001000"
MARKS = re.compile(r"[，。；、]")


def load() -> str:
    out = StringIO()
    call_command("load_work_items", stdout=out)
    return out.getvalue()


@pytest.fixture
def shipped(divisions):
    Division.objects.create(code=XIANGSHAN, name="象山区", level=Level.COUNTY)
    Division.objects.create(code=BAZHOU, name="巴音郭楞蒙古自治州", level=Level.PREFECTURE)
    load()


def own(divisions, office, **facts):
    told = {"code": "WB01", "name": "晾衣架", "category": "improvement", "unit": "个"} | facts
    return catalogue.add(division=divisions["卫滨区"], facts=ItemFacts(**told), by=office)


class TestShipped:
    def test_every_paragraph_is_told_by_its_terms_and_nothing_else(self, shipped):
        """Taken out in their order, the terms leave only what is done, where and why: nothing is missing."""
        for (division, clause), paragraph in PARAGRAPHS.items():
            rest, left = paragraph, []
            for term in PlanTerm.objects.filter(division=division, clause=clause):
                before, found, rest = rest.partition(term.wording)
                assert found, (clause, term.wording)
                left.append(before)

            fragments = {fragment for piece in [*left, rest] for fragment in MARKS.split(piece) if fragment}
            assert fragments <= set(AROUND.split()), (clause, fragments - set(AROUND.split()))

    def test_every_term_stands_in_one_of_the_paragraphs(self, shipped):
        assert set(PlanTerm.objects.values_list("division", "clause")) == PARAGRAPHS.keys()

    def test_every_term_means_an_item(self, shipped):
        assert list(PlanTerm.objects.filter(items=None)) == []

    def test_every_item_is_measured_and_has_its_source(self, shipped):
        assert [item for item in WorkItem.objects.all() if not (item.unit and item.clause)] == []

    @pytest.mark.parametrize(("category", "count"), [("basic", 19), ("improvement", 18), ("upgrade", 11)])
    def test_annex_3_has_an_item_for_each_thing_it_names(self, shipped, category, count):
        items = WorkItem.objects.filter(category=category, clause__startswith="巴州 附件3")

        assert items.count() == count
        assert items.filter(terms__division=BAZHOU).distinct().count() == count

    def test_what_only_another_plan_names_cites_that_plan(self, shipped):
        assert WorkItem.objects.get(name="空调机位规整").clause == "湛河 三（二）"
        assert WorkItem.objects.get(name="旱厕拆除").clause == "象山 四（四）"

    def test_all_districts_may_use_all_of_it(self, shipped):
        assert WorkItem.objects.usable_in(NANQIAO).count() == WorkItem.objects.count()
        assert WorkItem.objects.usable_in(MAZHUANG).count() == WorkItem.objects.count()

    def test_a_district_sees_the_words_of_its_own_plan(self, shipped, clerk):
        assert set(PlanTerm.objects.for_user(clerk).values_list("document", flat=True)) == {"卫政办〔2023〕2号"}

    def test_loading_again_adds_nothing_and_keeps_a_districts_own(self, shipped, divisions, office):
        own(divisions, office)

        assert "装入改造内容 0 项、方案用语 0 条" in load()
        assert WorkItem.objects.filter(name="晾衣架").exists()


class TestOwn:
    def test_is_usable_in_the_district_and_not_next_door(self, shipped, divisions, office):
        item = own(divisions, office)

        assert item in WorkItem.objects.usable_in(NANQIAO)
        assert item not in WorkItem.objects.usable_in(MAZHUANG)

    def test_a_name_of_the_shared_catalogue_is_refused(self, shipped, divisions, office):
        with pytest.raises(DomainError, match="全国目录已有“供水”（编号 J01）"):
            own(divisions, office, name="供水")

    def test_a_code_given_twice_is_refused(self, shipped, divisions, office):
        own(divisions, office)

        with pytest.raises(DomainError, match="编号 WB01 在卫滨区目录中是“晾衣架”"):
            own(divisions, office, name="信报箱")

    def test_a_negative_price_is_refused(self, shipped, divisions, office):
        with pytest.raises(DomainError, match="“晾衣架”的参考单价不能是负数"):
            own(divisions, office, usual_price=Decimal("-1"))

    def test_a_clerk_adds_none(self, shipped, divisions, clerk):
        with pytest.raises(NotAllowed, match="设置本地规则"):
            own(divisions, clerk)

    def test_the_shared_catalogue_is_not_changed_by_a_district(self, shipped, office):
        shared = WorkItem.objects.get(code="J01")

        with pytest.raises(NotAllowed, match="全国共用"):
            catalogue.retire(item=shared, on=date(2023, 3, 1), reason="不用", by=office)

    def test_retired_it_is_offered_no_more_and_can_come_back(self, shipped, divisions, office):
        item = own(divisions, office)

        catalogue.retire(item=item, on=date(2023, 3, 1), reason="并入照明", by=office)
        assert item not in WorkItem.objects.usable_in(NANQIAO)

        catalogue.restore(item=item, by=office)
        assert item in WorkItem.objects.usable_in(NANQIAO)

    def test_retired_it_stays_readable_where_it_was_used(self, shipped, divisions, office, project):
        item = own(divisions, office)
        scheme = Scheme.objects.create(project=project, number=1, created_by=office)
        used = SchemeItem.objects.create(scheme=scheme, site=project.sites.get(), item=item, quantity=3)

        catalogue.retire(item=item, on=date(2023, 3, 1), reason="并入照明", by=office)

        used.refresh_from_db()
        assert str(used) == "晾衣架"

    def test_its_unit_stands_once_a_scheme_measures_by_it(self, shipped, divisions, office, project):
        item = own(divisions, office)
        scheme = Scheme.objects.create(project=project, number=1, created_by=office)
        SchemeItem.objects.create(scheme=scheme, site=project.sites.get(), item=item, quantity=3)

        facts = ItemFacts(code="WB01", name="晾衣架", category="improvement", unit="m")
        with pytest.raises(DomainError, match="计量单位“个”不能改成“m”"):
            catalogue.change(item=item, facts=facts, by=office)
