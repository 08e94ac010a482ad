"""What a report says of a unit by rules of the second edition: what is known of it, and every node with its
raw value, its score and its rating."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from ..explain.trace import Trace, TraceStep
from ..meaning.facts_in_words import STATES, UNKNOWN, verdict_text, weight_text
from ..meaning.model import INPUT, Node, RuleSet
from ..meaning.printed_scores import printed_places
from ..meaning.scope import words_at
from ..meaning.states import State
from ..meaning.statuses import INCOMPLETE, NOT_APPLICABLE
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
        status = self.trace.exact.status
        total = "" if is_numberless(self.rules.total) else content.total
        has_rating = bool(self.rules.bands)
        made = replace(
            content,
            total=total,
            rating=content.rating if has_rating else "",
            rating_title=content.rating_title if has_rating else "",
            variant=self.variant(),
            known=self.facts(),
            all_scores=self.nodes(),
        )
        if status == INCOMPLETE and has_rating:
            return made
        notes = [note.in_words(self.full.setting.translate) for note in self.trace.notes]
        if status == NOT_APPLICABLE:
            notes.append(self.full.words(say("these rules are not for this unit")))
        elif status == INCOMPLETE and self.trace.lacks:
            notes.append(
                self.full.words(say("there is no total; lacks {nodes}", nodes=list(self.trace.lacks)))
            )
        return replace(made, notes=tuple(notes))

    def variant(self) -> str:
        """By which words the rules that hold for the unit were chosen; "" where there is nothing to
        choose."""
        chosen = [
            f"{self.title(self.rules.inputs[path])}: {word}"
            for path in (self.trace.asked or self.rules).choosing
            if (word := self.trace.exact.word(path)) is not None
        ]
        return self.full.words(say("by the rules for {chosen}", chosen=chosen)) if chosen else ""

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
            return self.trace.exact.word(node.path) or UNKNOWN
        return self.measured(node, shown_text(Fraction(value), self.places(node)))

    def places(self, node: Node) -> int:
        """With how many decimals a raw value is shown at the least."""
        if node.level == INPUT or node.value is not None:
            return 0 if node.value is None or node.value.decimals is None else node.value.decimals
        return printed_places(self.rules, node)

    def measured(self, node: Node, text: str) -> str:
        """A value with its measure."""
        measure = node.measure if node.value is None else node.value.measure or node.measure
        return f"{text} {measure}" if measure else text

    def nodes(self) -> Grid:
        """Every node: its weight, its raw value or answer, its score, its rating."""
        headings = (say("node"), say("weight"), say("value or answer"), say("score"), say("result"))
        rows = tuple(
            (
                self.full.name(step.node, depth_of(step.node)),
                weight_text(step.node) or "",
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
        is_answer = not step.node.bands and not self.full.is_word(step.node.path)
        return step.word or "" if is_answer else ""

    def score(self, step: TraceStep) -> str:
        """A node's score as printed, its word where it has no number, or why there is none."""
        path, state = step.node.path, self.trace.exact.state(step.node.path)
        if state is not State.KNOWN:
            return self.full.words(STATES[state])
        if self.full.is_word(path):
            return step.word or UNKNOWN
        if step.printed is None or is_numberless(step.node):
            return ""
        return shown_text(step.printed, printed_places(self.rules, step.node))

    def result(self, step: TraceStep) -> str:
        """How a node is rated or judged; "" where it is not."""
        result = step.word if step.node.bands else step.result
        return verdict_text(self.rules, step.node, result, self.full.setting.language) or ""


__all__ = ["ScoresInFull"]
