"""Forms of projects: making one, correcting one with its sites, regrouping, and what the office decides."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django import forms

from accounts.forms.people import OrganisationPicker
from accounts.models import Organisation, User
from communities.models import Building
from core.forms import CountField, PastDayField, UnitField
from core.units import WAN_SQM, WAN_YUAN
from projects.choices import SplitRule
from projects.forms.programmes import ReasonForm
from projects.life import INTERRUPTIONS, Interruption
from projects.models import ProgrammeEntry, Project, ProjectSite
from projects.services.interruptions import ACTIONS
from projects.services.projects import SiteFigures


def money(label: str, **options: Any) -> UnitField:
    return UnitField(label=f"{label}（万元）", unit=WAN_YUAN, decimal_places=6, **options)


def split_rule() -> forms.ChoiceField:
    return forms.ChoiceField(label="投资分摊办法", choices=SplitRule.choices, initial=SplitRule.HOUSEHOLDS)


class Rows(forms.Form):
    """A form with a table of rows under it: each row's fields are called field-key."""

    heads: tuple[str, ...] = ()

    def add_row(self, key: Any, title: str, fields: Mapping[str, forms.Field], initial: Mapping[str, Any]) -> None:
        for name, field in fields.items():
            field.widget.attrs["aria-label"] = f"{title} {field.label}"
            self.fields[f"{name}-{key}"] = field
            self.initial[f"{name}-{key}"] = initial.get(name)

    def cells(self, key: Any) -> list[forms.BoundField]:
        return [bound for bound in self if bound.name.endswith(f"-{key}")]

    @property
    def plain_fields(self) -> Iterator[forms.BoundField]:
        """Those above the table."""
        return (bound for bound in self.visible_fields() if "-" not in bound.name)

    def row_values(self, key: Any) -> dict[str, Any]:
        ending = f"-{key}"
        return {n.removesuffix(ending): v for n, v in self.cleaned_data.items() if n.endswith(ending)}


class CreateForm(Rows):
    """A project of the chosen compounds."""

    name = forms.CharField(label="项目名称", max_length=100)
    investment = money("计划投资", help_text="不填则为各小区计划投资之和；只改造部分楼栋时请填写。")
    split_rule = split_rule()
    implementer = forms.ModelChoiceField(
        label="实施主体",
        queryset=Organisation.objects.none(),
        required=False,
        widget=OrganisationPicker(),
        help_text="不填则按本地职责分工确定；没有规定的，为小区所在街道。",
    )

    def __init__(self, *args: Any, user: User, entries: Sequence[ProgrammeEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries = entries
        self.fields["implementer"].queryset = Organisation.objects.for_user(user).active()
        for entry in entries:
            fields: dict[str, forms.Field] = {}
            if len(entries) > 1:
                fields["amount"] = money("分摊投资")
            buildings = entry.compound.buildings.all()
            if buildings:
                fields["buildings"] = forms.TypedMultipleChoiceField(
                    label="限于楼栋",
                    choices=[(building.pk, building.name) for building in buildings],
                    coerce=int,
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                )
            self.add_row(entry.pk, str(entry), fields, {"amount": entry.investment})
        if len(entries) == 1:
            del self.fields["split_rule"]

    @property
    def rows(self) -> list[tuple[ProgrammeEntry, list[forms.BoundField]]]:
        return [(entry, self.cells(entry.pk)) for entry in self.entries]

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, as the services take it."""
        rows = {entry.pk: self.row_values(entry.pk) for entry in self.entries}
        return {
            **{name: self.cleaned_data[name] for name in self.cleaned_data if "-" not in name},
            "amounts": {pk: row["amount"] for pk, row in rows.items() if row.get("amount") is not None},
            "buildings": {e.pk: _ticked(e, rows[e.pk]["buildings"]) for e in self.entries if "buildings" in rows[e.pk]},
        }


def _ticked(entry: ProgrammeEntry, keys: Sequence[int]) -> list[Building]:
    return [building for building in entry.compound.buildings.all() if building.pk in keys]


class ProjectForm(Rows):
    """What the office corrects: the project above, the figures of its sites below."""

    name = forms.CharField(label="项目名称", max_length=100)
    investment = money("计划投资")
    split_rule = split_rule()
    implementer = forms.ModelChoiceField(
        label="实施主体", queryset=Organisation.objects.none(), required=False, widget=OrganisationPicker()
    )
    assigned_to = forms.ModelChoiceField(
        label="负责人",
        queryset=User.objects.none(),
        required=False,
        empty_label="未指定",
        help_text="在实施主体的人员中选；更换实施主体后，请保存一次再选。",
    )
    batch = forms.ModelChoiceField(label="批次", queryset=None, required=False, empty_label="未分批")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, project: Project, sites: Sequence[ProjectSite], **kwargs: Any) -> None:
        kept = ("name", "investment", "split_rule", "implementer", "assigned_to", "batch", "version")
        kwargs["initial"] = {name: getattr(project, name) for name in kept}
        super().__init__(*args, **kwargs)
        self.sites = sites
        self.fields["implementer"].queryset = Organisation.objects.for_user(user).active()
        people = User.objects.active().filter(organisation=project.implementer_id)
        self.fields["assigned_to"].queryset = people if project.implementer_id else User.objects.none()
        self.fields["batch"].queryset = project.programme.batches.all()
        for site in sites:
            self.add_row(site.pk, str(site), _figures(), vars(site))

    @property
    def rows(self) -> list[tuple[ProjectSite, list[forms.BoundField]]]:
        return [(site, self.cells(site.pk)) for site in self.sites]

    def clean_assigned_to(self) -> User | None:
        """Another implementer begins without a person in charge."""
        person, implementer = self.cleaned_data["assigned_to"], self.cleaned_data.get("implementer")
        return person if person and implementer and person.organisation_id == implementer.pk else None

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, as the services take it."""
        return {
            **{name: value for name, value in self.cleaned_data.items() if "-" not in name},
            "sites": {site.pk: SiteFigures(**self.row_values(site.pk)) for site in self.sites},
        }


def _figures() -> dict[str, forms.Field]:
    return {
        "buildings": CountField(label="楼栋数（栋）"),
        "households": CountField(label="居民户数（户）"),
        "floor_area": UnitField(label="建筑面积（万㎡）", unit=WAN_SQM, decimal_places=6),
        "investment": money("分摊投资"),
    }


class MergeForm(ReasonForm):
    name = forms.CharField(label="合并后的项目名称", max_length=100)
    split_rule = split_rule()

    field_order = ["name", "split_rule", "reason"]


class SiteField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, site: ProjectSite) -> str:
        return f"{site}（{site.division}，{site.households or '—'} 户）"


class SplitForm(ReasonForm):
    sites = SiteField(label="拆出的小区", queryset=None, widget=forms.CheckboxSelectMultiple)
    name = forms.CharField(label="新项目名称", max_length=100)

    field_order = ["sites", "name", "reason"]

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sites"].queryset = project.sites.select_related("compound", "division")


class InterruptForm(ReasonForm):
    """What may be decided now, by the table of projects/life.py."""

    action = forms.ChoiceField(label="调整为", widget=forms.RadioSelect)
    on = PastDayField(label="日期")

    field_order = ["action", "on", "reason"]

    def __init__(self, *args: Any, actions: Iterable[Interruption], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [(action.value, ACTIONS[action]) for action in actions]

    def clean_action(self) -> Interruption:
        return Interruption(self.cleaned_data["action"])


def actions_open_to(project: Project) -> list[Interruption]:
    return [action for action, (allowed, _) in INTERRUPTIONS.items() if project.status in allowed]
