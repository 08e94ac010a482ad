"""Every check's own examples: the rule set that passes and the one that fails."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import kenrules
import pytest
from kenrules.engine import checks
from kenrules.engine.book import library

from ..conftest import SMALLEST


def findings(check, path):
    rules, _ = library.inspect(path)
    assert rules is not None
    found = checks.proved([check], rules, 10.0) if check in checks.proofs() else check.check(rules)
    return [finding for finding in found if finding.code == check.ID]


@pytest.mark.parametrize("check", checks.every(), ids=lambda check: check.ID)
def test_the_example_that_passes_has_no_such_finding(check, smallest):
    assert findings(check, smallest(check.PASSES)) == []


@pytest.mark.parametrize("check", checks.every(), ids=lambda check: check.ID)
def test_the_example_that_fails_is_found_with_place_and_hint(check, smallest):
    found = findings(check, smallest(check.FAILS))
    assert found
    for finding in found:
        assert finding.severity == check.SEVERITY
        assert finding.position.line > 0
        assert finding.hint is not None


def test_ids_are_unique_and_reasons_given():
    assert len({check.ID for check in checks.every()}) == len(checks.every())
    assert all(str(check.WHY).endswith(".") for check in checks.every())


def test_a_rule_set_with_errors_is_not_loaded_and_one_with_warnings_is(smallest):
    with pytest.raises(kenrules.KenError):
        kenrules.load(smallest("parts: {a: {weight: 60%}, b: {weight: 35%}}"))
    assert kenrules.load(smallest("thresholds: {pass: 850}"))
    found = kenrules.check(smallest("thresholds: {pass: 850}"))
    assert {(finding.code, finding.severity) for finding in found} == {
        ("threshold-range", "warning"),
        ("unused", "warning"),
    }


def test_the_hint_for_weights_says_what_would_mend_them(smallest):
    (finding,) = kenrules.check(smallest("parts: {a: {weight: 60%}, b: {weight: 35%}}"))
    assert "95 %, not 100 %: a 60% + b 35%" in str(finding.message)
    assert "40%" in str(finding.hint)


def test_a_sum_of_parts_that_fit_the_scale_is_no_error(smallest):
    rules = (
        "combine: sum\nparts: "
        "{a: {questions: {q: {range: {min: 0, max: 60}}}}, b: {questions: {r: {range: {min: 0, max: 40}}}}}"
    )
    assert kenrules.check(smallest(rules)) == ()


def codes_of(path):
    """The codes of the diagnostics that a file makes, as it writes them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Diagnostic":
            code = node.args[0]
            if isinstance(code, ast.Constant):
                yield code.value
            elif isinstance(code, ast.Name):
                yield importlib.import_module(f"kenrules.engine.checks.{path.stem}").ID
            else:
                yield getattr(checks.files, code.value.id).ID


def test_every_code_that_checks_print_is_explained(ken):
    room = Path(checks.__file__).parent
    printed = {
        code
        for path in (*room.glob("*.py"), room.parent / "verify" / "checking.py")
        for code in codes_of(path)
    }
    assert {
        "weights-missing",
        "effective-dates",
        "suppression",
        "undecided",
        "left-out",
        "no-such-ruleset",
        "ruleset-name",
        "weights-unused",
    } <= printed
    assert printed <= {each.ID for each in checks.explained()}
    for code in sorted(printed | {"file-ending", "unreadable"}):
        shown = ken("check", "--explain", code)
        assert shown.exit_code == 0, code
        assert shown.stdout.startswith(f"{code} (")


def test_what_is_explained_beside_checks_is_as_its_examples_say(smallest):
    for each in (checks.suppression, checks.undecided):
        assert each.ID not in {finding.code for finding in kenrules.check(smallest(each.PASSES))}
        assert (each.ID, each.SEVERITY) in {
            (finding.code, finding.severity) for finding in kenrules.check(smallest(each.FAILS))
        }


@pytest.mark.parametrize(("example", "expected"), [("PASSES", 0), ("FAILS", 1)])
def test_the_example_of_names_is_as_it_says(write, example, expected):
    head, body = getattr(checks.ruleset_name, example).strip().split("\n", 1)
    path = write(head.removeprefix("# rules/"), SMALLEST.replace("ruleset: test/smallest", body))
    assert [finding.code for finding in kenrules.check(path)] == ["ruleset-name"] * expected


