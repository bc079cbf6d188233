from django import forms

from accounts.models import Organisation, User
from core.forms import say_empty_choices
from divisions.models import Division
from divisions.widgets import DivisionPicker


class OrganisationForm(forms.ModelForm):
    class Meta:
        model = Organisation
        fields = ["name", "kind", "function", "division"]
        widgets = {"division": DivisionPicker()}
        help_texts = {
            "function": "部门填写职能；其他机构可不填。",
            "division": "机构管辖的区划，决定其人员能看到的范围：区直部门填本区，街道办事处填本街道。",
        }

    def __init__(self, *args, user: User, **options) -> None:
        super().__init__(*args, **options)
        say_empty_choices(self, "请选择")
        self.fields["division"].queryset = Division.objects.for_user(user).in_force()
