"""The law that proofs and trying every unit agree, on random rule sets that are small enough for it
(brute.py).

What checks and `ken diff` prove is taken as anybody gets it: from `kenrules.check`, `kenrules.prove`, and the
JSON of the commands. Every unit that is shown is put through the naive evaluator and `kenrules.evaluate`. A
check may be undecided only where the rules have what is no polynomial, or where time ran out; how often is
counted, and is not to be often.

In CI for a while from a fixed seed; by hand KEN_LAWS_PROOFS=500 for so many rule sets, and half as many pairs
of them."""

from __future__ import annotations

import json
import os
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import kenrules
import polars as pl
import pytest
import yaml
from kenrules import Diagnostic, KenError

from . import commands, naive, small
from .brute import Brute, TooLargeError
from .budget import SEED, seeds

PROOFS = int(os.environ.get("KEN_LAWS_PROOFS", "0"))
CHECKS = ("gap", "overlap", "unreachable", "shadowed", "monotone", "constant-condition", "target-impossible")
SECONDS = 45.0
SECONDS_OF_A_DIFF = 20.0
MOST_OUT_OF_TIME = Fraction(1, 50)


def numbers(share: int) -> Iterator[int]:
    """Seeds: as long as the time lasts, or as many as are asked for."""
    return iter(range(SEED, SEED + PROOFS // share)) if PROOFS else seeds(SECONDS / share)


@dataclass
class Verdicts:
    """What the law found: failures by kind, each with the rule sets that show it, and how often what was
    asked."""

    failed: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)

    def fail(self, kind: str, said: str, *data: Mapping[str, Any]) -> None:
        text = "---\n".join(
            yaml.safe_dump(
                dict(each), sort_keys=False, allow_unicode=True, default_flow_style=None, width=200
            )
            for each in data
        )
        self.failed.setdefault(kind, []).append((len(text), f"{said}\n{text}"))

    def __str__(self) -> str:
        """Each kind with its smallest rule set."""
        kinds = [
            f"\n== {kind} ({len(found)} times), for example\n{min(found)[1]}"
            for kind, found in sorted(self.failed.items())
        ]
        return f"asked: {dict(sorted(self.asked.items()))}\n" + "\n".join(kinds)

    def hold(self) -> None:
        if self.failed or self.asked["undecided in time"] > MOST_OUT_OF_TIME * max(
            50, self.asked["questions"]
        ):
            pytest.fail(str(self), pytrace=False)


# Units that are shown


@dataclass(frozen=True)
class Shown:
    """A unit that a finding shows: what data give its nodes; by leaves alone or not."""

    given: dict[str, Fraction]
    whole: bool  # every leaf is there, and nothing above


def shown(rules: naive.Rules, found: Diagnostic) -> list[Shown]:
    """The units that a finding shows, by what data would give of them."""
    return [unit_of(rules, unit) for unit in found.shown]


def unit_of(rules: naive.Rules, data: Mapping[str, Fraction]) -> Shown:
    given = {rules.path(path): Fraction(number) for path, number in data.items()}
    return Shown(given, whole(rules, given))


def whole(rules: naive.Rules, given: Mapping[str, Fraction]) -> bool:
    return set(given) == set(rules.leaves())


def rated(loaded: Any, rules: naive.Rules, unit: Shown) -> naive.Result:
    """What becomes of a unit that is shown; `kenrules.evaluate` says the same where its numbers are
    decimals."""
    found = naive.rate(rules, naive.Unit(dict(unit.given)))
    if unit.whole and all((number * 10**6).denominator == 1 for number in unit.given.values()):
        frame = pl.DataFrame(
            {"unit": ["it"], **{path: [float(number)] for path, number in unit.given.items()}}
        )
        try:
            (row,) = kenrules.evaluate(loaded, frame).to_dicts()
        except KenError:
            assert naive.REFUSED in found.state.values(), unit
        else:
            assert (row["rating"], row["status"]) == (found.rating, found.status), unit
    return found


# What the checks say of one rule set


def load(folder: Path, data: Mapping[str, Any], name: str = "rules.yaml") -> Any:
    path = folder / name
    path.write_text(yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False), encoding="utf-8")
    return kenrules.load(path)


