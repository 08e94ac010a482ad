"""The arithmetic of kinds, in which a value is only "a number" or "a truth": how the meaning of an expression
is checked."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal, cast

from ..words.diagnostics import Diagnostic, Text, counted, say
from ..words.hints import did_you_mean, nearest_or, suggestion
from ..words.natural_order import natural
from ..words.numerals import decimal_text, read_number
from .expressions import EQUALITIES, Evaluator, Expression, dotted, words_of
from .functions import ARITY, ELEMENTWISE, FUNCTIONS, LISTED, MAX_DECIMALS, ROUNDINGS
from .model import LEVELS, TOTAL
from .namable import LISTS, Kind, Namable
from .name_slips import RATING, depths_slip, list_slip, word_slip, words_in_full
from .scope import Unclear
from .ways import SYNONYMS
from .word_options import Options

_STEM = re.compile(r"[0-9]+(?:_[0-9]+)?$")

_KIND_NAMES: Mapping[str, Text] = {
    "number": say("a number"),
    "truth": say("true or false"),
    "numbers": say("a list of numbers"),
    "truths": say("a list of conditions"),
    "word": say("a word"),
    "words": say("a list of words"),
}
_BOUNDS = 2  # of clip


def check(expression: Expression, named: Namable, wanted: Literal["number", "truth"]) -> list[Diagnostic]:
    """What is wrong with the meaning of an expression: unknown names and words, refused constructs, numbers
    where truths belong."""
    judge = _Kinds(expression, named)
    evaluator = _KindEvaluator(judge, judge, expression.code)
    judge.evaluator = evaluator
    result = _named_kind(evaluator.eval(expression.code, previously_parsed=expression.tree))
    if not judge.faults and result != wanted and not (wanted == "number" and result == "word"):
        judge.fault_at(expression.tree, "expression-type", *_unwanted(expression.text, result, wanted))
    return judge.faults


def _unwanted(text: str, kind: Kind, wanted: Literal["number", "truth"]) -> tuple[Text, Text]:
    """That an expression comes to another kind than is wanted, and what to do about it."""
    if wanted == "truth":
        return (
            say("a condition must be true or false; this is {kind}", kind=_KIND_NAMES[kind]),
            say("compare it with something, for example {text}", text=_as_condition(text, kind)),
        )
    made = {"truth": f"if({text}, 1, 0)", "numbers": f"mean({text})", "truths": f"count({text})"}.get(kind)
    hint = say("write a formula, for example clip((value - 20) / 65, 0, 1)")
    return (
        say("a score must be a number; this is {kind}", kind=_KIND_NAMES[kind]),
        hint if made is None else say("say what number it makes, for example {text}", text=made),
    )


def _as_condition(text: str, kind: Kind) -> str:
    return {"numbers": f"min({text}) >= 85", "truths": f"count({text}) >= 1"}.get(kind, f"{text} >= 85")


def _named_kind(value: object) -> Kind:
    """The kind of a value of `_Kinds`, in which a list is a tuple of one kind."""
    if isinstance(value, tuple):
        return LISTS[value[0]]
    return cast(Kind, value)


class _KindEvaluator(Evaluator):
    """Hands functions to the arithmetic of kinds whole, which judges their arguments; and looks at words."""

    def function(self, name: str, given: list[Any], node: ast.Call) -> Any:
        return self.arithmetic.call(name, given, node)

    def _link(self, left: ast.expr, sign: ast.cmpop, right: ast.expr) -> Any:
        self.arithmetic.judge_words(left, sign, right)
        return super()._link(left, sign, right)


class _Kinds:
    """The arithmetic in which a value is only a kind. It answers every mistake by a diagnostic and goes
    on."""

    def __init__(self, expression: Expression, named: Namable) -> None:
        self.expression = expression
        self.named = named
        self.faults: list[Diagnostic] = []
        self.evaluator: Any = None
        self.told: set[str] = set()  # names of which something better was said than that they are nothing

    def options(self, name: str) -> Options | None:
        """The words of a name, of which each choice is a number here."""
        options = self.named.options(TOTAL if name == RATING and name in self.told else name)
        return None if options is None else options.with_numbers(lambda _: "number")

    def judge_words(self, left: ast.expr, sign: ast.cmpop, right: ast.expr) -> None:
        """What is wrong with a comparison of something that has words for values: a sign that is not for
        words, a word that is none of them, or one that is the name of a threshold too."""
        name = ast.unparse(left)
        options, words = self.named.options(name), words_of(right)
        is_other = options is None or not options.takes(words)
        if isinstance(sign, EQUALITIES) and is_other and (slip := word_slip(self.named, name, words)):
            self.told.update((*words, name))
            self.fault_at(left if name == RATING else right, "undefined", *slip)
            return
        if options is None:
            return
        if not isinstance(sign, (ast.Eq, ast.NotEq, ast.In, ast.NotIn)):
            if options.is_pure:
                self.told.update(words)
                self.fault_at(
                    left,
                    "expression-type",
                    say("“{name}” has words for values, and these have no order", name=name),
                    say("compare words with ==, != or in"),
                )
            return
        if options.is_pure and not words:
            self.fault_at(
                right,
                "expression-type",
                say(
                    "“{name}” is compared with one of its words: {words}",
                    name=name,
                    words=list(options.words),
                ),
                say("write for example {name} == {word}", name=name, word=options.words[0]),
            )
        if options.takes(words):
            for word in words:
                if not options.knows(word):
                    listed = say("its words are {words}", words=list(options.words))
                    self.fault_at(
                        right,
                        "undefined",
                        say("“{word}” is no word of “{name}”", word=word, name=name),
                        nearest_or(word, options.words, listed),
                    )

    def __call__(self, name: str, *, judged: bool) -> Any:  # noqa: ARG002
        """The kind of what a name stands for; of one that stands for nothing, or for several nodes, a number,
        so that the judging goes on."""
        try:
            kind = self.named.kind(name)
        except Unclear as unclear:
            slip = depths_slip(name, unclear.paths) or (
                say("“{name}” can mean {paths}", name=name, paths=list(unclear.paths)),
                say("write the path, for example {path}", path=unclear.paths[0]),
            )
            self.fault("ambiguous", *slip)
            return "number"
        if kind is not None or name in self.told:
            return {"numbers": ("number",), "words": ("word",)}.get(kind or "number", kind or "number")
        if (empty := list_slip(name, self.named.names())) is not None:
            self.fault("undefined", *empty)
            return ("number",)
        known = self.named.names()
        same_stem = (
            [each for each in known if _STEM.sub("", each) == _STEM.sub("", name)]
            if _STEM.search(name)
            else []
        )
        near = suggestion(name, same_stem or known) or suggestion(name, known)
        hint = say("did you mean “{near}”?", near=near) if near else self.names_hint(name)
        self.fault("undefined", say("nothing is called “{name}”", name=name), hint)
        return "number"

    def names_hint(self, name: str) -> Text:
        """What can be named, the shortest names of nodes before their paths; to who writes in words, how all
        nodes of a kind are named together."""
        known = sorted(set(self.named.names()), key=lambda own: ("." in own, natural(own)))
        lists = [own for own in LEVELS if own in known]
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
                if given in ("word", "words"):
                    hint = say("compare a word with == or in, for example kind == food")
                elif given in ("numbers", "truths"):
                    hint = say("use a list inside min, max, mean, sum or count")
                else:
                    hint = say("compare numbers with < <= > >= == !=, and join conditions with and, or, not")
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
        if isinstance(here, ast.BoolOp) and (meant := words_in_full(self.named, here)):
            in_full, words = meant
            self.faults = [own for own in self.faults if own.message.arguments.get("name") not in words]
            message = say("true or false is wanted here, and {part} is a word", part=words[0])
            self.fault_at(here.values[1], "expression-type", message, say("write {text}", text=in_full))
            return "truth"
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

    # functions

    def call(self, name: str, arguments: list[Any], node: ast.Call) -> Any:
        """What is wrong with the arguments of a function, and what it gives."""
        if name in LISTED:
            return self._listed(name, arguments)
        lists = [argument for argument in arguments if isinstance(argument, tuple)]
        if lists and name not in ELEMENTWISE:
            self.want("number", *lists)
            return "number"
        self._judge_count(name, node)
        flat = [argument[0] if isinstance(argument, tuple) else argument for argument in arguments]
        if name == "if":
            self.want("truth", *flat[:1])
            self.want("number", *flat[1:])
        elif name != "known":
            self.want("number", *(flat[:1] if name in ROUNDINGS else flat))
        if name in ROUNDINGS and name not in ARITY:
            self._judge_decimals(node)
        if name == "clip" and len(flat) == ARITY[name]:
            self._judge_bounds(node)
        result = "truth" if name == "known" else "number"
        return (result,) if lists else result

    def _listed(self, name: str, arguments: Sequence[Any]) -> Kind:
        """What is wrong with the arguments of a function that makes one value of a list."""
        lists = [argument for argument in arguments if isinstance(argument, tuple)]
        flat = [argument[0] if isinstance(argument, tuple) else argument for argument in arguments]
        if lists and len(arguments) > 1:
            text = self.expression.text
            self.fault(
                "expression-type",
                say("{name} of a list and something beside it can be read in two ways", name=name),
                say(
                    "write {name}(questions) for one value of the list; for a bound of each, "
                    "sum(clip(questions, 0, 10)): {text}",
                    name=name,
                    text=text,
                ),
            )
        self.want("truth" if name == "count" else "number", *flat)
        if not flat:
            self.fault(
                "expression-type",
                say("{name} needs something to work on", name=name),
                say("write for example {name}(instruments)", name=name),
            )
        return "number"

    def _judge_count(self, name: str, node: ast.Call) -> None:
        """Whether a function has as many arguments as it takes."""
        wanted = ARITY.get(name)
        if wanted is not None and len(node.args) != wanted:
            self.fault(
                "expression-type",
                counted(
                    wanted,
                    "{name} takes {count} argument, and has {given}",
                    "{name} takes {count} arguments, and has {given}",
                    name=name,
                    given=len(node.args),
                ),
                say("clip(x, lowest, highest), if(condition, then, else), power(x, exponent), abs(x), ln(x)"),
            )

    def _judge_bounds(self, node: ast.Call) -> None:
        """Whether the bounds of clip, where they are numbers, stand in their order."""
        if (bounds := _constant_bounds(node)) and bounds[0] > bounds[1]:
            lowest, highest = map(decimal_text, bounds)
            message = say(
                "the lowest value of clip, {lowest}, lies above its highest, {highest}: the result would "
                "always be one of them",
                lowest=lowest,
                highest=highest,
            )
            hint = say("write clip(x, {lowest}, {highest})", lowest=highest, highest=lowest)
            self.fault("expression-type", message, hint)

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
