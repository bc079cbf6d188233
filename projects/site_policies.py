"""Who keeps the spots and the 违建 ledger of a project's site. Checks raise; pages ask the same functions."""

from accounts.models import User
from accounts.permissions import Permission
from communities.policies import check_within
from projects.models import ProjectSite
from projects.policies import as_predicate


def check_can_photograph(user: User, site: ProjectSite) -> None:
    """Whoever surveys in this territory: the community worker with her phone, the street, the office.

    Not bound to the project's state: a suspended site is photographed too.
    """
    check_within(user, Permission.SURVEY, site.division_id)


def check_can_keep_ledger(user: User, site: ProjectSite) -> None:
    """Whoever draws up projects in this territory. A structure stands whether or not the project runs."""
    check_within(user, Permission.EDIT_PROJECTS, site.division_id)


can_photograph = as_predicate(check_can_photograph)
can_keep_ledger = as_predicate(check_can_keep_ledger)