@pytest.mark.parametrize(("example", "expected"), [("PASSES", 0), ("FAILS", 1)])
def test_the_example_of_years_is_as_it_says(write, example, expected):
    for part in getattr(checks.effective_dates, example).strip().split("\n\n"):
        head, body = part.split("\n", 1)
        year = head.removeprefix("# ita/").removesuffix(".yaml")
        path = write(f"ita/{year}.yaml", SMALLEST.replace("test/smallest", f"ita/{year}") + body)
    assert [finding.code for finding in kenrules.check(path)] == ["effective-dates"] * expected


def test_a_year_is_held_against_the_last_one_before_it(write):
    for year, days in {
        2560: "2020-01-01, to: 2020-12-31",
        2563: "2021-01-01, to: 2021-12-31",
        2566: "2022-01-02, to: 2022-12-31",
    }.items():
        path = write(
            f"ita/{year}.yaml",
            SMALLEST.replace("test/smallest", f"ita/{year}") + f"effective: {{from: {days}}}\n",
        )
    (finding,) = kenrules.check(path)
    assert "ita/2563 ends on 2021-12-31" in str(finding.message)


def test_a_forgotten_weight_says_what_is_left(smallest):
    (finding,) = kenrules.check(smallest("parts: {a: {weight: 60%}, b: {}}"))
    assert finding.code == "weights-missing"
    assert "give it the 40% that are left" in str(finding.hint)


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        (("0.6%", "0.4%"), "write each a hundred times as large: a 60%, b 40%"),
        (("49.99%", "49.99%"), "for equal weights write weight: 1 at each of them, without %"),
        (("60%", "35%"), "if the others are right, b has 40%"),
    ],
)
def test_the_hint_for_weights_says_what_was_most_likely_meant(smallest, weights, said):
    (finding,) = kenrules.check(smallest("parts: {{a: {{weight: {}}}, b: {{weight: {}}}}}".format(*weights)))
    assert str(finding.hint) == said


def test_a_weight_that_was_changed_is_not_changed_back(write):
    write("base.yaml", SMALLEST.replace("{a: {}, b: {}}", "{a: {weight: 60%}, b: {weight: 40%}}"))
    path = write("new.yaml", "ruleset: test/new\nextends: ./base.yaml\nparts: {b: {weight: 50%}}\n")
    (finding,) = kenrules.check(path)
    assert "a has 60% from what is extended: give it 50% here" in str(finding.hint)


def test_numbers_outside_the_scale_are_told_with_the_place_of_the_scale(smallest):
    path = smallest("scale: {max: 5}\nthresholds: {pass: 85}")
    found = [each for each in kenrules.check(path) if each.code in ("band-range", "threshold-range")]
    assert len(found) == 4
    assert all(f"mend the scale ({path}:3)" in str(each.hint) for each in found)


def test_two_neighbours_that_are_most_likely_one_are_named_where_weights_are_too_much(smallest):
    parts = "{north: {weight: 60%}, south: {weight: 40%}, norths: {weight: 60%}}"
    (finding,) = kenrules.check(smallest(f"parts: null\ninstruments: {parts}"))
    assert str(finding.hint) == "if north and norths are one, write it in one way"


@pytest.mark.parametrize(
    "said",
    [
        "parts: {a: {}, b: {applies: a < 50}}",
        "parts: {a: {}, b: {missing: 5}}\nbands: [{rating: high, from: 50}, {rating: low, to: 49.99, when: known(b)}]",
        "combine: sum\nparts: {a: {}, b: {at_most: {score: 10, when: a < 50}}}\nplus: 'first(b, 3)'",
    ],
)
def test_units_that_lack_something_are_looked_at_where_rules_say_something_of_them(smallest, said):
    assert not {each.code for each in kenrules.check(smallest(said))} & {
        "undecided",
        "unreachable",
        "shadowed",
    }


def test_a_unit_that_lacks_something_is_shown_where_only_such_a_one_shows_it(smallest):
    parts = "combine: sum\nparts: {a: {value: {range: 0..9, decimals: 0}}, b: {missing: 50, at_most: 9}}\n"
    bands = "bands: [{rating: high, from: 10}, {rating: low, below: 10, when: b < 9}]"
    (gap,) = [each for each in kenrules.check(smallest(parts + bands)) if each.code == "gap"]
    assert str(gap.message) == "no band takes total 9.00, a 0, b 9.00"


def test_a_scale_whose_questions_say_otherwise_who_answers_is_used(smallest):
    scales = "answers: {loss: {high: 1, low: 0}, other: {yes: 1, no: 0}}\n"
    path = smallest(f"answered_by: unit\n{scales}parts: {{q: {{answers: loss}}}}")
    assert [str(found.message) for found in findings(checks.unused, path)] == [
        "no question is answered by other"
    ]
