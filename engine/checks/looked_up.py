"""The tables and answers of a rule set, with what is looked up in them, and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..meaning.expressions import Expression, dotted
from ..meaning.model import Node, Possible, RuleSet
from ..meaning.plan import Plan
from ..meaning.scope import own_words
from ..meaning.scoring import PointsTable
from .tried_units import Tried, possible, whole


@dataclass(frozen=True)
class LookedUp:
    """A table, or the answer scale of that id, at a node: what is looked up in it (None: its own raw value),
    and the conditions that must hold (True) or not (False) for that."""

    node: Node
    table: PointsTable | None
    answers: str | None
    of: Expression | None
    conditions: tuple[tuple[Expression, bool], ...]

    def is_asked(self, units: Tried) -> bool:
        """Whether all of some units are looked up in it."""
        return all(units.truth(condition, self.node.path) is wanted for condition, wanted in self.conditions)

    def named(self, rules: RuleSet) -> str | None:
        """The path of what is looked up, where it is one thing; None where it is worked out of several."""
        if self.of is None:
            return self.node.path
        name = dotted(self.of.tree)
        found = None if name is None else Plan.of(rules).scope(self.node.path).find(name)
        return found.paths[0] if found is not None and found.kind == "node" else None

    def possible(self, rules: RuleSet) -> Possible | None:
        """What values can be looked up: those of a raw value or input; of others only the ends are known.
        None where not even these are."""
        path = self.named(rules)
        if path is not None:
            entry = rules.entries[path]
            if path in rules.inputs or (self.of is None and entry.is_raw):
                return possible(rules, path).as_read
        if self.of is None:
            return None
        number = whole(rules).number(self.of, self.node.path, judged=True)
        return None if number is None else Possible(((number.low, number.high),), exact=False)


def looked_up(rules: RuleSet) -> Iterator[LookedUp]:
    """Every table of a rule set, and every set of answers in which something else than the node's own word is
    looked up."""
    for node in rules.nodes.values():
        conditions: list[tuple[Expression, bool]] = [] if node.applies is None else [(node.applies, True)]
        if node.points is not None and not node.cases:
            yield LookedUp(node, node.points, None, node.of, tuple(conditions))
        elif node.of is not None and node.answers is not None and not node.cases:
            yield LookedUp(node, None, node.answers, node.of, tuple(conditions))
        for case in node.cases:
            own = [*conditions, *([(case.when, True)] if case.when is not None else [])]
            of = case.of or node.of
            if case.points is not None:
                yield LookedUp(node, case.points, None, of, tuple(own))
            elif of is not None and case.answers is not None:
                yield LookedUp(node, None, case.answers, of, tuple(own))
            if case.when is not None:
                conditions.append((case.when, False))


def words_looked_up(rules: RuleSet, own: LookedUp) -> Mapping[str, int] | None:
    """The words that can be looked up in answers, by their numbers; None where it is no one choice."""
    path = own.named(rules)
    if path is None:
        return None
    entry = rules.entries[path]
    scale = rules.answers.get(entry.answers or "") if path in rules.inputs else own_words(rules, entry)
    return None if scale is None else {word: number for number, word in enumerate(scale.words)}


__all__ = ["LookedUp", "looked_up", "words_looked_up"]
