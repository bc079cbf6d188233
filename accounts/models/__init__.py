from accounts.models.organisations import Function, Organisation, OrganisationKind
from accounts.models.people import User

__all__ = ["Function", "Organisation", "OrganisationKind", "User"]
