"""Questions that a solver is asked in turns, in one time for all of them: each a little while first, and what
is not settled then a longer while. So the easy ones are settled whatever stands beside them, and no question
takes the time of the others."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import z3

from .arithmetic.terms import BeyondProof, Term

SECONDS = 10.0
FIRST, LONGER = 0.2, 5
"""A question is asked for so many seconds first, then so many times longer, and so on."""

Result = TypeVar("Result")


class UndecidedError(Exception):
    """A question is not settled in its time."""


class HopelessError(UndecidedError):
    """A question that more time would not settle."""


class Budget:
    """The time of the processor that proofs may take together: what else a machine has to do decides nothing
    about them."""

    def __init__(self, seconds: float) -> None:
        self.end = time.process_time() + seconds

    @property
    def left(self) -> float:
        """The seconds that are left; below 0 when the time is over."""
        return self.end - time.process_time()

    def within(self, seconds: float) -> Budget:
        """So many seconds of the time that is left, if there are so many."""
        return Budget(max(0.0, min(self.left, seconds)))

    def part(self, share: float) -> Budget:
        """A share of the time that is left."""
        return self.within(self.left * share)

    def ask(self, solver: Term, *conditions: Term) -> Term | None:
        """A model of what the solver knows, under further conditions; None where it is proved that there is
        none. Raises UndecidedError."""
        least = self.left * _UNUSED
        if least <= 0:
            raise UndecidedError
        solver.push()
        try:
            solver.add(*conditions)
            for _ in range(_TRIES):
                answer = _answer(solver, self.left)
                if answer == z3.sat:
                    return solver.model()
                if answer == z3.unsat:
                    return None
                if solver.reason_unknown() not in ("timeout", "canceled"):
                    raise UndecidedError if self.left <= 0 else HopelessError
                if self.left <= least:
                    break
            raise UndecidedError
        finally:
            solver.pop()


_UNUSED, _TRIES = 0.1, 4
"""A question is asked again, at most so often, where the machine had other things to do and more than this
share is left."""


class _Pace:
    """How much longer things take than they take the processor, as the last question had it."""

    slowness = 1.0


def _answer(solver: Term, seconds: float) -> Term:
    """What a solver answers in so many seconds of the processor; its own clock is that on the wall."""
    on_wall, of_processor = time.monotonic(), time.process_time()
    solver.set("timeout", max(1, int(seconds * _Pace.slowness * 1000)))
    answer = solver.check()
    worked = time.process_time() - of_processor
    if worked > _MEASURABLE:
        _Pace.slowness = min(_MOST_SLOW, max(1.0, (time.monotonic() - on_wall) / worked))
    return answer


_MEASURABLE, _MOST_SLOW = 0.05, 20.0


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


__all__ = ["SECONDS", "Budget", "HopelessError", "Question", "Steps", "Trial", "UndecidedError", "settle"]
