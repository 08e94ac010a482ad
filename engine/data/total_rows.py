"""Rows that are no units, but sum up others: totals and averages, told by their name or by their figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import cache

import polars as pl

from ..meaning.cell_meaning import CellMeaning
from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, Position, say
from ..words.hints import if_meant
from ..words.language import SPOKEN
from .cells import shown_number
from .dataset import Dataset
from .sheet import Locate

CODE = "total-row"
TESTS = "test-unit"
NOTES = r"(?i)^\s*(?:\*|หมายเหตุ|ที่มา\s*:|(?:notes?|sources?|applied filters)\s*:)"
"""How a note below a table begins."""
NOISE = 1e-9  # of sums of doubles
LEAST_OTHERS = 3  # rows that figures can be the mean or the sum of
_LONGEST = 100  # characters of a name that is looked at


def _named_so(names: pl.Series) -> pl.Series:
    """Which of some names are those of totals or averages: they have no words but such."""
    known = names.drop_nulls().unique()
    known = known.filter(known.str.contains(_telling()))
    totals = [name for name in known.to_list() if len(name) <= _LONGEST and is_of_totals(name)]
    return names.is_in(pl.Series(totals, dtype=pl.String).implode()).fill_null(value=False)


def has_word_of_totals(names: pl.Series) -> pl.Series:
    """Which of some names have a word of totals or averages in them, among others."""
    return names.str.contains(_telling()).fill_null(value=False)


def is_of_totals(name: str) -> bool:
    """Whether a name has no words but such of totals and averages."""
    return any(
        whole.fullmatch(name) is not None and telling.search(name) is not None
        for whole, telling in _patterns()
    )


@cache
def _telling() -> str:
    """A pattern of names that have a word of totals, in some language."""
    return "(?i)" + "|".join(re.escape(word) for spoken in SPOKEN.values() for word in spoken.totals[0])


@cache
def _patterns() -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    """For each language: what a name of totals is made of, and what has to be among it."""
    found = []
    for spoken in SPOKEN.values():
        telling, beside = ("|".join(map(re.escape, words)) for words in spoken.totals)
        if telling:
            end = "(?![a-z])" if spoken.spaced else ""
            whole = re.compile(rf"(?:(?:{telling}|{beside}){end}[\W\d_]*)+", re.IGNORECASE)
            found.append((whole, re.compile(telling, re.IGNORECASE)))
    return found


def named_totals(
    rules: RuleSet, locate: Locate, frame: pl.DataFrame, key: str, row_of: str
) -> tuple[pl.Series, list[Diagnostic]]:
    """Which rows of a table have the name of totals, and what is told of them; `row_of` is the column with
    the number of a row as `locate` takes it."""
    which = _named_so(frame[key])
    found = []
    for unit, row in frame.filter(which).select(key, row_of).iter_rows():
        message = say(
            "“{unit}” looks like a row of totals, averages or weights, and no {kind}",
            unit=unit,
            kind=rules.unit,
        )
        hint = if_meant(CODE, say("delete the row; until then it is left out"))
        found.append(Diagnostic(CODE, message, locate(row, key), hint, unit=unit))
    return which, found


def is_of_full_marks(name: str) -> bool:
    """Whether a row of this name has the most points that there are."""
    form = name.casefold().strip(" .:()")
    return any(form in spoken.full_marks for spoken in SPOKEN.values())


def totals_among_answers(
    rules: RuleSet, names: pl.Series, place: Callable[[str], Position], meant: Collection[str]
) -> tuple[pl.Series, list[Diagnostic]]:
    """Which rows of a table of respondents have the name of totals in the place of a unit, and what is told
    of them; `place` says where a name stands."""
    which = _named_so(names)
    if CODE in meant:
        which = pl.repeat(value=False, n=len(names), dtype=pl.Boolean, eager=True)
    found = []
    for name in names.filter(which).unique(maintain_order=True).to_list():
        message = say(
            "“{unit}” looks like a row of totals, averages or weights, and no {kind}",
            unit=name,
            kind=rules.unit,
        )
        hint = if_meant(CODE, say("delete the row; until then it counts for nobody"))
        found.append(Diagnostic(CODE, message, place(name), hint, unit=name))
    return which, found


def likely_totals(rules: RuleSet, dataset: Dataset) -> Iterator[Diagnostic]:
    """Warnings of units whose name begins as that of a total, an average or a count does: the mean of a
    nation, how many passed."""
    names = dataset.frame[dataset.claims.key]
    key = dataset.claims.key
    begins = names.str.contains(_beginning()).fill_null(value=False)
    for row in (begins | names.str.contains(_of_statistics()).fill_null(value=False)).arg_true().to_list():
        unit = dataset.frame[row, key]
        message = say(
            "“{unit}” begins as the name of a row of totals, averages or counts does, and counts as {kind}",
            unit=unit,
            kind=rules.unit,
        )
        if not begins[row]:
            message = say(
                "“{unit}” is the name of a row of statistics as well, and counts as {kind}",
                unit=unit,
                kind=rules.unit,
            )
        hint = if_meant(CODE, say("delete the row, if it is no {kind}", kind=rules.unit))
        at = dataset.locate(dataset.frame[row, "ken:row"], key)
        yield Diagnostic(CODE, message, at, hint, "warning", unit=unit)


@cache
def _beginning() -> str:
    """A pattern of names that begin so: where words are parted, something that is no name has to follow;
    else a word beside those of totals goes before, or it is the first of these."""
    found = [re.escape(word) for spoken in SPOKEN.values() for word in spoken.counts]
    for spoken in SPOKEN.values():
        telling, beside = ("|".join(map(re.escape, words)) for words in spoken.totals)
        if telling:
            first = re.escape(spoken.totals[0][0])
            found.append(
                rf"(?:(?:{beside})\s+)*(?:{telling})(?:\s*[:(–-]|\s+(?:of|for|all|national)\b)"
                if spoken.spaced
                else rf"(?:(?:(?:{beside})\s*)+(?:{telling})|{first})"
            )
    return rf"(?i)^(?:{'|'.join(found)})"


def is_of_statistics(name: str) -> bool:
    """Whether a name is one that rows of statistics have, and a unit may have."""
    return re.search(_of_statistics(), name) is not None


@cache
def _of_statistics() -> str:
    """A pattern of names that rows of statistics have, and that units may have."""
    words = "|".join(re.escape(word) for spoken in SPOKEN.values() for word in spoken.statistics)
    return rf"(?i)^\s*(?:{words})(?:\s*\(.*\))?[\s:.]*$"


def test_units(rules: RuleSet, dataset: Dataset) -> Iterator[Diagnostic]:
    """Warnings of units that are called as people call one to try a form out."""
    key = dataset.claims.key
    for row in dataset.frame[key].str.contains(_of_tests()).fill_null(value=False).arg_true().to_list():
        unit = dataset.frame[row, key]
        message = say("“{unit}” looks like a test, and no {kind}", unit=unit, kind=rules.unit)
        hint = if_meant(TESTS, say("delete its rows, if it is no {kind}", kind=rules.unit))
        at = dataset.locate(dataset.frame[row, "ken:row"], key)
        yield Diagnostic(TESTS, message, at, hint, "warning", unit=unit)


@cache
def _of_tests() -> str:
    """A pattern of names that are those of tests."""
    words = "|".join(re.escape(word) for spoken in SPOKEN.values() for word in spoken.tests)
    return rf"(?i)^(?:{words})[\s\d_.-]*$"


def summing_rows(rules: RuleSet, dataset: Dataset) -> Iterator[Diagnostic]:
    """Warnings of rows whose every figure is the mean, or the sum, of those of all other rows."""
    frame, key = dataset.frame, dataset.claims.key
    headings = {
        made.column: made.heading
        for made in dataset.claims.nodes
        if not made.is_summed and not CellMeaning.of(rules, rules.readable[made.paths[0]]).in_words
    }
    numbers = frame.select(pl.col([*headings]).cast(pl.Float64))
    if frame.height <= LEAST_OTHERS:
        return
    for way, is_sum in ((say("the mean, rounded as scores are,"), False), (say("the sum"), True)):
        fitting = _fitting(rules, numbers, is_sum=is_sum)
        for place in fitting if len(fitting) == 1 else ():  # of several, none sums up the others
            unit = frame[place, key]
            column = next(name for name in headings if _tells(numbers[name], place))
            message = say(
                "each figure of “{unit}” is {way} of those of all others, such as {value} in “{column}”: it "
                "looks like a row of totals or averages",
                unit=unit,
                way=way,
                value=shown_number(frame[place, column]),
                column=headings[column],
            )
            hint = if_meant(CODE, say("delete the row, if it is no {kind}", kind=rules.unit))
            at = dataset.locate(frame[place, "ken:row"], column)
            yield Diagnostic(CODE, message, at, hint, "warning", unit=unit)


def _fitting(rules: RuleSet, numbers: pl.DataFrame, *, is_sum: bool) -> list[int]:
    """The rows whose every number is the mean, or the sum, of the others in its column, as far as these
    differ; of a last row one number is enough."""
    rounding = NOISE if is_sum else 0.5 / 10**rules.scale.decimals + NOISE
    rows = pl.int_range(numbers.height, eager=True)
    figures = pl.repeat(0, numbers.height, eager=True)
    for values in numbers.iter_columns():  # few rows are left after the first columns
        own, others = values.gather(rows), values.count() - 1
        if values.n_unique() <= 1 + (values.null_count() > 0):
            continue
        rest = values.sum() - own
        wanted = rest if is_sum else rest / others
        fits = ((wanted - own).abs() <= rounding) & (others >= LEAST_OTHERS)
        kept = fits.fill_null(value=True)
        rows, figures = rows.filter(kept), (figures + own.is_not_null()).filter(kept)
        if rows.is_empty():
            return []
    is_last = rows == numbers.height - 1
    return rows.filter((figures > 1) | (is_last & (figures > 0))).to_list()


def _tells(values: pl.Series, place: int) -> bool:
    """Whether a row has a number in a column whose numbers differ."""
    return values[place] is not None and values.drop_nulls().n_unique() > 1


__all__ = [
    "CODE",
    "NOISE",
    "NOTES",
    "has_word_of_totals",
    "is_of_full_marks",
    "is_of_statistics",
    "is_of_totals",
    "likely_totals",
    "named_totals",
    "summing_rows",
    "test_units",
    "totals_among_answers",
]
