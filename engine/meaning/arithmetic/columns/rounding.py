"""Columns rounded as exact numbers are."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from ..frames import of_polars
from .certificate import Doubts, certified, own_margin
from .quantity import EPS, MAX_WHOLE, Quantity, times
from .steps import step

if TYPE_CHECKING:
    import narwhals as nw


Keep: TypeAlias = "Callable[[nw.Expr, int], nw.Expr]"
"""Keeps what comes of a stage as a column, and refers to it."""


def rounded(value: Quantity, places: int, rounding: str, doubts: Doubts, keep: Keep) -> Quantity:
    """The number at so many decimals, as whole numbers of the last of them (`per`)."""
    grid = 10**places
    if _is_on_grid(value, grid):
        return value
    # floor and ceiling look to one side; the others are said of magnitudes
    by_magnitude = rounding not in ("floor", "ceiling") and value.low < 0
    magnitude = value.expr.abs() if by_magnitude else value.expr
    scaled = times(magnitude, Fraction(grid, value.per))
    error = value.error * grid + 4 * EPS * (value.size * grid + 1)
    # what is rounded lies on a tie, or on a whole number, or so many units of the last decimal beside it
    beside = step(value, 2 * grid) if value.size * grid < MAX_WHOLE else None
    ties = rounding in ("half_up", "half_even")
    certificate = certified(None if beside is None else beside * grid, value, error, ties=ties)
    shifted, whole = _to_whole(scaled, rounding, certificate.nudge)
    margin, kept = own_margin(doubts.x, value, float(grid), 1.0, exact=True), None

    def distance() -> nw.Expr:
        """How far the number is from where it would be rounded to another one. polars has what is left beside
        the whole number sooner than the remainder of a division, where it need not find that again."""
        nonlocal whole, kept
        if not of_polars(doubts.x):
            return (shifted - shifted.round()).abs()
        whole = kept = keep(whole, value.stage)
        if ties:
            return 0.5 - ((scaled + certificate.nudge if certificate.nudge else scaled) - whole).abs()
        return 0.5 - ((shifted - whole).abs() - 0.5).abs()

    doubts.near(distance, certificate, value, margin)
    if rounding == "half_even":
        odd = whole - 2 * (whole * 0.5).floor()
        is_tie = shifted - whole < certificate.width
        whole = doubts.x.when(is_tie).then(whole - odd).otherwise(whole)
    if by_magnitude:
        whole = doubts.x.when(value.expr < 0).then(-whole).otherwise(whole)
    return Quantity(
        whole,
        Fraction(math.floor(value.low * grid), grid),
        Fraction(math.ceil(value.high * grid), grid),
        0.0,
        grid,
        grid,
        value.missing,
        value.stage if kept is None else value.stage + 1,
        plain=whole is kept,
    )


def _is_on_grid(value: Quantity, grid: int) -> bool:
    """Whether the number has no more decimals than it would be rounded to."""
    return (
        value.denominator is not None
        and not value.counts
        and value.loose == value.degree == 1
        and grid % value.denominator == 0
        and value.error * grid < 0.25
    )


def _to_whole(scaled: nw.Expr, rounding: str, nudge: float) -> tuple[nw.Expr, nw.Expr]:
    """A number moved so that it is rounded where it passes a whole one (by a nudge too), and that one."""
    if rounding in ("up", "ceiling"):
        shifted = scaled - nudge
        return shifted, shifted.ceil()
    half = 0.5 if rounding in ("half_up", "half_even") else 0.0
    shifted = scaled + (half + nudge)
    return shifted, shifted.floor()


__all__ = ["rounded"]
