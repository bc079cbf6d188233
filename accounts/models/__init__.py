from accounts.models.acts import Act
from accounts.models.organisations import Function, Organisation, OrganisationKind
from accounts.models.people import User

__all__ = ["Act", "Function", "Organisation", "OrganisationKind", "User"]
