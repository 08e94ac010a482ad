"""The cells of one column as numbers, each fault at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

import polars as pl

from ..meaning.arithmetic.exact import exact_value
from ..meaning.arithmetic.frames import within
from ..meaning.cell_meaning import IN_THOUSANDS, CellMeaning
from ..meaning.model import Possible, RuleSet
from ..words.diagnostics import Diagnostic, Text, counted, say
from ..words.numerals import MAX_NUMBER_LENGTH, decimal_text, read_number, western
from .claims import Claim
from .faultless import PLAIN_NUMBER, SAFE_DIGITS
from .most_told import all_listed, most_told
from .nearest_answer import told_of_answer
from .no_answers import may_be_a_sign, may_mean_no_answer, or_no_answer, told_of_sign
from .number_slips import results_of, told_of_number, told_of_signs
from .sheet import Sheet

DECIMAL_PLACES = 22  # of cells with more digits than a double holds

_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]{1,2}")


@dataclass
class Cells:
    """One column on its way to numbers. `meaning` is what its cells say, `possible` what its values can be,
    `units` the unit of each row; `is_needed` says that a unit is not rated where its value is refused.
    `faults` has what is wrong with cells, `refused` the rows (from 0) of these."""

    rules: RuleSet
    sheet: Sheet
    claim: Claim
    meaning: CellMeaning
    possible: Possible
    units: Sequence[str | None]
    is_needed: bool
    faults: list[Diagnostic] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    _same: dict[str, list[int]] = field(default_factory=dict)

    @property
    def column(self) -> str:
        """Its name in the frame."""
        return self.claim.column

    def numbers(self) -> pl.Series:
        """The cells as numbers, null where one is empty or refused: Float64, or Decimal where one has more
        digits than a double holds."""
        series = self.sheet.frame[self.column]
        if series.dtype == pl.Null:
            return series.cast(pl.Float64)
        if not series.dtype.is_numeric() or self.meaning.in_words:
            return self._within(self._from_text(in_words(series)))
        values = series.fill_nan(None) if series.dtype.is_float() else series
        if self.meaning.codes:
            values = _recoded(values.cast(pl.Float64), self.meaning)
        return self._within(values)

    def _from_text(self, series: pl.Series) -> pl.Series:
        text = series.str.strip_chars()
        text = text.set((text == "").fill_null(value=False), None)
        plain = text.str.contains(PLAIN_NUMBER) & (text.str.len_chars() <= SAFE_DIGITS)
        if self.meaning.in_words:  # no number stands for itself
            plain &= False
        if self.meaning.decimal == "comma":
            plain &= ~text.str.contains(".", literal=True)
        if self.meaning.decimal == "either":
            plain &= ~text.str.contains(IN_THOUSANDS)
        plain = plain.fill_null(value=False)
        values = text.set(~plain, None).cast(pl.Float64)
        if self.meaning.codes:
            values = _recoded(values, self.meaning)
        odd = text.is_not_null() & ~plain
        if not odd.any():
            return values
        scores = {cell: self._read(cell) for cell in text.filter(odd).unique(maintain_order=True).to_list()}
        for row in odd.arg_true().to_list() if None in scores.values() else ():
            if scores[text[row]] is None:
                self._refuse(row, text[row])
        return _with_exact(values, text, odd, scores)

    def _read(self, text: str) -> Fraction | None:
        """The score that a text says; None where it is to be refused."""
        score = self.meaning.score(text)
        if score is None and self.meaning.decimal == "either":
            both = self._readings(text)
            possible = [number for number in both if self.possible.takes(number)]
            score = both[0] if len(both) > 1 and possible == [both[0]] else None
        if score is None or not self.possible.takes(score) or _too_long(score):
            return None
        return score

    def _readings(self, text: str) -> tuple[Fraction, ...]:
        """The numbers that a text can be, that with a point before its decimals first."""
        return self.meaning.readings(western(text)) if "," not in text else ()

    def _refuse(self, row: int, text: str) -> None:
        """Tells what is wrong with a text that says no score."""
        number = self.meaning.score(text)
        if number is None and self._is_told(text):
            self.refused.append(row)
        elif number is None:
            self._not_a_number(row, text)
        elif not self.possible.takes(number):
            self._impossible(row, number, decimal_text(number))
        else:
            message = say("“{text}” has more than {most} decimals", text=text, most=DECIMAL_PLACES)
            hint = say("round it first; nothing is rounded in silence")
            self._fault("not-a-number", message, row, hint)

    def _is_told(self, text: str) -> bool:
        """Whether the reader of the file has told already why a cell has no value: a formula without its
        result, or a cell merged into another."""
        code = "not-computed" if text.startswith("=") else "merged" if text.startswith("(") else ""
        return bool(code) and any(note.code == code for note in self.sheet.notes)

    def _not_a_number(self, row: int, text: str) -> None:
        scale = self.meaning.scale
        if scale is not None:
            message = say("“{text}” is neither a number nor an answer of {scale}", text=text, scale=scale.id)
            if self.meaning.in_words:
                message = say("“{value}” is no answer of {scale}", value=text, scale=scale.id)
            message, hint = told_of_answer(scale, self.meaning, text, message)
        elif len(text) > MAX_NUMBER_LENGTH:
            message = say("a number of {length} characters is too long", length=len(text))
            hint = say("write it with fewer digits")
        else:
            limits = (self.possible.low, self.possible.high)
            message, hint = told_of_number(text, self.meaning, limits, results_of(self.rules))
        message, hint = told_of_signs(text, self.meaning, (message, hint))
        self._fault("not-a-number", message, row, hint)

    def _within(self, values: pl.Series) -> pl.Series:
        if values.dtype.is_decimal():  # bounds of doubles would let in what lies just outside
            different = values.drop_nulls().unique().to_list()
            wrong = [value for value in different if not self.possible.takes(Fraction(value))]
            outside = values.is_in(pl.Series(wrong, dtype=values.dtype).implode()).fill_null(value=False)
        else:
            outside = ~within(values, self.possible).fill_null(True)
            if self.possible.only:
                outside |= values.is_not_null() & ~values.cast(pl.Float64).is_in(
                    [float(score) for score in self.possible.only]
                )
            if self.possible.step is not None and not self.possible.only:
                different = values.drop_nulls().unique().to_list()
                wrong = [number for number in different if not self._is_on_step(number)]
                outside |= values.is_in(pl.Series(wrong, dtype=values.dtype).implode()).fill_null(value=False)
        for row in outside.arg_true().to_list():
            self._impossible(row, exact_value(values[row]), shown_number(values[row]))
        return values.set(outside, None) if outside.any() else values

    def _is_on_step(self, number: float) -> bool:
        value = exact_value(number)
        assert value is not None
        assert self.possible.step is not None
        return ((value - self.possible.base) / self.possible.step).denominator == 1

    def _between(self, row: int, value: str) -> None:
        """Tells that a value lies between those that can be."""
        places, step = self.possible.decimals, self.possible.step
        assert step is not None
        if places is not None:
            message = counted(
                places,
                "{value} has more than {count} decimal",
                "{value} has more than {count} decimals",
                value=value,
            )
            hint = say("write it with as many decimals as the rules ask for; nothing is rounded in silence")
        else:
            base = decimal_text(self.possible.base)
            message = say(
                "{value} lies between the steps of {step} from {base}",
                value=value,
                step=decimal_text(step),
                base=base,
            )
            hint = say("write one of the values that the rules allow")
        self._fault("out-of-range", message, row, hint)

    def _impossible(self, row: int, number: Fraction | None, value: str) -> None:
        scale = self.meaning.scale
        read = None if number is None else self.possible.read(number)
        is_within = read is not None and self.possible.low <= read <= self.possible.high
        if self.possible.only and is_within:
            assert scale is not None
            message = say("{value} is no answer of {scale}", value=value, scale=scale.id)
            answers = [f"{word} ({decimal_text(score)})" for word, score in self.meaning.words.items()]
            hint = say(
                "each {unit} answers it once: write one of {answers}", unit=self.rules.unit, answers=answers
            )
            if may_be_a_sign(value):
                hint = told_of_sign(value, hint)
            self._fault("not-an-answer", message, row, hint)
            return
        if is_within:
            self._between(row, value)
            return
        message = say(
            "{value} is outside the possible values, {low} to {high}",
            value=value,
            low=self.possible.low,
            high=self.possible.high,
        )
        check = say("check the decimal point")
        readable = self.rules.readable
        raw = next((own for path in self.claim.paths if (own := readable[path].value) is not None), None)
        if read is not None and read != number:
            check = say("check the decimal point; it is read as {read}", read=read)
        elif number is not None and number.denominator == 1 and raw is None:  # a raw value may be a count
            check = say(
                "check the decimal point, and whether it is a count, which is to become a score first"
            )
        if read is not None and read < 0 <= self.possible.low:
            check = say("check the sign, which may be meant as a dash")
        if may_mean_no_answer(number):
            check = or_no_answer(check, value)
        hint = (
            say("{check}; the unit is not rated with this value", check=check)
            if self.is_needed
            else say("{check}; no rating comes of this value", check=check)
        )
        self._fault("out-of-range", message, row, hint)

    def _fault(self, code: str, message: Text, row: int, hint: Text) -> None:
        self.refused.append(row)
        same = self._same.setdefault(code, [])
        same.append(row)
        if len(same) <= most_told():
            position = self.sheet.locate(row, self.column)
            unit, column = self.units[row], self.claim.heading
            self.faults.append(Diagnostic(code, message, position, hint, unit=unit, column=column))

    def uncounted(self) -> Iterator[Diagnostic]:
        """How many cells have a fault beyond those that are told one by one."""
        for code, rows in self._same.items():
            if (more := len(rows) - most_told()) > 0:
                message = counted(
                    more,
                    "{count} more cell of “{column}” has the same fault",
                    "{count} more cells of “{column}” have the same fault",
                    column=self.claim.heading,
                )
                position = self.sheet.locate(rows[most_told()], self.column)
                column = self.claim.heading
                yield Diagnostic(code, message, position, all_listed(), unit="", column=column, more=more)

    def doubtful(self) -> Diagnostic | None:
        """A warning where a cell is taken for an answer, and could be the mean of many; None where there is
        none."""
        scale, meaning = self.meaning.scale, self.meaning
        if scale is None or scale.answered_by == "unit" or meaning.figures is not None or not meaning.codes:
            return None
        differing = {number: score for number, score in meaning.codes.items() if number != score}
        values = in_words(self.sheet.frame[self.column]).str.strip_chars().drop_nulls().unique()
        for text in values.sort().to_list():
            number = meaning.number(text)
            if number is not None and number in differing and self.possible.takes(number):
                return self._taken_for_answer(text, number, differing[number])
        return None

    def _taken_for_answer(self, text: str, number: Fraction, score: Fraction) -> Diagnostic:
        cells = in_words(self.sheet.frame[self.column]).str.strip_chars()
        rows = (cells == text).fill_null(value=False).arg_true().to_list()
        message = counted(
            len(rows),
            "“{text}” is taken for an answer of {scale}, and scores {score}; as a mean it would be {number} "
            "({count} cell of this column)",
            "“{text}” is taken for an answer of {scale}, and scores {score}; as a mean it would be {number} "
            "({count} cells of this column)",
            text=text,
            scale=self.meaning.scale.id if self.meaning.scale else "",
            score=decimal_text(score),
            number=decimal_text(number),
        )
        hint = say("where means are meant, give the options words that are no numbers")
        return Diagnostic(
            "answer-or-score",
            message,
            self.sheet.locate(rows[0], self.column),
            hint,
            "warning",
            column=self.claim.heading,
        )


def in_words(series: pl.Series) -> pl.Series:
    """Cells as texts: a stored number as the shortest decimal that gives it, a truth as true or false, a
    moment as workbooks have it: without the time at midnight, without decimals that are nought."""
    if series.dtype == pl.String:
        return series
    if series.dtype.is_float():
        words = [None if value is None else shown_number(value) for value in series.to_list()]
        return pl.Series(series.name, words, pl.String)
    if series.dtype.is_nested() or series.dtype in (pl.Binary, pl.Object, pl.Duration):
        return pl.Series(
            series.name, [None if value is None else str(value) for value in series.to_list()], pl.String
        )
    if series.dtype == pl.Datetime:
        texts = series.cast(pl.String).str.replace(r"( 00:00:00)?\.0+$", "")
        return texts.str.replace(r"(\.[0-9]*[1-9])0+$", "${1}")
    return series.cast(pl.String)


def _too_long(score: Fraction) -> bool:
    """Whether a number has more decimals than are kept."""
    return bool((score * 10**DECIMAL_PLACES).denominator != 1)


def _recoded(values: pl.Series, meaning: CellMeaning) -> pl.Series:
    """Numbers that are words of a scale as the scores of these."""
    own = {float(number): float(score) for number, score in meaning.codes.items()}
    return values.replace(list(own), list(own.values()))


def _with_exact(
    values: pl.Series, text: pl.Series, odd: pl.Series, scores: Mapping[str, Fraction | None]
) -> pl.Series:
    """The values, with those of odd cells by their texts; as decimals where one of these is more than a
    double can say."""
    doubles = {cell: None if score is None else float(score) for cell, score in scores.items()}
    if all(score is None or read_number(repr(doubles[cell])) == score for cell, score in scores.items()):
        own = text.replace_strict(
            list(doubles), list(doubles.values()), default=None, return_dtype=pl.Float64
        )
        return own.zip_with(odd, values)
    exact = {cell: None if score is None else decimal_text(score) for cell, score in scores.items()}
    own = text.replace_strict(list(exact), list(exact.values()), default=None, return_dtype=pl.String)
    return own.zip_with(odd, values.cast(pl.String)).cast(pl.Decimal(38, DECIMAL_PLACES))


def shown_number(value: object) -> str:
    """A stored number as people write it: the shortest decimal that gives it."""
    number = exact_value(value) if isinstance(value, (int, float, Decimal)) else None
    return str(value) if number is None else decimal_text(number)


__all__ = ["Cells", "in_words", "shown_number"]
