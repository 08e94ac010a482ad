"""Names, values and conditions of one unit as they stand in sentences."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from fractions import Fraction

from ..meaning.arithmetic.exact import Exact
from ..meaning.expressions import Expression, dotted
from ..meaning.model import INPUT, TOTAL, Node, RuleSet
from ..meaning.one_unit import ExactResult
from ..meaning.plan import Plan
from ..meaning.printed_scores import printed_places
from ..meaning.scope import is_pure
from ..words.diagnostics import Text, say, visible
from ..words.numerals import shown_text
from .clauses import apart_at, word_said
from .worked_equations import figure


def verbatim(text: str) -> Text:
    """A text as it is, however long."""
    return Text(visible(text).replace("{", "{{").replace("}", "}}")) if text else say("{name}", name="")


@dataclass(frozen=True)
class UnitWords:
    """What one unit has, in words that stand in any language."""

    plan: Plan
    exact: ExactResult

    @property
    def rules(self) -> RuleSet:
        """The rules that hold for the unit."""
        return self.plan.rules

    def name(self, path: str) -> str:
        """What something is called where it is named: its id, or its path."""
        return self.rules.short_name(path)

    def score(self, node: Node, value: Exact) -> str:
        """A score of a node as it is printed, with its measure."""
        if value is None:
            return "–"
        return with_measure(shown_text(Fraction(value), self.places(node)), self.measure(node))

    def places(self, node: Node) -> int:
        """To how many decimals a node's score is printed."""
        return printed_places(self.rules, node)

    def measure(self, node: Node) -> str | None:
        """In what the scores of a node are measured."""
        if node.level == INPUT:
            return None if node.value is None else node.value.measure or node.measure
        return node.measure or (self.rules.scale.measure if node.path == TOTAL else None)

    def raw(self, node: Node, value: Exact) -> str:
        """A raw value, or that of an input, with its measure."""
        number = "–" if value is None else figure(Fraction(value))
        if value is not None and node.value is not None and node.value.decimals is not None:
            number = shown_text(Fraction(value), node.value.decimals)
        return with_measure(number, None if node.value is None else node.value.measure or node.measure)

    def said(self, path: str) -> str:
        """What is said of a node or an input: a number as it is printed, or a word."""
        if path in self.rules.table_columns:
            value = self.exact.outcome.columns.get(path)
            return "–" if value is None or value.number is None else figure(Fraction(value.number))
        entry = self.rules.entries[path]
        if is_pure(self.rules, path):
            return word_said(self.plan, self.exact.outcome, path) or "–"
        printed = self.exact.outcome.printed[path]
        if printed is None:
            return "–"
        return self.raw(entry, printed) if entry.level == INPUT else self.score(entry, printed)

    def values_of(
        self, condition: Expression, at: str = TOTAL, score: tuple[Exact, Exact] | None = None
    ) -> list[str]:
        """What the names in a condition have: words where it asks for words, else numbers, unrounded where it
        judges them so."""
        taken = apart_at(self.plan, condition, self.exact.outcome, at, score)
        words = {clause.path: clause.word for clause in taken.words}
        paths = dict.fromkeys([*words, *self.plan.referred(condition, at)])
        own = []
        if "value" in condition.names and (read := self.exact.outcome.read.get(at)) is not None:
            own.append(f"value = {self.raw(self.rules.nodes[at], read.number)}")
        if "score" in condition.names and score is not None:
            own.append(f"score = {self.score(self.rules.nodes[at], score[1])}")
        carried = {path: number for path in self._carried(condition, at) if (number := self._unrounded(path))}
        limits = self.plan.scope(at).thresholds
        return [
            *own,
            *(
                f"{self.name(path)} = {words.get(path) or carried.get(path) or self.said(path)}"
                for path in paths
            ),
            *(f"{name} = {figure(limits[name].value)}" for name in condition.names if name in limits),
        ]

    def _carried(self, condition: Expression, at: str) -> set[str]:
        """The paths of the nodes that a condition names within exact( )."""
        scope = self.plan.scope(at)
        calls = (part for part in ast.walk(condition.tree) if isinstance(part, ast.Call))
        within = (part for call in calls if dotted(call.func) == "exact" for part in call.args)
        names = {dotted(part) for argument in within for part in ast.walk(argument)} - {None}
        found = (scope.find(str(name)) for name in names)
        return {path for named in found if named is not None and named.kind == "node" for path in named.paths}

    def _unrounded(self, path: str) -> str | None:
        """A score as it is carried, with its measure; None of an input, and where there is none."""
        node, value = self.rules.nodes.get(path), self.exact.outcome.nodes.get(path)
        if node is None or value is None or value.number is None:
            return None
        return self.score(node, value.number)

    def condition(
        self, condition: Expression, at: str = TOTAL, score: tuple[Exact, Exact] | None = None
    ) -> Text:
        """A condition as it is written, with the values of what it names."""
        values = self.values_of(condition, at, score)
        written = verbatim(condition.text)
        if not values:
            return written
        return say("{condition} ({values})", condition=written, values=values)


def with_measure(number: str, measure: str | None) -> str:
    """A number with what it is measured in."""
    return f"{number} {measure}" if measure else number


__all__ = ["UnitWords", "verbatim", "with_measure"]
