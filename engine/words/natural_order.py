"""The order of names as people look them up: Thai as in its dictionary, numbers by their value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePath

# a vowel that is written before its consonant is read after it
_LEADING_VOWEL = re.compile("([เ-ไ])([ก-ฮ])")
_NO_LETTER = re.compile(r"\d+|[\W_ๆ]")
_REPETITION, _YAMAKKAN, _FIRST_MARK = "\u0e46", "\u0e4e", "\u02ff"
# looked at only where everything else is alike: accents; tone marks and other signs above Thai letters
_MARKS = f"{_FIRST_MARK}\u0300-\u036f\u0e47-\u0e4d"
_MARK, _NO_MARK = re.compile(f"[{_MARKS}]"), re.compile(f"[^{_MARKS}]")


def natural(name: str) -> tuple[str, str, str]:
    """What names are sorted by: first their letters (capital or not, without marks) and the value of whole
    numbers in them, in digits of any script; then their marks; at last letter by letter, so that only the
    same name is at the same place."""
    text = unicodedata.normalize("NFD", name).casefold()
    text = _NO_LETTER.sub(_as_it_stands, _LEADING_VOWEL.sub(r"\2\1", text))
    return _MARK.sub("", text), _NO_MARK.sub(" ", text), name


def _as_it_stands(found: re.Match[str]) -> str:
    """What is no letter, as a text that stands where it does: spaces first, then signs, numbers, letters. Of
    numbers the one with more digits is the greater."""
    run = found[0]
    if run[0].isdecimal():
        digits = "".join(str(unicodedata.decimal(digit)) for digit in run).lstrip("0")
        return f"\x02{len(digits):09}{digits}"
    if run == _YAMAKKAN:
        return _FIRST_MARK
    if run.isspace():
        return f"\x00{run}"
    is_part = run != _REPETITION and unicodedata.category(run)[0] == "M"
    return run if is_part else f"\x01{run}"


def natural_path(path: PurePath) -> list[tuple[str, str, str]]:
    """What paths are sorted by: folder by folder in the order of their names, which end before their
    suffixes."""
    return [natural(part) for part in (*path.parent.parts, path.stem, path.suffix)]


def naturally(names: Iterable[str]) -> list[str]:
    """Names in their natural order."""
    return sorted(names, key=natural)


def natural_places(names: Iterable[str | None]) -> dict[str | None, int]:
    """For each of some names its place (from 0) in their natural order, for a table to be sorted by; what has
    no name (None) stands last."""
    known = set(names)
    every: list[str | None] = [*naturally(name for name in known if name is not None)]
    return {name: place for place, name in enumerate([*every, None] if None in known else every)}


__all__ = ["natural", "natural_path", "natural_places", "naturally"]
