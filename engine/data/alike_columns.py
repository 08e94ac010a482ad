"""Columns of texts in the form in which texts are compared."""

from __future__ import annotations

import polars as pl

from ..words.alike import NEEDS_LOOK, compared
from .cells import in_words


def compared_column(cells: pl.Series) -> pl.Series:
    """A column's cells as texts in the form compared, empty ones (NaN too) as null. Only what may be written
    otherwise is looked at one by one, and each text once."""
    texts = in_words(cells.fill_nan(None) if cells.dtype.is_float() else cells)
    if _may_be_odd(texts):
        different = texts.unique().drop_nulls()
        odd = different.filter(different.str.contains(NEEDS_LOOK)).to_list()
        others = {text: form for text in odd if (form := compared(text)) != text}
        if others:
            texts = texts.replace(list(others), list(others.values()))
    is_empty = texts == ""
    return texts.set(is_empty, None) if is_empty.any() else texts


def _may_be_odd(texts: pl.Series) -> bool:
    """Whether some cell may be written otherwise than it is compared: a cheap look where all are ASCII."""
    if texts.len() == texts.null_count():
        return False
    if (texts.str.len_bytes() != texts.str.len_chars()).any():
        return True
    return bool(
        texts.str.contains("  ", literal=True).any()
        or texts.str.contains(r"^[\x00-\x20]|[\x00-\x1f\x7f]| $").any()
    )


def compared_cells(column: str) -> pl.Expr:
    """The same as an expression, for eager and lazy frames."""
    return pl.col(column).map_batches(compared_column, return_dtype=pl.String, is_elementwise=True)


__all__ = ["compared_cells", "compared_column"]
