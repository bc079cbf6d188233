"""Who types into a return's sheet, and until when. Checks raise; the page and the saving ask the same function."""

from datetime import date

from accounts.models import User
from core.errors import Conflict
from progress.choices import ReturnStatus
from progress.models import ReturnVersion
from progress.package_policies import check_is_in_time, check_may_fill
from projects.policies import as_predicate

WAY_OUT = {
    ReturnStatus.SUBMITTED: "需要修改时，请提交人撤回，或请负责人退回",
    ReturnStatus.APPROVED: "需要修改时，请先收回更正并写明原因",
    ReturnStatus.SEALED: "需要修改时，请先收回更正并写明原因，或请办公室退回",
    ReturnStatus.RECALLED: "请在最新一版中填报",
    ReturnStatus.RETURNED: "请在最新一版中填报",
    ReturnStatus.ACCEPTED: "发现错误时，请办公室退回更正",
}


def check_can_fill(user: User, version: ReturnVersion, today: date) -> None:
    """The unit's clerk, in the version in work, not yet handed in and not after the day on which the return closes."""
    check_may_fill(user, version.monthly_return)
    if version.is_outdated:
        raise Conflict(f"第 {version.number} 版已不是最新一版，请刷新页面，在最新一版中填报。")
    if not version.is_open:
        way_out = WAY_OUT[ReturnStatus(version.status)]
        raise Conflict(f"这份月报目前是“{version.get_status_display()}”，数字不能修改。{way_out}。")
    check_is_in_time(version.monthly_return, today)


can_fill = as_predicate(check_can_fill)
