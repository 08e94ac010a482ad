"""What two rule sets say otherwise of bands: which ratings there are, in which order, and within which bounds
and conditions they are given; of the whole, and of single nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..meaning.facts_in_words import UNKNOWN, score_text
from ..meaning.model import TOTAL, Band, Node, RuleSet
from ..meaning.steps_in_order import bands_of
from ..words.diagnostics import Text, counted, listed, say
from ..words.numerals import shown_text
from .rule_differences import Change, Difference, Facet, single
from .rule_pair import End, RulePair

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
        old, new = self.bands
        if [band.rating for band in old] == [band.rating for band in new]:
            yield from self._moved_bounds()
            yield from self._conditions()
        else:
            yield self._replaced()

    # the bands as a whole

    def _replaced(self) -> Change:
        """The bands as a whole: names came, went, or changed places."""
        became = list(self._became())
        differences = [
            self._band_difference(one, other)
            for one, other in became
            if one is None or other is None or not self.pair.same_band(one, other, self.at)
        ]
        if not differences:
            before, after = (", ".join(band.rating for band in bands) for bands in self.bands)
            places = (
                rules.at("bands") if node.path == TOTAL else node.at("bands") for rules, node in self._sides
            )
            differences = [Difference(self.named(say("order of the bands")), before, after, *places)]
        title = self._replacement(became)
        facets = frozenset([self.facet("bands")])
        return Change("bands", self.named(title), tuple(differences), rates=True, facets=facets)

    def _band_difference(self, one: Band | None, other: Band | None) -> Difference:
        """That a band is otherwise, or came (`one` is None) or went (`other` is None)."""
        band = one or other
        assert band is not None
        sides = list(zip(self._sides, (one, other), strict=True))
        old, new = (None if band is None else _range(*side, band) for side, band in sides)
        places = (
            (rules.at("bands") if node.path == TOTAL else node.at("bands")) if band is None else band.position
            for (rules, node), band in sides
        )
        return Difference(self.named(say("band {rating}", rating=band.rating)), old, new, *places)

    def _replacement(self, became: Sequence[tuple[Band | None, Band | None]]) -> Text:
        """What became of the bands, in a sentence."""
        olds, news = ({band.rating for band in bands} for bands in self.bands)
        if olds and news and not olds & news:
            return counted(
                len(self.bands[0]),
                "{count} band is replaced by {new}",
                "{count} bands are replaced by {new}",
                new=len(self.bands[1]),
            )
        gone = [one.rating for one, other in became if one and other is None]
        came = [other.rating for one, other in became if other and one is None]
        kept = [
            one.rating
            for one, other in became
            if one and other and not self.pair.same_band(one, other, self.at)
        ]
        clauses = [say("bands taken away: {ratings}", ratings=gone)] if gone else []
        clauses += [say("bands added: {ratings}", ratings=came)] if came else []
        clauses += [say("bands otherwise: {ratings}", ratings=kept)] if kept else []
        return listed(clauses or [say("the bands stand in another order")])

    def _became(self) -> Iterator[tuple[Band | None, Band | None]]:
        """Each band with the one that it became: the very same first, then one of the same rating; None for
        one that came or went."""
        left = list(self.bands[1])
        became: dict[int, Band] = {}
        alike: tuple[Callable[[Band, Band], bool], ...] = (
            lambda one, other: self.pair.same_band(one, other, self.at),
            lambda one, other: one.rating == other.rating,
        )
        for is_alike in alike:
            for number, band in enumerate(self.bands[0]):
                match = (
                    next((new for new in left if is_alike(band, new)), None) if number not in became else None
                )
                if match is not None:
                    became[number] = match
                    left = [new for new in left if new is not match]
        yield from ((band, became.get(number)) for number, band in enumerate(self.bands[0]))
        yield from ((None, band) for band in left)

    # bands that are the same by name

    def _moved_bounds(self) -> Iterator[Change]:
        """Boundaries of bands. Where one band ends lower and the next begins lower, it is one boundary that
        moves."""
        bands = list(zip(*self.bands, strict=True))
        done: set[int] = set()
        for number, (one, other) in enumerate(bands):
            if self.pair.moved_end(one, other, "from", self.at):
                moved = [self._boundary("from", number, (one, other))]
                below = next(
                    (
                        lower
                        for lower in range(len(bands))
                        if lower not in done and self._touch(bands[lower], bands[number])
                    ),
                    None,
                )
                if below is not None:
                    done.add(below)
                    moved.append(self._boundary("to", below, bands[below]))
                yield _boundary_change(moved)
        for number, (one, other) in enumerate(bands):
            if self.pair.moved_end(one, other, "to", self.at) and number not in done:
                yield _boundary_change([self._boundary("to", number, (one, other))])

    def _touch(self, below: Bands, above: Bands) -> bool:
        """Whether a band ends where another begins, in both rule sets, and both move."""
        is_same = (below[0].maximum, below[0].below) == (below[1].maximum, below[1].below)
        if is_same or below[0] is above[0]:
            return False
        for side, lower, upper in zip(self._sides, below, above, strict=True):
            step = Fraction(1, 10 ** _decimals(*side))
            end, start = lower.maximum, upper.minimum
            if end is None or start is None or not 0 <= start - end <= step:
                return False
        return True

    def _boundary(self, end: End, number: int, bands: Bands) -> tuple[Facet, Difference]:
        """One end of a band, by the band's number, as a facet and as a difference."""
        rating = bands[0].rating
        what = say("{rating} from", rating=rating) if end == "from" else say("{rating} to", rating=rating)
        values, places = [], []
        for side, band in zip(self._sides, bands, strict=True):
            place = band.minimum_position if end == "from" else band.maximum_position
            values.append(_bound_text(*side, band, end))
            places.append(place if place.line else band.position)
        difference = Difference(self.named(what), values[0], values[1], places[0], places[1])
        return self.facet(end, number), difference

    def _conditions(self) -> Iterator[Change]:
        """Conditions of bands that mean something else."""
        for number, (one, other) in enumerate(zip(*self.bands, strict=True)):
            if not self.pair.same_expression(one.when, other.when, self.at):
                what = self.named(say("condition of {rating}", rating=one.rating))
                old, new = (None if band.when is None else band.when.text for band in (one, other))
                places = (band.when.position if band.when else band.position for band in (one, other))
                yield single(
                    "condition", Difference(what, old, new, *places), [self.facet("condition", number)]
                )


