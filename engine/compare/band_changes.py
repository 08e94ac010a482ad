"""What two rule sets say otherwise of bands: which ratings there are, in which order, and within which bounds
and conditions they are given; of the whole, and of single nodes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from ..meaning.facts_in_words import score_text
from ..meaning.model import TOTAL, Band, Node, RuleSet
from ..meaning.printed_scores import printed_places
from ..meaning.steps_in_order import bands_of
from ..words.diagnostics import Text, listed, say
from ..words.numerals import shown_text
from .rule_differences import NAMES, Change, Difference, Facet, single
from .rule_pair import End, RulePair
from .taken_places import TakenPlaces, touch

Bands = tuple[Band, Band]
"""A band of the old rule set, and the one that it became."""


def band_changes(pair: RulePair) -> Iterator[Change]:
    """Everything that is otherwise about the bands of the whole, then about those of single nodes."""
    yield from _Rated(pair, pair.old.total, pair.new.total).changes()
    old, new = pair.both
    if old.hit_policy != new.hit_policy:
        difference = Difference(say("hit policy"), old.hit_policy, new.hit_policy, *pair.at("hit_policy"))
        yield single("hit_policy", difference, [("hit_policy",)])
    for one_node, other_node in pair.paired:
        if one_node.path != TOTAL and (one_node.bands or other_node.bands):
            yield from _Rated(pair, one_node, other_node).changes()


_ENDS = frozenset({"from", "to"})
_ONE_SIDED = frozenset({"gone", "added"})


@dataclass(frozen=True)
class _Moved:
    """An end of a band that moved (`from`, `to`), or a band that went or came; with the band of both
    sides."""

    kind: Literal["from", "to", "gone", "added"]
    bands: tuple[Band | None, Band | None]


def name_changes(old: RuleSet, new: RuleSet, places: TakenPlaces) -> Iterator[Change]:
    """Each new rating that takes the place of others."""
    for name, olds in places.groups.items():
        became = next(band for band in new.bands if band.rating == name)
        bands = [band for band in old.bands if band.rating in olds]
        differences = tuple(
            Difference(
                say("band {rating}", rating=band.rating),
                say("{rating}: {range}", rating=band.rating, range=range_text(old, old.total, band)),
                say("{rating}: {range}", rating=name, range=range_text(new, new.total, became)),
                band.position,
                became.position,
            )
            for band in bands
        )
        title = say("{new} takes the place of {old}", new=name, old=[band.rating for band in bands])
        yield Change(NAMES, title, differences, rates=True, facets=frozenset([("name", name, *olds)]))


@dataclass(frozen=True)
class _Rated:
    """A node that is rated, in both rule sets: the whole, or another."""

    pair: RulePair
    one: Node
    other: Node

    @property
    def bands(self) -> tuple[tuple[Band, ...], tuple[Band, ...]]:
        """Those of the old rule set first."""
        old, new = (bands_of(rules, node) for rules, node in self._sides)
        return old, new

    @property
    def _sides(self) -> Iterator[tuple[RuleSet, Node]]:
        return zip(self.pair.both, (self.one, self.other), strict=True)

    @property
    def at(self) -> tuple[str, str]:
        """The paths of the node."""
        return self.one.path, self.other.path

    def facet(self, *what: str | int) -> Facet:
        """A facet of the bands of this node."""
        return what if self.one.path == TOTAL else (*what, *self.at)

    def named(self, what: Text) -> Text:
        """What is said of the whole, as it is said of this node."""
        return (
            what
            if self.one.path == TOTAL
            else say("{node}: {what}", node=self.pair.name(self.one), what=what)
        )

    def changes(self) -> Iterator[Change]:
        """Everything that is otherwise about the bands of this node."""
        yield from self._order()
        yield from self._ends_and_bands()
        yield from self._conditions()

    @cached_property
    def kept(self) -> Mapping[str, Bands]:
        """By rating: the bands of those that both have, in the order of the new ones."""
        old, new = self.bands
        known = {band.rating: band for band in old}
        return {band.rating: (known[band.rating], band) for band in new if band.rating in known}

    def _order(self) -> Iterator[Change]:
        """That the ratings that both have stand in another order."""
        old, new = ([band.rating for band in bands if band.rating in self.kept] for bands in self.bands)
        if old == new:
            return
        places = (
            rules.at("bands") if node.path == TOTAL else node.at("bands") for rules, node in self._sides
        )
        what = self.named(say("order of the bands"))
        yield single(
            "bands", Difference(what, ", ".join(old), ", ".join(new), *places), [self.facet("order")]
        )

    # ends that move, bands that come and go

    def _ends_and_bands(self) -> Iterator[Change]:
        """What cannot be made apart is one change: a boundary that one band has from below and another from
        above, a band that comes between two others, and what it takes from them."""
        parts = list(self._parts())
        groups: list[list[_Moved]] = []
        for part in parts:
            mine = [group for group in groups if any(self._belong(part, other) for other in group)]
            groups = [group for group in groups if not any(group is own for own in mine)]
            groups.append([*(other for own in mine for other in own), part])
        for group in sorted(groups, key=lambda group: parts.index(group[0])):
            yield self._change(sorted(group, key=parts.index))

    def _parts(self) -> Iterator[_Moved]:
        """Each end that moved, and each band that one side alone has; the best ones first."""
        old, new = self.bands
        for band in old:
            if band.rating not in self.kept:
                yield _Moved("gone", (band, None))
        for band in new:
            if band.rating not in self.kept:
                yield _Moved("added", (None, band))
                continue
            pair = self.kept[band.rating]
            ends: tuple[End, End] = ("from", "to")
            for end in ends:
                if self.pair.moved_end(*pair, end, self.at):
                    yield _Moved(end, pair)

    def _belong(self, one: _Moved, other: _Moved) -> bool:
        """Whether two parts are of one change."""
        sides = [
            self._meet(one, other, side) or self._meet(other, one, side)
            for side in (0, 1)
            if one.bands[side] is not None and other.bands[side] is not None
        ]
        is_of_ends = one.kind in _ENDS and other.kind in _ENDS
        if one.kind in _ONE_SIDED and other.kind in _ONE_SIDED and one.kind != other.kind:
            return self._share(one, other)
        return bool(sides) and (all(sides) if is_of_ends else any(sides))

    def _meet(self, below: _Moved, above: _Moved, side: int) -> bool:
        """Whether one part lies right below another on one side."""
        if below.kind == "from" or above.kind == "to":
            return False
        lower, upper = below.bands[side], above.bands[side]
        step = Fraction(1, 10 ** printed_places(*list(self._sides)[side]))
        return lower is not None and upper is not None and touch(lower, upper, step)

    def _share(self, one: _Moved, other: _Moved) -> bool:
        """Whether a band that went and one that came have scores in common."""
        bands = [band for part in (one, other) for band in part.bands if band is not None]
        low = max((band.minimum for band in bands if band.minimum is not None), default=None)
        high = min((band.maximum for band in bands if band.maximum is not None), default=None)
        return low is None or high is None or low <= high

    def _change(self, group: Sequence[_Moved]) -> Change:
        told = [self._told(part) for part in group]
        kinds = {part.kind for part in group}
        return Change(
            "boundary" if kinds <= _ENDS else "bands",
            listed([sentence for sentence, _, _ in told]),
            tuple(difference for _, difference, _ in told),
            rates=True,
            facets=frozenset(facet for _, _, facet in told),
        )

    def _told(self, part: _Moved) -> tuple[Text, Difference, Facet]:
        """A part in words, as a difference, and as a facet."""
        one, other = part.bands
        if part.kind in ("from", "to"):
            facet, difference = self._boundary(part.kind, one, other)
            return difference.sentence, difference, facet
        band = one or other
        assert band is not None
        difference = self._band_difference(one, other)
        words = {"rating": band.rating, "range": difference.old or difference.new}
        sentence = (
            say("{rating} is taken away ({range})", **words)
            if other is None
            else say("{rating} is added ({range})", **words)
        )
        return self.named(sentence), difference, self.facet("band", band.rating)

    def _band_difference(self, one: Band | None, other: Band | None) -> Difference:
        """That a band is otherwise, or came (`one` is None) or went (`other` is None)."""
        band = one or other
        assert band is not None
        sides = list(zip(self._sides, (one, other), strict=True))
        old, new = (None if band is None else range_text(*side, band) for side, band in sides)
        places = (
            (rules.at("bands") if node.path == TOTAL else node.at("bands")) if band is None else band.position
            for (rules, node), band in sides
        )
        return Difference(self.named(say("band {rating}", rating=band.rating)), old, new, *places)

    def _boundary(self, end: End, one: Band | None, other: Band | None) -> tuple[Facet, Difference]:
        """One end of a band, as a facet and as a difference."""
        assert one is not None
        assert other is not None
        rating = other.rating
        what = say("{rating} from", rating=rating) if end == "from" else say("{rating} to", rating=rating)
        values, places = [], []
        for side, band in zip(self._sides, (one, other), strict=True):
            place = band.minimum_position if end == "from" else band.maximum_position
            values.append(_bound_text(*side, band, end))
            places.append(place if place.line else band.position)
        difference = Difference(self.named(what), values[0], values[1], places[0], places[1])
        return self.facet(end, rating), difference

    def _conditions(self) -> Iterator[Change]:
        """Conditions of bands that mean something else."""
        for rating, (one, other) in self.kept.items():
            if not self.pair.same_expression(one.when, other.when, self.at):
                what = self.named(say("condition of {rating}", rating=rating))
                old, new = (None if band.when is None else band.when.text for band in (one, other))
                places = (band.when.position if band.when else band.position for band in (one, other))
                yield single(
                    "condition", Difference(what, old, new, *places), [self.facet("condition", rating)]
                )


def _bound_text(rules: RuleSet, node: Node, band: Band, end: End) -> str | None:
    """A bound of a band; with a sign where it does not itself belong to the band."""
    value, sign = (band.minimum, "> ") if end == "from" else (band.maximum, "< ")
    if value is None:
        return None
    is_outside = band.above if end == "from" else band.below
    return f"{sign if is_outside else ''}{shown_text(value, printed_places(rules, node))}"


def range_text(rules: RuleSet, node: Node, band: Band) -> str | Text:
    """A band as one reads it in a table; ends that are not written are those of the scale, if it has any."""
    scale = rules.scale
    low, high = (_bound_text(rules, node, band, end) for end in ("from", "to"))
    is_whole = node.path == TOTAL
    lowest = score_text(scale.minimum, scale) if is_whole and scale.bounded_below else None
    highest = score_text(scale.maximum, scale) if is_whole and scale.bounded_above else None
    condition = "" if band.when is None else band.when.text
    if (low or lowest) and (high or highest):
        ends = f"{low or lowest} – {high or highest}"
    elif low or lowest:
        ends = f"{'' if band.above else '≥ '}{low or lowest}"
    elif high or highest:
        ends = f"{'' if band.below else '≤ '}{high or highest}"
    elif not condition:
        return say("all others")
    else:
        return condition
    return f"{ends} · {condition}" if condition else ends


__all__ = ["band_changes", "name_changes"]
