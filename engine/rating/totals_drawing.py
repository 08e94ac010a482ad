"""Totals of units drawn as columns, with the bands over them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from ..meaning.model import Band, RuleSet
from ..show.drawing import FAINT, INK, LINE, Drawing, text_width
from ..words.diagnostics import Text, Translate, say, visible

WIDTH = 920.0  # px
NARROW = 380.0  # px, for a narrow screen
LEFT, MARGIN = 64.0, 24.0  # px beside the columns
HIGH = 140  # px, the highest column
ROW = 28  # px of a row of bands
MOST_BINS = 100
LABEL = 70  # px of a number below the columns


@dataclass(frozen=True)
class Totals:
    """The units by one rule set; totals are whole numbers of the last decimal."""

    rules: RuleSet
    totals: Sequence[int]
    color: str
    title: Text


@dataclass(frozen=True)
class TotalsSpan:
    """The totals that are shown, in columns of `step`; `unit` is how many of the last decimal make 1."""

    low: Fraction
    high: Fraction
    step: Fraction
    unit: int
    width: float = WIDTH

    @property
    def right(self) -> float:
        """Where the columns end, in pixels."""
        return self.width - MARGIN

    def across(self, value: Fraction) -> float:
        """Where a total stands, in pixels from the left."""
        inside = min(max(value, self.low), self.high) - self.low
        return LEFT + (self.right - LEFT) * float(inside / ((self.high - self.low) or 1))

    def counted(self, totals: Iterable[int]) -> list[int]:
        """How many totals each column has."""
        counts = [0] * max(1, math.ceil((self.high - self.low) / self.step))
        first, size = self.low * self.unit, self.step * self.unit
        for total in totals:
            counts[min(max(int((total - first) // size), 0), len(counts) - 1)] += 1
        return counts


def drawn_totals(
    sides: Sequence[Totals], unit: int, label: Text, translate: Translate, width: float = WIDTH
) -> str:
    """How many units have which total, a chart for each rule set below the other, with the bands over them;
    an SVG."""
    span = _span(sides, unit, width)
    most = max(1, *(max(span.counted(side.totals)) for side in sides))
    drawing = Drawing()
    top = 14.0
    for side in sides:
        drawing.text(LEFT, top, side.title.in_words(translate), bold=True)
        if side.rules.scale.better == "lower":
            lower = say("lower is better").in_words(translate)
            top += 0 if width == WIDTH else 22
            drawing.text(span.right, top, lower, "end", color=FAINT)
        top = _bands(drawing, side.rules, top + 22, span)
        _columns(drawing, side, top, span, most)
        top += 206
    return drawing.svg(width, top - 24, label.in_words(translate))


CONDITIONAL = say("A dashed line is a band that has a condition beside its range.")


def notes_of(*rules: RuleSet) -> Text | None:
    """What is to be said of the bands that are drawn."""
    notes = [CONDITIONAL] if any(map(_is_conditional, rules)) else []
    notes += [
        say("The bands of {rules} are drawn as they stand for units without a variant.", rules=each.id)
        for each in rules
        if any(variant.bands != each.bands for variant in each.variants.values())
    ]
    return reduce(lambda first, rest: say("{first} {rest}", first=first, rest=rest), notes) if notes else None


def _is_conditional(rules: RuleSet) -> bool:
    """Whether a band has a condition beside its range: those are drawn dashed."""
    return any(band.when is not None for band in rules.bands)


def _span(sides: Sequence[Totals], unit: int, width: float) -> TotalsSpan:
    """From a little below the lowest total or bound to a little above the highest, within the scale."""
    bounds = [bound for side in sides for band in side.rules.bands for bound in _range(band, side.rules)]
    inner = [bound for bound in bounds if min(bounds) < bound < max(bounds)]
    ends = [end for side in sides if side.totals for end in (min(side.totals), max(side.totals))]
    values = [*(Fraction(end, unit) for end in ends), *inner] or bounds
    least, most = min(values), max(values)
    bins = max(10, int(MOST_BINS * width / WIDTH))
    step = step_of(most - least, bins, Fraction(1, unit))
    bottom = min(side.rules.scale.minimum for side in sides)
    top = max(side.rules.scale.maximum for side in sides)
    low = max(math.floor(least / step - 2) * step, bottom) if bottom < least else least
    high = min(math.ceil(most / step + 1) * step, top) if top > most else most
    return TotalsSpan(low, high, step, unit, width)


def _columns(drawing: Drawing, side: Totals, top: float, span: TotalsSpan, most: int) -> None:
    """The columns of one rule set with their axes, and a line where a band begins."""
    base = top + 150
    for tick in range(0, most + 1, max(1, int(step_of(Fraction(most), 5, Fraction(1))))):
        height = base - HIGH * tick / most
        drawing.box(LEFT, height - 0.5, span.right, height + 0.5, LINE)
        drawing.text(LEFT - 8, height, f"{tick:,}", "end", color=FAINT)
    for column, count in enumerate(span.counted(side.totals)):
        if count:
            begin, end = span.low + column * span.step, span.low + (column + 1) * span.step
            edges = span.across(begin) + 0.5, span.across(end) - 0.5
            drawing.box(edges[0], base - HIGH * count / most, edges[1], base, side.color)
    for bound in sorted({_range(band, side.rules)[0] for band in side.rules.bands}):
        if span.low < bound <= span.high:
            drawing.line((span.across(bound), top - 4, span.across(bound), base), INK)
    apart = step_of(span.high - span.low, int(span.width / LABEL), Fraction(1, span.unit))
    for number in range(math.ceil(span.low / apart), math.floor(span.high / apart) + 1):
        at = span.across(number * apart)
        drawing.line((at, base, at, base + 5), FAINT)
        drawing.text(at, base + 16, f"{float(number * apart):g}", "middle", color=FAINT)


def _bands(drawing: Drawing, rules: RuleSet, top: float, span: TotalsSpan) -> float:
    """The bands as lines with their names over them, in as many rows as it takes; gives the height below
    them."""
    rows: list[list[tuple[float, float]]] = []
    for band in sorted(rules.bands, key=lambda band: _range(band, rules), reverse=True):
        begins, ends = _range(band, rules)
        if ends < span.low or begins > span.high:
            continue
        name = " ".join(visible(band.rating).split())
        start, end = span.across(begins), span.across(ends)
        half = text_width(name, Drawing.letters) / 2
        middle = min(max((start + end) / 2, LEFT + half), span.right - half)
        room = min(start, middle - half) - 3, max(end, middle + half) + 3
        row = next((number for number, taken in enumerate(rows) if _is_free(taken, room)), len(rows))
        if row == len(rows):
            rows.append([])
        rows[row].append(room)
        y = top + row * ROW
        drawing.text(middle, y, name, "middle")
        drawing.line((start + 1, y + 12, end - 1, y + 12), INK, dash=band.when is not None)
    return top + len(rows) * ROW + 4


def _is_free(taken: Iterable[tuple[float, float]], room: tuple[float, float]) -> bool:
    return all(room[1] <= left + 6 or room[0] >= right - 6 for left, right in taken)


def _range(band: Band, rules: RuleSet) -> tuple[Fraction, Fraction]:
    return (
        rules.scale.minimum if band.minimum is None else band.minimum,
        rules.scale.maximum if band.maximum is None else band.maximum,
    )


def step_of(span: Fraction, most: int, least: Fraction) -> Fraction:
    """The smallest of 1, 2, 5, 10, 20, … times `least` that divides the span into at most so many parts."""
    steps = (least * first * Fraction(10) ** power for power in range(60) for first in (1, 2, 5))
    return next(step for step in steps if step * most >= span)


__all__ = ["NARROW", "WIDTH", "Totals", "TotalsSpan", "drawn_totals", "notes_of", "step_of"]
