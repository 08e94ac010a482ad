"""Questions to the solver: one time for all of them, and none asked twice."""

from __future__ import annotations

import kenrules
import pytest
import z3
from kenrules.engine.meaning.settling import Budget, HopelessError, Question, Trial, UndecidedError, settle

from ..proving import found
from ..yes_no import TWO


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
