"""Phase templates for tests."""

from datetime import date

from projects.models import PhaseTemplate
from projects.services import templates
from projects.services.templates import GateLine, PhaseLine

WEIBIN = [
    PhaseLine(
        name="前期准备",
        duty="scheme",
        status="preparing",
        clause="三（一）",
        ends_on=date(2023, 3, 31),
        gates=(
            GateLine(name="改造方案制定", duty="scheme", clause="三（一）", due_on=date(2023, 3, 20)),
            GateLine(name="80%以上居民表决同意", duty="consent", clause="三（一）"),
        ),
    ),
    PhaseLine(
        name="工程实施",
        duty="works",
        status="under_construction",
        ends_on=date(2023, 10, 31),
        gates=(GateLine(name="与专营单位对接", duty="utilities"),),
    ),
    PhaseLine(
        name="督导验收",
        duty="acceptance",
        status="completed",
        ends_on=date(2023, 11, 30),
        gates=(GateLine(name="共同验收", duty="acceptance"), GateLine(name="综合评价", duty="evaluation")),
    ),
    PhaseLine(
        name="长效管理",
        duty="management",
        status="accepted",
        starts_on=date(2023, 11, 30),
        gates=(GateLine(name="落实物业管理模式", duty="management", due_on=date(2023, 12, 31)),),
    ),
]


def weibin(divisions, **changed) -> PhaseTemplate:
    """卫滨's four phases as its plan of 2023 dates them, six gates."""
    facts = {
        "division": divisions["卫滨区"],
        "name": "卫滨区四阶段",
        "year": 2023,
        "since": date(2023, 2, 28),
        "document": "卫政办〔2023〕2号",
        "phases": WEIBIN,
    }
    return templates.add(**(facts | changed))
