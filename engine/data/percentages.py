"""Cells such as 85%: which number of 85 and 0.85 they are, is for somebody to say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from ..meaning.cell_meaning import CellMeaning, DecimalSign, PercentMeaning
from ..words.numerals import decimal_text
from .sheet import Sheet

_PERCENT = re.compile(r"\s*([^%]*?)\s*[%\uff05]\s*")


def percentage(text: str) -> str | None:
    """The number before the sign of a text such as 85%; None for other texts."""
    found = _PERCENT.fullmatch(text)
    return found[1] if found else None


def in_percent(sheet: Sheet, columns: Sequence[str]) -> Sheet:
    """The table with the percentages in some columns as numbers, where somebody says what they mean."""
    meaning = sheet.percent
    if meaning is None:
        return sheet
    made = []
    for column in columns:
        cells = sheet.frame[column]
        if cells.dtype != pl.String:
            continue
        odd = cells.filter(cells.str.contains("[%\uff05]").fill_null(value=False)).unique().to_list()
        numbers = {
            text: number for text in odd if (number := _number(text, meaning, sheet.decimal)) is not None
        }
        if numbers:
            made.append(cells.replace(numbers))
    return replace(sheet, cells=sheet.frame.with_columns(made)) if made else sheet


def _number(text: str, meaning: PercentMeaning, decimal: DecimalSign) -> str | None:
    """The number that a percentage is, as text."""
    shown = percentage(text)
    if shown is None or meaning == "as_shown":
        return shown
    number = CellMeaning(None, decimal=decimal).number(shown)
    if number is None:
        return None
    stored = decimal_text(number / 100)
    return stored.replace(".", ",") if decimal == "comma" else stored


__all__ = ["in_percent", "percentage"]
