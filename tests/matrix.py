"""Who may open which address. tests/test_matrix.py tries every one as everybody; a new address must be added here.

A row: url name → (keyword arguments, roles that get the page). Everybody else gets 403, a person of another district
404 where the address names a record, and a visitor is sent to sign in.
"""

from accounts.permissions import Role

R = Role
EVERYBODY = frozenset(Role)
OPEN_TO_VISITORS = {"healthz", "accounts:sign_in"}
READERS = frozenset(
    {
        R.STREET_CLERK,
        R.STREET_LEADER,
        R.COMMUNITY_WORKER,
        R.LEADING_GROUP_OFFICE,
        R.LEADING_GROUP,
        R.FINANCE,
        R.BUREAU,
        R.AUDITOR,
    }
)
