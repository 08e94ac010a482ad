"""What can occur: proofs speak of no other scores, in one time for all of them, and no answer of the solver
goes unseen."""

from __future__ import annotations

import itertools
import json
import random
import time
from fractions import Fraction

import kenrules
import polars as pl
import pytest
import yaml
import z3
from kenrules.engine.meaning.model import RuleSet
from kenrules.engine.meaning.one_unit import evaluate_exactly
from kenrules.engine.meaning.plan import Plan
from kenrules.engine.meaning.settling import Budget, HopelessError, Question, Trial, UndecidedError, settle
from kenrules.engine.meaning.ways import WAYS

from .proving import found

NEAR = Fraction(1, 10**30)
YES_NO = 'answers: {yn: {options: {"yes": 100, "no": 0}, answered_by: unit}}\n'
TWO = YES_NO + "parts: {a: {answers: yn}, b: {answers: yn}}\n"


def codes(path, seconds=10.0):
    return {finding.code for finding in kenrules.engine.verify.checking.check(path, seconds)}


def totals(rules: RuleSet) -> tuple[Fraction, ...]:
    return Plan.of(rules).reach.of(rules.total).only


def test_two_yes_no_questions_have_three_totals_and_no_gap_between_them(smallest):
    path = smallest(
        TWO + "bands: [{rating: all, from: 100}, {rating: half, from: 50, to: 50}, {rating: none, to: 0}]\n"
    )
    assert totals(kenrules.load(path)) == (0, 50, 100)
    assert kenrules.check(path) == ()


def test_a_gap_that_two_yes_no_questions_fall_into_is_shown_by_their_answers(smallest):
    path = smallest(TWO + "bands: [{rating: all, from: 100}, {rating: none, to: 0}]\n")
    (gap,) = (finding for finding in kenrules.check(path) if finding.code == "gap")
    assert "total 50.00" in str(gap.message)
    (unit,) = gap.shown
    assert sorted(unit.values()) == [0, 100]
    frame = pl.DataFrame({"unit": ["it"], **{name: [float(score)] for name, score in unit.items()}})
    (row,) = kenrules.evaluate(kenrules.load(path), frame).to_dicts()
    assert (row["total"], row["rating"]) == (50, None)


@pytest.mark.parametrize(
    ("combine", "expected"),
    [
        ("mean", {0, Fraction(100, 3), Fraction(200, 3), 100}),
        ("min", {0, 100}),
        ("max", {0, 100}),
        ("median", {0, 100}),
        ("geometric_mean", {0, 100}),
        ("harmonic_mean", {0, 100}),
    ],
)
def test_what_three_yes_no_questions_can_make(smallest, combine, expected):
    rules = kenrules.load(
        smallest(
            YES_NO
            + f"combine: {combine}\nparts: {{a: {{answers: yn}}, b: {{answers: yn}}, c: {{answers: yn}}}}\n"
        )
    )
    assert set(totals(rules)) == expected
    for total in expected:
        answers = Plan.of(rules).reach.answers(rules.total, Fraction(total))
        assert set(answers) == {"a", "b", "c"}
        assert set(answers.values()) <= {0, 100}


def test_a_yes_no_question_beside_a_free_score_leaves_a_gap_that_nobody_falls_into(smallest):
    text = (
        YES_NO
        + "parts: {a: {answers: yn, weight: 90%}, b: {weight: 10%}}\nbands: [{rating: high, from: 90}, "
        "{rating: low, to: 10}]\n"
    )
    path = smallest(text)
    assert Plan.of(kenrules.load(path)).reach.of(kenrules.load(path).total).spans == ((0, 10), (90, 100))
    assert "gap" not in codes(path)
    assert "gap" in codes(smallest(text.replace("to: 10}", "to: 9.99}")))


