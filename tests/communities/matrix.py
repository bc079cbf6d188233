"""Who opens the pages of compounds, buildings, surveys and photos."""

from datetime import date

from accounts.permissions import Role
from communities.models import Compound, Photo, Survey
from communities.services import photos, removals, surveys
from communities.services.surveys import Findings
from tests.communities.factories import a_building, a_compound, a_unit, an_upload
from tests.matrix import READERS, Case, World

EDITORS = frozenset({Role.LEADING_GROUP_OFFICE, Role.STREET_CLERK})
SURVEYORS = EDITORS | {Role.COMMUNITY_WORKER}


def _office(world: World):
    return world.people[Role.LEADING_GROUP_OFFICE]


def _compound(world: World) -> Compound:
    return a_compound(_office(world), name="示例小区", street=world.divisions["示例社区"].pk)


def _removed(world: World) -> Compound:
    compound = _compound(world)
    removals.remove(compound=compound, by=_office(world), reason="示例")
    return compound


def _building(world: World):
    return a_building(_compound(world), _office(world))


def _unit(world: World):
    return a_unit(_building(world), _office(world))


def _survey(world: World) -> Survey:
    found = Findings(surveyed_on=date(2026, 3, 1), facts={"households": 120})
    return surveys.record(compound=_compound(world), findings=found, by=_office(world), today=date(2026, 3, 20))


def _photo(world: World) -> Photo:
    return photos.add(compound=_compound(world), upload=an_upload(), by=_office(world))


def _of(make):
    return lambda world: [make(world).pk]


MATRIX = {
    "communities:compound_list": Case(roles=READERS),
    "communities:compound_create": Case(roles=EDITORS),
    "communities:compound_detail": Case(roles=READERS, args=_of(_compound)),
    "communities:compound_edit": Case(roles=EDITORS, args=_of(_compound)),
    "communities:compound_remove": Case(roles=EDITORS, args=_of(_compound)),
    "communities:compound_restore": Case(roles=EDITORS, args=_of(_removed)),
    "communities:compound_history": Case(roles=READERS, args=_of(_compound)),
    "communities:compound_standing": Case(roles=READERS, args=_of(_compound)),
    "communities:compound_photos": Case(roles=READERS, args=_of(_compound)),
    "communities:survey_create": Case(roles=SURVEYORS, args=_of(_compound)),
    "communities:survey_detail": Case(roles=READERS, args=_of(_survey)),
    "communities:building_create": Case(roles=EDITORS, args=_of(_compound)),
    "communities:building_edit": Case(roles=EDITORS, args=_of(_building)),
    "communities:building_remove": Case(roles=EDITORS, args=_of(_building)),
    "communities:unit_create": Case(roles=EDITORS, args=_of(_building)),
    "communities:unit_edit": Case(roles=EDITORS, args=_of(_unit)),
    "communities:unit_remove": Case(roles=EDITORS, args=_of(_unit)),
    "communities:photo_remove": Case(roles=SURVEYORS, args=_of(_photo)),
    "communities:photo_file": Case(roles=READERS, args=lambda world: [_photo(world).pk, "public"]),
}
