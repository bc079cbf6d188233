"""What the database itself refuses, also of hand-written SQL that goes round every service."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from funding.choices import ActKind, EntryKind
from funding.models import Allotment, ClosedYear, ContractPart, FundAct, FundEntry, ProjectAccount
from funding.services.ledger import Line
from tests.funding import stories
from tests.funding.stories import yuan

pytestmark = pytest.mark.django_db


def refused(sql: str, *values) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except IntegrityError:
        return True
    return False


def an_entry(entry: FundEntry, **changes) -> bool:
    """Whether the database refuses a copy of the entry with these changes."""
    row = {field.attname: getattr(entry, field.attname) for field in FundEntry._meta.fields if field.attname != "id"}
    row |= changes
    columns = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join(["%s"] * len(row))
    values = [str(value) if isinstance(value, date | Decimal) else value for value in row.values()]
    return refused(f"INSERT INTO funding_fundentry ({columns}) VALUES ({marks})", *values)


@pytest.fixture
def receipt(root) -> FundEntry:
    return root.entries.get()


@pytest.fixture
def allocation(pot) -> FundEntry:
    return pot.entries.get()


@pytest.fixture
def payment(approved, finance) -> FundEntry:
    return stories.paid(approved, by=finance).entries.get()


def test_balances_are_kept_by_the_database(payment, pot, root, part, project):
    for row in (pot, root, part):
        row.refresh_from_db()

    assert (root.received, root.passed, root.paid) == (yuan("946.33"), yuan(200), 0)
    assert (pot.received, pot.passed, pot.paid) == (yuan(200), 0, yuan(30))
    assert (part.amount, part.paid) == (yuan(150), yuan(30))
    account = ProjectAccount.objects.get(project=project)
    assert (account.contracted, account.paid) == (yuan(150), yuan(30))


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("funding_allotment", "received"),
        ("funding_allotment", "passed"),
        ("funding_allotment", "paid"),
        ("funding_contractpart", "amount"),
        ("funding_contractpart", "paid"),
        ("funding_projectaccount", "contracted"),
        ("funding_projectaccount", "paid"),
    ],
)
def test_no_balance_is_changed_by_hand(payment, table, column):
    assert refused(f"UPDATE {table} SET {column} = {column} + 1")


@pytest.mark.parametrize("model", [FundEntry, FundAct])
def test_what_was_entered_is_never_removed(payment, model):
    assert refused(f"DELETE FROM {model._meta.db_table}")


@pytest.mark.parametrize("change", ["amount = amount + 1", "\"on\" = '2023-06-01'", "source = 'street'", "kind = 'x'"])
def test_what_was_entered_is_never_changed(payment, change):
    assert refused(f"UPDATE funding_fundentry SET {change}")


def test_an_entry_follows_its_street_when_streets_merge(payment, divisions):
    assert not refused("UPDATE funding_fundentry SET division_id = %s", divisions["健康路街道"].pk)


def test_no_more_is_allotted_than_the_document_holds(allocation):
    assert an_entry(allocation, amount=yuan("746.34"))
    assert not an_entry(allocation, amount=yuan("746.33"))


def test_no_more_is_taken_back_than_is_left(allocation, payment):
    assert an_entry(allocation, amount=-yuan("170.01"))
    assert not an_entry(allocation, amount=-yuan(170))


def test_no_more_is_paid_than_is_allotted(payment, part, pot, clerk, finance):
    stories.budgeted(part.project, 1_000)
    other = stories.a_contract(part.project, by=clerk, wan=500, number="卫滨施工〔2023〕2号")
    request = stories.a_request(other, pot, by=clerk, wan=171, reviewer=finance)

    assert an_entry(payment, request_id=request.pk, part_id=other.pk, amount=yuan(171))


def test_no_more_is_paid_than_the_contract(payment, part, pot, root, clerk, finance):
    stories.budgeted(part.project, 1_000)
    request = stories.a_request(part, pot, by=clerk, wan=121, reviewer=finance)

    assert an_entry(payment, request_id=request.pk, amount=yuan(121))


def test_no_more_is_paid_than_the_approved_budget(payment, part, pot, clerk, finance):
    stories.budgeted(part.project, 100)
    request = stories.a_request(part, pot, by=clerk, wan=71, reviewer=finance)

    assert an_entry(payment, request_id=request.pk, amount=yuan(71))


def test_no_more_is_paid_than_the_settlement(payment, part, pot, clerk, finance):
    ContractPart.objects.filter(pk=part.pk).update(settled=yuan(100), settled_on=date(2023, 6, 20))
    request = stories.a_request(part, pot, by=clerk, wan=71, reviewer=finance)

    assert an_entry(payment, request_id=request.pk, amount=yuan(71))


def test_no_budget_below_what_is_paid(payment, project):
    assert refused("UPDATE funding_projectaccount SET approved = %s", str(yuan(29)))


def test_nothing_is_paid_without_an_approved_request(payment, part, pot, clerk):
    submitted = stories.a_request(part, pot, by=clerk, wan=10, status="submitted")

    assert an_entry(payment, request_id=None)
    assert an_entry(payment, request_id=submitted.pk, amount=yuan(10))


def test_a_request_is_paid_once(payment, approved):
    approved.status = "approved"
    approved.save()

    assert an_entry(payment)


def test_nothing_is_dated_before_its_document(allocation):
    assert an_entry(allocation, on=date(2023, 2, 28), amount=Decimal(1))


def test_nothing_is_entered_in_a_closed_year(allocation, divisions, finance):
    ClosedYear.objects.create(division=divisions["卫滨区"], year=2023, closed_by=finance)

    assert an_entry(allocation, amount=Decimal(1))
    assert not an_entry(allocation, amount=Decimal(1), on=date(2024, 1, 1))


def test_an_entry_repeats_its_allotment(allocation, divisions):
    assert an_entry(allocation, amount=Decimal(1), source="street")
    assert an_entry(allocation, amount=Decimal(1), project_id=None)
    assert an_entry(allocation, amount=Decimal(1), division_id=divisions["湛河区"].pk)


def test_a_receipt_comes_into_a_root_only(receipt, pot, project):
    assert an_entry(receipt, allotment_id=pot.pk, project_id=project.pk, division_id=pot.division_id)


def test_a_negative_receipt_reverses_one(receipt):
    assert an_entry(receipt, amount=-yuan(1))
    assert an_entry(receipt, amount=-yuan(1), reverses_id=receipt.pk)
    assert not an_entry(receipt, amount=-receipt.amount, reverses_id=receipt.pk)


def test_an_entry_is_reversed_once_and_its_reversal_never(payment, finance):
    back = Line(
        kind=EntryKind.PAYMENT,
        allotment=payment.allotment,
        amount=-payment.amount,
        part=payment.part,
        request=payment.request,
        reverses=payment,
    )
    reversal = stories.posted(ActKind.REVERSE, [back], by=finance).entries.get()

    assert an_entry(reversal)
    assert an_entry(payment, amount=payment.amount, request_id=None, reverses_id=reversal.pk)


def test_balances_begin_at_nothing(document, divisions):
    assert refused(
        "INSERT INTO funding_allotment (document_id, parent_id, division_id, received, passed, paid) "
        "SELECT document_id, id, division_id, 5, 0, 0 FROM funding_allotment"
    )


def test_what_a_project_holds_is_not_passed_down(pot):
    assert refused(
        "INSERT INTO funding_allotment (document_id, parent_id, division_id, received, passed, paid) "
        "SELECT document_id, id, division_id, 0, 0, 0 FROM funding_allotment WHERE id = %s",
        pot.pk,
    )


def test_cents_add_up_exactly(root, project, finance):
    """Thirty times ten cents is three yuan, also where the database reckons in binary fractions."""
    pot = Allotment.objects.create(document=root.document, parent=root, division=project.division, project=project)
    for _ in range(30):
        line = Line(kind=EntryKind.ALLOCATION, allotment=pot, giver=root, amount=Decimal("0.10"))
        stories.posted(ActKind.ALLOCATE, [line], by=finance)
    back = Line(kind=EntryKind.ALLOCATION, allotment=pot, giver=root, amount=Decimal("-3.00"))
    stories.posted(ActKind.TAKE_BACK, [back], by=finance)

    pot.refresh_from_db()
    assert pot.received == 0


def test_accounts_exist_before_money_is_paid(payment, project):
    assert ProjectAccount.objects.get(project=project).paid == payment.amount
