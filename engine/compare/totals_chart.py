"""A comparison drawn as the totals of all units by both rule sets, with the bands over them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from ..meaning.model import TOTAL, Band, RuleSet
from ..meaning.steps_in_order import is_numberless
from ..show.drawing import FAINT, INK, LINE, Drawing, text_width
from ..words.diagnostics import Translate, say, visible
from .comparison import Comparison
from .ratings import whole_numbers

OLD, NEW = "#aeb8c3", "#86a8cf"
WIDTH, LEFT, RIGHT = 920.0, 64.0, 896.0  # px
HIGH = 140  # px, the highest column
ROW = 28  # px of a row of bands
MOST_BINS = 100


@dataclass(frozen=True)
class _Totals:
    """The units by one rule set; totals are whole numbers of the last decimal."""

    rules: RuleSet
    totals: list[int]
    color: str


@dataclass(frozen=True)
class _Span:
    """The totals that are shown, in columns of `step`; `unit` is how many of the last decimal make 1."""

    low: Fraction
    high: Fraction
    step: Fraction
    unit: int

    def across(self, value: Fraction) -> float:
        """Where a total stands, in pixels from the left."""
        inside = min(max(value, self.low), self.high) - self.low
        return LEFT + (RIGHT - LEFT) * float(inside / ((self.high - self.low) or 1))

    def counted(self, totals: Iterable[int]) -> list[int]:
        """How many totals each column has."""
        counts = [0] * max(1, math.ceil((self.high - self.low) / self.step))
        first, size = self.low * self.unit, self.step * self.unit
        for total in totals:
            counts[min(max(int((total - first) // size), 0), len(counts) - 1)] += 1
        return counts


def distribution(comparison: Comparison, translate: Translate) -> str:
    """How many units have which total by the old rules (above) and by the new ones (below), with the bands
    over them; an SVG."""
    places = max(sheet.places(TOTAL) for sheet in comparison.sheets)
    unit = 10**places
    sides = [
        _Totals(rules, [total for total in whole if total is not None], color)
        for rules, column, color in _sides(comparison)
        for whole in [whole_numbers(comparison.units[column], places)]
    ]
    span = _span(sides, unit)
    most = max(1, *(max(span.counted(side.totals)) for side in sides))
    drawing = Drawing()
    top = 14.0
    for side in sides:
        title = say("units by total, {rules}", rules=side.rules.id).in_words(translate)
        drawing.text(LEFT, top, title, bold=True)
        if side.rules.scale.better == "lower":
            drawing.text(RIGHT, top, say("lower is better").in_words(translate), "end", color=FAINT)
        top = _bands(drawing, side.rules, top + 22, span)
        _columns(drawing, side, top, span, most)
        top += 206
    label = say(
        "How many units have which total by {old} and by {new}", old=comparison.old.id, new=comparison.new.id
    )
    return drawing.svg(WIDTH, top - 24, label.in_words(translate))


def has_totals(comparison: Comparison) -> bool:
    """Whether there is anything to draw: totals, or bands that hang on them."""
    return any(
        rules.bands or comparison.units[column].drop_nulls().len() for rules, column, _ in _sides(comparison)
    )


def _sides(comparison: Comparison) -> list[tuple[RuleSet, str, str]]:
    """The rule sets that make a number of the whole, each with the column of its totals and a color."""
    both = ((comparison.old, "old_total", OLD), (comparison.new, "new_total", NEW))
    return [side for side in both if not is_numberless(side[0].total)]


def _span(sides: list[_Totals], unit: int) -> _Span:
    """From a little below the lowest total or bound to a little above the highest, within the scale."""
    bounds = [bound for side in sides for band in side.rules.bands for bound in _range(band, side.rules)]
    inner = [bound for bound in bounds if min(bounds) < bound < max(bounds)]
    ends = [end for side in sides if side.totals for end in (min(side.totals), max(side.totals))]
    values = [*(Fraction(end, unit) for end in ends), *inner] or bounds
    least, most = min(values), max(values)
    step = _step(most - least, MOST_BINS, Fraction(1, unit))
    bottom = min(side.rules.scale.minimum for side in sides)
    top = max(side.rules.scale.maximum for side in sides)
    low = max(math.floor(least / step - 2) * step, bottom) if bottom < least else least
    high = min(math.ceil(most / step + 1) * step, top) if top > most else most
    return _Span(low, high, step, unit)


def _columns(drawing: Drawing, side: _Totals, top: float, span: _Span, most: int) -> None:
    """The columns of one rule set with their axes, and a line where a band begins."""
    base = top + 150
    for tick in range(0, most + 1, max(1, int(_step(Fraction(most), 5, Fraction(1))))):
        height = base - HIGH * tick / most
        drawing.box(LEFT, height - 0.5, RIGHT, height + 0.5, LINE)
        drawing.text(LEFT - 8, height, f"{tick:,}", "end", color=FAINT)
    for column, count in enumerate(span.counted(side.totals)):
        if count:
            begin, end = span.low + column * span.step, span.low + (column + 1) * span.step
            edges = span.across(begin) + 0.5, span.across(end) - 0.5
            drawing.box(edges[0], base - HIGH * count / most, edges[1], base, side.color)
    for bound in sorted({_range(band, side.rules)[0] for band in side.rules.bands}):
        if span.low < bound <= span.high:
            drawing.line((span.across(bound), top - 4, span.across(bound), base), INK)
    apart = _step(span.high - span.low, 12, Fraction(1, span.unit))
    for number in range(math.ceil(span.low / apart), math.floor(span.high / apart) + 1):
        at = span.across(number * apart)
        drawing.line((at, base, at, base + 5), FAINT)
        drawing.text(at, base + 16, f"{float(number * apart):g}", "middle", color=FAINT)


def _bands(drawing: Drawing, rules: RuleSet, top: float, span: _Span) -> float:
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
        middle = min(max((start + end) / 2, LEFT + half), RIGHT - half)
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


def conditional(comparison: Comparison) -> bool:
    """Whether a band has a condition beside its range: those are drawn dashed."""
    return any(band.when is not None for rules in (comparison.old, comparison.new) for band in rules.bands)


def _range(band: Band, rules: RuleSet) -> tuple[Fraction, Fraction]:
    return (
        rules.scale.minimum if band.minimum is None else band.minimum,
        rules.scale.maximum if band.maximum is None else band.maximum,
    )


def _step(span: Fraction, most: int, least: Fraction) -> Fraction:
    """The smallest of 1, 2, 5, 10, 20, … times `least` that divides the span into at most so many parts."""
    steps = (least * first * Fraction(10) ** power for power in range(60) for first in (1, 2, 5))
    return next(step for step in steps if step * most >= span)


__all__ = ["conditional", "distribution", "has_totals"]
