"""The expression language of conditions and scores: one definition, run in any arithmetic.

simpleeval walks the syntax tree; its table of node types is replaced by the handlers below, and what is not
in the table is refused. The handlers compute with an arithmetic that is plugged in, so the same expression
runs on exact numbers, on columns and on symbols, and on kinds (kinds.py), which is how an expression is
checked when the rule set is loaded."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from simpleeval import FeatureNotAvailable, SimpleEval

from ..words.diagnostics import Diagnostic, Position, Text, say
from ..words.numerals import read_number, western

if TYPE_CHECKING:
    from .arithmetic import Arithmetic

MAX_LENGTH = 1_000
MAX_DEPTH = 30
MAX_DECIMALS = 6

FUNCTIONS = ("min", "max", "mean", "sum", "abs", "clip", "round", "ln", "count")
COMPARISONS: Mapping[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}

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
_STATEMENT_WORDS = re.compile(
    r"\b(?:as|assert|async|break|class|continue|def|del|except|finally|from|global|import|nonlocal|pass|raise|return|try|while|with)\b"
)
_SLIPS = (
    (
        re.compile(r"[<>!=]\s+="),
        say("the signs of a comparison stand apart"),
        say("write >=, <=, == or != without a space in it"),
    ),
    (
        re.compile(r"(?<![<>=!])(?<![<>=!] )=(?![=<>]| =)"),
        say("a single = compares nothing"),
        say("write == for “equal”"),
    ),
    (re.compile(r"=>|=<"), say("=> and =< are no comparisons"), say("write >= or <=")),
    (re.compile(r"[≥≤≠]"), say("the signs ≥ ≤ ≠ cannot be used"), say("write >=, <= or !=")),
    (re.compile(r"&&|\|\||!(?!=)"), say("&&, || and ! cannot be used"), say("write and, or, not")),
    (
        re.compile(r"\b(?:AND|OR|NOT|And|Or|Not)\b"),
        say("and, or, not are written in small letters"),
        say("write and, or, not"),
    ),
    (re.compile(r";"), say("; cannot be used"), say("separate the numbers of a function by commas")),
    (
        re.compile(r"%"),
        say("% cannot be used in a condition"),
        say("write the number on the rule set's scale, for example 85"),
    ),
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
            or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ln")
            for node in ast.walk(self.tree)
        )

    def evaluate(self, arithmetic: Arithmetic[Any, Any], meaning: Callable[[str], Any]) -> Any:
        """The value, in the arithmetic; `meaning` gives what a name stands for (a list of nodes is a tuple).

        The expression must have passed `kinds.check`.
        """
        return Evaluator(arithmetic, meaning, self.code).eval(self.code, previously_parsed=self.tree)

    def at(self, node: ast.expr) -> Position:
        """Where a part of the expression stands in the file (Python counts in bytes of UTF-8)."""
        code = self.code.encode()
        start, end = len(code[: node.col_offset].decode()), len(code[: node.end_col_offset].decode())
        return _within(self.position, start, end - start, self.text)


def parse(text: str, position: Position) -> tuple[Expression | None, list[Diagnostic]]:
    """The expression in a text, or what is wrong with its form. What it means is for `check` to judge."""
    plain = western(text)
    faults = list(_faults_of_form(plain, position))
    if faults:
        return None, faults
    code = _as_python(plain)
    try:
        tree = ast.parse(code, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as problem:
        offset = max(0, (getattr(problem, "offset", None) or 1) - 1)
        message = say("“{text}” is no complete expression", text=text)
        hint = say(
            "check brackets and signs from here on, for example total >= 85 and min(instruments) >= pass"
        )
        place = _within(position, min(offset, len(plain) - 1), 1, plain)
        return None, [Diagnostic("expression-syntax", message, place, hint)]
    if _depth(tree) > MAX_DEPTH:
        message = say("the expression is nested deeper than {most} levels", most=MAX_DEPTH)
        return None, [_too_long(message, position)]
    indent = len(plain) - len(plain.lstrip(" "))
    position = _within(position, indent, position.length - indent, plain) if indent else position
    return Expression(plain.strip(), code, tree, position, tuple(_names(tree))), []


def _faults_of_form(plain: str, position: Position) -> Iterator[Diagnostic]:
    """What is wrong with a text before it is read: that it is empty, too long, or has signs of another
    language."""
    if not plain.strip():
        hint = say("write for example total >= 85, or delete the line")
        yield Diagnostic("expression-syntax", say("the expression is empty"), position, hint)
    elif len(plain) > MAX_LENGTH:
        message = say(
            "the expression has {length} characters; at most {most} are read",
            length=len(plain),
            most=MAX_LENGTH,
        )
        yield _too_long(message, position)
    else:
        for pattern, message, hint in _SLIPS:
            for slip in pattern.finditer(plain):
                place = _within(position, slip.start(), len(slip[0]), plain)
                yield Diagnostic("expression-syntax", message, place, hint)


def _too_long(message: Text, position: Position) -> Diagnostic:
    hint = say("split it, or use a threshold or a node of its own")
    return Diagnostic("expression-too-long", message, position, hint)


def _as_python(plain: str) -> str:
    """The text as Python's parser is to read it, in one line.

    A word of Python's statements, such as pass, is a good name for a threshold: its first letter in the
    full-width form of Unicode makes it an identifier, which the parser then reads in its normal form
    (NFKC)."""
    code = _STATEMENT_WORDS.sub(
        lambda word: chr(ord(word[0][0]) + 0xFEE0) + word[0][1:], plain.replace("\n", " ")
    )
    return code.lstrip(" ")


def _within(position: Position, offset: int, length: int, text: str) -> Position:
    """A place in a one-line scalar; in one that was written over several lines, its beginning."""
    if "\n" in text or not position.line or position.length < len(text):
        return position
    quote = 1 if position.length >= len(text) + 2 else 0
    return Position(position.file, position.line, position.column + quote + offset, max(1, length))


def _depth(tree: ast.AST) -> int:
    depth, level = 0, [tree]
    while level:
        depth, level = (
            depth + 1,
            [child for node in level for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)],
        )
    return depth


def _names(tree: ast.expr) -> Iterator[str]:
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        name = dotted(node)
        if name is not None:
            yield name
            continue
        if isinstance(node, ast.Call):
            waiting.extend(node.args)
        else:
            waiting.extend(ast.iter_child_nodes(node))


def dotted(node: ast.AST) -> str | None:
    """A name, or names joined by dots: a node's path."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return None if before is None else f"{before}.{node.attr}"
    return None


