"""Refusals that a person reads."""

from django.core.exceptions import PermissionDenied


class DomainError(Exception):
    """A rule refused the action; the text is a Chinese sentence that says why and what to do.

    Views show it beside the form. Everything else that goes wrong is a defect and reaches the log.
    """


class NotAllowed(DomainError, PermissionDenied):
    """This person's role or territory does not permit the action; where no form can show it, it is the 403 page."""


class Conflict(DomainError):
    """Somebody else changed the same record first; nothing was overwritten."""
