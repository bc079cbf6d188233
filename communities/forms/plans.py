"""Forms of the five-year plan; budgets in 万元."""

from decimal import Decimal
from typing import Any

from django import forms

from communities.models import FiveYearPlan, PlanYear
from communities.services.plans import YEARS
from core.forms import UnitField
from core.units import WAN_YUAN


class BudgetForm(forms.Form):
    """What each of five years may cost."""

    def __init__(self, *args: Any, plan: FiveYearPlan | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = {year.year: year.budget for year in plan.years.all()} if plan else {}
        self.plan = plan
        for number in range(YEARS):
            label = f"{plan.first_year + number}年预算（万元）" if plan else f"第{number + 1}年预算（万元）"
            initial = kept.get(plan.first_year + number) if plan else None
            self.fields[f"budget_{number}"] = UnitField(
                label=label, unit=WAN_YUAN, max_digits=12, required=True, initial=initial
            )

    def budgets(self, first_year: int) -> dict[int, Decimal]:
        return {first_year + number: self.cleaned_data[f"budget_{number}"] for number in range(YEARS)}


class PlanForm(BudgetForm):
    first_year = forms.IntegerField(label="起始年度", min_value=2000, max_value=2100)


class MoveForm(forms.Form):
    """The year a compound is moved to by hand."""

    year = forms.ModelChoiceField(
        label="调整到", queryset=PlanYear.objects.none(), required=False, empty_label="不列入规划"
    )

    def __init__(self, *args: Any, plan: FiveYearPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].queryset = plan.years.all()
