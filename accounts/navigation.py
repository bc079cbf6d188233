"""The rooms in the left-hand frame, and the page each role opens first (design.md, People)."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.permissions import Permission, Role


@dataclass(frozen=True)
class Room:
    """One entry of the frame: its words, its page, and the right it takes to enter. An inner one stands indented."""

    title: str
    url_name: str
    permission: str
    inner: bool = False


ROOMS = (
    Room("待办", "deadlines:todo", Permission.SEE_TODO),
    Room("期限日历", "deadlines:month", Permission.SEE_TODO, inner=True),
    Room("每日提醒", "deadlines:digest_list", Permission.SEE_TODO, inner=True),
    Room("全部期限", "deadlines:deadline_list", Permission.VIEW_DEADLINES, inner=True),
    Room("逾期排名", "deadlines:ranking", Permission.VIEW_DEADLINES, inner=True),
    Room("提醒送达", "deadlines:delivery_list", Permission.MANAGE_REMINDERS, inner=True),
    Room("小区", "communities:compound_list", Permission.VIEW_COMPOUNDS),
    Room("改造对象", "communities:eligibility_list", Permission.VIEW_COMPOUNDS, inner=True),
    Room("储备库", "communities:pool_list", Permission.VIEW_COMPOUNDS, inner=True),
    Room("五年规划", "communities:plan_list", Permission.VIEW_COMPOUNDS, inner=True),
    Room("疑似重复", "communities:duplicate_list", Permission.DECIDE_DUPLICATES, inner=True),
    Room("年度计划", "projects:programme_list", Permission.VIEW_PROGRAMMES),
    Room("计划小区", "projects:entry_list", Permission.VIEW_PROGRAMMES, inner=True),
    Room("改造项目", "projects:project_list", Permission.VIEW_PROJECTS),
    Room("阶段进度", "projects:board", Permission.VIEW_PROJECTS, inner=True),
    Room("方案内容", "projects:scheme_item_list", Permission.VIEW_PROJECTS, inner=True),
    Room("违建台账", "projects:illegal_list", Permission.VIEW_PROJECTS, inner=True),
    Room("阶段模板", "projects:template_list", Permission.VIEW_PROJECTS, inner=True),
    Room("改造内容", "projects:item_list", Permission.VIEW_PROJECTS, inner=True),
    Room("职责分工", "projects:responsibility_list", Permission.VIEW_PROJECTS, inner=True),
    Room("资金", "funding:overview", Permission.VIEW_FUNDS),
    Room("指标文件", "funding:document_list", Permission.VIEW_FUNDS, inner=True),
    Room("资金分配", "funding:allotment_list", Permission.VIEW_FUNDS, inner=True),
    Room("项目资金", "funding:account_list", Permission.VIEW_FUNDS, inner=True),
    Room("概（预）算评审", "funding:review_list", Permission.VIEW_FUNDS, inner=True),
    Room("合同", "funding:contract_list", Permission.VIEW_FUNDS, inner=True),
    Room("支付申请", "funding:request_list", Permission.VIEW_FUNDS, inner=True),
    Room("资金明细", "funding:entry_list", Permission.VIEW_FUNDS, inner=True),
    Room("居民和社会出资", "funding:contribution_list", Permission.VIEW_FUNDS, inner=True),
    Room("以奖代补", "funding:reward_list", Permission.VIEW_FUNDS, inner=True),
    Room("物业费补贴", "funding:subsidy_list", Permission.VIEW_FUNDS, inner=True),
    Room("资金缺口", "funding:shortfall_list", Permission.VIEW_SHORTFALLS, inner=True),
    Room("资金预警", "funding:warning_list", Permission.VIEW_FUNDS, inner=True),
    Room("资金报表", "funding:report_list", Permission.VIEW_FUNDS, inner=True),
    Room("资金规则", "funding:rule_list", Permission.VIEW_FUNDS, inner=True),
    Room("街道月报", "progress:return_list", Permission.VIEW_RETURNS),
    Room("按月汇总", "progress:month_list", Permission.VIEW_RETURNS, inner=True),
    Room("报送记录", "progress:record", Permission.VIEW_RETURNS, inner=True),
    Room("矛盾数据", "progress:contradiction_list", Permission.VIEW_RETURNS, inner=True),
    Room("月报时限", "progress:month_rule_list", Permission.VIEW_RETURNS, inner=True),
    Room("进展月报", "reports:report_list", Permission.VIEW_REPORTS),
    Room("进度排名", "reports:ranking", Permission.VIEW_REPORTS, inner=True),
    Room("两次会议之间", "reports:changes", Permission.VIEW_REPORTS, inner=True),
    Room("统计表", "reports:table_list", Permission.VIEW_REPORTS, inner=True),
    Room("月报规则", "reports:report_rule_list", Permission.VIEW_REPORTS, inner=True),
    Room("台账导入", "imports:history", Permission.IMPORT_COMPOUNDS),
    Room("人员", "accounts:person_list", Permission.VIEW_PEOPLE),
    Room("机构", "accounts:organisation_list", Permission.VIEW_PEOPLE),
    Room("行政区划", "divisions:division_list", Permission.VIEW_PEOPLE),
    Room("工作日历", "core:working_days", Permission.SET_CALENDAR),
    Room("操作日志", "accounts:audit_list", Permission.VIEW_AUDIT),
)
# Where the search box of the frame asks.
SEARCHED = next(room for room in ROOMS if room.url_name == "communities:compound_list")

FIRST_PAGES: dict[str, str] = {
    Role.STREET_CLERK: "deadlines:todo",
    Role.STREET_LEADER: "deadlines:todo",
    Role.COMMUNITY_WORKER: "communities:compound_list",
    Role.LEADING_GROUP_OFFICE: "projects:programme_list",
    Role.LEADING_GROUP: "projects:programme_list",
    Role.FINANCE: "funding:overview",
    Role.BUREAU: "deadlines:todo",
    Role.UTILITY: "deadlines:todo",
    Role.CONTRACTOR: "deadlines:todo",
    Role.AUDITOR: "projects:programme_list",
    Role.SYSTEM_ADMIN: "accounts:person_list",
    Role.SECURITY_ADMIN: "accounts:person_list",
    Role.AUDIT_ADMIN: "accounts:audit_list",
}


@dataclass(frozen=True)
class Door:
    """A room as one person sees it: its address, which keeps what she looks at, and whether she is in it."""

    room: Room
    url: str
    here: bool


@dataclass(frozen=True)
class Wing:
    """A room with the rooms inside it. They show while she is in one of them; one click opens the others."""

    door: Door
    inner: list[Door]

    @property
    def is_open(self) -> bool:
        return self.door.here or any(door.here for door in self.inner)


def wings(user, path: str, kept: str) -> list[Wing]:
    """The rooms this person may enter. `kept` is the query string that the links carry along."""
    found: list[Wing] = []
    for room in ROOMS:
        if user.may(room.permission):
            url = reverse(room.url_name)
            door = Door(room, url + kept, path.startswith(url))
            if room.inner and found:
                found[-1].inner.append(door)
            else:
                found.append(Wing(door, []))
    return found


def search_address(user) -> str:
    """Where the search box asks; "" for a person who may not see compounds."""
    return reverse(SEARCHED.url_name) if user.may(SEARCHED.permission) else ""


def first_page(user) -> str:
    """The address of the page this person opens first; an account without a role gets an explanation."""
    return reverse(FIRST_PAGES.get(user.role, "accounts:no_role"))
