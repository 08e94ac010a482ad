"""Questions that a solver is asked in turns, in one time for all of them: each a little while first, and what
is not settled then a longer while. So the easy ones are settled whatever stands beside them, and no question
takes the time of the others."""

from __future__ import annotations

import gc
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import z3

from .arithmetic.terms import BeyondProof, Term
from .work import ONE_QUESTION, PER_SECOND, work_done, worked

SECONDS = 10.0
FIRST, LONGER = 0.2, 5
"""A question is asked for so many seconds first, then so many times longer, and so on."""

Result = TypeVar("Result")


class UndecidedError(Exception):
    """A question is not settled in its time."""


class HopelessError(UndecidedError):
    """A question that more time would not settle."""


Listener = Callable[["Term", str], None]
"""Hears of each question that a solver was asked, and its answer: sat, unsat or unknown. The solver knows the
question still."""

_LISTENING: ContextVar[Listener | None] = ContextVar("listening", default=None)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Whoever is to hear of all questions of the budgets that are made meanwhile. What it does counts as no
    work, so that nothing is decided otherwise."""
    token = _LISTENING.set(listener)
    try:
        yield
    finally:
        _LISTENING.reset(token)


class Budget:
    """The work that proofs may do together, in seconds of the processor of a usual machine. The steps of the
    solver and of the rules are counted, not the time: what is settled is so on every machine. Only what takes
    `MOST_SLOW` times as long as it should is given up by the clock, with what is left of that time."""

    def __init__(self, seconds: float, ends: float | None = None) -> None:
        self.end = work_done() + int(seconds * PER_SECOND)
        self._ends = _clock() + seconds * MOST_SLOW if ends is None else ends
        self._listener = _LISTENING.get()

    @property
    def left(self) -> float:
        """The seconds that are left; 0 or less when there is no work left that may be done."""
        if _clock() >= self._ends:
            return 0.0
        return (self.end - work_done()) / PER_SECOND

    def within(self, seconds: float) -> Budget:
        """So many seconds of those that are left, if there are so many."""
        return Budget(max(0.0, min(self.left, seconds)), self._ends)

    def part(self, share: float) -> Budget:
        """A share of what is left."""
        return self.within(self.left * share)

    def ask(self, solver: Term, *conditions: Term) -> Term | None:
        """A model of what the solver knows, under further conditions; None where it is proved that there is
        none. Raises UndecidedError."""
        if self.left <= 0:
            raise UndecidedError
        solver.push()
        try:
            solver.add(*conditions)
            answer = self._answer(solver)
            model = solver.model() if answer == z3.sat else None
            why_not = solver.reason_unknown() if answer == z3.unknown else ""
            self._tell(solver, str(answer))
            if answer == z3.sat:
                return model
            if answer == z3.unsat:
                return None
            is_over = self.left <= 0 or why_not in _GIVEN_UP
            raise UndecidedError if is_over else HopelessError
        finally:
            solver.pop()

    def _answer(self, solver: Term) -> Term:
        """What a solver answers with the work that is left."""
        units, clock = self.end - work_done(), (self._ends - _clock()) * 1000
        solver.set(rlimit=min(units, _MOST_STEPS), timeout=max(1, min(int(clock), _MOST_STEPS)))
        before = _Solvers.steps
        answer = solver.check()
        _Solvers.steps = _steps_of(solver)
        worked(ONE_QUESTION + _Solvers.steps - before)
        return answer

    def _tell(self, solver: Term, answer: str) -> None:
        """Lets the listener hear of a question. Its steps and its time are nobody's."""
        if self._listener is None:
            return
        begun, before = time.process_time(), _steps_of(solver)
        self._listener(solver, answer)
        _Solvers.steps += _steps_of(solver) - before
        _Solvers.aside += time.process_time() - begun


def _steps_of(solver: Term) -> int:
    """The steps that the solvers of its context have done; they stand near the end of dozens of figures."""
    found = solver.statistics()
    context, figures = found.ctx.ref(), found.stats
    places = range(z3.Z3_stats_size(context, figures) - 1, -1, -1)
    place = next(place for place in places if z3.Z3_stats_get_key(context, figures, place) == "rlimit count")
    return int(z3.Z3_stats_get_uint_value(context, figures, place))


def _clock() -> float:
    """The seconds of the processor that this process has worked, but for what listeners did."""
    return time.process_time() - _Solvers.aside


MOST_SLOW = 8.0
_MOST_STEPS = 2**32 - 1
_GIVEN_UP = ("timeout", "canceled")


class _Solvers:
    """The steps that the solvers of this process have done up to now: they count them together; and the
    seconds that listeners took."""

    steps = 0
    aside = 0.0


@contextmanager
def own_solvers() -> Iterator[None]:
    """Solvers of their own for what is proved meanwhile: what they settle, and in how many steps, hangs on
    nothing that this process did before. Terms of within are of no use without, nor those of without within.

    Solvers number terms, and take them in that order; the numbers of terms that are gone are given again. So
    each context begins with none, and no term goes at a time that hangs on other things than its use. Threads
    take turns."""
    with _TURN:
        context, steps, is_collecting = z3.z3._main_ctx, _Solvers.steps, gc.isenabled()
        z3.z3._main_ctx, _Solvers.steps = None, 0
        gc.disable()
        try:
            yield
        finally:
            z3.z3._main_ctx, _Solvers.steps = context, steps
            if is_collecting:
                gc.enable()


_TURN = threading.RLock()


class Question(ABC):
    """What a solver can be asked."""

    @abstractmethod
    def answered(self, budget: Budget) -> Any:
        """The answer. Raises UndecidedError."""


Steps = Generator["Question | Result", Any, None]
"""Questions, each of which is sent its answer, and results."""


@dataclass
class Trial(Generic[Result]):
    """Something to be settled, by questions that follow from each other; `about` says what. `is_decided` once
    all were answered, `is_hopeless` where more time would not help; `beyond` is what in the rules is beyond
    the logic of the proofs."""

    about: str
    steps: Steps[Result]
    results: list[Result] = field(default_factory=list)
    is_decided: bool = False
    is_hopeless: bool = False
    beyond: BeyondProof | None = None
    _asked: Question | None = None

    def go_on(self, budget: Budget) -> None:
        """Goes on as far as it gets. Raises UndecidedError."""
        try:
            if self._asked is None:
                self._take(next(self.steps))
            while self._asked is not None:
                self._take(self.steps.send(self._asked.answered(budget)))
        except StopIteration:
            self.is_decided = True
        except BeyondProof as rule:
            self.beyond = rule

    def _take(self, step: Any) -> None:
        """Keeps results, up to the next question."""
        while not isinstance(step, Question):
            self.results.append(step)
            step = next(self.steps)
        self._asked = step


def settle(trials: Iterable[Trial[Result]], budget: Budget) -> list[Trial[Result]]:
    """All of the trials, settled as far as the time suffices."""
    every = list(trials)
    waiting, seconds, is_last = every, FIRST, False
    while waiting and budget.left > 0 and not is_last:
        is_last = seconds >= budget.left  # what has had all the time there is gets no more of it
        unsettled = []
        for trial in waiting:
            if budget.left <= 0:
                break
            try:
                trial.go_on(budget.within(seconds))
            except HopelessError:
                trial.is_hopeless = True
            except UndecidedError:
                unsettled.append(trial)
        waiting, seconds = unsettled, seconds * LONGER
    return every


__all__ = [
    "SECONDS",
    "Budget",
    "HopelessError",
    "Listener",
    "Question",
    "Steps",
    "Trial",
    "UndecidedError",
    "heard_by",
    "own_solvers",
    "settle",
]
