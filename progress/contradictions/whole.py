"""What can be found about a return as a whole, and the list of all rules."""

from collections.abc import Callable, Iterator, Mapping

from progress.choices import ContradictionRule
from progress.contradictions import rules
from progress.contradictions.facts import Finding, ReturnFacts, adds_nothing, cut, same_levels

NAMED = 5  # compounds named one by one


def empty(facts: ReturnFacts) -> Iterator[Finding]:
    """Reported by the late date, but no site under way has money, quantities, people on site or any progress."""
    if facts.reported_on is None or facts.reported_on > facts.late_on:
        return
    under_way = [site for site in facts.sites if site.is_under_way]
    for site in under_way:
        line, before = site.line, site.earlier[0] if site.earlier else None
        if not adds_nothing(line) or line.workers or not same_levels(line, before):
            return
    if under_way:
        names = "、".join(site.label for site in under_way[:NAMED]) + ("等" if len(under_way) > NAMED else "")
        text = (
            f"{facts.reported_on:%Y-%m-%d} 按时上报，但 {len(under_way)} 个在建小区（{names}）本月没有投资、拨付、"
            "工程量和现场人数，形象进度也没有变化。"
        )
        yield Finding(rule=ContradictionRule.EMPTY, text=cut(text))


RULES: Mapping[ContradictionRule, Callable[[ReturnFacts], Iterator[Finding]]] = {
    ContradictionRule.UNCHANGED: rules.unchanged,
    ContradictionRule.BACKWARDS: rules.backwards,
    ContradictionRule.PAID_OVER_BUILT: rules.paid_over_built,
    ContradictionRule.EMPTY: empty,
    ContradictionRule.UNACCEPTED: rules.unaccepted,
    ContradictionRule.AHEAD: rules.ahead,
    ContradictionRule.SAME_PHOTO: rules.same_photo,
}


def found(facts: ReturnFacts) -> list[Finding]:
    """All that all rules find in one return."""
    return [finding for rule in RULES.values() for finding in rule(facts)]
