"""The lists 提醒送达 and 提醒阅读: what went out by which channel and how it fared, and who has read."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django_filters import CharFilter, ChoiceFilter, DateFromToRangeFilter, FilterSet
from django_filters.widgets import DateRangeWidget

from accounts.models import Organisation
from accounts.permissions import Permission
from core.columns import Column, Kind
from core.lists import ListSpec, YesNoFilter, register
from deadlines.choices import Channel, DeliveryStatus
from deadlines.models import Delivery
from deadlines.selectors import digests


def to_whom(delivery: Delivery) -> str:
    return str(delivery.digest.person if delivery.digest else delivery.robot)


def organisation_of(delivery: Delivery) -> Organisation:
    return delivery.digest.person.organisation if delivery.digest else delivery.robot.organisation


def next_try(delivery: Delivery) -> datetime | None:
    return delivery.next_try_at if delivery.status == DeliveryStatus.WAITING else None


def address(delivery: Delivery) -> str:
    return reverse("deadlines:delivery_detail", args=[delivery.pk])


DELIVERY_COLUMNS = (
    Column(key="to", title="收件人、群", value=to_whom, link=address, width=20),
    Column(key="organisation", title="单位", value=organisation_of, width=26),
    Column(key="on", title="日期", kind=Kind.DATE, order_by="on"),
    Column(key="channel", title="渠道", kind=Kind.CHOICE, choices=Channel, order_by="channel"),
    Column(key="status", title="状态", kind=Kind.CHOICE, choices=DeliveryStatus, order_by="status"),
    Column(key="attempts", title="发送次数", kind=Kind.INTEGER, order_by="attempts"),
    Column(key="error", title="说明", width=36),
    Column(key="next_try_at", title="下次发送", kind=Kind.MOMENT, value=next_try, width=18),
    Column(key="finished_at", title="结束时间", kind=Kind.MOMENT, order_by="finished_at", width=18),
    Column(
        key="read_at",
        title="已读时间",
        kind=Kind.MOMENT,
        value=lambda row: row.digest.read_at if row.digest else None,
        width=18,
    ),
)
READING_COLUMNS = (
    Column(key="person", title="收件人", order_by="person__full_name"),
    Column(key="organisation", title="单位", value=lambda row: row.person.organisation, width=26),
    Column(key="on", title="日期", kind=Kind.DATE, order_by="on"),
    Column(key="count", title="提醒条数", kind=Kind.INTEGER),
    Column(key="read_at", title="已读时间", kind=Kind.MOMENT, order_by="read_at", width=18),
)


class DeliveryFilter(FilterSet):
    q = CharFilter(label="收件人、群、单位", method="named")
    on = DateFromToRangeFilter(label="日期", widget=DateRangeWidget(attrs={"type": "date"}))
    channel = ChoiceFilter(label="渠道", choices=Channel.choices)
    status = ChoiceFilter(label="状态", choices=DeliveryStatus.choices)

    class Meta:
        model = Delivery
        fields: list[str] = []

    def named(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        return rows.filter(
            Q(digest__person__full_name__contains=text)
            | Q(digest__person__organisation__name__contains=text)
            | Q(robot__name__contains=text)
            | Q(robot__organisation__name__contains=text)
        )


class ReadingFilter(FilterSet):
    q = CharFilter(label="收件人、单位", method="named")
    on = DateFromToRangeFilter(label="日期", widget=DateRangeWidget(attrs={"type": "date"}))
    unread = YesNoFilter(label="未读", field_name="read_at", lookup_expr="isnull")

    def named(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        return rows.filter(Q(person__full_name__contains=text) | Q(person__organisation__name__contains=text))


DELIVERIES = register(
    ListSpec(
        key="deliveries",
        title="提醒送达",
        columns=DELIVERY_COLUMNS,
        filters=DeliveryFilter,
        rows=digests.deliveries,
        order="-on",
        permission=Permission.MANAGE_REMINDERS,
        empty="还没有发出过提醒。系统管理员在服务器上设置邮件、群机器人或短信网关后，每天的提醒才会向外发送；站内提醒一直有效。",
    )
)
READINGS = register(
    ListSpec(
        key="readings",
        title="站内提醒阅读",
        columns=READING_COLUMNS,
        filters=ReadingFilter,
        rows=digests.listed,
        order="-on",
        permission=Permission.MANAGE_REMINDERS,
        empty="还没有提醒。有期限临近或逾期的事项时，系统每天早上提醒责任人。",
    )
)
