"""What a month's return begins with."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_street_reports_on_all_its_sites_and_on_no_other(nanqiao):
    assert [line.compound_name for line in nanqiao.current.lines.all()] == ["中州小区", "新运23号院"]
