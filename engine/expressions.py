"""The expression language of conditions and scores: one definition, run in any arithmetic.

simpleeval walks the syntax tree; its table of node types is replaced by the handlers below, and what is not in the table is
refused. The handlers compute with an arithmetic that is plugged in, so the same expression runs on exact numbers, on
columns and on symbols. Checking an expression when the rule set is loaded is one more run, in the arithmetic of kinds
(`_Kinds`), where a value is only "a number" or "a truth".
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, cast

from simpleeval import FeatureNotAvailable, SimpleEval

from .diagnostics import Diagnostic, Position, Text, say
from .numerals import read_number, western
from .schema import did_you_mean, suggestion

if TYPE_CHECKING:
    from .arithmetic import Arithmetic

MAX_LENGTH = 1_000
MAX_DEPTH = 30
MAX_DECIMALS = 6

FUNCTIONS = ("min", "max", "mean", "sum", "abs", "clip", "round", "ln", "count")
COMPARISONS: Mapping[type[ast.cmpop], str] = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}

_OPERATORS: Mapping[type[ast.operator], str] = {ast.Add: "add", ast.Sub: "subtract", ast.Mult: "multiply", ast.Div: "divide"}
_ALLOWED = say(
    "allowed are numbers, node ids, threshold names, the lists of nodes, + - * /, comparisons, and or not, and the functions {functions}",
    functions=list(FUNCTIONS),
)
_STATEMENT_WORDS = re.compile(
    r"\b(?:as|assert|async|break|class|continue|def|del|except|finally|from|global|import|nonlocal|pass|raise|return|try|while|with)\b"
)
_SLIPS = (
    (re.compile(r"[<>!=]\s+="), say("the signs of a comparison stand apart"), say("write >=, <=, == or != without a space in it")),
    (re.compile(r"(?<![<>=!])(?<![<>=!] )=(?![=<>]| =)"), say("a single = compares nothing"), say("write == for “equal”")),
    (re.compile(r"=>|=<"), say("=> and =< are no comparisons"), say("write >= or <=")),
    (re.compile(r"[≥≤≠]"), say("the signs ≥ ≤ ≠ cannot be used"), say("write >=, <= or !=")),
    (re.compile(r"&&|\|\||!(?!=)"), say("&&, || and ! cannot be used"), say("write and, or, not")),
    (re.compile(r"\b(?:AND|OR|NOT|And|Or|Not)\b"), say("and, or, not are written in small letters"), say("write and, or, not")),
    (re.compile(r"%"), say("% cannot be used in a condition"), say("write the number on the rule set's scale, for example 85")),
)


@dataclass(frozen=True)
class Expression:
    """A parsed expression. `names` is what it refers to, each with its place in the text; dotted names are node paths."""

    text: str
    code: str = field(compare=False, repr=False)  # the text as Python's parser reads it
    tree: ast.expr = field(compare=False, repr=False)
    position: Position = field(compare=False)
    names: tuple[str, ...] = ()

    def evaluate(self, arithmetic: Arithmetic[Any, Any], meaning: Callable[[str], Any]) -> Any:
        """The value, in the arithmetic; `meaning` gives what a name stands for (a list of nodes is a tuple).

        The expression must have passed `check`.
        """
        return _Evaluator(arithmetic, meaning, self.code).eval(self.code, previously_parsed=self.tree)

    def at(self, node: ast.expr) -> Position:
        """Where a part of the expression stands in the file (Python counts in bytes of UTF-8)."""
        code = self.code.encode()
        start, end = len(code[: node.col_offset].decode()), len(code[: node.end_col_offset].decode())
        return _within(self.position, start, end - start, self.text)


def parse(text: str, position: Position) -> tuple[Expression | None, list[Diagnostic]]:
    """The expression in a text, or what is wrong with its form. What it means is for `check` to judge."""
    plain = western(text)
    if not plain.strip():
        return None, [Diagnostic("expression-syntax", say("the expression is empty"), position, say("write for example total >= 85, or delete the line"))]
    if len(plain) > MAX_LENGTH:
        message = say("the expression has {length} characters; at most {most} are read", length=len(plain), most=MAX_LENGTH)
        return None, [Diagnostic("expression-too-long", message, position, say("split it, or use a threshold or a node of its own"))]
    slips = [
        Diagnostic("expression-syntax", message, _within(position, found.start(), len(found[0]), plain), hint)
        for pattern, message, hint in _SLIPS
        for found in pattern.finditer(plain)
    ]
    if slips:
        return None, slips
    # a word of Python's statements, such as pass, is a good name for a threshold: its first letter in the full-width form
    # of Unicode makes it an identifier, which Python's parser then reads in its normal form (NFKC)
    code = _STATEMENT_WORDS.sub(lambda word: chr(ord(word[0][0]) + 0xFEE0) + word[0][1:], plain.replace("\n", " "))
    try:
        tree = ast.parse(code.lstrip(" "), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as problem:
        offset = max(0, (getattr(problem, "offset", None) or 1) - 1)
        message = say("“{text}” is no complete expression", text=text)
        hint = say("check brackets and signs from here on, for example total >= 85 and min(instruments) >= pass")
        return None, [Diagnostic("expression-syntax", message, _within(position, min(offset, len(plain) - 1), 1, plain), hint)]
    if _depth(tree) > MAX_DEPTH:
        message = say("the expression is nested deeper than {most} levels", most=MAX_DEPTH)
        return None, [Diagnostic("expression-too-long", message, position, say("split it, or use a threshold or a node of its own"))]
    indent = len(plain) - len(plain.lstrip(" "))
    position = _within(position, indent, position.length - indent, plain) if indent else position
    return Expression(plain.strip(), code.lstrip(" "), tree, position, tuple(_names(tree))), []


def check(expression: Expression, kinds: Mapping[str, Kind], wanted: Literal["number", "truth"], unclear: Mapping[str, Sequence[str]]) -> list[Diagnostic]:
    """What is wrong with the meaning of an expression: unknown names, refused constructs, numbers where truths belong.

    `kinds` gives each known name's kind; `unclear` the names that can mean several nodes, with their paths.
    """
    judge = _Kinds(expression)

    def meaning(name: str) -> Kind | tuple[Kind]:
        if name in kinds:
            return ("number",) if kinds[name] == "numbers" else kinds[name]
        if name in unclear:
            judge.fault(
                "ambiguous",
                say("“{name}” can mean {paths}", name=name, paths=list(unclear[name])),
                say("write the path, for example {path}", path=unclear[name][0]),
            )
            return "number"
        alike = [known for known in kinds if _STEM.sub("", known) == _STEM.sub("", name)] if _STEM.search(name) else []
        near = suggestion(name, alike or kinds) or suggestion(name, kinds)
        hint = say("did you mean “{near}”?", near=near) if near else say("names that can be used here: {known}", known=sorted(kinds))
        judge.fault("undefined", say("nothing is called “{name}”", name=name), hint)
        return "number"

    evaluator = _Evaluator(judge, meaning, expression.code)
    judge.evaluator = evaluator
    result = _named_kind(evaluator.eval(expression.code, previously_parsed=expression.tree))
    if not judge.faults and result != wanted:
        if wanted == "truth":
            judge.fault_at(
                expression.tree,
                "expression-type",
                say("a condition must be true or false; this is {kind}", kind=_KIND_NAMES[result]),
                say("compare it with something, for example {text}", text=_as_condition(expression.text, result)),
            )
        else:
            judge.fault_at(
                expression.tree,
                "expression-type",
                say("a score must be a number; this is {kind}", kind=_KIND_NAMES[result]),
                say("write a formula, for example clip((value - 20) / 65, 0, 1)"),
            )
    return judge.faults


_STEM = re.compile(r"[0-9]+(?:_[0-9]+)?$")

Kind = Literal["number", "truth", "numbers", "truths"]
_KIND_NAMES: Mapping[str, Text] = {
    "number": say("a number"),
    "truth": say("true or false"),
    "numbers": say("a list of numbers"),
    "truths": say("a list of conditions"),
}


def _as_condition(text: str, kind: Kind) -> str:
    return {"numbers": f"min({text}) >= 85", "truths": f"count({text}) >= 1"}.get(kind, f"{text} >= 85")


def _named_kind(value: object) -> Kind:
    """The kind of a value of `_Kinds`, in which a list is a tuple of one kind."""
    if isinstance(value, tuple):
        return "truths" if value[0] == "truth" else "numbers"
    return cast(Kind, value)


def _within(position: Position, offset: int, length: int, text: str) -> Position:
    """A place in a one-line scalar; in one that was written over several lines, its beginning."""
    if "\n" in text or not position.line or position.length < len(text):
        return position
    quote = 1 if position.length >= len(text) + 2 else 0
    return Position(position.file, position.line, position.column + quote + offset, max(1, length))


def _depth(tree: ast.AST) -> int:
    depth, level = 0, [tree]
    while level:
        depth, level = depth + 1, [child for node in level for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
    return depth


def _names(tree: ast.expr) -> Iterable[str]:
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


class _Evaluator(SimpleEval):  # type: ignore[misc]  # simpleeval's class is untyped
    """simpleeval with a table of its own: what is not in it is refused, and nothing is computed but by the arithmetic."""

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
            what, say("write 1000, not 1,000; several numbers stand inside min, max, mean, sum or count") if isinstance(node, ast.Tuple) else _ALLOWED
        )

    def _number(self, node: ast.Constant) -> Any:
        written = ast.get_source_segment(self.text, node) or ""
        value = read_number(written) if isinstance(node.value, (int, float)) and not isinstance(node.value, bool) else None
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
        return self.arithmetic.both(values) if isinstance(node.op, ast.And) else self.arithmetic.either(values)

    def _comparison(self, node: ast.Compare) -> Any:
        if any(type(sign) not in COMPARISONS for sign in node.ops):
            return self._refused(node, ast.get_source_segment(self.text, node))
        terms = [self._eval(term) for term in (node.left, *node.comparators)]
        self.here = node
        links = [self._compare(COMPARISONS[type(sign)], terms[at], terms[at + 1]) for at, sign in enumerate(node.ops)]
        return links[0] if len(links) == 1 else self.arithmetic.both(links)

    def _compare(self, sign: str, left: Any, right: Any) -> Any:
        """A list compared with a number is a list of comparisons (for count)."""
        if isinstance(left, tuple):
            return tuple(self.arithmetic.compare(sign, each, right) for each in left)
        if isinstance(right, tuple):
            return tuple(self.arithmetic.compare(sign, left, each) for each in right)
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
        if isinstance(self.arithmetic, _Kinds):
            return self.arithmetic.call(name, arguments, node)
        flat = [each for argument in arguments for each in (argument if isinstance(argument, tuple) else (argument,))]
        return self._function(name, flat, node)

    def _function(self, name: str, arguments: list[Any], node: ast.Call) -> Any:
        a = self.arithmetic
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
                return self._strict(arguments, a.maximum([arguments[1], a.minimum([arguments[0], arguments[2]])]))
            case "round":
                return a.rounded(arguments[0], _decimals(node))
            case "ln":
                return a.logarithm(arguments[0])
            case _:
                one, none = a.number(Fraction(1)), a.number(Fraction(0))
                return a.total([a.choose(each, one, none) for each in arguments], [Fraction(1)] * len(arguments))

    def _strict(self, arguments: list[Any], value: Any) -> Any:
        """In a formula a missing number makes everything missing; the extremes of an arithmetic are of the known ones."""
        return self.arithmetic.only_if(self.arithmetic.known(arguments, len(arguments)), value)


def _decimals(node: ast.Call) -> int | None:
    """The second argument of round, which `_Kinds` has seen to be a small whole number; None is the rule set's own decimals."""
    if len(node.args) < 2:
        return None
    argument = node.args[1]
    assert isinstance(argument, ast.Constant)
    assert isinstance(argument.value, int)
    return argument.value