@dataclass
class Held:
    """One rule set: what was found about it, and what every unit of it comes to."""

    data: Mapping[str, Any]
    loaded: Any
    found: tuple[Diagnostic, ...]
    brute: Brute
    verdicts: Verdicts

    @property
    def rules(self) -> naive.Rules:
        return self.brute.sides[0].rules

    @property
    def is_beyond(self) -> bool:
        """Whether the rules have what is no polynomial."""
        return any(node.combine in small.BEYOND for node in self.rules.nodes.values())

    def fail(self, kind: str, said: object) -> None:
        self.verdicts.fail(kind, str(said), self.data)

    def check(self) -> None:
        undecided = {each.about: each for each in self.found if each.code == "undecided"}
        for code in CHECKS:
            self.verdicts.asked["questions"] += 1
            if code not in undecided:
                LAWS[code](self, [each for each in self.found if each.code == code])
            elif self.is_beyond:
                self.verdicts.asked["undecided, and no polynomial"] += 1
            elif "neither proved" in str(undecided[code].message):
                self.verdicts.asked["undecided in time"] += 1
            else:
                self.fail(f"{code}: undecided without need", undecided[code].message)

    def units(self, found: Diagnostic) -> list[naive.Result]:
        """What becomes of the units that a finding shows, which can all be."""
        made = []
        for each in shown(self.rules, found):
            made.append(rated(self.loaded, self.rules, each))
            self.verdicts.asked["units shown"] += 1
            if each.whole and naive.REFUSED in made[-1].state.values():
                self.fail(f"{found.code}: a unit that cannot be", found.message)
        return made

    def same(self, code: str, expected: Iterable[object], found: Iterable[object]) -> None:
        """That the findings speak of what is so, and of nothing else."""
        wanted, had = set(expected), set(found)
        self.verdicts.asked[f"{code}: so"] += len(wanted)
        if had - wanted:
            self.fail(f"{code}: false", f"{sorted(map(str, had - wanted))} are reported and not so")
        if wanted - had:
            self.fail(f"{code}: missed", f"{sorted(map(str, wanted - had))} are so and not reported")


def gap(held: Held, found: list[Diagnostic]) -> None:
    held.same("gap", {True for (seen,) in held.brute.units if not any(seen.holds)}, {True for _ in found})
    for each in found:
        for result in held.units(each):
            bands = held.rules.bands
            takes = [band.rating for band in bands if _takes(held.rules, band, result)]
            if result.total is None or takes:
                held.fail("gap: the unit that is shown is no such", each.message)


def _takes(rules: naive.Rules, band: naive.Band, result: naive.Result) -> bool:
    assert result.total is not None
    is_within = (band.low is None or result.total >= band.low) and (
        band.high is None or result.total <= band.high
    )
    return is_within and (band.when is None or naive.holds(rules, band.when, result.printed) is True)


def overlap(held: Held, found: list[Diagnostic]) -> None:
    bands = held.rules.bands
    pairs = [
        (one, other)
        for other in range(len(bands))
        for one in range(other)
        if held.rules.unique or _slipped(bands[one], bands[other])
    ]
    both = [
        (bands[one].rating, bands[other].rating)
        for one, other in pairs
        if any(seen.holds[one] and seen.holds[other] for (seen,) in held.brute.units)
    ]
    said = [re.match(r"bands (\S+) and (\S+) both claim", str(each.message)) for each in found]
    held.same("overlap", both, [each.groups() for each in said if each])
    for each in found:
        for result in held.units(each):
            if result.total is None or sum(_takes(held.rules, band, result) for band in bands) < 2:
                held.fail("overlap: the unit that is shown is no such", each.message)


def _slipped(one: naive.Band, other: naive.Band) -> bool:
    """Two plain ranges, of which each has an end that is not in the other, on different sides."""
    if one.when or other.when or None in (one.low, one.high, other.low, other.high):
        return False
    assert one.low is not None
    assert one.high is not None
    assert other.low is not None
    assert other.high is not None
    return one.low < other.low <= one.high < other.high or other.low < one.low <= other.high < one.high


def unreachable(held: Held, found: list[Diagnostic]) -> None:
    """What is never given for its condition alone is told of the condition."""
    never = [
        band.rating
        for at, band in enumerate(held.rules.bands)
        if not any(seen.holds[at] for (seen,) in held.brute.units)
        and (band.when is None or any(seen.when[at] is True for (seen,) in held.brute.units))
    ]
    held.same("unreachable", never, [each.about for each in found])


