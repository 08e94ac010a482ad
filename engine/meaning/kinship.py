"""Which node of one rule set is which of another one, whatever its id has become: as it is declared, else as
ids and titles tell."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal

from ..words.alike import compared
from .titles import Title

TOTAL = "total"

How = Literal["declared", "same", "alias", "title", "reworded", "moved"]
"""By what two nodes are known to be one."""

CLOSE = 0.6
"""The share of pairs of neighbouring letters that two wordings of one title have in common at least."""

_YEAR = re.compile("(?:19|20|24|25)[0-9]{2}")


@dataclass(frozen=True)
class KnownNode:
    """What has a value in a rule set, as far as it is needed to know it again."""

    id: str
    path: str
    level: str
    title: Title
    above: str | None  # the path of the node above it; None for the total, and for inputs


@dataclass(frozen=True)
class Match:
    """A node of the old and one of the new rule set that are the same, and by what that is known."""

    old: str
    new: str
    how: How


@dataclass(frozen=True)
class Identity:
    """All matches, and `asked`: nodes at one place, of titles so different that the author has to say whether
    they are one."""

    matches: tuple[Match, ...]
    asked: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class KnownNodes:
    """A rule set in a comparison of nodes: its entries by path, parents first, and its aliases."""

    entries: Mapping[str, KnownNode]
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def below(self) -> Mapping[str | None, Mapping[str, str]]:
        """By path of a node: its children by id."""
        made: dict[str | None, dict[str, str]] = defaultdict(dict)
        for entry in self.entries.values():
            made[entry.above][entry.id] = entry.path
        return made

    @cached_property
    def by_name(self) -> Mapping[str, tuple[str, ...]]:
        """The paths that an id, a path or an end of one can mean."""
        made: dict[str, list[str]] = {}
        for path in self.entries:
            steps = path.split(".")
            for start in range(len(steps)):
                made.setdefault(".".join(steps[start:]), []).append(path)
        return {name: tuple(paths) for name, paths in made.items()}

    @cached_property
    def by_text(self) -> Mapping[Hashable, tuple[str, ...]]:
        """By level, language and text of a title: the paths of those that have it."""
        made: dict[Hashable, list[str]] = {}
        for entry in self.entries.values():
            for mark in _marks(entry):
                made.setdefault(mark, []).append(entry.path)
        return {mark: tuple(paths) for mark, paths in made.items()}

    def titled_as(self, entry: KnownNode) -> set[str]:
        """The paths of those whose title is that of an entry, in every language that both have."""
        near = {path for mark in _marks(entry) for path in self.by_text.get(mark, ())}
        return {path for path in near if _is_one_title(self.entries[path].title, entry.title)}


def _marks(entry: KnownNode) -> Iterator[Hashable]:
    for language, text in entry.title.items():
        yield entry.level, language, folded(text)


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """A text without what makes no difference: capitals, blanks, the ways to write one letter."""
    return "".join(compared(text).casefold().split())


def _shared(one: Title, other: Title) -> list[tuple[str, str]]:
    """Both texts in each language that both titles have."""
    return [(folded(text), folded(other[language])) for language, text in one.items() if language in other]


def _is_one_title(one: Title, other: Title) -> bool:
    return all(own == its for own, its in _shared(one, other))


def are_alike(one: Title, other: Title) -> bool:
    """Whether nothing in two titles says that they are of two things: they are the same in some language, or
    have no language in common."""
    texts = _shared(one, other)
    return not texts or any(own == its for own, its in texts)


def are_close(one: Title, other: Title) -> bool:
    """Whether one title may be another wording of the other: in some language they have so many pairs of
    neighbouring letters in common (CLOSE), and no other numbers but for years."""
    return are_alike(one, other) or any(
        closeness(own, its) >= CLOSE and _numbers(own) == _numbers(its) for own, its in _shared(one, other)
    )


def nearness(one: Title, other: Title) -> float:
    """How near two titles come to each other, from 0 to 1, in the language in which they come nearest."""
    return max((closeness(own, its) for own, its in _shared(one, other)), default=0.0)


def closeness(one: str, other: str) -> float:
    """The share of pairs of neighbouring letters that two texts have in common, from 0 to 1."""
    pairs = [Counter(pairwise(text)) for text in (one, other)]
    count = pairs[0].total() + pairs[1].total()
    return 2 * (pairs[0] & pairs[1]).total() / count if count else float(one == other)


def _numbers(text: str) -> list[str]:
    return [number for number in re.findall("[0-9]+", text) if not _YEAR.fullmatch(number)]


def identity(
    old: KnownNodes, new: KnownNodes, was: Mapping[str, tuple[str, ...]], closed: Collection[str] = ()
) -> Identity:
    """Which entry of the old side is which of the new one. `was` has, by path of the new one, the old paths
    that are declared for it, none for what is declared new. `closed` are old paths that are nothing else."""
    return _Matcher(old, new, was, closed).identity()


class _Matcher:
    """Finds the matches, in turn: those that are declared; the same place and title; the parts of an alias; a
    title that only one has on either side; the same place under another wording; an id that moved."""

    def __init__(
        self, old: KnownNodes, new: KnownNodes, was: Mapping[str, tuple[str, ...]], closed: Collection[str]
    ) -> None:
        self.old, self.new, self.was = old, new, was
        self.matches: dict[tuple[str, str], How] = {}
        self.taken: tuple[dict[str, list[str]], dict[str, list[str]]] = ({path: [] for path in closed}, {})

    def identity(self) -> Identity:
        for path, olds in self.was.items():
            for one in olds:
                self._match(one, path, "declared")
        phases: Sequence[Callable[[], Iterator[tuple[str, str, How]]]] = (
            self._in_place, self._parts, self._wholes, self._by_title, self._reworded, self._moved,
        )  # fmt: skip
        at = 0
        while at < len(phases):
            count = len(self.matches)
            for old, new, how in [*phases[at]()]:
                if self._may(phases[at], old, new):
                    self._match(old, new, how)
            at = 0 if len(self.matches) > count else at + 1
        return Identity(tuple(Match(*pair, how) for pair, how in self.matches.items()), tuple(self._asked()))

    def _match(self, old: str, new: str, how: How) -> None:
        self.matches[old, new] = how
        self.taken[0].setdefault(old, []).append(new)
        self.taken[1].setdefault(new, []).append(old)

    def _may(self, phase: Callable[..., object], old: str, new: str) -> bool:
        """Whether two entries can still be put together: what has become several, or comes of several, is
        put together with each of them."""
        if (old, new) in self.matches:
            return False
        if phase in (self._parts, self._wholes):
            return True
        one, other = self.old.entries[old], self.new.entries[new]
        above = (one.above or "", other.above or "")
        is_part = (
            one.id == other.id
            and above in self.matches
            and any(len(taken.get(path, ())) > 1 for taken, path in zip(self.taken, above, strict=True))
        )
        return is_part or self._is_free(old, new)

    def _is_free(self, old: str, new: str) -> bool:
        return old not in self.taken[0] and self._is_open(new)

    def _is_open(self, new: str) -> bool:
        return new not in self.taken[1] and new not in self.was

    def _places(self) -> Iterator[tuple[KnownNode, KnownNode]]:
        """Every two entries at one place: of one path, or of one id below two that are the same."""
        for path, entry in self.new.entries.items():
            if path in self.was:
                continue
            one = self.old.entries.get(path)
            if one is not None:
                yield one, entry
            for above in self.taken[1].get(entry.above or "", ()):
                other = self.old.below.get(above, {}).get(entry.id)
                if other is not None and other != path:
                    yield self.old.entries[other], entry

    def _in_place(self) -> Iterator[tuple[str, str, How]]:
        for one, other in self._places():
            is_sure = are_alike(one.title, other.title) and bool(one.title) == bool(other.title)
            if is_sure or other.path == TOTAL:
                yield one.path, other.path, "same"

    def _parts(self) -> Iterator[tuple[str, str, How]]:
        for alias, members in self.new.aliases.items():
            olds = self.old.by_name.get(alias, ())
            known = all(member in self.new.entries and self._is_open(member) for member in members)
            if len(olds) == 1 and olds[0] not in self.taken[0] and known:
                yield from ((olds[0], member, "alias") for member in members)

    def _wholes(self) -> Iterator[tuple[str, str, How]]:
        for alias, members in self.old.aliases.items():
            news = self.new.by_name.get(alias, ())
            known = all(member in self.old.entries and member not in self.taken[0] for member in members)
            if len(news) == 1 and self._is_open(news[0]) and known:
                yield from ((member, news[0], "alias") for member in members)

    def _by_title(self) -> Iterator[tuple[str, str, How]]:
        for path, entry in self.new.entries.items():
            if entry.title and self._is_open(path):
                olds = self.old.titled_as(entry)
                if len(olds) == 1:
                    (one,) = olds
                    if one not in self.taken[0] and self.new.titled_as(self.old.entries[one]) == {path}:
                        yield one, path, "title"

    def _reworded(self) -> Iterator[tuple[str, str, How]]:
        for one, other in self._places():
            if are_close(one.title, other.title):
                yield one.path, other.path, "reworded" if one.title and other.title else "same"

    def _moved(self) -> Iterator[tuple[str, str, How]]:
        loose = (
            [entry for path, entry in self.old.entries.items() if path not in self.taken[0]],
            [entry for path, entry in self.new.entries.items() if self._is_open(path)],
        )
        counts = [Counter((entry.id, entry.level) for entry in entries) for entries in loose]
        known = {(entry.id, entry.level): entry for entry in loose[1]}
        for entry in loose[0]:
            key = (entry.id, entry.level)
            if counts[0][key] == 1 == counts[1][key] and are_close(entry.title, known[key].title):
                yield entry.path, known[key].path, "moved"

    def _asked(self) -> Iterator[tuple[str, str]]:
        for one, other in dict.fromkeys(self._places()):
            if self._is_free(one.path, other.path):
                yield one.path, other.path


__all__ = [
    "How",
    "Identity",
    "KnownNode",
    "KnownNodes",
    "Match",
    "are_alike",
    "are_close",
    "folded",
    "identity",
    "nearness",
]  # fmt: skip
