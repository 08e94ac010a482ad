"""An evaluation as the sheets of a workbook that people open first."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from ..meaning.facts_in_words import STATUSES, no_result, rating_text, titled
from ..meaning.model import TOTAL
from ..meaning.printed_scores import printed_places
from ..show.exhibit import RowsOfUnits
from ..show.result_sheets import ResultColumn, ResultSheets
from ..show.sections import Cell, Figure, Table
from ..words.diagnostics import Text, say
from ..words.speech import Speech
from .evaluation import Evaluation
from .unit_summary import counts_of, meeting_words, spread_of, spreads_of, target_words

MANY = 10_000  # units whose workbook has no more columns twice than need be


def result_sheets(evaluation: Evaluation, rows: RowsOfUnits, speech: Speech) -> ResultSheets:
    """The summary, the units with their rating beside the name, and the questions that have scores. Where
    some units are chosen, the summary and the questions are of all."""
    rules, whole = evaluation.rules, evaluation.whole
    chosen = meeting_words(evaluation)
    columns = list(_columns(evaluation, rows, speech))
    ratings = list(dict.fromkeys(band.rating for band in rules.bands))
    has_order = rules.better_at(rules.total) != "none"  # colours go from the best to the worst
    tones = {rating: at / max(len(ratings) - 1, 1) for at, rating in enumerate(ratings) if has_order}
    return ResultSheets(
        title=titled(rules.id, rules.title, speech.language),
        sentences=[*([] if chosen is None else [(chosen, None)]), *target_words(whole, speech.language)],
        tables=[*_counts(whole, speech), *_spreads(whole, speech)],
        columns=columns,
        questions=_questions(whole, speech),
        rating=1 if rules.bands else None,
        tones={
            rating_text(rules, rating, speech.language).in_words(speech.translate): tone
            for rating, tone in tones.items()
        },
    )


def _counts(evaluation: Evaluation, speech: Speech) -> Iterator[tuple[Text, Table]]:
    headings = (say("rating"), say("units"), say("share of rated ones in %"))
    counts = counts_of(evaluation, evaluation.frame, speech.language)
    if counts:
        cells: list[tuple[Cell, ...]] = [
            (each.words, each.count, None if each.share is None else Figure(float(each.share * 100), 2))
            for each in counts
        ]
        yield say("Ratings"), Table("ratings", headings, cells)


def _spreads(evaluation: Evaluation, speech: Speech) -> Iterator[tuple[Text, Table]]:
    told: list[tuple[Cell, ...]] = []
    for path, spread in spreads_of(evaluation, evaluation.frame):
        decimals = printed_places(evaluation.rules, evaluation.rules.nodes[path])
        figures = (Figure(float(number), decimals) for number in spread.rounded(decimals))
        told.append((_title(evaluation, path, speech), spread.count, *figures))
    if told:
        yield say("Scores"), Table("scores", (say("node"), say("units"), *SPREAD), told)


SPREAD = (
    say("mean"),
    say("lowest"),
    say("lower quartile"),
    say("median"),
    say("upper quartile"),
    say("highest"),
)


def _title(evaluation: Evaluation, path: str, speech: Speech) -> str:
    if path == TOTAL:
        return speech.translate("total")
    return titled(evaluation.name_of(path), evaluation.rules.nodes[path].title, speech.language)


def _columns(evaluation: Evaluation, rows: RowsOfUnits, speech: Speech) -> Iterator[ResultColumn]:
    """The unit's name, its rating, the scores of all but single questions (of many units the highest alone),
    what it lacks, and the columns of the data."""
    rules, frame = evaluation.rules, rows.frame
    column = {heading: name for name, heading in rows.headings.items()}
    key = next(iter(rows.headings.values()))
    is_large = frame.height > MANY
    highest = {TOTAL, *(child.path for child in rules.total.children)}
    yield ResultColumn(rules.unit if key == "unit" else key, key, frame[column[key]])
    if rules.bands:
        yield ResultColumn(speech.translate("rating"), "rating", ratings_told(evaluation, speech))
    for name, path in evaluation.names.items():
        node = rules.nodes[path]
        cells = frame[column[name]]
        is_left_out = node.level == "question" or (is_large and path not in highest)
        if is_left_out or cells.null_count() == len(cells) or cells.dtype == pl.String:
            continue
        yield ResultColumn(_title(evaluation, path, speech), name, cells, printed_places(rules, node))
    for name in ("lacks",) if is_large else ("lacks", "notes"):
        cells = frame[column[name]]
        if (cells != "").any():
            yield ResultColumn(speech.translate(name), name, cells)
    for name in evaluation.dataset.claims.passed.values():
        if name in column:
            cells = rows.texts.get(column[name], frame[column[name]])
            cells = frame[column[name]] if frame[column[name]].dtype.is_numeric() else cells
            yield ResultColumn(name, name, cells)


def ratings_told(evaluation: Evaluation, speech: Speech) -> pl.Series:
    """The rating of each unit in words, or what is said of one without."""
    rules, results = evaluation.rules, evaluation.rated.columns
    statuses = {name: words.in_words(speech.translate) for name, words in STATUSES.items()}
    gone = no_result(rules).in_words(speech.translate)
    words = {
        band.rating: rating_text(rules, band.rating, speech.language).in_words(speech.translate)
        for band in rules.bands
    }
    rating = evaluation.frame[results["rating", ""]].cast(pl.String)
    status = evaluation.frame[results["status", ""]].cast(pl.String)
    told = rating.replace_strict(list(words), list(words.values()), default=None, return_dtype=pl.String)
    untold = status.replace_strict(
        list(statuses), list(statuses.values()), default=gone, return_dtype=pl.String
    )
    return told.zip_with(told.is_not_null(), untold)


def _questions(evaluation: Evaluation, speech: Speech) -> Table:
    """A row a question that any unit has a score of."""
    rules, results = evaluation.rules, evaluation.rated.columns
    told: list[tuple[Cell, ...]] = []
    for path, node in rules.nodes.items():
        if node.level != "question" or ("printed", path) not in results:
            continue
        spread = spread_of(evaluation.frame[results["printed", path]])
        if spread is not None:
            decimals = printed_places(rules, node)
            figures = (Figure(float(number), decimals) for number in spread.rounded(decimals))
            name = evaluation.name_of(path)
            told.append((name, titled(name, node.title, speech.language), spread.count, *figures))
    return Table("questions", (say("id"), say("question"), say("units"), *SPREAD), told)


__all__ = ["ratings_told", "result_sheets"]
