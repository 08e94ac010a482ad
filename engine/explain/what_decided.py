"""What decided on the way to a rating: of rules that say more than how scores are combined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ..meaning.model import TOTAL
from ..words.language import Language
from .decisions import Decision
from .ratings_told import RatingsTold
from .steps_told import StepsTold
from .trace_steps import Trace
from .unit_words import UnitWords
from .ways_told import WaysTold
from .worked_equations import Equations


@dataclass(frozen=True)
class WhatDecided:
    """The decisions on the way of one unit. Rules of the first edition have none that the way to the rating
    does not show."""

    trace: Trace
    language: Language

    @cached_property
    def unit(self) -> UnitWords:
        """The unit's values in words."""
        return UnitWords(self.trace.exact.plan, self.trace.exact)

    @cached_property
    def _ratings(self) -> RatingsTold:
        return RatingsTold(self.unit, self.language)

    @cached_property
    def _steps(self) -> StepsTold:
        equations = Equations(self.trace.exact.plan, self.trace.exact)
        return StepsTold(self.unit, WaysTold(self.unit, equations, self.language), self.language)

    def of(self, path: str) -> Iterator[Decision]:
        """What decided of a node, in the order of its steps; of the whole without its rating."""
        if not self._has_some:
            return
        node = self.trace.rules.nodes[path]
        yield from self._steps.of(node)
        if path != TOTAL:
            yield from self._ratings.of(node)

    def rules(self) -> Iterator[Decision]:
        """Which variant of the rules holds."""
        if self.trace.asked is not None:
            yield from self._ratings.variant(self.trace.asked)

    def rating(self) -> Iterator[Decision]:
        """What moved the rating of the whole, once its bands gave one."""
        if self._has_some:
            yield from self._ratings.of(self.trace.rules.total)

    @property
    def _has_some(self) -> bool:
        return self.trace.second_edition and self.trace.outcome.records is not None


__all__ = ["WhatDecided"]
