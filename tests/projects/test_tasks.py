"""Who answers for what by the four plans, and the tasks that follow for bureaus and utilities."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import Function, Organisation, OrganisationKind
from accounts.permissions import Role
from core.errors import DomainError, NotAllowed
from deadlines.models import Deadline
from divisions.models import Division, Level
from projects.choices import Duty, ProjectStatus, SchemeStatus
from projects.models import Gate, Phase, Project, Responsibility, ResponsibilityRule, Scheme, SchemeItem, Task, WorkItem
from projects.selectors.responsibilities import Responsible
from projects.services import responsibilities, tasks
from projects.services.responsibilities import Line
from tests.projects.conftest import JIANKANG, NANQIAO, a_project

TODAY = date(2023, 4, 3)
WORKS_END = date(2023, 10, 31)
MEMBERS = {  # the bureaus that each plan's chapter on duties names, by function
    "410703000000": """
        housing finance reform civil_affairs urban_management fire industry audit emergency natural_resources health
        education public_security market
    """,
    "410411000000": """
        housing reform finance party natural_resources urban_management industry public_security emergency culture
        health education civil_affairs
    """,
    "450304000000": "reform finance urban_management",
    "652800000000": """
        party reform education industry public_security civil_affairs finance natural_resources housing commerce culture
        health emergency audit market provident_fund tax post fire other
    """,
}


@pytest.fixture
def plans(divisions):
    """The four plans' catalogue and duties."""
    Division.objects.create(code="450304000000", name="象山区", level=Level.COUNTY)
    Division.objects.create(code="652800000000", name="巴音郭楞蒙古自治州", level=Level.PREFECTURE)
    Division.objects.create(code="652801000000", name="库尔勒市", level=Level.COUNTY, parent_id="652800000000")
    for command in ("load_work_items", "load_responsibilities"):
        call_command(command, stdout=StringIO())


@pytest.fixture
def bureaus(divisions) -> dict[str, Organisation]:
    """Bureaus of 卫滨区 and a water company, by function."""
    district = divisions["卫滨区"]

    def make(function: Function, kind: str = OrganisationKind.BUREAU) -> Organisation:
        name = f"卫滨区{function.label}"
        return Organisation.objects.create(name=name, kind=kind, function=function, division=district)

    told = [Function.HOUSING, Function.FINANCE, Function.REFORM, Function.AUDIT, Function.FIRE, Function.MARKET]
    made = {function: make(function) for function in told}
    return made | {Function.WATER: make(Function.WATER, OrganisationKind.UTILITY)}


@pytest.fixture
def approved(project, office, plans) -> Scheme:
    """中州小区's scheme, approved: 供水 and 消防, no lift."""
    scheme = Scheme.objects.create(project=project, number=1, created_by=office, status=SchemeStatus.APPROVED)
    contain(scheme, "供水", "消防")
    return scheme


@pytest.fixture
def works(project) -> Phase:
    return Phase.objects.create(
        project=project,
        position=1,
        name="工程实施",
        duty=Duty.WORKS,
        status="under_construction",
        planned_end=WORKS_END,
    )


def contain(scheme, *names):
    site = scheme.project.sites.get()
    for name in names:
        SchemeItem.objects.create(scheme=scheme, site=site, item=WorkItem.objects.get(name=name), quantity=1)


def owing(project, duty, on=TODAY):
    found = Responsible([project.division_id], on).organisation_for(duty, project)
    return Organisation.objects.get(pk=found) if found else None


def asked(project):
    return {(str(task.organisation), task.title) for task in Task.objects.filter(project=project).open()}


class TestMatrix:
    def test_the_four_plans_are_complete_in_their_members(self, plans):
        """W五(二) 1-9 and five more, Z六 1-14, X七, B附件1 with its 18 bureaus and the power company."""
        told = {
            rule.division_id: set(rule.lines.exclude(function="").values_list("kind", "function"))
            for rule in ResponsibilityRule.objects.all()
        }
        bureaus = {code: {f for kind, f in pairs if kind == OrganisationKind.BUREAU} for code, pairs in told.items()}

        assert {code: set(named.split()) for code, named in MEMBERS.items()} == bureaus
        assert (OrganisationKind.UTILITY, "power") in told["652800000000"]

    def test_loading_again_adds_nothing(self, plans, capsys):
        call_command("load_responsibilities")

        assert "0 套" in capsys.readouterr().out

    def test_a_line_cites_its_clause(self, plans):
        assert not Responsibility.objects.filter(clause="").exists()

    @pytest.mark.parametrize(
        ("division", "duty", "kind"),
        [
            ("410703000000", Duty.SCHEME, "street_office"),
            ("410703000000", Duty.TENDER, "street_office"),
            ("410703000000", Duty.BUDGET, "bureau"),
            ("410411000000", Duty.FILING, "street_office"),
            ("450304000000", Duty.SCHEME, "leading_group_office"),
            ("450304000000", Duty.TENDER, "leading_group_office"),
            ("450304000000", Duty.WORKS, "leading_group_office"),
            ("450304000000", Duty.ACCEPTANCE, "leading_group"),
            ("652800000000", Duty.NOTICE, "street_office"),
            ("652800000000", Duty.REVIEW, "leading_group_office"),
        ],
    )
    def test_who_is_asked_first(self, plans, division, duty, kind):
        first = Responsibility.objects.filter(rule__division=division, duty=duty).order_by("position").first()

        assert first.kind == kind


