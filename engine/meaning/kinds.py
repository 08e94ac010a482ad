"""The arithmetic of kinds, in which a value is only "a number" or "a truth": how the meaning of an expression
is checked."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal, cast

from ..words.diagnostics import Diagnostic, Text, counted, say
from ..words.hints import did_you_mean, suggestion
from ..words.numerals import decimal_text, read_number
from .expressions import FUNCTIONS, MAX_DECIMALS, Evaluator, Expression, dotted
from .ways import SYNONYMS

_STEM = re.compile(r"[0-9]+(?:_[0-9]+)?$")

Kind = Literal["number", "truth", "numbers", "truths"]
_KIND_NAMES: Mapping[str, Text] = {
    "number": say("a number"),
    "truth": say("true or false"),
    "numbers": say("a list of numbers"),
    "truths": say("a list of conditions"),
}
_BOUNDS = 2  # of clip
_ARITY = {"abs": 1, "ln": 1, "clip": 3}


def check(
    expression: Expression,
    kinds: Mapping[str, Kind],
    wanted: Literal["number", "truth"],
    unclear: Mapping[str, Sequence[str]],
) -> list[Diagnostic]:
    """What is wrong with the meaning of an expression: unknown names, refused constructs, numbers where
    truths belong.

    `kinds` gives each known name's kind; `unclear` the names that can mean several nodes, with their paths.
    """
    judge = _Kinds(expression, kinds, unclear)
    evaluator = _KindEvaluator(judge, judge.meaning, expression.code)
    judge.evaluator = evaluator
    result = _named_kind(evaluator.eval(expression.code, previously_parsed=expression.tree))
    if not judge.faults and result != wanted:
        judge.fault_at(expression.tree, "expression-type", *_unwanted(expression.text, result, wanted))
    return judge.faults


def _unwanted(text: str, kind: Kind, wanted: Literal["number", "truth"]) -> tuple[Text, Text]:
    """That an expression comes to another kind than is wanted, and what to do about it."""
    if wanted == "truth":
        return (
            say("a condition must be true or false; this is {kind}", kind=_KIND_NAMES[kind]),
            say("compare it with something, for example {text}", text=_as_condition(text, kind)),
        )
    return (
        say("a score must be a number; this is {kind}", kind=_KIND_NAMES[kind]),
        say("write a formula, for example clip((value - 20) / 65, 0, 1)"),
    )


def _as_condition(text: str, kind: Kind) -> str:
    return {"numbers": f"min({text}) >= 85", "truths": f"count({text}) >= 1"}.get(kind, f"{text} >= 85")


def _named_kind(value: object) -> Kind:
    """The kind of a value of `_Kinds`, in which a list is a tuple of one kind."""
    if isinstance(value, tuple):
        return "truths" if value[0] == "truth" else "numbers"
    return cast(Kind, value)


class _KindEvaluator(Evaluator):
    """Hands functions to the arithmetic of kinds whole, which judges their arguments."""

    def function(self, name: str, given: list[Any], node: ast.Call) -> Any:
        return self.arithmetic.call(name, given, node)


class _Kinds:
    """The arithmetic in which a value is only a kind. It answers every mistake by a diagnostic and goes
    on."""

    def __init__(
        self, expression: Expression, kinds: Mapping[str, Kind], unclear: Mapping[str, Sequence[str]]
    ) -> None:
        self.expression = expression
        self.kinds = kinds
        self.unclear = unclear
        self.faults: list[Diagnostic] = []
        self.evaluator: Any = None

    def meaning(self, name: str) -> Kind | tuple[Kind]:
        """The kind of what a name stands for; of one that stands for nothing, or for several nodes, a number,
        so that the judging goes on."""
        if name in self.kinds:
            return ("number",) if self.kinds[name] == "numbers" else self.kinds[name]
        if name in self.unclear:
            paths = self.unclear[name]
            self.fault(
                "ambiguous",
                say("“{name}” can mean {paths}", name=name, paths=list(paths)),
                say("write the path, for example {path}", path=paths[0]),
            )
            return "number"
        same_stem = (
            [known for known in self.kinds if _STEM.sub("", known) == _STEM.sub("", name)]
            if _STEM.search(name)
            else []
        )
        near = suggestion(name, same_stem or self.kinds) or suggestion(name, self.kinds)
        hint = say("did you mean “{near}”?", near=near) if near else self.names_hint(name)
        self.fault("undefined", say("nothing is called “{name}”", name=name), hint)
        return "number"

    def names_hint(self, name: str) -> Text:
        """What can be named, the shortest names of nodes before their paths; to who writes in words, how all
        nodes of a kind are named together."""
        known = sorted(self.kinds, key=lambda own: ("." in own, own))
        lists = [own for own, kind in self.kinds.items() if kind == "numbers"]
        if name.isascii() or not lists:
            return say("names that can be used here: {known}", known=known)
        return say(
            "conditions name ids: {known}; all {list} together are named as in min({list}) >= 85",
            known=known,
            list=lists[0],
        )

    def fault(self, code: str, message: Text, hint: Text) -> None:
        """Keeps what is wrong with the part of the expression that is being judged."""
        self.fault_at(self.evaluator.here, code, message, hint)

    def fault_at(self, node: Any, code: str, message: Text, hint: Text) -> None:
        self.faults.append(Diagnostic(code, message, self.expression.at(node), hint))

    def refuse(self, what: object, hint: Text) -> Kind:
        self.fault(
            "expression-refused", say("“{what}” is not part of the expression language", what=what), hint
        )
        return "number"

    def no_function(self, name: str) -> Kind:
        self.fault(
            "expression-refused",
            say("there is no function “{name}”", name=name),
            did_you_mean(name, FUNCTIONS, SYNONYMS),
        )
        return "number"

    def want(self, kind: Kind, *values: object) -> None:
        """A diagnostic for each value that is not of a kind."""
        for value in values:
            given = _named_kind(value)
            if given != kind:
                hint = (
                    say("use a list inside min, max, mean, sum or count")
                    if given in ("numbers", "truths")
                    else say("compare numbers with < <= > >= == !=, and join conditions with and, or, not")
                )
                self.fault(
                    "expression-type",
                    say(
                        "{wanted} is wanted here, and this is {given}",
                        wanted=_KIND_NAMES[kind],
                        given=_KIND_NAMES[given],
                    ),
                    hint,
                )

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
        here = self.evaluator.here
        if isinstance(here, ast.BoolOp):
            for value, part in zip(values, here.values, strict=True):
                if _named_kind(value) == "number" and (full := _in_full(here)):
                    message = say(
                        "true or false is wanted here, and {part} is a number", part=ast.unparse(part)
                    )
                    hint = say("write each condition in full: {text}", text=full)
                    self.fault_at(part, "expression-type", message, hint)
                    return "truth"
        self.want("truth", *values)
        return "truth"

    either = both

    def compare(self, sign: str, left: Kind, right: Kind) -> Kind:  # noqa: ARG002
        self.want("number", left, right)
        return "truth"

    def call(self, name: str, arguments: list[Any], node: ast.Call) -> Kind:
        """What is wrong with the arguments of a function; every function gives a number."""
        takes_lists = name in ("min", "max", "mean", "sum", "count")
        flat = [
            kind
            for argument in arguments
            for kind in (argument if takes_lists and isinstance(argument, tuple) else (argument,))
        ]
        self.want("truth" if name == "count" else "number", *(flat[:1] if name == "round" else flat))
        wanted = _ARITY.get(name)
        if name == "round":
            self._judge_decimals(node)
        elif wanted is not None and len(node.args) != wanted:
            self.fault(
                "expression-type",
                counted(
                    wanted,
                    "{name} takes {count} argument, and has {given}",
                    "{name} takes {count} arguments, and has {given}",
                    name=name,
                    given=len(node.args),
                ),
                say("clip(x, lowest, highest), abs(x), ln(x)"),
            )
        elif name == "clip" and (bounds := _constant_bounds(node)) and bounds[0] > bounds[1]:
            self.fault(
                "expression-type",
                say(
                    "the lowest value of clip, {lowest}, lies above its highest, {highest}: the result would "
                    "always be one of them",
                    lowest=decimal_text(bounds[0]),
                    highest=decimal_text(bounds[1]),
                ),
                say(
                    "write clip(x, {lowest}, {highest})",
                    lowest=decimal_text(bounds[1]),
                    highest=decimal_text(bounds[0]),
                ),
            )
        elif not flat:
            self.fault(
                "expression-type",
                say("{name} needs something to work on", name=name),
                say("write for example {name}(instruments)", name=name),
            )
        return "number"

    def _judge_decimals(self, node: ast.Call) -> None:
        """The second argument of round, if there is one, is a small whole number."""
        decimals = node.args[1] if len(node.args) > 1 else ast.Constant(0)
        if (
            1 <= len(node.args) <= 2
            and isinstance(decimals, ast.Constant)
            and type(decimals.value) is int
            and 0 <= decimals.value <= MAX_DECIMALS
        ):
            return
        self.fault(
            "expression-type",
            say(
                "round takes a number and, if need be, a whole number of decimals from 0 to {most}",
                most=MAX_DECIMALS,
            ),
            say("write round(total, 1)"),
        )


def _in_full(joined: ast.BoolOp) -> str | None:
    """Numbers and comparisons that are joined by and or or, with each number compared as the first comparison
    says; None where there is none."""
    first = next((part for part in joined.values if isinstance(part, ast.Compare)), None)
    if first is None:
        return None
    parts = [
        ast.Compare(part, first.ops, first.comparators) if dotted(part) else part for part in joined.values
    ]
    return ast.unparse(ast.BoolOp(joined.op, parts))


def _constant_bounds(node: ast.Call) -> tuple[Fraction, Fraction] | None:
    """The bounds of clip, where both are written as numbers."""
    found = [read_number(ast.unparse(bound)) for bound in node.args[1:]]
    if len(found) != _BOUNDS or None in found:
        return None
    return cast("tuple[Fraction, Fraction]", tuple(found))
