"""The scale on which scores of the second edition stand in a chart: what they can be, where that has ends,
else what occurs."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ..explain.trace import TraceStep
from ..meaning.model import RAW_LIMIT, Node, RuleSet
from ..meaning.plan import Plan
from ..meaning.scope import is_pure
from ..meaning.steps_in_order import combines, is_numberless
from . import bar_chart


def is_drawn(plan: Plan, step: TraceStep) -> bool:
    """Whether a node has a number that a bar can show."""
    has_number = not is_numberless(step.node) and not is_pure(plan.rules, step.node.path)
    return has_number and step.printed is not None and abs(step.printed) < RAW_LIMIT


def are_alike(rules: RuleSet) -> bool:
    """Whether the scores of parts can stand beside each other: the whole is made of them as they are, and not
    by a formula that may take them for anything."""
    return combines(rules.total)


def axis_of(plan: Plan, steps: Sequence[TraceStep], mark: Fraction | None, mark_text: str) -> bar_chart.Axis:
    """The scale for the scores of some nodes: bars begin at nought, wherever the scale does."""
    values = [step.printed for step in steps if step.printed is not None]
    ends = [_ends(plan, step.node) for step in steps]
    known = [end for pair in ends for end in pair if end is not None]
    marks = [] if mark is None else [mark]
    low, high = min([*values, *known, *marks, Fraction(0)]), max([*values, *known, *marks, Fraction(0)])
    return bar_chart.Axis(float(low), float(high), None if mark is None else float(mark), mark_text, zero=0.0)


def _ends(plan: Plan, node: Node) -> tuple[Fraction | None, Fraction | None]:
    """Between which ends a node's score lies; None for one that is nowhere in particular."""
    low, high = plan.reach.ends(node)
    far = max(abs(low), abs(high)) >= RAW_LIMIT / 10**6
    return (None, None) if far else (low, high)


__all__ = ["are_alike", "axis_of", "is_drawn"]
