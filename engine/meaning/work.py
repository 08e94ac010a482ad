"""What proofs work, counted in units that are the same on every machine. So the same questions are settled
everywhere, whatever else a machine has to do."""

from __future__ import annotations

from collections.abc import Iterable

PER_SECOND = 2_000_000
"""Units of a second of the processor, about, on a machine of 2020: a unit is one step of the solver."""
ONE_NODE, ONE_QUESTION = 100, 1_000
"""What a node of a run of the rules costs, and a question beside the steps of the solver for it."""


class _Done:
    """The units that this process has worked up to now."""

    units = 0


def work_done() -> int:
    """The units that were worked up to now."""
    return _Done.units


def worked(units: int) -> None:
    """So many units more were worked."""
    _Done.units += max(0, units)


def run_over(nodes: Iterable[object]) -> None:
    """The rules were run over these nodes."""
    worked(ONE_NODE * sum(1 for _ in nodes))


__all__ = ["ONE_QUESTION", "PER_SECOND", "run_over", "work_done", "worked"]
