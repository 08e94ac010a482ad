"""Many units in a few numbers: how many have which rating, and how their scores lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from ..meaning.arithmetic.exact import exact_value
from ..meaning.arithmetic.rounding_exactly import round_exactly
from ..meaning.facts_in_words import STATUSES, no_result, rating_text, share_text
from ..meaning.model import TOTAL, RuleSet
from ..meaning.scope import is_pure
from ..meaning.steps_in_order import is_numberless
from ..words.diagnostics import Text, counted, say
from ..words.language import Language
from .evaluation import INCOMPLETE, Evaluation

QUARTERS = (Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(1))


@dataclass(frozen=True)
class Spread:
    """How printed scores lie: how many there are, their mean, and the least, the quartiles and the greatest.
    Between two scores a quartile lies in proportion, as spreadsheets have it (QUARTILE.INC)."""

    count: int
    mean: Fraction
    quarters: tuple[Fraction, ...]

    def rounded(self, decimals: int) -> tuple[Fraction, ...]:
        """The mean, the least, the quartiles and the greatest, rounded half up to so many decimals."""
        return tuple(round_exactly(value, decimals, "half_up") for value in (self.mean, *self.quarters))


@dataclass(frozen=True)
class RatingCount:
    """How many units have a rating, or none; `share` of those that have one, from 0 to 1."""

    rating: str | None
    words: Text
    count: int
    share: Fraction | None


def spread_of(numbers: pl.Series) -> Spread | None:
    """How some scores lie, computed exactly; None where there is none."""
    counted = numbers.drop_nulls().value_counts().sort(numbers.name)
    return spread_from(counted.iter_rows())


def spread_from(counted: Iterable[tuple[object, int]]) -> Spread | None:
    """How scores lie, the lowest first, each with how often it is there."""
    pairs = [(exact_value(value), count) for value, count in counted]
    values = [(value, count) for value, count in pairs if value is not None]
    count = sum(times for _, times in values)
    if not count:
        return None
    total = sum((value * times for value, times in values), Fraction(0))
    return Spread(count, total / count, tuple(_quantile(values, count, part) for part in QUARTERS))


def _quantile(values: Sequence[tuple[Fraction, int]], count: int, part: Fraction) -> Fraction:
    place = part * (count - 1)
    lower = int(place)
    below, above = _at(values, lower), _at(values, min(lower + 1, count - 1))
    return below + (above - below) * (place - lower)


def _at(values: Sequence[tuple[Fraction, int]], place: int) -> Fraction:
    """The score at a place (from 0) of the sorted ones."""
    for value, times in values:
        if place < times:
            return value
        place -= times
    raise IndexError(place)


def counts_of(evaluation: Evaluation, rows: pl.DataFrame, language: Language) -> list[RatingCount]:
    """How many of some units have each rating, in the order of the bands, then those that have none."""
    results = evaluation.rated.columns
    rating, status = results["rating", ""], results["status", ""]
    of_rating = dict(rows[rating].cast(pl.String).value_counts().iter_rows())
    none = rows.filter(pl.col(rating).is_null())[status].cast(pl.String)
    return counts_from(evaluation.rules, of_rating, dict(none.value_counts().iter_rows()), language)


def counts_from(
    rules: RuleSet, of_rating: Mapping[str, int], of_status: Mapping[str, int], language: Language
) -> list[RatingCount]:
    """The same, of how many units have each rating, and how many of those that have none each status."""
    ratings = dict.fromkeys(band.rating for band in rules.bands)
    told: list[tuple[str | None, Text, int]] = [
        (each, rating_text(rules, each, language), of_rating.get(each, 0)) for each in ratings
    ]
    told += [(None, words, of_status[name]) for name, words in STATUSES.items() if of_status.get(name)]
    if gone := of_status.get(INCOMPLETE, 0):
        told.append((None, no_result(rules), gone))
    rated = sum(count for rating, _, count in told if rating is not None)
    return [
        RatingCount(rating, words, count, None if rating is None or not rated else Fraction(count, rated))
        for rating, words, count in told
    ]


def spreads_of(evaluation: Evaluation, rows: pl.DataFrame) -> Iterator[tuple[str, Spread]]:
    """How the scores of some units lie at the total and at the nodes right below it, by path."""
    rules, results = evaluation.rules, evaluation.rated.columns
    tops = [child.path for child in rules.total.children]
    for path in ([] if is_numberless(rules.total) else [TOTAL]) + tops:
        if not is_pure(rules, path) and ("printed", path) in results:
            spread = spread_of(rows[results["printed", path]])
            if spread is not None:
                yield path, spread


def meeting_words(evaluation: Evaluation) -> Text | None:
    """Where units are chosen by a condition: how many meet it."""
    chosen = evaluation.chosen
    if chosen is None or chosen.where is None:
        return None
    return counted(
        chosen.whole.frame.height,
        "{meeting} of {count} unit meets {where}",
        "{meeting} of {count} units meet {where}",
        meeting=f"{chosen.meeting.height:,}",
        where=chosen.where,
    )


def target_words(evaluation: Evaluation, language: Language) -> Iterator[tuple[Text, bool | None]]:
    """Each target with how many units meet it, and whether that is enough; None where no unit is rated."""
    for result in evaluation.targets:
        name = result.target.title.in_language(language) or result.target.id
        if result.share is None:
            yield say("{target}: no unit is rated", target=name), None
            continue
        share = share_text(result.share, [result.target.at_least])
        told = say(
            "{target}: {meeting} of {count} rated units ({share}), at least {least} %",
            target=name,
            meeting=f"{result.meeting:,}",
            count=f"{result.rated:,}",
            share=share,
            least=result.target.at_least * 100,
        )
        yield told, result.met


__all__ = [
    "RatingCount",
    "Spread",
    "counts_from",
    "counts_of",
    "meeting_words",
    "spread_from",
    "spread_of",
    "spreads_of",
    "target_words",
]
