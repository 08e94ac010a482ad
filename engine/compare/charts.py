"""The charts of a report, as SVG texts that a page can have inside it: no ids, no links, all words as
text."""

from __future__ import annotations

import html
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from ..meaning.facts import NOT_RATED
from ..meaning.model import Band, RuleSet
from ..show import packages
from ..words.diagnostics import Text, Translate, say, visible
from .compared import Comparison, Direction

FONTS = '"Noto Sans Thai", "Leelawadee UI", Sarabun, Thonburi, system-ui, sans-serif'
INK, FAINT, LINE = "#1b2733", "#55606e", "#c9d0d8"
BLUE, ORANGE, GREY = "#1f6fb2", "#d5690c", "#8b95a1"
HUES: Mapping[Direction, str] = {
    "up": BLUE,
    "gained": BLUE,
    "down": ORANGE,
    "lost": ORANGE,
    "sideways": GREY,
    "same": GREY,
    "unrated": GREY,
}

WIDTH = 920
LETTERS = 14  # px, the height of the letters of labels
LINE_HEIGHT = 20
GAP = 12  # px between the labels of ratings, at least
BINS = 100
_ROOT = re.compile(r"\A<svg [^>]*>")
_TAG = re.compile(r"<[^<>]*>")
_SPOKEN = re.compile(r' (?:role|aria-[a-z]+|class)="[^"<>]*"')


@dataclass
class _Drawing:
    """Marks in pixels from the top left. Every mark has the fields of its kind, and its colour."""

    areas: list[dict[str, Any]] = field(default_factory=list)
    boxes: list[dict[str, Any]] = field(default_factory=list)
    rules: list[dict[str, Any]] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)

    def box(self, left: float, top: float, right: float, bottom: float, color: str) -> None:
        self.boxes.append({"x": left, "y": top, "x2": right, "y2": bottom, "color": color})

    def rule(
        self, left: float, top: float, right: float, bottom: float, color: str, dash: bool = False
    ) -> None:
        self.rules.append({"x": left, "y": top, "x2": right, "y2": bottom, "color": color, "dash": dash})

    def text(
        self,
        x: float,
        y: float,
        words: str,
        align: Literal["left", "center", "right"],
        *,
        bold: bool = False,
        color: str = INK,
    ) -> None:
        self.texts.append({"x": x, "y": y, "text": words, "align": align, "bold": bold, "color": color})

    def ribbon(
        self, number: int, left: float, right: float, starts: float, ends: float, thick: float, color: str
    ) -> None:
        """A band of the same thickness from one height (of its upper edge) to another."""
        for step in range(5):
            share = step / 4
            upper = starts + (ends - starts) * share * share * (3 - 2 * share)
            self.areas.append(
                {
                    "id": number,
                    "x": round(left + (right - left) * share),
                    "y": round(upper, 2),
                    "y2": round(upper + thick, 2),
                    "color": color,
                }
            )

    def svg(self, width: float, height: float, label: str) -> str:
        altair, convert = (
            packages.needed("altair", "altair"),
            packages.needed("vl_convert", "vl-convert-python"),
        )

        def channel(kind: Any, name: str, end: float) -> Any:
            return kind(
                f"{name}:Q",
                axis=None,
                scale=altair.Scale(domain=[0, end], range=[0, end], nice=False, zero=False),
            )

        x, y = channel(altair.X, "x", width), channel(altair.Y, "y", height)
        color = altair.Color("color:N", scale=None, legend=None)

        def marks(rows: Sequence[Mapping[str, Any]]) -> Any:
            return altair.Chart(altair.Data(values=list(rows)))

        layers = []
        if self.areas:
            ribbons = marks(self.areas).mark_area(
                interpolate="monotone", orient="vertical", opacity=0.6, aria=False
            )
            layers.append(ribbons.encode(x=x, y=y, y2="y2:Q", color=color, detail="id:N"))
        if self.boxes:
            layers.append(
                marks(self.boxes).mark_rect(aria=False).encode(x=x, y=y, x2="x2:Q", y2="y2:Q", color=color)
            )
        for dash in (False, True):
            rows = [each for each in self.rules if each["dash"] is dash]
            if rows:
                ruled = marks(rows).mark_rule(aria=False, **({"strokeDash": [5, 3]} if dash else {}))
                layers.append(ruled.encode(x=x, y=y, x2="x2:Q", y2="y2:Q", color=color))
        for align in ("left", "center", "right"):
            for bold in (False, True):
                rows = [each for each in self.texts if each["align"] == align and each["bold"] is bold]
                if rows:
                    look = {
                        "align": align,
                        "baseline": "middle",
                        "fontSize": LETTERS,
                        "fontWeight": 600 if bold else 400,
                    }
                    layers.append(
                        marks(rows).mark_text(aria=False, **look).encode(x=x, y=y, text="text:N", color=color)
                    )
        chart = altair.layer(*layers).properties(
            width=width, height=height, padding=0, autosize=altair.AutoSizeParams(type="none")
        )
        chart = chart.configure(font=FONTS, background="transparent").configure_view(stroke=None)
        drawn = convert.vegalite_to_svg(chart.to_dict())
        root = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" '
            f'aria-label="{html.escape(label)}">'
        )
        return root + _TAG.sub(lambda tag: _SPOKEN.sub("", tag[0]), _ROOT.sub("", drawn))


