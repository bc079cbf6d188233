"""What rooms above say against merging, splitting, cancelling a project or moving it to another year."""

from collections.abc import Callable, Collection, Iterable, Mapping
from enum import StrEnum

from core.errors import DomainError
from projects.models import Project


class Act(StrEnum):
    REGROUP = "合并或拆分"
    CANCEL = "取消"
    CARRY_OVER = "转入下一年度"


Bar = Callable[[Collection[int]], Mapping[int, str]]  # project ids → why not, of those that are barred
_bars: dict[Act, list[Bar]] = {act: [] for act in Act}


def bars(*acts: Act) -> Callable[[Bar], Bar]:
    """A room says why these acts are not for some projects: f(project ids) → {id: "已有拨付"}. A fixed number of
    queries, whatever the number of projects."""

    def register(function: Bar) -> Bar:
        for act in acts:
            _bars[act].append(function)
        return function

    return register


def found(act: Act, projects: Iterable[int]) -> dict[int, str]:
    """Why not, by project; those that nothing bars are not in it."""
    ids = set(projects)
    said: dict[int, str] = {}
    for bar in _bars[act]:
        said |= bar(ids)
    return said


def check(act: Act, projects: Collection[Project]) -> None:
    """Refused in the words of the first bar."""
    said = found(act, [project.pk for project in projects])
    for project in projects:
        if why := said.get(project.pk):
            raise DomainError(f"《{project}》{why}，不能{act.value}。")