def test_answers_that_make_too_many_scores_are_looked_at_one_by_one(smallest):
    weights = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 3, 7, 11, 13]
    parts = ", ".join(
        f"{name}: {{answers: yn, weight: {weight}}}"
        for name, weight in zip("abcdefghijkl", weights, strict=True)
    )
    path = smallest(
        YES_NO + f"parts: {{{parts}}}\nbands: [{{rating: most, from: 90}}, {{rating: few, to: 10}}]\n"
    )
    rules = kenrules.load(path)
    assert not Plan.of(rules).reach.of(rules.total).exact
    assert "gap" not in codes(path)  # the largest of them makes more than nine tenths


def test_a_node_of_few_scores_is_raised_from_one_of_them_to_another(smallest):
    text = (
        YES_NO + "parts: {a: {}, b: {answers: yn, questions: o1..o7}}\nbands: [{rating: high, from: 60}, "
        "{rating: low, to: 59.99}]\n"
    )
    rules = kenrules.load(smallest(text))
    answers = {f"o{at}": [100.0 if at <= 3 else 0.0] for at in range(1, 8)}
    trace = kenrules.explain(rules, pl.DataFrame({"unit": ["it"], "a": [60.0], **answers}), "it")
    (way,) = (way for way in kenrules.least_change(trace, goals=["high"]) if way.by == "part")
    (changed,) = (change for change in way.changes if change.path == "b")
    assert changed.new == Fraction("57.14")  # four of seven
    assert way.result.rating == "high"
    assert way.points == Fraction("17.13")


REGROUPED = """
title: Demo
source: made up
unit: agency
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
answers: {yn: {options: {"yes": 100, "no": 0}, answered_by: unit}}
bands: [{rating: AA, from: 95}, {rating: A, from: 85, to: 94.99}, {rating: B, from: 75, to: 84.99}, {rating: C, from: 50, to: 74.99}, {rating: F, to: 49.99}]
instruments:
  IIT: {title: I, weight: 30%}
  EIT: {title: E, weight: 30%}
  OIT:
    title: O
    weight: 40%
    answers: yn
    indicators:
"""


def regrouped(name, sizes):
    first, text = 1, f"ruleset: demo/{name}{REGROUPED}"
    for at, size in enumerate(sizes):
        text += f"      I{at}: {{title: G, questions: o{first}..o{first + size - 1}}}\n"
        first += size
    return text


def test_a_revision_that_regroups_items_is_told_truly(ken, write):
    """43 items in six groups become 35 in five. Every pair of ratings is settled or said to be undecided, and
    what is possible is shown by units that are rated so."""
    old, new = (
        write(f"{name}.yaml", regrouped(name, sizes))
        for name, sizes in (("old", [9, 8, 6, 6, 6, 8]), ("new", [10, 6, 5, 7, 7]))
    )
    result = ken("diff", old, new, "--seconds", "20", "--format", "json")
    assert result.exit_code == 0
    pairs = json.loads(result.stdout)["transitions"]
    assert len(pairs) == 25
    assert {each["possible"] for each in pairs} <= {True, False, None}
    assert sum(each["possible"] is True for each in pairs) >= 9
    for each in pairs:
        if each["possible"]:
            for side, path in (("old", old), ("new", new)):
                rules = kenrules.load(path)
                scores = {
                    name: Fraction(str(score)) for name, score in each["example"][side]["scores"].items()
                }
                rated = evaluate_exactly(
                    Plan.of(rules), {rules.meant(name)[0]: score for name, score in scores.items()}
                )
                assert rated.rating == each[side]


def test_once_the_time_is_over_the_solver_is_asked_nothing(monkeypatch):
    def never(*_):
        pytest.fail("the solver was asked")

    monkeypatch.setattr(z3.Solver, "check", never)
    with pytest.raises(UndecidedError):
        Budget(0).ask(z3.Solver(), z3.BoolVal(val=True))


class Slow(Question):
    """Takes as long as it is given, and is settled when that is a second."""

    def __init__(self, wanted):
        self.wanted, self.given = wanted, []

    def answered(self, budget):
        self.given.append(budget.left)
        if budget.left < self.wanted:
            raise UndecidedError if self.wanted < 100 else HopelessError
        return "settled"


def steps(question):
    yield (yield question)


