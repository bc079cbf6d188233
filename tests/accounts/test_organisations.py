"""Organisations of the plans' department lists (F02)."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Act, Function, Organisation, OrganisationKind, User
from accounts.services import organisations
from communities.models import Compound
from core.errors import DomainError, NotAllowed

pytestmark = pytest.mark.django_db

BUREAUS = [
    ("示例区住房和城乡建设局", Function.HOUSING),
    ("示例区发展和改革委员会", Function.REFORM),
    ("示例区财政局", Function.FINANCE),
    ("示例区民政局", Function.CIVIL_AFFAIRS),
    ("示例区城市管理局", Function.URBAN_MANAGEMENT),
    ("示例区自然资源和规划局", Function.NATURAL_RESOURCES),
    ("示例区公安分局", Function.PUBLIC_SECURITY),
    ("示例区消防救援大队", Function.FIRE),
    ("示例区工业和信息化局", Function.INDUSTRY),
    ("示例区审计局", Function.AUDIT),
]


@pytest.fixture
def add(divisions, system_admin):
    def add(name="示例局", kind=OrganisationKind.BUREAU, division="卫滨区", by=system_admin, **facts) -> Organisation:
        return organisations.add(name=name, kind=kind, division=divisions[division], by=by, **facts)

    return add


def change(organisation, by, **facts) -> Organisation:
    same = {key: getattr(organisation, key) for key in ("name", "kind", "function", "division")}
    return organisations.edit(organisation=organisation, by=by, **same | facts)


def test_the_department_list_of_a_plan_can_be_set_up(add):
    for name, function in BUREAUS:
        add(name, function=function)

    assert Organisation.objects.filter(kind=OrganisationKind.BUREAU, division_id="410703000000").count() >= len(BUREAUS)


def test_a_township_is_a_street_office_of_its_own_division(add, divisions):
    assert add("示例乡人民政府", OrganisationKind.STREET_OFFICE, "胜利路街道").division == divisions["胜利路街道"]


@pytest.mark.parametrize(
    ("kind", "division"),
    [
        (OrganisationKind.STREET_OFFICE, "卫滨区"),
        (OrganisationKind.STREET_OFFICE, "示例社区"),
        (OrganisationKind.COMMUNITY, "南桥街道"),
        (OrganisationKind.LEADING_GROUP_OFFICE, "南桥街道"),
        (OrganisationKind.BUREAU, "南桥街道"),
    ],
)
def test_an_organisation_suits_the_level_of_its_jurisdiction(kind, division, add):
    with pytest.raises(DomainError, match="的辖区须是"):
        add(kind=kind, division=division)


def test_a_name_stands_once_in_a_division(add):
    add("示例局")

    with pytest.raises(DomainError, match="名称不能重复"):
        add("示例局")


def test_organisations_are_kept_by_the_system_administrator_in_her_territory(add, office):
    with pytest.raises(NotAllowed):
        add(by=office)
    with pytest.raises(NotAllowed, match="湛河区不在您的辖区内"):
        add(division="湛河区")


def test_with_its_jurisdiction_changes_what_its_people_see(clerk, divisions, system_admin):
    Compound.objects.create(division_id="410703004000", name="示例小区")

    change(clerk.organisation, system_admin, division=divisions["健康路街道"])

    assert Compound.objects.for_user(User.objects.get(pk=clerk.pk)).count() == 1


def test_a_change_is_on_record_with_old_and_new(clerk, system_admin):
    change(clerk.organisation, system_admin, name="南桥街道办事处")

    entry = Act.objects.latest("pk")
    assert (entry.action, entry.in_words) == ("修改机构", "名称：南桥街道街道办事处（乡镇） → 南桥街道办事处")


def test_a_kind_that_its_peoples_roles_do_not_suit_is_refused(clerk, system_admin):
    with pytest.raises(DomainError, match=r"街道经办.*不符"):
        change(clerk.organisation, system_admin, kind=OrganisationKind.UTILITY)


def test_an_organisation_with_people_is_not_stopped(clerk, system_admin):
    with pytest.raises(DomainError, match="还有 1 名在用人员"):
        organisations.stop(organisation=clerk.organisation, on=date(2026, 3, 20), reason="示例", by=system_admin)


def test_a_stopped_organisation_takes_no_more_people(add, system_admin, signed_in):
    stopped = add("示例已撤并局")
    organisations.stop(organisation=stopped, on=date(2026, 3, 20), reason="机构改革", by=system_admin)

    page = signed_in(system_admin).get(reverse("accounts:person_create"))

    assert stopped not in page.context["form"].fields["organisation"].queryset


def test_setting_up_an_organisation_in_the_browser(divisions, system_admin, signed_in):
    facts = {"name": "示例区财政局", "kind": "bureau", "function": "finance", "division": "410703000000"}

    signed_in(system_admin).post(reverse("accounts:organisation_create"), facts)

    assert Organisation.objects.get(name="示例区财政局").function == Function.FINANCE


def test_the_list_counts_who_works_there(clerk, leader, system_admin, signed_in):
    leader.is_active = False
    leader.save()

    page = signed_in(system_admin).get(reverse("accounts:organisation_list"), {"kind": "street_office"})

    rows = page.context["page"].rows
    assert [(row.name, row.people_count) for row in rows] == [(clerk.organisation.name, 1)]
