"""The log of acts: read by auditor and audit administrator, each in her territory; changed by nobody."""

import pytest
from django.urls import reverse

from accounts.models import Act
from core import audit

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(signed_in):
    def page(user, **query) -> list[Act]:
        return signed_in(user).get(reverse("accounts:audit_list"), query).context["page"].rows

    return page


def write(by, action="示例操作", **facts):
    return audit.write(by=by, action=action, **facts)


def actions(rows) -> set[str]:
    return {row.action for row in rows}


def test_the_audit_administrator_sees_what_anybody_did_in_her_territory(
    clerk, system_admin, outsider, audit_admin, page
):
    write(clerk, "街道所为")
    write(system_admin, "管理员所为", on=clerk)
    write(outsider, "外区所为")

    assert {"街道所为", "管理员所为"} <= actions(page(audit_admin))
    assert "外区所为" not in actions(page(audit_admin))


def test_a_sign_in_under_an_unknown_name_is_seen_though_it_lies_nowhere(client, audit_admin, page):
    client.post("/sign-in/", {"username": "nobody", "password": "x"})

    (entry,) = page(audit_admin, result="refused")
    assert (entry.by_name, entry.action) == ("nobody", "登录失败")


def test_who_may_not_read_the_log_reads_nothing_of_it(clerk, client):
    client.post("/sign-in/", {"username": "nobody", "password": "x"})

    assert not Act.objects.for_user(clerk).exists()


@pytest.mark.parametrize(
    "query",
    [
        {"person": "街道经办"},
        {"person": "street_clerk"},
        {"action": "修改"},
        {"subject": "街道负责人"},
    ],
    ids=lambda query: next(iter(query)),
)
def test_the_log_is_narrowed_by_person_action_and_subject(query, clerk, leader, finance, auditor, page):
    wanted = write(clerk, "修改小区", on=leader)
    write(finance, "导出", on=finance)

    assert page(auditor, **query) == [Act.objects.get(pk=wanted.pk)]


def test_the_log_is_narrowed_to_what_failed(clerk, auditor, page):
    write(clerk, "修改小区")
    write(clerk, "登录失败", succeeded=False)

    assert actions(page(auditor, result="refused")) == {"登录失败"}


def test_the_log_is_narrowed_by_date(clerk, auditor, page):
    entry = write(clerk)

    day = f"{entry.at:%Y-%m-%d}"
    assert entry.pk in {row.pk for row in page(auditor, at_after=day)}
    assert page(auditor, at_before="2000-01-01") == []


def test_an_act_without_a_subject_lies_where_its_person_works(clerk):
    assert write(clerk).division_id == "410703008000"


def test_an_export_of_the_log_is_itself_on_record(clerk, auditor, signed_in):
    write(clerk)

    answer = signed_in(auditor).post(reverse("accounts:audit_list"), {"format": "csv"})

    assert "示例操作" in answer.getvalue().decode("utf-8-sig")
    assert Act.objects.latest("pk").action == "导出"


def test_the_log_takes_the_same_queries_for_any_number_of_acts(clerk, auditor, signed_in, django_assert_num_queries):
    browser, address = signed_in(auditor), reverse("accounts:audit_list")
    write(clerk)
    browser.get(address)
    with django_assert_num_queries(7):
        browser.get(address)
    for _ in range(20):
        write(clerk)

    with django_assert_num_queries(7):
        browser.get(address)


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"名称": ["旧", "新"]}, "名称：旧 → 新"),
        ({"移交": {"小区": 3, "导入": 1}}, "移交：小区 3、导入 1"),
        ({"停用账号": True}, "停用账号：是"),
        ({"列": ["名称", "户数", "面积"]}, "列：名称、户数、面积"),
        ({"角色": ["", "街道经办"], "原因": ""}, "角色：空 → 街道经办"),
    ],
)
def test_what_was_done_reads_as_a_sentence(details, words, clerk):
    assert write(clerk, details=details).in_words == words
