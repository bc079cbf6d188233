"""What people type into a cell, and how it is understood."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from progress.figures import BY_KEY, FIGURES, Nature
from progress.reading import read
from progress.showing import shown

AS_AT = date(2023, 5, 25)
MAY_3 = date(2023, 5, 3)


@pytest.mark.parametrize(
    ("figure", "text", "value"),
    [
        ("invested", "12.5", Decimal(125_000)),
        ("invested", "1,234.5", Decimal(12_345_000)),
        ("invested", " １，２３４．５ ", Decimal(12_345_000)),
        ("invested", "12.5万元", Decimal(125_000)),
        ("invested", "125,000元", Decimal(125_000)),
        ("invested", "-3", Decimal(-30_000)),
        ("invested", "－3", Decimal(-30_000)),
        ("invested", "0", Decimal(0)),
        ("invested", "", None),
        ("invested", "—", None),
        ("basic", "85", Decimal(85)),
        ("basic", "85.5%", Decimal("85.5")),
        ("workers", "12人", 12),
        ("lifts", "2.0", 2),
        ("water_km", "1.234", Decimal("1.234")),
        ("water_km", "1.2km", Decimal("1.2")),
        ("started_on", "2023-5-3", MAY_3),
        ("started_on", "2023.5.3", MAY_3),
        ("started_on", "2023/05/03", MAY_3),
        ("started_on", "2023年5月3日", MAY_3),
        ("started_on", "5月3日", MAY_3),
        ("started_on", "45049", MAY_3),
        ("started_on", "２０２３．５．３", MAY_3),
        ("problems", "  管线迁改\n等待批复 ", "管线迁改\n等待批复"),
        ("problems", "", ""),
        ("problems", "—", "—"),
        ("problems", "=SUM(1)", "=SUM(1)"),
    ],
)
def test_what_can_be_understood(figure, text, value):
    assert read(BY_KEY[figure], text, as_at=AS_AT) == value


def test_a_day_of_december_in_the_return_of_january_is_the_one_just_gone():
    assert read(BY_KEY["started_on"], "12月28日", as_at=date(2024, 1, 25)) == date(2023, 12, 28)


@pytest.mark.parametrize(
    ("figure", "text", "sentence"),
    [
        ("invested", "三百", "“三百”不是确切的数字，请填一个阿拉伯数字，例如 120。"),
        ("invested", "12 13", "“12 13”里有几个数，请只填一个。"),
        ("invested", "12.345", "本月完成投资最多保留 2 位小数，这里是“12.345”，请四舍五入后再填。"),
        (
            "invested",
            "125000",
            "本月完成投资应在 -10,000 至 10,000万元 之间，这里是 125,000万元。表头的单位是万元，是不是以元填写的？",
        ),
        ("basic", "120", "基础类应在 0 至 100% 之间，这里是 120%。"),
        ("basic", "-1", "基础类应在 0 至 100% 之间，这里是 -1%。"),
        ("workers", "-2", "现场人数应在 0 至 5,000人 之间，这里是 -2人。"),
        ("lifts", "1.5", "应为整数，这里是 1.5。"),
        ("water_km", "1200米", "“1200米”的单位“米”不对，请只填数字。"),
        ("started_on", "2023-05-26", "数据截至 2023-05-25，之后的事实请在下月填报；这里是 2023-05-26。"),
        ("started_on", "5月", "“5月”不是确切的日期，请写成 2023-03-20 的样子。"),
        ("started_on", "2023-02-30", "“2023-02-30”不是确切的日期，请写成 2023-03-20 的样子。"),
        ("problems", "长" * 301, "文字有 301 个字，最多 300 个。"),
        ("invested", "约" * 80, f"“{'约' * 20}…”不是确切的数字，请重新填写。"),
    ],
)
def test_what_is_refused_is_told_how_to_mend_it(figure, text, sentence):
    with pytest.raises(DomainError) as refused:
        read(BY_KEY[figure], text, as_at=AS_AT)

    assert str(refused.value) == sentence


def in_steps(figure):
    """Every value that the figure can hold, as it is kept."""
    most = (figure.most or 0) * 10**figure.places
    least = -most if figure.nature is Nature.FLOW else 0
    factor = figure.unit.factor if figure.unit else Decimal(1)
    return st.integers(least, most).map(lambda step: Decimal(step).scaleb(-figure.places) * factor)


MEASURED = [figure for figure in FIGURES if figure.most is not None]


@given(data=st.data(), figure=st.sampled_from(MEASURED))
def test_what_is_shown_is_read_back_as_the_same_value(data, figure):
    value = data.draw(in_steps(figure))

    assert read(figure, shown(figure, value)) == value


@given(day=st.dates(date(1990, 1, 1), AS_AT))
def test_a_day_is_read_back(day):
    assert read(BY_KEY["started_on"], shown(BY_KEY["started_on"], day), as_at=AS_AT) == day


@given(text=st.text(max_size=400), figure=st.sampled_from(FIGURES))
def test_any_text_is_a_value_or_refused_with_a_sentence(text, figure):
    value, sentence = None, ""
    try:
        value = read(figure, text, as_at=AS_AT)
    except DomainError as refusal:
        sentence = str(refusal)

    assert sentence == "" or sentence.endswith(("。", "？"))
    assert value is None or read(figure, shown(figure, value), as_at=AS_AT) == value
