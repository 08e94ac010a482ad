"""The chart of a report: indicators as bars against the pass mark, as SVG for pages and as PNG for Word."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
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
ROOM = 92  # px right of the longest bar, for its text and sign
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
class Chart:
    """A chart that is drawn."""

    svg: str

    @cached_property
    def png(self) -> bytes:
        # the letter as its two halves: as one, what follows is drawn over it
        apart = _AM.sub("\u0e4d\\1\u0e32", self.svg)
        made: bytes = _converter().svg_to_png(apart, scale=SHARPNESS)
        return made


def bars(bars: Sequence[Bar], mark: float | None, mark_text: str, low: float, high: float) -> Chart:
    """Horizontal bars from `low` to `high`, one below the other. Raises KenError when a package of the
    optional extra is not installed."""
    altair = packages.needed("altair", "altair")
    end = WIDTH - ROOM

    def across(value: float) -> float:
        return (min(max(value, low), high) - low) / ((high - low) or 1) * end

    boxes: list[dict[str, Any]] = []
    blanks: list[dict[str, Any]] = []  # behind texts that the line of the pass mark would cross
    labels: list[dict[str, Any]] = []
    values: list[dict[str, Any]] = []
    signs: list[dict[str, Any]] = []
    top = float(LINE_HEIGHT + 6 if mark is not None else 0)
    first = top
    for bar in bars:
        for line in _lines(_line(bar.label)):
            labels.append({"x": 0, "y": top + LINE_HEIGHT / 2, "text": line})
            blanks.append({"x": 1, "x2": _width(line) + 4, "y": top + 2, "y2": top + LINE_HEIGHT - 1})
            top += LINE_HEIGHT
        length = across(bar.value)
        text = _line(bar.text)
        boxes.append(
            {
                "x": 0,
                "x2": max(length, 1),
                "y": top,
                "y2": top + BAR,
                "color": UNKNOWN if bar.passes is None else PASSES if bar.passes else FAILS,
            }
        )
        after = length + 9 if bar.passes is None else length + 25
        if bar.passes is not None:
            signs.append({"x": length + 14, "y": top + BAR / 2, "shape": TICK if bar.passes else CROSS})
        values.append({"x": after, "y": top + BAR / 2, "text": text})
        blanks.append({"x": length + 4, "x2": after + _width(text) + 4, "y": top, "y2": top + BAR})
        top += BAR + GAP
    height = max(top, 1)

    x = altair.X(
        "x:Q", axis=None, scale=altair.Scale(domain=[0, WIDTH], range=[0, WIDTH], nice=False, zero=False)
    )
    y = altair.Y(
        "y:Q", axis=None, scale=altair.Scale(domain=[0, height], range=[0, height], nice=False, zero=False)
    )
    written = {"align": "left", "baseline": "middle", "fontSize": LETTERS, "color": INK, "aria": False}

    def marks(rows: Sequence[dict[str, Any]]) -> Any:
        return altair.Chart(altair.Data(values=list(rows)))

    ends = [{"x": 0, "y": first, "y2": height}]
    layers = [
        marks(ends).mark_rule(aria=False, color=LINE).encode(x=x, y=y, y2="y2:Q"),
        marks(boxes)
        .mark_rect(aria=False, stroke=INK, strokeWidth=0.6)
        .encode(x=x, y=y, x2="x2:Q", y2="y2:Q", color=altair.Color("color:N", scale=None, legend=None)),
    ]
    if mark is not None:
        rule = [{"x": across(mark), "y": first - 2, "y2": height}]
        layers.append(
            marks(rule)
            .mark_rule(aria=False, strokeDash=[5, 3], strokeWidth=1.4, color=MARK)
            .encode(x=x, y=y, y2="y2:Q")
        )
        named = [{"x": min(across(mark), end), "y": LINE_HEIGHT / 2 + 2, "text": _line(mark_text)}]
        align = "right" if across(mark) > WIDTH / 2 else "left"
        layers.append(
            marks(named)
            .mark_text(**{**written, "align": align, "fontWeight": 600})
            .encode(x=x, y=y, text="text:N")
        )
        layers.append(
            marks(blanks).mark_rect(aria=False, color="white").encode(x=x, y=y, x2="x2:Q", y2="y2:Q")
        )
    layers.append(marks([*labels, *values]).mark_text(**written).encode(x=x, y=y, text="text:N"))
    sign = marks(signs).mark_point(aria=False, filled=False, color=INK, strokeWidth=2, opacity=1, size=110)
    layers.append(sign.encode(x=x, y=y, shape=altair.Shape("shape:N", scale=None, legend=None)))

    chart = altair.layer(*layers).properties(
        width=WIDTH, height=height, padding=0, autosize=altair.AutoSizeParams(type="none")
    )
    chart = chart.configure(font=FONT, background="white").configure_view(stroke=None)
    drawn = _converter().vegalite_to_svg(chart.to_dict(validate=False))
    spoken = "; ".join(f"{_line(bar.label)}: {_line(bar.text)}" for bar in bars)
    root = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:g}" width="{WIDTH:g}" '
        f'height="{height:g}" role="img" aria-label="{html.escape(spoken)}">'
    )
    return Chart(root + _ROOT.sub("", drawn))


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


__all__ = ["Bar", "Chart", "bars"]
