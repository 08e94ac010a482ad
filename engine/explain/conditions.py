"""Conditions taken apart: which comparisons they are made of, which of these hold and by how much; and
conditions in words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..meaning.arithmetic.exact import Exact, ExactArithmetic
from ..meaning.expressions import COMPARISONS, Evaluator, Expression, dotted
from ..meaning.model import LEVELS, TOTAL, Band, RuleSet
from ..meaning.plan import Outcome, Plan, meaning_of
from ..words.diagnostics import Text, say
from ..words.numerals import decimal_text, read_number


@dataclass(frozen=True)
class Clause:
    """One comparison: `text` as it is written, the values of both sides, whether it holds. `margin` is how
    far the left side is on the right side of the bound: 0 or more where it holds (and where only equality is
    lacking), below 0 where it does not; None for == and !=. `nodes` are the paths of the scores that decide
    it."""

    text: str
    left: Fraction
    sign: str
    right: Fraction
    holds: bool
    nodes: tuple[str, ...] = ()

    @property
    def margin(self) -> Fraction | None:
        """How far the left side is from the bound, below 0 where it misses it."""
        if self.sign in ("==", "!="):
            return None
        return self.left - self.right if self.sign[0] == ">" else self.right - self.left


@dataclass(frozen=True)
class Judged:
    """What became of a band or a judgement: `holds` is None where that cannot be told."""

    name: str
    holds: bool | None
    parts: tuple[Clause, ...]
    condition: str = ""  # that of a band, where it is more than comparisons that must all hold
    condition_holds: bool | None = True


def band_verdict(plan: Plan, band: Band, outcome: Outcome[Exact, bool | None], holds: bool | None) -> Judged:
    """A band's range and condition against a unit's printed scores."""
    total = outcome.printed[TOTAL]
    bounds: list[Clause] = []
    if total is not None:
        value = Fraction(total)
        for sign, bound in ((">=", band.minimum), ("<=", band.maximum)):
            if bound is not None:
                is_met = value >= bound if sign == ">=" else value <= bound
                text = f"{TOTAL} {sign} {decimal_text(bound)}"
                bounds.append(Clause(text, value, sign, bound, is_met, (TOTAL,)))
    if band.when is None:
        return Judged(band.rating, holds, tuple(bounds))
    clauses = (*bounds, *taken_apart(plan, band.when, outcome))
    if _all_must_hold(band.when.tree):
        return Judged(band.rating, holds, clauses)
    met = band.when.evaluate(
        ExactArithmetic(plan.rules.scale), meaning_of(plan, ExactArithmetic(plan.rules.scale), outcome)
    )
    return Judged(band.rating, holds, clauses, band.when.text, met)


def _all_must_hold(tree: ast.expr) -> bool:
    """Whether a condition is comparisons of numbers that must all hold."""
    if isinstance(tree, ast.BoolOp):
        return isinstance(tree.op, ast.And) and all(map(_all_must_hold, tree.values))
    return isinstance(tree, ast.Compare) and not any(
        isinstance(term, ast.Compare) for side in (tree.left, *tree.comparators) for term in ast.walk(side)
    )


def taken_apart(
    plan: Plan, expression: Expression, outcome: Outcome[Exact, bool | None], own: str | None = None
) -> tuple[Clause, ...]:
    """The comparisons of a condition, as a unit's printed scores make them; `own` is the node that `score`
    means. One that lacks a score is left out."""
    names = {} if own is None else {"score": outcome.printed[own]}
    recorder = _Recorder(
        plan, expression, outcome, {name: value for name, value in names.items() if value is not None}, own
    )
    recorder.eval(expression.code, previously_parsed=expression.tree)
    return tuple(dict.fromkeys(recorder.parts))


class _Recorder(Evaluator):
    """Evaluates in exact arithmetic, and keeps each comparison on the way."""

    def __init__(
        self,
        plan: Plan,
        expression: Expression,
        outcome: Outcome[Exact, bool | None],
        own: dict[str, Exact],
        node: str | None,
    ) -> None:
        meaning = meaning_of(plan, ExactArithmetic(plan.rules.scale), outcome, own)
        super().__init__(ExactArithmetic(plan.rules.scale), meaning, expression.code)
        self.plan, self.expression, self.outcome, self.node = plan, expression, outcome, node
        self.parts: list[Clause] = []

    def _comparison(self, node: ast.Compare) -> Any:
        terms = (node.left, *node.comparators)
        for left, sign, right in zip(terms, node.ops, terms[1:], strict=False):
            self._keep(left, COMPARISONS[type(sign)], right)
        return super()._comparison(node)

    def _keep(self, left: ast.expr, sign: str, right: ast.expr) -> None:
        one, other = self._eval(left), self._eval(right)
        text = " ".join((written(self.expression, left), sign, written(self.expression, right)))
        if isinstance(one, tuple) or isinstance(other, tuple):
            paths = self._paths(left) or self._paths(right)
            for path in paths:
                value = self.outcome.printed[path]
                bound = other if isinstance(one, tuple) else one
                if value is not None and bound is not None:
                    sides = (value, bound) if isinstance(one, tuple) else (bound, value)
                    self._add(text, sides[0], sign, sides[1], (path,))
        elif one is not None and other is not None:
            self._add(text, one, sign, other, self._deciding(left, one) + self._deciding(right, other))

    def _add(self, text: str, left: Exact, sign: str, right: Exact, nodes: tuple[str, ...]) -> None:
        assert left is not None
        assert right is not None
        holds = bool(self.arithmetic.compare(sign, left, right))
        self.parts.append(
            Clause(text, Fraction(left), sign, Fraction(right), holds, tuple(dict.fromkeys(nodes)))
        )

    def _paths(self, node: ast.AST) -> tuple[str, ...]:
        """The nodes that a term names, lists written out."""
        name = dotted(node)
        if name is not None:
            if name == "score" and self.node is not None:
                return (self.node,)
            return self.plan.rules.lists.get(name) or self.plan.rules.names.get(name, ())
        inner = node.args if isinstance(node, ast.Call) else list(ast.iter_child_nodes(node))
        return tuple(path for term in inner for path in self._paths(term))

    def _deciding(self, node: ast.expr, value: Exact) -> tuple[str, ...]:
        """The nodes on which a term's value hangs: of min and max those at the extreme."""
        paths = self._paths(node)
        function = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else None
        if function not in ("min", "max"):
            return paths
        return tuple(path for path in paths if self.outcome.printed[path] == value) or paths


