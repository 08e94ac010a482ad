"""What golden tests say of nodes, and which places of the rules no case reaches."""

from __future__ import annotations

import json

import pytest

RULES = """
ruleset: test/places
title: {en: places}
unit: agency
answered_by: unit
scale: {min: 0, max: 10, decimals: 1, rounding: half_up}
inputs:
  kind: {one_of: [small, large]}
  x: {range: 0..10, decimals: 0}
parts:
  A:
    value: {range: 0..100, decimals: 0}
    points: {..49: 0, 50..79: 5, 80..: 9}
    plus: {score: 1, when: x > 5}
    at_most: 9
    at_least: {score: 2, when: kind == large}
    bands: [{rating: good, from: 7}, {rating: poor}]
    notches: {score: 1, when: x == 7}
    no_better_than: {poor: [x == 0, x == 1]}
  B:
    applies: x < 9
    cases: [{when: kind == small, points: {from: [3, 6]}, of: x}, {score: x}]
  C: {answers: {yes: 10, no: 0}, missing: 4}
  D:
    refuse: {when: x == 8, because: no eight}
bands: [{rating: high, from: 5}, {rating: low}]
variants: {kind: {large: {bands: {high: {from: 8}}}}}
"""

EVERY = {
    ("kind", "one_of"): {"small", "large"},
    ("A", "points"): {"..49", "50..79", "80.."},
    ("A", "plus"): {"1 (x > 5)"},
    ("A", "at_most"): {"9"},
    ("A", "at_least"): {"2 (kind == large)"},
    ("A", "bands"): {"good", "poor"},
    ("A", "notches"): {"1 (x == 7)"},
    ("A", "no_better_than"): {"poor: x == 0", "poor: x == 1"},
    ("B", "applies"): {"true", "false"},
    ("B", "cases"): {"1: kind == small", "2: else"},
    ("B", "points"): {"else", "3..", "6.."},
    ("C", "answers"): {"yes", "no"},
    ("C", "missing"): {"4"},
    ("D", "refuse"): {"x == 8"},
}


@pytest.fixture
def tested(ken, write):
    def run(*cases: str) -> dict:
        write("places.yaml", RULES)
        lines = "".join(f"  - {case}\n" for case in cases)
        result = ken(
            "test", write("places.test.yaml", f"tests: test/places\ncases:\n{lines}"), "--format", "json"
        )
        assert result.exit_code in (0, 1), result.output
        (found,) = json.loads(result.stdout)
        return found

    return run


def reached(found: dict) -> dict[tuple[str, str], set[str]]:
    left = {(each["node"], each["key"], each["place"]) for each in found["unreached"]}
    assert left <= {(node, key, place) for (node, key), places in EVERY.items() for place in places}
    there = {
        (node, key): {place for place in places if (node, key, place) not in left}
        for (node, key), places in EVERY.items()
    }
    return {where: places for where, places in there.items() if places}


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (
            "kind: small, x: 4, A: 50, C: yes, D: 3",
            {
                ("kind", "one_of"): {"small"},
                ("A", "points"): {"50..79"},
                ("A", "bands"): {"poor"},
                ("B", "applies"): {"true"},
                ("B", "cases"): {"1: kind == small"},
                ("B", "points"): {"3.."},
                ("C", "answers"): {"yes"},
            },
        ),
        (  # a limit is reached where it changes something
            "kind: large, x: 7, A: 80, D: 3",
            {
                ("kind", "one_of"): {"large"},
                ("A", "points"): {"80.."},
                ("A", "plus"): {"1 (x > 5)"},
                ("A", "at_most"): {"9"},
                ("A", "bands"): {"good"},
                ("A", "notches"): {"1 (x == 7)"},
                ("B", "applies"): {"true"},
                ("B", "cases"): {"2: else"},
                ("C", "missing"): {"4"},
            },
        ),
        (
            "kind: large, x: 1, A: 0, C: no, D: 3",
            {
                ("kind", "one_of"): {"large"},
                ("A", "points"): {"..49"},
                ("A", "at_least"): {"2 (kind == large)"},
                ("A", "bands"): {"poor"},
                ("A", "no_better_than"): {"poor: x == 1"},
                ("B", "applies"): {"true"},
                ("B", "cases"): {"2: else"},
                ("C", "answers"): {"no"},
            },
        ),
        (
            "kind: small, x: 8, A: 60, C: no, D: 3",
            {
                ("kind", "one_of"): {"small"},
                ("A", "points"): {"50..79"},
                ("A", "plus"): {"1 (x > 5)"},
                ("A", "bands"): {"poor"},
                ("B", "applies"): {"true"},
                ("B", "cases"): {"1: kind == small"},
                ("B", "points"): {"6.."},
                ("C", "answers"): {"no"},
                ("D", "refuse"): {"x == 8"},
            },
        ),
        (
            "kind: small, x: 9",
            {
                ("kind", "one_of"): {"small"},
                ("B", "applies"): {"false"},
                ("B", "cases"): {"1: kind == small"},
                ("B", "points"): {"6.."},
                ("C", "missing"): {"4"},
            },
        ),
    ],
)
def test_what_a_case_reaches_is_what_its_run_took(tested, given, wanted):
    case = f"{{input: {{{given}}}, expect: {{states: {{x: known}}}}}}"
    assert reached(tested(case)) == wanted


