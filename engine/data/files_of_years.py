"""Files that are of several years by their names, and are put together all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..words.diagnostics import Diagnostic, Position, say
from ..words.hints import if_meant
from .manifest import Part
from .row_columns import is_of_time
from .several_times import CODE

_YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20\d\d|24[5-9]\d|25\d\d)(?!\d)")
"""A year of either calendar, from the middle of the last century on."""


def files_of_years(parts: Sequence[Part]) -> Iterator[Diagnostic]:
    """A warning for the first file whose name is that of one before it but for the year, unless a column of
    years names the units too."""
    first: dict[tuple[object, str], tuple[tuple[str, ...], Path]] = {}
    told: set[tuple[object, str]] = set()
    for part in parts:
        if CODE in part.meant or any(map(is_of_time, part.keys)):
            continue
        for path in (own for own in part.paths if isinstance(own, Path)):
            called = f"{path.resolve().parent.name}/{path.name}"
            years, alike = tuple(_YEAR.findall(called)), (part.layout, _YEAR.sub("…", called))
            known, other = first.setdefault(alike, (years, path))
            if known == years or alike in told:
                continue
            told.add(alike)
            message = say(
                "this file and {other} are of several years by their names ({years}), and are put together",
                years=[_of(known), _of(years)],
                other=str(other),
            )
            hint = say("rate the files of each year by themselves")
            yield Diagnostic(CODE, message, Position(str(path)), if_meant(CODE, hint), "warning")


def _of(years: Sequence[str]) -> str:
    return "-".join(years)


__all__ = ["files_of_years"]