def shadowed(held: Held, found: list[Diagnostic]) -> None:
    expected = []
    for at, band in enumerate(held.rules.bands):
        meeting = [seen for (seen,) in held.brute.units if seen.holds[at]]
        if meeting and not held.rules.unique and all(any(seen.holds[:at]) for seen in meeting):
            expected.append(band.rating)
    held.same("shadowed", expected, [each.about for each in found])
    for each in found:
        for result in held.units(each):
            shadow = re.search(r"can never be given: (\S+) stands above", str(each.message))
            if shadow is None or result.rating != shadow[1]:
                held.fail("shadowed: the unit that is shown is no such", each.message)


def monotone(held: Held, found: list[Diagnostic]) -> None:
    falls = held.brute.falls
    held.same("monotone", {True for _ in falls}, {True for _ in found})
    about = {held.rules.path(each.about) for each in found}
    if falls and found:
        named = {
            path
            for path in falls
            if any(path == node or path.startswith(f"{node}.") or node == "total" for node in about)
        }
        held.same(
            "monotone of leaves",
            falls,
            named | {path for path in about if not held.rules.nodes[path].children},
        )
    places = held.brute.sides[0].places
    for each in found:
        results = held.units(each)
        if len(results) == 2:
            low, high = results
            if low.rating is None or high.rating is None or places[low.rating] >= places[high.rating]:
                held.fail("monotone: the units that are shown are no such", each.message)


def constant_condition(held: Held, found: list[Diagnostic]) -> None:
    units = [seen for (seen,) in held.brute.units]
    expected = []
    for at, band in enumerate(held.rules.bands):
        if band.when is not None:
            expected += _constant(band.rating, band.when, {seen.when[at] for seen in units})
    for level, judged in held.rules.judgements.items():
        for result, when in judged:
            by_node = [
                {
                    truth
                    for seen in units
                    for node, _, condition, truth in seen.judged
                    if node == path and condition == when
                }
                for path, node in held.rules.nodes.items()
                if node.level == level
            ]
            if all(each == by_node[0] for each in by_node):
                expected += _constant(result, when, by_node[0])
    held.same("constant-condition", expected, [(each.about, str(each.message)) for each in found])


def _constant(about: str, when: str, truths: set[bool]) -> list[tuple[str, str]]:
    if len(truths) != 1:
        return []
    return [(about, f"the condition of {about} is {'always' if True in truths else 'never'} true: {when}")]


def target_impossible(held: Held, found: list[Diagnostic]) -> None:
    never = [
        name
        for at, name in enumerate(held.rules.targets)
        if not any(seen.meets[at] for (seen,) in held.brute.units)
    ]
    held.same("target-impossible", never, [each.about for each in found])


LAWS: dict[str, Callable[[Held, list[Diagnostic]], None]] = {
    "gap": gap,
    "overlap": overlap,
    "unreachable": unreachable,
    "shadowed": shadowed,
    "monotone": monotone,
    "constant-condition": constant_condition,
    "target-impossible": target_impossible,
}


# What `ken diff` proves of two


def check_pair(
    loaded: tuple[Any, Any],
    brute: Brute,
    data: tuple[Mapping[str, Any], Mapping[str, Any]],
    verdicts: Verdicts,
) -> None:
    """That the transitions which are possible are those that some unit makes, and that the examples make
    them."""
    said = kenrules.prove(*loaded, seconds=SECONDS_OF_A_DIFF)
    is_beyond = any(
        node.combine in small.BEYOND for side in brute.sides for node in side.rules.nodes.values()
    )
    if said.beyond is not None:
        verdicts.asked["undecided, and no polynomial"] += 1
        if not is_beyond:
            verdicts.fail("diff: undecided without need", str(said.beyond), *data)
        return
    made = {(one.rating, other.rating) for one, other in brute.units if one is not None and other is not None}
    ratings = [dict.fromkeys(band.rating for band in side.rules.bands) for side in brute.sides]
    wanted = {(old, new) for old in ratings[0] for new in ratings[1]}
    if {(each.old, each.new) for each in said.transitions} != wanted:
        verdicts.fail("diff: pairs of ratings are left out", str(said.transitions), *data)
    for each in said.transitions:
        verdicts.asked["questions"] += 1
        is_so = (each.old, each.new) in made
        verdicts.asked[f"diff: {'possible' if is_so else 'never'}"] += 1
        about = f"{each.old} → {each.new}"
        if each.possible is None:
            verdicts.asked["undecided, and no polynomial" if is_beyond else "undecided in time"] += 1
        elif each.possible != is_so:
            verdicts.fail(f"diff: {'possible' if each.possible else 'never'}, and it is not so", about, *data)
        if each.possible and each.example is not None:
            _check_example(loaded, brute, each, verdicts, data)