class TestResponsible:
    def test_the_street_of_the_project_owes_the_scheme(self, plans, project, street_office):
        assert owing(project, Duty.SCHEME) == street_office

    def test_the_finance_bureau_of_the_district_owes_the_review_of_the_budget(self, plans, project, bureaus):
        assert owing(project, Duty.BUDGET) == bureaus[Function.FINANCE]

    def test_where_the_bureau_is_not_entered_the_next_line_answers(self, plans, project, street_office):
        assert owing(project, Duty.BUDGET) == street_office  # 五(二)1: the street draws up the budget

    def test_a_closed_bureau_owes_nothing(self, plans, project, bureaus):
        Organisation.objects.filter(pk=bureaus[Function.FINANCE].pk).update(until=date(2023, 1, 1))

        assert owing(project, Duty.BUDGET) != bureaus[Function.FINANCE]

    def test_without_a_matrix_the_implementer_owes_everything(self, project, street_office):
        assert owing(project, Duty.BUDGET) == street_office

    def test_before_the_plan_began_it_does_not_hold(self, plans, project, bureaus, street_office):
        assert owing(project, Duty.BUDGET, on=date(2023, 1, 1)) == street_office

    def test_of_a_project_across_two_streets_the_implementer_is_the_street(
        self, plans, project, divisions, street_office
    ):
        project.division = divisions["卫滨区"]

        assert owing(project, Duty.SCHEME) == street_office

    def test_a_countys_own_bureau_goes_before_the_prefectures(self, plans, project):
        def bureau(code):
            made = {"name": f"{code}审计局", "kind": OrganisationKind.BUREAU, "function": Function.AUDIT}
            return Organisation.objects.create(division_id=code, **made)

        project.division_id = "652801000000"
        of_prefecture = bureau("652800000000")
        assert owing(project, Duty.AUDIT) == of_prefecture

        of_county = bureau("652801000000")
        assert owing(project, Duty.AUDIT) == of_county

    def test_many_projects_ask_no_more_than_one(self, plans, listed, bureaus, street_office, office, counted):
        projects = [a_project(entry, implementer=street_office, by=office) for entry in listed.values()]

        def asking(some):
            with counted() as queries:
                matrix = Responsible([project.division_id for project in some], TODAY)
                for project in some:
                    matrix.organisation_for(Duty.BUDGET, project)
                    matrix.lines_for(project, [])
            return len(queries)

        assert asking(projects[:1]) == asking(projects) == 4


