from accounts import columns, filters, selectors
from accounts.permissions import Permission
from core.lists import ListSpec, register

PEOPLE = register(
    ListSpec(
        key="people",
        title="人员",
        columns=columns.PEOPLE,
        filters=filters.PersonFilter,
        rows=selectors.people_listed,
        order="organisation",
        permission=Permission.VIEW_PEOPLE,
        empty="还没有人员。请系统管理员先新增机构，再新增人员；角色由安全管理员授予。",
    )
)

ORGANISATIONS = register(
    ListSpec(
        key="organisations",
        title="机构",
        columns=columns.ORGANISATIONS,
        filters=filters.OrganisationFilter,
        rows=selectors.organisations_listed,
        order="division",
        permission=Permission.VIEW_PEOPLE,
        empty="还没有机构。请系统管理员按方案中的成员单位名单新增。",
    )
)

ACTS = register(
    ListSpec(
        key="acts",
        title="操作日志",
        columns=columns.ACTS,
        filters=filters.ActFilter,
        rows=selectors.acts_listed,
        order="-at",
        permission=Permission.VIEW_AUDIT,
        empty="还没有操作记录。",
    )
)
