from django.urls import path

from accounts.views import handover, organisations, people, rights, roles, sign_in

app_name = "accounts"
urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="sign_in"),
    path("sign-out/", sign_in.SignOut.as_view(), name="sign_out"),
    path("password/", sign_in.PasswordChange.as_view(), name="password_change"),
    path("welcome/", sign_in.no_role, name="no_role"),
    path("leave/", handover.Leave.as_view(), name="leave"),
    path("people/", people.PersonList.as_view(), name="person_list"),
    path("people/new/", people.PersonCreate.as_view(), name="person_create"),
    path("people/<int:pk>/", people.person_detail, name="person_detail"),
    path("people/<int:pk>/edit/", people.PersonEdit.as_view(), name="person_edit"),
    path("people/<int:pk>/role/", roles.PersonRole.as_view(), name="person_role"),
    path("people/<int:pk>/unlock/", roles.person_unlock, name="person_unlock"),
    path("people/<int:pk>/password/", people.person_password, name="person_password"),
    path("people/<int:pk>/handover/", handover.Handover.as_view(), name="person_handover"),
    path("people/<int:pk>/close/", people.PersonClose.as_view(), name="person_close"),
    path("people/<int:pk>/reopen/", people.person_reopen, name="person_reopen"),
    path("organisations/", organisations.OrganisationList.as_view(), name="organisation_list"),
    path("organisations/search/", organisations.organisation_search, name="organisation_search"),
    path("organisations/new/", organisations.OrganisationCreate.as_view(), name="organisation_create"),
    path("organisations/<int:pk>/", organisations.organisation_detail, name="organisation_detail"),
    path("organisations/<int:pk>/edit/", organisations.OrganisationEdit.as_view(), name="organisation_edit"),
    path("organisations/<int:pk>/stop/", organisations.OrganisationStop.as_view(), name="organisation_stop"),
    path("rights/", rights.rights, name="rights"),
    path("log/", rights.AuditList.as_view(), name="audit_list"),
]
