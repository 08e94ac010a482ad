"""Scores that are likely weighted already: none goes beyond its node's share of the scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import log

import polars as pl

from ..meaning.model import Node, RuleSet
from ..words.diagnostics import Diagnostic, say
from ..words.hints import if_meant
from ..words.numerals import decimal_text
from .cells import shown_number
from .claims import Claim
from .dataset import Dataset

CODE = "weighted-scores"
BY_CHANCE = 0.001  # how likely scores lie so low, if all are equally likely
NOISE = 1e-9  # of sums of doubles


def weighted_scores(rules: RuleSet, dataset: Dataset, wide: Sequence[Claim]) -> Iterator[Diagnostic]:
    """An error for the parts of each node that all have a weight and a column, where no score of any is more
    than its weight of the scale, and some of each is more than half of that. `wide` are the columns of
    scores."""
    columns = {path: own for own in wide for path in own.paths if len(own.paths) == 1}
    for node in rules.nodes.values():
        shares = _shares(node)
        if shares and columns.keys() >= shares.keys():
            yield from _told(rules, dataset, {path: (columns[path], shares[path]) for path in shares})


def _shares(node: Node) -> Mapping[str, Fraction]:
    """By path: what each part counts of a node, where all have a weight."""
    whole = sum((own.weight or Fraction(0) for own in node.children), Fraction(0))
    if (
        node.combine not in ("mean", "weighted_mean")
        or len(node.children) < len("ab")
        or not all(own.weight for own in node.children)
    ):
        return {}
    return {own.path: (own.weight or Fraction(0)) / whole for own in node.children}


def _told(
    rules: RuleSet, dataset: Dataset, parts: Mapping[str, tuple[Claim, Fraction]]
) -> Iterator[Diagnostic]:
    chance, most = 0.0, dict[str, float]()
    for path, (own, share) in parts.items():
        low, high = rules.limits(rules.readable[path])
        values = dataset.frame[own.column].cast(pl.Float64).drop_nulls()
        end, greatest = float(share * high), values.max()
        if low != 0 or not isinstance(greatest, float) or not end / 2 < greatest <= end + NOISE:
            return
        chance += len(values) * log(share)
        most[path] = greatest
    if chance > log(BY_CHANCE):
        return
    (own, share), *_ = parts.values()
    _, high = rules.limits(rules.readable[own.paths[0]])
    first = Fraction(str(dataset.frame[own.column].drop_nulls()[0]))
    message = say(
        "no score of {columns} is more than the weight of its node in points ({points}; the most are "
        "{most}): they seem to be weighted already, and would be weighted again",
        columns=[claim.heading for claim, _ in parts.values()],
        points=[decimal_text(round(share * high, 4)) for _, share in parts.values()],
        most=[shown_number(each) for each in most.values()],
    )
    hint = say(
        "if they are, divide each by its weight: {value} of {points} is {score}",
        value=decimal_text(first),
        points=decimal_text(round(share * high, 4)),
        score=decimal_text(round(first / share, 4)),
    )
    yield Diagnostic(CODE, message, dataset.locate(None, own.column), if_meant(CODE, hint))


__all__ = ["weighted_scores"]
