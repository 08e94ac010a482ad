"""Questions as every solver of SMT-LIB reads them."""

from __future__ import annotations

import random

import pytest
import z3
from kenrules.engine.verify.standard_text import in_standard_words


def _of(chance: random.Random, names: list[z3.BoolRef], depth: int) -> z3.BoolRef:
    """A random condition with what z3 has words of its own for."""
    if depth == 0 or chance.random() < 0.2:
        return chance.choice(names)
    some = [_of(chance, names, depth - 1) for _ in range(chance.randint(1, 4))]
    kind = chance.randrange(6)
    if kind == 0:
        return z3.AtLeast(*some, chance.randint(0, len(some)))
    if kind == 1:
        return z3.AtMost(*some, chance.randint(0, len(some)))
    if kind == 2:
        return z3.Or(*some) if chance.random() < 0.8 else z3.Or()
    if kind == 3:
        return z3.And(*some) if chance.random() < 0.8 else z3.And()
    number = z3.Sum([z3.If(own, z3.RealVal(1), z3.RealVal(0)) for own in some])
    return number >= chance.randint(0, 3) if kind == 4 else z3.Not(some[0])


@pytest.mark.parametrize("seed", range(40))
def test_the_text_means_what_the_question_does(seed):
    chance = random.Random(seed)
    names = [z3.Bool(name) for name in ("a", "b", "a (c)", 'x "y"', "or else")]
    question = _of(chance, names, 4)
    solver = z3.Solver()
    solver.add(question)
    text = in_standard_words(solver.to_smt2())
    assert "(_ at-" not in text
    again = z3.And(*z3.parse_smt2_string(text))
    both = z3.Solver()
    both.add(again != question)
    assert both.check() == z3.unsat, text
    assert in_standard_words(text) == text
