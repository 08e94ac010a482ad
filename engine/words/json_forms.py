"""Findings, numbers and cells as JSON has them, in every file of JSON that Ken writes."""

from __future__ import annotations

import math
from datetime import datetime
from fractions import Fraction
from typing import Any

from .diagnostics import Diagnostic, Translate
from .shown_files import shown_file


def diagnostic_json(diagnostic: Diagnostic, translate: Translate = str) -> dict[str, Any]:
    """A finding as an object, its message and hint in the language of `translate`; a line, a column or a
    cell that the file does not have is null."""
    place = diagnostic.position
    return {
        "file": shown_file(place.file),
        "line": place.line or None,
        "column": place.column or None,
        "cell": place.cell or None,
        "severity": diagnostic.severity,
        "code": diagnostic.code,
        "message": diagnostic.message.in_words(translate),
        "hint": None if diagnostic.hint is None else diagnostic.hint.in_words(translate),
    }


def json_number(value: Fraction) -> int | float:
    """A whole number as an int, any other as the nearest double, which JSON prints as the same decimal."""
    return value.numerator if value.denominator == 1 else float(value)


def json_cell(value: object) -> object:
    """A cell of a table that JSON can hold: as it is, a whole number as one, or else (a date) as its text;
    null for what is no number."""
    if isinstance(value, float):
        return None if math.isnan(value) else int(value) if value.is_integer() else value
    if isinstance(value, datetime):
        return str(value).removesuffix(" 00:00:00")
    return value if value is None or isinstance(value, (str, int, bool)) else str(value)


__all__ = ["diagnostic_json", "json_cell", "json_number"]
