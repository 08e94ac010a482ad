"""Rule sets between two others."""

from __future__ import annotations

from typing import Any

import kenrules
import polars as pl
import pytest
from hypothesis import given, settings
from kenrules.engine.compare.canonical_forms import canonical, values_of
from kenrules.engine.compare.changes import differences
from kenrules.engine.compare.correspondence import Definitions
from kenrules.engine.compare.hybrids import mixed

from ..strategies import revisions
from .revised import LAW, loaded


@pytest.mark.slow
@settings(LAW, max_examples=100)
@given(pair=revisions())
def test_all_changes_made_are_the_new_rules(pair):
    """No difference that matters escapes the list: the old rules with every facet taken mean what the new
    ones mean."""
    old, new = loaded(pair)
    found = differences(old, new)
    made = mixed(found, frozenset(facet for change in found.rating for facet in change.facets))
    assert made is not None
    assert Definitions(made).of("total") == Definitions(new).of("total")
    assert made.scale == new.scale
    assert made.hit_policy == new.hit_policy

    def bands(rules: Any) -> list[Any]:
        values = values_of(rules)
        return [
            (b.rating, b.minimum, b.maximum, None if b.when is None else canonical(b.when, values))
            for b in rules.bands
        ]

    assert bands(made) == bands(new)


@pytest.mark.parametrize("turned", [False, True])
def test_parts_with_another_policy_still_make_the_whole(rules, turned):
    """Rule sets in between have parts of several policies: a score below the whole is the mean of what is
    given for the parts."""
    top = "missing: skip\nthresholds: {p: 50, r: 60}\n"
    one = rules(
        "one",
        top
        + """
instruments:
  A: {weight: 40%, indicators: {S1: {questions: [q1]}, S2: {questions: [q2]}}}
  B: {weight: 40%, indicators: {S3: {questions: [q3]}, S4: {questions: [q4]}, S5: {questions: [q5]}}}
  C: {weight: 20%, questions: [q6]}
bands: [{rating: g, from: 85}, {rating: h, from: 80, when: B >= p or S4 >= r}, {rating: z, from: 0}]
""",
    )
    part = "indicators: {S3: {questions: [q3]}, S4: {questions: [q4]}, S5: {questions: [q5]}}"
    two = rules(
        "two",
        top
        + f"""
instruments:
  A: {{weight: 40%, indicators: {{S1: {{questions: [q1]}}, S2: {{questions: [q2]}}}}}}
  C: {{weight: 20%, questions: [q6]}}
  B1: {{weight: 20%, missing: zero, {part}}}
  B2: {{weight: 10%, {part}}}
  B3: {{weight: 10%, {part}}}
aliases: {{B: [B1, B2, B3]}}
bands: [{{rating: g, from: 40}}, {{rating: h, from: 80, when: min(instruments) >= p}}, {{rating: z, from: 0}}]
""",
    )
    parts = {
        f"B{number}.{name}": [value]
        for number in (1, 2, 3)
        for name, value in (("S3", 10.0), ("S4", 20.0), ("S5", 30.0))
    }
    data = pl.DataFrame({"agency": ["x"], "A.S1": [90.0], "A.S2": [90.0], "C": [90.0], **parts})
    found = kenrules.compare(two, one, data) if turned else kenrules.compare(one, two, data)
    row = found.units.row(0, named=True)
    assert sorted([(row["old_rating"], row["old_total"]), (row["new_rating"], row["new_total"])]) == [
        ("g", 62.0),
        ("z", 62.0),
    ]
