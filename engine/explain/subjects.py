"""What is spoken of one by one of a unit: its indicators, or the parts that stand in their place."""

from __future__ import annotations

from ..meaning.subject_paths import subject_paths
from .trace import Trace, TraceStep

REPORTED = ("given", "answers", "shared", "formula")
"""Sources of values that come from the data."""


def subjects_of(trace: Trace) -> list[list[TraceStep]]:
    """The steps of these nodes, in order; those that were reported as one stand together."""
    shared: dict[str, list[TraceStep]] = {}
    for path in subject_paths(trace.rules):
        step = trace.step(path)
        known = [each for each in step.walk() if each.source in REPORTED]
        is_shared = bool(known) and all(each.source == "shared" for each in known)
        shared.setdefault(step.node.id if is_shared else path, []).append(step)
    return list(shared.values())


__all__ = ["subjects_of"]
