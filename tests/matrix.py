"""Who may open which address: each room lists its own in tests/<room>/matrix*.py; tests/test_matrix.py tries them all.

MATRIX = {"communities:compound_detail": Case(roles=READERS, args=lambda world: [a_compound(world).pk])}
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from accounts.models import User
from accounts.permissions import Role
from divisions.models import Division

EVERYBODY = frozenset(Role)
READERS = EVERYBODY - {Role.UTILITY, Role.CONTRACTOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}


@dataclass(frozen=True, kw_only=True)
class World:
    """What an address may name: the divisions by name, and one person of each role in 卫滨区.

    The street's people sit in 南桥街道, the community worker in its 示例社区, all others in the district.
    A record that all of them may see lies in 示例社区.
    """

    divisions: dict[str, Division]
    people: dict[Role, User]


@dataclass(frozen=True, kw_only=True)
class Case:
    """One address: `roles` get the page, all other roles 403. Visitors are sent to sign in.

    `args` makes the record that the address names; then the clerk next door and another district's office get 404 where
    their role would do. `hidden`: roles of 卫滨区 for which the record does not exist (404), not being in their
    territory or not being theirs.
    """

    roles: frozenset[Role]
    args: Callable[[World], Sequence[Any]] | None = None
    hidden: frozenset[Role] = frozenset()
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)
    next_door: bool = False  # also opens for the clerk next door: it is issued to the whole district
    visitors: bool = False  # opens without signing in
    everywhere: bool = False  # `args` name nothing that lies in a territory, so the next street is let in too


def _collected() -> dict[str, Case]:
    modules = [
        import_module(f"tests.{path.parent.name}.{path.stem}")
        for path in sorted(Path(__file__).parent.glob("*/matrix*.py"))
    ]
    return {name: case for module in modules for name, case in module.MATRIX.items()}


MATRIX = _collected()
