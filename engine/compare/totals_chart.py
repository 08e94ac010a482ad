"""A comparison drawn as the totals of all units by both rule sets, with the bands over them."""

from __future__ import annotations

from ..meaning.model import TOTAL, RuleSet
from ..meaning.steps_in_order import is_numberless
from ..rating.totals_drawing import WIDTH, Totals, drawn_totals
from ..rating.whole_numbers import whole_numbers
from ..show.drawing import BARS
from ..words.diagnostics import Translate, say
from .comparison import Comparison

OLD, NEW = "#aeb8c3", BARS


def distribution(comparison: Comparison, translate: Translate, width: float = WIDTH) -> str:
    """How many units have which total by the old rules (above) and by the new ones (below), with the bands
    over them; an SVG."""
    places = max(sheet.places(TOTAL) for sheet in comparison.sheets)
    sides = [
        Totals(
            rules,
            [total for total in whole_numbers(comparison.units[column], places) if total is not None],
            color,
            say("units by total, {rules}", rules=rules.id),
        )
        for rules, column, color in _sides(comparison)
    ]
    label = say(
        "How many units have which total by {old} and by {new}", old=comparison.old.id, new=comparison.new.id
    )
    return drawn_totals(sides, 10**places, label, translate, width)


def has_totals(comparison: Comparison) -> bool:
    """Whether there is anything to draw: totals, or bands that hang on them."""
    return any(
        rules.bands or comparison.units[column].drop_nulls().len() for rules, column, _ in _sides(comparison)
    )


def _sides(comparison: Comparison) -> list[tuple[RuleSet, str, str]]:
    """The rule sets that make a number of the whole, each with the column of its totals and a color."""
    both = ((comparison.old, "old_total", OLD), (comparison.new, "new_total", NEW))
    return [side for side in both if not is_numberless(side[0].total)]


__all__ = ["distribution", "has_totals"]
