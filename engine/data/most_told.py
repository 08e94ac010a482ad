"""How many findings of one kind are told one by one; what there is beyond these is counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..words.diagnostics import Text, say

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


@contextmanager
def told_in_full() -> Iterator[None]:
    """Has findings told one by one, as many as can be, as long as it lasts."""
    before, _asked[0] = _asked[0], True
    try:
        yield
    finally:
        _asked[0] = before


__all__ = ["IN_FULL", "all_listed", "most_told", "told_in_full"]
