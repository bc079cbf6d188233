"""Invented compounds in any number: one province of 4 prefectures, 20 districts, 200 streets."""

import random
from decimal import Decimal

PROVINCE = "980000000000"  # no real province has this code
PREFECTURES, DISTRICTS, STREETS = 4, 5, 10
ROADS = ("人民", "解放", "胜利", "建设", "和平", "健康", "自由", "新华", "文化", "团结", "光明", "中山", "黄河", "长江")
OWNERS = ("农机公司", "轻工局", "电业局", "粮食局", "棉纺厂", "机械厂", "化肥厂", "百货公司", "供销社", "印刷厂")
ENDINGS = ("家属院", "小区", "住宅小区", "号院", "号楼", "东院", "西院", "南院")


def divisions() -> list[str]:
    """Make the divisions; the codes of the streets come back."""
    from divisions.models import Division, Level

    rows = [Division(code=PROVINCE, name="示例省", level=Level.PROVINCE)]
    streets = []
    for p in range(1, PREFECTURES + 1):
        prefecture = f"98{p:02}00000000"
        rows.append(Division(code=prefecture, name=f"示例{p}市", level=Level.PREFECTURE, parent_id=PROVINCE))
        for d in range(1, DISTRICTS + 1):
            district = f"98{p:02}{d:02}000000"
            rows.append(Division(code=district, name=f"示例{p}{d}区", level=Level.COUNTY, parent_id=prefecture))
            for s in range(1, STREETS + 1):
                street = f"98{p:02}{d:02}{s:03}000"
                streets.append(street)
                rows.append(Division(code=street, name=f"示例{s}街道", level=Level.STREET, parent_id=district))
    Division.objects.bulk_create(rows)
    return streets


def values(number: int, chance: random.Random) -> dict:
    """The facts of one invented compound; the number makes its name its own."""
    households = chance.randint(20, 900)
    return {
        "name": f"{chance.choice(ROADS)}路{number}{chance.choice(OWNERS)}{chance.choice(ENDINGS)}",
        "address": f"{chance.choice(ROADS)}路{number}号",
        "built_year": chance.randint(1975, 2004),
        "property_kind": chance.choice(["commercial", "public", "reformed", "affordable"]),
        "buildings_count": households // 40 + 1,
        "units_count": households // 12 + 1,
        "households": households,
        "population": households * 3,
        "floor_area": Decimal(households * chance.randint(55, 110)),
        "structure": chance.choice(["brick_concrete", "frame"]),
        "safety": "safe",
        "management_mode": chance.choice(["professional", "bundled", "self_governed", "none"]),
        "willingness": Decimal(chance.randint(50, 100)),
    }


def compounds(*, streets: list[str], first: int, last: int) -> None:
    """Add compounds number first..last, spread evenly over the streets, with the keys the services keep."""
    from communities.models import Compound
    from communities.services.compounds import with_keys

    chance = random.Random(first)
    rows = []
    for number in range(first, last):
        rows.append(with_keys(Compound(division_id=streets[number % len(streets)], **values(number, chance))))
        if len(rows) == 5_000:
            Compound.objects.bulk_create(rows, batch_size=1_000)
            rows = []
    Compound.objects.bulk_create(rows, batch_size=1_000)


def analyse() -> None:
    """What autovacuum does at night."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE communities_compound")
