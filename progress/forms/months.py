"""Forms of a month's days, of more time for one street, and of a district's rule."""

from typing import Any

from django import forms

from core.forms import DayField
from progress.choices import InMonth, Moves
from progress.models import MonthRule

REASON = forms.Textarea(attrs={"rows": 2})


def _day(label: str, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=31, help_text=help_text)


def _month(label: str, initial: int) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=InMonth.choices, coerce=int, initial=initial)


class MonthDaysForm(forms.Form):
    as_at = DayField(label="数据截至日", help_text="只统计到这一天的事实；街道从这一天起才能提交。应在当月之内。")
    due_on = DayField(label="应报日")
    late_on = DayField(label="宽限日", help_text="当天报齐为按时，之后为迟报。")
    lock_on = DayField(label="锁定日", help_text="之后街道不能再填，未报齐的为漏报。")
    reason = forms.CharField(label="调整原因", max_length=200, widget=REASON)


class ExtendForm(forms.Form):
    until = DayField(label="延期至", help_text="只是允许继续填报；是否迟报仍按当月的宽限日计算。")
    reason = forms.CharField(label="延期原因", max_length=200, widget=REASON)


class MonthRuleForm(forms.Form):
    since = DayField(label="施行日期", help_text="对这一天及以后开始的月份生效；已开放的月份不变。")
    document = forms.CharField(label="依据文号", max_length=100)
    opens_before = forms.IntegerField(
        label="提前开放（天）", min_value=0, max_value=60, initial=10, help_text="在数据截至日之前多少天开放填报。"
    )
    as_at_day = _day("数据截至日（当月几日）", "31 表示当月最后一天，以下各日相同。")
    due_month = _month("应报日在", InMonth.SAME)
    due_day = _day("应报日（几日）")
    late_month = _month("宽限日在", InMonth.SAME)
    late_day = _day("宽限日（几日）", "当天报齐为按时，之后为迟报。")
    lock_month = _month("锁定日在", InMonth.NEXT)
    lock_day = _day("锁定日（几日）", "之后街道不能再填，未报齐的为漏报。")
    moves = forms.ChoiceField(label="应报日、宽限日、锁定日遇假日", choices=Moves.choices, initial=Moves.HOLIDAYS)
    unchanged_months = forms.IntegerField(label="在建项目连续几个月无变化时提示", min_value=1, max_value=12, initial=2)
    ahead_points = forms.IntegerField(
        label="投资进度与形象进度相差多少个百分点时提示", min_value=1, max_value=100, initial=30
    )


def as_it_stands(rule: MonthRule | None) -> dict[str, Any]:
    """The clocks in force, to be changed; since when and by which document is entered anew."""
    names = [name for name in MonthRuleForm.base_fields if name not in ("since", "document")]
    return {name: getattr(rule, name) for name in names} if rule else {}
