"""Nothing of a rule set is passed over in silence: whatever field of its model differs, a change tells it, with
its place."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from dataclasses import Field, fields, replace
from fractions import Fraction
from typing import Any

import kenrules
import pytest
from kenrules.engine.compare.changes import differences
from kenrules.engine.meaning import answer_scale, meant_findings, model, reference, scoring
from kenrules.engine.meaning.expressions import Expression
from kenrules.engine.meaning.model import (
    AnswerScale,
    Band,
    Judgement,
    Node,
    RuleSet,
    Scale,
    Suppression,
    Target,
    Threshold,
)
from kenrules.engine.meaning.parsing import parse
from kenrules.engine.meaning.reference import ReferenceTable, TableKey
from kenrules.engine.meaning.scoring import (
    Adjustment,
    Case,
    PointsTable,
    RatingLimit,
    RawValue,
    Refusal,
    RoundStep,
    Row,
)
from kenrules.engine.meaning.titles import Title
from kenrules.engine.words.diagnostics import Position

BOOK = """
ruleset: test/all
title: Everything
field: shops
unit: shop
effective: {from: 2025-10-01, to: 2026-09-30}
source: the board
scale: {min: 0, max: 50, decimals: 1, rounding: half_up, in: points}
thresholds: {pass: {value: 6, title: pass mark}}
inputs:
  kind: {one_of: [food, books], title: kind, missing: food}
  staff: {range: 0..500, decimals: 0, in: people}
  age: {range: 0..100, decimals: 1, rounding: down, missing: 3}
  grade: {range: 1..6, step: 0.5, fixed: true}
  spare: {range: 0..1}
answers:
  quality: {options: {good: 10, poor: 2, none of it: not_applicable, no word: missing}, title: quality, answered_by: unit}
  mood: {options: {glad: 5, sad: 1}}
  spare: {options: {glad: 5, sad: 1}}
tables:
  usual: {file: usual.csv, by: {kind: exactly, age: between}}
  other_spare: {file: usual.csv, by: {kind: exactly, age: between}}
missing: skip
min_coverage: 50%
applies: staff > 0
refuse: {when: staff > 400 and kind == books, because: too many}
plus: {score: 1, when: kind == food, source: a letter}
at_least: {score: 1, when: staff > 3}
at_most: [40, {score: 30, when: kind == books}]
notches: {score: -1, when: staff > 200}
no_better_than: {fair: {when: staff < 2, source: a circular}}
combine: weighted_mean
parts:
  looks: {title: looks, weight: 2, round: {decimals: 1, rounding: up}, best: 2, questions: {l1: {}, l2: {answers: quality}, l3: {answers: {yes: 3, no: 0}}}}
  stock:
    weight: 3
    missing: 4
    decimals: 0
    better: higher
    thresholds: {pass: {value: 7, title: a higher one}}
    bands: [{rating: full, from: 7, when: stock >= pass}, {rating: half, above: 3, below: 7}, {rating: empty}]
    combine: sum
    questions:
      s1: {value: {range: 0..90, decimals: 0}, points: {..8: 3, 9..20: 0..1, 21..: 2}, in: a day}
      s2: {of: staff, points: {else: 1, above: [10, 20]}}
      s3: {cases: [{when: kind == food, answers: {sold: 1, kept: 2}}, {when: kind == books, of: age, points: {..5: 1, 6..: 2}, title: books, source: a book}, {score: usual.m / 10}]}
      s4: {score: "clip(value - 1, 0, 9)", value: {range: 0..9}}
  service: {weight: 1, min_respondents: 3, questions: {v1: {answers: mood, reversed: true}, v2: {}}}
judgements:
  question: [{result: ok, when: score >= pass, title: fine}, {result: weak, when: score < pass}]
bands:
  - {rating: good, from: 20, when: looks >= 2, title: a good shop, source: page 2}
  - {rating: fair, above: 10}
  - {rating: bad, below: 10.1}
aliases: {care: [service]}
targets: [{id: most, share_of_units: total >= 10, at_least: 50%, title: most shops}]
corresponds: {older/1: {A: good, B: [fair, bad]}}
checks: {shadowed: {ignore: [fair], because: it is meant}}
variants:
  kind:
    books: {bands: {good: {from: 25}}}
