"""What a ledger may not hold cannot be typed either, and a second entry of the same compound is told at once."""

import pytest
from django.urls import reverse

from communities.models import Compound
from tests.communities.factories import a_compound

NEW = reverse("communities:compound_create")


def typed(division, **facts) -> dict:
    return {"division": division.pk, "name": "湛河示例１号院", **facts}


@pytest.mark.parametrize(("field", "absurd"), [("households", "99999999"), ("floor_area", "99999999999")])
def test_an_absurd_figure_is_refused_where_it_is_typed(signed_in, clerk, divisions, field, absurd):
    answer = signed_in(clerk).post(NEW, typed(divisions["南桥街道"], **{field: absurd}))

    assert answer.status_code == 422
    assert "请核对是否多填了位数" in answer.context["form"].errors[field][0]
    assert not Compound.objects.exists()


def test_who_enters_a_compound_again_is_told_which_other_it_may_be(signed_in, clerk, divisions):
    a_compound(clerk, name="湛河示例1号院")

    page = signed_in(clerk).post(NEW, typed(divisions["南桥街道"]), follow=True)

    assert "可能已有这个小区：湛河示例1号院" in page.content.decode()
