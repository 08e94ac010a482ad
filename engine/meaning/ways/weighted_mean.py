"""The mean of what stands below, each by its weight."""

from __future__ import annotations

from ...words.diagnostics import say
from .mean import Mean


class WeightedMean(Mean):
    """The mean, where every score has to have a weight."""

    name = "weighted_mean"
    words = say("weighted mean of its {children}")
    weights = "needed"
    also = ()

    @property
    def essence(self) -> str:
        """It scores as the mean does."""
        return Mean.name


WAY = WeightedMean()
