"""What the arithmetic of stretches makes of units holds whatever exact arithmetic makes of one of them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from kenrules.engine.data.row_values import given_of
from kenrules.engine.meaning.arithmetic.stretches import StretchArithmetic, Stretches, stretches
from kenrules.engine.meaning.chosen_variant import plan_for
from kenrules.engine.meaning.model import Scale
from kenrules.engine.meaning.one_unit import ExactResult, evaluate_exactly, usable
from kenrules.engine.meaning.plan import Plan, run
from kenrules.engine.meaning.states import Given

from ..laws.budget import seeds
from ..laws.side_by_side import read

SCALE = Scale(Fraction(0), Fraction(10), 1, "half_up")


def of(*spans: tuple[int, int], may_lack: bool = False) -> Stretches | None:
    return stretches([(Fraction(low), Fraction(high)) for low, high in spans], may_lack=may_lack)


@pytest.mark.parametrize(
    ("made", "wanted"),
    [
        (lambda a: a.add(of((0, 1), (5, 5)), of((10, 10))), of((10, 11), (15, 15))),
        (lambda a: a.choose(a.compare(">", of((0, 3)), of((2, 2))), of((7, 7)), of((1, 1))), of((1, 1), (7, 7))),
        (lambda a: a.choose(a.compare(">", of((3, 3)), of((2, 2))), of((7, 7)), of((1, 1))), of((7, 7))),
        (lambda a: a.only_if(a.compare(">", of((0, 3)), of((2, 2))), of((7, 7))), of((7, 7), may_lack=True)),
        (lambda a: a.only_if(a.compare(">", of((3, 3)), None), of((7, 7))), None),
        (lambda a: a.maximum([of((1, 1)), of((4, 4), may_lack=True)]), of((1, 1), (4, 4))),
        (lambda a: a.total([None], [Fraction(1)], partial=True), of((0, 0))),
        (lambda a: a.mean([of((2, 2)), of((4, 4), may_lack=True)], [Fraction(1)] * 2, partial=True), of((2, 2), (3, 3))),
        (lambda a: a.mean([of((2, 2)), of((4, 4), may_lack=True)], [Fraction(1)] * 2), of((3, 3), may_lack=True)),
        (lambda a: a.first_known([of((2, 2), may_lack=True), of((9, 9))]), of((2, 2), (9, 9))),
        (lambda a: a.named("known", of((0, 9), may_lack=True)), of((4, 4), may_lack=True)),
    ],
)  # fmt: skip
def test_what_can_be_is_in_it_and_what_cannot_is_not(made: Any, wanted: Stretches | None):
    assert made(StretchArithmetic(SCALE, {"known": Fraction(4)})) == wanted


def test_the_nearest_of_many_stretches_are_joined():
    points = [(10 * number, 10 * number) for number in range(16)]
    assert of(*points, (151, 151)) == of(*points[:-1], (150, 151))


def may_be(chance: random.Random, value: Fraction | None) -> Stretches | None:
    """Stretches that hold a value: itself, some beside it, or that it is not there."""
    kind = chance.choice(["exact", "exact", "exact", "wide", "lacking", "unknown"])
    if value is None:
        return of((0, 10), may_lack=True) if kind == "unknown" else None
    spans = [(value, value)]
    if kind == "wide":
        spans = [(value - Fraction(chance.randint(0, 3), 4), value + Fraction(chance.randint(0, 3), 4))]
    if kind == "unknown":
        spans = [(value - 2, value + 1), (Fraction(50), Fraction(60))]
    return stretches(spans, may_lack=kind in ("lacking", "unknown"))


def holds(made: Stretches | None, value: Any) -> bool:
    if value is None:
        return made is None or made.may_lack
    return made is not None and any(low <= Fraction(value) <= high for low, high in made.spans)


def lost(exact: ExactResult, given: Given[Any, Any]) -> list[str]:
    """Where a run on stretches does not hold what exact arithmetic found."""
    outcome, found = exact.outcome, run(exact.plan, StretchArithmetic(exact.plan.rules.scale), given)
    pairs: list[tuple[Mapping[Any, Any], Mapping[Any, Any]]] = [
        (outcome.values, found.values),
        (outcome.printed, found.printed),
        ({key: word.number for key, word in outcome.words.items()}, {key: word.number for key, word in found.words.items()}),
        ({path: judged.number for path, judged in outcome.judged.items()}, {path: judged.number for path, judged in found.judged.items()}),
    ]  # fmt: skip
    lost = [f"{key}: {one[key]}, not in {other[key]}" for one, other in pairs for key in one if not holds(other[key], one[key])]  # fmt: skip
    if outcome.bands is not None and outcome.bands.number is not None:
        number = None if found.bands is None else found.bands.number
        lost += (
            [] if holds(number, outcome.bands.number) else [f"band {outcome.bands.number}, not in {number}"]
        )
    for path, value in outcome.nodes.items():
        for state in ("refused", "undecided", "inapplicable"):
            if getattr(value, state) and True not in (getattr(found.nodes[path], state) or ()):
                lost.append(f"{path} is {state}")
    return lost


def test_whatever_a_unit_has_is_in_what_units_like_it_may_have(tmp_path: Path):
    units = 0
    for seed in seeds(6, at_least=4):
        case = read(seed, tmp_path, units=60)
        for row in [] if case is None else case.rows:
            assert case is not None
            chance, unit = random.Random(f"{seed} {row[case.key]}"), row[case.key]
            known = usable(case.rules, given_of(case.dataset.claims, row))
            plan = plan_for(Plan.of(case.rules), known)
            if plan is None:
                continue
            given: Given[Any, Any] = Given(
                {path: may_be(chance, value) for path, value in known.scores.items()},
                {path: may_be(chance, value) for path, value in known.answers.items()},
                {path: stretches([(value, value)]) for path, value in known.respondents.items()},
                {path: frozenset({True}) for path in known.refused},
            )
            wrong = lost(evaluate_exactly(plan, known), given)
            assert not wrong, (seed, unit, wrong)
            units += 1
    assert units