def _check_example(
    loaded: tuple[Any, Any], brute: Brute, each: Any, verdicts: Verdicts, data: tuple[Mapping[str, Any], ...]
) -> None:
    old, new = (
        unit_of(side.rules, witness.data)
        for side, witness in zip(brute.sides, (each.example.old, each.example.new), strict=True)
    )
    about = f"{each.old} → {each.new}: {old.given} {new.given}"
    verdicts.asked["units shown"] += 1
    if not _is_example(loaded, brute, (old, new), (each.old, each.new)):
        verdicts.fail("diff: the unit that is shown is no such", about, *data)
    if not all(
        _same_answers(brute, path, old.given[path], new.given[path])
        for path in brute.sides[0].rules.leaves()
        if path in old.given and path in new.given
    ):
        verdicts.fail("diff: the two sides of the unit that is shown do not fit", about, *data)


def _is_example(
    loaded: tuple[Any, Any], brute: Brute, units: tuple[Shown, Shown], ratings: tuple[str, str]
) -> bool:
    results = [
        rated(rules, side.rules, unit) for rules, side, unit in zip(loaded, brute.sides, units, strict=True)
    ]
    return tuple(result.rating for result in results) == ratings


def _same_answers(brute: Brute, path: str, old: Fraction, new: Fraction) -> bool:
    """Whether the scores of a leaf by two rule sets can be of the same answers."""
    nodes = [side.rules.nodes[path] for side in brute.sides]
    if nodes[0].formula or nodes[1].formula or (nodes[0].answers is None) != (nodes[1].answers is None):
        return True
    if nodes[0].answers is None or nodes[1].answers is None:
        return old == new
    earned = [node.answers.earned(reversed_=node.reversed) for node in nodes if node.answers]
    words = [word for word in earned[0] if word in earned[1]]
    if nodes[0].answers.by_unit:
        return any((old, new) == (earned[0][word], earned[1][word]) for word in words)
    if len(words) != 2:
        return True
    ends = [[each[word] for word in words] for each in earned]
    return (old - ends[0][0]) * (ends[1][1] - ends[1][0]) == (new - ends[1][0]) * (ends[0][1] - ends[0][0])


# What brute force itself is held against

PLAIN = (
    "ruleset: small/one\ntitle: small\nsource: made up\nunit: unit\nscale: "
    "{min: 0, max: 1, decimals: 0, rounding: %s}\n"
)
YES_NO = "answers: {yn: {options: {none: 0, some: 1}, answered_by: unit}}\n"


def ratings(text: str) -> set[str | None]:
    return {seen.rating for (seen,) in Brute(yaml.safe_load(text)).units if seen is not None}


@pytest.mark.parametrize(("rounding", "bands"), [("up", "low"), ("down", "high")])
def test_a_single_point_is_not_forgotten(rounding, bands):
    text = (
        PLAIN % rounding + "parts: {a: {}, b: {}}\nbands: [{rating: high, from: 1}, {rating: low, to: 0}]\n"
    )
    assert ratings(text) == {"high", "low"}
    assert ratings(text.replace("{a: {}, b: {}}", "{a: {}, b: {}, c: {}}\ncombine: median")) == {
        "high",
        "low",
    }
    alone = text.replace("to: 0", f"to: 0, when: a == {'01'[bands == 'high']} and b == a")
    assert bands in ratings(alone)


def test_nothing_lies_between_two_answers_and_much_between_those_of_respondents():
    text = (
        PLAIN.replace("decimals: 0", "decimals: 1") % "half_up"
        + YES_NO
        + "parts: {a: {answers: yn}, b: {answers: yn}}\n"
    )
    text += "bands: [{rating: high, from: 1}, {rating: middle, from: 0.5, to: 0.5}, {rating: low, to: 0}]\n"
    assert ratings(text) == {"high", "middle", "low"}
    assert ratings(text.replace("answered_by: unit", "answered_by: respondents")) == {
        "high",
        "middle",
        "low",
        None,
    }


