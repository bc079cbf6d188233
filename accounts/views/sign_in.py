"""Signing in, signing out, changing one's password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_GET

from accounts.forms.sign_in import NewPasswordForm, SignInForm
from accounts.middleware import password_is_due
from accounts.services import people


@method_decorator(login_not_required, name="dispatch")
class SignIn(auth.LoginView):
    template_name = "accounts/sign_in.html"
    form_class = SignInForm
    redirect_authenticated_user = True

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class SignOut(auth.LogoutView):
    pass


class PasswordChange(auth.PasswordChangeView):
    """The only page there is while the password must be changed."""

    template_name = "accounts/password_change.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("home")

    def get_context_data(self, **context):
        due = password_is_due(self.request.user, timezone.localdate())
        return super().get_context_data(**context) | {"due": due, "days": settings.PASSWORD_MAX_AGE_DAYS}

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        password = form.cleaned_data["new_password1"]
        people.change_password(person=self.request.user, password=password, today=timezone.localdate())
        update_session_auth_hash(self.request, self.request.user)
        messages.success(self.request, "密码已修改。")
        return redirect(self.success_url)

    def form_invalid(self, form: PasswordChangeForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


@require_GET
def no_role(request: HttpRequest) -> HttpResponse:
    """Where an account lands for which there is nothing to see yet."""
    return render(request, "accounts/no_role.html")
