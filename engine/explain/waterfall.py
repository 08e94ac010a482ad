"""A total drawn as what its parts add, one after the other, and what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..show.drawing import BARS, FAINT, INK, Drawing, text_width
from ..words.diagnostics import Text, Translate, say, visible
from ..words.language import pieces
from ..words.numerals import decimal_text
from .total_parts import TotalPart

LINE_HEIGHT = 21.0  # px
THICK = 16.0  # px of a bar
APART = 10.0  # px between rows
SIDE = 2.0  # px beside the bars
COSTS = "#d5690c"
SUM = "#17365d"


@dataclass(frozen=True)
class Fall:
    """Where a part stands: from where to where it adds, and from where to where it costs."""

    begin: Fraction
    end: Fraction
    costs: tuple[Fraction, Fraction] | None


def falls_of(parts: Sequence[TotalPart], *, lower: bool) -> list[Fall]:
    """The parts one after the other from nought. What a part costs lies behind what it adds; where lower is
    better it is the end of what it adds."""
    falls, at = [], Fraction(0)
    for part in parts:
        end = at + part.adds.exact
        costs = None
        if part.costs is not None and part.costs.exact > 0:
            ends = (end - part.costs.exact, end) if lower else (end, end + part.costs.exact)
            costs = ends
        falls.append(Fall(at, end, costs))
        at = end
    return falls


def waterfall(
    parts: Sequence[TotalPart], total: Text, translate: Translate, width: float, *, lower: bool
) -> str:
    """The parts from top to bottom and the total below them; an SVG."""
    falls = falls_of(parts, lower=lower)
    ends = [Fraction(0), *(end for fall in falls for end in (fall.begin, fall.end, *(fall.costs or ())))]
    low, high = min(ends), max(ends)

    def across(value: Fraction) -> float:
        return SIDE + (width - 2 * SIDE) * float((value - low) / ((high - low) or 1))

    drawing, top = Drawing(), 4.0
    for part, fall in zip(parts, falls, strict=True):
        top = _label(drawing, part, top, width, translate)
        left, right = sorted((across(fall.begin), across(fall.end)))
        color = COSTS if fall.end < fall.begin and not lower else BARS
        drawing.box(left, top, max(right, left + 1), top + THICK, color)
        if fall.costs is not None:
            left, right = map(across, fall.costs)
            fill = COSTS if lower else "none"
            drawing.box(left, top, max(right, left + 1), top + THICK, fill, stroke=COSTS)
        if low < 0:
            drawing.line((across(Fraction(0)), top - 2, across(Fraction(0)), top + THICK + 2), FAINT)
        top += THICK + APART
    drawing.text(SIDE, top + LINE_HEIGHT / 2, visible(total.in_words(translate)), bold=True)
    top += LINE_HEIGHT
    last = falls[-1].end if falls else Fraction(0)
    left, right = sorted((across(Fraction(0)), across(last)))
    drawing.box(left, top, max(right, left + 1), top + THICK, SUM)
    spoken = say("What each part adds to the total, and what it costs")
    return drawing.svg(width, top + THICK + 6, spoken.in_words(translate))


def _label(drawing: Drawing, part: TotalPart, top: float, width: float, translate: Translate) -> float:
    """The lines above a bar, with its numbers at the right end of the first; gives where they end."""
    adds = decimal_text(part.adds.shown, part.adds.places)
    told = f"+{adds}" if part.adds.shown > 0 else adds
    room = width - 2 * SIDE - text_width(told, drawing.letters) - 12
    costs = ""
    if part.costs is not None and part.costs.exact > 0:
        costs = f"({decimal_text(part.costs.shown, part.costs.places)})"
        room -= text_width(costs, drawing.letters)
    middle = top + LINE_HEIGHT / 2
    for line in _lines(visible(part.label.in_words(translate)), room, drawing.letters):
        drawing.text(SIDE, top + LINE_HEIGHT / 2, line)
        top += LINE_HEIGHT
    right = width - SIDE
    if costs:
        drawing.text(right, middle, costs, "end", color=FAINT)
        right -= text_width(costs, drawing.letters) + 4
    drawing.text(right, middle, told, "end", bold=True, color=INK)
    return top


def _lines(text: str, room: float, letters: float) -> list[str]:
    """A text in lines that are no longer than there is room, broken at spaces, else between syllables."""
    lines = [""]
    for word in text.split():
        for number, piece in enumerate([word] if text_width(word, letters) <= room else pieces(word)):
            glued = f"{lines[-1]} {piece}" if lines[-1] and number == 0 else lines[-1] + piece
            if text_width(glued, letters) <= room or not lines[-1]:
                lines[-1] = glued
            else:
                lines.append(piece)
    return lines


__all__ = ["Fall", "falls_of", "waterfall"]
