"""How far a run is, and where its time goes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .diagnostics import Text


class Step:
    """A part of a run; `rows` is how many were read or rated, where that is what it did."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.seconds = 0.0
        self.rows: int | None = None


class Watch:
    """Times the steps of a run, and tells `listen` of each as it begins."""

    def __init__(self, listen: Callable[[Text], None] = lambda text: None) -> None:  # noqa: ARG005
        self.listen = listen
        self.steps: list[Step] = []

    @contextmanager
    def step(self, text: Text) -> Iterator[Step]:
        """Times what is done within; the step is kept even where that fails."""
        step = Step(text)
        self.listen(text)
        start = time.perf_counter()
        try:
            yield step
        finally:
            step.seconds = time.perf_counter() - start
            self.steps.append(step)

    @property
    def rows(self) -> int:
        """How many rows were read up to now."""
        return sum(step.rows or 0 for step in self.steps)
