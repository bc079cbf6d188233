"""The pages of a scheme, as the street fills them in and the office reads them."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from communities.models import Building
from projects.choices import SchemeStatus
from projects.models import Project, SchemeItem, SchemeRule
from projects.services import schemes


def page(signed_in, user, name, *args, **query):
    return signed_in(user).get(reverse(f"projects:{name}", args=args), query).content.decode()


def post(signed_in, user, name, *args, **data):
    return signed_in(user).post(reverse(f"projects:{name}", args=args), data)


def test_a_project_without_a_scheme_offers_to_begin_one(project, clerk, signed_in):
    assert "编制改造方案</button>" in page(signed_in, clerk, "project_scheme", project.pk)


def test_a_reader_is_told_who_draws_it_up(project, auditor, signed_in):
    shown = page(signed_in, auditor, "project_scheme", project.pk)

    assert "由实施主体编制后报领导小组办公室审批" in shown
    assert "编制改造方案</button>" not in shown


def test_a_scheme_goes_from_nothing_to_approval_on_its_pages(project, items, clerk, office, signed_in):
    post(signed_in, clerk, "scheme_start", project.pk)
    scheme = project.schemes.get()
    line = {"item": items["外墙"].pk, "place": "", "part": "南立面", "quantity": "100", "unit_price": "85.5"}
    post(signed_in, clerk, "scheme_item_add", scheme.pk, **line)
    words = {"tasks": "外墙", "design": "保温", "management_mode": "professional", "version": 1}
    post(signed_in, clerk, "scheme_edit", scheme.pk, **words)
    post(signed_in, clerk, "scheme_funds", scheme.pk, version=2, district="0.855")
    post(signed_in, clerk, "scheme_submit", scheme.pk)
    scheme.refresh_from_db()
    decision = {"document": "卫旧改办〔2023〕1号", "on": timezone.localdate().isoformat(), "version": scheme.version}
    answer = post(signed_in, office, "scheme_approve", scheme.pk, **decision)

    scheme.refresh_from_db()
    assert answer.status_code == 302
    assert (scheme.status, scheme.decided_by, scheme.items.get().amount) == (
        SchemeStatus.APPROVED,
        office,
        Decimal("8550.00"),
    )


def test_what_has_to_be_mended_is_shown_while_it_is_drawn_up(scheme, line, clerk, signed_in):
    line(scheme, "外墙", 100)

    shown = page(signed_in, clerk, "scheme_detail", scheme.pk)

    assert "有数量没有单价：中州小区“外墙”" in shown
    assert "没有填写后续管理模式" in shown


def test_a_refusal_to_submit_stands_on_the_page(scheme, clerk, signed_in):
    post(signed_in, clerk, "scheme_submit", scheme.pk)

    assert "还没有改造内容" in page(signed_in, clerk, "project_scheme", scheme.project_id)


def test_totals_by_category_and_source_are_shown(approved, auditor, signed_in):
    shown = page(signed_in, auditor, "scheme_detail", approved.pk)

    assert all(text in shown for text in ("8,550.00", "3,750.00", "12,300.00", "区（县市）财政", "卫旧改办〔2023〕1号"))


def test_the_tab_shows_the_version_in_work_and_links_the_one_in_force(approved, project, clerk, signed_in):
    schemes.start_variation(project=project, reason="增加养老设施", by=clerk)

    shown = page(signed_in, clerk, "project_scheme", project.pk)

    assert "改造方案　第 2 版　编制中" in shown
    assert "第 1 版（已批准，2023-03-20）" in shown


def test_a_conflict_of_two_editors_comes_back_with_what_was_typed(scheme, line, clerk, office, signed_in):
    first = line(scheme, "外墙", 100, "85.50")
    line_data = {"place": "", "quantity": "120", "unit_price": "85.5", "version": 1}
    post(signed_in, office, "scheme_item_edit", first.pk, **line_data)

    answer = post(signed_in, clerk, "scheme_item_edit", first.pk, **line_data | {"quantity": "90"})

    assert answer.status_code == 422
    assert "数量现为“120.00”，您填的是“90.00”" in answer.content.decode()


def test_a_negative_price_is_refused_in_the_form(scheme, items, clerk, signed_in):
    line = {"item": items["外墙"].pk, "place": "", "quantity": "1", "unit_price": "-5"}

    answer = post(signed_in, clerk, "scheme_item_add", scheme.pk, **line)

    assert answer.status_code == 422
    assert "单价是 -5.00 元，不能为负" in answer.content.decode()


def test_a_line_is_removed_on_the_page(scheme, line, clerk, signed_in):
    first = line(scheme, "外墙", 100, "85.50")

    post(signed_in, clerk, "scheme_item_remove", first.pk)

    assert scheme.items.count() == 0


def test_two_versions_stand_side_by_side(approved, project, line, clerk, signed_in):
    variation = schemes.start_variation(project=project, reason="增加养老设施", by=clerk)
    line(variation, "养老设施", 1, "20000.01")

    shown = page(signed_in, clerk, "scheme_compare", approved.pk, variation.pk)

    assert "调整 0 行" in shown
    assert "20,000.01" in shown
    assert "32,300.01" in shown
    assert "围墙" not in shown
    assert "围墙" in page(signed_in, clerk, "scheme_compare", approved.pk, variation.pk, all=1)


def test_a_scheme_is_copied_on_the_page(approved, listed, street_office, office, clerk, signed_in):
    from tests.projects.conftest import a_project

    other = a_project(listed["新运23号院"], implementer=street_office, by=office)
    target = schemes.start(project=other, by=clerk)
    address = f"{reverse('projects:scheme_copy', args=[target.pk])}?q=中州"
    data = {"source": approved.pk, "site": other.sites.get().pk, "quantities": "kept"}

    answer = signed_in(clerk).post(address, data, follow=True)

    assert "复制 2 行，请逐行核对数量和单价" in answer.content.decode()
    assert target.items.count() == 2


def test_the_list_without_a_version_counts_what_is_in_force_once(approved, project, clerk, signed_in):
    schemes.start_variation(project=project, reason="调整", by=clerk)

    found = signed_in(clerk).get(reverse("projects:scheme_item_list"))

    assert [line.scheme_id for line in found.context["page"].rows] == [approved.pk, approved.pk]


def test_a_rule_is_set_on_the_page(divisions, office, signed_in):
    data = {"since": "2023-01-01", "document": "卫政办〔2023〕2号", "most_over": "8", "review_days": "7"}

    post(signed_in, office, "scheme_rule_create", **data)

    rule = SchemeRule.objects.get(division=divisions["卫滨区"])
    assert (rule.most_over, rule.review_days) == (8, 7)
    assert "现行" in page(signed_in, office, "scheme_rule_list")


@pytest.mark.parametrize("name", ["scheme_detail", "scheme_item_add", "scheme_funds"])
def test_pages_ask_the_same_whatever_the_number_of_lines(name, scheme, line, clerk, signed_in, counted):
    site = scheme.project.sites.get()

    def fill(start, count):
        for number in range(start, count):
            building = Building.objects.create(compound=site.compound, division=site.division, name=f"{number}号楼")
            line(scheme, "外墙", 1, 1, building=building)

    fill(0, 2)
    page(signed_in, clerk, name, scheme.pk)
    with counted() as few:
        page(signed_in, clerk, name, scheme.pk)
    fill(2, 20)
    with counted() as many:
        page(signed_in, clerk, name, scheme.pk)

    assert len(many) == len(few)


def test_the_list_asks_the_same_whatever_the_number_of_lines(scheme, line, clerk, signed_in, counted):
    for number in range(2):
        line(scheme, "外墙", 1, 1, part=f"{number}")
    page(signed_in, clerk, "scheme_item_list", scheme=scheme.pk)
    with counted() as few:
        page(signed_in, clerk, "scheme_item_list", scheme=scheme.pk)
    for number in range(2, 20):
        line(scheme, "外墙", 1, 1, part=f"{number}")
    with counted() as many:
        page(signed_in, clerk, "scheme_item_list", scheme=scheme.pk)

    assert len(many) == len(few)


def test_the_office_of_the_prefecture_reads_the_scheme_too(approved, prefecture, signed_in):
    Project.objects.filter(pk=approved.project_id).update(investment=None)

    assert "12,300.00" in page(signed_in, prefecture, "scheme_detail", approved.pk)


def test_the_workbook_goes_out_and_comes_back_in_from_the_schemes_page(scheme, line, clerk, signed_in):
    first = line(scheme, "外墙", 100, "85.50")
    her, upload = signed_in(clerk), reverse("imports:upload", args=["scheme_items"])
    link = f"{upload}?scheme={scheme.pk}"
    exported = her.post(f"{reverse('projects:scheme_item_list')}?scheme={scheme.pk}", {"format": "xlsx"})
    book = SimpleUploadedFile("方案内容.xlsx", b"".join(exported.streaming_content))
    SchemeItem.objects.filter(pk=first.pk).delete()

    offered = her.get(link).content.decode()
    preview = her.post(link, {"scheme": scheme.pk, "file": book})
    her.post(f"{preview.url}apply/")

    assert link in page(signed_in, clerk, "project_scheme", scheme.project_id)
    assert "导入方案内容表" in offered
    assert scheme.items.get().amount == Decimal("8550.00")


def test_changed_words_and_the_sum_of_the_funds_stand_side_by_side(approved, project, clerk, signed_in):
    variation = schemes.start_variation(project=project, reason="增加养老设施", by=clerk)
    schemes.change(scheme=variation, version=1, tasks="外墙、养老", design="", management_mode="", by=clerk)

    compared = signed_in(clerk).get(reverse("projects:scheme_compare", args=[approved.pk, variation.pk])).context

    assert compared["comparison"].words == [("总体任务", "", "外墙、养老")]
    assert compared["comparison"].funded.new == Decimal("12300.00")


@pytest.mark.parametrize("name", ["scheme_edit", "scheme_funds", "scheme_discard", "scheme_copy", "scheme_item_add"])
def test_a_page_that_can_save_nothing_says_so_when_it_is_opened(name, approved, clerk, signed_in):
    answer = signed_in(clerk).get(reverse(f"projects:{name}", args=[approved.pk]), follow=True)

    assert "已批准”，不能修改。请发起变更" in answer.content.decode()
