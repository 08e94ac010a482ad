"""Proofs agree with trying every score there is."""

from __future__ import annotations

import itertools

import kenrules
import numpy as np
import polars as pl
import pytest
import z3
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from kenrules.engine.meaning.worlds import World

from ..proving import found as find

INSTRUMENTS = ("A", "B", "C")
STEP = 5
CONDITIONS = (
    "min(A, B, C) >= {0}",
    "A < {0}",
    "max(A, B) >= {0} and C >= {1}",
    "count(A >= {0}, B >= {0}, C >= {0}) >= 2",
    "mean(A, B) > {0} or C < {1}",
)


@st.composite
def rule_texts(draw) -> str:
    """Rule sets with three instruments whose bands may have gaps, overlap, be out of reach, or turn upside
    down."""
    weights = draw(st.sampled_from([(30, 30, 40), (50, 25, 25), (33, 33, 34), (10, 80, 10)]))
    cuts = sorted(draw(st.lists(st.integers(1, 19), min_size=2, max_size=3, unique=True)), reverse=True)
    bands = []
    for at, (low, high) in enumerate(itertools.pairwise([*reversed([*cuts, 0]), 20])):
        shift = draw(st.sampled_from([0, 0, 0, 0, 1, -1, 50]))
        bound = "100" if high == 20 else f"{high * STEP - 0.01 + shift / 100:.2f}"
        when = draw(
            st.one_of(
                st.none(),
                st.none(),
                st.tuples(st.sampled_from(CONDITIONS), st.integers(0, 20), st.integers(0, 20)),
            )
        )
        condition = "" if when is None else f", when: '{when[0].format(when[1] * STEP, when[2] * STEP)}'"
        bands.insert(0, f"  - {{rating: r{at}, from: {low * STEP}, to: {bound}{condition}}}")
    nodes = ", ".join(
        f"{name}: {{weight: {weight}%}}" for name, weight in zip(INSTRUMENTS, weights, strict=True)
    )
    rounding = draw(st.sampled_from(["half_up", "half_even", "down", "up"]))
    return (
        f"parts: null\ninstruments: {{{nodes}}}\nscale: {{rounding: {rounding}}}\nbands:\n"
        + "\n".join(bands)
        + "\n"
    )


GRID = pl.DataFrame(
    list(itertools.product(*[[float(value) for value in range(0, 101, STEP)]] * 3)),
    schema=list(INSTRUMENTS),
    orient="row",
).with_row_index("agency")


@pytest.mark.slow
@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(text=rule_texts())
def test_proofs_agree_with_trying_every_score(text, smallest):
    """On scores in steps of five: which ratings can be given, whether there is a gap, whether a rise can
    lower the rating."""
    rules = kenrules.load(smallest(text))
    ratings = kenrules.evaluate(rules, GRID)["rating"]
    given_ratings = set(ratings.drop_nulls())
    worlds = World(rules, INSTRUMENTS), World(rules, INSTRUMENTS, prefix="raised ")

    def in_steps(world):
        return [
            z3.ToReal(z3.Int(f"{world.arithmetic.prefix}{name}: steps")) * STEP == term
            for name, term in world.free.items()
        ]

    before, after = worlds
    for band, holds in zip(rules.bands, before.given, strict=True):
        # asked at once
        witness = find(
            [before],
            [*in_steps(before), holds],
            lambda each: each[0].result.rating == band.rating,  # noqa: B023
        )
        assert (witness is not None) == (band.rating in given_ratings), band.rating
    gap = find(
        [before],
        [*in_steps(before), z3.Not(z3.Or(*before.bands))],
        lambda each: each[0].result.rating is None,
    )
    assert (gap is not None) == (ratings.null_count() > 0)
    order = {band.rating: at for at, band in enumerate(rules.bands)}
    cube = np.array([order.get(rating, -1) for rating in ratings]).reshape(21, 21, 21)
    for axis, name in enumerate(INSTRUMENTS):
        falls = any(
            bool(
                (
                    (np.take(cube, [low], axis) >= 0)
                    & (np.take(cube, [high], axis) > np.take(cube, [low], axis))
                ).any()
            )
            for low, high in itertools.combinations(range(21), 2)
        )
        others = [after.free[other] == before.free[other] for other in INSTRUMENTS if other != name]
        lowered = z3.Or(
            *(z3.And(before.given[at], z3.Or(*after.given[at + 1 :])) for at in range(len(rules.bands) - 1))
        )
        conditions = [
            *in_steps(before),
            *in_steps(after),
            *others,
            after.free[name] > before.free[name],
            lowered,
        ]
        found = find(
            worlds, conditions, lambda each: order[each[0].result.rating] < order[each[1].result.rating]
        )
        assert (found is not None) == falls, name