def test_every_place_can_be_reached_and_is_told_in_a_line_of_its_key(tested):
    cases = [
        "{input: {kind: small, x: 0, A: 49, C: yes, D: 3}, expect: {rating: low}}",
        "{input: {kind: large, x: 7, A: 80, D: 3}, expect: {ratings: {A: good}}}",
    ]
    lines = [line for line in tested(*cases)["unexercised"] if "no case reaches" in line]
    assert lines == [
        "A: no case reaches 50..79 (points)",
        "A: no case reaches 2 (kind == large) (at_least)",
        "A: no case reaches poor: x == 1 (no_better_than)",
        "B: no case reaches 3.., 6.. (points)",
        "B: no case reaches false (applies)",
        "C: no case reaches no (answers)",
        "D: no case reaches x == 8 (refuse)",
    ]


STATES = "{input: {kind: small, x: 8, A: 60}, expect: {states: {D: refused, C: known, total: refused}, ratings: {A: poor}}}"


def test_states_and_ratings_of_nodes_are_held_against_both_ways(tested):
    right = tested(
        STATES, "{input: {kind: small, x: 9, A: 80}, expect: {states: {B: not applicable, D: missing}}}"
    )
    assert [case["passed"] for case in right["cases"]] == [True, True]
    wrong = tested("{input: {kind: large, x: 8, A: 60}, expect: {states: {D: known}, ratings: {A: good}}}")
    assert [
        (each["what"], each["expected"], each["exact"], each["columns"])
        for each in wrong["cases"][0]["mismatches"]
    ] == [("D", "known", "refused", "refused"), ("A", "good", "poor", "poor")]


@pytest.mark.parametrize(
    ("expected", "message"),
    [
        ("ratings: {A: great}", "A has no rating “great”"),
        ("ratings: {B: good}", "B has no ratings"),
        ("ratings: {C: yes}", "C has no ratings"),  # its words are scores
        ("ratings: {E: good}", "nothing is called “E”"),
        ("states: {E: known}", "nothing is called “E”"),
    ],
)
def test_slips_in_what_is_expected_of_nodes_are_placed(ken, write, expected, message):
    write("places.yaml", RULES)
    path = write(
        "places.test.yaml", f"tests: test/places\ncases:\n  - {{input: {{x: 1}}, expect: {{{expected}}}}}\n"
    )
    for command in ("test", "check"):
        result = ken(command, path)
        assert message in result.stdout + result.stderr
        assert "places.test.yaml:3" in result.stdout + result.stderr


def test_a_case_that_fails_where_a_band_names_an_input_shows_its_word(ken, write):
    rules = "ruleset: test/w\ntitle: {en: w}\nunit: agency\nscale: {min: 0, max: 10, decimals: 0, rounding: half_up}\n"
    rules += "inputs: {kind: {one_of: [small, large]}}\nparts: {a: {}, b: {}}\n"
    rules += "bands: [{rating: high, when: kind == large}, {rating: low}]\n"
    write("w.yaml", rules)
    path = write(
        "w.test.yaml",
        "tests: test/w\ncases:\n  - {input: {kind: small, a: 5, b: 5}, expect: {rating: high}}\n",
    )
    result = ken("test", path)
    assert result.exit_code == 1
    assert "kind = small" in result.stdout
