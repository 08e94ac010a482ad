"""The expression language of conditions and scores: one definition, run in any arithmetic.

simpleeval walks the syntax tree; its table of node types is replaced by the handlers below, and what is not
in the table is refused. The handlers compute with an arithmetic that is plugged in, so the same expression
runs on exact numbers, on columns and on symbols, and on kinds (kinds.py), which is how an expression is
checked when the rule set is loaded."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any, Protocol

from simpleeval import FeatureNotAvailable, SimpleEval

from ..words.diagnostics import Position, say
from ..words.numerals import read_number
from .functions import FUNCTIONS, MAX_DECIMALS, call, each
from .word_options import Choice, Options

COMPARISONS: Mapping[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
_SIGNS: Mapping[type[ast.cmpop], str] = {**COMPARISONS, ast.In: "==", ast.NotIn: "!="}
EQUALITIES = (ast.Eq, ast.NotEq, ast.In, ast.NotIn)
"""The signs that can stand between words."""

_PARTIAL = ("ln", "log10", "power", "sqrt")
"""Functions that have no value for some numbers."""

_OPERATORS: Mapping[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "divide",
}
_ALLOWED = say(
    "allowed are numbers, node ids, threshold names, the lists of nodes, + - * /, comparisons, and or "
    "not, and the functions {functions}",
    functions=list(FUNCTIONS),
)


@dataclass(frozen=True)
class Expression:
    """A parsed expression. `names` is what it refers to, each with its place in the text; dotted names are
    node paths."""

    text: str
    code: str = field(compare=False, repr=False)  # the text as Python's parser reads it
    tree: ast.expr = field(compare=False, repr=False)
    position: Position = field(compare=False)
    names: tuple[str, ...] = ()

    @cached_property
    def is_partial(self) -> bool:
        """Whether it can be without a value though everything that it names is known: by a division, or a
        logarithm."""
        return any(
            (
                isinstance(node, ast.BinOp)
                and isinstance(node.op, ast.Div)
                and not isinstance(node.right, ast.Constant)
            )
            or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _PARTIAL)
            for node in ast.walk(self.tree)
        )

    @cached_property
    def is_strict(self) -> bool:
        """Whether it has no value where something that it names has none."""
        joins = any(isinstance(node, ast.BoolOp) for node in ast.walk(self.tree))
        return not joins and not self.calls & {"known", "first", "if", "count"}

    @cached_property
    def calls(self) -> frozenset[str]:
        """The functions that it has, by name."""
        return frozenset(ast.unparse(node.func) for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def evaluate(self, arithmetic: Any, meaning: Meaning, *, judged: bool = False) -> Any:
        """The value, in the arithmetic; `meaning` says what names stand for (a list of nodes is a tuple),
        which are read as they are printed in comparisons, and everywhere where it is `judged`.

        The expression must have passed `kinds.check`.
        """
        evaluator = Evaluator(arithmetic, meaning, self.code, judged=judged)
        return evaluator.eval(self.code, previously_parsed=self.tree)

    def at(self, node: ast.expr) -> Position:
        """Where a part of the expression stands in the file (Python counts in bytes of UTF-8)."""
        code = self.code.encode()
        start, end = len(code[: node.col_offset].decode()), len(code[: node.end_col_offset].decode())
        return within(self.position, start, end - start, self.text)


def within(position: Position, offset: int, length: int, text: str) -> Position:
    """A place in a one-line scalar; in one that was written over several lines, its beginning."""
    if "\n" in text or not position.line or position.length < len(text):
        return position
    quote = 1 if position.length >= len(text) + 2 else 0
    return Position(position.file, position.line, position.column + quote + offset, max(1, length))


def dotted(node: ast.AST) -> str | None:
    """A name, or names joined by dots: a node's path."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return None if before is None else f"{before}.{node.attr}"
    return None


class Meaning(Protocol):
    """What the names of an expression stand for."""

    def __call__(self, name: str, *, judged: bool) -> Any:
        """The number of a name, of a list of nodes a tuple: where it is `judged` the printed one, else the
        one that is carried."""
        ...

    def options(self, name: str) -> Options | None:
        """The words that a name can have for a value, of a list for each of its nodes; None for none."""
        ...


