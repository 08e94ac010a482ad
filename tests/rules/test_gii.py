"""The Gender Inequality Index against UNDP's own table, and against the technical note in plain decimals.

By hand 100,000 random countries were compared: no difference.
"""

from __future__ import annotations

import itertools
import random
from decimal import Decimal

import kenrules
import polars as pl

from .human_development import GII_FIGURES, gii, printed, published

MOST = (1500, 200, 100, 100, 100, 100, 100)
EDGES = (
    ("0", "9", "10", "11", "999", "1000", "1001", "5000"),
    ("0", "0.09", "0.1", "0.11", "1", "500"),
    *[("0", "0.09", "0.1", "0.11", "50", "99.9", "99.91", "100")] * 5,
)


def totals(rows: list[tuple[str, ...]]) -> list[float]:
    """The indices that Ken makes of figures, each row a country."""
    columns = {name: [row[at] for row in rows] for at, name in enumerate(GII_FIGURES)}
    frame = pl.DataFrame({"country": [str(at) for at in range(len(rows))], **columns})
    return kenrules.evaluate(kenrules.load("gii/2010"), frame)["total"].to_list()


def countries(number: int, seed: int) -> list[tuple[str, ...]]:
    """Random figures, one in twelve of them at a limit or beside it."""
    rng = random.Random(seed)

    def figure(at: int) -> str:
        if rng.random() < 1 / 12:
            return rng.choice(EDGES[at])
        return str(Decimal(rng.randint(0, MOST[at] * 100)).scaleb(-2))

    return [tuple(figure(at) for at in range(7)) for _ in range(number)]


def test_random_countries_come_out_as_the_technical_note_says():
    rows = countries(2000, 1)
    assert totals(rows) == [float(printed(gii(*map(Decimal, row)))) for row in rows]


def test_the_unrounded_series_of_a_country_gives_every_printed_index():
    rows = published("hdr-2021-22-gii.csv")
    assert len(rows) == 32
    assert totals([tuple(row[name] for name in GII_FIGURES) for row in rows]) == [
        float(row["gii"]) for row in rows
    ]


def test_every_printed_index_of_2021_lies_where_its_rounded_figures_allow_it():
    """Table 5 of the report of 2021/22: deaths have no decimal there and the rest one, so the index has a little play."""
    rows = published("hdr-2021-22-table-5.csv")
    play = [Decimal("0.5")] + [Decimal("0.05")] * 6
    corners = [
        tuple(
            str(max(Decimal(row[name]) + sign * half, Decimal(0)).min(100 if at > 1 else 5000))
            for at, (name, sign, half) in enumerate(zip(GII_FIGURES, signs, play, strict=True))
        )
        for row in rows
        for signs in itertools.product((-1, 1), repeat=7)
    ]
    found = totals(corners)
    assert len(rows) == 170
    for at, row in enumerate(rows):
        reach = found[at * 128 : at * 128 + 128]
        assert min(reach) <= float(row["gii"]) <= max(reach), row["country"]
