"""The certificate: where a boundary is moved to, so that floats fall on the side on which exact numbers do;
and the doubts: the rows of which that cannot be said."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..frames import Names
from .quantity import EPS, Quantity
from .truth import Truth

if TYPE_CHECKING:
    import narwhals as nw

ALIKE = 1e-35
"""Irrational numbers that are nearer to a boundary than 10^-40 are on it in the exact arithmetic."""

_NONE_SO_LARGE = 1e300


@dataclass(frozen=True)
class Certificate:
    """How a boundary is to be moved so that floats fall on the right side of it, and which rows that does not
    hold for.

    `nudge` is by how much; a value that falls within `width` above the moved boundary lies on the true one.
    Rows within `radius` of the boundary are in doubt: all of them, or those whose count (see
    `Quantity.counts`) is over `limit`. With `by_row` a row is in doubt by its own error: where that is not
    below the nudge, and the boundary not farther off."""

    nudge: float
    width: float
    radius: float | None = None
    limit: float | None = None
    by_row: bool = False


BY_CHANCE = 1e-6
"""A number that is irrational comes so near to a tie in one of some hundred thousand rows: to settle these
takes no longer than to look at the error of each row."""


def certified(step: float | None, value: Quantity, error: float, *, ties: bool = False) -> Certificate:
    """The certificate for a number that is on a boundary or at least `step` away from it (in rows, the step
    over the lcm of the counts), and off by `error` at most. Boundaries that are `ties` halve what is 1."""
    if step is not None and math.isfinite(error):
        if not value.counts and error < step / 4:
            return Certificate(step / 4, step / 2)
        if value.counts and error > 0 and (limit := step / (8 * error)) > 1:
            return Certificate(2 * error, 4 * error, 4 * error, limit)
    by_chance = ties and step is None and error <= BY_CHANCE
    if value.margin is not None and not by_chance:
        nudge = 0.0 if step is None or value.counts else step / 4
        return Certificate(nudge, 2 * nudge or 1 / _NONE_SO_LARGE, by_row=True)
    error = max(error, ALIKE)
    return Certificate(0.0, error, error)


@dataclass(frozen=True)
class Doubts:
    """Conditions under which a row must be settled exactly, in `truths`. `x` is where expressions come from,
    `most` the greatest number in each column of counts."""

    x: Names
    most: Mapping[str, int]
    truths: list[Truth] = field(default_factory=list)

    def near(
        self,
        distance: Callable[[], nw.Expr],
        certificate: Certificate,
        value: Quantity,
        margin: nw.Expr | None,
    ) -> None:
        """Marks the rows whose distance from a (moved) boundary the certificate does not cover; `margin` is
        the error of each row."""
        if certificate.by_row and margin is not None:
            self._near_by_row(distance(), certificate, value, margin)
            return
        if certificate.radius is None:
            return
        if (
            certificate.limit is not None
            and math.prod(self.most[count] for count in value.counts) <= certificate.limit
        ):
            return
        is_bounded = math.isfinite(certificate.radius)
        near = distance() <= certificate.radius if is_bounded else value.is_there
        if certificate.limit is not None:
            near = near & (self.common_count(value.counts) > certificate.limit)
        self.truths.append(Truth(near, None, value.stage))

    def _near_by_row(
        self, distance: nw.Expr, certificate: Certificate, value: Quantity, margin: nw.Expr
    ) -> None:
        """A row is sure where its error is below the nudge, or the boundary is beyond twice the error (the
        nudge is no more than that); said so that a row whose error is no number is not sure."""
        below = margin < certificate.nudge if certificate.nudge else margin <= 0.0
        sure = below | ((distance > 2.5 * margin) & (margin < _NONE_SO_LARGE))
        self.truths.append(Truth(self.unsure(sure, value), None, value.stage))

    def unsure(self, sure: nw.Expr, value: Quantity) -> nw.Expr:
        """Where a row has a value and is not sure."""
        return ~sure & value.is_there if value.missing else ~sure

    def row(self, doubtful: nw.Expr, stage: int) -> None:
        """Marks the rows for which a condition holds that hangs on something of a stage."""
        self.truths.append(Truth(doubtful, None, stage))

    def every_row(self, values: Iterable[Quantity]) -> None:
        """Marks every row that has one of the values: nothing is known of the error."""
        for value in values:
            has_it = value.is_there if value.missing else self.x.lit(True)
            self.truths.append(Truth(has_it, None, value.stage))

    def common_count(self, counts: frozenset[str]) -> nw.Expr:
        """A bound on the lcm of a row's counts: it divides the product of all whole numbers from the least of
        them to the most, which is at most most^(most - least + 1); for counts that are all the same, that is
        the count itself."""
        columns: list[nw.Expr] = [self.x.col(name).cast(self.x.Float64) for name in sorted(counts)]
        if len(columns) == 1:
            return columns[0]
        least, most = self.x.min_horizontal(*columns), self.x.max_horizontal(*columns)
        bound: nw.Expr = most ** (most - least + 1.0)
        return bound


def own_margin(x: Names, value: Quantity, unit: float, size: float, *, exact: bool) -> nw.Expr | None:
    """The error of each row, in units of 1/unit, where the value is held against a boundary of some size; 0
    stays 0 where a whole number is held against whole or half ones (`exact`)."""
    if value.margin is None:
        return None
    slack = (value.alone.abs() * unit + size) * (4 * EPS) + ALIKE * unit
    zero = value.margin if exact else slack
    margin: nw.Expr = x.when(value.margin > 0.0).then(value.margin * unit + slack).otherwise(zero)
    return margin


__all__ = ["Certificate", "Doubts", "certified", "own_margin"]
