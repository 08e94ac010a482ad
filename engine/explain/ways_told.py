"""By which way a node came to its score, in sentences with the numbers: which case, which row of a table,
which word, what a formula or the children make."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from ..meaning.arithmetic.exact import Exact
from ..meaning.expressions import Expression, dotted
from ..meaning.model import INPUT, LEVELS, Node
from ..meaning.points_tables import next_step, row_taking
from ..meaning.step_records import StepRecord, WayTaken
from ..meaning.ways import way_of
from ..words.diagnostics import Text, say
from ..words.language import Language
from ..words.numerals import decimal_text
from .conditions import PLURALS
from .decisions import Decision
from .table_words import in_row, on_ladder
from .unit_words import UnitWords, verbatim, with_measure
from .worked_equations import Equation, Equations, figure, figure_where

_PLURAL_OF = {level: PLURALS[plural] for plural, level in LEVELS.items()}


@dataclass(frozen=True)
class WaysTold:
    """The ways of one unit's nodes; see `StepsTold`."""

    unit: UnitWords
    equations: Equations
    language: Language

    def cases(self, node: Node, record: StepRecord) -> Decision:
        """Which of its cases holds."""
        count, (case, holds) = len(node.cases), record.cases[-1]
        number = len(record.cases)
        data = {"case": number, "condition": None if case.when is None else case.when.text, "holds": holds}
        if holds is False:
            values = [*dict.fromkeys(
                value
                for each, _ in record.cases
                if each.when is not None
                for value in self.unit.values_of(each.when, node.path)
            )]  # fmt: skip
            words = say("none of the {count} cases holds: {values}", count=count, values=values)
            return Decision("cases", words, {**data, "case": None})
        if case.when is None:
            earlier = [*dict.fromkeys(
                value
                for each, _ in record.cases[:-1]
                if each.when is not None
                for value in self.unit.values_of(each.when, node.path)
            )]  # fmt: skip
            words = (
                say("case {number} of {count}, as none before it holds ({values})",
                    number=number, count=count, values=earlier)
                if earlier
                else say("case {number} of {count}", number=number, count=count)
            )  # fmt: skip
            return Decision("cases", words, data)
        condition = self.unit.condition(case.when, node.path)
        title = case.title.in_language(self.language)
        if holds is None:
            words = say("case {number} of {count} cannot be told: {condition}",
                        number=number, count=count, condition=condition)  # fmt: skip
        elif title:
            words = say("case {number} of {count}, {title}: {condition}",
                        number=number, count=count, title=title, condition=condition)  # fmt: skip
        else:
            words = say("case {number} of {count} holds: {condition}",
                        number=number, count=count, condition=condition)  # fmt: skip
        return Decision("cases", words, data)

    def way(self, node: Node, way: WayTaken) -> Iterator[Decision]:
        """What a table, an answer or a formula gives."""
        case = way.case
        if case.score is not None:
            yield from self._formula(node, case.score, way)
            return
        looked = case.of or node.of
        if looked is not None and dotted(looked.tree) is None:
            yield from self._looked_up(node, looked, way)
        if case.points is not None:
            yield from self._points(node, looked, way)
        elif way.word is not None:
            yield from self._answer(node, looked, way)

    def _formula(self, node: Node, formula: Expression, way: WayTaken) -> Iterator[Decision]:
        result = way.made.number
        data: dict[str, object] = {"formula": formula.text, "value": result}
        if result is None:
            if way.made.undecided:
                values = self.unit.values_of(formula, node.path)
                words = say("{formula} has no value: {values}", formula=verbatim(formula.text), values=values)
                yield Decision("score", words, data)
            return
        equation = self.equations.of_formula(node, formula, result, self.unit.places(node))
        yield Decision(
            "score", _of_formula(formula, equation, result), {**data, "equation": equation_text(equation)}
        )

    def _looked_up(self, node: Node, looked: Expression, way: WayTaken) -> Iterator[Decision]:
        result = way.value.number
        if result is not None:
            equation = self.equations.of_formula(node, looked, result, self.unit.places(node), judged=True)
            data = {"formula": looked.text, "value": result, "equation": equation_text(equation)}
            yield Decision("of", _of_formula(looked, equation, result), data)

    def _points(self, node: Node, looked: Expression | None, way: WayTaken) -> Iterator[Decision]:
        table, sought, made = way.case.points, way.value.number, way.made.number
        if table is None or sought is None:
            return
        value = self._sought(node, looked, sought, lambda shown: row_taking(table, shown) == way.row)
        row, data = way.row, {"value": sought, "score": made}
        if made is None:
            yield Decision("points", say("no row of the table takes {value}", value=value), data)
            return
        data |= {"from": None if row is None else row.low, "to": None if row is None else row.high}
        score = self.points_text(node, made)
        if table.is_ladder:
            after = next_step(table, row)
            words = say("{where}: {score}", where=on_ladder(value, row, after), score=score)
            yield Decision("points", words, {**data, "to": None if after is None else after.low})
            return
        assert row is not None
        where = in_row(value, row, self._decimals(node, looked))
        if row.end is None or row.end == row.score:
            yield Decision("points", say("{where}: {score}", where=where, score=score), data)
            return
        equation = self.equations.of_line(row, sought, made, self.unit.places(node))
        ends = {"low": decimal_text(row.score), "high": decimal_text(row.end)}
        line = say("{where}, on the line from {low} to {high}", where=where, **ends)
        told = score if equation is None else str(equation)
        words = say("{where}: {score}", where=line, score=verbatim(told))
        yield Decision(
            "points", words, {**data, "line": [row.score, row.end], "equation": equation_text(equation)}
        )

    def _answer(self, node: Node, looked: Expression | None, way: WayTaken) -> Iterator[Decision]:
        word, made = way.word or "", way.made
        name = "" if looked is None else looked.text
        data = {"answer": word, "score": made.number}
        scale = self.unit.rules.answers.get(way.case.answers or "")
        if scale is not None and not scale.has_scores:
            yield Decision("answers", say("the answer is {word}", word=word), data, told=False)
            return
        told = True
        answer = say("{name} = {word}", name=name, word=word) if name else say("the answer {word}", word=word)
        if made.number is not None:
            words = say("{answer} gives {score}", answer=answer, score=self.points_text(node, made.number))
            told = bool(name or node.cases)
        elif made.inapplicable:
            words = say("{answer} says that it does not apply", answer=answer)
        elif made.refused or made.undecided:
            words = say("{answer} has no score here", answer=answer)
        else:
            words = say("{answer} counts as missing", answer=answer)
        yield Decision("answers", words, data, told=told)

    def combined(self, node: Node, record: StepRecord) -> Iterator[Decision]:
        """What the children make, where they make a number; which count, where only the best do."""
        outcome = self.unit.exact.outcome
        given = outcome.given.get(node.path) is not None
        made = outcome.computed.get(node.path) if given else outcome.values[node.path]
        if record.adjusted:
            made = record.adjusted[0].before
        elif record.rounded is not None:
            made = record.rounded[0]
        if made is None or record.stood_in:
            return
        if record.kept:
            yield self._best(node, record)
        levels = {child.level for child in node.children}
        children = _PLURAL_OF[levels.pop()] if len(levels) == 1 else say("parts")
        way = Text(way_of(node).words.template, {"children": children})
        if node.combine in ("max", "min"):
            at = [child for child in node.children if outcome.values[child.path] == made]
            names = [f"{self.unit.name(child.path)} {self.unit.said(child.path)}" for child in at]
            words = say("{way}: {nodes}", way=way, nodes=names)
            yield Decision("combine", words, {"way": node.combine, "value": made})
            return
        equation = self.equations.of_children(node, made, self.unit.places(node))
        counting = sum(outcome.values.get(child.path) is not None for child in node.children)
        told = figure(Fraction(made)) if equation is None or counting == 1 else str(equation)
        words = say("{way}: {equation}", way=way, equation=verbatim(told))
        yield Decision(
            "combine", words, {"way": node.combine, "value": made, "equation": equation_text(equation)}
        )

    def _best(self, node: Node, record: StepRecord) -> Decision:
        parts = list(zip(node.children, record.kept, strict=True))
        counting, others = (
            [
                f"{self.unit.name(child.path)} {self.unit.said(child.path)}"
                for child, is_kept in parts
                if is_kept is wanted
            ]
            for wanted in (True, False)
        )
        words = say("the best {count} count: {nodes}; not: {others}",
                    count=len(counting), nodes=counting, others=others)  # fmt: skip
        return Decision("best", words, {"counting": [child.path for child, is_kept in parts if is_kept]})

    # how values are written

    def points_text(self, node: Node, value: Exact) -> str:
        """A score that is no printed one, with its measure."""
        return with_measure(figure(Fraction(value or 0)), self.unit.measure(node))

    def _entry(self, node: Node, looked: Expression | None) -> Node | None:
        """What is looked up, where that is an input or a node."""
        if looked is None:
            return node
        name = dotted(looked.tree)
        named = None if name is None else self.unit.plan.scope(node.path).find(name)
        if named is None or named.kind != "node":
            return None
        return self.unit.rules.entries[named.paths[0]]

    def _decimals(self, node: Node, looked: Expression | None) -> int:
        entry = self._entry(node, looked)
        value = None if entry is None or (entry is not node and entry.level != INPUT) else entry.value
        return 0 if value is None or value.decimals is None else value.decimals

    def _sought(
        self, node: Node, looked: Expression | None, value: Exact, holds: Callable[[Fraction], bool]
    ) -> str:
        entry = self._entry(node, looked)
        if entry is node:
            return self.unit.raw(node, value)
        if entry is None:
            return figure_where(Fraction(value or 0), holds)
        shown = self.unit.raw(entry, value) if entry.level == INPUT else self.unit.score(entry, value)
        return f"{self.unit.name(entry.path)} {shown}"


def _of_formula(formula: Expression, equation: Equation | None, result: Exact) -> Text:
    """A formula as it is written, with its numbers, and what it comes to."""
    value = figure(Fraction(result or 0))
    if equation is None:
        return verbatim(f"{formula.text} ≈ {value}") if formula.names else verbatim(value)
    if not formula.names:
        return verbatim(equation.right if equation.left == equation.right else str(equation))
    if equation.left == equation.right:
        return verbatim(f"{formula.text} = {equation.right}")
    return verbatim(f"{formula.text} = {equation}")


def equation_text(equation: Equation | None) -> str | None:
    """An equation, for programs."""
    return None if equation is None else str(equation)


__all__ = ["WaysTold", "equation_text"]
