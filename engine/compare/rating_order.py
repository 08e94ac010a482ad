"""Where a unit goes: to a better rating, a worse one, or another one; by rules without bands to a better or a
worse total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal

import polars as pl

from ..meaning.model import RuleSet
from ..meaning.rating_standing import Standings
from ..words.diagnostics import Text, say

Direction = Literal["up", "down", "level", "same", "other", "lost", "gained", "unrated"]
DIRECTIONS: tuple[Direction, ...] = ("up", "down", "level", "same", "other", "lost", "gained", "unrated")
"""Where a unit goes: to a better or a worse rating; to one that stands for the old one; it stays; to one of
which nothing says whether it is better; it has no rating any more, it has one now, or it has one by neither
rule set. Where neither has bands, totals take the place of ratings."""

_WORDS: Mapping[str, Text] = {
    "up": say("up"),
    "down": say("down"),
    "level": say("one that stands for the old one"),
    "same": say("the same"),
    "other": say("neither better nor worse"),
    "lost": say("no longer rated"),
    "gained": say("newly rated"),
    "unrated": say("rated by neither"),
}
_SENSE = {"up": say("to a better one"), "down": say("to a worse one")}
_SCORED = {
    "other": say("another total"),
    "lost": say("without a total now"),
    "gained": say("with a total now"),
    "unrated": say("a total by neither"),
}


def direction_words(rules: Sequence[RuleSet]) -> Mapping[str, Text]:
    """What the directions are called between each of some rule sets and the next one: where lower scores are
    better nothing goes up or down, and where ratings have no order there is only another one."""
    words = dict(_WORDS)
    if any(own.scale.better != "higher" for own in rules):
        words |= _SENSE
    if all(order_of(*pair) == "none" for pair in pairwise(rules)):
        words["other"] = say("another rating")
    if are_scored(rules):
        words |= {**_SENSE, **_SCORED}
    return words


def are_scored(rules: Sequence[RuleSet]) -> bool:
    """Whether none of some rule sets gives ratings: then totals are compared."""
    return not any(own.bands for own in rules)


Order = Literal["bands", "declared", "some", "none"]


def order_of(old: RuleSet, new: RuleSet) -> Order:
    """By what the better of two ratings is told: the order of the same bands, what the rules declare, what
    follows from the ratings that both have, or not at all."""
    standings = Standings(old, new)
    if not (standings.has_order and standings.is_known):
        return "none"
    if standings.is_declared:
        return "declared"
    return "bands" if standings.is_whole else "some"


def order_in_words(old: RuleSet, new: RuleSet) -> Text:
    """By what the better of two ratings is told, in words."""
    standings = Standings(old, new)
    if not standings.has_order:
        return say("Ratings are in no order: no unit gets a better or a worse one, only another one.")
    match order_of(old, new):
        case "bands":
            return say("Ratings are in the order of the bands, the best first.")
        case "declared":
            return say(
                "{new} declares which of its ratings stand for those of {old}: up is to a better one than "
                "these, down to a worse one.",
                old=(old if standings.is_forth else new).id,
                new=(new if standings.is_forth else old).id,
            )
        case "some":
            return say(
                "Ratings of one name are one, and those between them are in the order of the bands; of the "
                "others nothing says which is better."
            )
    return say(
        "Nothing says which ratings of {new} are better than which of {old}: no unit goes up or down. "
        "“corresponds:” in {new} would say it.",
        old=old.id,
        new=new.id,
    )


def direction_of(old: RuleSet, new: RuleSet, before: str | None, after: str | None) -> Direction:
    """Where a unit goes from a rating by the old rules to one by the new rules."""
    if before is None or after is None:
        return "unrated" if before == after else "lost" if after is None else "gained"
    return Standings(old, new).of(before, after)


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
        rise = fall = "other"
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
    "Order",
    "are_scored",
    "direction_of",
    "direction_words",
    "directions",
    "order_in_words",
    "order_of",
]