def test_every_question_has_its_turn_before_one_has_a_second():
    slow, easy, hopeless = Slow(0.9), Slow(0.0), Slow(1000)
    trials = settle(
        [Trial("slow", steps(slow)), Trial("easy", steps(easy)), Trial("hopeless", steps(hopeless))],
        Budget(20),
    )
    assert [trial.results for trial in trials] == [["settled"], ["settled"], []]
    assert [trial.is_decided for trial in trials] == [True, True, False]
    assert trials[2].is_hopeless
    assert len(easy.given) == len(hopeless.given) == 1  # what more time does not settle is not tried again
    assert slow.given == sorted(slow.given)


def test_a_question_is_not_asked_twice(smallest, monkeypatch):
    rules = kenrules.load(smallest(TWO))
    world = kenrules.engine.meaning.worlds.World(rules)
    condition = world.bands[0]
    assert found([world], [condition]) is not None
    monkeypatch.setattr(Budget, "ask", lambda *_: pytest.fail("asked again"))
    assert found([world], [condition]) is not None


UNDECIDABLE = """
bands:
  - {rating: one, from: 50, when: a * b * b != 1234.56 + a * a}
  - {rating: two, from: 50}
  - {rating: three, to: 49.99}
"""


def test_what_is_not_settled_is_said_once_for_each_check_and_names_what(smallest):
    begun = time.monotonic()
    found = kenrules.engine.verify.checking.check(smallest(UNDECIDABLE), 1.0)
    assert time.monotonic() - begun < 10  # one second of proofs, on a slow machine
    undecided = [finding for finding in found if finding.code == "undecided"]
    assert len({finding.about for finding in undecided}) == len(undecided)
    assert any("two" in str(finding.message) for finding in undecided)


def test_a_root_reaches_no_further_than_what_is_below_it(smallest):
    """Of weights that make no small root, the mean of scores that are all the same is that score."""
    parts = "parts: {a: {weight: 33.3}, b: {weight: 7}, c: {weight: 0.5}}"
    rules = kenrules.load(
        smallest(f"combine: geometric_mean\n{parts}\nscale: {{max: 5}}\nbands: [{{rating: all}}]\n")
    )
    assert Plan.of(rules).reach.ends(rules.total) == (0, 5)


ANSWERS = {
    "a": {"answered_by": "unit", "options": {"x": 0, "y": 1.5, "z": 4}},
    "b": {"answered_by": "unit", "options": {"x": 1, "y": 2}},
}
EARNED = {"a": (Fraction(0), Fraction(3, 2), Fraction(4)), "b": (Fraction(1), Fraction(2))}


def grown(chance, depth, ids):
    """A node of any way, over answers of a unit."""
    way = chance.choice(list(WAYS))
    parts = {}
    for _ in range(chance.randint(1, 3)):
        name = f"n{next(ids)}"
        parts[name] = (
            grown(chance, depth - 1, ids)
            if depth and chance.random() < 0.4
            else {"answers": chance.choice("ab")}
        )
        if WAYS[way].weights == "needed":
            parts[name]["weight"] = chance.choice([1, 2, 3])
    return {"combine": way, "parts": parts}


@pytest.mark.parametrize("missing", ["error", "skip", "zero"])
@pytest.mark.parametrize("seed", range(30))
def test_what_a_total_can_be_is_what_all_answers_make(seed, missing, write):
    """Of every unit that has a total: with `skip` and `zero` of those too that do not answer everything."""
    chance = random.Random(seed)
    scale = {"min": 0, "max": 10**9, "decimals": 3, "rounding": "half_up"}
    head = {
        "ruleset": "test/grown",
        "title": "Grown",
        "unit": "unit",
        "scale": scale,
        "answers": ANSWERS,
        "missing": missing,
    }
    grow = grown(chance, 2, itertools.count())
    rules = kenrules.load(write("grown.yaml", yaml.safe_dump({**head, **grow, "bands": [{"rating": "all"}]})))
    plan, leaves = Plan.of(rules), [node for node in rules.nodes.values() if not node.children]

    def total(answers):
        value = evaluate_exactly(plan, answers, judge=()).outcome.values["total"]
        return None if value is None else Fraction(value)

    lacking = () if missing == "error" else (None,)
    ways = itertools.product(*((*EARNED[leaf.answers], *lacking) for leaf in leaves))
    units = (
        dict(zip((leaf.path for leaf in leaves), way, strict=True)) for way in itertools.islice(ways, 3000)
    )
    made = {total({path: score for path, score in unit.items() if score is not None}) for unit in units} - {
        None
    }
    possible = plan.reach.of(rules.total)
    assert possible.exact
    if not possible.only:  # too many to keep apart
        assert missing == "skip"
        assert possible.low - NEAR < min(made) <= max(made) < possible.high + NEAR
    assert all(any(low - NEAR < one < high + NEAR for low, high in possible.spans) for one in made)
    for value in possible.only:
        answers = plan.reach.answers(rules.total, value)
        assert set(answers) <= {leaf.path for leaf in leaves}
        assert abs(total(answers) - value) < NEAR