class TestFromMatrix:
    def test_bureaus_are_asked_for_what_the_scheme_contains(self, approved, project, office, bureaus):
        tasks.from_matrix(project=project, by=office, today=TODAY)

        told = asked(project)
        assert ("卫滨区消防救援", "督导、指导老旧小区消防设施改造、消防宣传栏安装、消防车通道划线等工作") in told
        assert any(unit == "卫滨区供水排水" for unit, _ in told)
        assert not any(unit == "卫滨区市场监管" for unit, _ in told)  # no lift

    def test_what_holds_on_every_project_is_asked_too(self, approved, project, office, bureaus):
        tasks.from_matrix(project=project, by=office, today=TODAY)

        assert ("卫滨区审计", "及时跟进，主动服务，做好老旧小区改造的审计监督工作") in asked(project)

    def test_the_street_and_the_office_are_asked_nothing(self, approved, project, office, bureaus, street_office):
        tasks.from_matrix(project=project, by=office, today=TODAY)

        assert not Task.objects.filter(organisation__in=[street_office, office.organisation]).exists()

    def test_a_task_is_due_when_the_works_end(self, approved, project, office, bureaus, works):
        tasks.from_matrix(project=project, by=office, today=TODAY)

        assert set(Task.objects.values_list("due_on", flat=True)) == {WORKS_END}
        assert Deadline.objects.open().filter(kind="task", due_on=WORKS_END).count() == Task.objects.count()

    def test_a_task_cites_document_and_clause(self, approved, project, office, bureaus):
        tasks.from_matrix(project=project, by=office, today=TODAY)

        assert Task.objects.get(organisation=bureaus[Function.FIRE]).clause == "卫政办〔2023〕2号 五（二）7"

    def test_asked_twice_nobody_gets_it_twice(self, approved, project, office, bureaus):
        tasks.from_matrix(project=project, by=office, today=TODAY)
        before = asked(project)

        assert tasks.from_matrix(project=project, by=office, today=TODAY) == []
        assert asked(project) == before

    def test_a_variation_adds_what_is_new_and_takes_back_what_is_gone(self, approved, project, office, bureaus):
        tasks.from_matrix(project=project, by=office, today=TODAY)
        approved.items.filter(item__name="消防").delete()
        contain(approved, "加装电梯")

        tasks.from_matrix(project=project, by=office, today=TODAY)

        units = {unit for unit, _ in asked(project)}
        assert "卫滨区市场监管" in units
        assert "卫滨区消防救援" not in units

    def test_what_came_back_into_the_scheme_is_asked_again(self, approved, project, office, bureaus):
        tasks.from_matrix(project=project, by=office, today=TODAY)
        approved.items.filter(item__name="消防").delete()
        tasks.from_matrix(project=project, by=office, today=TODAY)
        contain(approved, "消防")

        tasks.from_matrix(project=project, by=office, today=TODAY)

        assert "卫滨区消防救援" in {unit for unit, _ in asked(project)}

    def test_a_new_matrix_does_not_ask_again_for_what_was_asked(self, approved, project, office, bureaus, divisions):
        tasks.from_matrix(project=project, by=office, today=TODAY)
        line = Responsibility.objects.get(rule__division="410703000000", function=Function.AUDIT)
        same = Line(duty=line.duty, kind=line.kind, function=line.function, wording=line.wording)
        facts = {"division": divisions["卫滨区"], "since": TODAY, "document": "卫政办〔2023〕20号", "by": office}
        responsibilities.set_rule(lines=[same], **facts)

        assert tasks.from_matrix(project=project, by=office, today=TODAY) == []
        assert {unit for unit, _ in asked(project)} == {"卫滨区审计"}

    def test_what_a_gate_asks_of_the_same_bureau_is_not_asked_twice(self, approved, project, office, bureaus, works):
        audit = bureaus[Function.AUDIT]
        Gate.objects.create(
            project=project, phase=works, position=1, name="完成审计", duty=Duty.AUDIT, organisation=audit
        )

        tasks.from_matrix(project=project, by=office, today=TODAY)

        assert not Task.objects.filter(organisation=audit).exists()

    def test_without_an_approved_scheme_it_is_refused(self, plans, project, office, bureaus):
        with pytest.raises(DomainError, match="还没有批准的改造方案"):
            tasks.from_matrix(project=project, by=office, today=TODAY)

    def test_a_clerk_may_not(self, approved, project, clerk):
        with pytest.raises(NotAllowed):
            tasks.from_matrix(project=project, by=clerk, today=TODAY)


def give(project, organisation, by, title="核对管线图", due_on=date(2023, 6, 1)) -> Task:
    return tasks.give(project=project, organisation=organisation, title=title, due_on=due_on, by=by, today=TODAY)


@pytest.fixture
def bureau_task(project, office, bureau) -> Task:
    """The office asks the bureau for something by 1 June."""
    return give(project, bureau.organisation, office)


def deadline(task) -> Deadline:
    return Deadline.objects.get(kind="task", subject_id=task.pk)


