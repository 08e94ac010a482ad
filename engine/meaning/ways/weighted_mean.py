"""The mean of what stands below, each by its weight."""

from __future__ import annotations

from ...words.diagnostics import say
from .mean import Mean


class WeightedMean(Mean):
    name = "weighted_mean"
    words = say("weighted mean of its {children}")
    weights = "needed"
    also = ()

    @property
    def essence(self) -> str:
        return Mean.name


WAY = WeightedMean()