class Evaluator(SimpleEval):  # type: ignore[misc]  # simpleeval's class is untyped
    """simpleeval with a table of its own: what is not in it is refused, and nothing is computed but by the
    arithmetic. `judged` says whether names are read as they are printed."""

    def __init__(self, arithmetic: Any, meaning: Meaning, text: str, *, judged: bool = False) -> None:
        super().__init__(operators={}, functions={}, names={})
        self.arithmetic = arithmetic
        self.meaning = meaning
        self.text = text
        self.judged = judged
        self.here: ast.AST = ast.Constant(0)
        self.comparison: ast.AST = self.here
        self.nodes = {
            ast.Constant: self._number,
            ast.Name: self._name,
            ast.Attribute: self._name,
            ast.UnaryOp: self._unary,
            ast.BinOp: self._binary,
            ast.BoolOp: self._connective,
            ast.Compare: self._comparison,
            ast.Call: self._call,
        }

    def _eval(self, node: ast.AST) -> Any:
        self.here = node
        try:
            value = super()._eval(node)
        except FeatureNotAvailable:
            return self._refused(node, ast.get_source_segment(self.text, node))
        self.here = node
        return value

    def _each(self, operation: Callable[..., Any], *values: Any) -> Any:
        """What an operation makes of some values; of lists among them element by element."""
        made = each(operation, *values)
        settled = getattr(self.arithmetic, "settled", None)
        return made if isinstance(made, tuple) or settled is None else settled(made)

    def _refused(self, node: ast.AST, what: object) -> Any:
        self.here = node
        return self.arithmetic.refuse(
            what,
            say("write 1000, not 1,000; several numbers stand inside min, max, mean, sum or count")
            if isinstance(node, ast.Tuple)
            else say("write power(x, exponent)")
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow)
            else _ALLOWED,
        )

    def _number(self, node: ast.Constant) -> Any:
        written = _segment(self.text, node)
        value = (
            _written_number(written)
            if isinstance(node.value, (int, float)) and not isinstance(node.value, bool)
            else None
        )
        return self._refused(node, written) if value is None else self.arithmetic.number(value)

    def _name(self, node: ast.AST) -> Any:
        name = dotted(node)
        if name is None or "__" in name:
            return self._refused(node, ast.get_source_segment(self.text, node))
        return self.meaning(name, judged=self.judged)

    def carried(self, node: ast.expr) -> Any:
        """What an expression comes to where names are read as they are carried, and not as printed."""
        before, self.judged = self.judged, False
        value = self._eval(node)
        self.judged = before
        return value

    def _unary(self, node: ast.UnaryOp) -> Any:
        if isinstance(node.op, ast.UAdd):
            return self._eval(node.operand)
        if isinstance(node.op, ast.USub):
            return self._each(self.arithmetic.negate, self._eval(node.operand))
        if isinstance(node.op, ast.Not):
            return self._each(self.arithmetic.opposite, self._eval(node.operand))
        return self._refused(node, "~")

    def _binary(self, node: ast.BinOp) -> Any:
        name = _OPERATORS.get(type(node.op))
        if name is None:
            return self._refused(node, ast.get_source_segment(self.text, node))
        left, right = self._eval(node.left), self._eval(node.right)
        self.here = node
        return self._each(getattr(self.arithmetic, name), left, right)

    def _connective(self, node: ast.BoolOp) -> Any:
        values = [self._eval(value) for value in node.values]
        self.here = node
        join = self.arithmetic.both if isinstance(node.op, ast.And) else self.arithmetic.either
        return self._each(lambda *truths: join(list(truths)), *values)

    def _comparison(self, node: ast.Compare) -> Any:
        if any(type(sign) not in _SIGNS for sign in node.ops):
            return self._refused(node, ast.get_source_segment(self.text, node))
        terms = (node.left, *node.comparators)
        before, self.judged = self.judged, True
        links = [
            self._link_of(node, left, sign, right)
            for left, sign, right in zip(terms, node.ops, terms[1:], strict=False)
        ]
        self.judged = before
        self.here = node
        if len(links) == 1:
            return links[0]
        return self._each(lambda *truths: self.arithmetic.both(list(truths)), *links)

    def _link_of(self, whole: ast.Compare, left: ast.expr, sign: ast.cmpop, right: ast.expr) -> Any:
        """One comparison of a chain."""
        before, self.comparison = self.comparison, whole
        made = self._link(left, sign, right)
        self.comparison = before
        return made

    def _link(self, left: ast.expr, sign: ast.cmpop, right: ast.expr) -> Any:
        """One comparison: of words where the left side has words for values and the right one names some, or
        of numbers. A list compared with a number is a list of comparisons (for count)."""
        name = dotted(left)
        options = self.meaning.options(name) if name is not None and isinstance(sign, EQUALITIES) else None
        if options is not None and options.takes(wanted := words_of(right)):
            self.here = right
            truths = tuple(self._one_of(choices, wanted, sign) for choices in options.choices)
            return truths if options.is_list else self._each(lambda truth: truth, truths[0])
        if isinstance(sign, (ast.In, ast.NotIn)):
            among = right.elts if isinstance(right, ast.Tuple) else [right]
            value = self._eval(left)
            links = [self._compared(left, "==", value, self._eval(term), right) for term in among]
            found = self._each(lambda *truths: self.arithmetic.either(list(truths)), *links)
            return found if isinstance(sign, ast.In) else self._each(self.arithmetic.opposite, found)
        return self._compared(left, _SIGNS[type(sign)], self._eval(left), self._eval(right), right)

    def _one_of(self, choices: Sequence[Choice], wanted: Sequence[str], sign: ast.cmpop) -> Any:
        """Whether something with words for values is one of some words, or is none of them."""
        a = self.arithmetic
        truths = [truth for choice in choices for truth in self._asked(choice, wanted)]
        if not truths:  # words of other nodes of a list
            truths = [a.compare("==", choices[0].number, a.number(Fraction(-1)))]
        found = truths[0] if len(truths) == 1 else a.either(truths)
        return found if isinstance(sign, (ast.Eq, ast.In)) else a.opposite(found)

    def _asked(self, choice: Choice, wanted: Sequence[str]) -> Iterator[Any]:
        """Whether a choice is each of some words. A score that was given instead of a word stands for all
        words that earn it: it cannot be told which where only some of these are asked for."""
        a = self.arithmetic
        asked = {found for word in wanted if (found := choice.number_of(word)) is not None}
        if not asked:
            return
        number = choice.number
        for given, group in choice.groups.items():
            if group & asked and not group <= asked:
                number = a.only_if(a.compare("!=", number, a.number(Fraction(given))), number)
        whole = [given for given, group in choice.groups.items() if group <= asked]
        for each_number in (*sorted(asked), *whole):
            yield a.compare("==", number, a.number(Fraction(each_number)))

    def _compared(self, left: ast.expr, sign: str, one: Any, other: Any, right: ast.expr) -> Any:  # noqa: ARG002
        """Whether two values stand in a relation; the places of both are for whoever keeps comparisons."""
        self.here = self.comparison
        return self._each(lambda number, bound: self.arithmetic.compare(sign, number, bound), one, other)

    def _call(self, node: ast.Call) -> Any:
        name = node.func.id if isinstance(node.func, ast.Name) else None
        if name is not None and name not in FUNCTIONS:
            self.here = node
            return self.arithmetic.no_function(name)
        if name is None or node.keywords or any(isinstance(argument, ast.Starred) for argument in node.args):
            return self._refused(node, ast.get_source_segment(self.text, node))
        arguments = [
            self.carried(argument) if name == "exact" else self._eval(argument) for argument in node.args
        ]
        self.here = node
        return self.function(name, arguments, node)

    def function(self, name: str, given: list[Any], node: ast.Call) -> Any:
        """The value of a function; lists among the arguments are tuples."""
        return call(self.arithmetic, name, given, node)


def _segment(text: str, node: ast.expr) -> str:
    """The part of a text that a node was read from."""
    if text.isascii() and node.lineno == node.end_lineno == 1:
        return text[node.col_offset : node.end_col_offset]
    return ast.get_source_segment(text, node) or ""


@lru_cache(maxsize=4096)
def _written_number(written: str) -> Fraction | None:
    return read_number(written)


def words_of(node: ast.expr) -> tuple[str, ...]:
    """The words that a term writes: names, texts between quotes, and numbers, one or several between
    brackets; none where something else stands there."""
    terms = node.elts if isinstance(node, ast.Tuple) else [node]
    words = []
    for term in terms:
        if isinstance(term, ast.Constant) and isinstance(term.value, (str, int, float)):
            words.append(str(term.value))
        elif isinstance(term, ast.UnaryOp) and isinstance(term.operand, ast.Constant):
            words.append(ast.unparse(term))
        elif (name := dotted(term)) is not None:
            words.append(name)
        else:
            return ()
    return tuple(words)


__all__ = [
    "COMPARISONS",
    "EQUALITIES",
    "MAX_DECIMALS",
    "Evaluator",
    "Expression",
    "Meaning",
    "dotted",
    "within",
    "words_of",
]
