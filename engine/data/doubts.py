"""What whole columns of data say that can hardly be meant. Each finding has the figures that gave it away,
and is not told where somebody says that they are meant."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import cast

import polars as pl

from ..meaning.model import Node, RuleSet
from ..meaning.plan import Plan
from ..words.diagnostics import Diagnostic, counted, say
from ..words.hints import if_meant
from .cells import shown_number
from .claims import Claim
from .dataset import Dataset
from .total_rows import summing_rows

LEAST_UNITS = 30  # of which a column of answers is not the same by chance
LEAST_RANGE = 10  # of scores, among which shares of one are told
SMALL = 10  # the most of scales that scores may be of instead
LEAST_SMALL = 10  # scores that lie so low by no chance
_NOTHING_TOLD = 2


def doubts(rules: RuleSet, dataset: Dataset, meant: Collection[str]) -> list[Diagnostic]:
    """What is doubtful about the columns of a dataset; findings whose codes are `meant` are left out."""
    found = [*_fractions(rules, dataset), *_same_answers(rules, dataset), *summing_rows(rules, dataset)]
    return [finding for finding in found if finding.code not in meant]


def _fractions(rules: RuleSet, dataset: Dataset) -> Iterator[Diagnostic]:
    """Instruments of which every score lies between 0 and 1, or 0 and 10, where scores go much further."""
    plan = Plan.of(rules)
    groups: dict[str, list[Claim]] = {}
    for claim in dataset.claims.nodes:
        if not claim.is_summed and _has_wide_scores(rules, rules.nodes[claim.paths[0]]):
            groups.setdefault(plan.survey_of(claim.paths[0]), []).append(claim)
    for owner, claims in groups.items():
        values = pl.concat([dataset.frame[claim.column].cast(pl.Float64) for claim in claims]).drop_nulls()
        if values.is_empty():
            continue
        low, high = rules.limits(rules.nodes[claims[0].paths[0]])
        least, most = cast("float", values.min()), cast("float", values.max())
        if len(values) >= LEAST_SMALL and least > 0 and 1 < most <= SMALL and high >= LEAST_RANGE * SMALL:
            message = say(
                "all {count} scores of {node} lie between 0 and 10 (from {first} to {last}); {low} to {high} "
                "are possible",
                count=f"{len(values):,}",
                node=rules.short_name(owner),
                first=shown_number(least),
                last=shown_number(most),
                low=low,
                high=high,
            )
            hint = if_meant(
                "small-scores", say("turn them into the rule set's scale, if they are of another one")
            )
            yield Diagnostic("small-scores", message, dataset.locate(None, claims[0].column), hint, "warning")
        is_told = len(values) >= _NOTHING_TOLD and ((values > 0) & (values < 1)).any()
        is_many = len(values) >= LEAST_UNITS and (values > 0).any()
        if not values.is_between(0, 1).all() or not (is_told or is_many):
            continue
        message = say(
            "all {count} scores of {node} lie between 0 and 1 (from {first} to {last}); {low} to {high} are "
            "possible",
            count=f"{len(values):,}",
            node=rules.short_name(owner),
            first=shown_number(least),
            last=shown_number(most),
            low=low,
            high=high,
        )
        hint = if_meant("fractions", say("multiply them by 100, if they are shares"))
        yield Diagnostic("fractions", message, dataset.locate(None, claims[0].column), hint)


def _has_wide_scores(rules: RuleSet, node: Node) -> bool:
    """Whether a node's scores, which are no raw values, go far beyond 1."""
    low, high = rules.limits(node)
    return node.score is None and low <= 0 and high >= LEAST_RANGE


def _same_answers(rules: RuleSet, dataset: Dataset) -> Iterator[Diagnostic]:
    """Columns of perception answers that say the same of every unit, or the same as another column."""
    claims = [claim for claim in dataset.claims.nodes if _is_of_opinions(rules, claim)]
    if not claims or dataset.frame.height < LEAST_UNITS:
        return
    means = dataset.frame.select(_mean(claim).alias(claim.column) for claim in claims)
    there = {claim.column: claim for claim in claims if means[claim.column].count() >= LEAST_UNITS}
    constant = {column for column in there if means[column].drop_nulls().n_unique() == 1}
    for column in there:
        if column in constant:
            message = counted(
                means[column].count(),
                "{value} stands in “{column}” for all {count} unit",
                "{value} stands in “{column}” for all {count} units",
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
    scale = rules.answers.get(rules.nodes[claim.paths[0]].answers or "")
    if scale is None or scale.answered_by == "unit":
        return False
    return len(set(scale.options.values())) > _NOTHING_TOLD


def _mean(claim: Claim) -> pl.Expr:
    """What a column says of a unit."""
    value = pl.col(claim.column).cast(pl.Float64)
    if claim.count is None:
        return value
    counted_ = pl.col(claim.count)
    return pl.when(counted_ > 0).then(value / (counted_ * float(claim.per)))


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
                "“{column}” says the same as “{other}” of all {count} units",
                column=claims[column].heading,
                other=claims[first].heading,
                count=means[column].count(),
            )
            hint = say("look whether one was copied in the place of the other")
            place = dataset.locate(None, column)
            yield Diagnostic("same-answers", message, place, if_meant("same-answers", hint), "warning")


__all__ = ["doubts"]
