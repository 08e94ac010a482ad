"""The way to a rating: every node of one unit with its value, what it adds to the total and what it costs,
and what judged it.

All numbers are those of the exact arithmetic. What children add and cost adds up to what their parent does,
exactly; the figures that are shown are cut to some decimals so that they add up too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..data import Dataset
from ..data.row_values import given_of
from ..meaning.model import RuleSet
from ..rating.evaluation import Evaluation, evaluate_dataset
from .shown_points import Share
from .trace_building import traced
from .trace_steps import Answers, Seen, Source, Trace, TraceStep


def seen(evaluation: Evaluation) -> Iterator[Seen]:
    """Every unit of an evaluation, in the order of the data."""
    claims = evaluation.dataset.claims
    aliased = [claim for claim in claims.nodes if claim.alias is not None]
    for result, row in zip(evaluation.units(), evaluation.frame.iter_rows(named=True), strict=True):
        shared = {
            path: evaluation.name_of(path)
            for claim in aliased
            if row[claim.column] is not None
            for path in claim.paths
        }
        yield Seen(result.unit, result.lacks, result.notes, given_of(claims, row), shared)


def explain(
    rules: RuleSet,
    dataset: Dataset,
    unit: str,
    answers: Answers | None = None,
    said: Mapping[str, str] | None = None,
) -> Trace:
    """The trace of one unit of a dataset; `answers` are the counts of its answers, where the data are
    answers, `said` by path the words of those of which others earn as much, where they are known. Raises
    KenError where the data have no such unit."""
    evaluation = evaluate_dataset(rules, dataset.only(unit))
    (only,) = seen(evaluation)
    return replace(traced(rules, only, answers or {}, said or {}), diagnostics=evaluation.diagnostics)


__all__ = ["Answers", "Seen", "Share", "Source", "Trace", "TraceStep", "explain", "seen", "traced"]
