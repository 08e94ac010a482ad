"""Random revisions of rule sets, rated by both."""

from __future__ import annotations

from typing import Any

import kenrules
import polars as pl
from hypothesis import HealthCheck, Phase, settings

from .. import strategies

LAW = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.function_scoped_fixture,
        HealthCheck.filter_too_much,
    ],
)
UNITS = 40


def loaded(pair: tuple[dict[str, Any], dict[str, Any]]) -> list[Any]:
    """Both rule sets; a revision that the checks refuse is no example."""
    return [strategies.loaded(data) for data in pair]


def data_for(old: Any, new: Any, seed: int) -> pl.DataFrame:
    """Data that has every question of both: columns are ids, which are unique."""
    frames = [strategies.random_data(rules, UNITS, seed) for rules in (old, new)]
    named = [frame.rename({name: name.rpartition(".")[2] for name in frame.columns}) for frame in frames]
    more = [name for name in named[1].columns if name not in named[0].columns]
    return pl.concat([named[0], named[1].select(more)], how="horizontal")


def alone(rules: Any, data: pl.DataFrame) -> pl.DataFrame:
    """The data as one rule set rates them by itself."""
    strange = [name for name in data.columns if name != "unit" and name not in rules.names]
    return kenrules.evaluate(rules, data, pass_through=strange)


NATION = pl.DataFrame(
    {
        "agency": ["a", "b", "c", "d", "e"],
        "IIT": [96.0, 90, 80, None, 94.99],
        "EIT1": [96.0, 85, 80, 90, 95],
        "EIT2": [96.0, 100, 80, 90, 95],
        "OIT": [96.0, 99, 80, 90, 95],
        "province": ["x", "x", "y", "y", "y"],
    }
)
