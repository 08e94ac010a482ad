"""What several tests of explanations use."""

from __future__ import annotations

import json
from typing import Any

import kenrules
import polars as pl
import pytest

from ..conftest import EXAMPLE


@pytest.fixture
def agency(ken):
    return lambda *options: json.loads(
        ken("explain", "ita/2566", EXAMPLE / "figures.csv", "--format", "json", *options).stdout
    )


@pytest.fixture
def traced(smallest):
    def run(rules: str, **scores: float | None) -> Any:
        frame = pl.DataFrame(
            {"agency": ["x"], **{name.replace("_", "."): [value] for name, value in scores.items()}}
        )
        return kenrules.explain(smallest(rules), frame, "x")

    return run
