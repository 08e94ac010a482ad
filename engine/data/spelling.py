"""What a name that is no node was likely meant to be: a node, misspelt, or none at all (province, year)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

from ..meaning.model import RuleSet
from ..words.hints import suggestion

MAX_MISSPELT = 50
"""How many names are asked which node they are a slip of."""

LIKE = 0.66
"""The share of letters that a slip has in common with what was meant, at least."""

_NUMBERED = re.compile(r"([A-Za-z]+)[ _.\-]?([0-9]+(?:[._][0-9]+)?)")
_DIGITS = frozenset("0123456789")
_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l"})

_Letters: TypeAlias = "tuple[int, tuple[tuple[str, int], ...]]"
"""How many digits a name has, and how often each other letter, capitals or not."""


class Spelling:
    """The names of a rule set as they are looked through for what a slip may have meant."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules

    @cached_property
    def known(self) -> Sequence[str]:
        """The names of nodes and aliases that are no paths."""
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

    def meant(self, name: str) -> str | None:
        """The node that a name is likely a slip of; None for a name that looks like none (province, year)."""
        first, _, rest = name.partition(".")
        names = self.rules.names
        if rest and (first in names or first in self.rules.aliases):
            near = self.meant(rest)
            return (
                first
                if near is None
                else names[rest][0]
                if near == rest and rest in names
                else f"{first}.{near}"
            )
        if _look(name) in self.folded:
            return self.folded[_look(name)]
        numbered = _NUMBERED.fullmatch(name)
        if numbered:
            stems = self.numbered.get(numbered[1].casefold(), ())
            same = [stem for stem in stems if stem[: len(numbered[1])] == numbered[1]]
            if stems:
                return suggestion(f"{numbered[1]}{numbered[2]}", same or stems) or (same or stems)[-1]
        if len(name) < 3 or not self.may_be_near(name):
            return None
        close = suggestion(name, self.long)
        return close if close and abs(len(close) - len(name)) <= 1 and _shared(close, name) >= LIKE else None

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


def _shared(one: str, other: str) -> float:
    """The share of letters that two words have in common."""
    longer = max(len(one), len(other))
    return (Counter(one.casefold()) & Counter(other.casefold())).total() / longer


__all__ = ["MAX_MISSPELT", "Spelling"]