_ARITY = {"abs": 1, "ln": 1, "clip": 3}


class _Kinds:
    """The arithmetic in which a value is only a kind. It answers every mistake by a diagnostic and goes on."""

    def __init__(self, expression: Expression) -> None:
        self.expression = expression
        self.faults: list[Diagnostic] = []
        self.evaluator: Any = None

    def fault(self, code: str, message: Text, hint: Text) -> None:
        self.fault_at(self.evaluator.here, code, message, hint)

    def fault_at(self, node: Any, code: str, message: Text, hint: Text) -> None:
        self.faults.append(Diagnostic(code, message, self.expression.at(node), hint))

    def refuse(self, what: object, hint: Text) -> Kind:
        self.fault("expression-refused", say("“{what}” is not part of the expression language", what=what), hint)
        return "number"

    def no_function(self, name: str) -> Kind:
        self.fault("expression-refused", say("there is no function “{name}”", name=name), did_you_mean(name, list(FUNCTIONS)))
        return "number"

    def want(self, kind: Kind, *values: object) -> None:
        for value in values:
            given = _named_kind(value)
            if given != kind:
                hint = (
                    say("use a list inside min, max, mean, sum or count")
                    if given in ("numbers", "truths")
                    else say("compare numbers with < <= > >= == !=, and join conditions with and, or, not")
                )
                self.fault("expression-type", say("{wanted} is wanted here, and this is {given}", wanted=_KIND_NAMES[kind], given=_KIND_NAMES[given]), hint)

    def number(self, value: Fraction) -> Kind:  # noqa: ARG002
        return "number"

    def add(self, left: Kind, right: Kind) -> Kind:
        self.want("number", left, right)
        return "number"

    subtract = multiply = add

    def divide(self, left: Kind, right: Kind) -> Kind:
        here = self.evaluator.here
        if isinstance(here, ast.BinOp) and isinstance(here.right, ast.Constant) and here.right.value == 0:
            self.fault("expression-type", say("a division by zero"), say("divide by another number"))
        return self.add(left, right)

    def negate(self, value: Kind) -> Kind:
        self.want("number", value)
        return "number"

    def opposite(self, value: Kind) -> Kind:
        self.want("truth", value)
        return "truth"

    def both(self, values: Sequence[Kind]) -> Kind:
        self.want("truth", *values)
        return "truth"

    either = both

    def compare(self, sign: str, left: Kind, right: Kind) -> Kind:  # noqa: ARG002
        self.want("number", left, right)
        return "truth"

    def call(self, name: str, arguments: list[Any], node: ast.Call) -> Kind:
        takes_lists = name in ("min", "max", "mean", "sum", "count")
        flat = [each for argument in arguments for each in (argument if takes_lists and isinstance(argument, tuple) else (argument,))]
        self.want("truth" if name == "count" else "number", *(flat[:1] if name == "round" else flat))
        wanted = _ARITY.get(name)
        if name == "round":
            second = node.args[1] if len(node.args) > 1 else ast.Constant(0)
            if not 1 <= len(node.args) <= 2 or not (isinstance(second, ast.Constant) and type(second.value) is int and 0 <= second.value <= MAX_DECIMALS):
                self.fault(
                    "expression-type",
                    say("round takes a number and, if need be, a whole number of decimals from 0 to {most}", most=MAX_DECIMALS),
                    say("write round(total, 1)"),
                )
        elif wanted is not None and len(node.args) != wanted:
            self.fault(
                "expression-type",
                say("{name} takes {wanted} arguments, and has {given}", name=name, wanted=wanted, given=len(node.args)),
                say("clip(x, lowest, highest), abs(x), ln(x)"),
            )
        elif not flat:
            self.fault("expression-type", say("{name} needs something to work on", name=name), say("write for example {name}(instruments)", name=name))
        return "number"
