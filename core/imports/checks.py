"""Checks that every ledger needs; a room combines them with its own. Values that could not be read are None."""

from collections.abc import Callable, Hashable, Iterator, Sequence

from core.imports.layout import Context, LedgerRow, Problem


def twice(
    rows: Sequence[LedgerRow], *, by: Callable[[LedgerRow], Hashable | None], key: str, what: str
) -> Iterator[Problem]:
    """The same record in two rows of the file: each names the other. `by` None: the row cannot be compared."""
    found: dict[Hashable, list[LedgerRow]] = {}
    for row in rows:
        if (same := by(row)) is not None:
            found.setdefault(same, []).append(row)
    for group in found.values():
        for row in group if len(group) > 1 else ():
            others = "、".join(f"{other.sheet}第{other.number}行" for other in group if other is not row)
            yield row.problem(key, f"同一个{what}在文件里出现了 {len(group)} 次，另见{others}。请只保留一行。")


def outside(row: LedgerRow, key: str, division_code: str, context: Context) -> Problem | None:
    """A division outside the territory of the person who imports."""
    territory = context.by.territory
    if territory is not None and division_code.startswith(territory):
        return None
    return row.problem(key, f"“{row.values[key]}”不在您的管辖范围内，不能导入。请删去这一行，或请上级单位导入。")
