from django.urls import path

from accounts.views import sign_in

app_name = "accounts"
urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="sign_in"),
    path("sign-out/", sign_in.SignOut.as_view(), name="sign_out"),
    path("password/", sign_in.PasswordChange.as_view(), name="password_change"),
    path("welcome/", sign_in.no_role, name="no_role"),
]