def _boundary_change(moved: Sequence[tuple[Facet, Difference]]) -> Change:
    return Change(
        "boundary",
        listed([difference.sentence for _, difference in moved]),
        tuple(difference for _, difference in moved),
        rates=True,
        facets=frozenset(facet for facet, _ in moved),
    )


def _decimals(rules: RuleSet, node: Node) -> int:
    return rules.scale.decimals if node.decimals is None else node.decimals


def _bound_text(rules: RuleSet, node: Node, band: Band, end: End) -> str | None:
    """A bound of a band; with a sign where it does not itself belong to the band."""
    value, sign = (band.minimum, "> ") if end == "from" else (band.maximum, "< ")
    if value is None:
        return None
    is_outside = band.above if end == "from" else band.below
    return f"{sign if is_outside else ''}{shown_text(value, _decimals(rules, node))}"


def _range(rules: RuleSet, node: Node, band: Band) -> str:
    """A band as one reads it in a table; ends that are not written are those of the scale."""
    condition = "" if band.when is None else f" · {band.when.text}"
    scale = rules.scale
    low, high = (_bound_text(rules, node, band, end) for end in ("from", "to"))
    is_whole = node.path == TOTAL
    low = low or (score_text(scale.minimum, scale) if is_whole and scale.bounded_below else UNKNOWN)
    high = high or (score_text(scale.maximum, scale) if is_whole and scale.bounded_above else UNKNOWN)
    return f"{low} – {high}{condition}"


__all__ = ["band_changes"]
