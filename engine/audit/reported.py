"""Figures that are reported of units: scores, results and ratings, each with its place; the same figure may
stand in several places."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from ..words.alike import compared
from ..words.diagnostics import Diagnostic, KenError, Position, say
from ..words.hints import nearest_or


@dataclass(frozen=True)
class Reported:
    """A score that is reported: `name` as the rules write it, the nodes that it stands for (several through
    an alias)."""

    unit: str
    name: str
    paths: tuple[str, ...]
    alias: str | None
    value: Fraction
    position: Position


@dataclass(frozen=True)
class Word:
    """A result or a rating that is reported; of a result the nodes that it is of, and the score reported
    beside it; of the rating of a node that node."""

    unit: str
    word: str
    position: Position
    name: str = ""
    paths: tuple[str, ...] = ()
    score: Fraction | None = None


@dataclass(frozen=True)
class Passage:
    """A text that stands beside a figure; `line` counts within its file, `column` is the file's."""

    unit: str
    item: str
    column: str
    text: str
    position: Position


@dataclass(frozen=True)
class RefusedValue:
    """A value that cannot be right, and is no figure: of which unit, and of which nodes."""

    unit: str
    paths: tuple[str, ...]


@dataclass
class Figures:
    """Everything that files report, in their order."""

    scores: list[Reported] = field(default_factory=list)
    results: list[Word] = field(default_factory=list)
    ratings: list[Word] = field(default_factory=list)
    texts: list[Passage] = field(default_factory=list)
    refused: list[RefusedValue] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def only(self, unit: str) -> Figures:
        """What is reported of one unit. Raises KenError where there is none of that name."""
        by_unit, unit = self.by_unit(), compared(unit)
        if unit not in by_unit:
            first = say("the first units are {names}", names=list(by_unit)[:5])
            hint = nearest_or(unit, by_unit, first)
            message = say("the data have no unit “{unit}”", unit=unit)
            raise KenError([Diagnostic("no-such-unit", message, Position("--unit"), hint)])
        return by_unit[unit]

    def by_unit(self) -> dict[str, Figures]:
        """What is reported, unit by unit."""
        units: dict[str, Figures] = {}
        for refusal in self.refused:
            units.setdefault(refusal.unit, Figures()).refused.append(refusal)
        for score in self.scores:
            units.setdefault(score.unit, Figures()).scores.append(score)
        for result in self.results:
            units.setdefault(result.unit, Figures()).results.append(result)
        for rating in self.ratings:
            units.setdefault(rating.unit, Figures()).ratings.append(rating)
        for text in self.texts:
            units.setdefault(text.unit, Figures()).texts.append(text)
        return units

    def also(self, other: Figures) -> None:
        """Takes in what another file reports."""
        self.refused += other.refused
        self.scores += other.scores
        self.results += other.results
        self.ratings += other.ratings
        self.texts += other.texts
        self.diagnostics += other.diagnostics


__all__ = ["Figures", "Passage", "RefusedValue", "Reported", "Word"]
