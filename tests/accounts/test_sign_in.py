"""Signing in: first password, expiry, lock-out, idling, and all of it on record (GB/T 22239 8.1.4.1, 8.1.4.3)."""

from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import Act
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
SIGN_IN, CHANGE = "/sign-in/", "/password/"
NEW = "Nanqiao#2024"


def sign_in(client, user, password=PASSWORD, **data):
    return client.post(SIGN_IN, {"username": user.username, "password": password, **data})


def change(client, new=NEW, old=PASSWORD):
    return client.post(CHANGE, {"old_password": old, "new_password1": new, "new_password2": new})


def acts() -> list[tuple[str, bool]]:
    return list(Act.objects.order_by("pk").values_list("action", "succeeded"))


def test_she_opens_what_her_role_opens_first(client, security_admin):
    sign_in(client, security_admin)

    assert client.get("/").url == reverse("accounts:person_list")


def test_she_comes_back_to_the_page_that_asked_her_to_sign_in(client, system_admin):
    asked = client.get("/people/?q=示例").url

    answer = sign_in(client, system_admin, next=asked.split("next=")[1])

    assert answer.status_code == 302
    assert "/people/" in answer.url


def test_nobody_is_led_to_another_site(client, system_admin):
    assert sign_in(client, system_admin, next="https://elsewhere.example/").url == "/"


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(client, system_admin, person):
    clerk = person("street_clerk", "南桥街道")

    answer = client.post(
        reverse("accounts:person_password", args=[clerk.pk]),
        headers={"referer": f"http://testserver/people/{clerk.pk}/"},
    )

    assert answer.url == f"{SIGN_IN}?next=/people/{clerk.pk}/"


def test_a_referer_of_another_site_is_not_followed(client, divisions):
    answer = client.post("/leave/", headers={"referer": "https://elsewhere.example/people/"})

    assert answer.url == f"{SIGN_IN}?next=/leave/"


def test_the_first_password_must_be_changed_before_anything_else(client, system_admin):
    system_admin.must_change_password = True
    system_admin.save()
    sign_in(client, system_admin)

    assert client.get("/people/").url == CHANGE
    assert "这是初始密码" in client.get(CHANGE).content.decode()

    change(client)

    assert client.get("/people/").status_code == 200


def test_a_password_holds_for_ninety_days(client, system_admin):
    sign_in(client, system_admin)
    today = timezone.now()

    with time_machine.travel(today + timedelta(days=90), tick=False):
        client.force_login(system_admin, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get("/people/").status_code == 200
    with time_machine.travel(today + timedelta(days=91), tick=False):
        client.force_login(system_admin, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get("/people/").url == CHANGE
        assert "密码已使用超过 90 天" in client.get(CHANGE).content.decode()


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("nanqiao#2024", "小写字母、大写字母、数字和符号"),
        ("NanqiaoAbcd2024", "小写字母、大写字母、数字和符号"),
        ("Nq#1", "至少要 8 个字符"),
        (PASSWORD, "新密码不能与原密码相同"),
    ],
)
def test_a_weak_password_is_refused_in_a_sentence(new, words, client, clerk):
    sign_in(client, clerk)

    answer = change(client, new=new)

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_she_stays_signed_in_after_changing_her_password(client, system_admin):
    sign_in(client, system_admin)

    change(client)

    assert client.get("/people/").status_code == 200
    assert ("修改密码", True) in acts()


def test_five_wrong_passwords_lock_the_account_and_the_page_says_for_how_long(client, clerk):
    for _ in range(4):
        assert sign_in(client, clerk, "wrong").status_code == 422

    locked = sign_in(client, clerk, "wrong")

    assert locked.status_code == 429
    assert "已锁定 10 分钟" in locked.content.decode()
    assert sign_in(client, clerk).status_code == 429


def test_after_ten_minutes_she_may_try_again(client, clerk):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        for _ in range(5):
            sign_in(client, clerk, "wrong")

    with time_machine.travel(now + timedelta(minutes=11), tick=False):
        assert sign_in(client, clerk).status_code == 302


def test_a_colleague_on_another_computer_is_not_locked_out(client, clerk, neighbour):
    for _ in range(5):
        sign_in(client, clerk, "wrong")

    assert sign_in(client, neighbour).status_code == 302


def test_a_closed_account_gets_the_same_words_as_a_wrong_password(client, clerk):
    clerk.is_active = False
    clerk.save()

    assert "账号或密码不对" in sign_in(client, clerk).content.decode()


def test_every_sign_in_and_sign_out_is_on_record_with_its_address(client, clerk):
    sign_in(client, clerk)
    client.post("/sign-out/")

    entry = Act.objects.get(action="登录")
    assert acts() == [("登录", True), ("退出", True)]
    assert (entry.by, entry.address, entry.division_id) == (clerk, "127.0.0.1", "410703008000")


def test_failures_and_the_lock_out_are_on_record(client, clerk):
    for _ in range(5):
        sign_in(client, clerk, "wrong")

    assert Counter(acts()) == {("登录失败", False): 5, ("账号锁定", False): 1}


def test_an_unknown_name_is_on_record_too(client, db):
    client.post(SIGN_IN, {"username": "nobody", "password": "x"})

    entry = Act.objects.get()
    assert (entry.by, entry.by_name, entry.division) == (None, "nobody", None)


def test_the_log_never_holds_a_password(client, clerk):
    sign_in(client, clerk, "Secret#12345")

    assert "Secret#12345" not in str(list(Act.objects.values()))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "10.9.9.9", "127.0.0.1"),  # nobody before us: the head is the visitor's own invention
        (1, "10.9.9.9, 10.0.0.7", "10.0.0.7"),
        (2, "10.9.9.9, 10.0.0.7, 10.0.0.1", "10.0.0.7"),
        (1, "", "127.0.0.1"),
    ],
)
def test_the_address_is_the_one_our_own_proxy_saw(proxies, forwarded, address, client, clerk, settings):
    settings.PROXY_COUNT = proxies

    client.post(SIGN_IN, {"username": clerk.username, "password": PASSWORD}, headers={"x-forwarded-for": forwarded})

    assert Act.objects.get(action="登录").address == address


def test_a_session_ends_after_thirty_idle_minutes(client, system_admin):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        sign_in(client, system_admin)
        client.get("/people/")

    with time_machine.travel(now + timedelta(minutes=31), tick=False):
        assert client.get("/people/").url == f"{SIGN_IN}?next=/people/"


def test_a_session_lives_while_it_is_used(client, system_admin):
    now = timezone.now()
    for minutes in (0, 20, 40, 60):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            if not minutes:
                sign_in(client, system_admin)
            assert client.get("/people/").status_code == 200


def test_an_account_without_a_role_is_told_whom_to_ask(client, clerk):
    clerk.role = ""
    clerk.save()
    sign_in(client, clerk)

    page = client.get("/", follow=True).content.decode()

    assert "您的账号还没有角色，请联系安全管理员授予。" in page
