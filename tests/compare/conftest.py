"""What several tests of comparisons use."""

from __future__ import annotations

import kenrules
import polars as pl
import pytest

from .hostile_pages import EVIL_RULES, report, units

HEAD = """
title: t
source: s
unit: agency
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
"""


@pytest.fixture
def rules(write):
    def make(name: str, text: str) -> str:
        has_parent = "extends:" in text
        return str(write(f"{name}.yaml", f"ruleset: demo/{name}\n{'' if has_parent else HEAD}{text}"))

    return make


@pytest.fixture(scope="module")
def compared():
    return kenrules.compare("ita/2565", "ita/2566", units(), pass_through=["province"])


@pytest.fixture(scope="module")
def reports(compared):
    return {language: report(compared, language) for language in ("en", "th")}


@pytest.fixture
def evil(write):
    rules = [
        write(f"{name}.yaml", EVIL_RULES.format(name=name, weight=weight))
        for name, weight in (("one", 1), ("two", 3))
    ]
    frame = pl.DataFrame(
        {
            "agency": [f"u{number}" for number in range(60)],
            "a": [number * 1.6 for number in range(60)],
            "b": [95 - number for number in range(60)],
        }
    )
    return report(kenrules.compare(*rules, frame))
