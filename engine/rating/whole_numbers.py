"""Printed scores as whole numbers of their last decimal, which are added up exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import cast

import polars as pl

from ..meaning.arithmetic.columns import MAX_WHOLE


def whole_numbers(scores: pl.Series, places: int) -> list[int | None]:
    """Printed scores as whole numbers of their last decimal."""
    step, most = 10**places, scores.abs().max()
    if most is None or float(cast("float", most)) * step < MAX_WHOLE:
        return cast("list[int | None]", (scores * step).round().cast(pl.Int64).to_list())
    return [None if score is None else round(Fraction(repr(score)) * step) for score in scores]


__all__ = ["whole_numbers"]
