"""Work on many files at once, in processes of their own: what is found of one hangs on no other."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from ..show.worker_processes import pool, processes, that_do_not_hear
from ..words.diagnostics import Diagnostic, Position, Text, say

ALONE = 1.0
"""Usual seconds of the processor for which this process goes on by itself: what takes no longer is not worth
others."""
LEAST = 2

Given = TypeVar("Given")
Made = TypeVar("Made")


def made_at_once(
    work: Callable[[Given], Made],
    given: Sequence[Given],
    names: Sequence[str],
    broken: Text,
    alone: float | None = None,
) -> list[Made]:
    """What a function makes of each thing given, in their order; `names` are those of their files, `alone`
    the seconds for which this process goes on by itself (None: the usual ones). Raises KenError, which says
    that it is `broken`, where a process ends before its time."""
    made: list[Made] = []
    end = time.process_time() + (ALONE if alone is None else alone)
    while (left := len(given) - len(made)) and (time.process_time() < end or left < LEAST):
        made.append(work(given[len(made)]))
    first = len(made)
    waiting = range(first, len(given))
    jobs = min(processes(None), len(waiting))
    if jobs < LEAST:
        return [*made, *(work(given[number]) for number in waiting)]
    hint = say("run again, with fewer rule sets at a time")
    with pool(jobs, Diagnostic("broken-off", broken, Position(names[first]), hint)) as workers:
        with that_do_not_hear():
            largest_first = sorted(waiting, key=lambda number: -_size(names[number]))
            told = {number: workers.submit(work, given[number]) for number in largest_first}
        return [*made, *(told[number].result() for number in waiting)]


def _size(name: str) -> int:
    """The length of a file; 0 for what is none."""
    try:
        return Path(name).stat().st_size
    except (OSError, ValueError):
        return 0


__all__ = ["made_at_once"]
