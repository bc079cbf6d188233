from accounts.permissions import Role
from tests.matrix import EVERYBODY, Case, World

SEE_PEOPLE = frozenset({Role.LEADING_GROUP_OFFICE, Role.AUDITOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})
SYSTEM_ADMIN = frozenset({Role.SYSTEM_ADMIN})


def the_community(world: World) -> list[str]:
    return [world.divisions["示例社区"].code]


MATRIX = {
    "divisions:division_search": Case(roles=EVERYBODY, data={"q": "南桥"}),
    "divisions:division_list": Case(roles=SEE_PEOPLE),
    "divisions:division_detail": Case(roles=SEE_PEOPLE, args=the_community),
    "divisions:division_add": Case(roles=SYSTEM_ADMIN, args=the_community),
    "divisions:division_rename": Case(roles=SYSTEM_ADMIN, args=the_community),
    "divisions:division_renumber": Case(roles=SYSTEM_ADMIN, args=the_community),
    "divisions:division_merge": Case(roles=SYSTEM_ADMIN, args=the_community),
}
