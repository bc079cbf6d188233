"""What each role may do. A role is a set of permissions; nothing else is configured, and it prints as a table."""

from django.db.models import TextChoices


class Role(TextChoices):
    """One account has one role; a person with two duties has two accounts (GB/T 22239 8.1.4.2)."""

    STREET_CLERK = "street_clerk", "街道经办"
    STREET_LEADER = "street_leader", "街道负责人"
    COMMUNITY_WORKER = "community_worker", "社区工作人员"
    LEADING_GROUP_OFFICE = "leading_group_office", "领导小组办公室"
    LEADING_GROUP = "leading_group", "领导小组"
    FINANCE = "finance", "财政局"
    BUREAU = "bureau", "其他部门"
    AUDITOR = "auditor", "审计"
    UTILITY = "utility", "专营单位"
    CONTRACTOR = "contractor", "参建单位"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})


class Permission(TextChoices):
    VIEW_COMPOUNDS = "view_compounds", "查看小区"
    EDIT_COMPOUNDS = "edit_compounds", "新增、修改小区和楼栋"
    SURVEY = "survey", "填写摸底调查、上传照片"
    IMPORT_COMPOUNDS = "import_compounds", "导入小区台账"
    DECIDE_DUPLICATES = "decide_duplicates", "处理疑似重复"
    GRANT_EXCEPTIONS = "grant_exceptions", "批准改造对象例外"
    MANAGE_POOL = "manage_pool", "管理储备库和五年规划"
    SET_RULES = "set_rules", "设置本地规则"
    VIEW_PROGRAMMES = "view_programmes", "查看年度计划"
    EDIT_PROGRAMMES = "edit_programmes", "编制年度计划"
    VIEW_PROJECTS = "view_projects", "查看改造项目"
    EDIT_PROJECTS = "edit_projects", "填报改造方案、阶段、点位照片和违建"
    MANAGE_PROJECTS = "manage_projects", "立项、合并拆分、审批方案、调整项目状态"
    PROVE_GATES = "prove_gates", "登记关口依据、办理责任事项"
    OVERRULE_GATES = "overrule_gates", "越过关口（须写明理由）"
    VIEW_RETURNS = "view_returns", "查看街道月报"
    FILL_RETURNS = "fill_returns", "填报、提交街道月报"
    APPROVE_RETURNS = "approve_returns", "审核本单位月报"
    REVIEW_RETURNS = "review_returns", "审核、退回街道月报，调整月报时间"
    VIEW_REPORTS = "view_reports", "查看进展月报和统计表"
    VIEW_REPORT_DRAFTS = "view_report_drafts", "查看编制中的进展月报"
    MAKE_REPORTS = "make_reports", "编制、印发进展月报"
    MANAGE_TABLES = "manage_tables", "维护统计表模板"
    VIEW_FUNDS = "view_funds", "查看资金台账和资金报表"
    VIEW_SHORTFALLS = "view_shortfalls", "查看区（县市）的资金缺口"
    FILL_FUNDS = "fill_funds", "登记合同和出资、送审概（预）算、提出支付申请"
    MANAGE_FUNDS = "manage_funds", "登记指标文件、分配资金、批复预算、设置资金规则、年度关账"
    REVIEW_PAYMENTS = "review_payments", "审核支付申请、登记拨付"
    SEE_TODO = "see_todo", "查看本人和本单位待办"
    VIEW_DEADLINES = "view_deadlines", "查看辖区全部期限"
    MANAGE_REMINDERS = "manage_reminders", "查看提醒送达、设置群机器人"
    SET_CALENDAR = "set_calendar", "维护工作日历"
    VIEW_AUDIT = "view_audit", "查看操作日志"
    VIEW_PEOPLE = "view_people", "查看机构和人员"
    MANAGE_PEOPLE = "manage_people", "管理机构、人员和区划"
    GRANT_ROLES = "grant_roles", "授予角色、解锁账号"


_P = Permission
_TODO = frozenset({_P.SEE_TODO})
_READ = _TODO | {
    _P.VIEW_COMPOUNDS,
    _P.VIEW_PROGRAMMES,
    _P.VIEW_PROJECTS,
    _P.VIEW_DEADLINES,
    _P.VIEW_RETURNS,
    _P.VIEW_REPORTS,
    _P.VIEW_FUNDS,
}
_STREET = frozenset({_P.EDIT_PROJECTS, _P.PROVE_GATES, _P.FILL_RETURNS, _P.FILL_FUNDS})
_DISTRICT = _READ | {_P.VIEW_SHORTFALLS}  # the queue of a whole programme is no street's business
_OFFICE = _DISTRICT | {
    _P.EDIT_COMPOUNDS,
    _P.SURVEY,
    _P.IMPORT_COMPOUNDS,
    _P.DECIDE_DUPLICATES,
    _P.GRANT_EXCEPTIONS,
    _P.MANAGE_POOL,
    _P.SET_RULES,
    _P.EDIT_PROGRAMMES,
    _P.EDIT_PROJECTS,
    _P.MANAGE_PROJECTS,
    _P.PROVE_GATES,
    _P.FILL_RETURNS,  # where the office implements itself (象山), its returns go the same way
    _P.APPROVE_RETURNS,
    _P.REVIEW_RETURNS,
    _P.VIEW_REPORT_DRAFTS,
    _P.MAKE_REPORTS,
    _P.MANAGE_TABLES,
    _P.FILL_FUNDS,  # it signs the contracts where it implements itself (象山)
    _P.MANAGE_REMINDERS,
    _P.VIEW_PEOPLE,
}

GRANTS: dict[str, frozenset[Permission]] = {
    Role.STREET_CLERK: _READ | _STREET | {_P.EDIT_COMPOUNDS, _P.SURVEY, _P.IMPORT_COMPOUNDS, _P.DECIDE_DUPLICATES},
    Role.STREET_LEADER: _READ | {_P.PROVE_GATES, _P.APPROVE_RETURNS},
    Role.COMMUNITY_WORKER: _TODO | {_P.VIEW_COMPOUNDS, _P.SURVEY, _P.VIEW_PROJECTS, _P.VIEW_DEADLINES},
    Role.LEADING_GROUP_OFFICE: _OFFICE,
    Role.LEADING_GROUP: _DISTRICT | {_P.OVERRULE_GATES, _P.VIEW_REPORT_DRAFTS},
    Role.FINANCE: _DISTRICT | {_P.PROVE_GATES, _P.MANAGE_FUNDS, _P.REVIEW_PAYMENTS},
    Role.BUREAU: _DISTRICT | {_P.PROVE_GATES},
    Role.AUDITOR: _DISTRICT | {_P.VIEW_AUDIT, _P.VIEW_PEOPLE, _P.VIEW_REPORT_DRAFTS},
    Role.UTILITY: _TODO | {_P.PROVE_GATES},
    Role.CONTRACTOR: _TODO | {_P.PROVE_GATES},
    Role.SYSTEM_ADMIN: frozenset({_P.VIEW_PEOPLE, _P.MANAGE_PEOPLE, _P.SET_CALENDAR}),
    Role.SECURITY_ADMIN: frozenset({_P.VIEW_PEOPLE, _P.GRANT_ROLES}),
    Role.AUDIT_ADMIN: frozenset({_P.VIEW_AUDIT}),
}


def allowed(role: str, permission: str) -> bool:
    """Whether the role holds the permission; an unknown or empty role holds none."""
    return permission in GRANTS.get(role, frozenset())


def roles_with(permission: str) -> list[str]:
    """The roles that hold the permission."""
    return [role for role, held in GRANTS.items() if permission in held]
