"""The chart of a report: indicators as bars against the pass mark, as SVG for pages and as PNG for Word."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from ..show import packages
from ..words import language
from .fields import plain

FONT = "Sarabun"
FONTS = Path(__file__).resolve().parent / "fonts"
INK, MARK, LINE = "#1b2733", "#444c56", "#c9d0d8"
# apart for the colour-blind, and dark, light and middle in grey
PASSES, FAILS, UNKNOWN = "#1f5f9e", "#f2b27a", "#b4bcc6"

WIDTH = 640  # px
LETTERS = 15
LINE_HEIGHT = 22
BAR = 17
GAP = 9
LONGEST_BAR = WIDTH - 92  # px; the rest is for its text and sign
SHARPNESS = 2.5  # px of the PNG for each px of the SVG
TICK, CROSS = "M-1,0.1L-0.3,0.8L1,-0.8", "M-0.8,-0.8L0.8,0.8M0.8,-0.8L-0.8,0.8"
_ROOT = re.compile(r"\A<svg [^>]*>")
_AM = re.compile("([\u0e48-\u0e4b]?)\u0e33")


@dataclass(frozen=True)
class Bar:
    """A bar with its label above it and `text` at its end; `passes` gives its colour and sign."""

    label: str
    value: float
    text: str
    passes: bool | None


@dataclass(frozen=True)
class Axis:
    """The scale of the bars from its lowest to its highest score, and the pass mark on it (None: there is
    none), with its text."""

    low: float
    high: float
    mark: float | None
    mark_text: str

    def across(self, value: float) -> float:
        """How far from the left a score is, in px."""
        return (min(max(value, self.low), self.high) - self.low) / ((self.high - self.low) or 1) * LONGEST_BAR


@dataclass(frozen=True)
class Chart:
    """A chart that is drawn."""

    svg: str

    @cached_property
    def png(self) -> bytes:
        """The chart as a picture."""
        # the letter as its two halves: as one, what follows is drawn over it
        apart = _AM.sub("\u0e4d\\1\u0e32", self.svg)
        made: bytes = _converter().svg_to_png(apart, scale=SHARPNESS)
        return made


def bars(bars: Sequence[Bar], axis: Axis) -> Chart:
    """Horizontal bars, one below the other. Raises KenError when a package of the optional extra is not
    installed."""
    altair = packages.needed("altair", "altair")
    layout = _Layout(bars, axis)
    chart = altair.layer(*layout.layers(altair)).properties(
        width=WIDTH, height=layout.height, padding=0, autosize=altair.AutoSizeParams(type="none")
    )
    chart = chart.configure(font=FONT, background="white").configure_view(stroke=None)
    drawn = _converter().vegalite_to_svg(chart.to_dict(validate=False))
    spoken = "; ".join(f"{_line(bar.label)}: {_line(bar.text)}" for bar in bars)
    width, height = f"{WIDTH:g}", f"{layout.height:g}"
    root = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-label="{html.escape(spoken)}">'
    )
    return Chart(root + _ROOT.sub("", drawn))


class _Layout:
    """Where everything stands, in px from the left and from the top."""

    def __init__(self, bars: Sequence[Bar], axis: Axis) -> None:
        self.axis = axis
        self.boxes: list[dict[str, Any]] = []
        self.blanks: list[dict[str, Any]] = []  # behind texts that the line of the pass mark would cross
        self.texts: list[dict[str, Any]] = []
        self.values: list[dict[str, Any]] = []
        self.signs: list[dict[str, Any]] = []
        self.first = float(LINE_HEIGHT + 6 if axis.mark is not None else 0)
        top = self.first
        for bar in bars:
            for line in _lines(_line(bar.label)):
                self.texts.append({"x": 0, "y": top + LINE_HEIGHT / 2, "text": line})
                self.blanks.append(
                    {"x": 1, "x2": _width(line) + 4, "y": top + 2, "y2": top + LINE_HEIGHT - 1}
                )
                top += LINE_HEIGHT
            self._bar(bar, top)
            top += BAR + GAP
        self.height = max(top, 1)

    def _bar(self, bar: Bar, top: float) -> None:
        """A bar, with its sign and its text at its end."""
        length, text = self.axis.across(bar.value), _line(bar.text)
        color = UNKNOWN if bar.passes is None else PASSES if bar.passes else FAILS
        self.boxes.append({"x": 0, "x2": max(length, 1), "y": top, "y2": top + BAR, "color": color})
        after = length + 9 if bar.passes is None else length + 25
        if bar.passes is not None:
            self.signs.append({"x": length + 14, "y": top + BAR / 2, "shape": TICK if bar.passes else CROSS})
        self.values.append({"x": after, "y": top + BAR / 2, "text": text})
        self.blanks.append({"x": length + 4, "x2": after + _width(text) + 4, "y": top, "y2": top + BAR})

    def layers(self, altair: Any) -> list[Any]:
        """The layers of the chart, from the back to the front."""

        def place(name: str, size: float) -> Mapping[str, Any]:
            scale = altair.Scale(domain=[0, size], range=[0, size], nice=False, zero=False)
            return {"shorthand": f"{name}:Q", "axis": None, "scale": scale}

        at = {"x": altair.X(**place("x", WIDTH)), "y": altair.Y(**place("y", self.height))}

        def marks(rows: Sequence[dict[str, Any]]) -> Any:
            return altair.Chart(altair.Data(values=list(rows)))

        written = {"align": "left", "baseline": "middle", "fontSize": LETTERS, "color": INK, "aria": False}
        color = altair.Color("color:N", scale=None, legend=None)
        layers = [
            marks([{"x": 0, "y": self.first, "y2": self.height}])
            .mark_rule(aria=False, color=LINE)
            .encode(**at, y2="y2:Q"),
            marks(self.boxes)
            .mark_rect(aria=False, stroke=INK, strokeWidth=0.6)
            .encode(**at, x2="x2:Q", y2="y2:Q", color=color),
        ]
        if self.axis.mark is not None:
            across = self.axis.across(self.axis.mark)
            rule = marks([{"x": across, "y": self.first - 2, "y2": self.height}])
            dashed = rule.mark_rule(aria=False, strokeDash=[5, 3], strokeWidth=1.4, color=MARK)
            named = marks([{"x": across, "y": LINE_HEIGHT / 2 + 2, "text": _line(self.axis.mark_text)}])
            side = "right" if across > WIDTH / 2 else "left"
            label = named.mark_text(**{**written, "align": side, "fontWeight": 600})
            blank = marks(self.blanks).mark_rect(aria=False, color="white")
            layers.append(dashed.encode(**at, y2="y2:Q"))
            layers.append(label.encode(**at, text="text:N"))
            layers.append(blank.encode(**at, x2="x2:Q", y2="y2:Q"))
        layers.append(marks([*self.texts, *self.values]).mark_text(**written).encode(**at, text="text:N"))
        sign = marks(self.signs).mark_point(
            aria=False, filled=False, color=INK, strokeWidth=2, opacity=1, size=110
        )
        layers.append(sign.encode(**at, shape=altair.Shape("shape:N", scale=None, legend=None)))
        return layers


def _line(text: str) -> str:
    return " ".join(plain(text).split())


def _width(text: str) -> float:
    """About how many pixels wide a text is, rather more than less."""
    return sum(0 if unicodedata.category(each) == "Mn" else 9.4 for each in text)


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
