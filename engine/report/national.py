"""All units of a dataset at a glance: ratings, targets, means, the questions that fail most often, and
groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, cast

import polars as pl

from ..data.sheet import column_called
from ..meaning.facts_in_words import (
    STATUSES,
    least_text,
    met_text,
    no_result,
    node_text,
    rating_text,
    share_text,
    titled,
)
from ..meaning.model import TOTAL, Node
from ..meaning.printed_scores import printed_places
from ..meaning.scope import is_pure
from ..meaning.statuses import INCOMPLETE, NOT_APPLICABLE, SCORED
from ..meaning.steps_in_order import is_numberless
from ..rating.evaluation import Evaluation, groupings, places_of_groups
from ..show.sections import Cell, Figure, Section, Table, rated_of
from ..words.diagnostics import Diagnostic, KenError, Position, Text, counted, say
from ..words.language import Language

MOST_QUESTIONS = 20


def sections(
    evaluation: Evaluation, language: Language, by: Sequence[str] | None = None
) -> Iterator[Section]:
    """The national summary. `by` names the columns of the groups (None: all that make some). Raises KenError
    for a column that the data do not have."""
    passed = evaluation.dataset.claims.passed
    described = {name: evaluation.frame[column] for column, name in passed.items()}
    called = {name: column_called({own: own for own in described}, name) for name in by or ()}
    unknown = [name for name, column in called.items() if column is None]
    if unknown:
        hint = say("columns that make groups: {columns}", columns=list(groupings(described)))
        message = say("“{column}” is no column of the data, or is a score", column=unknown[0])
        raise KenError([Diagnostic("no-column", message, Position("--by"), hint)])
    units, others = evaluation.frame.height, (SCORED, NOT_APPLICABLE, INCOMPLETE)
    rated = units - sum(evaluation.counts.get(status, 0) for status in others)
    told = rated_of(units, rated) if evaluation.rules.bands else _scored_of(evaluation)
    title = say("Ratings") if evaluation.rules.bands else say("Scores")
    yield Section(title, (told,), _ratings(evaluation, language, rated))
    yield Section(say("Targets"), (), _targets(evaluation, language))
    yield Section(say("Means"), (), _means(evaluation, language))
    failing = _failing(evaluation, language, "question", say("question"))
    if failing.rows:
        yield Section(say("Questions that fail most often"), (), failing)
    elif (failing := _failing(evaluation, language, "indicator", say("indicator"))).rows:
        # rules that judge no questions, or ask none
        yield Section(say("Indicators that fail most often"), (), failing)
    for name in groupings(described) if by is None else filter(None, called.values()):
        yield Section(say("By {column}", column=name), (), _groups(evaluation, name, described[name]))


def _scored_of(evaluation: Evaluation) -> Text:
    """How many of the units have a total, by rules without ratings."""
    shown = counted(evaluation.frame.height, "{count} unit", "{count} units")
    scored = evaluation.counts.get(SCORED, 0)
    return counted(
        scored, "{units}, of which {count} is scored", "{units}, of which {count} are scored", units=shown
    )


def _ratings(evaluation: Evaluation, language: Language, rated: int) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for band in evaluation.rules.bands:
        count = evaluation.counts.get(band.rating, 0)
        rows.append((rating_text(evaluation.rules, band.rating, language), count, _share(count, rated)))
    for status, words in STATUSES.items():
        if evaluation.counts.get(status):
            rows.append((words, evaluation.counts[status], None))
    if evaluation.counts[INCOMPLETE]:
        rows.append((no_result(evaluation.rules), evaluation.counts[INCOMPLETE], None))
    return Table("ratings", (say("rating"), say("units"), say("share")), rows)


def _share(count: int, of: int) -> str | None:
    return share_text(Fraction(count, of)) if of else None


def _targets(evaluation: Evaluation, language: Language) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for each in evaluation.targets:
        verdict = None if each.met is None else met_text(met=each.met)
        rows.append(
            (
                titled(each.target.id, each.target.title, language),
                each.meeting,
                None if each.share is None else share_text(each.share, [each.target.at_least]),
                least_text(each.target.at_least),
                verdict,
            )
        )
    return Table("targets", (say("target"), say("units"), say("share"), say("wanted"), say("verdict")), rows)


def _means(evaluation: Evaluation, language: Language) -> Table:
    """By node above the questions; of nodes reported as one once."""
    rows: list[tuple[Cell, ...]] = []
    seen: set[str] = set()
    for path, node in evaluation.rules.nodes.items():
        name, places = evaluation.name_of(path), printed_places(evaluation.rules, node)
        if is_pure(evaluation.rules, path) or is_numberless(node):
            continue
        scores = evaluation.frame[evaluation.rated.columns["printed", path]].drop_nulls()
        if node.level == "question" or name in seen or not len(scores):
            continue
        seen.add(name)
        figures = [
            Figure(cast(float, value), places)
            for value in (scores.mean(), scores.median(), scores.min(), scores.max())
        ]
        rows.append(
            (say("total") if path == TOTAL else name, node_text(node, language), len(scores), *figures)
        )
    headings = (
        say("node"),
        say("title"),
        say("units"),
        say("mean"),
        say("median"),
        say("lowest"),
        say("highest"),
    )
    return Table("means", headings, rows)


def _failing(evaluation: Evaluation, language: Language, level: str, heading: Text) -> Table:
    """The nodes of a level by how many units do not get the best judgement."""
    judgements = evaluation.rules.judgements.get(level, ())
    counted: dict[str, tuple[Node, int, int]] = {}
    for path, node in evaluation.rules.nodes.items():
        column = evaluation.rated.columns.get(("judged", path))
        if node.level == level and column is not None and judgements:
            results = evaluation.frame[column].drop_nulls()
            if len(results):
                counted.setdefault(
                    evaluation.name_of(path),
                    (node, int((results != judgements[0].result).sum()), len(results)),
                )
    worst = sorted(counted.items(), key=lambda each: -Fraction(each[1][1], each[1][2]))[:MOST_QUESTIONS]
    rows: list[tuple[Cell, ...]] = [
        (name, node_text(node, language), failing, _share(failing, of))
        for name, (node, failing, of) in worst
        if failing
    ]
    return Table("failing", (heading, say("title"), say("units that fail"), say("share")), rows)


def _groups(evaluation: Evaluation, name: str, cells: pl.Series) -> Table:
    rules = evaluation.rules
    rating, total = evaluation.rated.columns["rating", ""], evaluation.rated.columns["printed", TOTAL]
    counts = [
        (pl.col(rating) == band.rating).sum().alias(f"band {at}") for at, band in enumerate(rules.bands)
    ]
    frame: Any = evaluation.frame.with_columns(
        cells.cast(pl.String).alias("ken:group"), places_of_groups(cells).alias("ken:place")
    )
    grouped = frame.group_by("ken:group").agg(
        pl.len().alias("units"), *counts, pl.col(total).mean().alias("mean"), pl.col("ken:place").first()
    )
    rows: list[tuple[Cell, ...]] = [
        (
            row["ken:group"] or "–",
            row["units"],
            None if row["mean"] is None else Figure(row["mean"], rules.scale.decimals),
            *(row[f"band {at}"] for at in range(len(rules.bands))),
        )
        for row in grouped.sort("ken:place", nulls_last=True).rows(named=True)
    ]
    headings = (
        say("{name}", name=name),
        say("units"),
        say("mean total"),
        *(say("{name}", name=band.rating) for band in rules.bands),
    )
    return Table(f"by {name}", headings, rows)


__all__ = ["sections"]
