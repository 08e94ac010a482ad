"""Claims of rule sets on their own results: proved, or refuted by a unit of which they are not true."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import kenrules
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kenrules.engine import checks
from kenrules.engine.book import library
from kenrules.engine.checks import refuted_claim
from kenrules.engine.checks.variant_proofs import proved_of_all
from kenrules.engine.meaning.plan import Plan
from kenrules.engine.meaning.witnesses import Witness

Row = dict[str, Any]

PROVED = [
    ("ita/2566", "rating == 'ผ่านดีเยี่ยม' implies min(instruments) >= 95"),
    ("ita/2566", "total < 85 implies rating is worse than ผ่าน"),
    ("ita/2565", "total >= 85 implies rating in (AA, A)"),
    ("fhrs/2018", "rating == '5' implies max(questions) <= 5"),
    ("fhrs/2018", "total > 50 implies rating == '0'"),
    ("fhrs/2018", "rating is better than '2' implies max(questions) <= 10"),
    ("news2/2017", "total >= 7 implies max(questions) >= 2"),
    ("news2/2017", "max(questions) == 3 implies total >= 3 and rating != low"),
    ("nutriscore/2023", "rating is worse than C implies total >= 7"),
    ("course/best-four", "exam < pass_exam implies rating == F"),
    ("course/best-four", "rating is better than C implies total >= 80"),
    ("scorecard/german-credit", "rating == accept implies total >= 504"),
    ("cvss/3.1", "total >= 9 implies rating == Critical"),
]
REFUTED: list[tuple[str, str, Callable[[Row], bool]]] = [
    (
        "ita/2566",
        "rating == ผ่าน implies min(instruments) >= 85",
        lambda row: row["rating"] == "ผ่าน" and min(row[name] for name in ("IIT", "EIT1", "EIT2", "OIT")) < 85,
    ),
    (
        "ita/2566",
        "total >= 95 implies rating is better than ผ่าน",
        lambda row: row["total"] >= 95 and row["rating"] == "ผ่าน",
    ),
    ("ita/2565", "total >= 75 implies rating != B", lambda row: row["rating"] == "B"),
    (
        "fhrs/2018",
        "rating == '5' implies total <= 10",
        lambda row: row["rating"] == "5" and row["total"] > 10,
    ),
    (
        "news2/2017",
        "total >= 7 implies max(questions) == 3",
        lambda row: row["total"] >= 7 and row["rating"] == "high",
    ),
    (
        "nutriscore/2023",
        "rating is better than B implies total <= 0",
        lambda row: row["rating"] == "A" and row["total"] > 0,
    ),
    (
        "nutriscore/2023",
        "rating == D implies total >= 11",
        lambda row: row["rating"] == "D" and row["total"] < 11,
    ),
    (
        "course/best-four",
        "total >= 60 implies rating != F",
        lambda row: row["total"] >= 60 and row["rating"] == "F",
    ),
    (
        "scorecard/german-credit",
        "rating == decline implies total < 448",
        lambda row: row["rating"] == "decline" and row["total"] == 448,
    ),
]


def loaded(folder, base: str, *claims: str):
    path = folder / "own.yaml"
    lines = "".join(f"  - {{id: c{number}, holds: {claim!r}}}\n" for number, claim in enumerate(claims))
    path.write_text(f"ruleset: test/own\nextends: {base}\nclaims:\n{lines}", encoding="utf-8")
    rules, found = library.inspect(path)
    assert rules is not None
    assert not [each for each in found if each.severity == "error"]
    return rules


def findings(rules):
    """What becomes of the claims, of all variants."""
    found = proved_of_all(
        rules, 10.0, lambda own, seconds: list(checks.proved([refuted_claim], own.rules, seconds, own))
    )
    return [each for own in found.values() for each in own]


def row_of(rules, data) -> Row:
    """What `kenrules.evaluate` makes of a unit by path."""
    plan = Plan.of(rules)
    witness = Witness.of(plan, dict(data))
    cells = {path: [witness.word(path, value) or float(value)] for path, value in data.items()}
    (row,) = kenrules.evaluate(rules, pl.DataFrame({rules.unit: ["x"], **cells})).to_dicts()
    return row


@pytest.mark.parametrize("base", sorted({base for base, _ in PROVED}))
def test_claims_that_are_true_of_shipped_books_are_proved(base, tmp_path):
    claims = [claim for own, claim in PROVED if own == base]
    assert findings(loaded(tmp_path, base, *claims)) == []


@pytest.mark.parametrize(("base", "claim", "refutes"), REFUTED, ids=[claim for _, claim, _ in REFUTED])
def test_claims_that_are_not_true_are_refuted_by_a_unit_that_evaluate_rates_so(
    base, claim, refutes, tmp_path
):
    rules = loaded(tmp_path, base, claim)
    found = findings(rules)
    assert found
    for each in found:
        assert (each.code, each.severity, each.about) == ("refuted-claim", "error", "c0")
        assert claim in str(each.hint)
        assert each.position.line == 4
        row = row_of(rules, each.shown[0])
        assert refutes(row)
        assert row["rating"] in str(each.message)


SIGNS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}


@settings(max_examples=25, deadline=None)
@given(
    bound=st.integers(0, 40),
    least=st.integers(0, 40),
    sign=st.sampled_from(sorted(SIGNS)),
    limit=st.integers(-1, 41),
    name=st.sampled_from(["a", "b", "total"]),
    is_high=st.booleans(),
)
def test_a_claim_is_refuted_just_where_a_unit_of_all_refutes_it(
    tmp_path_factory, bound, least, sign, limit, name, is_high
):
    """Two parts of 0, 10, 20, 30 or 40 points: all units can be looked at."""
    folder = tmp_path_factory.mktemp("law")
    (folder / "base.yaml").write_text(
        "ruleset: test/base\ntitle: {en: x}\nunit: agency\nsource: made up\n"
        "scale: {min: 0, max: 80, decimals: 0, rounding: half_up}\ncombine: sum\nanswered_by: unit\n"
        "answers: {five: {n: 0, l: 10, m: 20, g: 30, t: 40}}\n"
        "questions: {a: {answers: five}, b: {answers: five}}\n"
        f"bands: [{{rating: high, from: {bound}, when: a >= {least}}}, {{rating: low}}]\n",
        encoding="utf-8",
    )
    rating = "high" if is_high else "low"
    found = findings(loaded(folder, "base.yaml", f"rating == {rating} implies {name} {sign} {limit}"))
    units = [{"a": a, "b": b, "total": a + b} for a in range(0, 50, 10) for b in range(0, 50, 10)]
    rated = [unit for unit in units if (unit["total"] >= bound and unit["a"] >= least) == is_high]
    against = [unit for unit in rated if not SIGNS[sign](unit[name], limit)]
    assert bool(found) == bool(against)
    for each in found:
        assert each.code == "refuted-claim"
        (data,) = each.shown
        unit = {path: int(value) for path, value in data.items()}
        assert {**unit, "total": sum(unit.values())} in against


def test_a_claim_that_means_nothing_is_told_where_it_stands_with_what_to_write(smallest):
    found = kenrules.check(
        smallest(
            "claims:\n"
            "  - {id: one, holds: rating == hihg implies total >= 50}\n"
            "  - {id: one, holds: rating is better than rating}\n"
            "  - {id: two, holds: totl > 3}\n"
        )
    )
    told = {(each.code, each.position.line, each.position.column, str(each.hint)) for each in found}
    assert told == {
        ("claim", 4, 22, "did you mean “high”?"),
        ("duplicate-id", 5, 10, "give one of them another id"),
        ("claim", 5, 22, "compare it with the name of a rating"),
        ("undefined", 6, 22, "did you mean “total”?"),
    }


def test_title_and_reason_stand_in_the_finding_and_not_in_the_fingerprint(smallest):
    claim = "claims: [{id: one, title: No low part, because: 'The law says so', holds: rating == high implies a >= 50}]"
    (finding,) = kenrules.check(smallest(claim))
    assert str(finding.message).startswith("the claim one (No low part) does not hold: a ")
    assert str(finding.hint).endswith("its reason is: The law says so")
    own, plain = (kenrules.load(smallest(text)).fingerprint for text in (claim, ""))
    assert own == plain


def test_what_is_beyond_the_proofs_is_said_of_each_claim(smallest):
    found = kenrules.check(
        smallest(
            "claims:\n"
            "  - {id: one, holds: rating == high implies a / b >= 1}\n"
            "  - {id: two, holds: rating == high implies total >= 50}\n"
            "  - {id: three, holds: rating == high implies total >= 51}\n"
        )
    )
    assert {(each.code, each.severity, each.about, each.position.line) for each in found} == {
        ("undecided", "warning", "one", 4),
        ("refuted-claim", "error", "three", 6),
    }


def test_claims_are_about_scores_where_there_are_no_ratings(smallest):
    text = "bands: null\nclaims: [{{id: one, holds: a >= 50 and b >= 50 implies total {sign} 50}}]"
    for sign, refuted in ((">=", False), (">", True)):
        found = kenrules.check(smallest(text.format(sign=sign)))
        assert ("refuted-claim" in {each.code for each in found}) == refuted


VARIANTS = """
inputs: {kind: {one_of: [one, two], fixed: true}}
variants: {kind: {one: {bands: {replace: [{rating: best, from: 50}, {rating: high}]}}, two: {}}}
checks: {without-patch: {ignore: [kind], because: they hold as they stand}}
"""


def test_ratings_of_other_variants_may_be_named_and_their_order_is_not_guessed(smallest):
    named = "claims: [{id: one, holds: rating == best implies total >= 50}, {id: two, holds: rating != best}]"
    found = kenrules.check(smallest(VARIANTS + named))
    assert [(each.code, each.about) for each in found if each.severity == "error"] == [
        ("refuted-claim", "two")
    ]
    ordered = "claims: [{id: one, holds: total >= 50 implies rating is better than low}]"
    found = kenrules.check(smallest(VARIANTS + ordered))
    assert "name the ratings: rating in (…)" in {str(each.hint) for each in found}
