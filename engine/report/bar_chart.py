"""The chart of a report: indicators as bars against the pass mark, as SVG for pages and as PNG for Word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from ..show import packages
from ..show.drawing import INK, LINE, Align, Drawing, text_width
from ..words import language
from .fields import plain

FONT = "Sarabun"
FONTS = Path(__file__).resolve().parent / "fonts"
MARK = "#444c56"
# apart for the colour-blind, and dark, light and middle in grey
PASSES, FAILS, UNKNOWN = "#1f5f9e", "#f2b27a", "#b4bcc6"

WIDTH = 640  # px
LETTERS = 15
LINE_HEIGHT = 22
BAR = 17
GAP = 9
LONGEST_BAR = WIDTH - 92  # px; the rest is for its text and sign
SHARPNESS = 2.5  # px of the PNG for each px of the SVG
# strokes around a point, in px
TICK = ((-5.2, 0.5, -1.6, 4.2), (-1.6, 4.2, 5.2, -4.2))
CROSS = ((-4.2, -4.2, 4.2, 4.2), (4.2, -4.2, -4.2, 4.2))
_AM = re.compile("([\u0e48-\u0e4b]?)\u0e33")


@dataclass(frozen=True)
class Bar:
    """A bar with its label above it and `text` in a column beside all bars; `passes` gives its colour and
    sign."""

    label: str
    value: float
    text: str
    passes: bool | None


@dataclass(frozen=True)
class Axis:
    """The scale of the bars from its lowest to its highest score, the pass mark on it (None: there is
    none) with its text, and where bars begin (None: at the lowest score)."""

    low: float
    high: float
    mark: float | None
    mark_text: str
    zero: float | None = None

    @property
    def start(self) -> float:
        """How far from the left bars begin, in px."""
        return 0 if self.zero is None else self.across(self.zero)

    def across(self, value: float) -> float:
        """How far from the left a score is, in px."""
        return (min(max(value, self.low), self.high) - self.low) / ((self.high - self.low) or 1) * LONGEST_BAR


@dataclass(frozen=True)
class Chart:
    """A chart that is drawn."""

    svg: str

    @cached_property
    def png(self) -> bytes:
        """The chart as a picture. Raises KenError when the package that draws it is not installed."""
        # the letter as its two halves: as one, what follows is drawn over it
        apart = _AM.sub("\u0e4d\\1\u0e32", self.svg)
        made: bytes = _converter().svg_to_png(apart, scale=SHARPNESS)
        return made


def bars(bars: Sequence[Bar], axis: Axis) -> Chart:
    """Horizontal bars, one below the other."""
    layout = _Layout(bars, axis)
    spoken = "; ".join(f"{_line(bar.label)}: {_line(bar.text)}" for bar in bars)
    return Chart(layout.drawn().svg(WIDTH, layout.height, spoken, size=True))


class _Layout:
    """Where everything stands, in px from the left and from the top."""

    def __init__(self, bars: Sequence[Bar], axis: Axis) -> None:
        self.axis = axis
        self.boxes: list[tuple[float, float, float, str]] = []  # top, left and right end, colour
        self.blanks: list[
            tuple[float, float, float, float]
        ] = []  # behind texts that the pass mark would cross
        self.texts: list[tuple[float, float, str]] = []
        self.signs: list[tuple[float, float, bool]] = []
        self.first = float(LINE_HEIGHT + 6 if axis.mark is not None else 0)
        top = self.first
        for bar in bars:
            for line in _lines(_line(bar.label)):
                self.texts.append((0, top + LINE_HEIGHT / 2, line))
                self.blanks.append((1, top + 2, _width(line) + 4, top + LINE_HEIGHT - 1))
                top += LINE_HEIGHT
            self._bar(bar, top)
            top += BAR + GAP
        self.height = max(top, 1)

    def _bar(self, bar: Bar, top: float) -> None:
        """A bar; its sign and its text stand where no bar and no pass mark comes."""
        text = _line(bar.text)
        length = self.axis.across(bar.value)
        color = UNKNOWN if bar.passes is None else PASSES if bar.passes else FAILS
        left, right = sorted((self.axis.start, length))
        self.boxes.append((top, left, max(right, left + 1), color))
        if bar.passes is not None:
            self.signs.append((LONGEST_BAR + 14, top + BAR / 2, bar.passes))
        self.texts.append((LONGEST_BAR + 25, top + BAR / 2, text))

    def _beside_bars(self) -> list[tuple[float, float]]:
        """From where to where a line goes that crosses no label."""
        return [(top - 3, top + BAR + 3) for top, *_ in self.boxes]

    def drawn(self) -> Drawing:
        """The chart, from the back to the front."""
        drawing = Drawing(FONT, LETTERS)
        drawing.box(0, 0, WIDTH, self.height, "white")
        start, is_within = self.axis.start, self.axis.start > 0
        for top, bottom in self._beside_bars() if is_within else [(self.first, self.height)]:
            drawing.line((start, top, start, bottom), LINE)
        for top, left, right, color in self.boxes:
            drawing.box(left, top, right, top + BAR, color, stroke=INK)
        if self.axis.mark is not None:
            mark = self.axis.across(self.axis.mark)
            drawing.line((mark, self.first - 2, mark, self.height), MARK, width=1.4, dash=True)
            side: Align = "end" if mark > WIDTH / 2 else "start"
            drawing.text(mark, LINE_HEIGHT / 2 + 2, _line(self.axis.mark_text), side, bold=True)
            for blank in self.blanks:
                drawing.box(*blank, "white")
        for left, middle, words in self.texts:
            drawing.text(left, middle, words)
        for left, middle, passes in self.signs:
            drawing.stroke(left, middle, TICK if passes else CROSS, INK)
        return drawing


def _line(text: str) -> str:
    return " ".join(plain(text).split())


def _width(text: str) -> float:
    return text_width(text, LETTERS)


@cache
def _converter() -> Any:
    """vl-convert, which knows the fonts of this package."""
    convert = packages.needed("vl_convert", "vl-convert-python")
    convert.register_font_directory(str(FONTS))
    return convert


def _lines(label: str) -> list[str]:
    """A label in lines, broken at spaces, and inside a word (between syllables where its script has them)
    only where the word is longer than a line."""
    lines = [""]
    for word in label.split():
        pieces = (
            [f" {word}" if lines[-1] else word]
            if _width(word) <= WIDTH
            else language.pieces(f" {word}" if lines[-1] else word)
        )
        for piece in pieces:
            if _width(lines[-1] + piece) <= WIDTH:
                lines[-1] += piece
            else:
                lines.append(piece.strip())
    return lines


__all__ = ["Axis", "Bar", "Chart", "bars"]
