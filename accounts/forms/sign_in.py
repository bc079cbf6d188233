from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

MINUTES = settings.AXES_COOLOFF_TIME.seconds // 60


class SignInForm(AuthenticationForm):
    """The same words whether the name or the password is wrong, or the account closed."""

    error_messages = {
        "invalid_login": (
            f"账号或密码不对（区分大小写）。连续输错 {settings.AXES_FAILURE_LIMIT} 次将锁定 {MINUTES} 分钟；"
            "忘记密码请联系系统管理员重置。"
        ),
        "inactive": "账号已停用，请联系系统管理员。",
    }


class NewPasswordForm(PasswordChangeForm):
    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("new_password1") and cleaned["new_password1"] == cleaned.get("old_password"):
            raise forms.ValidationError("新密码不能与原密码相同。")
        return cleaned
