"""Where a unit goes: to a better rating, a worse one, or another one; by rules without bands to a better or a
worse total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import polars as pl

from ..meaning.model import RuleSet
from ..words.diagnostics import Text, say
from .statements import are_ranked, has_order, ranks

Direction = Literal["up", "down", "sideways", "same", "lost", "gained", "unrated"]
DIRECTIONS: tuple[Direction, ...] = ("up", "down", "sideways", "same", "lost", "gained", "unrated")
"""Where a unit goes: to a better, worse, or other rating of the same place (or of none, where ratings have no
order); it stays; it has no rating any more, it has one now, or it has one by neither rule set. Where neither
has bands, totals take the place of ratings."""

_WORDS: Mapping[str, Text] = {
    "up": say("up"),
    "down": say("down"),
    "sideways": say("sideways"),
    "same": say("the same"),
    "lost": say("no longer rated"),
    "gained": say("newly rated"),
    "unrated": say("rated by neither"),
}
_SENSE = {"up": say("to a better one"), "down": say("to a worse one")}
_SCORED = {
    "sideways": say("another total"),
    "lost": say("without a total now"),
    "gained": say("with a total now"),
    "unrated": say("a total by neither"),
}


def direction_words(rules: Sequence[RuleSet]) -> Mapping[str, Text]:
    """What the directions are called: where lower scores are better nothing goes up or down, and where
    ratings have no order there is only another one."""
    words = dict(_WORDS)
    if any(own.scale.better != "higher" for own in rules):
        words |= _SENSE
    if not has_order(rules):
        words["sideways"] = say("another rating")
    if are_scored(rules):
        words |= {**_SENSE, **_SCORED}
    return words


def are_scored(rules: Sequence[RuleSet]) -> bool:
    """Whether none of some rule sets gives ratings: then totals are compared."""
    return not any(own.bands for own in rules)


def order_of(rules: Sequence[RuleSet]) -> Literal["rank", "position", "none"]:
    """By what the better of two ratings is told."""
    if not has_order(rules):
        return "none"
    return "rank" if are_ranked(rules) else "position"


def order_in_words(rules: Sequence[RuleSet]) -> Text:
    """By what the better of two ratings is told, in words."""
    match order_of(rules):
        case "none":
            return say("Ratings are in no order: no unit gets a better or a worse one, only another one.")
        case "rank":
            return say(
                "Ratings are put in order by the rank that the rules give them; sideways is to another "
                "rating of the same rank."
            )
    return say(
        "Ratings are put in order by the position of their bands, the best first; sideways is to another "
        "rating at the same position."
    )


def direction_of(old: RuleSet, new: RuleSet, before: str | None, after: str | None) -> Direction:
    """Where a unit goes from a rating by the old rules to one by the new rules."""
    if before is None or after is None:
        return "unrated" if before == after else "lost" if after is None else "gained"
    if before == after:
        return "same"
    if not has_order([old, new]):
        return "sideways"
    by_rank = are_ranked([old, new])
    one, other = ranks(old, by_rank=by_rank)[before], ranks(new, by_rank=by_rank)[after]
    return "up" if other < one else "down" if other > one else "sideways"


def directions(old: RuleSet, new: RuleSet, frame: pl.DataFrame) -> pl.Series:
    """The direction of each unit of a frame with the columns `old_rating`, `new_rating`, `old_total` and
    `new_total`."""
    if are_scored([old, new]):
        return frame.select(_by_total(old, new).alias("direction")).to_series()
    pairs = frame.select("old_rating", "new_rating")
    ways = {pair: direction_of(old, new, *pair) for pair in pairs.unique().rows()}
    return pl.Series("direction", [ways[pair] for pair in pairs.iter_rows()], pl.String)


def _by_total(old: RuleSet, new: RuleSet) -> pl.Expr:
    before, after = pl.col("old_total"), pl.col("new_total")
    better = {own.scale.better for own in (old, new)}
    rise, fall = ("up", "down") if better == {"higher"} else ("down", "up")
    if better not in ({"higher"}, {"lower"}):
        rise = fall = "sideways"
    return (
        pl.when(before.is_null() & after.is_null())
        .then(pl.lit("unrated"))
        .when(after.is_null())
        .then(pl.lit("lost"))
        .when(before.is_null())
        .then(pl.lit("gained"))
        .when(before == after)
        .then(pl.lit("same"))
        .when(after > before)
        .then(pl.lit(rise))
        .otherwise(pl.lit(fall))
    )


__all__ = [
    "DIRECTIONS",
    "Direction",
    "are_scored",
    "direction_of",
    "direction_words",
    "directions",
    "order_in_words",
    "order_of",
]
