"""The pages of projects as the office and the street use them."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from projects.models import Project
from projects.services import projects, regrouping

DAY = date(2023, 3, 6)


@pytest.fixture
def single(programme, listed, office):
    """One project for each of the three compounds, by the compound's name."""
    made = projects.create_many(programme=programme, entries=list(listed.values()), by=office, today=DAY)
    return dict(zip(listed, made.projects, strict=True))


def create_address(programme, *entries):
    ticked = "&".join(f"entry={entry.pk}" for entry in entries)
    return f"{reverse('projects:project_create', args=[programme.pk])}?{ticked}"


def text_of(response):
    return response.content.decode()


def test_two_ticked_compounds_become_one_project(signed_in, programme, listed, office):
    browser = signed_in(office)
    ticked = [listed["中州小区"], listed["新运23号院"]]
    generate = reverse("projects:project_generate", args=[programme.pk])

    sent_on = browser.post(generate, {"how": "one", "entry": [entry.pk for entry in ticked]})
    form = browser.get(sent_on.url)
    made = browser.post(sent_on.url, {"name": "示例片区", "split_rule": "households", "investment": "503.38"})

    assert sent_on.url == create_address(programme, *ticked)
    assert "中州小区等2个小区片区改造项目" in text_of(form)
    project = Project.objects.get()
    assert made.url == project.get_absolute_url()
    assert [site.investment for site in project.sites.all()] == [Decimal("1941973.60"), Decimal("3091826.40")]


def test_shares_by_hand_that_do_not_add_up_come_back_as_typed(signed_in, programme, listed, office):
    one, two = listed["中州小区"], listed["新运23号院"]
    typed = {"name": "示例片区", "split_rule": "by_hand", f"amount-{one.pk}": "200", f"amount-{two.pk}": "300"}

    answer = signed_in(office).post(create_address(programme, one, two), typed)

    assert answer.status_code == 422
    assert "各小区分摊投资之和比计划投资少 33,800.00 元" in text_of(answer)
    assert 'value="300"' in text_of(answer)
    assert not Project.objects.exists()


def test_only_some_buildings_are_ticked(signed_in, programme, compound, office):
    from projects.services import entries

    made = compound("三栋院", buildings=("1号楼", "2号楼", "3号楼"))
    entry = entries.add(programme=programme, compound=made, by=office)
    first = made.buildings.first()

    signed_in(office).post(create_address(programme, entry), {"name": "一段", f"buildings-{entry.pk}": [first.pk]})

    assert [building.name for building in Project.objects.get().sites.get().only_buildings.all()] == ["1号楼"]


def test_all_the_rest_at_once_says_what_was_left_out(signed_in, programme, listed, office):
    browser = signed_in(office)
    generate = reverse("projects:project_generate", args=[programme.pk])
    browser.post(generate, {"how": "each", "entry": [listed["中州小区"].pk]})

    rest = browser.post(generate, {"how": "all"}, follow=True)
    again = browser.post(generate, {"how": "each", "entry": [listed["中州小区"].pk]}, follow=True)

    assert "已立项 2 个" in text_of(rest)
    assert "未立项：中州小区已在《中州小区改造项目》2023-410703-001中" in text_of(again)
    assert Project.objects.count() == 3


def test_a_compound_that_has_a_project_is_no_longer_offered(signed_in, programme, single, office):
    browser, address = signed_in(office), reverse("projects:project_create", args=[programme.pk])

    assert "计划里没有未立项的小区" in text_of(browser.get(address))
    assert "已立项" in text_of(browser.get(address, {"every": "on"}))


def test_the_page_shows_how_the_investment_is_shared(signed_in, programme, listed, office, clerk):
    chosen = [listed["中州小区"], listed["新运23号院"]]
    project = projects.create(programme=programme, entries=chosen, name="示例片区", by=office, today=DAY)

    page = text_of(signed_in(clerk).get(project.get_absolute_url()))

    assert "76 / 197 × 503.38 万元" in page
    assert "5,033,800.00 元" in page
    assert "修改项目" not in page


