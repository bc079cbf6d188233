"""Spots with drawn pictures, and a ledger of illegal structures; all of it invented."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import User
from projects.choices import IllegalKind, SpotStage
from projects.demo.pictures import picture
from projects.models import ProjectSite
from projects.services import illegal, spots
from projects.services.illegal import Facts

PLACES = ("大门口", "楼前道路")
NOTE = "示例图：站在同一位置，面向楼体拍摄"


def photograph(site: ProjectSite, days: dict[SpotStage, date], *, by: User, seed: int) -> None:
    """Two spots of a site, one picture for each stage that has a day."""
    for number, name in enumerate(PLACES):
        spot = spots.add(site=site, name=name, note=NOTE, by=by)
        for stage, day in days.items():
            taken = datetime(day.year, day.month, day.day, 9 + number, 20)  # noqa: DTZ001 - as a camera has it
            upload = picture(stage, seed=seed + number, taken=taken)
            spots.add_photo(spot=spot, stage=stage, upload=upload, by=by)


def found_in_2023(sites: Sequence[ProjectSite], *, by: User) -> None:
    """Four of the plan's year: three demolished before work began, one kept."""
    found, today = date(2023, 3, 3), date(2023, 4, 28)
    lines = [
        ("3号楼西侧", IllegalKind.TEMPORARY, "18.50"),
        ("院墙北侧", IllegalKind.ENCROACHMENT, "26"),
        ("停车场东侧", IllegalKind.LOCK, None),
        ("2号楼屋顶", IllegalKind.BUILDING, "42.80"),
    ]
    for number, (place, kind, area) in enumerate(lines):
        facts = Facts(
            place=place,
            kind=kind,
            area=Decimal(area) if area else None,
            found_on=found,
            due_on=date(2023, 3, 31),
            remarks="示例",
        )
        structure = illegal.add(site=sites[number % len(sites)], facts=facts, by=by, today=found)
        about: dict[str, Any] = {"structure": structure, "by": by, "today": today}
        if number == len(lines) - 1:
            illegal.retain(reason="示例：住户安置未落实，经会议研究暂予保留", on=today, **about)
        else:
            illegal.demolish(on=date(2023, 3, 20 + 5 * number), **about)


def found_lately(site: ProjectSite, *, by: User, today: date) -> None:
    """One that should be gone already, one that is due this week."""
    lines = [
        ("1号楼南侧彩钢棚", IllegalKind.TEMPORARY, "15.60", today - timedelta(days=2)),
        ("车棚旁围挡", IllegalKind.ENCROACHMENT, "30", today + timedelta(days=4)),
    ]
    for place, kind, area, due in lines:
        found = today - timedelta(days=40)
        facts = Facts(place=place, kind=kind, area=Decimal(area), found_on=found, due_on=due, remarks="示例")
        illegal.add(site=site, facts=facts, by=by, today=today)
