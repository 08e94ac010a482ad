"""What is spoken of one by one, between the whole and its questions: indicators, or the parts that stand in
their place."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import TOTAL, Node, RuleSet
from .trace import Trace, TraceStep

REPORTED = ("given", "answers", "shared", "formula")
"""Sources of values that come from the data."""


def subject_paths(rules: RuleSet) -> tuple[str, ...]:
    """The paths of what the rule set calls indicators, whether questions hang below them or not; and of what
    has none in it, the nodes right above the questions."""

    def below(node: Node) -> Iterator[str]:
        is_parted = any(child.children for child in node.children) or any(
            each.level == "indicator" for each in node.walk()
        )
        if node.level == "indicator" or (node.path != TOTAL and not is_parted):
            yield node.path
            return
        for child in node.children:
            yield from below(child)

    return tuple(below(rules.total))


def subjects_of(trace: Trace) -> list[list[TraceStep]]:
    """The steps of these nodes, in order; those that were reported as one stand together."""
    shared: dict[str, list[TraceStep]] = {}
    for path in subject_paths(trace.rules):
        step = trace.step(path)
        known = [each for each in step.walk() if each.source in REPORTED]
        is_shared = bool(known) and all(each.source == "shared" for each in known)
        shared.setdefault(step.node.id if is_shared else path, []).append(step)
    return list(shared.values())


__all__ = ["subject_paths", "subjects_of"]
