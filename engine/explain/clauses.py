"""Conditions taken apart: which comparisons they are made of, which of these hold and by how much."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from ..meaning.arithmetic.exact import Exact, ExactArithmetic
from ..meaning.expressions import COMPARISONS, Evaluator, Expression, dotted, words_of
from ..meaning.model import TOTAL
from ..meaning.named_values import stated_names
from ..meaning.names import NamesOf
from ..meaning.plan import Outcome, Plan, meaning_of
from ..meaning.scope import Scope, is_pure, own_words, words_at
from ..meaning.stated import Stated
from ..meaning.stated_truths import Counted, Told
from ..meaning.states import State, Value, state_of

_EXACT_SIGNS = {ast.In: "==", ast.NotIn: "!="}


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
class WordClause:
    """A comparison with words: `text` as it is written, the path of what has the word, and its `word`."""

    text: str
    path: str
    word: str
    holds: bool


@dataclass(frozen=True)
class TakenApart:
    """The comparisons of a condition: of numbers, and of words."""

    clauses: tuple[Clause, ...] = ()
    words: tuple[WordClause, ...] = ()


def taken_apart(
    plan: Plan, expression: Expression, outcome: Outcome[Exact, bool | None], own: str | None = None
) -> tuple[Clause, ...]:
    """The comparisons of numbers of a condition, as a unit's printed scores make them; `own` is the node that
    `score` means. One that lacks a score is left out."""
    return apart_as_printed(plan, expression, outcome, own).clauses


def apart_as_printed(
    plan: Plan, expression: Expression, outcome: Outcome[Exact, bool | None], own: str | None = None
) -> TakenApart:
    """The comparisons of a condition of the whole, or of a judgement of the node `own`."""
    a = ExactArithmetic(plan.rules.scale)
    node = None if own is None else plan.rules.nodes[own]
    if node is None and any(
        state_of(outcome.nodes[path]) is not State.KNOWN for path in plan.referred(expression)
    ):
        return apart_at(plan, expression, outcome, TOTAL)
    meaning = meaning_of(plan, a, outcome, node)
    return _Recorder(plan, expression, outcome, a, meaning, own).apart()


def apart_at(
    plan: Plan,
    expression: Expression,
    outcome: Outcome[Exact, bool | None],
    at: str,
    score: tuple[Exact, Exact] | None = None,
) -> TakenApart:
    """The comparisons of an expression at a node; `score` is what its own name means there, carried and
    printed."""
    stated = Stated(ExactArithmetic(plan.rules.scale))
    own: dict[str, Any] = {}
    if (read := outcome.read.get(at)) is not None:
        own["value"] = read
    names = stated_names(plan, outcome, stated, at, own)
    if score is not None:
        carried, printed = (Value[Exact, "bool | None"](number) for number in score)
        own["score"] = carried
        names = replace(names, own=own, own_judged={"score": printed})
    return _Recorder(plan, expression, outcome, stated, names, at).apart()


class _Recorder(Evaluator):
    """Evaluates in exact arithmetic, and keeps each comparison on the way."""

    def __init__(
        self,
        plan: Plan,
        expression: Expression,
        outcome: Outcome[Exact, bool | None],
        arithmetic: Any,
        meaning: NamesOf[Any, Any],
        node: str | None,
    ) -> None:
        super().__init__(arithmetic, meaning, expression.code)
        self.plan, self.expression, self.outcome, self.node = plan, expression, outcome, node
        self.exact = ExactArithmetic(plan.rules.scale)
        self.scope: Scope = meaning.scope
        self.parts: list[Clause] = []
        self.said: list[WordClause] = []

    def apart(self) -> TakenApart:
        """The comparisons, each once."""
        self.eval(self.expression.code, previously_parsed=self.expression.tree)
        return TakenApart(tuple(dict.fromkeys(self.parts)), tuple(dict.fromkeys(self.said)))

    def _link(self, left: ast.expr, sign: ast.cmpop, right: ast.expr) -> Any:
        made = super()._link(left, sign, right)
        if type(sign) in COMPARISONS or type(sign) in _EXACT_SIGNS:
            self._keep(left, sign, right, made)
        return made

    def _keep(self, left: ast.expr, sign: ast.cmpop, right: ast.expr, made: Any) -> None:
        shown = COMPARISONS.get(type(sign)) or ("in" if isinstance(sign, ast.In) else "not in")
        text = " ".join((written(self.expression, left), shown, written(self.expression, right)))
        name = dotted(left)
        options = self.meaning.options(name) if name is not None and type(sign) not in _ORDERS else None
        if options is not None and options.takes(words_of(right)):
            self._keep_words(text, name or "", made)
            return
        if type(sign) not in COMPARISONS:
            return
        one, other = self._eval(left), self._eval(right)
        if isinstance(one, tuple) or isinstance(other, tuple):
            paths = self._paths(left) or self._paths(right)
            for path in paths:
                value, bound = self.outcome.printed[path], _number(other if isinstance(one, tuple) else one)
                if value is not None and bound is not None:
                    sides = (value, bound) if isinstance(one, tuple) else (bound, value)
                    self._add(text, sides[0], shown, sides[1], (path,))
            return
        low, high = _number(one), _number(other)
        if low is not None and high is not None:
            self._add(text, low, shown, high, self._deciding(left, low) + self._deciding(right, high))

    def _keep_words(self, text: str, name: str, made: Any) -> None:
        """A comparison with words, of each thing that is named."""
        named = self.scope.find(name)
        paths = () if named is None else named.paths
        truths = made if isinstance(made, tuple) else (made,)
        for path, truth in zip(paths, truths, strict=False):
            word, holds = word_said(self.plan, self.outcome, path), _truth(truth)
            if word is not None and holds is not None:
                self.said.append(WordClause(text, path, word, holds))

    def _add(self, text: str, left: Exact, sign: str, right: Exact, nodes: tuple[str, ...]) -> None:
        assert left is not None
        assert right is not None
        holds = bool(self.exact.compare(sign, left, right))
        self.parts.append(
            Clause(text, Fraction(left), sign, Fraction(right), holds, tuple(dict.fromkeys(nodes)))
        )

    def _paths(self, node: ast.AST) -> tuple[str, ...]:
        """The nodes that a term names, lists written out."""
        name = dotted(node)
        if name is not None:
            if name == "score" and self.node is not None:
                return (self.node,)
            named = self.scope.find(name)
            return named.paths if named is not None and named.kind in ("node", "list") else ()
        inner = node.args if isinstance(node, ast.Call) else list(ast.iter_child_nodes(node))
        return tuple(path for term in inner for path in self._paths(term))

    def _deciding(self, node: ast.expr, value: Exact) -> tuple[str, ...]:
        """The nodes on which a term's value hangs: of min and max those at the extreme."""
        paths = self._paths(node)
        function = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else None
        if function not in ("min", "max"):
            return paths
        return tuple(path for path in paths if self.outcome.printed[path] == value) or paths


