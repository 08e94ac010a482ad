"""Which node of one rule set is which of another, and whether they mean the same."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Literal

from ..meaning.kinship import How, KnownNode, KnownNodes, Match, identity
from ..meaning.lineage import between, related
from ..meaning.model import INPUT, TOTAL, Node, RuleSet, above_of
from ..meaning.ways import way_of
from .canonical_forms import canonical, values_of


@dataclass(frozen=True)
class Definitions:
    """What each node of a rule set means, as values that can be compared with those of another rule set."""

    rules: RuleSet
    called: Callable[[str], Hashable] = lambda path: path.rpartition(".")[2]  # below the node above it
    _known: dict[str, Hashable] = field(default_factory=dict, repr=False)

    @cached_property
    def thresholds(self) -> Mapping[str, str]:
        """By name of a threshold: its number."""
        return values_of(self.rules)

    def reading(self, path: str) -> Hashable:
        """How data of the node are read: nodes with the same can share a column."""
        node, scale = self.rules.nodes[path], self.rules.scale
        options = None
        if node.answers is not None and node.answers in self.rules.answers:
            options = tuple(sorted(self.rules.answers[node.answers].options.items()))
        limits = node.value
        return (
            options,
            options is not None and node.reversed,
            self.rules.steps(node),
            limits,
            scale.minimum,
            scale.maximum,
        )

    def of(self, path: str) -> Hashable:
        """The node and all below it: titles, sources and the order of children left out."""
        if path not in self._known:
            self._known[path] = (self._asked(path), self._made(self.rules.nodes[path]))
        return self._known[path]

    def _asked(self, path: str) -> Hashable:
        """How many respondents are asked for above a node, and of what."""
        above = [self.rules.nodes[owner] for owner in above_of(path)]
        return tuple((node.path, node.min_respondents) for node in above if node.min_respondents)

    def _made(self, node: Node) -> Hashable:
        if not node.children:
            formula = None if node.score is None else canonical(node.score, self.thresholds)
            rounding = (
                (self.rules.scale.decimals, self.rules.scale.rounding)
                if formula and "round" in formula
                else None
            )
            return (self.reading(node.path), formula, rounding, node.min_respondents)
        policy = (node.missing, node.min_coverage if node.missing == "skip" else None, node.min_respondents)
        below = tuple(
            sorted(
                (
                    (self.called(child.path), share, self.of(child.path))
                    for child, share in zip(node.children, shares(node), strict=True)
                ),
                key=lambda child: str(child[0]),
            )
        )
        return (combined(node), policy, below)


def called_by(nodes: Correspondence) -> Callable[[str], Hashable]:
    """What a node is called below the one above it, in a rule set that all are read by: the same for what is
    one, whatever its id."""

    def called(path: str) -> Hashable:
        above = nodes.new_of.get(_above(path), ())
        names = {_below(match, above) for match in nodes.new_of.get(path, ())}
        return tuple(sorted(names)) or path

    return called


def _below(path: str, above: Iterable[str]) -> str:
    """The end of a path below one of some others; all of it where it is below none."""
    starts = ("" if own == TOTAL else f"{own}." for own in above)
    return next((path[len(start) :] for start in starts if path.startswith(start)), f"/{path}")


def combined(node: Node) -> str:
    """How a node combines, whatever its weights are."""
    return way_of(node).essence


def shares(node: Node) -> tuple[Fraction, ...]:
    """The weight of each child: its share of all of them, where only proportions count."""
    return tuple(way_of(node).relative([child.relative_weight for child in node.children]))


@dataclass(frozen=True)
class Correspondence:
    """Pairs of nodes that are one, by path. One node can correspond to several: those that an alias of the
    other rule set names, and those that are declared to have been it.

    `pairs` has the node of the old and of the new rule set, parents first; `moved` those of them that stand
    below nodes that are not one. `split` and `merged` are the nodes that became several, and the several that
    became one. `inputs` are the pairs of inputs. `how` says by what a pair is known, and `asked` are nodes of
    one place that are not taken for one, because their titles are too different."""

    old: RuleSet
    new: RuleSet
    pairs: tuple[tuple[str, str], ...]
    inputs: tuple[tuple[str, str], ...] = ()
    how: Mapping[tuple[str, str], How] = field(default_factory=dict)
    asked: tuple[tuple[str, str], ...] = ()

    def only(self, old: str) -> str | None:
        """The node that is this one and no other's."""
        matches = self.new_of.get(old, ())
        return matches[0] if len(matches) == 1 and self.old_of[matches[0]] == (old,) else None

    @cached_property
    def new_of(self) -> Mapping[str, tuple[str, ...]]:
        """By path of the old rule set: the nodes that it corresponds to in the new one."""
        return _grouped(self.pairs)

    @cached_property
    def old_of(self) -> Mapping[str, tuple[str, ...]]:
        """By path of the new rule set: the nodes that it corresponds to in the old one."""
        return _grouped((new, old) for old, new in self.pairs)

    @cached_property
    def moved(self) -> tuple[tuple[str, str], ...]:
        """The pairs that stand elsewhere."""
        known = set(self.pairs)
        return tuple(
            pair
            for pair in self.pairs
            if pair[0] != TOTAL != pair[1] and (_above(pair[0]), _above(pair[1])) not in known
        )

    @cached_property
    def split(self) -> Mapping[str, tuple[str, ...]]:
        """By path of the old rule set: the nodes that one became, but for what is below such a node."""
        return _several(self.new_of)

    @cached_property
    def merged(self) -> Mapping[str, tuple[str, ...]]:
        """By path of the new rule set: the nodes that became one, but for what is below such a node."""
        return _several(self.old_of)

    def called_now(
        self, kind: Literal["ratings", "targets"], olds: Iterable[str], news: Collection[str]
    ) -> dict[str, str]:
        """By what a band or a target of the old rule set is called: what it is called in the new one, where
        that is declared or a name is the same; a name of its own where it is none there."""
        lineages, told = (self.old.lineage, self.new.lineage), {}
        if lineages[0] is None or lineages[1] is None:
            return {name: name for name in olds}
        key = lineages[0].shared_with(lineages[1])
        was: dict[tuple[str, ...], list[str]] = {}
        for name in news:
            was.setdefault(lineages[1].called(kind, name, key), []).append(name)
        for name in olds:
            now = was.get((name,) if key is None else lineages[0].called(kind, name, key), ())
            told[name] = now[0] if len(now) == 1 else f"{name} ({self.old.id})" if name in news else name
        return told


