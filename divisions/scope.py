"""Which rows a person may see: the one place where that is decided."""

from django.core.exceptions import ImproperlyConfigured
from django.db import models

from divisions.territory import bounds, prefix_of


class ScopedQuerySet(models.QuerySet):
    """Rows that lie in a division. A room's QuerySet names the path to the division and the right to see such rows.

    Fails closed: no account, no organisation, no right: no rows (design.md, decision 1).
    """

    division_path = "division"
    seen_with: str | None = None  # a value of accounts.permissions.Permission; "" for every signed-in person

    def for_user(self, user):
        """The rows inside the person's territory, if her role may see rows of this kind at all."""
        if self.seen_with is None:
            raise ImproperlyConfigured(f"{type(self).__name__} does not say with which right its rows are seen")
        if not user.is_authenticated or user.territory is None:
            return self.none()
        if self.seen_with and not user.may(self.seen_with):
            return self.none()
        return self.within(user.territory)

    def within(self, prefix: str):
        """The rows inside a territory: one indexed range on the row's own division code, no join."""
        if prefix == "":
            return self.all()
        column = "pk" if self.division_path == "pk" else f"{self.division_path}__pk"  # trimmed to the row's own column
        return self.filter(**{f"{column}__range": bounds(prefix)})

    def in_division(self, code: str):
        """The rows that lie in the division with this 12-digit code, or below it."""
        return self.within(prefix_of(code))