def flow(comparison: Comparison, translate: Translate) -> str:
    """Ribbons from the old ratings (left, the best on top) to the new ones (right), as thick as units are
    many."""
    pairs = {pair: count for pair, count in comparison.matrix.items() if count}
    sides = [comparison.ratings("old"), comparison.ratings("new")]
    units = comparison.units.height or 1
    thick = {pair: max(count * 380 / units, 0.75) for pair, count in pairs.items()}
    names = [[_name(rating, translate) for rating in ratings] for ratings in sides]
    counts = [comparison.counts("old"), comparison.counts("new")]
    lines = [
        [
            [*_wrapped(name), f"{own[rating]:,} ({own[rating] / units:.1%})"]
            for name, rating in zip(listed, ratings, strict=True)
        ]
        for listed, ratings, own in zip(names, sides, counts, strict=True)
    ]
    heads = [visible(rules.id) for rules in (comparison.old, comparison.new)]
    margins = [
        max(map(_width, [head, *(line for label in own for line in label)])) + 14
        for head, own in zip(heads, lines, strict=True)
    ]
    width = max(WIDTH, sum(margins) + 320)
    edges = margins[0], width - margins[1]
    highs = [
        {rating: sum(each for pair, each in thick.items() if pair[side] == rating) for rating in sides[side]}
        for side in (0, 1)
    ]
    slots = [
        [
            max(highs[side][rating], LINE_HEIGHT * len(label) + 4)
            for rating, label in zip(sides[side], lines[side], strict=True)
        ]
        for side in (0, 1)
    ]
    bottom = max(sum(own) + GAP * (len(own) - 1) for own in slots)
    drawing = _Drawing()
    tops: list[dict[str | None, float]] = [{}, {}]
    for side, (ratings, own) in enumerate(zip(sides, lines, strict=True)):
        align: Literal["left", "right"] = "right" if side == 0 else "left"
        left, text = (edges[0], edges[0] - 8) if side == 0 else (edges[1] - 12, edges[1] + 8)
        drawing.text(text, 14, heads[side], align, bold=True, color=FAINT)
        gap = (bottom - sum(slots[side])) / max(len(ratings) - 1, 1)
        top = 40.0
        for rating, label, slot in zip(ratings, own, slots[side], strict=True):
            high = highs[side][rating]
            tops[side][rating] = top + (slot - high) / 2
            if high:
                drawing.box(left, tops[side][rating], left + 12, tops[side][rating] + high, INK)
            first = top + slot / 2 - LINE_HEIGHT * (len(label) - 1) / 2
            for at, line in enumerate(label):
                is_name = at < len(label) - 1
                drawing.text(
                    text, first + at * LINE_HEIGHT, line, align, bold=is_name, color=INK if is_name else FAINT
                )
            top += slot + gap
    ends = [dict(each) for each in tops]
    drawn = [(old, new) for old in sides[0] for new in sides[1] if (old, new) in thick]
    starts = {}
    for pair in drawn:
        starts[pair] = ends[0][pair[0]], ends[1][pair[1]]
        for side in (0, 1):
            ends[side][pair[side]] += thick[pair]
    shown = sorted(drawn, key=lambda pair: HUES[comparison.direction_of(*pair)] != GREY)
    for number, pair in enumerate(shown):
        drawing.ribbon(
            number,
            edges[0] + 12,
            edges[1] - 12,
            *starts[pair],
            thick[pair],
            HUES[comparison.direction_of(*pair)],
        )
    label_text = say(
        "How many units go from each rating of {old} to each rating of {new}",
        old=comparison.old.id,
        new=comparison.new.id,
    )
    return drawing.svg(width, bottom + 52, label_text.in_words(translate))


