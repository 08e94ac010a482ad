"""The scores of a small nation, and the command that rates it in a process of its own."""

from __future__ import annotations

import polars as pl

from .conftest import KEN

EVALUATE = [*KEN, "evaluate"]


def scores_of(text: str) -> pl.DataFrame:
    return pl.read_csv(text.encode())
