"""What may be named in an expression, and of which kind it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from .scope import Scope, Unclear, is_pure
from .word_options import Options

Kind = Literal["number", "truth", "numbers", "truths", "word", "words"]
LISTS: Mapping[str, Kind] = {"number": "numbers", "truth": "truths", "word": "words"}
"""By kind of a thing: that of a list of such."""


class Namable(Protocol):
    """What may be named in an expression."""

    def kind(self, name: str) -> Kind | None:
        """The kind of a name; None for nothing. Raises Unclear where it can mean several things."""
        ...

    def options(self, name: str) -> Options | None:
        """The words that it can have for a value."""
        ...

    def names(self) -> Collection[str]:
        """Every name, for hints."""
        ...


@dataclass(frozen=True)
class InScope:
    """The names of a rule set, where an expression stands in it."""

    scope: Scope

    def kind(self, name: str) -> Kind | None:
        """The kind of what the name stands for; what has a word and no number is a word."""
        named = self.scope.find(name)
        if named is None:
            return None
        if named.kind == "column":
            return "number"
        pure = bool(named.paths) and all(is_pure(self.scope.rules, path) for path in named.paths)
        kind: Kind = "word" if pure else "number"
        return LISTS[kind] if named.kind == "list" else kind

    def options(self, name: str) -> Options | None:
        """Its words."""
        return self.scope.options(name)

    def names(self) -> Collection[str]:
        """All that can be named there."""
        return self.scope.names()


@dataclass(frozen=True)
class Listed:
    """Names with their kinds, and those that can mean several nodes with their paths."""

    kinds: Mapping[str, Kind]
    unclear: Mapping[str, Sequence[str]]

    def kind(self, name: str) -> Kind | None:
        """The kind that is listed."""
        if name in self.unclear and name not in self.kinds:
            raise Unclear(self.unclear[name])
        return self.kinds.get(name)

    def options(self, name: str) -> Options | None:  # noqa: ARG002
        """None: no words are listed."""
        return None

    def names(self) -> Collection[str]:
        """All of them."""
        return self.kinds


__all__ = ["LISTS", "InScope", "Kind", "Listed", "Namable"]
