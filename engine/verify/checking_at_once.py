"""Many rule sets are checked at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ..words.diagnostics import Diagnostic, say
from .asked_questions import AskedTwice
from .at_once import made_at_once
from .checking import Subject, check

NO_OPINION = AskedTwice()
"""The questions are neither written nor asked again."""


def check_all(
    subjects: Sequence[Subject], seconds: float, opinion: AskedTwice = NO_OPINION
) -> dict[str, tuple[Diagnostic, ...]]:
    """Every finding in some subjects, by name, in their order; `seconds` is what the proofs of one may
    take, `opinion` what is done with their questions."""
    names = [subject.name for subject in subjects]
    broken = say("a process that checks rule sets has ended before its time")
    found = made_at_once(partial(_told, seconds=seconds, opinion=opinion), subjects, names, broken)
    return dict(zip(names, found, strict=True))


def _told(subject: Subject, seconds: float, opinion: AskedTwice) -> tuple[Diagnostic, ...]:
    if subject.told is not None:
        return (subject.told,)
    with opinion.of(subject.name) as asked:
        found = check(subject.name, seconds, subject.kind)
    return (*found, *asked.found)


__all__ = ["check_all"]
