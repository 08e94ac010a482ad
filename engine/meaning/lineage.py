"""From which rule sets a rule set comes, layer by layer, and what each of its nodes was in each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal

from .kinship import How, Identity, KnownNodes, Match, identity

Declared = Mapping[str, tuple[str, ...]]
"""By what something is called now: what it was called; nothing for what is declared new."""

Kin = tuple[str, str]
"""The key of a layer, and a path in it."""

Origins = Mapping[str, Mapping[str, How]]
"""By path: what it was in an earlier layer, and by what that is known."""


@dataclass(frozen=True)
class Generation:
    """A layer of a rule set: the whole that there is when it is laid over the one before it. `was`, `ratings`
    and `targets` are as declared in it; `identity` is how its nodes came from those of the layer before it,
    if there is one. `key` is the same where nodes, titles and all layers before are."""

    key: str
    side: KnownNodes
    was: Declared = field(default_factory=dict)
    ratings: Declared = field(default_factory=dict)
    targets: Declared = field(default_factory=dict)
    identity: Identity | None = None

    @cached_property
    def origins(self) -> Origins:
        """What each node was in the layer before."""
        made: dict[str, dict[str, How]] = {}
        for match in self.identity.matches if self.identity else ():
            made.setdefault(match.new, {})[match.old] = match.how
        return made


@dataclass(frozen=True, eq=False)
class Lineage:
    """The layers of a rule set, the last of them the rule set itself."""

    generations: tuple[Generation, ...]

    @property
    def own(self) -> Generation:
        """The rule set itself."""
        return self.generations[-1]

    def with_layer(self, generation: Generation) -> Lineage:
        """The same with a layer over it."""
        return Lineage((*self.generations, generation))

    def shared_with(self, other: Lineage) -> str | None:
        """The key of the latest layer that both have."""
        keys = {generation.key for generation in self.generations}
        return next((own.key for own in reversed(other.generations) if own.key in keys), None)

    def since(self, key: str | None) -> Iterator[Generation]:
        """The layers after that of a key, the last first; all of them where there is none."""
        for generation in reversed(self.generations):
            if generation.key == key:
                return
            yield generation

    def origins(self, key: str) -> Origins:
        """What each node was in the layer of a key."""
        found: dict[str, Mapping[str, How]] = {path: {path: "same"} for path in self.own.side.entries}
        for generation in self.since(key):
            before = generation.origins
            found = {
                path: {
                    older: _later(how, earlier)
                    for own, how in olds.items()
                    for older, earlier in before.get(own, {}).items()
                }
                for path, olds in found.items()
            }
        return found

    def called(self, kind: Literal["ratings", "targets"], name: str, key: str | None) -> tuple[str, ...]:
        """What a band or a target was called in the layer of a key, as far as that is declared."""
        names: tuple[str, ...] = (name,)
        for generation in self.since(key):
            declared = generation.ratings if kind == "ratings" else generation.targets
            names = tuple(dict.fromkeys(own for each in names for own in declared.get(each, (each,))))
        return names


def _later(one: How, other: How) -> How:
    """By what two steps together are known: what was inferred in one of them is inferred."""
    inferred: list[How] = [how for how in (one, other) if how not in ("same", "declared", "alias")]
    return inferred[0] if inferred else one if other == "same" else other


@lru_cache(maxsize=256)
def between(old: Lineage, new: Lineage) -> Identity:
    """Which nodes of two rule sets are one: through the latest layer that both have; where there is none, as
    they are declared or can be told of the two themselves."""
    key = old.shared_with(new)
    if key is None:
        side, was = old.own.side, _of_first(new)
        known = {
            path: tuple(own[0] for name in names if len(own := side.by_name.get(name, ())) == 1)
            for path, names in was.items()
        }
        return identity(side, new.own.side, known)
    ones, others = old.origins(key), new.origins(key)
    found = dict(_through(ones, others))
    loose = [path for path, olds in others.items() if not olds]
    matches = [Match(*pair, how) for pair, how in found.items()]
    if loose and any(not olds for olds in ones.values()):
        settled: dict[str, tuple[str, ...]] = {path: () for path, olds in others.items() if olds}
        for one, other in found:
            settled[other] = (*settled[other], one)
        closed = frozenset(path for path, olds in ones.items() if olds)
        rest = identity(old.own.side, new.own.side, settled, closed)
        matches += [match for match in rest.matches if (match.old, match.new) not in found]
    return Identity(tuple(matches), tuple(_asked(old, new, key)))


@lru_cache(maxsize=256)
def related(old: Lineage, new: Lineage) -> Mapping[Kin, tuple[Kin, ...]]:
    """By where a node of one rule set comes from: from where those of another one come that are the same."""
    keys, made = (old.own.key, new.own.key), dict[Kin, tuple[Kin, ...]]()
    for match in between(old, new).matches if keys[0] != keys[1] else ():
        kin = keys[0], match.old
        made[kin] = (*made.get(kin, ()), (keys[1], match.new))
    return made


def _through(ones: Origins, others: Origins) -> Iterator[tuple[tuple[str, str], How]]:
    """Every two nodes that were one in a layer that both rule sets have. Where it became several in both,
    they are told apart by their paths."""
    parts: dict[str, list[tuple[str, How]]] = {}
    for other, olds in others.items():
        for older, how in olds.items():
            parts.setdefault(older, []).append((other, how))
    counts: dict[str, list[str]] = {}
    for one, olds in ones.items():
        for older in olds:
            counts.setdefault(older, []).append(one)
    for one, olds in ones.items():
        for older, how in olds.items():
            news = parts.get(older, [])
            if len(counts[older]) > 1 and len(news) > 1:
                news = [each for each in news if each[0] == one or each[0] not in counts[older]] or news
            yield from (((one, other), _later(how, its)) for other, its in news)


def _asked(old: Lineage, new: Lineage, key: str) -> Iterator[tuple[str, str]]:
    """The questions to the author that are open since the layer that both have, by paths of today."""
    ones = old.origins(key)
    for generation in new.since(key):
        for before, after in generation.identity.asked if generation.identity else ():
            today = [path for path, olds in new.origins(generation.key).items() if after in olds]
            then = [path for path, olds in ones.items() if before in olds]
            yield from ((one, other) for one in then for other in today)


def _of_first(lineage: Lineage) -> Declared:
    """What the first layer declares, by paths of today: it speaks of what it is compared with."""
    first = lineage.generations[0]
    today = lineage.origins(first.key)
    return {
        path: tuple(name for own in olds for name in first.was[own])
        for path, olds in today.items()
        if any(own in first.was for own in olds)
    }


__all__ = ["Declared", "Generation", "Lineage", "between", "related"]
