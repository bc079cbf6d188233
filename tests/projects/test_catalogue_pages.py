"""The pages of work items, duties and tasks, as the office, a bureau and a utility use them."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Function, Organisation
from accounts.permissions import Role
from projects.choices import Duty, ProjectStatus
from projects.models import Project, Responsibility, ResponsibilityRule, Scheme, SchemeItem, Task, WorkItem
from projects.services import responsibilities, tasks
from projects.services.responsibilities import Line

TODAY = date(2023, 4, 3)


@pytest.fixture
def shipped(divisions):
    call_command("load_work_items", stdout=StringIO())
    call_command("load_responsibilities", stdout=StringIO())


def page(client, address, *args, **query):
    return client.get(reverse(f"projects:{address}", args=args), query).content.decode()


def send(client, address, *args, **data):
    return client.post(reverse(f"projects:{address}", args=args), data)


def give(project, organisation, by, title="核对管线图") -> Task:
    return tasks.give(
        project=project, organisation=organisation, title=title, due_on=date(2023, 6, 1), by=by, today=TODAY
    )


class TestCatalogue:
    def test_the_list_is_narrowed_by_pinyin_and_category(self, shipped, signed_in, office):
        shown = page(signed_in(office), "item_list", q="jzdt")

        assert "加装电梯" in shown
        assert "空调机位规整" not in shown
        assert "加装电梯" not in page(signed_in(office), "item_list", category="basic")

    def test_the_list_counts_the_schemes_that_use_an_item(self, shipped, signed_in, office, project):
        scheme = Scheme.objects.create(project=project, number=1, created_by=office)
        water = WorkItem.objects.get(name="供水")
        for quantity in (1, 2):
            SchemeItem.objects.create(scheme=scheme, site=project.sites.get(), item=water, quantity=quantity)

        shown = page(signed_in(office), "item_list", q="J01")

        assert "<td class=n>1</td>" in shown

    def test_the_list_asks_as_much_for_twenty_as_for_two(self, shipped, signed_in, office, counted):
        client = signed_in(office)
        page(client, "item_list")  # the session settles

        def listing(count):
            WorkItem.objects.exclude(code__in=[f"J{number:02}" for number in range(1, count + 1)]).update(
                retired_on=TODAY
            )
            with counted() as asked:
                page(client, "item_list", state="now")
            return len(asked)

        assert listing(20) == listing(2)

    def test_the_office_adds_an_item_on_the_page(self, shipped, signed_in, office):
        facts = {"code": "WB01", "name": "晾衣架", "category": "improvement", "unit": "个", "usual_price": "320.50"}

        response = send(signed_in(office), "item_create", **facts)

        item = WorkItem.objects.get(code="WB01")
        assert response.url == item.get_absolute_url()
        assert str(item.usual_price) == "320.50"

    def test_a_name_that_is_taken_stands_in_the_form(self, shipped, signed_in, office):
        facts = {"code": "WB01", "name": "供水", "category": "basic", "unit": "m"}

        response = send(signed_in(office), "item_create", **facts)

        assert response.status_code == 422
        assert "已有“供水”（编号 J01）" in response.content.decode()

    def test_retired_and_restored_on_the_page(self, shipped, signed_in, office):
        client = signed_in(office)
        send(client, "item_create", code="WB01", name="晾衣架", category="improvement", unit="个")
        item = WorkItem.objects.get(code="WB01")

        send(client, "item_retire", item.pk, on="2023-04-01", reason="并入照明")
        assert "2023-04-01 已停用" in page(client, "item_detail", item.pk)

        send(client, "item_restore", item.pk)
        assert "已停用" not in page(client, "item_detail", item.pk)

    @pytest.mark.parametrize("text", ["供水", "gongshui", "gs", "J01"])
    def test_the_search_field_finds_by_name_pinyin_and_code(self, shipped, signed_in, clerk, text):
        response = signed_in(clerk).get(reverse("projects:item_search"), {"q": text})

        assert "J01 供水（m）" in [line["path"] for line in response.json()["results"]]

    def test_the_search_field_offers_nothing_retired(self, shipped, signed_in, clerk):
        WorkItem.objects.filter(code="J01").update(retired_on=TODAY)

        response = signed_in(clerk).get(reverse("projects:item_search"), {"q": "供水"})

        assert response.json() == {"results": []}

    def test_the_words_of_the_plan_lead_to_items(self, shipped, signed_in, clerk):
        shown = page(signed_in(clerk), "plan_terms")

        assert "末端投递综合服务站" in shown
        assert "T11 邮政快递末端综合服务站" in shown
        assert "空调机位" not in shown  # 湛河's plan does not hold here


class TestDuties:
    def test_a_bureau_finds_its_own_lines_marked(self, shipped, signed_in, bureau):
        Organisation.objects.filter(pk=bureau.organisation_id).update(function=Function.FIRE)
        bureau.organisation.refresh_from_db()

        rows = page(signed_in(bureau), "responsibility_list").split("<tr")

        marked = [row for row in rows if "本单位" in row]
        assert len(marked) == 1
        assert "消防车通道划线" in marked[0]

    def test_a_matrix_that_was_replaced_is_not_shown(self, shipped, signed_in, office, divisions):
        line = Line(duty="audit", kind="bureau", function="audit", wording="新的审计职责")
        responsibilities.set_rule(
            division=divisions["卫滨区"], since=date(2024, 1, 1), document="示例〔2024〕1号", lines=[line], by=office
        )

        shown = page(signed_in(office), "responsibility_list")

        assert "新的审计职责" in shown
        assert "消防车通道划线" not in shown

    def test_the_page_asks_as_much_for_many_lines_as_for_few(self, shipped, signed_in, office, counted):
        client = signed_in(office)

        def reading():
            with counted() as asked:
                page(client, "responsibility_list")
            return len(asked)

        reading()  # the session settles
        many = reading()
        Responsibility.objects.filter(rule__division="410703000000", position__gt=2).exclude(duty=Duty.ITEMS).delete()

        assert reading() == many

    def test_the_form_starts_from_the_matrix_in_force(self, shipped, signed_in, office):
        shown = page(signed_in(office), "responsibility_create")

        assert "督导、指导老旧小区消防设施改造" in shown
        assert 'value="消防、消防通道清理疏通"' in shown

    def send_lines(self, client, *lines, since="2024-01-01"):
        data = {
            "since": since,
            "document": "示例〔2024〕1号",
            "lines-TOTAL_FORMS": len(lines),
            "lines-INITIAL_FORMS": 0,
        }
        for number, line in enumerate(lines):
            data |= {f"lines-{number}-{name}": value for name, value in line.items()}
        return send(client, "responsibility_create", **data)

    def test_the_office_sets_a_new_one_on_the_page(self, shipped, signed_in, office):
        lift = {"kind": "bureau", "function": "market", "duty": "items", "wording": "指导加装电梯", "items": "加装电梯"}

        response = self.send_lines(signed_in(office), lift, {"kind": "", "wording": ""})

        assert response.status_code == 302
        line = ResponsibilityRule.objects.get(document="示例〔2024〕1号").lines.get()
        assert [item.name for item in line.items.all()] == ["加装电梯"]

    def test_an_item_that_does_not_exist_is_named_and_what_was_typed_stays(self, shipped, signed_in, office):
        line = {"kind": "bureau", "function": "market", "duty": "items", "wording": "指导飞毯", "items": "飞毯"}

        response = self.send_lines(signed_in(office), line)

        assert response.status_code == 422
        assert "改造内容清单中没有“飞毯”" in response.content.decode()
        assert "指导飞毯" in response.content.decode()

    def test_a_row_without_words_is_not_passed_over_silently(self, shipped, signed_in, office):
        response = self.send_lines(signed_in(office), {"kind": "bureau", "duty": "items", "wording": ""})

        assert "请填写职责内容" in response.content.decode()


class TestTasks:
    def test_the_office_asks_and_the_bureau_answers_on_the_page(self, signed_in, project, office, bureau):
        asked = {"organisation": bureau.organisation_id, "title": "核对管线图", "due_on": ""}
        send(signed_in(office), "task_give", project.pk, **asked)
        task = Task.objects.get()

        client = signed_in(bureau)
        assert "本单位" in page(client, "project_tasks", project.pk)
        send(client, "task_done", task.pk, result="已核对，见会议纪要", on="2023-04-03")

        assert "2023-04-03 办结" in page(client, "project_tasks", project.pk)

    def test_a_late_task_says_by_how_many_days(self, signed_in, project, office, bureau):
        task = give(project, bureau.organisation, office)

        shown = page(signed_in(bureau), "task_detail", task.pk)

        assert '<span class="late">逾期' in shown

    def test_a_utility_opens_its_task_and_not_the_project(self, signed_in, project, office, person):
        water = person(Role.UTILITY, "新乡市")
        task = give(project, water.organisation, office, title="迁改水表")
        client = signed_in(water)

        shown = page(client, "task_detail", task.pk)
        assert "迁改水表" in shown
        assert project.get_absolute_url() not in shown
        assert client.get(reverse("projects:project_tasks", args=[project.pk])).status_code == 403

        send(client, "task_done", task.pk, result="已迁改", on="2023-05-20")
        task.refresh_from_db()
        assert task.done_by == water

    def test_without_an_approved_scheme_the_page_says_so(self, shipped, signed_in, project, office):
        client = signed_in(office)
        response = client.post(reverse("projects:tasks_from_matrix", args=[project.pk]), follow=True)

        assert "还没有批准的改造方案" in response.content.decode()

    def test_taken_back_it_says_why(self, signed_in, project, office, bureau):
        task = give(project, bureau.organisation, office)

        client = signed_in(office)
        send(client, "task_take_back", task.pk, reason="由城管局办理")

        assert "由城管局办理" in page(client, "project_tasks", project.pk)

    def test_the_tab_asks_as_much_for_twenty_as_for_two(self, signed_in, project, office, bureau, counted):
        client = signed_in(bureau)

        def reading(titles):
            Task.objects.bulk_create(
                Task(
                    project=project,
                    organisation=bureau.organisation,
                    duty=Duty.ITEMS,
                    title=title,
                    given_by=office,
                    due_on=TODAY,
                )
                for title in titles
            )
            with counted() as asked:
                page(client, "project_tasks", project.pk)
            return len(asked)

        reading([])  # the session settles
        assert reading(["甲", "乙"]) == reading([str(number) for number in range(18)])

    def test_for_a_project_that_rests_the_refusal_stands_in_the_form(self, signed_in, project, office, bureau):
        Project.objects.filter(pk=project.pk).update(status=ProjectStatus.SUSPENDED)
        client = signed_in(office)

        assert "下达责任事项" in page(client, "task_give", project.pk)
        response = send(client, "task_give", project.pk, organisation=bureau.organisation_id, title="核对管线图")

        assert response.status_code == 422
        assert "暂停" in response.content.decode()
