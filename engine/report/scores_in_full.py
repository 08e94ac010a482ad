"""What a report says of a unit by rules of the second edition: what is known of it, and every node with its
raw value, its score and its rating."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from ..explain.decisions import Decision
from ..explain.trace import Trace, TraceStep
from ..explain.what_decided import WhatDecided
from ..meaning import statuses
from ..meaning.facts_in_words import STATES, UNKNOWN, verdict_text, weight_text
from ..meaning.model import INPUT, Node, RuleSet
from ..meaning.printed_scores import printed_places
from ..meaning.scope import words_at
from ..meaning.states import State
from ..meaning.steps_in_order import is_numberless
from ..words.diagnostics import say
from ..words.numerals import shown_text
from .content import Content, Grid
from .rules_in_full import RulesInFull, depth_of, filled


@dataclass(frozen=True)
class ScoresInFull:
    """A unit's trace, by the rules that hold for it."""

    full: RulesInFull
    trace: Trace

    @property
    def rules(self) -> RuleSet:
        """The rules by which the unit is rated."""
        return self.trace.rules

    def laid_over(self, content: Content) -> Content:
        """The fields of a report with what these rules have, and without what they have not."""
        has_rating = bool(self.rules.bands)
        return replace(
            content,
            total="" if is_numberless(self.rules.total) else content.total,
            rating=content.rating if has_rating else "",
            rating_title=content.rating_title if has_rating else "",
            notes=self.notes(content),
            variant=" ".join(self.told(self.decided.rules())),
            known=self.facts(),
            all_scores=self.nodes(),
            decided=self.reasons(),
        )

    def notes(self, content: Content) -> tuple[str, ...]:
        """What is said beside the result: what moved the rating, or why there is none."""
        match self.trace.exact.status:
            case statuses.RATED:
                return (*content.notes, *self.told(self.decided.rating()))
            case statuses.INCOMPLETE if self.rules.bands:
                return content.notes
            case statuses.INCOMPLETE if self.trace.lacks:
                why = [say("there is no total; lacks {nodes}", nodes=list(self.trace.lacks))]
            case statuses.NOT_APPLICABLE:
                why = [say("these rules are not for this unit")]
            case _:
                why = []
        return tuple(map(self.full.words, [*self.trace.notes, *why]))

    @cached_property
    def decided(self) -> WhatDecided:
        """What decided on the way to the rating."""
        return WhatDecided(self.trace, self.full.setting.language)

    def told(self, decisions: Iterable[Decision]) -> tuple[str, ...]:
        """What is told of decisions, in words."""
        return tuple(self.full.words(decision.words) for decision in decisions if decision.told)

    def reasons(self) -> tuple[str, ...]:
        """A line a node, with what its steps did."""
        told = ((step, self.told(self.decided.of(step.node.path))) for step in self.trace.root.walk())
        return tuple(f"{self.full.name(step.node)}: {'; '.join(words)}" for step, words in told if words)

    def title(self, node: Node) -> str:
        """What an input is called."""
        return self.full.setting.title(node.title) or node.id

    def facts(self) -> Grid:
        """The inputs, with their measures."""
        rows = tuple((self.title(node), self.fact(node)) for node in self.rules.inputs.values())
        return Grid(tuple(map(self.full.words, (say("what"), say("value that counts")))), rows)

    def fact(self, node: Node) -> str:
        """An input as it counts; also where another value stands for one that was not given."""
        state = self.trace.exact.state(node.path)
        if state is not State.KNOWN:
            return self.full.words(STATES[state])
        value = self.trace.outcome.printed[node.path]
        if value is None or words_at(self.rules, node.path) is not None:
            told = self.trace.exact.word(node.path) or UNKNOWN
        else:
            told = self.measured(node, shown_text(Fraction(value), self.places(node)))
        if self.trace.given_values.get(node.path) is None:
            return f"{told} ({self.full.words(say('stands for an empty cell'))})"
        return told

    def places(self, node: Node) -> int:
        """With how many decimals a raw value is shown at the least."""
        if node.level == INPUT or node.value is not None:
            return 0 if node.value is None or node.value.decimals is None else node.value.decimals
        return printed_places(self.rules, node)

    def measured(self, node: Node, text: str) -> str:
        """A value with its measure."""
        measure = node.measure if node.value is None else node.value.measure or node.measure
        number = self.full.setting.figure(text)
        return f"{number} {measure}" if measure else number

    def nodes(self) -> Grid:
        """Every node: its weight, its raw value or answer, its score, its rating."""
        headings = (say("node"), say("weight"), say("value or answer"), say("score"), say("result"))
        rows = tuple(
            (
                self.full.name(step.node, depth_of(step.node)),
                self.full.setting.figure(weight_text(step.node) or ""),
                self.raw(step),
                self.score(step),
                self.result(step),
            )
            for step in self.trace.root.walk()
            if step is not self.trace.root
        )
        return filled(Grid(tuple(map(self.full.words, headings)), rows))

    def raw(self, step: TraceStep) -> str:
        """What a leaf's score is made of: its raw value with its measure, or its answer."""
        if step.read is not None:
            return self.measured(step.node, shown_text(step.read, self.places(step.node)))
        is_answer = len(step.answered) == 1 and not self.full.is_word(step.node.path)
        return step.answered[0] if is_answer else ""

    def score(self, step: TraceStep) -> str:
        """A node's score as printed, its word where it has no number, or why there is none."""
        path, state = step.node.path, self.trace.exact.state(step.node.path)
        if state is not State.KNOWN:
            return self.full.words(STATES[state])
        if self.full.is_word(path):
            return self.trace.exact.word(path) or UNKNOWN
        if step.printed is None or is_numberless(step.node):
            return ""
        return self.full.setting.figure(shown_text(step.printed, printed_places(self.rules, step.node)))

    def result(self, step: TraceStep) -> str:
        """How a node is rated or judged; "" where it is not."""
        result = step.rating if step.node.bands else step.result
        return verdict_text(self.rules, step.node, result, self.full.setting.language) or ""


__all__ = ["ScoresInFull"]
