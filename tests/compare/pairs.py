"""An old and a new rule set: texts to make them of, and what is asked of the two."""

from __future__ import annotations

from typing import Any

import kenrules


def titles_of(found: Any) -> list[str]:
    return [str(change.title) for change in found.rating]


ONE = """
ruleset: test/one
title: One
unit: agency
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
thresholds: {pass: 85}
instruments:
  A: {weight: 60%, indicators: {I1: {questions: a1..a3}, I2: {questions: a4..a5}}}
  B: {weight: 40%, indicators: {I3: {questions: [b1, b2]}}}
bands: [{rating: high, from: 85, when: min(instruments) >= pass}, {rating: middle, from: 50}, {rating: low, to: 49.99}]
"""
BANDS = "bands: [{rating: hi, from: 50, to: 100}, {rating: lo, from: 0, to: 49.99}]\n"


def verdict(old: str, new: str, claim: str) -> bool | None:
    (found,) = kenrules.prove(old, new, [claim], transitions=False).verdicts
    return found.holds


MOVED = f"""
instruments:
  A: {{title: A, weight: 50%, indicators: {{S1: {{questions: [q1]}}, S2: {{questions: [q2]}}}}}}
  B: {{title: B, weight: 50%, indicators: {{S3: {{questions: [q3]}}, S4: {{questions: [q4]}}}}}}
{BANDS}"""
BASE = """
thresholds: {pass: 80}
instruments:
  A: {title: A, weight: 50%, questions: a1..a3}
  B: {title: B, weight: 50%, questions: b1..b3}
bands:
  - {rating: gold, from: 90, to: 100, when: min(instruments) >= pass}
  - {rating: silver, from: 80, to: 100}
  - {rating: none, from: 0, to: 79.99}
"""


def titles(old: str, new: str) -> list[str]:
    return titles_of(kenrules.diff(old, new))
