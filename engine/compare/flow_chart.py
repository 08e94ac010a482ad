"""A comparison drawn as ribbons from the old ratings to the new ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ..meaning.facts_in_words import NOT_RATED
from ..show.drawing import FAINT, INK, Align, Drawing, text_width
from ..words.diagnostics import Text, Translate, say, visible
from .comparison import Comparison
from .rating_order import Direction

BLUE, ORANGE, GREY = "#1f6fb2", "#d5690c", "#8b95a1"
HUES: Mapping[Direction, str] = {
    "up": BLUE,
    "gained": BLUE,
    "down": ORANGE,
    "lost": ORANGE,
    "level": GREY,
    "other": GREY,
    "same": GREY,
    "unrated": GREY,
}

WIDTH = 920
HEIGHT = 380  # px that all units together are thick
THINNEST = 0.75
LINE_HEIGHT = 20
GAP = 12  # px between the labels of ratings, at least
BAR = 12  # px, how wide a rating is
LONGEST = 26  # letters of a line of a label
HEAD = 40.0  # px above the ratings


@dataclass(frozen=True)
class _Ratings:
    """The ratings by one rule set, the best on top: `labels` in lines, the last of them how many units;
    `thick` is how thick the ribbons of each are together."""

    head: str
    ratings: Sequence[str | None]
    labels: Sequence[Sequence[str]]
    thick: Mapping[str | None, float]

    @property
    def margin(self) -> float:
        """How much room the labels need beside the ribbons."""
        lines = [self.head, *(line for label in self.labels for line in label)]
        return max(text_width(line, Drawing.letters) for line in lines) + 14

    @cached_property
    def slots(self) -> list[float]:
        """How high each rating is with its label."""
        pairs = zip(self.ratings, self.labels, strict=True)
        return [max(self.thick[rating], LINE_HEIGHT * len(label) + 4) for rating, label in pairs]

    @property
    def height(self) -> float:
        """How high they are all together, as close as they can be."""
        return sum(self.slots) + GAP * (len(self.slots) - 1)

    def draw(
        self, drawing: Drawing, bar: float, text: float, align: Align, height: float
    ) -> dict[str | None, float]:
        """Draws bars and labels over a height; gives where each rating begins."""
        drawing.text(text, 14, self.head, align, bold=True, color=FAINT)
        gap = (height - sum(self.slots)) / max(len(self.ratings) - 1, 1)
        begins: dict[str | None, float] = {}
        top = HEAD
        for rating, label, slot in zip(self.ratings, self.labels, self.slots, strict=True):
            thick = self.thick[rating]
            begins[rating] = top + (slot - thick) / 2
            if thick:
                drawing.box(bar, begins[rating], bar + BAR, begins[rating] + thick, INK)
            line_top = top + slot / 2 - LINE_HEIGHT * (len(label) - 1) / 2
            for line in label[:-1]:
                drawing.text(text, line_top, line, align, bold=True)
                line_top += LINE_HEIGHT
            drawing.text(text, line_top, label[-1], align, color=FAINT)
            top += slot + gap
        return begins


def flow(comparison: Comparison, translate: Translate) -> str:
    """Ribbons from the old ratings (left, the best on top) to the new ones (right), as thick as units are
    many; an SVG."""
    units = comparison.units.height or 1
    thick = {
        pair: max(count * HEIGHT / units, THINNEST) for pair, count in comparison.matrix.items() if count
    }
    old, new = (_side(comparison, which, thick, translate) for which in (0, 1))
    width = max(WIDTH, old.margin + new.margin + 320)
    left, right = old.margin, width - new.margin
    height = max(old.height, new.height)
    drawing = Drawing()
    starts = old.draw(drawing, left, left - 8, "end", height)
    ends = new.draw(drawing, right - BAR, right + 8, "start", height)
    ribbons = []
    for pair in ((old_rating, new_rating) for old_rating in old.ratings for new_rating in new.ratings):
        if pair in thick:
            ribbons.append(
                (HUES[comparison.direction_of(*pair)], starts[pair[0]], ends[pair[1]], thick[pair])
            )
            starts[pair[0]] += thick[pair]
            ends[pair[1]] += thick[pair]
    for color, start, end, own in sorted(ribbons, key=lambda ribbon: ribbon[0] != GREY):
        drawing.ribbon(left + BAR, right - BAR, start, end, own, color)
    words = say(
        "How many units go from each rating of {old} to each rating of {new}",
        old=comparison.old.id,
        new=comparison.new.id,
    )
    return drawing.svg(width, height + 52, words.in_words(translate))


def _side(
    comparison: Comparison,
    which: int,
    thick: Mapping[tuple[str | None, str | None], float],
    translate: Translate,
) -> _Ratings:
    rules = (comparison.old, comparison.new)[which]
    side: Literal["old", "new"] = "old" if which == 0 else "new"
    ratings, counts = comparison.ratings(side), comparison.counts(side)
    units = comparison.units.height or 1
    labels = [
        [*_wrapped(_name(rating, translate)), f"{counts[rating]:,} ({counts[rating] / units:.1%})"]
        for rating in ratings
    ]
    together = {
        rating: sum(own for pair, own in thick.items() if pair[which] == rating) for rating in ratings
    }
    return _Ratings(visible(rules.id), ratings, labels, together)


def _name(rating: str | None, translate: Translate) -> str:
    words: Text = NOT_RATED if rating is None else say("{name}", name=rating)
    return words.in_words(translate)


def _wrapped(name: str) -> list[str]:
    """A name in lines, broken at spaces only."""
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + 1 + len(word) <= LONGEST:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or ["–"]


__all__ = ["BLUE", "GREY", "ORANGE", "flow"]
