"""What a name that is no node was likely meant to be: a node, misspelt, or none at all (province, year)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from ..meaning.model import RuleSet
from ..words.alike import compared
from ..words.hints import suggestion

MAX_MISSPELT = 50
"""How many names are asked which node they are a slip of."""

LIKE = 0.66
"""The share of letters that a slip has in common with what was meant, at least."""

_NUMBERED = re.compile(r"([A-Za-z]+)[ _.\-]?([0-9]+(?:[._][0-9]+)?)")
_YEAR = re.compile(r"(?:1[89]|2[0-7])[0-9]{2}")  # of the Christian or the Buddhist era
_DATED = re.compile(r"([A-Za-z][A-Za-z0-9_]{0,40}?)[_ .-](?:1[89]|2[0-7])[0-9]{2}")
"""A name with a year behind it."""
_BEGUN = re.compile(r"([A-Za-z][A-Za-z0-9_]{0,40})\s?([ ([.:–-])")
_DIGITS = frozenset("0123456789")
_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l"})

_Letters: TypeAlias = "tuple[int, tuple[tuple[str, int], ...]]"
"""How many digits a name has, and how often each other letter, capitals or not."""


@dataclass(frozen=True)
class Slip:
    """What a name is likely a slip of: the name of a node that is `near`; None where every such one is there
    already."""

    near: str | None


class Spelling:
    """The names of a rule set as they are looked through for what a slip may have meant; those of the nodes
    `within` one, where that is told."""

    def __init__(self, rules: RuleSet, within: str | None = None) -> None:
        self.rules = rules
        self.within = within

    @cached_property
    def known(self) -> Sequence[str]:
        """The names that are no paths: of the nodes at and below `within`, or of all nodes and aliases."""
        if self.within is not None:
            inside = {node.path for node in self.rules.nodes[self.within].walk()}
            return [name for name, paths in self.rules.names.items() if "." not in name and inside & {*paths}]
        return [name for name in (*self.rules.names, *self.rules.aliases) if "." not in name]

    @cached_property
    def folded(self) -> Mapping[str, str]:
        """By what they look like at a glance."""
        return {_look(name): name for name in self.known}

    @cached_property
    def numbered(self) -> Mapping[str, Sequence[str]]:
        """Names of letters and a number, by their letters."""
        by_letters: dict[str, list[str]] = {}
        for name in self.known:
            if match := _NUMBERED.fullmatch(name):
                by_letters.setdefault(match[1].casefold(), []).append(name)
        return by_letters

    @cached_property
    def long(self) -> Sequence[str]:
        """Those of three letters or more: shorter ones are near to too many words."""
        return [name for name in self.known if len(name) >= 3]

    @cached_property
    def kinds(self) -> Mapping[int, Collection[_Letters]]:
        """By their length: of how many digits and which other letters the names of `long` are."""
        by_length: dict[int, set[_Letters]] = {}
        for name in self.long:
            by_length.setdefault(len(name), set()).add(_letters_of(name))
        return by_length

    def slip(self, name: str, taken: Collection[str] = ()) -> Slip | None:
        """What a name is likely a slip of, beside names that are `taken`, which mean themselves; None for a
        name that looks like no node (province, year)."""
        dated = _DATED.fullmatch(name)
        if dated and dated[1] not in taken and self.rules.meant(dated[1]):
            return Slip(dated[1])
        first, _, rest = name.partition(".")
        if rest and (first in self.rules.names or first in self.rules.aliases):
            return self._below(first, rest, taken)
        if rest and (slip := self._beside(first, rest, taken)):
            return slip
        same = self.folded.get(_look(name))
        if same and same not in taken:
            return Slip(same)
        if numbered := _NUMBERED.fullmatch(name):
            if _is_of_years(numbered, taken):
                return None
            if slip := self._other_number(numbered, taken):
                return slip
        if len(name) < 3 or not self.may_be_near(name):
            return None
        close = suggestion(name, [known for known in self.long if known not in taken])
        is_near = close and abs(len(close) - len(name)) <= 1 and _shared(*_without_year(close, name)) >= LIKE
        return Slip(close) if is_near else None

    def meant(self, name: str) -> str | None:
        """The node that a name is likely a slip of; None where none is named, or it looks like none."""
        slip = self.slip(name)
        return slip.near if slip else None

    def begun(self, name: str) -> str | None:
        """The node whose id a name begins with, where a sign or a blank follows it, and its title or anything
        else: “s1 Politeness”. An id without a digit has to be followed by its title, or by brackets. None for
        other names."""
        found = _BEGUN.match(name)
        if found is None or not (paths := self.rules.meant(found[1])):
            return None
        rest = name[found.end() :].strip(" ()[].:-–_")
        if self.rules.meant(rest):
            return None
        titles = {
            compared(title).casefold() for path in paths for title in self.rules.readable[path].title.values()
        }
        is_told = _DIGITS & {*found[1]} or found[2] in "([" or rest.casefold() in titles
        return found[1] if rest and is_told else None

    def _below(self, first: str, rest: str, taken: Collection[str]) -> Slip:
        """A slip in the last steps of a path."""
        names = self.rules.names
        near = self.meant(rest)
        meant = (
            first if near is None else names[rest][0] if near == rest and rest in names else f"{first}.{near}"
        )
        return Slip(None if meant in taken else meant)

    def _beside(self, first: str, rest: str, taken: Collection[str]) -> Slip | None:
        """A slip in the first step of a path, where the others mean a node."""
        if not self.rules.meant(rest) or (near := self.meant(first)) is None:
            return None
        stem = _NUMBERED.fullmatch(first)
        others = self.numbered.get(stem[1].casefold(), ()) if stem else ()
        paths = [
            f"{step}.{rest}" for step in dict.fromkeys((near, *others)) if self.rules.meant(f"{step}.{rest}")
        ]
        return Slip(next((path for path in paths if path not in taken), None)) if paths else None

    def _other_number(self, name: re.Match[str], taken: Collection[str]) -> Slip | None:
        """Another number after the letters of a name, or one that a series of nodes does not have."""
        stems = self.numbered.get(name[1].casefold(), ())
        same = [stem for stem in stems if stem[: len(name[1])] == name[1]]
        free = [stem for stem in same or stems if stem not in taken]
        if free:
            return Slip(suggestion(f"{name[1]}{name[2]}", free) or free[-1])
        return Slip(None) if len(same) > 1 and not _YEAR.fullmatch(name[2]) else None

    def may_be_near(self, name: str) -> bool:
        """Whether some name of about the same length can share enough letters: that is told by kinds of
        names, which are few where these are many."""
        digits, letters = _letters_of(name)
        for length in (len(name) - 1, len(name), len(name) + 1):
            for more, others in self.kinds.get(length, ()):
                have = dict(others)
                alike = min(digits, more) + sum(min(count, have.get(letter, 0)) for letter, count in letters)
                if alike / max(length, len(name)) >= LIKE:
                    return True
        return False


def _letters_of(name: str) -> _Letters:
    """How many digits a name has, and how often each other letter, capitals or not."""
    letters = Counter(name.casefold())
    digits = sum(count for letter, count in letters.items() if letter in _DIGITS)
    return digits, tuple(
        sorted((letter, count) for letter, count in letters.items() if letter not in _DIGITS)
    )


def _look(name: str) -> str:
    """What a name looks like at a glance: capitals, 0 and O, 1, I and l are not told apart."""
    return name.casefold().translate(_ALIKE).replace(" ", "").replace("-", "_")


def _is_of_years(name: re.Match[str], taken: Collection[str]) -> bool:
    """Whether a name is one of several that differ in the year alone: then none of them is a slip."""
    if not _YEAR.fullmatch(name[2]):
        return False
    others = (other for column in taken if (other := _NUMBERED.fullmatch(column)))
    # the first one will do: of many thousand columns each is asked about
    return any(
        other[1] == name[1] and other[2] != name[2] and bool(_YEAR.fullmatch(other[2])) for other in others
    )


def _without_year(one: str, other: str) -> tuple[str, str]:
    """Two names without the year that both end in."""
    first, second = _NUMBERED.fullmatch(one), _NUMBERED.fullmatch(other)
    if first and second and first[2] == second[2] and _YEAR.fullmatch(first[2]):
        return first[1], second[1]
    return one, other


def _shared(one: str, other: str) -> float:
    """The share of letters that two words have in common."""
    longer = max(len(one), len(other))
    return (Counter(one.casefold()) & Counter(other.casefold())).total() / longer


__all__ = ["MAX_MISSPELT", "Slip", "Spelling"]