class TestTask:
    def test_what_the_office_asks_for_is_due_at_the_bureau(self, bureau_task, bureau):
        due = deadline(bureau_task)

        assert (due.organisation, due.due_on, due.closed_on) == (bureau.organisation, date(2023, 6, 1), None)
        assert due.title == "中州小区改造项目：核对管线图"

    def test_asking_for_the_same_twice_is_refused(self, bureau_task, project, office, bureau):
        with pytest.raises(DomainError, match="已向卫滨区部门下达过同样的责任事项"):
            give(project, bureau.organisation, office)

    def test_what_the_office_asks_for_is_part_of_its_coordination(self, bureau_task):
        assert bureau_task.duty == "coordination"

    def test_a_day_that_has_passed_is_refused(self, project, office, bureau):
        with pytest.raises(DomainError, match="期限 2023-04-02 已过"):
            give(project, bureau.organisation, office, due_on=date(2023, 4, 2))

    def test_done_by_the_bureau_it_is_due_no_more(self, bureau_task, bureau):
        tasks.done(task=bureau_task, result="已核对，见 2023-05-20 会议纪要", by=bureau, on=date(2023, 5, 20))

        assert deadline(bureau_task).outcome == "done"

    def test_done_without_a_word_is_refused(self, bureau_task, bureau):
        with pytest.raises(DomainError, match="请写明办理情况"):
            tasks.done(task=bureau_task, result=" ", by=bureau, on=TODAY)

    def test_done_twice_is_refused(self, bureau_task, bureau):
        tasks.done(task=bureau_task, result="已核对", by=bureau, on=TODAY)

        with pytest.raises(DomainError, match="已于 2023-04-03 办结"):
            tasks.done(task=bureau_task, result="已核对", by=bureau, on=TODAY)

    def test_the_street_does_not_do_the_bureaus_task(self, bureau_task, clerk):
        with pytest.raises(NotAllowed, match="由卫滨区部门办理"):
            tasks.done(task=bureau_task, result="已核对", by=clerk, on=TODAY)

    def test_taken_back_it_is_due_no_more_and_keeps_the_reason(self, bureau_task, office):
        tasks.take_back(task=bureau_task, reason="重复", by=office, on=TODAY)

        bureau_task.refresh_from_db()
        assert (bureau_task.withdrawn_reason, deadline(bureau_task).outcome) == ("重复", "withdrawn")

    def test_while_the_project_rests_its_tasks_are_not_due(self, bureau_task, project):
        Project.objects.filter(pk=project.pk).update(status=ProjectStatus.SUSPENDED)
        tasks.refresh_tasks(projects=[project.pk], today=TODAY)
        assert deadline(bureau_task).outcome == "withdrawn"

        Project.objects.filter(pk=project.pk).update(status=ProjectStatus.PLANNED)
        tasks.refresh_tasks(projects=[project.pk], today=TODAY)
        assert deadline(bureau_task).closed_on is None

    def test_bringing_tasks_up_to_date_asks_as_much_for_twenty_as_for_two(self, project, office, bureau, counted):
        def refreshing(titles):
            Task.objects.bulk_create(
                Task(
                    project=project,
                    organisation=bureau.organisation,
                    duty=Duty.ITEMS,
                    title=title,
                    due_on=TODAY,
                    given_by=office,
                )
                for title in titles
            )
            with counted() as queries:
                tasks.refresh_tasks(projects=[project.pk], today=TODAY)
            return len(queries)

        assert refreshing(["甲", "乙"]) == refreshing([str(number) for number in range(18)])

    def test_a_utility_sees_its_own_task_and_no_others(self, bureau_task, project, office, person):
        water = person(Role.UTILITY, "新乡市")
        its = give(project, water.organisation, office, title="迁改水表")

        assert list(Task.objects.for_user(water)) == [its]
        assert not Project.objects.for_user(water).exists()


class TestSetRule:
    def line(self, **facts):
        return Line(**{"duty": "audit", "kind": "bureau", "function": "audit", "wording": "审计监督"} | facts)

    def set(self, divisions, by, *lines, since=date(2024, 1, 1)):
        facts = {"division": divisions["卫滨区"], "document": "示例〔2024〕1号", "since": since, "by": by}
        return responsibilities.set_rule(lines=lines, **facts)

    def test_holds_from_its_day_and_the_old_one_before(self, plans, divisions, office):
        new = self.set(divisions, office, self.line())

        rules = ResponsibilityRule.objects
        assert rules.in_force(NANQIAO, date(2024, 1, 1)) == new
        assert rules.in_force(JIANKANG, date(2023, 12, 31)).document == "卫政办〔2023〕2号"

    def test_from_a_day_that_the_old_one_covers_is_refused(self, plans, divisions, office):
        with pytest.raises(DomainError, match="施行日期须晚于现有职责分工"):
            self.set(divisions, office, self.line(), since=date(2023, 2, 28))

    def test_a_bureau_of_no_function_is_refused(self, divisions, office):
        with pytest.raises(DomainError, match="第 1 条（审计监督）：部门须写明职能"):
            self.set(divisions, office, self.line(function=""))

    def test_the_same_line_twice_is_refused(self, divisions, office):
        with pytest.raises(DomainError, match="第 2 条与第 1 条相同（审计：审计监督）"):
            self.set(divisions, office, self.line(), self.line())

    def test_without_a_line_it_is_refused(self, divisions, office):
        with pytest.raises(DomainError, match="请至少写一条职责"):
            self.set(divisions, office)

    def test_a_district_sets_none_for_its_neighbour(self, divisions, outsider):
        with pytest.raises(NotAllowed, match="不在您的辖区内"):
            self.set(divisions, outsider, self.line())
