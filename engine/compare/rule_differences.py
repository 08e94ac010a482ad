"""What differs between two rule sets, as data: in meaning, not in lines of text.

A `Change` is what a person would call one: the weights below a node, a boundary between two bands, an
instrument split into two. It lists each difference with both positions, and the facets of the rules (see
hybrids.py) that it takes from the new rule set."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from ..meaning.facts_in_words import UNKNOWN
from ..meaning.model import RuleSet
from ..words.diagnostics import Position, Text, counted, listed, say
from ..words.numerals import decimal_text
from .correspondence import Correspondence
from .rule_pair import RulePair
from .taken_places import TakenPlaces

Facet = tuple[Hashable, ...]

NAMES = "names"
"""The kind of a change that gives ratings other names."""

MOST_CLAUSES = 5
"""Of what cannot be taken apart so many differences are told in its title."""


@dataclass(frozen=True)
class Difference:
    """One thing that reads otherwise: what it is, both values (None where there is none), and where they
    stand."""

    what: Text
    old: str | Text | None
    new: str | Text | None
    old_position: Position
    new_position: Position

    @property
    def sentence(self) -> Text:
        """The same in words."""
        return say("{what}: {old} → {new}", what=self.what, old=self.old or UNKNOWN, new=self.new or UNKNOWN)


@dataclass(frozen=True)
class Change:
    """Differences that belong together. `rates` says whether it can change a rating; if so, `facets` are what
    it changes."""

    kind: str
    title: Text
    differences: tuple[Difference, ...]
    rates: bool
    facets: frozenset[Facet] = frozenset()

    @property
    def id(self) -> str:
        """The same for the change back."""
        return (
            " ".join(sorted(":".join([str(facet[0]), *sorted(map(str, facet[1:]))]) for facet in self.facets))
            or f"{self.kind}:{self.differences[0].what.template}"
        )


@dataclass(frozen=True)
class Differences:
    """Every change between two rule sets, those first that can change a rating. `places` says which new
    ratings take the place of which old ones."""

    old: RuleSet
    new: RuleSet
    correspondence: Correspondence
    changes: tuple[Change, ...]
    places: TakenPlaces
    identity: tuple[Change, ...] = ()  # which is which, where ids or titles are others

    @cached_property
    def rating(self) -> tuple[Change, ...]:
        """The changes that can change a rating."""
        return tuple(change for change in self.changes if change.rates)

    @cached_property
    def facets(self) -> frozenset[Facet]:
        """All that these change."""
        return frozenset(facet for change in self.rating for facet in change.facets)

    @cached_property
    def pair(self) -> RulePair:
        """The two rule sets side by side, ratings called as in the new one."""
        return RulePair(self.places.renamed, self.new)

    @cached_property
    def names(self) -> frozenset[int]:
        """Those of `rating`, by number, that only give ratings other names."""
        return frozenset(number for number, change in enumerate(self.rating) if change.kind == NAMES)

    @property
    def other(self) -> tuple[Change, ...]:
        """The changes that cannot."""
        return tuple(change for change in self.changes if not change.rates)


@dataclass(frozen=True)
class Atom:
    """What differs at one place and cannot be taken apart: of which kind it is, each difference, and the
    facets that it changes; none where it cannot change a rating."""

    kind: str
    differences: tuple[Difference, ...]
    facets: frozenset[Facet] = frozenset()

    @property
    def likeness(self) -> Hashable:
        """What is the same for the same change at another node."""
        told = tuple(
            (
                each.what.template,
                tuple((name, repr(own)) for name, own in each.what.arguments.items() if name != "node"),
                repr(each.old),
                repr(each.new),
            )
            for each in self.differences
        )
        return self.kind, told, bool(self.facets)


def grouped(atoms: Iterable[Atom]) -> Iterator[Change]:
    """The same change at several nodes is one change."""
    by_likeness: dict[Hashable, list[Atom]] = {}
    for atom in atoms:
        by_likeness.setdefault(atom.likeness, []).append(atom)
    for same in by_likeness.values():
        first, *others = same[0].differences
        if len(same) > 1:
            what = say("{first} and {count} more", first=first.what, count=len(same) - 1)
            first = replace(first, what=what)
        facets = frozenset(facet for atom in same for facet in atom.facets)
        yield Change(
            same[0].kind,
            listed(brief([first.sentence, *(each.sentence for each in others)])),
            tuple(difference for atom in same for difference in atom.differences),
            rates=bool(facets),
            facets=facets,
        )


def brief(clauses: Sequence[Text]) -> list[Text]:
    """The clauses; of very many the first, and how many more there are."""
    if len(clauses) <= MOST_CLAUSES:
        return list(clauses)
    more = len(clauses) - MOST_CLAUSES + 1
    return [*clauses[: MOST_CLAUSES - 1], counted(more, "{count} more", "{count} more")]


def together(changes: Iterable[Change]) -> list[Change]:
    """The changes, of which those that change one facet are one: they cannot be made apart."""
    groups: list[list[Change]] = []
    for change in changes:
        mine = [group for group in groups if any(own.facets & change.facets for own in group)]
        if not mine:
            groups.append([change])
            continue
        mine[0].append(change)
        for other in mine[1:]:
            mine[0].extend(other)
            groups.remove(other)
    return [group[0] if len(group) == 1 else _joined(group) for group in groups]


def _joined(group: Sequence[Change]) -> Change:
    titles = list(dict.fromkeys(change.title.in_words() for change in group))
    firsts = [next(change.title for change in group if change.title.in_words() == title) for title in titles]
    return Change(
        group[0].kind,
        listed(firsts),
        tuple(difference for change in group for difference in change.differences),
        rates=any(change.rates for change in group),
        facets=frozenset(facet for change in group for facet in change.facets),
    )


def single(kind: str, difference: Difference, facets: Iterable[Facet] = ()) -> Change:
    """One difference as a change; it can change a rating where it has facets."""
    changed = frozenset(facets)
    return Change(kind, difference.sentence, (difference,), rates=bool(changed), facets=changed)


def unrated(kind: str, words: Text, differences: Iterable[Difference]) -> Iterator[Change]:
    """Differences that cannot change a rating as one change; none where there are none."""
    listing = tuple(differences)
    if listing:
        yield Change(kind, say("{what}: {count}", what=words, count=len(listing)), listing, rates=False)


def value_text(value: object) -> str | Text:
    """The value of an attribute as it stands in a table of differences."""
    match value:
        case Text():
            return value
        case None:
            return UNKNOWN
        case bool():
            return "✓" if value else UNKNOWN
        case Fraction():
            return decimal_text(value)
        case tuple():
            return " … ".join(str(value_text(each)) for each in value)
    return str(value)


__all__ = [
    "NAMES",
    "Atom",
    "Change",
    "Difference",
    "Differences",
    "Facet",
    "brief",
    "grouped",
    "single",
    "together",
    "unrated",
    "value_text",
]
