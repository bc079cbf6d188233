"""What the streets of the demo type, from how long a site has been built on: invented, and the same every time."""

from datetime import date

from core.units import WAN_YUAN
from funding.selectors.paid import known_sites
from progress.figures import FIGURES
from progress.models import ReturnLine, ReturnVersion
from progress.services.cells import Typed

HALF = 2  # sites of a sheet that is half filled
CORRECTED = "68.50"
LEADS = {"basic": 6, "improvement": 0, "upgrade": -4}
STALLED = {"invested": "0", "problems": "示例：管线迁改方案未定，停工"}
PREPARING = "示例：正在办理前期手续"
PROBLEMS = ("示例：部分住户要求调整管线走向", "", "示例：雨天影响外墙施工", "")
STEPS = "示例：继续推进楼本体和管网施工"
SPEED = (22, 31, 15, 9)  # points a month, one street's site after another


def typed(version: ReturnVersion, *, as_at: date, only: int | None = None) -> list[Typed]:
    """The cells of all lines, or of the first few."""
    lines = list(version.lines.order_by("position"))[:only]
    from_ledger = known_sites([line.site_id for line in lines])
    return [
        Typed(line_id=line.pk, figure=figure.key, text=cells[figure.key])
        for line in lines
        for cells in [_cells(line, as_at)]
        for figure in FIGURES
        if figure.key in cells and not (figure.key == "paid" and line.site_id in from_ledger)
    ]


def _cells(line: ReturnLine, as_at: date) -> dict[str, str]:
    if line.started_on is None:
        return {"problems": PREPARING}
    if line.year < as_at.year:
        return STALLED | {key: "40" for key in LEADS if key in line.categories}
    place = line.position % len(SPEED)
    months = (as_at - line.started_on).days / 30 + 0.5
    reached = {key: min(95, max(1, int(months * SPEED[place]) + lead)) for key, lead in LEADS.items()}
    levels = {key: str(value) for key, value in reached.items() if not line.categories or key in line.categories}
    built = (line.investment or 0) / WAN_YUAN.factor * SPEED[place] / 100
    return levels | {
        "invested": f"{built:.2f}",
        "paid": f"{built * 6 / 10:.2f}",
        "workers": str(12 + 5 * place),
        "water_km": f"{0.12 + place / 20:.3f}",
        "drain_km": f"{0.2 + place / 10:.3f}",
        "cable_km": f"{0.05 * place:.3f}",
        "parking": str(3 * place),
        "problems": PROBLEMS[place],
        "next_steps": STEPS,
    }
