"""Schemes of single projects: invented quantities and prices that stay within the planned investment."""

from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from communities.choices import ManagementMode
from projects.choices import Source
from projects.models import Project, Scheme, SchemeItem, WorkItem
from projects.selectors.schemes import total_of
from projects.services import scheme_items, schemes, tasks

# Share of the site's investment, and 元 per unit of measure.
ITEMS = {
    "J02": (Decimal("0.22"), Decimal("420")),
    "J05": (Decimal("0.25"), Decimal("165")),
    "J08": (Decimal("0.06"), Decimal("2800")),
    "J14": (Decimal("0.08"), Decimal("95")),
    "J15": (Decimal("0.16"), Decimal("118.50")),
    "W05": (Decimal("0.04"), Decimal("1650")),
    "W10": (Decimal("0.10"), Decimal("1200")),
    "W08": (Decimal("0.05"), Decimal("1350")),
}
MORE = ("W11", Decimal("6"), Decimal("3200"))  # what a variation adds
SHARES = {Source.CENTRAL_SUBSIDY: Decimal("0.5"), Source.PROVINCE: Decimal("0.1"), Source.RESIDENTS: Decimal("0.02")}
CENT = Decimal("0.01")


def drawn_up(project: Project, *, by: User) -> Scheme:
    """A first version with its items, its words and where the money comes from."""
    scheme = schemes.start(project=project, by=by)
    usable = WorkItem.objects.usable_in(project.division_id).filter(code__in=ITEMS)
    known = {item.code: item for item in usable}
    lines = [
        SchemeItem(
            site=site,
            item=known[code],
            quantity=(site.investment * share / price).quantize(Decimal(1)),
            unit_price=price,
            remarks="示例",
        )
        for site in project.sites.all()
        for code, (share, price) in ITEMS.items()
    ]
    scheme_items.create_many(scheme=scheme, lines=lines, by=by)
    scheme.refresh_from_db()
    schemes.change(
        scheme=scheme,
        version=scheme.version,
        tasks="示例：完善基础设施，疏通排水，整修道路和屋面，增设照明和适老设施。",
        design="示例：雨污分流，管线入地，划定消防通道和停车位。",
        management_mode=ManagementMode.PROFESSIONAL,
        by=by,
    )
    fund(scheme, by=by)
    return scheme


def fund(scheme: Scheme, *, by: User) -> None:
    """Shares by source; the district bears what is left, to the cent."""
    scheme.refresh_from_db()
    total = total_of(scheme.items.all())
    funds: dict[str, Decimal | None] = {source: (total * share).quantize(CENT) for source, share in SHARES.items()}
    funds[Source.DISTRICT] = total - sum(filter(None, funds.values()))
    schemes.set_funds(scheme=scheme, version=scheme.version, funds=funds, by=by)


def submitted(scheme: Scheme, *, by: User, on: date) -> Scheme:
    return schemes.submit(scheme=scheme, by=by, now=timezone.make_aware(datetime.combine(on, time(10, 30))))


def approved(scheme: Scheme, *, author: User, by: User, on: date, document: str) -> Scheme:
    """Submitted and approved on one day; bureaus and utilities get their tasks."""
    submitted(scheme, by=author, on=on)
    return schemes.approve(scheme=scheme, document=document, on=on, by=by, today=on)


def varied(project: Project, *, by: User) -> Scheme:
    """A variation that is still being worked on: charging points come in, some road falls away."""
    scheme = schemes.start_variation(project=project, reason="示例：居民要求增设充电设施", by=by)
    code, quantity, price = MORE
    item = WorkItem.objects.usable_in(project.division_id).get(code=code)
    site = project.sites.first()
    scheme_items.add(scheme=scheme, site=site, item=item, quantity=quantity, unit_price=price, remarks="示例", by=by)
    road = scheme.items.filter(site=site, item__code="J05").select_related("item", "scheme").get()
    less, price = road.quantity - 120, road.unit_price
    scheme_items.change(line=road, version=road.version, quantity=less, unit_price=price, remarks="示例", by=by)
    fund(scheme, by=by)
    return scheme


def settle_tasks(project: Project, *, by: User, on: date) -> None:
    """What bureaus and utilities owed an old project was done long ago."""
    for task in project.tasks.filter(done_on=None):
        tasks.done(task=task, result="示例：已配合完成", by=by, on=on)
