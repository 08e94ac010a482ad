"""What proofs work, counted in units that are the same on every machine. So the same questions are settled
everywhere, whatever else a machine has to do."""

from __future__ import annotations

PER_SECOND = 2_000_000
"""Units of a second of the processor, about, on a machine of 2020: a unit is one step of the solver."""
ONE_NODE, KNOWN_NODE, ONE_QUESTION, ONE_POWER = 100, 40, 1_000, 400
"""What a node of a run of the rules costs, one whose value is known, a question beside the steps of the
solver for it, and an irrational number."""


class _Done:
    """The units that this process has worked up to now."""

    units = 0


def work_done() -> int:
    """The units that were worked up to now."""
    return _Done.units


def worked(units: int) -> None:
    """So many units more were worked."""
    _Done.units += max(0, units)


def run_over(nodes: int, known: int, arithmetic: object) -> None:
    """The rules were run over so many nodes, of which so many were known before; an arithmetic in which that
    takes longer says how much a node costs, as its `work`."""
    known = min(known, nodes)
    worked(int(getattr(arithmetic, "work", ONE_NODE)) * (nodes - known) + KNOWN_NODE * known)


__all__ = ["ONE_POWER", "ONE_QUESTION", "PER_SECOND", "run_over", "work_done", "worked"]
