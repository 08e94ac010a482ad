"""Laws of explanations of the second edition, over random books and units: what they tell of a unit is what
the naive evaluator makes of it, and every sentence with numbers in it is true."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from kenrules.engine.explain.decisions import Decision
from kenrules.engine.explain.explanation_json import trace_json
from kenrules.engine.explain.explanation_sections import sections
from kenrules.engine.explain.trace import seen, traced
from kenrules.engine.explain.trace_steps import Trace, TraceStep
from kenrules.engine.explain.what_decided import WhatDecided
from kenrules.engine.meaning.states import State
from kenrules.engine.rating.evaluation import evaluate_dataset

from .budget import seeds
from .naive import NOT_APPLICABLE, Unit, assess
from .naive.patches import with_variants
from .naive.reading import Book
from .naive.telling import Cannot
from .naive.unit import Sheet, read_input
from .naive.ways import chosen_way
from .side_by_side import read, unlike_naive
from .worked import is_true

DUST = Fraction(1, 10**30)


def test_explanations_say_what_the_naive_evaluator_does(tmp_path: Path):
    for seed in seeds(20, at_least=3):
        case = read(seed, tmp_path, units=30)
        if case is None:
            continue
        for each in seen(evaluate_dataset(case.rules, case.dataset)):
            unit = case.units[each.unit]
            found = list(_unlike(traced(case.rules, each, {}), case.book.rules, unit))
            assert not found, (seed, each.unit, found)


def _unlike(trace: Trace, rules: dict[str, Any], unit: Unit) -> Iterator[str]:
    yield from unlike_naive(trace.exact, assess(rules, unit))
    yield from _of_points(trace.root)
    told = WhatDecided(trace, "en")
    sheet = _sheet(rules, unit)
    for step in trace.root.walk():
        for decision in told.of(step.node.path):
            yield from (f"{step.node.path}: {fault}" for fault in _of_decision(decision))
            if sheet is not None:
                yield from _of_way(step, decision, sheet)
        is_out = trace.exact.state(step.node.path) is State.NOT_APPLICABLE
        does_not = [each for each in told.of(step.node.path) if each.data.get("holds") is False]
        if any(each.step == "applies" for each in does_not) and not is_out:
            yield f"{step.node.path} is said not to apply"
    yield from (f"total: {fault}" for each in told.rating() for fault in _of_decision(each))
    if trace.rating is not None and (moves := [each.data for each in told.rating() if "to" in each.data]):
        yield from [] if moves[-1]["to"] else ["a rating is moved nowhere"]
    for section in sections(trace, [], "en"):
        yield from (f"said: {line}" for line in map(str, section.sentences) if "{" in line)
    trace_json(trace, [], str)


def _of_points(root: TraceStep) -> Iterator[str]:
    """What children and what is added add makes what their parent does; what they lack what it lacks."""
    for step in root.walk():
        for kind in ("adds", "costs"):
            own = getattr(step, kind)
            parts = [part for child in step.children if (part := getattr(child, kind)) is not None]
            if kind == "adds" and step.plus is not None:
                parts.append(step.plus)
            if own is None or not parts or (kind == "costs" and len(parts) < len(step.children)):
                continue
            if abs(sum(part.exact for part in parts) - own.exact) > DUST:
                yield f"{step.node.path} {kind} {own.exact}, not {[part.exact for part in parts]}"
            elif sum(part.shown for part in parts) != own.shown:
                yield f"{step.node.path} shows {own.shown}"
            if kind == "costs" and own.exact < 0:
                yield f"{step.node.path} costs {own.exact}"


def _of_decision(decision: Decision) -> Iterator[str]:
    """What a decision says of numbers."""
    data = decision.data
    equation = data.get("equation")
    if equation is not None and not is_true(str(equation)):
        yield f"{equation} is not true"
    if decision.step == "points" and data["score"] is not None:
        value, low, high = (data.get(name) for name in ("value", "from", "to"))
        if (low is not None and low > value) or (high is not None and high < value):  # type: ignore[operator]
            yield f"{value} is not in {low}..{high}"
    if decision.step in ("at_least", "at_most") and data["after"] is not None:
        before, amount, after = (Fraction(data[name]) for name in ("before", "amount", "after"))  # type: ignore[arg-type]
        wanted = max(before, amount) if decision.step == "at_least" else min(before, amount)
        if abs(after - wanted) > DUST:
            yield f"{decision.step} {amount}: {before} becomes {after}"


def _sheet(rules: dict[str, Any], unit: Unit) -> Sheet | None:
    """The unit as the naive evaluator sees it; None where it is not told which rules hold."""
    words = {}
    for name in rules.get("variants") or {}:
        kind = Book.from_data({"inputs": {name: (rules.get("inputs") or {})[name]}}).inputs[name]
        word = read_input(kind, unit.inputs.get(name))
        if isinstance(word, Cannot):
            return None
        words[name] = str(word)
    return Sheet(Book.from_data(with_variants(rules, words)), unit)


def _of_way(step: TraceStep, decision: Decision, sheet: Sheet) -> Iterator[str]:
    """Which case is taken."""
    item = sheet.items[step.node.path]
    if decision.step != "cases" or not item.searched:
        return
    read = sheet.read(item)
    if len(read.subjects) > 1 or sheet.standing(item).state == NOT_APPLICABLE:
        return
    chosen = chosen_way(sheet, item, read.subject)
    if isinstance(chosen, Cannot):
        if decision.data["holds"] is True:
            yield f"{step.node.path}: case {decision.data['case']}, not {chosen.state}"
    elif decision.data["holds"] is not True or item.ways[int(str(decision.data["case"])) - 1] is not chosen:
        yield f"{step.node.path}: case {decision.data['case']}, not {item.ways.index(chosen) + 1}"