PLURALS = {
    "instruments": say("instruments"),
    "indicators": say("indicators"),
    "subindicators": say("subindicators"),
    "questions": say("questions"),
    "parts": say("parts"),
    "items": say("items"),
}
"""What several nodes of a level are called."""

_BOUNDS = {
    ">=": say("{number} or more"),
    ">": say("more than {number}"),
    "<=": say("{number} or less"),
    "<": say("below {number}"),
}


def written(expression: Expression, tree: ast.expr) -> str:
    """A part of an expression as its author wrote it (Python counts in bytes of UTF-8)."""
    code = expression.code.encode()
    start, end = len(code[: tree.col_offset].decode()), len(code[: tree.end_col_offset].decode())
    return expression.text[start:end]


def in_words(rules: RuleSet, expression: Expression) -> Text:
    """A condition as a sentence's part: every instrument 85 or more. What has no plain words stays as it is
    written."""
    return _words(rules, expression, expression.tree)


def _words(rules: RuleSet, expression: Expression, tree: ast.expr) -> Text:
    as_written = say("{condition}", condition=written(expression, tree))
    if isinstance(tree, ast.BoolOp):
        words, *others = (_words(rules, expression, value) for value in tree.values)
        for second in others:
            is_and = isinstance(tree.op, ast.And)
            words = (
                say("{first} and {second}", first=words, second=second)
                if is_and
                else say("{first} or {second}", first=words, second=second)
            )
        return words
    if not isinstance(tree, ast.Compare) or len(tree.ops) != 1:
        return as_written
    sign, left, right = COMPARISONS[type(tree.ops[0])], tree.left, tree.comparators[0]
    number = _bound(rules, expression, right)
    if sign not in _BOUNDS or number is None:
        return as_written
    bound = Text(_BOUNDS[sign].template, {"number": number})
    name = dotted(left)
    if name is not None and name not in rules.lists:
        return say("{node} {bound}", node=Text(name) if name in ("score", TOTAL) else name, bound=bound)
    function = (
        left.func.id
        if isinstance(left, ast.Call) and isinstance(left.func, ast.Name) and len(left.args) == 1
        else None
    )
    listed = dotted(left.args[0]) if isinstance(left, ast.Call) and function in ("min", "max") else None
    if listed is None or listed not in rules.lists:
        return as_written
    level = Text(LEVELS[listed])
    if (function == "min") == (sign[0] == ">"):
        return say("every {level} {bound}", level=level, bound=bound)
    return say("some {level} {bound}", level=level, bound=bound)


def _bound(rules: RuleSet, expression: Expression, tree: ast.expr) -> Fraction | None:
    """The number that a term is, also as a threshold; None for anything else."""
    name = dotted(tree)
    if name is not None:
        return rules.thresholds[name].value if name in rules.thresholds else None
    return read_number(written(expression, tree)) if isinstance(tree, ast.Constant) else None


def wanted_of(
    plan: Plan, expression: Expression, outcome: Outcome[Exact, bool | None], own: str | None = None
) -> Iterator[tuple[str, str, Fraction]]:
    """The nodes that have to rise before a condition can hold, each with the sign and the bound: of
    min(instruments) >= 85 every instrument that is below 85. `own` is the node that `score` means."""
    waiting = [expression.tree]
    while waiting:
        tree = waiting.pop(0)
        if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And):
            waiting += tree.values
        if not isinstance(tree, ast.Compare) or len(tree.ops) != 1:
            continue
        sign, left, bound = (
            COMPARISONS[type(tree.ops[0])],
            tree.left,
            _bound(plan.rules, expression, tree.comparators[0]),
        )
        if sign not in (">=", ">") or bound is None:
            continue
        is_least = isinstance(left, ast.Call) and isinstance(left.func, ast.Name) and left.func.id == "min"
        for term in left.args if isinstance(left, ast.Call) and is_least else [left]:
            name = dotted(term) or ""
            for path in (
                [own]
                if name == "score" and own is not None
                else plan.rules.lists.get(name) or plan.rules.names.get(name, ())
            ):
                value = outcome.printed[path]
                if value is not None and (value < bound or (sign == ">" and value == bound)):
                    yield path, sign, bound


__all__ = ["PLURALS", "Clause", "Judged", "band_verdict", "in_words", "taken_apart", "wanted_of"]
