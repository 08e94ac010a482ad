"""What whole columns of data say that can hardly be meant. Each finding has the figures that gave it away,
and is not told where somebody says that they are meant."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from typing import cast

import polars as pl

from ..meaning.model import RuleSet
from ..meaning.plan import Plan
from ..words.diagnostics import Diagnostic, counted, say
from ..words.hints import if_meant
from .bare_units import bare_units
from .cells import shown_number
from .claims import Claim
from .dataset import Dataset
from .number_codes import codes_of_scores
from .responses import mean_that_counts
from .small_scores import LEAST_RANGE, far_below, has_wide_scores, of_another_scale, small_columns
from .subtotals import subtotals
from .total_rows import likely_totals, summing_rows, test_units
from .weighted_scores import weighted_scores

LEAST_UNITS = 30  # of which a column of answers is not the same by chance
SMALL = 10  # the most of scales that scores may be of instead
LEAST_SMALL = 10  # scores that lie so low by no chance
_NOTHING_TOLD = 2


def doubts(rules: RuleSet, dataset: Dataset, meant: Collection[str]) -> list[Diagnostic]:
    """What is doubtful about the columns of a dataset; findings whose codes are `meant` are left out."""
    small = [*_fractions(rules, dataset)]
    if not small:
        wide = [
            made
            for made in dataset.claims.nodes
            if not made.is_summed and has_wide_scores(rules, rules.readable[made.paths[0]])
        ]
        small = [*weighted_scores(rules, dataset, wide)]
    if not small:
        small = [*small_columns(rules, dataset, wide), *far_below(dataset, wide)]
    found = [
        *small,
        *_same_answers(rules, dataset),
        *summing_rows(rules, dataset),
        *likely_totals(rules, dataset),
        *test_units(rules, dataset),
        *subtotals(rules, dataset),
        *codes_of_scores(rules, dataset),
        *bare_units(rules, dataset),
    ]
    return [finding for finding in found if finding.code not in meant]


def _fractions(rules: RuleSet, dataset: Dataset) -> Iterator[Diagnostic]:
    """Instruments of which every score lies between 0 and 1, or 0 and 10, where scores go much further."""
    plan = Plan.of(rules)
    groups: dict[tuple[str, Fraction, Fraction], list[Claim]] = {}
    for claim in dataset.claims.nodes:
        node = rules.readable[claim.paths[0]]
        if not claim.is_summed and has_wide_scores(rules, node):
            groups.setdefault((plan.survey_of(node.path), *rules.limits(node)), []).append(claim)
    for (_, low, high), claims in groups.items():
        values = pl.concat([dataset.frame[claim.column].cast(pl.Float64) for claim in claims]).drop_nulls()
        if values.is_empty():
            continue
        least, most = cast("float", values.min()), cast("float", values.max())
        columns = [claim.heading for claim in claims]
        figures = {"count": f"{len(values):,}", "first": shown_number(least), "last": shown_number(most)}
        if len(values) >= LEAST_SMALL and least > 0 and 1 < most <= SMALL and high >= LEAST_RANGE * SMALL:
            message = say(
                "all {count} scores of {columns} lie between 0 and 10 (from {first} to {last}); {low} to "
                "{high} are possible",
                columns=columns,
                low=low,
                high=high,
                **figures,
            )
            hint = if_meant("small-scores", of_another_scale(low, high))
            yield Diagnostic("small-scores", message, dataset.locate(None, claims[0].column), hint, "warning")
        is_told = len(values) >= _NOTHING_TOLD and ((values > 0) & (values < 1)).any()
        is_many = len(values) >= LEAST_UNITS and (values > 0).any()
        if not values.is_between(0, 1).all() or not (is_told or is_many):
            continue
        message = say(
            "all {count} scores of {columns} lie between 0 and 1 (from {first} to {last}); {low} to {high} "
            "are possible",
            columns=columns,
            low=low,
            high=high,
            **figures,
        )
        hint = if_meant(
            "fractions",
            say("if they are shares, turn them into scores from {low} to {high}", low=low, high=high),
        )
        yield Diagnostic("fractions", message, dataset.locate(None, claims[0].column), hint)


def _same_answers(rules: RuleSet, dataset: Dataset) -> Iterator[Diagnostic]:
    """Columns of perception answers that say the same of every unit, or the same as another column."""
    claims = [claim for claim in dataset.claims.nodes if _is_of_opinions(rules, claim)]
    if not claims or dataset.frame.height < LEAST_UNITS:
        return
    plan, respondents = Plan.of(rules), dataset.claims.respondents
    exprs = {
        claim.column: cast("pl.Expr", mean_that_counts(plan, pl, claim, claim.paths[0], respondents))
        for claim in claims
    }
    means = dataset.frame.select(expr.alias(column) for column, expr in exprs.items())
    counts, kinds = (
        means.select(found.name.keep()).row(0, named=True)
        for found in (pl.all().count(), pl.all().drop_nulls().n_unique())
    )
    there = {claim.column: claim for claim in claims if counts[claim.column] >= LEAST_UNITS}
    constant = {column for column in there if kinds[column] == 1}
    for column in there:
        if column in constant:
            message = counted(
                means[column].count(),
                "“{column}” is {value} for the {count} unit that has a score there",
                "“{column}” is {value} for all {count} units that have a score there",
                value=shown_number(means[column].drop_nulls()[0]),
                column=there[column].heading,
            )
            hint = say("look whether the column was filled in one go, or copied")
            place = dataset.locate(None, column)
            yield Diagnostic(
                "constant-answers", message, place, if_meant("constant-answers", hint), "warning"
            )
    varying = {column: claim for column, claim in there.items() if column not in constant}
    yield from _twins(dataset, means, varying)


def _is_of_opinions(rules: RuleSet, claim: Claim) -> bool:
    """Whether a column has answers that differ by who answers: more than two can be given to a question, and
    not by the unit itself."""
    scale = rules.answers.get(rules.readable[claim.paths[0]].answers or "")
    if scale is None or scale.answered_by == "unit":
        return False
    return len(set(scale.options.values())) > _NOTHING_TOLD


def _twins(dataset: Dataset, means: pl.DataFrame, claims: Mapping[str, Claim]) -> Iterator[Diagnostic]:
    """Columns that are the same as one before them."""
    if len(claims) < _NOTHING_TOLD:
        return
    prints = means.select(pl.col(column).hash().sum() for column in claims).row(0)
    alike: dict[object, list[str]] = {}
    for column, print_ in zip(claims, prints, strict=True):
        alike.setdefault(print_, []).append(column)
    for first, *others in alike.values():
        for column in others:
            if not means[first].equals(means[column].alias(first)):
                continue
            message = say(
                "“{column}” has the same score as “{other}” for all {count} units that have one",
                column=claims[column].heading,
                other=claims[first].heading,
                count=means[column].count(),
            )
            hint = say("look whether one was copied in the place of the other")
            place = dataset.locate(None, column)
            yield Diagnostic("same-answers", message, place, if_meant("same-answers", hint), "warning")


__all__ = ["doubts"]
