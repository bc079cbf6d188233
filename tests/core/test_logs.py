"""What the log keeps of a request that was refused."""

import logging

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied

from core.logs import refusal_in_one_line


def recorded(status: int) -> logging.LogRecord:
    error = PermissionDenied("不是您的")
    exc_info = (PermissionDenied, error, None)
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Forbidden: /returns/5/", (), exc_info)
    record.status_code = status
    return record


@pytest.mark.parametrize(("status", "traced"), [(403, False), (500, True)])
def test_a_refusal_is_one_line_and_a_defect_keeps_its_traceback(status, traced):
    record = recorded(status)

    assert refusal_in_one_line(record)
    assert ("PermissionDenied" in logging.Formatter().format(record)) is traced


def test_the_log_asks_it_of_every_line():
    assert "refusal" in settings.LOGGING["handlers"]["console"]["filters"]
