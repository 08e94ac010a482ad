"""Many rule sets are checked at once, in processes of their own: what is found of one hangs on no other."""

from __future__ import annotations

import time
from collections.abc import Sequence

from ..show.worker_processes import pool, processes, that_do_not_hear
from ..words.diagnostics import Diagnostic, Position, say
from .checking import Subject, check

ALONE = 2.0
"""Seconds of the processor for which this process goes on alone: what takes no longer is not worth others."""
LEAST = 2


def check_all(subjects: Sequence[Subject], seconds: float) -> dict[str, tuple[Diagnostic, ...]]:
    """Every finding in some subjects, by name, in their order; `seconds` is what the proofs of one may
    take."""
    found: dict[str, tuple[Diagnostic, ...]] = {}
    end, waiting = time.process_time() + ALONE, list(subjects)
    while waiting and (time.process_time() < end or len(waiting) < LEAST):
        subject = waiting.pop(0)
        found[subject.name] = _told(subject, seconds)
    jobs = min(processes(None), len(waiting))
    if jobs < LEAST:
        return found | {subject.name: _told(subject, seconds) for subject in waiting}
    message = say("a process that checks rule sets has ended before its time")
    hint = say("run again, with fewer rule sets at a time")
    with pool(jobs, Diagnostic("broken-off", message, Position(waiting[0].name), hint)) as made:
        with that_do_not_hear():
            told = [made.submit(_told, subject, seconds) for subject in waiting]
        return found | {subject.name: own.result() for subject, own in zip(waiting, told, strict=True)}


def _told(subject: Subject, seconds: float) -> tuple[Diagnostic, ...]:
    if subject.told is not None:
        return (subject.told,)
    return check(subject.name, seconds, subject.kind)


__all__ = ["check_all"]
