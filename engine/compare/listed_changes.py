"""What two rule sets say otherwise of the entries in a node's lists: what is added to its score, what limits
it or its rating, what contradicts itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..meaning.model import Node
from ..meaning.scoring import Adjustment, RatingLimit, Refusal
from ..words.diagnostics import Position, Text, say
from .aligned import Pairs, in_any_order
from .rule_differences import Atom, Difference, Facet
from .rule_pair import Paths, RulePair

Listed = Adjustment | RatingLimit | Refusal

KEYS: Mapping[str, Text] = {
    "refuse": say("contradiction"),
    "plus": say("addition"),
    "at_least": say("lower limit"),
    "at_most": say("upper limit"),
    "notches": say("notches"),
    "no_better_than": say("limit of the rating"),
}
"""By key of a node: what an entry of its list is called. Their order does not matter."""


@dataclass(frozen=True)
class Entries:
    """The entries of one list of a node in two rule sets."""

    pair: RulePair
    key: str
    at: Paths

    def pairs(self, one: Node, other: Node) -> Pairs[Listed]:
        """Each entry with the one that it became: those that mean the same, those with the same condition,
        those that give the same, and then any."""
        alike: list[Callable[[Listed, Listed], bool]] = [
            lambda old, new: self.same(old, new),
            self._same_condition,
            self._same_outcome,
            lambda _, __: True,
        ]
        return in_any_order(getattr(one, self.key), getattr(other, self.key), alike)

    def same(self, old: Listed, new: Listed) -> bool:
        """Whether two entries mean the same."""
        is_refusal = isinstance(old, Refusal)
        return self._same_condition(old, new) and (is_refusal or self._same_outcome(old, new))

    def _same_condition(self, old: Listed, new: Listed) -> bool:
        return self.pair.same_expression(old.when, new.when, self.at)

    def _same_outcome(self, old: Listed, new: Listed) -> bool:
        if isinstance(old, Adjustment) and isinstance(new, Adjustment):
            return self.pair.same_expression(old.amount, new.amount, self.at)
        if isinstance(old, RatingLimit) and isinstance(new, RatingLimit):
            return old.rating == new.rating
        return isinstance(old, Refusal) and isinstance(new, Refusal) and old.because == new.because

    def facet(self, old: Listed | None, new: Listed | None) -> Facet:
        """The facet of an entry that differs."""
        return (self.key, *self.at, _written(old), _written(new))


def listed_atoms(pair: RulePair, one: Node, other: Node) -> Iterator[Atom]:
    """Each entry that came, went or became another one."""
    for key, words in KEYS.items():
        if not getattr(one, key) and not getattr(other, key):
            continue
        entries = Entries(pair, key, (one.path, other.path))
        for old, new in entries.pairs(one, other):
            if old is None or new is None or not entries.same(old, new):
                what = say("{attribute} of {node}", attribute=words, node=pair.name(one))
                places = _place(old, one, key), _place(new, other, key)
                difference = Difference(what, _text(old), _text(new), *places)
                yield Atom(key, (difference,), frozenset([entries.facet(old, new)]))


def _place(entry: Listed | None, node: Node, key: str) -> Position:
    return node.at(key) if entry is None else entry.position


def _written(entry: Listed | None) -> str:
    """What tells an entry from the others of its list."""
    if entry is None:
        return ""
    outcome = entry.amount.text if isinstance(entry, Adjustment) else getattr(entry, "rating", "")
    return f"{outcome} [{'' if entry.when is None else entry.when.text}]"


def _text(entry: Listed | None) -> Text | None:
    """An entry in a line."""
    if entry is None:
        return None
    if isinstance(entry, Refusal):
        return say("{text}", text=entry.when.text)
    outcome: Any = entry.amount.text if isinstance(entry, Adjustment) else entry.rating
    if entry.when is None:
        return say("{text}", text=outcome)
    return say("{what} where {condition}", what=outcome, condition=entry.when.text)


__all__ = ["KEYS", "Entries", "listed_atoms"]
