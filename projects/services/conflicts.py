"""Two people change one record: the second is told both values, and nothing is overwritten."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import models

from core.errors import Conflict

LONGEST = 40  # characters of a text that a refusal repeats


def check_version(row: models.Model, *, version: int | None, typed: Mapping[str, Any]) -> None:
    """Refuse when the locked row is newer than what the person saw, naming what it says now and what she typed."""
    if version is None or row.version == version:
        return
    fields = [field for field in row._meta.fields if field.name in typed]
    differing = [field for field in fields if getattr(row, field.name) != typed[field.name]]
    told = "；".join(
        f"{field.verbose_name}现为“{_words(field, getattr(row, field.name))}”，"
        f"您填的是“{_words(field, typed[field.name])}”"
        for field in differing
    )
    raise Conflict(
        f"“{row}”在您填写期间有了新的修改（他人，或您本人在另一个窗口）："
        f"{told or '内容与您填写的相同'}。没有保存，请重新打开本页，核对后再改。"
    )


def _words(field: models.Field, value: Any) -> str:
    if value is None or value == "":
        return "（空）"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    text = f"{value:,.2f}" if isinstance(value, Decimal) else str(value)
    return f"{text[:LONGEST]}…" if len(text) > LONGEST else text
