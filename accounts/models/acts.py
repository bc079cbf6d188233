"""The log of acts, as those who may read it read it."""

from accounts.permissions import Permission
from core.models import AuditEntry
from divisions.scope import ScopedQuerySet


class ActQuerySet(ScopedQuerySet):
    seen_with = Permission.VIEW_AUDIT

    def for_user(self, user):
        """What was done in her territory, and sign-ins under names that nobody has: these lie in no division."""
        inside = super().for_user(user)
        return inside if inside.query.is_empty() else inside | self.filter(division=None)


class Act(AuditEntry):
    """An entry of the log under the scope of the person who reads it. Only core.audit writes; nobody changes."""

    objects = ActQuerySet.as_manager()

    class Meta:
        proxy = True
        verbose_name = "操作日志"
        ordering = ["-at", "-pk"]
