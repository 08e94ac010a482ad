"""Many units as columns of texts for a terminal: name, highest scores, rating, and what each lacks."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

import polars as pl

from ..meaning.arithmetic.exact import exact_value
from ..meaning.facts_in_words import STATUSES
from ..meaning.model import TOTAL
from ..meaning.scope import is_pure
from ..meaning.steps_in_order import is_numberless
from ..show.plain_rows import TextColumn
from ..words.diagnostics import Translate, say
from ..words.numerals import decimal_text
from .evaluation import Evaluation

MOST_SCORES = 8


def listed_units(evaluation: Evaluation, translate: Translate, most: int | None = None) -> list[TextColumn]:
    """The first units, or all of them, in the order of the data; nodes of which no unit has a result are left
    out."""
    rules, results = evaluation.rules, evaluation.rated.columns
    rows = evaluation.frame.head(evaluation.frame.height if most is None else most)
    name = say("{unit}", unit=rules.unit).in_words(translate)
    columns = [TextColumn(name, rows[evaluation.dataset.claims.key].cast(pl.String))]
    tops = highest_told(evaluation)
    columns += [
        TextColumn(evaluation.name_of(path), _results(evaluation, rows, path), is_number=True)
        for path in tops
    ]
    if not is_numberless(rules.total):
        total = _results(evaluation, rows, TOTAL)
        columns.append(TextColumn(translate("total"), total, is_number=True))
    if rules.bands:
        statuses = {name: words.in_words(translate) for name, words in STATUSES.items()}
        status = (
            rows[results["status", ""]]
            .cast(pl.String)
            .replace_strict(list(statuses), list(statuses.values()), default="", return_dtype=pl.String)
        )
        rating = rows[results["rating", ""]].cast(pl.String)
        columns.append(TextColumn(translate("rating"), rating.zip_with(rating.is_not_null(), status)))
    lacks = [", ".join(lacking) for lacking, _ in islice(evaluation.gaps(), rows.height)]
    return [*columns, TextColumn(translate("lacks"), pl.Series(lacks, dtype=pl.String))]


def shown_columns(evaluation: Evaluation, path: str) -> tuple[str | None, str | None]:
    """The columns of the results with a node's score and with the word for it."""
    results = evaluation.rated.columns
    score = None if is_pure(evaluation.rules, path) else results.get(("printed", path))
    return score, results.get(("word", path)) or results.get(("judged", path))


def highest_told(evaluation: Evaluation) -> list[str]:
    """The paths right below the total of which any unit has a result, as far as they are shown."""
    return _told_below(evaluation)[:MOST_SCORES]


def unlisted(evaluation: Evaluation, label: Callable[[str], str] | None = None) -> list[str]:
    """What those are called that are beyond what is shown: their names, or labels."""
    return [(label or evaluation.name_of)(path) for path in _told_below(evaluation)[MOST_SCORES:]]


def _told_below(evaluation: Evaluation) -> list[str]:
    tops = evaluation.rules.total.children
    return [child.path for child in tops if _is_told(evaluation, child.path)]


def _is_told(evaluation: Evaluation, path: str) -> bool:
    """Whether any unit has a score of a node, or a word for it."""
    frame, columns = evaluation.frame, shown_columns(evaluation, path)
    return any(column is not None and frame[column].null_count() < frame.height for column in columns)


def _results(evaluation: Evaluation, rows: pl.DataFrame, path: str) -> pl.Series:
    """A node's score in each row as it is printed; where there is none, the word for it."""
    score, word = shown_columns(evaluation, path)
    words = pl.repeat("", rows.height, dtype=pl.String, eager=True)
    if word is not None:
        words = rows[word].cast(pl.String).fill_null("")
    if score is None:
        return words
    texts = in_decimal(rows[score], evaluation.places(evaluation.name_of(path)))
    return texts.zip_with(texts.is_not_null(), words)


def in_decimal(numbers: pl.Series, places: int) -> pl.Series:
    """Printed scores as texts; each different one is written once."""
    values = numbers.unique().to_list()
    exact = [exact_value(value) for value in values]
    texts = [None if value is None else str(decimal_text(value, places)) for value in exact]
    return numbers.replace_strict(values, texts, default=None, return_dtype=pl.String)


__all__ = ["highest_told", "in_decimal", "listed_units", "shown_columns", "unlisted"]
