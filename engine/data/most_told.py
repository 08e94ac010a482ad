"""How many findings of one kind are told one by one; what there is beyond these is counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice

from ..words.diagnostics import Diagnostic, Text, counted, say

USUAL = 50
IN_FULL = 20_000
"""Where a list of all is asked for: a file of a million wrong cells would fill the memory."""

_asked = [False]


def most_told(usual: int = USUAL) -> int:
    """How many findings of one kind in one column are told one by one: as many as `usual`, or all that can
    be."""
    return IN_FULL if _asked[0] else usual


def all_listed() -> Text:
    """What is to be done where more is wrong than is told one by one."""
    if _asked[0]:
        return say("mend those listed and look again")
    return say("mend those listed and look again; ken evaluate … --findings findings.html lists more of them")


def first_told(
    findings: Iterable[Diagnostic], count: int | None = None, usual: int = USUAL
) -> Iterator[Diagnostic]:
    """The first findings of one kind, and how many more there are; `count` says how many there are in all,
    where that is known before they are made."""
    most, others = most_told(usual), iter(findings)
    yield from islice(others, most)
    first = next(others, None)
    if first is None:
        return
    more = 1 + sum(1 for _ in others) if count is None else count - most
    message = counted(
        more, "{count} more place has the same fault", "{count} more places have the same fault"
    )
    unit = "" if first.unit else None  # it speaks of others than the one that is looked at
    yield replace(first, message=message, hint=all_listed(), unit=unit, more=more)


@contextmanager
def told_in_full() -> Iterator[None]:
    """Has findings told one by one, as many as can be, as long as it lasts."""
    before, _asked[0] = _asked[0], True
    try:
        yield
    finally:
        _asked[0] = before


__all__ = ["IN_FULL", "all_listed", "first_told", "most_told", "told_in_full"]
