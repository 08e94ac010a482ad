"""Questions to the solver: one time for all of them, and none asked twice."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import kenrules
import pytest
import z3
from kenrules.engine.compare.implied_proofs import proofs
from kenrules.engine.meaning.settling import (
    MOST_SLOW,
    Budget,
    HopelessError,
    Question,
    Trial,
    UndecidedError,
    settle,
)
from kenrules.engine.meaning.work import PER_SECOND, work_done
from kenrules.engine.verify import checking

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


def hard(solver):
    """A solver that is asked for the sides of a cube that is the sum of two: it does not end soon."""
    one, two, three = z3.Ints("one two three")
    solver.add(one**3 + two**3 == three**3, one > 1, two > 1, three > 1)
    return solver


def test_a_question_ends_after_the_same_work_however_busy_the_machine_is():
    worked = []
    for wait in (0.0, 0.3):
        budget = Budget(0.2)
        used(wait)
        assert budget.left == pytest.approx(0.2)
        before = work_done()
        with pytest.raises(UndecidedError) as raised:
            budget.ask(hard(z3.Solver()))
        assert not isinstance(raised.value, HopelessError)
        assert budget.left <= 0
        worked.append(work_done() - before)
    assert worked[0] == pytest.approx(worked[1], rel=0.05)
    assert worked[0] == pytest.approx(0.2 * PER_SECOND, rel=0.2)


def test_the_clock_ends_what_takes_far_longer_than_its_work():
    budget = Budget(0.02)
    used(0.02 * MOST_SLOW)
    assert budget.left == 0
    assert budget.within(5).left == 0
    with pytest.raises(UndecidedError):
        budget.ask(z3.Solver())


def test_runs_of_the_rules_are_work_too(smallest):
    rules, budget = kenrules.load(smallest(TWO)), Budget(5)
    left = budget.left
    kenrules.engine.meaning.worlds.World(rules)
    assert budget.left < left


def test_what_is_settled_hangs_on_nothing_that_was_proved_before():
    """The same findings after the very same work, where the work is too little for all of it."""

    def settled():
        before = work_done()
        told = [(each.code, str(each.message)) for each in checking.check("course/best-four", 0.5)]
        proved = proofs(*[kenrules.load("fhrs/2018")] * 2)
        return told, proved, work_done() - before

    first = settled()
    kenrules.check("fhrs/2018")
    assert settled() == first
    assert "undecided" in {code for code, _ in first[0]}


def test_threads_settle_the_same():
    alone = [str(each.message) for each in checking.check("course/best-four", 0.5)]
    with ThreadPoolExecutor(3) as threads:
        together = [threads.submit(checking.check, "course/best-four", 0.5) for _ in range(3)]
    assert [[str(each.message) for each in one.result()] for one in together] == [alone] * 3


def used(seconds):
    """Lets the processor work for so long."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
