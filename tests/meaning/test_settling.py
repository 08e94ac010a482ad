"""Questions to the solver: one time for all of them, and none asked twice."""

from __future__ import annotations

import time

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


class Kept:
    """A solver that a busy machine lets wait: its time is over each time before it has done anything; asked
    for the third time it has an answer."""

    def __init__(self):
        self.asked = 0

    def check(self):
        self.asked += 1
        return z3.unsat if self.asked == 3 else z3.unknown

    def reason_unknown(self):
        return "timeout"

    def push(self, *_):
        """Nothing is kept."""

    pop = add = set = push


def test_a_question_that_a_busy_machine_kept_waiting_is_asked_again():
    solver = Kept()
    assert Budget(5).ask(solver, z3.BoolVal(val=True)) is None
    assert solver.asked == 3


def test_a_question_is_not_asked_again_once_the_processor_has_worked_for_it(monkeypatch):
    solver = Kept()
    monkeypatch.setattr(solver, "check", lambda: used(0.2) or z3.unknown)
    with pytest.raises(UndecidedError):
        Budget(0.2).ask(solver, z3.BoolVal(val=True))


def used(seconds):
    """Lets the processor work for so long."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
