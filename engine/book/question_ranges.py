"""Questions in short: ranges such as i1..i6, lists of ids and ranges, and titles that stand for a whole
question."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..words.diagnostics import Diagnostic, Position, say
from ..words.language import LANGUAGES
from ..words.numerals import western
from .document import Plain

# of all ranges together, which are written in few characters: half the values that a file may have
MAX_QUESTIONS = 50_000

_RANGE = re.compile(r"([A-Za-z][A-Za-z0-9_]*?)([0-9]+) ?\.\. ?([A-Za-z][A-Za-z0-9_]*?)([0-9]+)")

NOWHERE = Position("")


class Ranges:
    """Ranges that are written out one after the other, all of them together within bounds; `faults` gets what
    is wrong with them."""

    def __init__(self, faults: list[Diagnostic] | None = None) -> None:
        self.faults = [] if faults is None else faults
        self.count = 0  # how many questions came of ranges up to now

    def ids(self, text: str, at: Position = NOWHERE) -> list[str]:
        """The ids of a range such as i1..i6, which stands at a place; none where it is none."""
        ends = _RANGE.fullmatch(western(text))
        hint = say("write a range such as i1..i6, a list [i1, i2], or ids with titles")
        if ends is None or ends[1] != ends[3]:
            message = say("the two ends of the range “{text}” do not belong together", text=text)
            self.faults.append(Diagnostic("wrong-form", message, at, hint))
            return []
        stem, first, last = ends[1], int(ends[2]), int(ends[4])
        if last < first:
            message = say(
                "the range “{text}” falls from {first} to {last}", text=text, first=first, last=last
            )
            self.faults.append(Diagnostic("wrong-form", message, at, hint))
            return []
        if last - first + 1 > MAX_QUESTIONS - self.count:
            self._too_many(text, at, stem, first, last)
            return []
        self.count += last - first + 1
        return [f"{stem}{number}" for number in range(first, last + 1)]

    def _too_many(self, text: str, at: Position, stem: str, first: int, last: int) -> None:
        room = MAX_QUESTIONS - self.count
        words: dict[str, object] = {
            "text": text,
            "count": f"{last - first + 1:,}",
            "most": f"{MAX_QUESTIONS:,}",
            "before": f"{self.count:,}",
        }
        if self.count:
            message = say(
                "the range “{text}” has {count} questions, and those above it {before}; at most {most} are "
                "read",
                **words,
            )
        else:
            message = say("the range “{text}” has {count} questions; at most {most} are read", **words)
        hint = say(
            "let it end at {last} or before, or make several rule sets", last=f"{stem}{first + room - 1}"
        )
        hint = hint if room else say("make several rule sets")
        self.faults.append(Diagnostic("wrong-form", message, at, hint))


def is_range(item: Plain) -> bool:
    """Whether an item of a list of questions is meant as a range."""
    return isinstance(item, str) and ".." in item


def is_title(entry: Plain) -> bool:
    """Whether what is written for a question is its title alone: a text, or one for each language."""
    return isinstance(entry, str) or (isinstance(entry, Mapping) and not set(LANGUAGES).isdisjoint(entry))


__all__ = ["MAX_QUESTIONS", "Ranges", "is_range", "is_title"]
