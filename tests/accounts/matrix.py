from accounts.permissions import Role
from tests.matrix import EVERYBODY, Case

MATRIX = {
    "home": Case(roles=EVERYBODY),
    "accounts:sign_in": Case(roles=EVERYBODY, visitors=True),
    "accounts:sign_out": Case(roles=EVERYBODY, method="post"),
    "accounts:password_change": Case(roles=EVERYBODY),
    "accounts:no_role": Case(roles=EVERYBODY),
}
