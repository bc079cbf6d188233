"""Forms of people. Who may be chosen is decided by the selectors; the rules are the services'."""

from django import forms

from accounts.fits import roles_for
from accounts.models import Organisation, User
from accounts.permissions import Role
from accounts.validators import MOBILE
from core.forms import PastDayField
from core.widgets import Picker

MOBILE_NUMBER = rf"^{MOBILE.pattern}$"


class OrganisationPicker(Picker):
    hint = "单位名称"

    def __init__(self) -> None:
        super().__init__("accounts:organisation_search")


class PersonForm(forms.ModelForm):
    """A person's data. Her role is not among them."""

    mobile = forms.RegexField(
        MOBILE_NUMBER,
        label="短信提醒手机号",
        required=False,
        help_text="只用于发送短信提醒；没有开通短信的地方不必填写。",
        error_messages={"invalid": "手机号须是以 1 开头的 11 位数字。"},
    )

    class Meta:
        model = User
        fields = ["full_name", "organisation", "email", "mobile"]
        widgets = {"organisation": OrganisationPicker()}

    def __init__(self, *args, user: User, **options) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"].queryset = Organisation.objects.for_user(user).active()
        self.fields["organisation"].required = True


class NewPersonForm(PersonForm):
    class Meta(PersonForm.Meta):
        fields = ["username", "full_name", "organisation", "email", "mobile"]
        help_texts = {"username": "登录用，建成后不能改；建议用单位拼音加序号，不用姓名或手机号。"}


class RoleForm(forms.Form):
    """The roles that suit her organisation; empty takes the role away."""

    role = forms.ChoiceField(label="角色", required=False)
    reason = forms.CharField(label="依据、原因", max_length=200)

    def __init__(self, *args, person: User, **options) -> None:
        super().__init__(*args, **options)
        suiting: list[Role] = roles_for(person.organisation)
        self.fields["role"].choices = [("", "不授予（收回角色）"), *((role.value, role.label) for role in suiting)]


class SuccessorField(forms.ModelChoiceField):
    def label_from_instance(self, person: User) -> str:
        return f"{person}（{person.organisation}，{person.get_role_display()}）"


class HandoverForm(forms.Form):
    successor = SuccessorField(label="接手人", queryset=User.objects.none(), empty_label="请选择")
    on = PastDayField(label="交接日期")
    reason = forms.CharField(label="原因", max_length=200)
    leaves = forms.BooleanField(label="离岗：交接后停用账号", required=False, initial=True)

    def __init__(self, *args, successors, **options) -> None:
        super().__init__(*args, **options)
        self.fields["successor"].queryset = successors


class CloseForm(forms.Form):
    on = PastDayField(label="日期")
    reason = forms.CharField(label="原因", max_length=200)
