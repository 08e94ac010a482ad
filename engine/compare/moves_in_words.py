"""What a comparison comes to, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.statuses import NOT_APPLICABLE
from ..words.diagnostics import Text, counted, say
from .comparison import Comparison
from .rating_order import DIRECTIONS, direction_words


def summary(comparison: Comparison) -> Iterator[Text]:
    """How many units move and where to, who is not rated, and what is taken for granted."""
    yield say("{new} instead of {old}:", new=comparison.new.id, old=comparison.old.id)
    yield from _bands(comparison)
    yield _moves(comparison)
    unrated = comparison.directions["unrated"]
    if unrated and not comparison.is_scored:
        yield say("Rated by neither: {count}.", count=f"{unrated:,}")
    elif unrated:
        yield say("Without a total by both: {count}.", count=f"{unrated:,}")
    for rules, side in ((comparison.old, "old"), (comparison.new, "new")):
        count = int((comparison.units[f"{side}_status"] == NOT_APPLICABLE).sum())
        if count:
            yield counted(
                count,
                "{rules} does not apply to {count} unit.",
                "{rules} does not apply to {count} units.",
                rules=rules.id,
            )
    for assumption in comparison.assumptions:
        yield say("Assumed: {assumption}.", assumption=assumption)


def _bands(comparison: Comparison) -> Iterator[Text]:
    """That a rule set gives no ratings."""
    if comparison.is_scored:
        yield say("Neither has bands: there are no ratings, and the totals are compared.")
        return
    for rules in (comparison.old, comparison.new):
        if not rules.bands:
            yield say("{rules} has no bands and gives no ratings: its units are scored.", rules=rules.id)


def _moves(comparison: Comparison) -> Text:
    """How many units get another rating, or another total."""
    units, moved, counts = comparison.units.height, comparison.moved.height, comparison.directions
    scored = comparison.is_scored
    if not moved and scored:
        return counted(units, "The one unit has the same total.", "All {count} units have the same total.")
    if not moved:
        return counted(
            units, "The one unit gets no other rating.", "Of {count} units none gets another rating."
        )
    words = direction_words([comparison.old, comparison.new])
    told = [
        say("{direction} {count}", direction=words[way], count=f"{counts[way]:,}")
        for way in DIRECTIONS
        if counts[way] and way not in ("same", "unrated")
    ]
    of = counted(units, "{count} unit", "{count} units")
    if scored:
        return counted(
            moved,
            "Of {of} {count} gets another total: {directions}.",
            "Of {of} {count} get another total: {directions}.",
            of=of,
            directions=told,
        )
    return counted(
        moved,
        "Of {of} {count} gets another rating: {directions}.",
        "Of {of} {count} get another rating: {directions}.",
        of=of,
        directions=told,
    )


__all__ = ["summary"]
