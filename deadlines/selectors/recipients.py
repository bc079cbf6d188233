"""Who is told of a deadline, and why she."""

from collections import defaultdict

from accounts.models import OrganisationKind, User
from accounts.permissions import Permission, Role, roles_with
from deadlines.models import ReminderRule
from divisions import territory


class Recipients:
    """Everybody who has a to-do list, read once a run: one query, however many deadlines are asked about."""

    def __init__(self) -> None:
        self._everybody: set[int] = set()
        self._members: dict[int, list[int]] = defaultdict(list)  # of an organisation
        self._clerks: dict[int, list[int]] = defaultdict(list)
        self._leaders: dict[int, list[int]] = defaultdict(list)
        self._offices: dict[str, list[int]] = defaultdict(list)  # by the code of their division
        at_work = User.objects.active().filter(organisation__isnull=False, organisation__until=None)
        able = at_work.filter(role__in=roles_with(Permission.SEE_TODO))
        for person, role, organisation, kind, division in able.order_by("pk").values_list(
            "pk", "role", "organisation_id", "organisation__kind", "organisation__division_id"
        ):
            self._everybody.add(person)
            self._members[organisation].append(person)
            if role == Role.STREET_CLERK:
                self._clerks[organisation].append(person)
            elif role == Role.STREET_LEADER:
                self._leaders[organisation].append(person)
            if kind == OrganisationKind.LEADING_GROUP_OFFICE:
                self._offices[division].append(person)

    def of(self, deadline, rule: ReminderRule, late: int) -> dict[int, str]:
        """The people with the reason for each; the first reason counts. Empty where nobody is there at all.

        `deadline` has assigned_to_id, organisation_id and division_id; it is so many days `late`.
        """
        organisation, office = deadline.organisation_id, self._office(deadline.division_id)
        told = self._owing(deadline) or dict.fromkeys(office, _nobody(organisation))
        if rule.leader_after and late >= rule.leader_after:
            why = f"贵单位逾期{late}天，按规则报单位负责人"
            told = dict.fromkeys(self._leaders.get(organisation, []), why) | told
        if rule.office_after and late >= rule.office_after:
            told = dict.fromkeys(office, f"逾期{late}天，按规则报领导小组办公室") | told
        return told

    def _owing(self, deadline) -> dict[int, str]:
        """The person named for it, else the organisation's: a street's clerks before its others."""
        if deadline.assigned_to_id in self._everybody:
            return {deadline.assigned_to_id: "您是责任人"}
        organisation = deadline.organisation_id
        return dict.fromkeys(self._clerks.get(organisation) or self._members.get(organisation, []), "贵单位承办")

    def _office(self, division: str) -> list[int]:
        """The people of the nearest leading-group office above that has any."""
        return next((self._offices[code] for code in territory.ancestors(division) if code in self._offices), [])


def _nobody(organisation: int | None) -> str:
    return "责任单位没有在用人员，请领导小组办公室督办" if organisation else "没有明确责任单位，请领导小组办公室督办"