class Evaluator(SimpleEval):  # type: ignore[misc]  # simpleeval's class is untyped
    """simpleeval with a table of its own: what is not in it is refused, and nothing is computed but by the
    arithmetic."""

    def __init__(self, arithmetic: Any, meaning: Callable[[str], Any], text: str) -> None:
        super().__init__(operators={}, functions={}, names={})
        self.arithmetic = arithmetic
        self.meaning = meaning
        self.text = text
        self.here: ast.AST = ast.Constant(0)
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

    def _refused(self, node: ast.AST, what: object) -> Any:
        self.here = node
        return self.arithmetic.refuse(
            what,
            say("write 1000, not 1,000; several numbers stand inside min, max, mean, sum or count")
            if isinstance(node, ast.Tuple)
            else _ALLOWED,
        )

    def _number(self, node: ast.Constant) -> Any:
        written = ast.get_source_segment(self.text, node) or ""
        value = (
            read_number(written)
            if isinstance(node.value, (int, float)) and not isinstance(node.value, bool)
            else None
        )
        return self._refused(node, written) if value is None else self.arithmetic.number(value)

    def _name(self, node: ast.AST) -> Any:
        name = dotted(node)
        if name is None or "__" in name:
            return self._refused(node, ast.get_source_segment(self.text, node))
        return self.meaning(name)

    def _unary(self, node: ast.UnaryOp) -> Any:
        if isinstance(node.op, ast.UAdd):
            return self._eval(node.operand)
        if isinstance(node.op, ast.USub):
            return self.arithmetic.negate(self._eval(node.operand))
        if isinstance(node.op, ast.Not):
            return self.arithmetic.opposite(self._eval(node.operand))
        return self._refused(node, "~")

    def _binary(self, node: ast.BinOp) -> Any:
        name = _OPERATORS.get(type(node.op))
        if name is None:
            return self._refused(node, ast.get_source_segment(self.text, node))
        left, right = self._eval(node.left), self._eval(node.right)
        self.here = node
        return getattr(self.arithmetic, name)(left, right)

    def _connective(self, node: ast.BoolOp) -> Any:
        values = [self._eval(value) for value in node.values]
        self.here = node
        return (
            self.arithmetic.both(values) if isinstance(node.op, ast.And) else self.arithmetic.either(values)
        )

    def _comparison(self, node: ast.Compare) -> Any:
        if any(type(sign) not in COMPARISONS for sign in node.ops):
            return self._refused(node, ast.get_source_segment(self.text, node))
        terms = [self._eval(term) for term in (node.left, *node.comparators)]
        self.here = node
        links = [
            self._compare(COMPARISONS[type(sign)], left, right)
            for sign, left, right in zip(node.ops, terms[:-1], terms[1:], strict=True)
        ]
        return links[0] if len(links) == 1 else self.arithmetic.both(links)

    def _compare(self, sign: str, left: Any, right: Any) -> Any:
        """A list compared with a number is a list of comparisons (for count)."""
        if isinstance(left, tuple):
            return tuple(self.arithmetic.compare(sign, number, right) for number in left)
        if isinstance(right, tuple):
            return tuple(self.arithmetic.compare(sign, left, number) for number in right)
        return self.arithmetic.compare(sign, left, right)

    def _call(self, node: ast.Call) -> Any:
        name = node.func.id if isinstance(node.func, ast.Name) else None
        if name is not None and name not in FUNCTIONS:
            self.here = node
            return self.arithmetic.no_function(name)
        if name is None or node.keywords or any(isinstance(argument, ast.Starred) for argument in node.args):
            return self._refused(node, ast.get_source_segment(self.text, node))
        arguments = [self._eval(argument) for argument in node.args]
        self.here = node
        return self.function(name, arguments, node)

    def function(self, name: str, given: list[Any], node: ast.Call) -> Any:
        """The value of a function; lists among the arguments are tuples."""
        a = self.arithmetic
        arguments = [
            value
            for argument in given
            for value in (argument if isinstance(argument, tuple) else (argument,))
        ]
        match name:
            case "min":
                return self._strict(arguments, a.minimum(arguments))
            case "max":
                return self._strict(arguments, a.maximum(arguments))
            case "sum":
                return a.total(arguments, [Fraction(1)] * len(arguments))
            case "mean":
                return a.total(arguments, [Fraction(1, len(arguments))] * len(arguments))
            case "abs":
                return a.absolute(arguments[0])
            case "clip":
                return self._strict(
                    arguments, a.maximum([arguments[1], a.minimum([arguments[0], arguments[2]])])
                )
            case "round":
                return a.rounded(arguments[0], _decimals(node))
            case "ln":
                return a.logarithm(arguments[0])
            case _:
                one, none = a.number(Fraction(1)), a.number(Fraction(0))
                return a.total(
                    [a.choose(truth, one, none) for truth in arguments], [Fraction(1)] * len(arguments)
                )

    def _strict(self, arguments: list[Any], value: Any) -> Any:
        """In a formula a missing number makes everything missing; the extremes of an arithmetic are of the
        known ones."""
        return self.arithmetic.only_if(self.arithmetic.known(arguments, len(arguments)), value)


def _decimals(node: ast.Call) -> int | None:
    """The second argument of round, which `kinds.check` has seen to be a small whole number; None is the rule
    set's own decimals."""
    if len(node.args) < 2:
        return None
    argument = node.args[1]
    assert isinstance(argument, ast.Constant)
    assert isinstance(argument.value, int)
    return argument.value
