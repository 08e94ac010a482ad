"""Every dataframe library that Ken takes: how a frame of polars gets there, and how a result comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import polars as pl

LIBRARIES: dict[str, tuple[Callable[[pl.DataFrame], Any], Callable[[Any], Any]]] = {
    "polars": (lambda frame: frame, lambda result: result),
    "polars-lazy": (lambda frame: frame.lazy(), lambda result: result.collect()),
    "pandas": (lambda frame: frame.to_pandas(), pl.from_pandas),
    "pandas-arrow": (lambda frame: frame.to_pandas(use_pyarrow_extension_array=True), pl.from_pandas),
    "pyarrow": (lambda frame: frame.to_arrow(), pl.from_arrow),
    "duckdb": (lambda frame: duckdb.from_arrow(frame.to_arrow()), lambda result: result.pl()),
}


def of_spark(session: Any) -> tuple[Callable[[pl.DataFrame], Any], Callable[[Any], Any]]:
    """The same of Spark, which takes seconds for each frame."""
    return (
        # which has no numbers without a sign
        lambda frame: session.createDataFrame(frame.cast({pl.UInt32: pl.Int64}).to_arrow()),
        lambda result: pl.from_arrow(result.toArrow()),
    )