_ORDERS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def word_said(plan: Plan, outcome: Outcome[Exact, bool | None], path: str) -> str | None:
    """The word that is said of a node or an input: its rating, its answer, what it is judged to be; None
    where there is none, or a score was given instead."""
    words = words_at(plan.rules, path)
    if words is None:
        judged = outcome.judged.get(path)
        if judged is None or judged.number is None or judged.number >= judged.none:
            return None
        return judged.cases[int(judged.number)].result
    earned = words_earning(plan, outcome, path)
    if earned is not None:
        return earned[0] if len(earned) == 1 else None
    number = outcome.word(path).number
    return None if number is None or not 0 <= number < len(words) else words[int(number)]


def answer_said(plan: Plan, outcome: Outcome[Exact, bool | None], path: str) -> str | None:
    """The answer of a question of which data give the answer itself."""
    scale = own_words(plan.rules, plan.rules.nodes[path])
    value = outcome.words.get((path, "answer")) or outcome.nodes[path]
    number = value.number
    if scale is None or number is None or not 0 <= number < len(scale.words):
        return None
    return scale.words[int(number)]


def said_word(plan: Plan, outcome: Outcome[Exact, bool | None], path: str) -> str | None:
    """The word that data have for an answer of which others earn as much, where it is known."""
    said = outcome.words.get((path, "said"))
    scale = own_words(plan.rules, plan.rules.nodes[path]) if said is not None else None
    if said is None or said.number is None or scale is None:
        return None
    return scale.words[int(said.number)]


def words_earning(plan: Plan, outcome: Outcome[Exact, bool | None], path: str) -> tuple[str, ...] | None:
    """The answers that earn the score of a question of which data give the score of its answer; None of
    anything else."""
    node = plan.rules.nodes.get(path)
    scale = None if node is None or node.bands else own_words(plan.rules, node)
    if node is None or scale is None or path in plan.rules.worded or is_pure(plan.rules, path):
        return None
    value, said = outcome.values[path], said_word(plan, outcome, path)
    words = tuple(
        word
        for word in scale.options
        if value is not None and scale.score(word, reversed_=node.reversed) == value
    )
    return words if said is None or said not in words else (said,)


def _number(value: Any) -> Exact:
    if isinstance(value, Counted):
        return value.low if value.low == value.high else None
    number: Exact = value.number if isinstance(value, Value) else value
    return number


def _truth(told: Any) -> bool | None:
    truth: bool | None = told.truth if isinstance(told, Told) else told
    return truth


def written(expression: Expression, tree: ast.expr) -> str:
    """A part of an expression as its author wrote it (Python counts in bytes of UTF-8)."""
    code = expression.code.encode()
    start, end = len(code[: tree.col_offset].decode()), len(code[: tree.end_col_offset].decode())
    return expression.text[start:end]


__all__ = [
    "Clause",
    "TakenApart",
    "WordClause",
    "answer_said",
    "apart_as_printed",
    "apart_at",
    "said_word",
    "taken_apart",
    "word_said",
    "words_earning",
    "written",
]