"""
TABLE = "kind,age,m\nfood,0,1\nfood,100,20\nbooks,0,2\nbooks,100,30\n"

SKIPPED = {
    "RuleSet": {
        "id": "a name",
        "worded": "made of the rest",
        "lent": "made of the variants",
        "fingerprint": "made of the rest",
        "files": "places",
    },
    "Node": {
        "id": "one gone, one come",
        "path": "made of ids",
        "weight_is_percent": "the same weight otherwise",
    },
    "AnswerScale": {"id": "a key", "is_own": "told of the node", "order": "made of the variants"},
    "Threshold": {"id": "a key"},
    "ReferenceTable": {"id": "a key"},
}
"""By class of the model: fields that say nothing by themselves, and why."""

IDLE: dict[tuple[str, str], Callable[[Any], bool]] = {
    ("Node", "answers"): lambda node: bool(node.children) or (node.level == "input" and not node.answers),
    ("Node", "reversed"): lambda node: bool(node.children) or node.level == "input",
    ("Node", "weight"): lambda node: node.weight is None,
    ("Node", "combine"): lambda node: not node.children,
    ("Node", "missing"): lambda node: not node.children,
    ("Node", "min_coverage"): lambda node: not node.children or node.missing != "skip",
    ("Node", "best"): lambda node: not node.children,
    ("Node", "min_respondents"): lambda node: not node.children and node.level != "question",
    ("Node", "title"): lambda node: node.path == "total",
    ("AnswerScale", "answered_by"): lambda scale: not scale.has_scores or ".cases." in scale.id,
    ("AnswerScale", "options"): lambda scale: not scale.has_scores,
    ("AnswerScale", "title"): lambda scale: scale.is_own,
    ("AnswerScale", "source"): lambda scale: scale.is_own,
    ("Case", "score"): lambda case: case.score is None,
    ("Case", "answers"): lambda case: case.answers is None,
    ("Row", "end"): lambda row: row.score == NEW["Fraction"],
    ("PointsTable", "otherwise"): lambda table: not table.is_ladder,
    ("PointsTable", "is_ladder"): lambda table: table.rows[0].low is None,
    ("Row", "above"): lambda row: row.high is not None,
    ("Band", "above"): lambda band: band.minimum is None,
    ("Band", "below"): lambda band: band.maximum is None,
}
"""Where a field of a class says nothing, in which objects."""

OF_INPUTS = {"title", "source", "value", "measure", "answers"}
"""What is said of an input."""


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> RuleSet:
    folder = tmp_path_factory.mktemp("all")
    (folder / "usual.csv").write_text(TABLE)
    path = folder / "all.yaml"
    path.write_text(BOOK)
    return kenrules.load(path)


Made = tuple[Any, Field[Any] | None, Any]
"""Where something was changed: in which object, in which of its fields (none in an entry of a list), and the whole
with it."""


def changed(value: Any, name: str, kind: str) -> Iterator[Any]:
    """Other values in the place of a single one; `kind` is how its field is declared."""
    if isinstance(value, Expression) or (value is None and "Expression" in kind):
        text = "staff >= 7" if name in ("when", "applies", "condition") else "staff * 3"
        yield parse(text, Position("elsewhere", 1, 1))[0]
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, (Fraction, int)):
        yield value / 2 if 0 < value < 1 else value + 1
    elif isinstance(value, Title):
        yield Title({"en": "otherwise"})
    elif isinstance(value, str):
        words = {
            "half_up": "down",
            "up": "down",
            "down": "up",
            "skip": "zero",
            "unit": "respondents",
            "respondents": "unit",
        }
        words |= {"higher": "lower", "first": "unique", "mean": "max", "sum": "max", "weighted_mean": "sum"}
        words |= {"exactly": "steps", "between": "steps", "error": "zero", "answer": "rating"}
        words |= {"quality": "mood", "mood": "quality", "kind": "grade", "age": "grade"}
        other = "quality" if name == "answers" and value not in words else f"{value}x"
        yield words.get(value, other)
    elif value is None:
        yield from (("quality",) if name == "answers" else ())
        yield from (
            made for word, made in NEW.items() if name != "answers" and re.search(rf"\b{word}\b", kind)
        )


NEW = {
    "Fraction": Fraction(3),
    "int": 2,
    "Rounding": "up",
    "Better": "lower",
    "str": "x",
    "RoundStep": RoundStep(3),
}
"""By word in the declaration of a field: what could stand where nothing does."""


def others(whole: Any, build: Callable[[Any], Any], owner: Any, field: Field[Any] | None) -> Iterator[Made]:
    """Everything that a part of a rule set could be instead, one change at a time."""
    if isinstance(whole, RuleSet) and owner is not None:  # of a variant its bands alone are changed
        bands = next(each for each in fields(whole) if each.name == "bands")
        yield from others(whole.bands, lambda new: build(replace(whole, bands=new)), whole, bands)
    elif dataclasses.is_dataclass(whole) and not isinstance(whole, Expression):
        for each in fields(whole):
            name = each.name
            if each.compare and name not in SKIPPED.get(type(whole).__name__, {}):
                yield from others(
                    getattr(whole, name),
                    lambda new, name=name: build(replace(whole, **{name: new})),
                    whole,
                    each,
                )
    elif isinstance(whole, tuple):
        if whole and not (field is not None and field.name in ("columns", "effective")):
            yield owner, field, build(whole[:-1])
        for number, entry in enumerate(whole):
            yield from others(
                entry,
                lambda new, number=number: build((*whole[:number], new, *whole[number + 1 :])),
                owner,
                field,
            )
    elif isinstance(whole, dict) and not isinstance(whole, Title):
        for name, entry in whole.items():
            yield from others(entry, lambda new, name=name: build({**whole, name: new}), owner, field)
        if whole:
            gone = next((key for key in ("spare", "other_spare") if key in whole), next(reversed(whole)))
            yield owner, field, build({name: entry for name, entry in whole.items() if name != gone})
    else:
        assert field is not None
        for new in changed(whole, field.name, str(field.type)):
            yield owner, field, build(new)


def is_idle(owner: Any, field: Field[Any]) -> bool:
    """Whether a field says nothing in an object."""
    if isinstance(owner, Node) and owner.level == "input" and field.name not in OF_INPUTS:
        return True
    if isinstance(owner, RuleSet) and field.name in ("choosing", "variants") and not owner.variants:
        return True
    return IDLE.get((type(owner).__name__, field.name), lambda _: False)(owner)


def told(old: RuleSet, new: RuleSet) -> list[Any]:
    return [each for change in differences(old, new).changes for each in change.differences]


def test_whatever_differs_is_told_with_its_place(rules):
    seen: set[tuple[str, str]] = set()
    silent, placeless = set(), set()
    for owner, field, other in others(rules, lambda new: new, None, None):
        assert field is not None
        if is_idle(owner, field):
            continue
        seen.add((type(owner).__name__, field.name))
        found = told(rules, other)
        if not found or (len(seen) % 3 == 0 and not told(other, rules)):
            silent.add((type(owner).__name__, field.name, getattr(owner, "path", "")))
        for each in found:
            if not (each.old_position.line and each.new_position.line):
                placeless.add((type(owner).__name__, field.name, str(each.what)))
    assert sorted(silent) == []
    assert sorted(placeless) == []
    kinds = [RuleSet, Node, Scale, Threshold, AnswerScale, Judgement, Band, Target, Suppression]
    kinds += [RawValue, Row, PointsTable, Case, Adjustment, RatingLimit, Refusal, RoundStep]
    every = {
        (kind.__name__, each.name)
        for kind in (*kinds, TableKey, ReferenceTable)
        for each in fields(kind)
        if each.compare and each.name not in SKIPPED.get(kind.__name__, {})
    }
    assert every - seen == COMPOSED
    classes = {
        name
        for module in (model, answer_scale, scoring, reference, meant_findings)
        for name, own in vars(module).items()
        if dataclasses.is_dataclass(own) and own.__module__ == module.__name__
    }
    claims = {"OwnClaim"}  # see below
    assert classes == {kind.__name__ for kind in (*kinds, TableKey, ReferenceTable)} | claims


def test_claims_are_told_that_are_new_gone_or_say_something_else(tmp_path):
    kept, gone, other = (
        '{id: kept, holds: "total >= 0"}',
        '{id: gone, holds: "total <= 50"}',
        "{id: other, holds: ",
    )
    (tmp_path / "usual.csv").write_text(TABLE)
    both = []
    for name, claims in (
        ("one", [kept, gone, f'{other}"total >= 0"}}']),
        ("two", [kept, f'{other}"total >= -1"}}']),
    ):
        path = tmp_path / f"{name}.yaml"
        path.write_text(f"{BOOK}claims: [{', '.join(claims)}]\n")
        both.append(kenrules.load(path))
    found = differences(*both).changes
    assert [(str(each.title), each.rates) for each in found if each.kind == "claim"] == [
        ("claim gone: total <= 50 → –", False),
        ("claim other: total >= 0 → total >= -1", False),
    ]
    assert all(own.old_position.line and own.new_position.line for each in found for own in each.differences)


COMPOSED = {
    *(("RuleSet", "scale"), ("RuleSet", "total"), ("Node", "value")),
    *(("Node", "points"), ("Case", "points")),
}
"""Fields with parts that are changed by themselves."""
