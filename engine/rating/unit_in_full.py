"""One unit in full: its scores node by node, its rating, and how many of its nodes are judged what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..meaning.facts_in_words import STATUSES, no_result, node_text, rating_text, verdict_text, weight_text
from ..meaning.model import TOTAL, Node
from ..words.diagnostics import Text
from ..words.language import Language
from ..words.numerals import decimal_text
from .evaluation import Evaluation, UnitResult
from .unit_rows import judged_of


@dataclass(frozen=True)
class InFullRow:
    """A node of one unit, with its depth below the total; texts are empty where there is nothing to tell."""

    depth: int
    name: str
    title: str
    weight: str
    score: str
    result: str


@dataclass(frozen=True)
class UnitInFull:
    """One unit in full; single `questions` only where they are asked for."""

    evaluation: Evaluation
    unit: UnitResult
    language: Language
    questions: bool

    @property
    def rating(self) -> Text:
        """Its rating, or what is said of a unit without one."""
        rules, unit = self.evaluation.rules, self.unit
        told = STATUSES.get(unit.status)
        if told is not None:
            return told
        return rating_text(rules, unit.rating, self.language) if rules.bands else no_result(rules)

    def rows(self) -> Iterator[InFullRow]:
        """A row for each node below the total with a score at or below it; those that were reported under one
        name have one row."""
        seen: set[str] = set()
        waiting = [(child, 0) for child in reversed(self.evaluation.rules.total.children)]
        while waiting:
            node, depth = waiting.pop()
            waiting += [(child, depth + 1) for child in reversed(node.children)]
            name = self.evaluation.name_of(node.path)
            if name in seen or (node.level == "question" and not self.questions) or not self._has_score(node):
                continue
            seen.add(name)
            yield self._row(node, name, depth)

    def score(self, name: str = TOTAL) -> str:
        """The score of a node as it is printed."""
        score = self.unit.scores.get(name)
        return "" if score is None else decimal_text(score, self.evaluation.places(name))

    def counts(self) -> Iterator[tuple[str, str]]:
        """By level how many of its nodes are judged what."""
        rules = self.evaluation.rules
        judged = {self.evaluation.name_of(path) for path in judged_of(self.evaluation).values()}
        verdicts = {name: result for name, result in self.unit.judgements.items() if name in judged}
        for level, judgements in rules.judgements.items():
            names = {
                self.evaluation.name_of(path) for path, node in rules.nodes.items() if node.level == level
            } & verdicts.keys()
            if names and (level != "question" or self.questions):
                yield (
                    level,
                    ", ".join(
                        f"{judgement.title.in_language(self.language) or judgement.result} "
                        f"{sum(verdicts[name] == judgement.result for name in names)}"
                        for judgement in judgements
                    ),
                )

    def _has_score(self, node: Node) -> bool:
        names = (self.evaluation.name_of(inner.path) for inner in node.walk())
        return any(name in self.unit.scores or name in self.unit.judgements for name in names)

    def _row(self, node: Node, name: str, depth: int) -> InFullRow:
        result = verdict_text(self.evaluation.rules, node, self.unit.judgements.get(name), self.language)
        title = node_text(node, self.language) or ""
        return InFullRow(depth, name, title, weight_text(node) or "", self.score(name), result or "")


__all__ = ["InFullRow", "UnitInFull"]
