"""What two rule sets say otherwise of their bands: which ratings there are, in which order, and within which
bounds and conditions they are given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Literal

from ..meaning.facts_in_words import score_text
from ..meaning.model import Band, RuleSet
from ..words.diagnostics import Text, counted, listed, say
from .rule_differences import Change, Difference, Facet, single, value_text
from .rule_pair import RulePair

End = Literal["from", "to"]
Bands = tuple[Band, Band]
"""A band of the old rule set, and the one that it became."""


def band_changes(pair: RulePair) -> Iterator[Change]:
    """Everything that is otherwise about the bands."""
    old, new = pair.both
    if [band.rating for band in old.bands] == [band.rating for band in new.bands]:
        yield from _moved_bounds(pair)
        yield from _conditions(pair)
    else:
        yield _replaced(pair)
    if old.hit_policy != new.hit_policy:
        difference = Difference(say("hit policy"), old.hit_policy, new.hit_policy, *pair.at("hit_policy"))
        yield single("hit_policy", difference, [("hit_policy",)])
    for one, other in zip(old.bands, new.bands, strict=False):
        if one.rating == other.rating and one.rank != other.rank:
            what, places = say("rank of {rating}", rating=one.rating), (one.position, other.position)
            yield single("rank", Difference(what, value_text(one.rank), value_text(other.rank), *places))


# the bands as a whole


def _replaced(pair: RulePair) -> Change:
    """The bands as a whole: names came, went, or changed places."""
    became = list(_became(pair))
    differences = [
        _band_difference(pair, one, other)
        for one, other in became
        if one is None or other is None or not pair.same_band(one, other)
    ]
    if not differences:
        before, after = (", ".join(band.rating for band in rules.bands) for rules in pair.both)
        differences = [Difference(say("order of the bands"), before, after, *pair.at("bands"))]
    title = _replacement(pair, became)
    return Change("bands", title, tuple(differences), rates=True, facets=frozenset([("bands",)]))


def _band_difference(pair: RulePair, one: Band | None, other: Band | None) -> Difference:
    """That a band is otherwise, or came (`one` is None) or went (`other` is None)."""
    band = one or other
    assert band is not None
    sides = list(zip(pair.both, (one, other), strict=True))
    old, new = (None if band is None else _range(rules, band) for rules, band in sides)
    places = (rules.at("bands") if band is None else band.position for rules, band in sides)
    return Difference(say("band {rating}", rating=band.rating), old, new, *places)


def _replacement(pair: RulePair, became: Sequence[tuple[Band | None, Band | None]]) -> Text:
    """What became of the bands, in a sentence."""
    olds, news = ({band.rating for band in rules.bands} for rules in pair.both)
    if not olds & news:
        return counted(
            len(pair.old.bands),
            "{count} band is replaced by {new}",
            "{count} bands are replaced by {new}",
            new=len(pair.new.bands),
        )
    gone = [one.rating for one, other in became if one and other is None]
    came = [other.rating for one, other in became if other and one is None]
    kept = [one.rating for one, other in became if one and other and not pair.same_band(one, other)]
    clauses = [say("bands taken away: {ratings}", ratings=gone)] if gone else []
    clauses += [say("bands added: {ratings}", ratings=came)] if came else []
    clauses += [say("bands otherwise: {ratings}", ratings=kept)] if kept else []
    return listed(clauses or [say("the bands stand in another order")])


def _became(pair: RulePair) -> Iterator[tuple[Band | None, Band | None]]:
    """Each band with the one that it became: the very same first, then one of the same rating; None for one
    that came or went."""
    left = list(pair.new.bands)
    became: dict[int, Band] = {}
    alike: tuple[Callable[[Band, Band], bool], ...] = (
        pair.same_band,
        lambda one, other: one.rating == other.rating,
    )
    for is_alike in alike:
        for number, band in enumerate(pair.old.bands):
            match = next((new for new in left if is_alike(band, new)), None) if number not in became else None
            if match is not None:
                became[number] = match
                left = [new for new in left if new is not match]
    yield from ((band, became.get(number)) for number, band in enumerate(pair.old.bands))
    yield from ((None, band) for band in left)


def _range(rules: RuleSet, band: Band) -> str:
    """A band as one reads it in a table."""
    scale = rules.scale
    low = scale.minimum if band.minimum is None else band.minimum
    high = scale.maximum if band.maximum is None else band.maximum
    condition = "" if band.when is None else f" · {band.when.text}"
    return f"{score_text(low, scale)} – {score_text(high, scale)}{condition}"


# bands that are the same by name


def _moved_bounds(pair: RulePair) -> Iterator[Change]:
    """Boundaries of bands. Where one band ends lower and the next begins lower, it is one boundary that
    moves."""
    bands = list(zip(pair.old.bands, pair.new.bands, strict=True))
    done: set[int] = set()
    for number, (one, other) in enumerate(bands):
        if pair.ends(pair.old, one)[0] != pair.ends(pair.new, other)[0]:
            moved = [_boundary(pair, "from", number, (one, other))]
            below = next(
                (
                    lower
                    for lower in range(len(bands))
                    if lower not in done and _touch(pair, bands[lower], bands[number])
                ),
                None,
            )
            if below is not None:
                done.add(below)
                moved.append(_boundary(pair, "to", below, bands[below]))
            yield _boundary_change(moved)
    for number, (one, other) in enumerate(bands):
        if pair.ends(pair.old, one)[1] != pair.ends(pair.new, other)[1] and number not in done:
            yield _boundary_change([_boundary(pair, "to", number, (one, other))])


def _touch(pair: RulePair, below: Bands, above: Bands) -> bool:
    """Whether a band ends where another begins, in both rule sets, and both move."""
    if below[0].maximum == below[1].maximum or below[0] is above[0]:
        return False
    for rules, lower, upper in zip(pair.both, below, above, strict=True):
        step = Fraction(1, 10**rules.scale.decimals)
        end, start = lower.maximum, upper.minimum
        if end is None or start is None or not 0 <= start - end <= step:
            return False
    return True


def _boundary(pair: RulePair, end: End, number: int, bands: Bands) -> tuple[Facet, Difference]:
    """One end of a band, by the band's number, as a facet and as a difference."""
    rating = bands[0].rating
    what = say("{rating} from", rating=rating) if end == "from" else say("{rating} to", rating=rating)
    values, places = [], []
    for rules, band in zip(pair.both, bands, strict=True):
        value = band.minimum if end == "from" else band.maximum
        place = band.minimum_position if end == "from" else band.maximum_position
        values.append(None if value is None else score_text(value, rules.scale))
        places.append(place if place.line else band.position)
    return (end, number), Difference(what, values[0], values[1], places[0], places[1])


def _boundary_change(moved: Sequence[tuple[Facet, Difference]]) -> Change:
    return Change(
        "boundary",
        listed([difference.sentence for _, difference in moved]),
        tuple(difference for _, difference in moved),
        rates=True,
        facets=frozenset(facet for facet, _ in moved),
    )


def _conditions(pair: RulePair) -> Iterator[Change]:
    """Conditions of bands that mean something else."""
    for number, (one, other) in enumerate(zip(pair.old.bands, pair.new.bands, strict=True)):
        if not pair.same_condition(one.when, other.when):
            what = say("condition of {rating}", rating=one.rating)
            old, new = (None if band.when is None else band.when.text for band in (one, other))
            places = (band.when.position if band.when else band.position for band in (one, other))
            yield single("condition", Difference(what, old, new, *places), [("condition", number)])


__all__ = ["band_changes"]