def distribution(comparison: Comparison, translate: Translate) -> str:
    """How many units have which total by the old rules (above) and by the new ones (below), with the bands
    over them."""
    sides = ((comparison.old, "old_total", "#aeb8c3"), (comparison.new, "new_total", "#86a8cf"))
    decimals = max(comparison.old.scale.decimals, comparison.new.scale.decimals)
    unit = 10**decimals
    totals = [
        (comparison.units[column].drop_nulls() * unit).round().cast(int).to_list() for _, column, _ in sides
    ]
    bounds = [bound for rules, _, _ in sides for band in rules.bands for bound in _range(band, rules)]
    inner = [bound for bound in bounds if min(bounds) < bound < max(bounds)]
    values = [
        *(
            Fraction(each, unit)
            for own in totals
            for each in (min(own, default=None), max(own, default=None))
            if each is not None
        ),
        *inner,
    ] or bounds
    step = _step(max(values) - min(values), BINS, Fraction(1, unit))
    limits = (
        min(rules.scale.minimum for rules, _, _ in sides),
        max(rules.scale.maximum for rules, _, _ in sides),
    )
    low = (
        max(math.floor(min(values) / step - 2) * step, limits[0]) if limits[0] < min(values) else min(values)
    )
    high = (
        min(math.ceil(max(values) / step + 1) * step, limits[1]) if limits[1] > max(values) else max(values)
    )
    bins = max(1, math.ceil((high - low) / step))
    counts = [_counted(own, low, step, bins, unit) for own in totals]
    most = max((max(own) for own in counts), default=0) or 1
    ticks = range(0, most + 1, max(1, int(_step(Fraction(most), 5, Fraction(1)))))
    left, right = 64.0, WIDTH - 24.0
    drawing = _Drawing()

    def across(value: Fraction) -> float:
        return left + (right - left) * float((min(max(value, low), high) - low) / ((high - low) or 1))

    top = 14.0
    for (rules, _, color), own in zip(sides, counts, strict=True):
        drawing.text(
            left, top, say("units by total, {rules}", rules=rules.id).in_words(translate), "left", bold=True
        )
        top = _strip(drawing, rules, top + 22, (left, right), across, low, high)
        base = top + 150
        for tick in ticks:
            y = base - 140 * tick / most
            drawing.box(left, y - 0.5, right, y + 0.5, LINE)
            drawing.text(left - 8, y, f"{tick:,}", "right", color=FAINT)
        for at, count in enumerate(own):
            if count:
                drawing.box(
                    across(low + at * step) + 0.5,
                    base - 140 * count / most,
                    across(low + (at + 1) * step) - 0.5,
                    base,
                    color,
                )
        for bound in sorted(
            {bound for band in rules.bands for bound in _range(band, rules)[:1] if low < bound <= high}
        ):
            drawing.rule(across(bound), top - 4, across(bound), base, INK)
        apart = _step(high - low, 12, Fraction(1, unit))
        for number in range(math.ceil(low / apart), math.floor(high / apart) + 1):
            x = across(number * apart)
            drawing.rule(x, base, x, base + 5, FAINT)
            drawing.text(x, base + 16, f"{float(number * apart):g}", "center", color=FAINT)
        top = base + 56
    label = say(
        "How many units have which total by {old} and by {new}", old=comparison.old.id, new=comparison.new.id
    )
    return drawing.svg(WIDTH, top - 24, label.in_words(translate))


