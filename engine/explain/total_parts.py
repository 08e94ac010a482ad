"""The parts of which a total is the sum, with what each adds and costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..meaning.labels import labels_of
from ..meaning.model import TOTAL
from ..words.diagnostics import Text, say
from ..words.language import Language
from .shown_points import DUST, Share
from .trace_steps import Trace, TraceStep

MOST_PARTS = 14


@dataclass(frozen=True)
class TotalPart:
    """A part of the total in points; `costs` is what lacks of the best it could add (where lower is better:
    what it adds more), None where that is not known."""

    label: Text
    adds: Share
    costs: Share | None


def parts_of_total(trace: Trace, language: Language) -> list[TotalPart]:
    """The parts that add up to the total, indicators rather than instruments as long as they are few; none
    where the total is no sum of parts."""
    steps = _apart(trace.root)
    if steps is None:
        return []
    while (finer := _finer(steps)) is not None:
        steps = finer
    label = labels_of(trace.rules, language)
    parts = []
    for step, is_plus in steps:
        name = say("total") if step.node.path == TOTAL else say("{name}", name=label(step.node.path))
        share = step.plus if is_plus else step.adds
        if share is not None:
            called = say("added at {node}", node=name) if is_plus else name
            parts.append(TotalPart(called, share, None if is_plus else step.costs))
    return parts


_Steps = Sequence[tuple[TraceStep, bool]]
"""Steps, each as what it adds or as what is added to what its children make."""


def _apart(step: TraceStep) -> _Steps | None:
    """The children of a step, and what is added to them, where they add up to it exactly."""
    parts: list[tuple[TraceStep, bool]] = [(each, False) for each in step.children if each.adds is not None]
    points = [each.adds.exact for each, _ in parts if each.adds is not None]
    if step.plus is not None:
        parts.append((step, True))
        points.append(step.plus.exact)
    if not points or step.adds is None or abs(sum(points, Fraction(0)) - step.adds.exact) >= DUST:
        return None
    return parts


def _finer(steps: _Steps) -> _Steps | None:
    """The steps a level further down; None where none can be taken apart, or there would be too many."""
    found: list[tuple[TraceStep, bool]] = []
    for step, is_plus in steps:
        below = None if is_plus else _apart(step)
        found += [(step, is_plus)] if below is None else below
    return found if len(steps) < len(found) <= MOST_PARTS else None


__all__ = ["TotalPart", "parts_of_total"]
