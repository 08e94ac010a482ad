"""Names of units that are written in several ways: read as one where nobody sees a difference, and told where
they only look alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

import polars as pl

from ..words.alike import CONFUSABLE, first_difference, glance, odd_characters
from ..words.diagnostics import Diagnostic, Position, Text, counted, say
from .cells import in_words

_BEFORE, _BEHIND = (r"(\D) +", "${1}"), (r" +(\D)", "${1}")  # blanks, but for those between digits
_ZEROS = (r"^0+([0-9])", "${1}")  # before a number
SHORT_FOR = {
    "อบต.": "องค์การบริหารส่วนตำบล",
    "อบจ.": "องค์การบริหารส่วนจังหวัด",
    "ทต.": "เทศบาลตำบล",
    "ทม.": "เทศบาลเมือง",
    "ทน.": "เทศบาลนคร",
    "รพ.สต.": "โรงพยาบาลส่งเสริมสุขภาพตำบล",
    "รพ.": "โรงพยาบาล",
    "รร.": "โรงเรียน",
    "สนง.": "สำนักงาน",
    "จ.": "จังหวัด",
    "อ.": "อำเภอ",
    "ต.": "ตำบล",
}
"""How names of offices and places begin in short, the longer ones first, and what that stands for."""
_IS_SHORT = "^(?:" + "|".join(short.replace(".", r"\.") for short in SHORT_FOR) + ")"
MAX_NOTES = 20
MAX_ALIKE = 50


def written_otherwise(
    written: pl.Series, units: pl.Series, at: Callable[[str], Position]
) -> Iterator[Diagnostic]:
    """Notes on names that are written otherwise than they are read; `units` has, row by row, what the texts
    of `written` are read as. A unit that is written in two ways is told by itself, others are counted; blanks
    alone are nothing where a unit is written in one way."""
    texts = in_words(written).str.strip_chars()
    is_other = (texts != units).fill_null(value=False)
    if not is_other.any():
        return
    ways = pl.DataFrame({"unit": units, "text": texts}).drop_nulls().unique(maintain_order=True)
    several = ways.filter(pl.col("unit").is_duplicated() & (pl.col("text") != pl.col("unit")))
    alone = ways.filter(~pl.col("unit").is_duplicated() & (pl.col("text") != pl.col("unit")))
    hint = say("write it in one way; it is read as one unit")
    for unit, text in several.head(MAX_NOTES).iter_rows():
        message = say(
            "“{unit}” is written here in another way: {oddity}", unit=unit, oddity=_oddity(text, unit)
        )
        yield Diagnostic("odd-characters", message, at(text), hint, "note", unit=unit)
    rest = [(unit, text) for unit, text in alone.iter_rows() if " ".join(text.split()) != unit]
    rest += several.slice(MAX_NOTES).iter_rows()
    if rest:
        unit, text = rest[0]
        message = counted(
            len(rest),
            "“{unit}” is not written as it is read: {oddity}",
            "{count} names are not written as they are read, such as “{unit}”: {oddity}",
            unit=unit,
            oddity=_oddity(text, unit),
        )
        yield Diagnostic("odd-characters", message, at(text), None, "note")


def _oddity(text: str, unit: str) -> Text:
    """The first character for which a text is written otherwise than it is read."""
    odd = odd_characters(text)
    place, name = (odd[0][0], odd[0][2]) if odd else first_difference(text, unit)
    return say("character {place} is {character}", place=place, character=name)


def row_of(written: pl.Series, text: str) -> int | None:
    """The first row with a text, blanks around it left out."""
    return (in_words(written).str.strip_chars() == text).arg_max()


def alike_units(kind: str, units: pl.Series, at: Callable[[int], Position]) -> Iterator[Diagnostic]:
    """Warnings of units, each of which is there once, that look alike: they differ in capitals, blanks, zeros
    before a number, in letters or digits of another script, or in that one begins in short. `kind` is what
    the rules call a unit; `at` gives the place of a row."""
    if units.dtype != pl.String:
        return
    looks = units.str.to_lowercase()
    if len(rows := units.str.contains(CONFUSABLE).fill_null(value=False).arg_true()):
        looks = looks.scatter(rows, [glance(name) for name in units.gather(rows).to_list()])
    if len(rows := units.str.contains(_IS_SHORT).fill_null(value=False).arg_true()):
        looks = looks.scatter(rows, [_in_full(name) for name in looks.gather(rows).to_list()])
    looks = looks.str.replace_all(*_BEFORE).str.replace_all(*_BEHIND).str.replace(*_ZEROS)
    twice = looks.is_duplicated() & units.is_not_null()
    if twice.any():
        yield from islice(_pairs(kind, units, looks, twice.arg_true().to_list(), at), MAX_ALIKE)


def _in_full(name: str) -> str:
    """A name that begins in short, with what that stands for."""
    short = _short(name)
    return name if short is None else SHORT_FOR[short] + name.removeprefix(short).lstrip()


def _short(name: str) -> str | None:
    """How a name begins in short; None where it does not."""
    return next((short for short in SHORT_FOR if name.startswith(short)), None)


def _pairs(
    kind: str, units: pl.Series, looks: pl.Series, rows: Sequence[int], at: Callable[[int], Position]
) -> Iterator[Diagnostic]:
    first: dict[str, str] = {}
    for row in rows:
        unit = units[row]
        other = first.setdefault(looks[row], unit)
        if other != unit:
            message, hint = _differing(kind, unit, other)
            yield Diagnostic("alike-units", message, at(row), hint, "warning", unit=unit)


def _differing(kind: str, unit: str, other: str) -> tuple[Text, Text]:
    """In what a unit differs from one that it looks like, and what mends that."""
    hint = say("if they are one {kind}, write one name; now they count as two", kind=kind)
    if unit.replace(" ", "") == other.replace(" ", ""):
        return say("“{unit}” and “{other}” differ in blanks alone", unit=unit, other=other), hint
    if unit.isdecimal() and unit.lstrip("0") == other.lstrip("0"):
        message = say("“{unit}” and “{other}” differ in the zeros before them alone", unit=unit, other=other)
        return message, say(
            "if they are one {kind}, write the zeros in both, in cells formatted as text; now they count "
            "as two",
            kind=kind,
        )
    if (_short(unit) is None) != (_short(other) is None):
        return say(
            "“{unit}” and “{other}” seem to be one name, short and in full", unit=unit, other=other
        ), hint
    place, character = first_difference(unit, other)
    message = say(
        "“{unit}” looks like “{other}”, and is another: its character {place} is {character}",
        unit=unit,
        other=other,
        place=place,
        character=character,
    )
    return message, hint


__all__ = ["alike_units", "row_of", "written_otherwise"]
