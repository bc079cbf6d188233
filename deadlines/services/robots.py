"""Group-chat robots of an organisation. Their addresses hold a secret and are never shown or logged whole."""

from urllib.parse import urlsplit

from django.db import transaction

from accounts.models import Organisation, User
from accounts.permissions import Permission
from core import audit
from core.errors import DomainError, NotAllowed
from deadlines.channels.base import may_call
from deadlines.models import Robot
from divisions.territory import contains


@transaction.atomic
def add(
    *, organisation: Organisation, channel: str, name: str, address: str, secret: str, is_on: bool, by: User
) -> Robot:
    """Let a group chat hear once a day what the organisation's people were reminded of."""
    robot = Robot(channel=channel, secret=secret)
    return _keep(
        robot, organisation=organisation, name=name, address=address, is_on=is_on, by=by, action="新增群机器人"
    )


@transaction.atomic
def change(
    *,
    robot: Robot,
    organisation: Organisation,
    channel: str,
    name: str,
    address: str = "",
    secret: str = "",
    is_on: bool,
    by: User,
) -> Robot:
    """Correct a robot; an address or a secret left empty stays what it is."""
    robot = Robot.objects.select_for_update(of=("self",)).get(pk=robot.pk)
    _check(by, robot.division_id)
    robot.channel, robot.secret = channel, secret or robot.secret
    address = address or robot.address
    return _keep(
        robot, organisation=organisation, name=name, address=address, is_on=is_on, by=by, action="修改群机器人"
    )


@transaction.atomic
def remove(*, robot: Robot, by: User) -> None:
    """Remove a robot and what the list of deliveries tells about it."""
    _check(by, robot.division_id)
    audit.write(by=by, action="删除群机器人", on=robot, details={"单位": str(robot.organisation)})
    robot.delete()


def masked(address: str) -> str:
    """Enough to tell robots apart: the host and the last four characters."""
    return f"{urlsplit(address).hostname}/…{address[-4:]}"


def _keep(
    robot: Robot, *, organisation: Organisation, name: str, address: str, is_on: bool, by: User, action: str
) -> Robot:
    _check(by, organisation.division_id)
    if not may_call(address):
        raise DomainError("这个地址的主机不在本系统允许的范围内；请系统管理员在服务器设置 ROBOT_HOSTS 中加入后再填。")
    if Robot.objects.filter(organisation=organisation, name=name).exclude(pk=robot.pk).exists():
        raise DomainError(f"{organisation}已有名为“{name}”的群机器人，请换一个名称。")
    robot.organisation, robot.division_id = organisation, organisation.division_id
    robot.name, robot.address, robot.is_on = name, address, is_on
    robot.save()
    details = {"单位": str(organisation), "类别": robot.get_channel_display(), "地址": masked(address), "启用": is_on}
    audit.write(by=by, action=action, on=robot, details=details)
    return robot


def _check(by: User, division: str) -> None:
    by.demand(Permission.MANAGE_REMINDERS)
    if not contains(by.territory, division):
        raise NotAllowed("这个单位不在您的辖区内。")
