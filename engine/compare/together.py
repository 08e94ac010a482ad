"""Several rule sets on one dataset: in which order they run, what each takes from another, and by which rules
data are read."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ..meaning.joint import Joint, Link
from ..meaning.keeping import Very, kept_with
from ..meaning.model import Node, RuleSet
from ..meaning.plan import Plan
from ..meaning.readings import all_forms, is_plain, reading
from ..meaning.steps_in_order import expressions_of, rating_expressions_of
from ..words.diagnostics import Text, say
from .correspondence import Correspondence, Definitions, called_by, correspondence, origin
from .united_rules import counting, named_as, united


@dataclass(frozen=True)
class Together:
    """Rule sets that are compared. `order` has their numbers in the order in which they run: a rule set in
    which a node stands in several parts runs before one in which it is whole, so that the whole can be made
    of the parts."""

    rules: tuple[RuleSet, ...]
    read_by: RuleSet | None = None  # where data are read already
    # by number of a rule set: nodes to be known beside those of its bands
    looked_at: Mapping[int, Collection[str]] = field(default_factory=dict)
    ids_of: int = 0  # the number of the rule set whose ids data have
    _known: dict[tuple[int, int], Correspondence] = field(default_factory=dict, repr=False)

    @classmethod
    def of_all(
        cls, rules: tuple[RuleSet, ...], read_by: RuleSet | None = None, *, ids_of: int = 0
    ) -> Together:
        """Some rule sets on one dataset: made once for the very same ones, and kept with the first."""
        key = tuple(map(Very, rules)), Very(read_by), ids_of
        return kept_with(rules[0], "together", key, lambda: cls(rules, read_by, ids_of=ids_of))

    def between(self, one: int, other: int) -> Correspondence:
        """Which node of one rule set is which of another, by their numbers."""
        pair = self._alike[one], self._alike[other]
        if pair not in self._known:
            self._known[pair] = correspondence(self.rules[pair[0]], self.rules[pair[1]])
        return self._known[pair]

    @cached_property
    def _alike(self) -> tuple[int, ...]:
        """By number of a rule set: the first one that has the very same nodes."""
        first: dict[Hashable, int] = {}
        return tuple(first.setdefault(origin(rules), number) for number, rules in enumerate(self.rules))

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The numbers of the rule sets, in the order in which they run."""
        waiting = list(range(len(self.rules)))[::-1]
        done: list[int] = []
        while waiting:
            whole = [
                one
                for one in waiting
                if any(self.between(one, other).split for other in waiting if other != one)
            ]
            ready = next((number for number in waiting if number not in whole), waiting[0])
            waiting.remove(ready)
            done.append(ready)
        return tuple(done)

    @cached_property
    def reader(self) -> RuleSet:
        """A rule set with every node that one of them can be given a value for."""
        if self.read_by is not None:
            return self.read_by
        first, *others = (self.rules[number] for number in self._named_first)
        for other in others:
            first = united(first, other)
        if self.clashes and self._named_first[0] != self.ids_of:
            first = named_as(first, self.rules[self.ids_of])
        return counting(first, self.rules) if others else first

    @property
    def _named_first(self) -> Sequence[int]:
        """The numbers of the rule sets, in the order in which columns are called by their ids: as they run;
        but the rule set whose ids data have first, where an id means different things."""
        if not self.has_parts and self.clashes:
            number = self.ids_of
            return (number, *(other for other in range(len(self.rules)) if other != number))
        return self.order

    @cached_property
    def clashes(self) -> tuple[str, ...]:
        """The ids that mean one thing in the rule set whose ids data have, and another in one of the
        others."""
        rules, found = self.rules[self.ids_of], dict[str, None]()
        for number, other in enumerate(self.rules):
            if number == self.ids_of:
                continue
            nodes = self.between(self.ids_of, number)
            same = {*nodes.pairs, *nodes.inputs}
            for path, node in rules.entries.items():
                theirs = other.names.get(node.id, ()) if rules.names[node.id] == (path,) else (path,)
                is_one = len(theirs) == 1 and theirs[0] in other.entries
                if is_one and (path, theirs[0]) not in same:
                    found[node.id] = None
        return tuple(found)

    @property
    def reading_told(self) -> tuple[Text, ...]:
        """As what columns are read of which the ids mean different things; nothing where none does."""
        if not self.clashes:
            return ()
        text = say(
            "{names} in data are those of {rules}; other rule sets that are compared call something else so",
            names=self.clashes,
            rules=self.rules[self.ids_of].id,
        )
        return (text,)

    @cached_property
    def reads_alike(self) -> bool:
        """Whether data can be read once for all rule sets; not where one scores answers otherwise, has other
        limits, or an input of the name of another's node."""
        reader = self.reader
        return all(
            match in reader.entries and reading(form, path) == reading(reader, match)
            for rules in self.rules
            for form in all_forms(rules)
            for path, match in _read_by(correspondence(form, reader))
        )

    def of(self, forms: Sequence[RuleSet]) -> Together:
        """Other forms of the same rule sets (their variants), read by the same reader where they read as it
        does."""
        made = replace(self, rules=tuple(forms), read_by=self.reader, _known={})
        return made if made.reads_alike else replace(made, read_by=None, _known={})

    @property
    def has_parts(self) -> bool:
        """Whether a node of one rule set is made of several of another."""
        numbers = range(len(self.rules))
        return any(self.between(one, other).split for one in numbers for other in numbers if other != one)

    @cached_property
    def joint(self) -> Joint:
        """The rule sets ready to run, in `order`."""
        definitions = [
            Definitions(rules, called_by(nodes)) for rules, nodes in zip(self.rules, self._read, strict=True)
        ]
        plans = [Plan.of(self.rules[number]) for number in self.order]
        links: list[dict[str, Link]] = []
        for place in range(len(self.order)):
            links.append(dict(self._links(place, definitions, links)))
        inputs = [dict(self._inputs(*numbered)) for numbered in zip(self.order, links, strict=True)]
        wholes = [dict(self._wholes(*numbered)) for numbered in zip(self.order, links, strict=True)]
        return Joint(tuple(plans), self.reader, tuple(inputs), tuple(links), tuple(wholes))

    @cached_property
    def _read(self) -> tuple[Correspondence, ...]:
        """Which node of the reader each node is: nodes that are the same one there are the same."""
        read = {number: correspondence(self.rules[number], self.reader) for number in set(self._alike)}
        return tuple(read[number] for number in self._alike)

    def _links(
        self, last: int, definitions: Sequence[Definitions], before: Sequence[Mapping[str, Link]]
    ) -> Iterator[tuple[str, Link]]:
        """The nodes that the rule set of the last place takes from one that runs before it, by path."""
        number = self.order[last]
        wanted = {*needed(self.rules[number]), *self.looked_at.get(number, ())}
        known = [dict(self._valued(source, links)) for source, links in zip(self.order, before, strict=False)]

        def visit(node: Node) -> Iterator[tuple[str, Link]]:
            if not any(inner.path in wanted for child in node.children for inner in child.walk()):
                only = self._read[number].only(node.path)
                parts = (only,) if only is not None else self._read[number].new_of.get(node.path, ())
                for place, source in enumerate(self.order[:last]):
                    matches = tuple(known[place].get(part, "") for part in parts)
                    is_there = all(matches) and (
                        only is not None or len(matches) > 1
                    )  # a part is not the whole
                    if (
                        is_there
                        and self._are_plain(number, node, source, matches)
                        and all(
                            definitions[source].of(match) == definitions[number].of(node.path)
                            for match in matches
                        )
                    ):
                        yield node.path, Link(place, matches)
                        return
            for child in node.children:
                yield from visit(child)

        yield from visit(self.rules[number].total)

    def _are_plain(self, number: int, node: Node, source: int, matches: Sequence[str]) -> bool:
        """Whether a number says all of the value of a node, and of those of another rule set that it is."""
        nodes = self.rules[source].nodes
        return is_plain(self.rules[number], node) and all(
            is_plain(self.rules[source], nodes[match]) for match in matches
        )

    def _valued(self, number: int, links: Mapping[str, Link]) -> Iterator[tuple[str, str]]:
        """By path of the reader the nodes of a rule set that have values there: not those below a node that
        takes its own from elsewhere."""

        def visit(node: Node) -> Iterator[tuple[str, str]]:
            only = self._read[number].only(node.path)
            if only is not None:
                yield only, node.path
            if node.path not in links:
                for child in node.children:
                    yield from visit(child)

        yield from visit(self.rules[number].total)

    def _inputs(self, number: int, links: Mapping[str, Link]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The nodes and inputs that data can give: not what another rule set gives as it is, nor what is
        below that. A node in several parts takes the values that were given for all parts; one of which data
        say the word takes none, as words have no mean."""
        nodes, rules = self._read[number], self.rules[number]
        yield from ((path, (match,)) for path, match in nodes.inputs)

        def visit(node: Node) -> Iterator[tuple[str, tuple[str, ...]]]:
            if node.path in links:
                return
            only = nodes.only(node.path)
            read = (only,) if only is not None else nodes.new_of.get(node.path, ())
            if only is not None or (len(read) > 1 and node.path not in rules.worded):
                yield node.path, read
            for child in node.children:
                yield from visit(child)

        yield from visit(rules.total)

    def _wholes(self, number: int, links: Mapping[str, Link]) -> Iterator[tuple[str, str]]:
        """The nodes made of several parts, with the alias under which data can give the whole."""
        for path, link in links.items():
            node = self.rules[number].nodes[path]
            if len(link.paths) > 1 and node.id in self.reader.aliases:
                yield path, node.id

    @cached_property
    def assumptions(self) -> tuple[Text, ...]:
        """What is taken for granted where one rule set has a node in several parts, or has one that another
        lacks."""
        assumed: dict[str, Text] = {}
        for number, links in zip(self.order, self.joint.links, strict=True):
            rules = self.rules[number]
            for path, link in links.items():
                if len(link.paths) > 1:
                    source = self.rules[self.order[link.source]]
                    parts = [source.short_name(part) for part in link.paths]
                    text = say(
                        "{node} of {rules} is the mean of {parts} of {other}",
                        node=rules.short_name(path),
                        rules=rules.id,
                        parts=parts,
                        other=source.id,
                    )
                    assumed.setdefault(str(text), text)
        return tuple(assumed.values())


def as_read_by(rules: RuleSet, reader: RuleSet) -> RuleSet:
    """The rule set, with data of its nodes and inputs read as another one reads them: by its answer scales,
    limits and formulas."""
    same = correspondence(rules, reader)
    nodes, inputs = same.new_of, dict(same.inputs)

    def read(node: Node) -> Node:
        matches = nodes.get(node.path, ())
        other = reader.nodes[matches[0]] if matches else node
        names = ("answers", "reversed", "value", *(["score"] if is_plain(reader, other) else []))
        own = {name: getattr(other, name) for name in names}
        return replace(node, children=tuple(map(read, node.children)), **own)

    return replace(
        rules,
        total=read(rules.total),
        answers={**rules.answers, **reader.answers},
        scale=reader.scale,
        inputs={
            path: replace(reader.inputs[inputs[path]], id=path, path=path) if path in inputs else node
            for path, node in rules.inputs.items()
        },
        worded=frozenset(
            path
            for path in rules.nodes
            if (nodes[path][0] in reader.worded if path in nodes else path in rules.worded)
        ),
        variants={words: as_read_by(variant, reader) for words, variant in rules.variants.items()},
    )


def needed(rules: RuleSet) -> Collection[str]:
    """The nodes that bands, targets, other nodes and the table of a comparison look at."""
    plan = Plan.of(rules)
    paths = dict.fromkeys([*plan.required, *(child.path for child in rules.total.children)])
    for target in rules.targets:
        paths.update(dict.fromkeys(plan.referred(target.condition)))
    for node in rules.nodes.values():
        for expression in (*expressions_of(node), *rating_expressions_of(rules, node)):
            paths.update(dict.fromkeys(plan.referred(expression, node.path)))
    return paths


def _read_by(nodes: Correspondence) -> Iterator[tuple[str, str]]:
    """Each node and input with what it is of the reader; an input that it has not by its name."""
    yield from nodes.pairs
    known = dict(nodes.inputs)
    yield from ((path, known.get(path, path)) for path in nodes.old.inputs)


__all__ = ["Together", "as_read_by", "needed"]
