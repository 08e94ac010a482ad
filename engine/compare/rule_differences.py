"""What differs between two rule sets, as data: in meaning, not in lines of text.

A `Change` is what a person would call one: the weights below a node, a boundary between two bands, an
instrument split into two. It lists each difference with both positions, and the facets of the rules (see
hybrids.py) that it takes from the new rule set."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from ..meaning.facts_in_words import UNKNOWN
from ..meaning.model import RuleSet
from ..words.diagnostics import Position, Text, say
from ..words.numerals import decimal_text
from .correspondence import Correspondence

Facet = tuple[Hashable, ...]


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
    """Every change between two rule sets, those first that can change a rating."""

    old: RuleSet
    new: RuleSet
    correspondence: Correspondence
    changes: tuple[Change, ...]

    @property
    def rating(self) -> tuple[Change, ...]:
        """The changes that can change a rating."""
        return tuple(change for change in self.changes if change.rates)

    @property
    def other(self) -> tuple[Change, ...]:
        """The changes that cannot."""
        return tuple(change for change in self.changes if not change.rates)


def single(kind: str, difference: Difference, facets: Iterable[Facet] = ()) -> Change:
    """One difference as a change; it can change a rating where it has facets."""
    changed = frozenset(facets)
    return Change(kind, difference.sentence, (difference,), rates=bool(changed), facets=changed)


def unrated(kind: str, words: Text, differences: Iterable[Difference]) -> Iterator[Change]:
    """Differences that cannot change a rating as one change; none where there are none."""
    listing = tuple(differences)
    if listing:
        yield Change(kind, say("{what}: {count}", what=words, count=len(listing)), listing, rates=False)


def value_text(value: object) -> str:
    """The value of an attribute as it stands in a table of differences."""
    match value:
        case None:
            return UNKNOWN
        case bool():
            return "✓" if value else UNKNOWN
        case Fraction():
            return decimal_text(value)
        case tuple():
            return " … ".join(map(value_text, value))
    return str(value)


__all__ = ["Change", "Difference", "Differences", "Facet", "single", "unrated", "value_text"]