def test_a_clerk_reads_of_a_merged_project_that_she_cannot_open(signed_in, single, office, clerk):
    first, _, third = single.values()
    merged = regrouping.merge(
        projects=[first, third], name="示例片区", split_rule="households", reason="相邻", by=office, today=DAY
    )

    page = text_of(signed_in(clerk).get(merged.get_absolute_url()))

    assert f"健康路195号院改造项目（{third.number}）" in page
    assert third.get_absolute_url() not in page


def test_a_correction_is_refused_when_somebody_was_faster(signed_in, single, office):
    project = single["中州小区"]
    site = project.sites.get()
    typed = {"name": "新名", "investment": "188.77", "split_rule": "households", "version": "1"}
    typed |= {f"buildings-{site.pk}": "3", f"households-{site.pk}": "76"}
    browser, address = signed_in(office), reverse("projects:project_edit", args=[project.pk])

    saved = browser.post(address, typed)
    late = browser.post(address, typed | {"name": "另一个名"})

    assert saved.status_code == 302
    assert late.status_code == 422
    assert "已将项目名称由“中州小区改造项目”改为“新名”，您填的是“另一个名”" in text_of(late)


def test_ticked_projects_are_merged(signed_in, programme, single, office):
    first, second, _ = single.values()
    address = reverse("projects:project_merge", args=[programme.pk])
    ticked = f"{address}?project={first.pk}&project={second.pk}"
    browser = signed_in(office)

    to_tick, form = browser.get(address), browser.get(ticked)
    browser.post(ticked, {"name": "示例片区", "split_rule": "households", "reason": "相邻"})

    assert "健康路195号院改造项目" in text_of(to_tick)
    assert "健康路195号院改造项目" not in text_of(form)
    assert Project.objects.get(pk=first.pk).sites.count() == 2


def test_a_cluster_is_split_on_a_page(signed_in, programme, listed, office):
    chosen = [listed["中州小区"], listed["新运23号院"]]
    project = projects.create(programme=programme, entries=chosen, name="示例片区", by=office, today=DAY)
    site = project.sites.last()

    answer = signed_in(office).post(
        reverse("projects:project_split", args=[project.pk]), {"sites": [site.pk], "name": "拆出", "reason": "分开招标"}
    )

    assert answer.url == Project.objects.get(name="拆出").get_absolute_url()


def test_the_office_suspends_a_project_and_is_offered_to_resume_it(signed_in, single, office):
    project = single["中州小区"]
    browser, address = signed_in(office), reverse("projects:project_interrupt", args=[project.pk])

    browser.post(address, {"action": "suspend", "on": "2023-04-01", "reason": "资金未到位"})
    page, form = browser.get(project.get_absolute_url()), browser.get(address)

    assert "暂停（2023-04-01 起）资金未到位" in text_of(page)
    assert "恢复项目" in text_of(form)
    assert "暂停项目" not in text_of(form)


def test_the_list_is_narrowed_to_what_is_late(signed_in, single, office):
    Project.objects.filter(pk=single["中州小区"].pk).update(next_due_on=date(2023, 4, 1))
    browser, address = signed_in(office), reverse("projects:project_list")

    late, rest = browser.get(address, {"late": "true"}), browser.get(address, {"late": "false"})

    assert "中州小区改造项目" in text_of(late)
    assert "新运23号院改造项目" not in text_of(late)
    assert "新运23号院改造项目" in text_of(rest)
    assert "n late" in text_of(late)


@pytest.mark.parametrize("asked", [{"q": "健康路195"}, {"street": "410703004000"}, {"q": "410703-003"}])
def test_the_list_finds_a_project(signed_in, single, office, asked):
    page = text_of(signed_in(office).get(reverse("projects:project_list"), asked))

    assert "健康路195号院改造项目" in page
    assert "中州小区改造项目" not in page


def test_a_compounds_page_names_its_projects(signed_in, single, listed, clerk):
    address = reverse("projects:compound_projects", args=[listed["中州小区"].compound_id])

    assert "中州小区改造项目" in text_of(signed_in(clerk).get(address))


