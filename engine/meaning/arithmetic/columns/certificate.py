"""The certificate: where a boundary is moved to, so that floats fall on the side on which exact numbers do;
and the doubts: the rows of which that cannot be said."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..frames import Names
from .quantity import Quantity
from .truth import Truth

if TYPE_CHECKING:
    import narwhals as nw


@dataclass(frozen=True)
class Certificate:
    """How a boundary is to be moved so that floats fall on the right side of it, and which rows that does not
    hold for.

    `nudge` is by how much; a value that falls within `width` above the moved boundary lies on the true one.
    Rows within `radius` of the boundary are in doubt: all of them, or those whose count (see
    `Quantity.counts`) is over `limit`."""

    nudge: float
    width: float
    radius: float | None = None
    limit: float | None = None


def certified(denominator: int | None, counts: frozenset[str], error: float) -> Certificate:
    """The certificate for values that are multiples of 1/denominator (in rows, of 1/(denominator * lcm of the
    counts)), and off by `error` at most."""
    if denominator is not None and math.isfinite(error):
        if not counts and error < 1 / (4 * denominator):
            return Certificate(1 / (4 * denominator), 1 / (2 * denominator))
        if counts and error > 0 and (limit := 1 / (8 * denominator * error)) > 1:
            return Certificate(2 * error, 4 * error, 4 * error, limit)
    return Certificate(0.0, error, error)


@dataclass(frozen=True)
class Doubts:
    """Conditions under which a row must be settled exactly, in `truths`. `x` is where expressions come from,
    `most` the greatest number in each column of counts."""

    x: Names
    most: Mapping[str, int]
    truths: list[Truth] = field(default_factory=list)

    def near(self, distance: nw.Expr, certificate: Certificate, value: Quantity) -> None:
        """Marks the rows whose distance from a boundary the certificate does not cover."""
        if certificate.radius is None:
            return
        if (
            certificate.limit is not None
            and len(value.counts) == 1
            and all(self.most[count] <= certificate.limit for count in value.counts)
        ):
            return
        near = distance <= certificate.radius if math.isfinite(certificate.radius) else ~value.expr.is_null()
        if certificate.limit is not None:
            near = near & (self.common_count(value.counts) > certificate.limit)
        self.truths.append(Truth(near, None, value.stage))

    def every_row(self, values: Iterable[Quantity]) -> None:
        """Marks every row that has one of the values: nothing is known of the error."""
        for value in values:
            has_it = ~value.expr.is_null() if value.missing else self.x.lit(True)
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


__all__ = ["Certificate", "Doubts", "certified"]
