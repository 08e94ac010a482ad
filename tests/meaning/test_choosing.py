"""Which of several bands is given."""

from __future__ import annotations

import kenrules
import polars as pl


def test_hit_policy_unique_rates_nobody_twice(smallest):
    rules = kenrules.load(
        smallest("hit_policy: unique\nbands: [{rating: high, from: 50}, {rating: low, to: 50}]")
    )
    found = kenrules.evaluate(
        rules, pl.DataFrame({"agency": [1, 2, 3], "a": [60.0, 50, 40], "b": [60.0, 50, 40]})
    )
    assert found["rating"].to_list() == ["high", None, "low"]