def test_a_rating_that_only_an_incomplete_unit_gets_is_reached(smallest):
    text = YES_NO + "missing: skip\nparts: {a: {answers: yn}, b: {answers: yn}, c: {answers: yn}}\n"
    path = smallest(
        text + "bands: [{rating: most, from: 60}, {rating: half, from: 40, to: 59}, {rating: few, to: 35}]\n"
    )
    assert kenrules.check(path) == ()
    (gap,) = (
        each
        for each in kenrules.check(
            smallest(text + "bands: [{rating: most, from: 60}, {rating: few, to: 35}]\n")
        )
        if each.code == "gap"
    )
    assert [len(unit) for unit in gap.shown] == [2]


def test_what_holds_of_complete_units_only_is_said_so(smallest):
    text = YES_NO + "missing: skip\nparts: {a: {answers: yn}, b: {answers: yn}, c: {answers: yn}}\n"
    bands = (
        "bands: [{rating: top, from: 60, when: a >= 50}, {rating: most, from: 60}, "
        "{rating: half, from: 40, to: 59.99}, {rating: few, to: 39.99}]\n"
    )
    (finding,) = kenrules.check(smallest(text + bands))
    assert str(finding.message).startswith("no scores at all can get half")
    assert str(finding.message).endswith("(of units that lack nothing)")


def test_a_claim_rounds_each_rule_set_by_its_own_rule(ken, write):
    scale = "scale: {min: 0, max: 100, decimals: 0, rounding: %s}\n"
    text = (
        f"title: X\nunit: u\n{scale}parts: {{a: {{}}, b: {{}}}}\nbands: [{{rating: hi, from: 50}}, "
        f"{{rating: lo, to: 49}}]\n"
    )
    old, new = (
        write(f"{name}.yaml", f"ruleset: x/{name}\n" + text % rounding)
        for name, rounding in (("old", "half_up"), ("new", "half_even"))
    )
    for claim, holds in (
        ("old.total >= 51 implies new.total >= 51", False),
        ("old.total == 51 implies new.total > 50", False),
        ("new.total >= 51 implies old.total >= 51", True),
        ("min(old.total, new.total) >= 51 implies new.total >= 51", True),
    ):
        (told,) = json.loads(
            ken("diff", old, new, "--no-proofs", "--claim", claim, "--format", "json").stdout
        )["claims"]
        assert told["holds"] is holds, claim


def test_answers_that_only_one_rule_set_has_are_said_to_be_left_out(ken, write):
    text = (
        "title: X\nunit: u\nscale: {min: 0, max: 100, decimals: 0, rounding: half_up}\nparts: "
        "{a: {answers: s}}\n"
    )
    text += (
        "bands: [{rating: hi, from: 75}, {rating: mid, from: 50}, {rating: lo}]\nanswers: "
        "{s: {answered_by: unit, options: %s}}\n"
    )
    old = write("old.yaml", "ruleset: x/old\n" + text % "{n: 0, p: 50, y: 100}")
    new = write("new.yaml", "ruleset: x/new\n" + text % "{n: 0, y: 100, z: 40}")
    assert "nobody gives a an answer that only x/old or only x/new has" in " ".join(
        ken("diff", old, new).stdout.split()
    )