def _above(path: str) -> str:
    return path.rpartition(".")[0] or TOTAL


def _several(matches: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {
        path: own for path, own in matches.items() if len(own) > 1 and len(matches.get(_above(path), ())) <= 1
    }


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """By the first of each pair: all that it stands with."""
    grouped: dict[str, tuple[str, ...]] = {}
    for one, other in pairs:
        grouped[one] = (*grouped.get(one, ()), other)
    return grouped


def correspondence(old: RuleSet, new: RuleSet) -> Correspondence:
    """Which nodes are one: as their lineage says, or that of the rule sets that they were put together of;
    of rule sets without any, as they can be told of the two themselves."""
    sources = [rules.made_of or (rules,) for rules in (old, new)]
    if any(each.lineage is None for own in sources for each in own):
        found = identity(_side(old), _side(new), {})
        return _made(old, new, found.matches, found.asked)
    if not old.made_of and not new.made_of:
        assert old.lineage is not None
        assert new.lineage is not None
        told = between(old.lineage, new.lineage)
        here = (old.entries, new.entries)
        matches = [match for match in told.matches if match.old in here[0] and match.new in here[1]]
        matches += _strays(old, new)
        asked = tuple(pair for pair in told.asked if pair[0] in here[0] and pair[1] in here[1])
        return _made(old, new, matches, asked)
    return _made(old, new, [*_by_kin(old, new, *sources)], ())


def origin(rules: RuleSet) -> Hashable:
    """What `correspondence` knows of a rule set: those with the same correspond to others in the same way."""
    if not rules.made_of or any(each.lineage is None for each in rules.made_of):
        return id(rules)
    kins = tuple((path, path in rules.inputs, node.kin) for path, node in rules.entries.items())
    return kins, tuple(each.lineage for each in rules.made_of)


def _made(
    old: RuleSet, new: RuleSet, matches: Iterable[Match], asked: tuple[tuple[str, str], ...]
) -> Correspondence:
    """The pairs in the order of the old rule set: those with several last, those that moved at the end."""
    how = {(match.old, match.new): match.how for match in matches}
    places = {path: number for number, path in enumerate(old.entries)}
    others = {path: number for number, path in enumerate(new.entries)}
    pairs = sorted(how, key=lambda pair: (places[pair[0]], others[pair[1]]))
    inputs = tuple(pair for pair in pairs if pair[0] in old.inputs and pair[1] in new.inputs)
    nodes = tuple(pair for pair in pairs if pair[0] in old.nodes and pair[1] in new.nodes)
    return Correspondence(old, new, nodes, inputs, how, asked)


def _by_kin(old: RuleSet, new: RuleSet, olds: Iterable[RuleSet], news: Iterable[RuleSet]) -> Iterator[Match]:
    """Which nodes are one of rule sets that were put together: they know where they come from."""
    lineages = [dict.fromkeys(rules.lineage for rules in own if rules.lineage) for own in (olds, news)]
    known = [related(one, other) for one in lineages[0] for other in lineages[1]]
    by_kin: dict[Hashable, list[str]] = {}
    for path, node in new.entries.items():
        by_kin.setdefault(node.kin, []).append(path)
    for path, node in old.entries.items():
        kindred = (kin for each in known for kin in each.get(node.kin, ())) if node.kin else ()
        for kin in dict.fromkeys([node.kin, *kindred]):
            yield from (Match(path, other, "same") for other in by_kin.get(kin, ()))


def _strays(old: RuleSet, new: RuleSet) -> Iterator[Match]:
    """Nodes that only variants have: of the same path they are one."""
    assert old.lineage is not None
    assert new.lineage is not None
    known = old.lineage.own.side.entries, new.lineage.own.side.entries
    for path in old.entries:
        if path not in known[0] and path in new.entries and path not in known[1]:
            yield Match(path, path, "same")


def _side(rules: RuleSet) -> KnownNodes:
    return KnownNodes(
        {
            path: KnownNode(
                node.id, path, node.level, node.title, None if node.level == INPUT else _owner(path)
            )
            for path, node in rules.entries.items()
        },
        rules.aliases,
    )


def _owner(path: str) -> str | None:
    return None if path == TOTAL else _above(path)


__all__ = ["Correspondence", "Definitions", "called_by", "combined", "correspondence", "origin", "shares"]
