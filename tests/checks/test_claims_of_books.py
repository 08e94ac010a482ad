"""Claims about shipped books of every kind: each is proved or refuted as it is true or not, and what is
beyond the proofs is said. Which are true is known from the books, as each line says."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import floor
from typing import Any, NamedTuple

import kenrules
import pytest
from kenrules.engine import checks
from kenrules.engine.checks import refuted_claim
from kenrules.engine.checks.variant_proofs import proved_of_all, told_once
from kenrules.engine.meaning.plan import Plan
from kenrules.engine.meaning.witnesses import Witness

from .test_refuted_claim import loaded, row_of

Row = dict[str, Any]


class Said(NamedTuple):
    """A claim about a book; whether it is true; what evaluate makes of a unit that refutes it; and whether it
    may be left undecided."""

    book: str
    text: str
    is_true: bool
    refutes: Callable[[Row], bool] = bool
    is_hard: bool = False


CARE = ("experience", "compliance", "staffing", "quality")
SAID = [
    # a limit by compliance; 5 needs 4.5: with compliance 3 it is 4.4 at most
    Said("aged-care/stars", "compliance <= 2 implies total <= 2", True),
    Said("aged-care/stars", "rating == excellent implies compliance >= 4", True),
    # quality 2 takes 0.45 away, experience 1 no more than 1.32
    Said(
        "aged-care/stars",
        "rating == excellent implies min(parts) >= 4",
        False,
        lambda row: row["rating"] == "excellent" and min(row[part] for part in CARE) < 4,
    ),
    Said(
        "aged-care/stars",
        "rating == good implies min(parts) >= 2",
        False,
        lambda row: row["rating"] == "good" and min(row[part] for part in CARE) < 2,
    ),
    # the highest of the pollutants, each cut off and looked up
    Said("aqi/us-2012", "rating == Good implies pm25_24h <= 12", True),
    Said("aqi/us-2012", "pm25_24h >= 35.5 implies total >= 101", True),
    Said("aqi/us-2012", "rating == Hazardous implies max(parts) >= 301", True),
    # an hour of SO2 makes 200 at most
    Said(
        "aqi/us-2012",
        "so2_1h >= 605 implies rating is worse than Unhealthy",
        False,
        lambda row: row["so2_1h"] >= 605 and row["total"] <= 200,
    ),
    # 20 % of homework and 30 % of tests: 89.95 needs homework 24.75 at least
    Said("course/best-four", "exam >= 90 and homework >= 90 and tests >= 90 implies rating == A", True),
    Said("course/best-four", "rating == A implies min(parts) >= 24.8", True),
    Said("course/best-four", "rating == A implies min(parts) >= 50", False, lambda row: row["rating"] == "A"),
    # 62.5 % and more are good or better at each part, but a 1 makes it require improvement
    Said("cqc/single-assessment", "rating == outstanding implies min(parts) >= 63", True),
    Said(
        "cqc/single-assessment",
        "min(parts) >= 63 implies rating in (outstanding, good)",
        False,
        lambda row: row["rating"] not in ("outstanding", "good"),
    ),
    # 8.22 · 0.85 · 0.77 · 0.85 · 0.85 is 3.9, and changed scope makes it 1.08 times as much
    Said("cvss/3.1", "impact <= 0 implies total == 0", True),
    Said("cvss/3.1", "rating == Critical implies impact >= 4.4", True),
    Said("cvss/3.1", "rating == Critical implies impact >= 5", False, lambda row: row["total"] >= 9),
    # 449 - 59 - 89 - 38 and the best of all others, 197: 460
    Said(
        "scorecard/german-credit",
        "checking == -59 and history == -89 and duration <= -38 implies rating != accept",
        True,
    ),
    Said(
        "scorecard/german-credit",
        "checking == -59 and history == -89 and duration <= -38 implies rating == decline",
        False,
        lambda row: 449 <= row["total"] <= 460 and row["rating"] == "refer",
    ),
    # oxygen 2, saturation 3 and pressure 3 are left
    Said("news2/2017", "temperature + pulse + respiration + consciousness == 0 implies total <= 8", True),
    Said(
        "news2/2017",
        "temperature + pulse + respiration + consciousness == 0 implies total <= 7",
        False,
        lambda row: row["total"] == 8,
    ),
    # water has an A whatever it holds; fibre and fruit make 10 points
    Said("nutriscore/2023", "negative == 0 implies rating in (A, B)", True),
    Said("nutriscore/2023", "rating == A implies total <= 0", False, lambda row: row["kind"] == "water"),
    Said(
        "nutriscore/2023",
        "negative >= 11 implies rating is worse than B",
        False,
        lambda row: row["rating"] in ("A", "B"),
    ),
    # a geometric mean of three, of which one is a logarithm: 0.7995³ is 0.511, and no more is needed
    Said(
        "hdi/2010",
        "rating == 'very high' implies health >= 0.6",
        False,
        lambda row: row["rating"] == "very high" and row["life_expectancy"] < 59,
    ),
    # rules that name powers, roots and quotients of scores
    Said("decathlon/men", "shot_put >= 1000 implies total >= 1000", True, is_hard=True),
    Said("decathlon/men", "run_100m <= 1500", False, is_hard=True),
    Said("ihdi/2010", "total <= hdi", True, is_hard=True),
    Said("gii/2010", "total >= 0", True, is_hard=True),
    Said(
        "gii/2010",
        "seats_women >= 50 implies total <= 0.5",
        False,
        lambda row: row["seats_women"] >= 50 and row["total"] > 0.5,
    ),
    Said(
        "energy-label/washing-machine",
        "cycle <= standard implies rating is better than G",
        True,
        is_hard=True,
    ),
    Said("growth/weight-for-age", "waz < -3 implies rating == 'severely underweight'", True, is_hard=True),
]
HARD = {said.book for said in SAID if said.is_hard}
SECONDS = {book: 0.5 if book in HARD else 10.0 for book in {said.book for said in SAID}}


def unit_of(rules, data) -> Row:
    """What data say of a unit, by name, and what evaluate makes of it."""
    witness = Witness.of(Plan.of(rules), dict(data))
    said = {rules.short_name(path): witness.word(path, value) or float(value) for path, value in data.items()}
    return {**said, **row_of(rules, data)}


@pytest.mark.parametrize(
    "book", [pytest.param(book, marks=pytest.mark.slow) for book in dict.fromkeys(said.book for said in SAID)]
)
def test_claims_are_proved_where_they_are_true_and_refuted_by_a_unit_where_not(book, tmp_path):
    own = [said for said in SAID if said.book == book]
    rules = loaded(tmp_path, book, *(said.text for said in own))
    found = proved_of_all(
        rules,
        SECONDS[book],
        lambda variant, seconds: list(checks.proved([refuted_claim], variant.rules, seconds, variant)),
    )
    told = {f"c{number}": [] for number in range(len(own))}
    for each in told_once(found):
        told[each.about].append(each)
    for number, said in enumerate(own):
        codes = {each.code for each in told[f"c{number}"]}
        if "undecided" in codes:
            assert said.is_hard, said
            assert codes == {"undecided"}
            assert all(each.position.line == number + 4 for each in told[f"c{number}"])
            continue
        assert codes == (set() if said.is_true else {"refuted-claim"}), said
        for each in told[f"c{number}"]:
            assert said.refutes(unit_of(rules, each.shown[0])), each


def test_what_is_said_of_residential_care_is_true_of_all_625_homes():
    weights = {"experience": 33, "compliance": 30, "staffing": 22, "quality": 15}
    homes = [dict(zip(CARE, stars, strict=True)) for stars in product(range(1, 6), repeat=4)]
    totals = [
        min(
            floor(Fraction(sum(weights[part] * home[part] for part in CARE), 100) + Fraction(1, 2)),
            home["compliance"] if home["compliance"] <= 2 else 5,
        )
        for home in homes
    ]
    every = list(zip(homes, totals, strict=True))
    truths = [
        all(total <= 2 for home, total in every if home["compliance"] <= 2),
        all(home["compliance"] >= 4 for home, total in every if total == 5),
        all(min(home.values()) >= 4 for home, total in every if total == 5),
        all(min(home.values()) >= 2 for home, total in every if total == 4),
    ]
    assert truths == [said.is_true for said in SAID if said.book == "aged-care/stars"]


def test_of_two_rule_sets_without_ratings_nothing_is_said():
    proved = kenrules.prove("hdi/2010", "ihdi/2010", ["new.total <= old.total"], transitions=False, seconds=1)
    assert proved.beyond is not None
    assert not proved.verdicts


@pytest.mark.parametrize(
    ("claim", "holds"),
    [
        ("old.total >= old.pass and min(new.instruments) >= 85 implies new.total >= new.pass", True),
        (
            "old.total >= 85 and new.rating not in (ผ่านดีเยี่ยม, ผ่านดี, ผ่าน) implies min(new.instruments) < 85",
            True,
        ),
        ("old.rating == A implies new.rating in (ผ่านดี, ผ่าน)", True),
        ("old.rating == A implies new.rating == ผ่านดี", False),
        ("new.rating == ผ่านดี implies old.rating == A", False),
    ],
)
def test_claims_about_two_years_are_proved_or_refuted(claim, holds):
    """The total is made alike in both; AA begins at 95, A at 85; the newer rules ask for a least score of
    each instrument beside."""
    (verdict,) = kenrules.prove("ita/2565", "ita/2566", [claim], transitions=False, seconds=3).verdicts
    assert verdict.holds is holds
    if not holds:
        old, new = verdict.counterexample.old, verdict.counterexample.new
        for rules, side in (("ita/2565", old), ("ita/2566", new)):
            row = row_of(kenrules.load(rules), side.data)
            assert row["rating"] == side.result.rating