def test_what_a_rise_does_is_known_of_answers_numbers_and_raw_values():
    bands = 'bands: [{rating: high, from: 0, to: 1, when: "%s"}, {rating: low}]\n'
    questions = (
        "questions: "
        "{a: {answers: yn}, b: {}, c: {score: 1 - value, range: {min: 0, max: 1}}, d: {answers: yn, reversed: true}}\n"
    )
    for condition, falls in (
        ("a < 1", {"a"}),
        ("b <= 0 or a >= 1", {"b"}),
        ("c < 1", {"c"}),
        ("max(c, d) < 1", {"c", "d"}),
        ("min(a, b, c, d) >= 1", set()),
    ):
        assert (
            Brute(yaml.safe_load(PLAIN % "half_up" + YES_NO + questions + bands % condition)).falls == falls
        ), condition


# Rule sets that show one thing each

HEAD = (
    "ruleset: small/one\ntitle: small\nsource: made up\nunit: unit\nscale: "
    "{min: 0, max: 2, decimals: 0, rounding: down}\n"
)
ONCE = HEAD + "answers: {yn: {options: {none: 0, some: 2}, answered_by: unit}}\nparts: {a: {answers: yn}}\n"
CLIPPED = HEAD + 'questions: {q: {score: "clip(value, 0, 1)"}}\n'
THREE = "bands: [{rating: high, from: 2}, {rating: middle, from: 1, to: 1}, {rating: low, to: 0}]\n"
SINGLE = {
    "no gap between two answers": ONCE + "bands: [{rating: high, from: 2}, {rating: low, to: 0}]",
    "a band between two answers is out of reach": ONCE + THREE,
    "no overlap between two answers": ONCE
    + "hit_policy: unique\nbands: [{rating: high, from: 1}, {rating: low, to: 1}]",
    "out of reach, and not shadowed": ONCE
    + "bands: [{rating: top, from: 1}, {rating: middle, from: 1, to: 1}, {rating: low, to: 0}]",
    "shadowed, but for what cannot be": ONCE
    + "bands: [{rating: top, from: 2}, {rating: middle, from: 1}, {rating: low, to: 0}]",
    "no fall between two answers": ONCE + "bands: [{rating: top, from: 2}, {rating: middle, from: 1}, "
    "{rating: low, to: 0}]",
    "a condition that is always true of two answers": ONCE
    + "bands: [{rating: top, when: total != 1}, {rating: middle}]",
    "a target between two answers": ONCE
    + "bands: [{rating: all}]\ntargets: [{id: t, share_of_units: total == 1, at_least: 50%}]",
    "one answer after the other": ONCE.replace("{a: {answers: yn}}", "{a: {answers: yn}, b: {answers: yn}}")
    + THREE,
    "what a formula can reach": CLIPPED + "bands: [{rating: high, from: 2}, {rating: low, to: 1}]",
    "no gap above what a formula can reach": CLIPPED + "bands: [{rating: all, to: 1}]",
    "a judgement of a formula's score": CLIPPED + "bands: [{rating: all}]\njudgements: "
    "{question: [{result: few, when: score < 2}, {result: many, when: score == 2}]}",
    "a judgement of a formula's score and of another": ONCE.replace(
        "parts: {a: {answers: yn}}",
        "questions: {a: {answers: yn}, q: {score: value, range: {min: 0, max: 2}}}",
    )
    + "bands: [{rating: all}]\njudgements: "
    "{question: [{result: ends, when: score != 1}, {result: middle, when: score == 1}]}",
}
OTHER = HEAD.replace("one", "other")
WORDS = (
    "answers: {three: {options: {none: %s, some: %s, all: 2}, answered_by: unit}}\nparts: "
    "{a: {answers: three}}\n"
)
INNER = ONCE.removeprefix(HEAD).replace(
    "parts: {a: {answers: yn}}", "instruments: {m: {questions: {a: {answers: yn}}}}"
)
INNER_CLIPPED = (
    CLIPPED.removeprefix(HEAD)
    .replace("questions: {q", "instruments: {m: {questions: {q")
    .replace("}}\n", "}}}}\n")
)
PAIRS = {
    "a unit has one answer, not a mixture": (HEAD + WORDS % (0, 1) + THREE, OTHER + WORDS % (1, 0) + THREE),
    "a node of both is made of its answers": (HEAD + INNER + THREE, OTHER + INNER + THREE),
    "a node of both is made of its formulas": (HEAD + INNER_CLIPPED + THREE, OTHER + INNER_CLIPPED + THREE),
}


