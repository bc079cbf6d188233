"""May this compound be renovated? Every condition of a rule set against the facts on file (Z二, B四(一), W五(三)5).

Pure: criteria and facts in, findings out. A fact that nobody has recorded is 资料不全, never a pass.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from communities.choices import MAY_BE_RENOVATED, Programme, Result, Safety, State, Test
from communities.facts import Facts
from communities.models import Criterion, EligibilityRule

Answer = tuple[State, str]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """How one condition came out: a sentence with the figure, and the clause with the plan's own words."""

    test: Test
    state: State
    sentence: str
    clause: str
    wording: str

    @property
    def label(self) -> str:
        return self.test.label


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """A compound's standing under one rule set; no rule, no standing."""

    result: Result
    findings: tuple[Finding, ...] = ()
    rule: EligibilityRule | None = None

    @property
    def shortfalls(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.state != State.PASSED)

    @property
    def may_be_renovated(self) -> bool:
        return self.result in MAY_BE_RENOVATED


def assess(
    *,
    criteria: Iterable[Criterion],
    facts: Facts,
    excepted: Collection[str] = (),
    rule: EligibilityRule | None = None,
) -> Assessment:
    """Try every condition. One failure without an exception keeps the compound out; then an unknown fact does."""
    findings = tuple(_finding(criterion, facts, excepted) for criterion in criteria)
    states = {finding.state for finding in findings}
    if not findings:
        result = Result.NO_RULE
    elif State.FAILED in states:
        result = Result.INELIGIBLE
    elif State.UNKNOWN in states:
        result = Result.INCOMPLETE
    else:
        result = Result.EXCEPTED if State.EXCEPTED in states else Result.ELIGIBLE
    return Assessment(result=result, findings=findings, rule=rule)


def _finding(criterion: Criterion, facts: Facts, excepted: Collection[str]) -> Finding:
    state, sentence = TESTS[Test(criterion.test)](criterion, facts)
    if state == State.FAILED and criterion.test in excepted:
        state = State.EXCEPTED
    return Finding(
        test=Test(criterion.test),
        state=state,
        sentence=sentence,
        clause=criterion.clause,
        wording=criterion.wording,
    )


def _built_by(criterion: Criterion, facts: Facts) -> Answer:
    if facts.built_year is None:
        return State.UNKNOWN, "建成年份未填报"
    if criterion.figure is None:
        return State.PASSED, f"{facts.built_year}年建成（文件未定年限）"
    if facts.built_year > criterion.figure:
        return State.FAILED, f"{facts.built_year}年建成，晚于{criterion.figure}年"
    return State.PASSED, f"{facts.built_year}年建成，不晚于{criterion.figure}年"


def _in_centre(criterion: Criterion, facts: Facts) -> Answer:
    if facts.near_centre is None:
        return State.UNKNOWN, "是否位于中心城区未填报"
    return (State.PASSED, "位于中心城区") if facts.near_centre else (State.FAILED, "不在中心城区")


def _not_in_programmes(criterion: Criterion, facts: Facts) -> Answer:
    if not facts.other_programme:
        return State.UNKNOWN, "是否纳入其他改造未填报"
    if facts.other_programme == Programme.NONE:
        return State.PASSED, "未纳入其他改造"
    label = Programme(facts.other_programme).label
    if facts.other_programme in criterion.among:
        return State.FAILED, f"已纳入：{label}"
    return State.PASSED, f"已纳入：{label}，不在本条所列"


def _structure_safe(criterion: Criterion, facts: Facts) -> Answer:
    if facts.safety in ("", Safety.UNKNOWN):
        return State.UNKNOWN, "房屋结构安全未鉴定"
    label = Safety(facts.safety).label
    return (State.PASSED if facts.safety == Safety.SAFE else State.FAILED), f"房屋结构：{label}"


def _facilities_poor(criterion: Criterion, facts: Facts) -> Answer:
    if not facts.facilities_seen:
        return State.UNKNOWN, "设施现状未调查"
    found = facts.facilities_in_words
    if criterion.figure is None:
        return State.PASSED, f"{found}（文件未定项数）"
    if facts.facilities_poor < criterion.figure:
        return State.FAILED, f"{found}，少于{criterion.figure}项"
    return State.PASSED, f"{found}，不少于{criterion.figure}项"


def _willing(criterion: Criterion, facts: Facts) -> Answer:
    if facts.willingness is None:
        return State.UNKNOWN, "居民改造意愿未调查"
    found = facts.willingness_in_words
    if criterion.figure is None:
        return State.PASSED, f"{found}（文件未定比例）"
    if facts.willingness < criterion.figure:
        return State.FAILED, f"{found}，低于{criterion.figure}%"
    return State.PASSED, f"{found}，不低于{criterion.figure}%"


def _management_agreed(criterion: Criterion, facts: Facts) -> Answer:
    if facts.management_agreed is None:
        return State.UNKNOWN, "居民是否就长效管理形成共识未调查"
    if facts.management_agreed:
        return State.PASSED, "居民已就长效管理形成共识"
    return State.FAILED, "居民尚未就长效管理形成共识"


TESTS: dict[Test, Callable[[Criterion, Facts], Answer]] = {
    Test.BUILT_BY: _built_by,
    Test.IN_CENTRE: _in_centre,
    Test.NOT_IN_PROGRAMMES: _not_in_programmes,
    Test.STRUCTURE_SAFE: _structure_safe,
    Test.FACILITIES_POOR: _facilities_poor,
    Test.WILLING: _willing,
    Test.MANAGEMENT_AGREED: _management_agreed,
}
