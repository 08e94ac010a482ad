"""Units that stand in some files alone: those of others that may be the same, under another name; and names
that spreadsheets have shortened."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from ..words.alike import glance
from ..words.diagnostics import Diagnostic, Position, Text, counted, say
from ..words.hints import if_meant, suggestion
from .cells import in_words

SHORTENED = "shortened-names"
LONE = "lone-units"
MOST_NEAR = 2_000  # names that are looked through for a near one
MOST_PAIRS = 20
_NUMBERED = re.compile(r"[0-9]{1,5}\s?[.)]\s?(?=[^\s0-9])")
_SHORT = r"^\s*[0-9](?:\.[0-9]+)?[eE]\+[0-9]{1,2}\s*$"
_SIGNS = re.compile(r"[\s.]+")


def bare(name: str) -> str:
    """A name without what lists add to it, or leave out: its number in the list, blanks, full stops,
    capitals, zeros before a number."""
    seen = glance(name)
    own = _SIGNS.sub("", _NUMBERED.sub("", seen, count=1) if _NUMBERED.match(seen) else seen)
    return own.lstrip("0") or own


@dataclass(frozen=True)
class Nearest:
    """Names among which the one is looked for that another name is meant to be."""

    names: Sequence[str]

    @cached_property
    def _by_bare(self) -> Mapping[str, str]:
        return {bare(name): name for name in self.names}

    def same(self, name: str) -> str | None:
        """The one that differs in nothing but what lists add to it; None where there is none."""
        return self._by_bare.get(bare(name))

    def to(self, name: str) -> str | None:
        """The same, or else the nearest of not too many; None where none is near."""
        same = self.same(name)
        if same is not None or len(self.names) > MOST_NEAR:
            return same
        return suggestion(name, self.names)


def lone_units(
    kind: str, file: str, units: Sequence[str], others: Sequence[str], at: Callable[[str], Position]
) -> Iterator[Diagnostic]:
    """Of the `units` of a file, and those of another one: a warning of each unit that is in the other alone,
    where the first alone has one that differs in little; else a note that both have units alone, where more
    are in both. `kind` is what the rules call a unit; `at` gives the place of one of the others."""
    shared = {*units} & {*others}
    here = [name for name in units if name not in shared]
    there = [name for name in others if name not in shared]
    if not here or not there:
        return
    near = Nearest(here)
    pairs = [(name, own) for name in there if (own := near.same(name)) is not None]
    hint = say("if they are one {kind}, write one name in both files; now they count as two", kind=kind)
    for name, own in pairs[:MOST_PAIRS]:
        message = say(
            "“{name}” is not in {file}, which has “{other}”, and that is not here",
            name=name,
            file=file,
            other=own,
        )
        yield Diagnostic(LONE, message, at(name), hint, "warning", unit=name)
    rest = [name for name in there if name not in dict(pairs)]
    left = [name for name in here if name not in dict(pairs).values()]
    if rest and left and shared and max(len(rest), len(left)) <= len(shared):
        message = counted(
            len(rest),
            "“{name}” is not in {file}, and {file} has units that are not here: {others}",
            "{count} units are not in {file}, such as “{name}”, and {file} has units that are not here: "
            "{others}",
            name=rest[0],
            file=file,
            others=left[:5],
        )
        yield Diagnostic(LONE, message, at(rest[0]), hint, "note")


def anew() -> Text:
    """What mends names that are shortened."""
    return say("format the column as text, write the numbers anew from their source, and save it again")


def is_shortened(name: str) -> bool:
    """Whether a name is a long number, as a spreadsheet shows it."""
    return re.match(_SHORT, name) is not None


def shortened_names(
    names: pl.Series, at: Callable[[str], Position], meant: Collection[str]
) -> Iterator[Diagnostic]:
    """A warning where names of units, as they are written, are long numbers that a spreadsheet shows short
    (3.40E+12): digits of theirs are lost. `at` gives the place of one."""
    if SHORTENED in meant:
        return
    texts = in_words(names) if names.dtype == pl.String else pl.Series([], dtype=pl.String)
    odd = texts.filter(texts.str.contains(_SHORT).fill_null(value=False))
    different = odd.unique(maintain_order=True).to_list()
    if different:
        message = counted(
            len(odd),
            "“{name}” is a long number, as a spreadsheet shows it: its last digits are lost ({count} row)",
            "“{name}” is a long number, as a spreadsheet shows it: its last digits are lost ({count} rows)",
            name=different[0].strip(),
        )
        hint = anew()
        yield Diagnostic(SHORTENED, message, at(different[0].strip()), if_meant(SHORTENED, hint), "warning")


__all__ = ["Nearest", "anew", "bare", "is_shortened", "lone_units", "shortened_names"]
