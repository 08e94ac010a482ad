"""What the steps of a node decided, each in a sentence with its numbers: as the run has kept it, and nothing
is decided here a second time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ..meaning.arithmetic.exact import Exact, ExactArithmetic
from ..meaning.expressions import Expression
from ..meaning.model import Node
from ..meaning.printed_scores import printed_score
from ..meaning.step_records import AdjustedBy, StepRecord
from ..meaning.steps_in_order import combines, is_numberless
from ..words.diagnostics import say
from ..words.language import Language
from .clauses import words_earning
from .decisions import Decision
from .unit_words import UnitWords, verbatim
from .ways_told import WaysTold, equation_text
from .worked_equations import figure, figure_where


@dataclass(frozen=True)
class StepsTold:
    """The decisions of one unit's nodes, in a language as far as rules are titled in it."""

    unit: UnitWords
    ways: WaysTold
    language: Language

    def of(self, node: Node) -> Iterator[Decision]:
        """The decisions of a node, in the order of its steps."""
        outcome = self.unit.exact.outcome
        record = (outcome.records or {}).get(node.path) or StepRecord()
        yield from self._read(node)
        if record.applies is not True:
            yield self._applies(node, record.applies)
            if record.applies is False:
                return
        yield from self._refused(node, record)
        yield from self._columns(node)
        if record.cases:
            yield self.ways.cases(node, record)
        if record.way is not None:
            yield from self.ways.way(node, record.way)
        elif node.answers is not None and not node.children:
            yield from self._answered(node)
        elif combines(node) and not is_numberless(node) and not any(holds for _, holds in record.refusals):
            yield from self.ways.combined(node, record)
        if record.stood_in:
            yield self._stood_in(node)
        for step in record.adjusted:
            if step.holds:
                yield self._adjusted(node, step)
        if record.rounded is not None:
            yield self._rounded(node, *record.rounded)
        yield from self._given(node)

    # before the way

    def _read(self, node: Node) -> Iterator[Decision]:
        outcome = self.unit.exact.outcome
        read, given = outcome.read.get(node.path), outcome.given.get(node.path)
        if not node.is_raw or read is None or read.number is None or read.number == given:
            return
        value = self.unit.raw(node, read.number)
        data = {"given": given, "value": read.number}
        if given is None:
            yield Decision("read", say("nothing is given: {value} stands for it", value=value), data)
        else:
            words = say("{given} is read as {value}", given=figure(Fraction(given), 8), value=value)
            yield Decision("read", words, data)

    def _applies(self, node: Node, holds: bool | None) -> Decision:
        assert node.applies is not None
        condition = self.unit.condition(node.applies, node.path)
        words = (
            say("cannot be told whether it applies: {condition}", condition=condition)
            if holds is None
            else say("does not apply, because this does not hold: {condition}", condition=condition)
        )
        return Decision("applies", words, {"condition": node.applies.text, "holds": holds})

    def _refused(self, node: Node, record: StepRecord) -> Iterator[Decision]:
        for refusal, holds in record.refusals:
            if holds:
                words = say(
                    "refused: {reason}: {condition}",
                    reason=refusal.because.in_language(self.language) or "",
                    condition=self.unit.condition(refusal.when, node.path),
                )
                yield Decision("refuse", words, {"condition": refusal.when.text, "holds": True})

    def _columns(self, node: Node) -> Iterator[Decision]:
        """What was looked up in reference tables for its formulas."""
        formulas = [node.score, node.of, *(case.score for case in node.cases)]
        names = dict.fromkeys(name for formula in formulas if formula is not None for name in formula.names)
        columns, rules = self.unit.exact.outcome.columns, self.unit.rules
        for name in names:
            found = columns.get(name)
            if found is None or name not in rules.table_columns:
                continue
            keys = [f"{self.unit.name(key.path)} = {self.unit.said(key.path)}"
                    for key in rules.table_columns[name].keys]  # fmt: skip
            data = {"column": name, "value": found.number}
            if found.number is None:
                yield Decision(
                    "table", say("{column}: nothing is found for {keys}", column=name, keys=keys), data
                )
            else:
                value = figure(Fraction(found.number))
                words = say("{column} is {value} for {keys}", column=name, value=value, keys=keys)
                yield Decision("table", words, data)

    def _answered(self, node: Node) -> Iterator[Decision]:
        """What was answered, of which data give the score: for programs, people see it in the table."""
        outcome = self.unit.exact.outcome
        words = words_earning(self.unit.plan, outcome, node.path)
        if words:
            data = {
                "answer": words[0] if len(words) == 1 else list(words),
                "score": outcome.values[node.path],
            }
            yield Decision("answers", say("the answer {word}", word=" / ".join(words)), data, told=False)

    # after the way

    def _stood_in(self, node: Node) -> Decision:
        if isinstance(node.stand_in, str) or node.stand_in is None:
            return Decision("missing", say("without a score it does not apply"), {"score": None})
        words = say("without a score {value} stands in", value=self.ways.points_text(node, node.stand_in))
        return Decision("missing", words, {"score": node.stand_in})

    def _adjusted(self, node: Node, step: AdjustedBy) -> Decision:
        """Something added, or a limit that holds; one that moves nothing is not told to people."""
        adjustment, amount = step.adjustment, step.amount.number
        data: dict[str, object] = {
            "amount": amount,
            "condition": None if adjustment.when is None else adjustment.when.text,
            "before": step.before,
            "after": step.after,
        }
        moved = step.before != step.after
        if amount is None or step.before is None or step.after is None:
            return Decision(step.key, say("{key} cannot be told", key=step.key), data, told=False)
        if step.key == "plus":
            equation = self.ways.equations.of_sum(step.before, amount, step.after, self.unit.places(node))
            what = say("{amount} is added", amount=self._amount(adjustment.amount, amount))
            told = figure(Fraction(step.after)) if equation is None else str(equation)
            data["equation"] = equation_text(equation)
        else:
            least = step.key == "at_least"
            limit = self._amount(adjustment.amount, amount)
            what = say("at least {limit}", limit=limit) if least else say("at most {limit}", limit=limit)
            told = f"{figure(Fraction(step.before))} → {figure(Fraction(step.after))}"
        if adjustment.when is not None:
            before = None if not adjustment.names_score else self._own(node, step.before)
            condition = self.unit.condition(adjustment.when, node.path, before)
            what = say("{what}, because {condition}", what=what, condition=condition)
        return Decision(
            step.key, say("{what}: {equation}", what=what, equation=verbatim(told)), data, told=moved
        )

    def _amount(self, formula: Expression, amount: Exact) -> str:
        value = figure(Fraction(amount or 0))
        return value if not formula.names else f"{formula.text} = {value}"

    def _own(self, node: Node, value: Exact) -> tuple[Exact, Exact]:
        """What `score` means, carried and printed."""
        return value, printed_score(ExactArithmetic(self.unit.rules.scale), self.unit.rules, node, value)

    def _rounded(self, node: Node, before: Exact, after: Exact) -> Decision:
        assert before is not None
        assert after is not None
        rules = self.unit.rules
        exact = ExactArithmetic(rules.scale)
        number = figure_where(
            Fraction(before), lambda shown: printed_score(exact, rules, node, shown) == after
        )
        told = {"before": number, "after": self.unit.score(node, after)}
        rounding = (node.round and node.round.rounding) or rules.scale.rounding
        if before > 0 and rounding == "up":
            shown = say("{before} is rounded up to {after}", **told)
        elif before > 0 and rounding == "down":
            shown = say("{before} is rounded down to {after}", **told)
        else:
            shown = say("{before} is rounded to {after}", **told)
        return Decision("round", shown, {"before": before, "after": after}, told=before != after)

    def _given(self, node: Node) -> Iterator[Decision]:
        outcome = self.unit.exact.outcome
        given, computed = outcome.given.get(node.path), outcome.computed.get(node.path)
        if given is None or computed is None or given == computed:
            return
        words = say(
            "{given} is given, and stands for {computed}, which the rules make",
            given=self.unit.score(node, given),
            computed=figure(Fraction(computed)),
        )
        yield Decision("given", words, {"given": given, "computed": computed})


__all__ = ["StepsTold"]
