"""How compounds stand under the rules in force on a day: rules, facts and exceptions brought together.

A fixed number of queries, however many compounds are asked for.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Q

from communities.eligibility import Assessment, assess
from communities.facts import gather
from communities.models import Compound, EligibilityException, EligibilityRule


def assess_many(compounds: Collection[Compound], *, on: date) -> dict[int, Assessment]:
    """Standing by compound id, each under the rule of its own district (four queries)."""
    rules = EligibilityRule.objects.prefetch_related("criteria").in_force_for(
        {compound.division_id for compound in compounds}, on
    )
    facts = gather(compounds, on=on)
    excepted = _excepted(facts, on=on)
    standings = {}
    for compound in compounds:
        rule = rules[compound.division_id]
        standings[compound.pk] = assess(
            criteria=rule.criteria.all() if rule else (),
            facts=facts[compound.pk],
            excepted=excepted[compound.pk],
            rule=rule,
        )
    return standings


def eligibility_of(compound: Compound, *, on: date) -> Assessment:
    """One compound's standing on a day."""
    return assess_many([compound], on=on)[compound.pk]


def _excepted(compounds: Collection[int], *, on: date) -> dict[int, set[str]]:
    """The tests from which each compound was excepted on the day."""
    rows = EligibilityException.objects.filter(
        Q(withdrawn_on=None) | Q(withdrawn_on__gt=on), compound__in=list(compounds), granted_on__lte=on
    )
    tests: dict[int, set[str]] = defaultdict(set)
    for compound_id, test in rows.values_list("compound_id", "test"):
        tests[compound_id].add(test)
    return tests
