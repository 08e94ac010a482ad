"""Drawings as SVG texts that a page can have inside it: no ids, no links, all words as text."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Align: TypeAlias = Literal["start", "middle", "end"]

INK, FAINT, LINE = "#1b2733", "#55606e", "#c9d0d8"
BARS = "#86a8cf"
FONTS = '"Noto Sans Thai", "Leelawadee UI", Sarabun, Thonburi, system-ui, sans-serif'
BASELINE = 0.3
"""Of the height of its letters a text stands so far below its middle."""


def _attributes(**values: str | float | None) -> str:
    written = {
        name: f"{value:g}" if isinstance(value, (int, float)) else value for name, value in values.items()
    }
    return "".join(
        f' {name.replace("_", "-")}="{html.escape(value)}"'
        for name, value in written.items()
        if value is not None
    )


@dataclass
class Drawing:
    """Marks in pixels from the top left; a later mark lies over an earlier one."""

    fonts: str = FONTS
    letters: int = 14  # px, the height of letters
    marks: list[str] = field(default_factory=list)

    def box(
        self, left: float, top: float, right: float, bottom: float, fill: str, *, stroke: str | None = None
    ) -> None:
        """A rectangle, with an outline where `stroke` is a colour."""
        size = {"x": left, "y": top, "width": max(right - left, 0), "height": max(bottom - top, 0)}
        self._mark("rect", **size, fill=fill, stroke=stroke, stroke_width=0.6 if stroke else None)

    def line(
        self, ends: tuple[float, float, float, float], color: str, *, width: float = 1, dash: bool = False
    ) -> None:
        """A line between two points: left, top, right, bottom."""
        x1, y1, x2, y2 = ends
        dashes = "5 3" if dash else None
        self._mark(
            "line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=color, stroke_width=width, stroke_dasharray=dashes
        )

    def text(
        self, x: float, y: float, words: str, align: Align = "start", *, bold: bool = False, color: str = INK
    ) -> None:
        """A line of words whose middle is at a height."""
        written = _attributes(
            x=x,
            y=y + BASELINE * self.letters,
            text_anchor=align,
            fill=color,
            font_weight=600 if bold else None,
        )
        self.marks.append(f"<text{written}>{html.escape(words, quote=False)}</text>")

    def ribbon(self, left: float, right: float, starts: float, ends: float, thick: float, color: str) -> None:
        """A band of the same thickness from one height (of its upper edge) to another."""
        middle = (left + right) / 2
        upper = f"M{left:g},{starts:g}C{middle:g},{starts:g} {middle:g},{ends:g} {right:g},{ends:g}"
        lower = f"L{right:g},{ends + thick:g}C{middle:g},{ends + thick:g} {middle:g},{starts + thick:g}"
        self._mark("path", d=f"{upper}{lower} {left:g},{starts + thick:g}Z", fill=color, fill_opacity=0.6)

    def stroke(
        self, x: float, y: float, lines: Sequence[tuple[float, float, float, float]], color: str
    ) -> None:
        """A sign of a few strokes around a point."""
        path = "".join(f"M{x + x1:g},{y + y1:g}L{x + x2:g},{y + y2:g}" for x1, y1, x2, y2 in lines)
        self._mark("path", d=path, fill="none", stroke=color, stroke_width=2)

    def svg(self, width: float, height: float, label: str, *, size: bool = False) -> str:
        """The drawing, with words for those who cannot see it; `size` with its width and height in pixels."""
        own = _attributes(width=width, height=height) if size else ""
        root = _attributes(viewBox=f"0 0 {width:g} {height:g}", role="img", aria_label=label)
        inside = _attributes(font_family=self.fonts, font_size=f"{self.letters}px")
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg"{root}{own}><g{inside}>{"".join(self.marks)}</g></svg>'
        )

    def _mark(self, name: str, **values: str | float | None) -> None:
        self.marks.append(f"<{name}{_attributes(**values)}/>")


def text_width(text: str, letters: float) -> float:
    """About how many pixels wide a text is, rather more than less; `letters` is the height of its letters."""
    return sum(_advance(letter) for letter in text) * letters


def _advance(letter: str) -> float:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    return 0.78 if letter.isupper() or (not letter.isascii() and not "\u0e00" <= letter <= "\u0e7f") else 0.64


__all__ = ["BARS", "FAINT", "FONTS", "INK", "LINE", "Align", "Drawing", "text_width"]
