"""Who types into a return's sheet, and until when. Checks raise; the page and the saving ask the same function."""

from datetime import date

from accounts.models import User
from accounts.permissions import Permission
from core.errors import Conflict, DomainError, NotAllowed
from progress.choices import ReturnStatus
from progress.models import ReturnVersion
from projects.policies import as_predicate

WAY_OUT = {
    ReturnStatus.SUBMITTED: "需要修改时，请提交人撤回，或请负责人退回",
    ReturnStatus.APPROVED: "需要修改时，请先收回更正并写明原因",
    ReturnStatus.SEALED: "需要修改时，请先收回更正并写明原因，或请办公室退回",
    ReturnStatus.RECALLED: "请在最新一版中填报",
    ReturnStatus.RETURNED: "请在最新一版中填报",
    ReturnStatus.ACCEPTED: "发现错误时，请办公室退回更正",
}


def check_fills_here(user: User, version: ReturnVersion) -> None:
    """A clerk of the unit that reports; for 象山 that is the leading-group office itself."""
    user.demand(Permission.FILL_RETURNS)
    unit = version.monthly_return.organisation
    if unit is None:
        raise NotAllowed(f"{version.monthly_return}还没有指定填报单位，请联系领导小组办公室。")
    if unit.pk != user.organisation_id:
        raise NotAllowed(f"{version.monthly_return}由{unit}填报，您不能修改。")


def check_can_fill(user: User, version: ReturnVersion, today: date) -> None:
    """The unit's clerk, in the version in work, not yet handed in and not after the day on which the return closes."""
    check_fills_here(user, version)
    if version.is_outdated:
        raise Conflict(f"第 {version.number} 版已不是最新一版，请刷新页面，在最新一版中填报。")
    if not version.is_open:
        way_out = WAY_OUT[ReturnStatus(version.status)]
        raise Conflict(f"这份月报目前是“{version.get_status_display()}”，数字不能修改。{way_out}。")
    if version.monthly_return.is_closed(today):
        until = version.monthly_return.open_until
        raise DomainError(f"填报已于 {until:%Y-%m-%d} 截止，数字不能修改。确需补报的，请联系领导小组办公室延期。")


can_fill = as_predicate(check_can_fill)
