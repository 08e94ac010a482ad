"""What stands in a report, as plain texts and numbers in one language: the fields that templates name.

A template (Word, HTML, Markdown) gets the fields of `Content` by their names: {{ unit }}, {% for each in
bands %} and so on. Numbers that Ken writes are texts already, with the decimals of the rule set's scale and
in the digits that were asked for; what others have written keeps its digits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

PARTS = ("memo", "method", "result", "failing", "passing", "ways", "measures", "audit")
"""What a report is made of: the covering memo, how scores are made and rated, the result, what falls short,
what is to be kept up, what a better rating takes, measures, and a checklist of faults in the figures."""
USUAL = PARTS[:-1]
"""What is shown unless something else is asked for: the checklist is for the writer alone."""


@dataclass(frozen=True)
class BandText:
    """A rating as the rule set gives it: `range` such as 85.00–94.99, `condition` in words ("" where there is
    none)."""

    rating: str
    title: str
    range: str
    condition: str


@dataclass(frozen=True)
class InstrumentText:
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
class QuestionText:
    """A question with its score ("–" where it is not known), and what to do about it: to mend it where it
    fails, to keep it up where it passes."""

    id: str
    title: str
    score: str
    result: str
    passes: bool | None
    guidance: str


@dataclass(frozen=True)
class MeasureText:
    """What is proposed for a question: responsible units, steps, how it is reported, by when."""

    id: str
    title: str
    units: str
    steps: tuple[str, ...]
    report: str
    by: str


@dataclass(frozen=True)
class IndicatorText:
    """An indicator: `number` counts from 1; `instrument` is the ids of what it belongs to, `instrument_title`
    the titles; `label` the title, with `instrument` where others have the same; `result` the judgement's
    words; `previous` and `change` are last year's score and the difference ("" without last year);
    `questions` those to be spoken of; `measures` what is proposed."""

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
    questions: tuple[QuestionText, ...] = ()
    measures: tuple[MeasureText, ...] = ()
    label: str = ""


@dataclass(frozen=True)
class GroupText:
    """The indicators of an instrument, by its title."""

    title: str
    indicators: tuple[IndicatorText, ...]


@dataclass(frozen=True)
class MemoText:
    """What is known of a covering memo: whose it is, its number and date, and to whom ("" where it is not
    known)."""

    office: str = ""
    reference: str = ""
    date: str = ""
    to: str = ""


@dataclass(frozen=True)
class FindingText:
    """A finding of the audit: what is wrong, the arithmetic in one line, where it stands, and what to do."""

    message: str
    arithmetic: str
    place: str
    hint: str


@dataclass(frozen=True)
class RemedyText:
    """The least changes to a better rating: `goal` names it, `text` says what it takes, a line each way, or
    that it cannot be reached."""

    goal: str
    text: str


@dataclass(frozen=True)
class Grid:
    """A table of texts."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class PreviousText:
    """Last year: its rule set's title, the total and rating, and the differences."""

    title: str
    total: str
    rating: str
    change: str


@dataclass(frozen=True)
class Content:
    """The fields of a report. `total` is "" where the rules make no number, `rating` where they have no
    ratings. `chart` is the chart as the template can show it: an image in Word, SVG in
    HTML, "" elsewhere."""

    language: str
    title: str  # of the rule set
    ruleset: str
    year: str  # that of the rules; "" where they do not say
    next_year: str
    principles: tuple[str, ...]
    scoring: Grid
    bands: tuple[BandText, ...]
    earlier_title: str  # of the rule set before, where its bands differ; else ""
    earlier_bands: tuple[BandText, ...]
    pass_mark: str  # in words: how indicators are judged
    targets: tuple[str, ...]
    provenance: str
    numerals: str  # of its digits, as CSS calls them
    scoring_total: str = ""  # how the total is made
    parts: tuple[str, ...] = ()  # what is to be shown, by the names in `PARTS`
    memo: MemoText = MemoText()
    # of the unit
    unit: str = ""
    headline: tuple[str, ...] = ()  # sentences: the result, the distance to the target, what passes, the way
    total: str = ""
    rating: str = ""
    rating_title: str = ""
    notes: tuple[str, ...] = ()
    instruments: tuple[InstrumentText, ...] = ()
    indicators: tuple[IndicatorText, ...] = ()
    groups: tuple[GroupText, ...] = ()  # the same, by instruments
    strengths: tuple[str, ...] = ()  # titles of passing indicators
    weaknesses: tuple[str, ...] = ()
    failing: tuple[IndicatorText, ...] = ()  # with the questions that fail
    passing: tuple[IndicatorText, ...] = ()  # with what to keep up
    ways: tuple[RemedyText, ...] = ()
    # of rules of the second edition
    variant: str = ""  # by which words the rules that hold were chosen
    remarks: tuple[str, ...] = ()  # on how scores and ratings are read
    further: Grid = Grid((), ())  # what else holds for nodes
    known: Grid = Grid((), ())  # inputs with their measures
    all_scores: Grid = Grid((), ())  # every node with its raw value, score and rating
    decided: tuple[str, ...] = ()  # what the steps of nodes did, a line a node
    findings: tuple[FindingText, ...] = ()
    previous: PreviousText | None = None
    chart: Any = ""


__all__ = [
    "PARTS",
    "USUAL",
    "BandText",
    "Content",
    "FindingText",
    "Grid",
    "GroupText",
    "IndicatorText",
    "InstrumentText",
    "MeasureText",
    "MemoText",
    "PreviousText",
    "QuestionText",
    "RemedyText",
]
