"""The cells of one column as numbers, each fault at its place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import polars as pl

from ..meaning.arithmetic.exact import exact_value
from ..meaning.model import AnswerScale, Node, Possible, RuleSet
from ..words.diagnostics import Diagnostic, KenError, Text, say
from ..words.numerals import MAX_NUMBER_LENGTH, decimal_text, read_number, western
from .claims import Claim
from .faultless import PLAIN_NUMBER, SAFE_DIGITS
from .sheet import Sheet

MAX_SHOWN = 50  # diagnostics of one kind in one column; the rest is counted
DECIMAL_PLACES = 22  # of cells with more digits than a double holds

_NOTHING = ("-", "–", "N/A", "n/a", "NA", "null", "None")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]{1,2}")


@dataclass
class Cells:
    """One column on its way to numbers. `possible` is what its values can be, `units` the unit of each row;
    `is_needed` says that a unit is not rated where its value is refused. `faults` has what is wrong with
    cells, `refused` the rows (from 0) of these."""

    rules: RuleSet
    sheet: Sheet
    claim: Claim
    possible: Possible
    units: Sequence[str | None]
    is_needed: bool
    faults: list[Diagnostic] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    @property
    def column(self) -> str:
        """Its name in the file."""
        return self.claim.column

    @cached_property
    def node(self) -> Node:
        """The node that it gives, or the first of several."""
        return self.rules.nodes[self.claim.paths[0]]

    @cached_property
    def answers(self) -> AnswerScale | None:
        """The answer scale whose words may stand in it."""
        return self.rules.answers.get(self.node.answers or "") if self.node.score is None else None

    def numbers(self) -> pl.Series:
        """The cells as numbers, null where one is empty or refused: Float64, or Decimal where one has more
        digits than a double holds. Raises KenError for a column of dates and the like."""
        series = self.sheet.frame[self.column]
        values = self._from_text(series) if series.dtype == pl.String else series
        if values.dtype == pl.Boolean or not (values.dtype.is_numeric() or values.dtype == pl.Null):
            message = say(
                "the column “{column}” has type {type}, and is to have numbers",
                column=self.column,
                type=str(series.dtype),
            )
            position, hint = self.sheet.locate(None, self.column), say("turn it into numbers first")
            raise KenError([Diagnostic("not-a-number", message, position, hint)])
        if values.dtype == pl.Null:
            return values.cast(pl.Float64)
        if values.dtype.is_float():
            values = values.fill_nan(None)
        return self._within(values)

    def _from_text(self, series: pl.Series) -> pl.Series:
        text = series.str.strip_chars()
        text = text.set(text == "", None)
        plain = text.str.contains(PLAIN_NUMBER)
        values = text.set(~plain, None).cast(pl.Float64)
        exact: dict[int, Fraction | None] = {}
        special = (text.is_not_null() & ~plain.fill_null(False)) | (
            text.str.len_chars() > SAFE_DIGITS
        ).fill_null(False)
        for row in special.arg_true().to_list():
            number = exact[row] = self._read(text[row])
            if number is None:
                self._not_a_number(row, text[row])
            elif not self.possible.takes(number):
                self._impossible(row, number, decimal_text(number))
                exact[row] = None
            elif (number * 10**DECIMAL_PLACES).denominator != 1:
                message = say("“{text}” has more than {most} decimals", text=text[row], most=DECIMAL_PLACES)
                hint = say("round it first; nothing is rounded in silence")
                self._fault("not-a-number", message, row, hint)
                exact[row] = None
        return _with_exact(values, exact)

    def _read(self, text: str) -> Fraction | None:
        if self.answers is not None:
            score = self.answers.score(text, reversed_=self.node.reversed)
            if score is not None:
                return score
        return read_number(text, grouped=True)

    def _not_a_number(self, row: int, text: str) -> None:
        if self.answers is not None:
            message = say(
                "“{text}” is neither a number nor an answer of {scale}", text=text, scale=self.answers.id
            )
            hint = say("answers are {answers}", answers=list(self.answers.options))
        elif len(text) > MAX_NUMBER_LENGTH:
            message = say("a number of {length} characters is too long", length=len(text))
            hint = say("write it with fewer digits")
        else:
            message = say("“{text}” is no number", text=text)
            hint = say("write the number alone, without letters or units")
            if text in _NOTHING:
                hint = say("leave the cell empty when there is no score")
            elif _DECIMAL_COMMA.fullmatch(western(text)):
                hint = say("write the decimal point as a point: {text}", text=text.replace(",", "."))
        self._fault("not-a-number", message, row, hint)

    def _within(self, values: pl.Series) -> pl.Series:
        if values.dtype.is_decimal():  # bounds of doubles would let in what lies just outside
            outside = pl.Series(
                [value is not None and not self.possible.takes(Fraction(value)) for value in values.to_list()]
            )
        else:
            low, high = float(self.possible.low), float(self.possible.high)
            outside = ((values < low) | (values > high)).fill_null(False)
            if self.possible.only:
                outside |= values.is_not_null() & ~values.cast(pl.Float64).is_in(
                    [float(score) for score in self.possible.only]
                )
        for row in outside.arg_true().to_list():
            self._impossible(row, exact_value(values[row]), _shown(values[row]))
        return values.set(outside, None) if outside.any() else values

    def _impossible(self, row: int, number: Fraction | None, value: str) -> None:
        if self.possible.only and number is not None and self.possible.low <= number <= self.possible.high:
            assert self.answers is not None
            message = say("{value} is no answer of {scale}", value=value, scale=self.answers.id)
            answers = [
                f"{word} ({decimal_text(score)})"
                for word in self.answers.options
                if (score := self.answers.score(word, reversed_=self.node.reversed)) is not None
            ]
            hint = say(
                "each {unit} answers it once: write one of {answers}", unit=self.rules.unit, answers=answers
            )
            self._fault("not-an-answer", message, row, hint)
            return
        message = say(
            "{value} is outside the possible values, {low} to {high}",
            value=value,
            low=self.possible.low,
            high=self.possible.high,
        )
        hint = (
            say("check the decimal point; the unit is not rated with this value")
            if self.is_needed
            else say("check the decimal point; no rating comes of this value")
        )
        self._fault("out-of-range", message, row, hint)

    def _fault(self, code: str, message: Text, row: int, hint: Text) -> None:
        self.refused.append(row)
        same = sum(fault.code == code for fault in self.faults)
        if same > MAX_SHOWN:
            return
        unit = self.units[row]
        if same == MAX_SHOWN:
            message = say(
                "more cells of “{column}” have the same fault; only the first {shown} are listed",
                column=self.column,
                shown=MAX_SHOWN,
            )
            hint, unit = say("mend those listed and look again"), ""
        position = self.sheet.locate(row, self.column)
        self.faults.append(Diagnostic(code, message, position, hint, unit=unit))


def _with_exact(values: pl.Series, exact: Mapping[int, Fraction | None]) -> pl.Series:
    """The values with those read exactly (None: no number); as decimals if one of them is more than a double
    can say."""
    if not exact:
        return values
    doubles = {row: None if number is None else float(number) for row, number in exact.items()}
    listed: list[float | None] = values.to_list()
    for row, double in doubles.items():
        listed[row] = double
    if all(number is None or read_number(repr(doubles[row])) == number for row, number in exact.items()):
        return pl.Series(values.name, listed, pl.Float64)
    cells = [
        exact.get(row, None if value is None else read_number(repr(value)))
        for row, value in enumerate(listed)
    ]
    decimals = [
        None if cell is None else Decimal(cell.numerator) / Decimal(cell.denominator) for cell in cells
    ]
    return pl.Series(values.name, decimals, pl.Decimal(38, DECIMAL_PLACES))


def _shown(value: object) -> str:
    """A cell as people write it."""
    number = read_number(repr(value)) if isinstance(value, (int, float)) else None
    return str(value) if number is None else decimal_text(number)


__all__ = ["MAX_SHOWN", "Cells"]
