"""Columns of people, organisations and the log of acts."""

from accounts.models import Organisation, User
from core.columns import Column, Kind
from divisions.models import Division


def state_of(person: User) -> str:
    """In words; the list notes who is locked out (accounts/selectors.py)."""
    if not person.is_active:
        return f"{person.left_on} 离岗"
    return "已锁定" if person.is_locked else "在用"


def division_of(person: User) -> Division:
    return person.organisation.division


def role_of(person: User) -> str:
    return person.get_role_display() or "未授予"


PEOPLE = (
    Column(key="full_name", title="姓名", order_by="full_name", link=User.get_absolute_url),
    Column(key="username", title="账号", order_by="username", width=20),
    Column(key="organisation", title="单位", order_by="organisation__name", width=26),
    Column(key="division", title="辖区", value=division_of, order_by="organisation__division_id"),
    Column(key="role", title="角色", value=role_of, order_by="role", width=16),
    Column(key="state", title="状态", value=state_of, width=16),
    Column(key="last_login", title="最近登录", kind=Kind.MOMENT, order_by="last_login", width=18),
    Column(key="email", title="电子邮箱", order_by="email", shown=False, width=24),
    Column(key="mobile", title="短信提醒手机号", value=lambda person: person.masked_mobile, shown=False, width=16),
)

ORGANISATIONS = (
    Column(key="name", title="名称", order_by="name", link=Organisation.get_absolute_url, width=28),
    Column(key="kind", title="类别", value=Organisation.get_kind_display, order_by="kind", width=18),
    Column(key="function", title="职能", value=Organisation.get_function_display, order_by="function", width=16),
    Column(key="division", title="辖区", order_by="division_id"),
    Column(key="people_count", title="在用人员", kind=Kind.INTEGER, order_by="people_count"),
    Column(key="until", title="停用日期", kind=Kind.DATE, order_by="until"),
)

ACTS = (
    Column(key="at", title="时间", kind=Kind.MOMENT, order_by="at", width=18),
    Column(key="by", title="操作人", value=lambda act: act.by or act.by_name),
    Column(key="by_name", title="账号", shown=False, width=20),
    Column(key="action", title="操作"),
    Column(key="subject_label", title="对象", width=24),
    Column(key="result", title="结果", value=lambda act: "成功" if act.succeeded else "未成功"),
    Column(key="division", title="区划", value=lambda act: act.division or ""),
    Column(key="reason", title="依据、原因", width=24),
    Column(key="in_words", title="内容", width=48),
    Column(key="address", title="IP 地址", value=lambda act: act.address or "", width=16),
)