@pytest.mark.parametrize("name", SINGLE)
def test_a_check_says_what_is_so(name, tmp_path):
    verdicts = Verdicts()
    check_one(tmp_path, yaml.safe_load(SINGLE[name]), verdicts)
    assert verdicts.asked["rule sets"] == 1
    verdicts.hold()


@pytest.mark.parametrize("name", PAIRS)
def test_a_transition_is_what_some_unit_makes(name, tmp_path):
    verdicts = Verdicts()
    check_two(tmp_path, (yaml.safe_load(PAIRS[name][0]), yaml.safe_load(PAIRS[name][1])), verdicts)
    assert verdicts.asked["pairs"] == 1
    verdicts.hold()


# The laws


def check_one(folder: Path, data: Mapping[str, Any], verdicts: Verdicts) -> None:
    """What the checks say of one rule set, against all of its units."""
    try:
        loaded, brute = load(folder, data), Brute(data)
        assert brute.units is not None
    except (KenError, TooLargeError) as reason:
        verdicts.asked[f"left out: {type(reason).__name__}"] += 1
        return
    verdicts.asked["rule sets"] += 1
    try:
        Held(data, loaded, kenrules.check(loaded), brute, verdicts).check()
    except TooLargeError:
        verdicts.asked["rises left out: TooLargeError"] += 1


def check_two(folder: Path, data: tuple[Mapping[str, Any], Mapping[str, Any]], verdicts: Verdicts) -> None:
    """What is proved of two rule sets, against all units of both."""
    try:
        loaded = load(folder, data[0], "old.yaml"), load(folder, data[1], "new.yaml")
        brute = Brute(*data)
        assert brute.units is not None
    except (KenError, TooLargeError) as reason:
        verdicts.asked[f"left out: {type(reason).__name__}"] += 1
        return
    verdicts.asked["pairs"] += 1
    check_pair(loaded, brute, data, verdicts)


def test_proofs_agree_with_trying_every_unit(tmp_path):
    verdicts = Verdicts()
    for seed in numbers(1):
        check_one(tmp_path, small.rule_set(random.Random(seed)), verdicts)
    print(verdicts)  # noqa: T201  # shown with -s
    verdicts.hold()


def test_transitions_agree_with_trying_every_unit(tmp_path):
    verdicts = Verdicts()
    for seed in numbers(2):
        check_two(tmp_path, small.pair(random.Random(seed)), verdicts)
    print(verdicts)  # noqa: T201  # shown with -s
    verdicts.hold()


@pytest.mark.parametrize("seed", range(SEED, SEED + 3))
def test_the_commands_say_what_the_functions_say(seed, tmp_path):
    loaded = load(tmp_path, small.rule_set(random.Random(seed)))
    said = json.loads(commands.printed("check", tmp_path / "rules.yaml", "--format", "json"))
    assert [(each["code"], each["message"]) for each in said] == [
        (each.code, str(each.message)) for each in kenrules.check(loaded)
    ]
    data = small.pair(random.Random(seed))
    both = [load(tmp_path, each, name) for each, name in zip(data, ("old.yaml", "new.yaml"), strict=True)]
    found = json.loads(
        commands.printed("diff", tmp_path / "old.yaml", tmp_path / "new.yaml", "--format", "json")
    )
    proved = [(each.old, each.new, each.possible) for each in kenrules.prove(*both).transitions]
    assert [(each["old"], each["new"], each["possible"]) for each in found["transitions"]] == proved


def test_trying_every_unit_forgets_none():
    """Units drawn at random, on and beside the bounds of rounding, come to nothing that is not known
    already."""
    for seed in seeds(8):
        chance = random.Random(seed)
        data = small.pair(chance) if seed % 3 == 0 else (small.rule_set(chance),)
        try:
            brute = Brute(*data)
            known = set(brute.units)
        except TooLargeError:
            continue
        for _ in range(200):
            point = tuple(drawn(number.low, number.high, chance) for number in brute.inputs.numbers)
            seen = brute.see(chance.choice(brute.picks), point)
            assert None in seen or seen in known, (seed, point)


def drawn(low: Fraction, high: Fraction, chance: random.Random) -> Fraction:
    """A number between two ends."""
    grid = chance.choice([1, 2, 3, 4, 7, 12, 20, 40, 100, 600])
    return min(high, max(low, Fraction(round((low + (high - low) * Fraction(chance.random())) * grid), grid)))