FEW = """
scale: {min: 0, max: 1, decimals: 0, rounding: half_up}
answers: {s: {answered_by: unit, options: {lowest: 0.2, middle: 0.3, best: 0.4}}}
parts: {a: {answers: s, questions: [a1]}, b: {questions: [b1]}}
bands: [{rating: high, from: 1}, {rating: low, to: 0}]
"""


def test_scores_that_are_printed_alike_are_raised_too(smallest):
    rules = kenrules.load(smallest(FEW))
    trace = kenrules.explain(rules, pl.DataFrame({"unit": ["it"], "a1": [0.2], "b1": [0.6]}), "it")
    (way,) = (way for way in kenrules.least_change(trace, keep=["b"], goals=["high"]) if way.by == "part")
    assert (way.found, [(change.path, change.old, change.new) for change in way.changes]) == (
        "found",
        [("a", Fraction("0.2"), Fraction("0.4"))],
    )


SPANS = """
scale: {min: 0, max: 100, decimals: 0, rounding: half_up}
answers: {yn: {answered_by: unit, options: {n: 0, y: 100}}, low: {options: {a: 0, b: 20}}}
parts: {a: {questions: {a1: {answers: yn}, a2: {answers: low}}}, b: null}
bands: [{rating: top, from: 50}, {rating: mid, from: 20, to: 49}, {rating: low, to: 19}]
"""


def test_a_score_between_two_spans_cannot_be_reached(smallest):
    path = smallest(SPANS)
    assert any("no scores at all can get mid" in str(finding.message) for finding in kenrules.check(path))
    trace = kenrules.explain(
        kenrules.load(path), pl.DataFrame({"unit": ["it"], "a1": [0.0], "a2": [10.0]}), "it"
    )
    ways = {(way.goal.rating, way.by): way for way in kenrules.least_change(trace)}
    assert ways["mid", "part"].found == "impossible"
    assert [change.new for change in ways["top", "part"].changes] == [50]


def test_a_mean_that_is_no_polynomial_is_learned_where_it_matters(smallest):
    """Of a harmonic mean of answers a solver knows the bounds only; what it is for the answers that are tried
    it is told."""
    parts = ", ".join(f"{name}: {{answers: s}}" for name in "abcd")
    scale = (
        "scale: {max: 4, decimals: 2}\nanswers: "
        "{s: {answered_by: unit, options: {none: 1, some: 2, all: 4}}}\n"
    )
    bands = (
        "bands: [{rating: never, from: 2.5, to: 2.6, when: a == 1}, {rating: mid, from: 1.2, to: 3}, "
        "{rating: rest}]\n"
    )
    path = smallest(f"combine: harmonic_mean\nparts: {{{parts}}}\n{scale}{bands}")
    found = [finding for finding in kenrules.check(path) if finding.code in ("unreachable", "undecided")]
    assert [(finding.code, finding.about) for finding in found] == [("unreachable", "never")]


def test_a_claim_is_not_refuted_by_a_unit_without_a_rating(ken, write):
    """The bounds of a geometric mean of 9 and 3.25 allow 4.4, which it is not: 5.4 has no rating by the old
    rules."""
    text = (
        "title: X\nunit: u\nscale: {min: 0, max: 10, decimals: 1, rounding: down}\ncombine: geometric_mean\n"
    )
    text += (
        "answers: "
        "{s: {answered_by: unit, options: {o: %s}}, t: {answered_by: unit, options: {o: 3.25}}}\nparts: {a: {answers: s}, b: {answers: t}}\n"
    )
    old = write("old.yaml", "ruleset: x/old\n" + text % 9 + "bands: [{rating: low, to: 4.4, when: a > 5}]\n")
    new = write("new.yaml", "ruleset: x/new\n" + text % 1.75 + "bands: [{rating: any}]\n")
    (told,) = json.loads(
        ken("diff", old, new, "--no-proofs", "--claim", "new.total == 9", "--format", "json").stdout
    )["claims"]
    assert (told["holds"], told["counterexample"]) == (True, None)
