"""The example card against the counts of the data that it is made of.

Every point is computed anew from how many credits of its bin were paid back and how many were not. By hand 100,000 random applicants were
compared: no difference.
"""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal

import kenrules
import polars as pl

# Question: the bins, each by its words or by where it begins and ends, with its good and its bad credits.
WORDS = {
    "checking": {
        ("no account",): (348, 46),
        ("200 DM or more",): (49, 14),
        ("0 to 200 DM",): (164, 105),
        ("below 0 DM",): (139, 135),
    },
    "history": {
        ("critical or other credits",): (243, 50),
        ("paid duly till now",): (361, 169),
        ("delays in the past",): (60, 28),
        ("none or all paid back",): (15 + 21, 25 + 28),
    },
    "savings": {
        ("500 DM or more", "none or unknown"): (52 + 42 + 151, 11 + 6 + 32),
        ("100 to 500 DM",): (69, 34),
        ("below 100 DM",): (386, 217),
    },
    "purpose": {
        ("used car", "retraining"): (86 + 8, 17 + 1),
        ("radio or television",): (218, 62),
        ("furniture", "new car", "business", "education", "repairs", "appliances", "other"): (
            123 + 145 + 63 + 28 + 14 + 8 + 7,
            58 + 89 + 34 + 22 + 8 + 4 + 5,
        ),
    },
    "other_plans": {("none",): (590, 224), ("bank", "stores"): (82 + 28, 57 + 19)},
}
STEPS = {
    "duration": {
        (1, 7): (78, 9),
        (8, 15): (264, 80),
        (16, 33): (270, 129),
        (34, 43): (58, 42),
        (44, 120): (30, 40),
    },
    "amount": {
        (1, 1399): (185, 82),
        (1400, 1799): (87, 18),
        (1800, 3999): (287, 95),
        (4000, 9199): (120, 76),
        (9200, 1000000): (21, 29),
    },
    "age": {(18, 25): (110, 80), (26, 34): (246, 112), (35, 120): (344, 108)},
}
DOUBLE = Decimal(50) / Decimal(2).ln()


def whole(value: Decimal) -> int:
    """A number of points as a card has it."""
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def worth(counts: tuple[int, int]) -> int:
    """The points of a bin: how many times its odds are those of all, on the scale on which 50 points double them."""
    good, bad = counts
    return whole(DOUBLE * (Decimal(good) / 700 / (Decimal(bad) / 300)).ln())


def base() -> int:
    """The points of the odds of all, where 600 are odds of 19 to 1."""
    return whole(600 + DOUBLE * ((Decimal(700) / 300).ln() - Decimal(19).ln()))


def cut_off(odds: int) -> int:
    """The first whole number of points that has these odds."""
    exact = 600 + DOUBLE * (Decimal(odds).ln() - Decimal(19).ln())
    return int(exact) + (exact > int(exact))


def applicants(number: int, seed: int) -> list[tuple[dict[str, str | None], int]]:
    """Random applicants, with the total that the counts give them."""
    rng = random.Random(seed)

    def one() -> tuple[dict[str, str | None], int]:
        said: dict[str, str | None] = {}
        total = base()
        for question, bins in WORDS.items():
            words, counts = rng.choice(list(bins.items()))
            said[question] = rng.choice(words)
            total += worth(counts)
        for question, steps in STEPS.items():
            (low, high), counts = rng.choice(list(steps.items()))
            said[question] = str(rng.choice((low, high, rng.randint(low, high))))
            total += worth(counts)
        if rng.random() < 0.2:
            total -= next(
                worth(counts)
                for words, counts in WORDS["other_plans"].items()
                if said["other_plans"] in words
            )
            said["other_plans"] = None
        return said, total

    return [one() for _ in range(number)]


def test_every_bin_holds_all_thousand_credits():
    for bins in (*WORDS.values(), *STEPS.values()):
        assert [sum(counts) for counts in zip(*bins.values(), strict=True)] == [700, 300]


def test_random_applicants_get_the_points_that_the_counts_give():
    people = applicants(2000, 1)
    frame = pl.DataFrame([{"applicant": str(at), **said} for at, (said, _) in enumerate(people)])
    found = kenrules.evaluate(kenrules.load("scorecard/german-credit"), frame)
    assert found["total"].to_list() == [total for _, total in people]
    accept, refer = cut_off(5), base()
    assert (accept, refer) == (504, 449)
    assert found["rating"].to_list() == [
        "accept" if total >= accept else "refer" if total >= refer else "decline" for _, total in people
    ]