def _strip(
    drawing: _Drawing,
    rules: RuleSet,
    top: float,
    edges: tuple[float, float],
    across: Any,
    low: Fraction,
    high: Fraction,
) -> float:
    """The bands as lines with their names over them, in as many rows as it takes; gives the height below
    them."""
    rows: list[list[tuple[float, float]]] = []
    for band in sorted(rules.bands, key=lambda each: _range(each, rules), reverse=True):
        begins, ends = _range(band, rules)
        if ends < low or begins > high:
            continue
        name = " ".join(visible(band.rating).split())
        start, end = across(begins), across(ends)
        half = _width(name) / 2
        middle = min(max((start + end) / 2, edges[0] + half), edges[1] - half)
        taken = min(start, middle - half) - 3, max(end, middle + half) + 3
        free = (
            at
            for at, own in enumerate(rows)
            if all(taken[1] <= other[0] + 6 or taken[0] >= other[1] - 6 for other in own)
        )
        at = next(free, len(rows))
        if at == len(rows):
            rows.append([])
        rows[at].append(taken)
        y = top + at * (LINE_HEIGHT + 8)
        drawing.text(middle, y, name, "center")
        drawing.rule(start + 1, y + 12, end - 1, y + 12, INK, dash=band.when is not None)
    return top + len(rows) * (LINE_HEIGHT + 8) + 4


def conditional(comparison: Comparison) -> bool:
    """Whether a band has a condition beside its range: those are drawn dashed."""
    return any(band.when is not None for rules in (comparison.old, comparison.new) for band in rules.bands)


def _range(band: Band, rules: RuleSet) -> tuple[Fraction, Fraction]:
    return (
        rules.scale.minimum if band.minimum is None else band.minimum,
        rules.scale.maximum if band.maximum is None else band.maximum,
    )


def _counted(totals: Iterable[int], low: Fraction, step: Fraction, bins: int, unit: int) -> list[int]:
    counts = [0] * bins
    first, size = low * unit, step * unit
    for total in totals:
        counts[min(max(int((total - first) // size), 0), bins - 1)] += 1
    return counts


def _step(span: Fraction, most: int, least: Fraction) -> Fraction:
    """The smallest of 1, 2, 5, 10, 20, … times `least` that divides the span into at most so many parts."""
    steps = (least * each * Fraction(10) ** power for power in range(19) for each in (1, 2, 5))
    return next(step for step in steps if step * most >= span)


def _name(rating: str | None, translate: Translate) -> str:
    words: Text = NOT_RATED if rating is None else say("{name}", name=rating)
    return words.in_words(translate)


def _wrapped(name: str, most: int = 26) -> list[str]:
    """A name in lines, broken at spaces only."""
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or ["–"]


def _width(text: str) -> float:
    """About how many pixels wide a label is, rather more than less."""
    return sum(_advance(each) for each in text) * LETTERS


def _advance(letter: str) -> float:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    return 0.78 if letter.isupper() or (not letter.isascii() and not "\u0e00" <= letter <= "\u0e7f") else 0.64


__all__ = ["conditional", "distribution", "flow"]
