"""Cells with nothing in them."""

from __future__ import annotations

import polars as pl


def is_blank(cells: pl.Series) -> pl.Series:
    """Which cells of a column have nothing but blanks in them."""
    if cells.dtype == pl.String:
        return (cells.str.strip_chars() == "").fill_null(value=True)
    return cells.is_null()


__all__ = ["is_blank"]
