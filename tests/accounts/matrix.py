from accounts.models import Organisation, User
from accounts.permissions import Role
from tests.matrix import EVERYBODY, Case, World

SEE_PEOPLE = frozenset({Role.LEADING_GROUP_OFFICE, Role.AUDITOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})
SYSTEM_ADMIN = frozenset({Role.SYSTEM_ADMIN})
SECURITY_ADMIN = frozenset({Role.SECURITY_ADMIN})


def the_organisation(world: World) -> list[int]:
    return [Organisation.objects.get(division=world.divisions["示例社区"]).pk]


def a_newcomer(world: World) -> list[int]:
    (organisation,) = the_organisation(world)
    return [User.objects.create(username="newcomer", full_name="示例新人", organisation_id=organisation).pk]


MATRIX = {
    "home": Case(roles=EVERYBODY),
    "accounts:sign_in": Case(roles=EVERYBODY, visitors=True),
    "accounts:sign_out": Case(roles=EVERYBODY, method="post"),
    "accounts:password_change": Case(roles=EVERYBODY),
    "accounts:no_role": Case(roles=EVERYBODY),
    "accounts:leave": Case(roles=EVERYBODY),
    "accounts:rights": Case(roles=EVERYBODY),
    "accounts:audit_list": Case(roles=frozenset({Role.AUDITOR, Role.AUDIT_ADMIN})),
    "accounts:person_list": Case(roles=SEE_PEOPLE),
    "accounts:person_create": Case(roles=SYSTEM_ADMIN),
    "accounts:person_detail": Case(roles=SEE_PEOPLE, args=a_newcomer),
    "accounts:person_edit": Case(roles=SYSTEM_ADMIN, args=a_newcomer),
    "accounts:person_role": Case(roles=SECURITY_ADMIN, args=a_newcomer),
    "accounts:person_unlock": Case(roles=SECURITY_ADMIN, args=a_newcomer, method="post"),
    "accounts:person_password": Case(roles=SYSTEM_ADMIN, args=a_newcomer, method="post"),
    "accounts:person_handover": Case(roles=SYSTEM_ADMIN, args=a_newcomer),
    "accounts:person_close": Case(roles=SYSTEM_ADMIN, args=a_newcomer),
    "accounts:person_reopen": Case(roles=SYSTEM_ADMIN, args=a_newcomer, method="post"),
    "accounts:organisation_list": Case(roles=SEE_PEOPLE),
    "accounts:organisation_search": Case(roles=SEE_PEOPLE, data={"q": "示例"}),
    "accounts:organisation_create": Case(roles=SYSTEM_ADMIN),
    "accounts:organisation_detail": Case(roles=SEE_PEOPLE, args=the_organisation),
    "accounts:organisation_edit": Case(roles=SYSTEM_ADMIN, args=the_organisation),
    "accounts:organisation_stop": Case(roles=SYSTEM_ADMIN, args=the_organisation),
}
