"""People who sign in."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models.organisations import Organisation
from accounts.permissions import GRANTS, Permission, Role, allowed
from core.errors import NotAllowed
from divisions.scope import ScopedQuerySet
from divisions.territory import prefix_of


class UserQuerySet(ScopedQuerySet):
    division_path = "organisation__division"
    seen_with = "view_people"

    def active(self):
        return self.filter(is_active=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get_queryset(self):
        # The organisation decides what is seen on every request: it comes along with the person.
        return super().get_queryset().select_related("organisation__division")


class User(AbstractBaseUser):
    """A person's account: one organisation, one role. Without either she sees nothing."""

    username = models.CharField(
        "账号",
        max_length=50,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "这个账号已经有人用了，请换一个。"},
    )
    full_name = models.CharField("姓名", max_length=50)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="people", verbose_name="单位"
    )
    role = models.CharField("角色", max_length=24, choices=Role, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    mobile = models.CharField("短信提醒手机号", max_length=11, blank=True)  # asked for only where texts are sent
    is_active = models.BooleanField("在用", default=True)
    must_change_password = models.BooleanField("首次登录须改密码", default=True)
    password_changed_on = models.DateField("密码修改日期", null=True, blank=True)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    left_on = models.DateField("离岗日期", null=True, blank=True)

    history = HistoricalRecords(verbose_name="人员变更", excluded_fields=["password", "last_login"])
    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "人员"
        ordering = ["organisation_id", "full_name"]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("accounts:person_detail", args=[self.pk])

    @property
    def division_id(self) -> str | None:
        return self.organisation.division_id if self.organisation else None

    @property
    def territory(self) -> str | None:
        """The code prefix of the person's jurisdiction; None sees nothing.

        No organisation, no role, an unknown role or a closed account: None, and so nothing at all.
        """
        works_here = self.organisation and self.is_active and self.role in GRANTS
        return prefix_of(self.organisation.division_id) if works_here else None

    @property
    def masked_mobile(self) -> str:
        """Enough to recognise the number, not to call it: 138****1234."""
        return f"{self.mobile[:3]}****{self.mobile[-4:]}" if self.mobile else ""

    def may(self, permission: str) -> bool:
        return self.is_active and allowed(self.role, permission)

    def demand(self, permission: str) -> None:
        """Refuse what her role does not permit, naming the role and the right it lacks."""
        if not self.may(permission):
            role = self.get_role_display() or "未授予角色"
            raise NotAllowed(f"您的角色（{role}）没有“{Permission(permission).label}”的权限。")
