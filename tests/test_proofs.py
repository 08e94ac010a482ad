"""Proofs about rule sets: they find what is wrong, show it by scores that are so, and agree with trying every
score there is."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import kenrules
import kenrules.engine.verify.checking
import numpy as np
import polars as pl
import pytest
import z3
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from kenrules.engine.meaning.worlds import World

from .conftest import ROOT
from .proving import found as find

OLD = ROOT / "rules/ita/2565.yaml"


def changed(tmp_path: Path, *edits: tuple[str, str], extra: str = "") -> Path:
    """A copy of the old ITA rule set with some texts replaced."""
    text = OLD.read_text(encoding="utf-8")
    for before, after in edits:
        assert before in text
        text = text.replace(before, after)
    path = tmp_path / "ita" / "2565.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text + extra, encoding="utf-8")
    return path


def codes(path: Path) -> list[tuple[str, str]]:
    return [(found.code, str(found.message)) for found in kenrules.check(path)]


def test_the_printed_table_of_2566_never_gives_its_second_rating(ken):
    result = ken("check", "ita/2566-as-printed")
    assert result.exit_code == 0
    assert (
        "ผ่านดี can never be given: ผ่านดีเยี่ยม stands above it and takes, for example, IIT 90.00, EIT1 "
        "90.00, EIT2 90.00, OIT 100.00, total 94.00" in result.stdout
    )
    assert "bands ผ่านดีเยี่ยม and ผ่านดี are the same rule" in result.stdout


@pytest.mark.parametrize("name", ["ita/2565", "ita/2566"])
def test_the_rule_sets_that_come_with_ken_are_clean(name):
    assert kenrules.check(name) == ()


def test_a_gap_of_a_hundredth_is_found(tmp_path):
    path = changed(tmp_path, ("to: 64.99", "to: 64.98"))
    assert codes(path) == [("gap", "no band takes total 64.99")]
    (finding,) = kenrules.check(path)
    assert "rating: D" in path.read_text(encoding="utf-8").split("\n")[finding.position.line - 1]


def test_a_double_claim_is_found(tmp_path):
    assert codes(changed(tmp_path, ("from: 85.00", "from: 84.99"))) == [
        ("overlap", "bands A and B both claim total 84.99")
    ]


def test_bands_that_cascade_on_purpose_are_no_double_claim(smallest):
    for bands in (
        "{rating: a, from: 90}, {rating: b, from: 50}, {rating: c}",
        "{rating: a, from: 90, to: 100}, {rating: b, from: 50, to: 100}, {rating: c, from: 0, to: 49.99}",
        "{rating: a, from: 90, to: 100}, {rating: b, from: 50, to: 89.99}, {rating: c, from: 0, to: 100}",
    ):
        assert codes(smallest(f"bands: [{bands}]\n")) == []


def test_three_decimals_open_gaps_between_bands_made_for_two(tmp_path):
    found = codes(changed(tmp_path, ("decimals: 2", "decimals: 3")))
    assert [code for code, _ in found] == ["gap"] * 6
    assert ("gap", "no band takes total 84.991") in found


@pytest.mark.parametrize("rounding", ["down", "up", "half_even"])
def test_rounding_opens_no_gap_between_bands_that_meet(rounding, tmp_path):
    assert codes(changed(tmp_path, ("rounding: half_up", f"rounding: {rounding}"))) == []


def test_rounding_decides_what_a_condition_on_the_grid_can_meet(smallest):
    """A score of 49.995 is printed as 50 when half goes up, and as 49.99 when it goes down."""
    text = "bands: [{rating: high, when: total >= 50}, {rating: low}]\nscale: {rounding: %s}\n"
    for rounding, printed in (("half_up", 50), ("down", 49.99)):
        rules = kenrules.load(smallest(text % rounding))
        world = World(rules)
        exact = [world.free["total"] == z3.RealVal("49.995")]
        (witness,) = find([world], exact)
        assert float(witness.total) == printed
        assert find([world], [*exact, world.given[0]]) is None or rounding == "half_up"


def test_a_finding_that_is_meant_is_suppressed_with_its_reason(tmp_path, smallest):
    bands = "bands: [{rating: high, from: 50}, {rating: best, from: 90, to: 100}, {rating: low, to: 49.99}]\n"
    assert {code for code, _ in codes(smallest(bands))} == {"shadowed"}
    meant = "checks: {shadowed: {ignore: [best], because: a rating of next year}}\n"
    assert codes(smallest(bands + meant)) == []
    late = "checks: {shadowed: {ignore: [best, low], because: no more}, shadwed: {ignore: [x], because: y}}\n"
    found = codes(smallest(bands + late))
    assert ("suppression", "shadowed finds nothing about low") in found
    assert ("suppression", "there is no check “shadwed”") in found


def test_a_suppression_changes_no_fingerprint(smallest):
    one = kenrules.load(smallest("parts: {a: {}, c: {}}", "one.yaml"))
    other = kenrules.load(
        smallest("parts: {a: {}, c: {}}\nchecks: {gap: {ignore: [high], because: x}}", "other.yaml")
    )
    assert one.fingerprint == other.fingerprint


def test_years_that_overlap_or_leave_days_out_are_found(tmp_path):
    folder = tmp_path / "ita"
    changed(tmp_path)
    new = f"ruleset: ita/2567\nextends: {OLD}\neffective: {{from: %s, to: 2023-09-30}}\n"
    for begin, words in (
        ("2022-09-30", "while ita/2565 is in force until 2022-09-30"),
        ("2022-10-03", "no rules are in force between"),
    ):
        (folder / "2567.yaml").write_text(new % begin, encoding="utf-8")
        (finding,) = kenrules.check(folder / "2567.yaml")
        assert finding.code == "effective-dates"
        assert words in str(finding.message)
    (folder / "2567.yaml").write_text(new % "2022-10-01", encoding="utf-8")
    assert kenrules.check(folder / "2567.yaml") == ()


def test_what_cannot_be_proved_is_said(smallest):
    found = kenrules.check(smallest("bands: [{rating: high, when: ln(a + 1) >= 1}, {rating: low}]\n"))
    assert {finding.code for finding in found} == {"undecided"}
    assert all(finding.severity == "note" for finding in found)


def test_a_folder_is_checked_with_its_datasets(ken, tmp_path):
    changed(tmp_path, ("to: 64.99", "to: 64.98"))
    (tmp_path / "d.yaml").write_text("dataset: d\nfiles: [{pth: x.csv}]\n", encoding="utf-8")
    result = ken("check", tmp_path)
    assert result.exit_code == 1
    assert "no band takes total 64.99" in result.stdout
    assert "did you mean “path”?" in result.stdout
    assert ken("check", tmp_path / "d.yaml").exit_code == 1


def test_strict_makes_warnings_fail(ken):
    assert ken("check", "ita/2566-as-printed").exit_code == 0
    assert ken("check", "ita/2566-as-printed", "--strict").exit_code == 1
    assert ken("check", "ita/2566", "--strict").exit_code == 0


def test_a_check_explains_itself(ken):
    result = ken("check", "--explain", "gap")
    assert result.exit_code == 0
    assert "A unit whose scores no band takes gets no rating" in result.stdout
    assert "fails" in result.stdout
    assert ken("check", "--explain", "gaps").exit_code == 2


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


def test_the_raw_values_of_a_formula_are_free_within_their_own_range(smallest):
    text = (
        "parts: null\nquestions: {life: {score: 'clip((value - 20) / 65, 0, 1) * 100'}, b: {}}\nbands: "
        "[{rating: high, from: 50, when: life >= 50}, {rating: mid, from: 50}, {rating: low}]\n"
    )
    assert codes(smallest(text)) == []
    waste = (
        "parts: null\nquestions: {waste: {score: 'clip(100 - value, 0, 100)'}, b: {}}\nbands: "
        "[{rating: high, from: 50, when: waste >= 50}, {rating: mid, from: 50}, {rating: low}]\n"
    )
    assert codes(smallest(waste)) == []


def test_a_quotient_of_scores_is_left_to_data(smallest):
    found = kenrules.check(
        smallest("bands: [{rating: zero, when: b == 0}, {rating: high, when: a / b >= 1}, {rating: low}]")
    )
    assert {(finding.code, finding.severity) for finding in found} == {("undecided", "note")}


def test_what_a_mean_can_reach_hangs_on_all_its_parts(smallest):
    questions = "parts: {a: {questions: {q1: {range: {min: 0, max: 50}}}}, b: {questions: {q2: {}}}}\n"
    assert codes(smallest(questions + "bands: [{rating: low, from: 0, to: 75}]\n")) == []
    assert [
        code
        for code, _ in codes(
            smallest(questions + "bands: [{rating: best, from: 90}, {rating: low, to: 89.99}]\n")
        )
    ] == ["unreachable"]
    assert codes(smallest(questions + "combine: min\nbands: [{rating: low, from: 0, to: 50}]\n")) == []


def test_a_judgement_against_another_node_is_tried_on_every_node(smallest):
    text = (
        "parts: {I1: {}, I2: {}, I3: {}}\njudgements: "
        "{part: [{result: top, when: score <= I3}, {result: no, when: score > I3}]}\n"
    )
    assert codes(smallest(text)) == []


def test_ranks_and_ratings_given_twice_are_no_fall(smallest):
    assert (
        codes(smallest("bands: [{rating: low, to: 49.99, rank: 1}, {rating: high, from: 50, rank: 1}]")) == []
    )
    twice = (
        "bands: [{rating: high, from: 90, to: 100}, {rating: low, from: 0, to: 49.99}, "
        "{rating: high, from: 50, to: 89.99}]"
    )
    assert codes(smallest(twice)) == []
    unique = (
        "hit_policy: unique\nbands: [{rating: high, from: 50, when: a >= 50}, "
        "{rating: mid, from: 50, when: a < 50}, {rating: low, to: 50}]\n"
    )
    assert {code for code, _ in codes(smallest(unique))} == {"overlap"}


def test_a_check_keeps_to_its_time(smallest):
    nodes = ", ".join(f"p{number}: {{}}" for number in range(40))
    bands = (
        "bands: [{rating: a, from: 80, when: min(parts) >= 79}, {rating: b, from: 60, to: 79.98}, "
        "{rating: c, from: 80}, {rating: d, to: 59.99}]"
    )
    begin = time.monotonic()
    found = kenrules.engine.verify.checking.check(smallest(f"parts: {{{nodes}}}\n{bands}\n"), 1.0)
    assert time.monotonic() - begin < 20  # one second for all proofs, on a slow machine
    assert "gap" in {finding.code for finding in found}


def test_a_folder_may_hold_what_is_no_rule_set(ken, tmp_path):
    changed(tmp_path)
    (tmp_path / "x.yaml").mkdir()
    (tmp_path / "y.yaml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "ita" / "2565.yaml").write_text("\ufeff" + OLD.read_text(encoding="utf-8"), encoding="utf-8")
    result = ken("check", tmp_path)
    assert result.exit_code == 0
    assert "2565.yaml: no findings" in result.stdout