def test_the_pages_ask_as_much_for_twenty_as_for_two(signed_in, programme, compound, office, counted):
    from projects.services import entries

    def pages(first, count):
        listed = [
            entries.add(programme=programme, compound=compound(f"第{n}院"), households=n, by=office)
            for n in range(first, first + count)
        ]
        cluster = projects.create(
            programme=programme, entries=listed, name=f"片区{count}", by=office, today=DAY, investment=Decimal(1000)
        )
        spare = [
            entries.add(programme=programme, compound=compound(f"又{n}院", buildings=("1号楼",)), by=office)
            for n in range(first, first + count)
        ]
        return [
            reverse("projects:project_list"),
            cluster.get_absolute_url(),
            reverse("projects:project_edit", args=[cluster.pk]),
            reverse("projects:project_history", args=[cluster.pk]),
            create_address(programme, *spare),
            reverse("projects:project_merge", args=[programme.pk]),
        ]

    browser, asked = signed_in(office), []
    for addresses in (pages(1, 2), pages(100, 20)):
        browser.get(addresses[0])
        for address in addresses:
            with counted() as queries:
                assert browser.get(address).status_code == 200
            asked.append(len(queries))

    assert asked[:6] == asked[6:]


@pytest.mark.parametrize(
    ("investment", "told"),
    [
        ("5100000", "（合计 503.38 万元）多 6.62 万元，请核对"),
        ("5033799.99", "（合计 503.38 万元）少 0.000001 万元，请核对"),
    ],
)
def test_an_investment_that_is_not_the_planned_one_is_remarked(signed_in, programme, listed, office, investment, told):
    chosen = [listed["中州小区"], listed["新运23号院"]]
    facts = {"programme": programme, "entries": chosen, "name": "示例片区", "investment": Decimal(investment)}
    project = projects.create(by=office, today=DAY, **facts)

    assert told in text_of(signed_in(office).get(project.get_absolute_url()))


def test_an_investment_as_planned_is_not_remarked(signed_in, single, office):
    assert "请核对" not in text_of(signed_in(office).get(single["中州小区"].get_absolute_url()))


def test_a_merged_project_shows_where_it_went_and_no_empty_table(signed_in, single, office):
    first, second, _ = single.values()
    facts = {"name": "示例片区", "split_rule": "households", "reason": "相邻", "by": office, "today": DAY}
    merged = regrouping.merge(projects=[first, second], **facts)

    page = text_of(signed_in(office).get(second.get_absolute_url()))

    assert f'本项目已并入<a href="{merged.get_absolute_url()}">' in page
    assert "分摊投资" not in page
    assert "调整状态" not in page


def test_a_project_that_is_over_has_no_state_to_choose(signed_in, single, office):
    first, second, _ = single.values()
    facts = {"name": "示例片区", "split_rule": "households", "reason": "相邻", "by": office, "today": DAY}
    regrouping.merge(projects=[first, second], **facts)

    answer = signed_in(office).get(reverse("projects:project_interrupt", args=[second.pk]), follow=True)

    assert "《新运23号院改造项目》已取消，状态不能再调整" in text_of(answer)


def test_buildings_are_only_spoken_of_where_they_are_known(signed_in, programme, listed, office):
    address = create_address(programme, listed["中州小区"], listed["新运23号院"])

    assert "勾选楼栋" not in text_of(signed_in(office).get(address))


def test_a_search_field_offers_projects_of_her_territory_by_name_or_number(signed_in, single, clerk):
    browser, address = signed_in(clerk), reverse("projects:project_search")

    named = browser.get(address, {"q": "中州"}).json()["results"]
    numbered = browser.get(address, {"q": "2023-410703"}).json()["results"]

    mine = single["中州小区"]
    assert [each["code"] for each in named] == [str(mine.pk)]
    assert named[0]["path"] == f"{mine.name}（{mine.number} 南桥街道）"
    assert len(numbered) == 2  # the neighbour's is not offered
