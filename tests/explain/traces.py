"""Traces of units by any rules."""

from __future__ import annotations

from typing import Any

import polars as pl
from kenrules.engine.data import Sheet, prepare
from kenrules.engine.explain.trace import Trace, explain
from kenrules.engine.words.diagnostics import Position


def trace_of(rules: Any, row: dict[str, Any]) -> Trace:
    frame = pl.DataFrame(
        {rules.unit: ["u"], **{name: [value] for name, value in row.items()}},
        schema_overrides=dict.fromkeys(row, pl.Float64),
    )
    return explain(rules, prepare(rules, Sheet("data", frame, lambda *_: Position("data"))), "u")


NESTED = (
    "instruments: "
    "{A: {title: A, weight: 50%, indicators: {I1: {}, I2: {}}}, B: {title: B, weight: 50%, indicators: {I3: {}, I4: {}}}}\nparts: null\n"
)
