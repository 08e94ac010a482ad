"""What stands in a report, as plain texts and numbers in one language: the fields that templates name.

A template (Word, HTML, Markdown) gets the fields of `Content` by their names: {{ unit }}, {% for each in
bands %} and so on. Numbers are texts already, with the decimals of the rule set's scale and in the digits
that were asked for."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from ..words.numerals import in_numerals

Anything = TypeVar("Anything")

WESTERN = ("language", "ruleset", "place", "provenance", "chart")
"""Fields that keep their digits: names of files and rule sets, which are looked for as they are written."""


@dataclass(frozen=True)
class Band:
    """A rating as the rule set gives it: `range` such as 85.00–94.99, `condition` in words ("" where there is
    none)."""

    rating: str
    title: str
    range: str
    condition: str


@dataclass(frozen=True)
class Instrument:
    """A node below the total: what it measures (`about`, from the guidance), its weight, its indicators and
    its score."""

    id: str
    title: str
    about: str
    weight: str
    indicators: tuple[str, ...]
    score: str
    previous: str


@dataclass(frozen=True)
class Question:
    """A question with its score ("–" where it is not known), and what to do about it: to mend it where it
    fails, to keep it up where it passes."""

    id: str
    title: str
    score: str
    result: str
    passes: bool | None
    guidance: str


@dataclass(frozen=True)
class Measure:
    """What is proposed for a question: responsible units, steps, how it is reported, by when."""

    id: str
    title: str
    units: str
    steps: tuple[str, ...]
    report: str
    by: str


@dataclass(frozen=True)
class Indicator:
    """An indicator: `number` counts from 1; `instrument` is the ids of what it belongs to, `instrument_title`
    the titles; `result` the judgement's words; `previous` and `change` are last year's score and the
    difference ("" without last year); `questions` those to be spoken of; `measures` what is proposed."""

    number: str
    id: str
    title: str
    instrument: str
    instrument_title: str
    score: str
    result: str
    passes: bool | None
    previous: str
    change: str
    guidance: str
    questions: tuple[Question, ...] = ()
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True)
class Finding:
    """A finding of the audit: what is wrong, the arithmetic in one line, where it stands, and what to do."""

    message: str
    arithmetic: str
    place: str
    hint: str


@dataclass(frozen=True)
class Way:
    """The least change to a better rating: `goal` names it, `text` says what it takes, or that it cannot be
    reached."""

    goal: str
    text: str


@dataclass(frozen=True)
class Grid:
    """A table of texts."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Previous:
    """Last year: its rule set's title, the total and rating, and the differences."""

    title: str
    total: str
    rating: str
    change: str


@dataclass(frozen=True)
class Content:
    """The fields of a report. `chart` is the chart as the template can show it: an image in Word, SVG in
    HTML, "" elsewhere."""

    language: str
    unit: str
    title: str  # of the rule set
    ruleset: str
    year: str  # fiscal year of the rules; "" where they do not say
    next_year: str
    principles: tuple[str, ...]
    instruments: tuple[Instrument, ...]
    scoring: Grid
    bands: tuple[Band, ...]
    earlier_title: str  # of the rule set before, where its bands differ; else ""
    earlier_bands: tuple[Band, ...]
    pass_mark: str  # in words: how indicators are judged
    targets: tuple[str, ...]
    total: str
    rating: str
    rating_title: str
    notes: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    strengths: tuple[str, ...]  # titles of passing indicators
    weaknesses: tuple[str, ...]
    failing: tuple[Indicator, ...]  # with the questions that fail
    passing: tuple[Indicator, ...]  # with what to keep up
    ways: tuple[Way, ...]
    findings: tuple[Finding, ...]
    previous: Previous | None
    provenance: str
    numerals: str  # of its digits, as CSS calls them
    chart: Any = ""


def in_digits(content: Anything, numerals: str) -> Anything:
    """The same with every digit of its texts in some numerals, such as thai."""
    return cast("Anything", _digits(content, numerals))


def _digits(value: Any, numerals: str) -> Any:
    if isinstance(value, str):
        return in_numerals(value, numerals)
    if isinstance(value, tuple):
        return tuple(_digits(each, numerals) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value,
            **{
                field.name: _digits(getattr(value, field.name), numerals)
                for field in fields(value)
                if field.name not in WESTERN
            },
        )
    return value


__all__ = [
    "Band",
    "Content",
    "Finding",
    "Grid",
    "Indicator",
    "Instrument",
    "Measure",
    "Previous",
    "Question",
    "Way",
    "in_digits",
]
