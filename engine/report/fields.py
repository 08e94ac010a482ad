"""The fields that a template of a report can use, and templates held against them before they are filled in.

A template may be anybody's. It can name fields, go through lists and ask conditions, and nothing else: no calls, no arithmetic
that grows, no other files. What it names and does not exist is found without rendering it, all of it at once.
"""

from __future__ import annotations

import re
import traceback
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Union, get_args, get_origin, get_type_hints

from .. import packages
from ..diagnostics import Diagnostic, KenError, Position, Text, say
from ..numerals import thai
from ..schema import suggestion
from .content import Content

Scope = Mapping[str, Any]
"""What names stand for: a type of the content, a mapping of more names, or ANY."""

ANY = Any  # of what is wrong already
DEEPEST = 4  # loops in one another: indicators by instrument, their measures, the steps
LONGEST = 30_000_000  # letters of a filled-in template
LIST_FILTERS = ("count", "first", "join", "last", "length", "list", "map", "numbered", "rejectattr", "reverse", "selectattr", "sort")
FILTERS = ("d", "default", "e", "escape", "lower", "trim", "upper")
NUMBERS = ("count", "length")
LOOP: Scope = {"index": int, "index0": int, "revindex": int, "revindex0": int, "first": bool, "last": bool, "length": int}
TAGS = {"Assign": "set", "AssignBlock": "set", "CallBlock": "call", "FilterBlock": "filter", "FromImport": "from", "ScopedEvalContextModifier": "autoescape"}
SIGNS = {"Mul": "*", "Pow": "**", "Mod": "%", "Div": "/", "FloorDiv": "//", "Dict": "{…}"}
_THAI_DIGIT = re.compile("[๐-๙]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

Where = Callable[[int, str], Position]
"""The position of something in a template by its line and by a word that stands there."""


def values(content: Content) -> dict[str, Any]:
    """The fields of a content as templates get them: without control characters; `numerals` says which digits it is in."""
    own = {field.name: _clean(getattr(content, field.name)) for field in fields(content) if field.name != "chart"}
    counted = " ".join((content.total, *(each.number + each.score for each in content.indicators)))
    return {**own, "numerals": "thai" if _THAI_DIGIT.search(counted) else "decimal"}


def plain(text: str) -> str:
    """The text without what no document can hold."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, tuple):
        return tuple(map(_clean, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _clean(getattr(value, field.name)) for field in fields(value)})
    return value


def environment(**settings: Any) -> Any:
    """A sandbox of Jinja for templates of reports."""
    jinja, sandbox = packages.needed("jinja2", "jinja2"), packages.needed("jinja2.sandbox", "jinja2")
    made = sandbox.SandboxedEnvironment(undefined=jinja.StrictUndefined, keep_trailing_newline=True, **settings)
    made.globals.clear()
    made.filters["numbered"] = jinja.pass_context(_numbered)
    return made


def _numbered(context: Mapping[str, Any], lines: tuple[str, ...]) -> str:
    """The texts in lines, with numbers before them where there are several."""
    if len(lines) < 2:
        return "".join(lines)
    digits = thai if context["numerals"] == "thai" else str
    return "\n".join(f"{digits(str(number))}. {line}" for number, line in enumerate(lines, 1))


class Prepared:
    """A template that can be filled in. Raises KenError with everything in it that is wrong."""

    def __init__(self, source: str, environment: Any, where: Where, more: Scope) -> None:
        self.where = where
        jinja = packages.needed("jinja2", "jinja2")
        self.undefined, self.refused = jinja.UndefinedError, (jinja.TemplateError, ArithmeticError, RecursionError, TypeError, ValueError)
        try:
            check = _Check(where)
            check.body(environment.parse(source).body, {**get_type_hints(Content), "chart": str, "numerals": str, **more}, 0)
            if check.found:
                raise KenError(check.found)
            self.template = environment.from_string(source)
        except jinja.TemplateSyntaxError as error:
            words = error.message or ""
            hint = say(
                "tags are written {output}, {condition} and {loop}",
                output="{{ unit }}",
                condition="{% if … %} … {% endif %}",
                loop="{% for … %} … {% endfor %}",
            )
            raise KenError([_fault(say("the template cannot be read: {error}", error=words), where(error.lineno, ""), hint)]) from error
        except (RecursionError, SyntaxError, ValueError, MemoryError) as error:
            raise KenError([_fault(say("the template cannot be read: {error}", error=say("nested too deep, or a number too long")), where(0, ""))]) from error

    def render(self, context: Mapping[str, Any]) -> str:
        """The template filled in."""
        pieces: list[str] = []
        left = LONGEST
        try:
            for piece in self.template.generate(context):
                pieces.append(piece)
                left -= len(piece)
                if left < 0:
                    raise KenError([_fault(say("what the template makes is too long"), self.where(0, ""), say("take out loops inside loops"))])
        except self.refused as error:
            lines = [
                each.lineno or 0
                for each in traceback.extract_tb(error.__traceback__)
                if each.filename == self.template.filename or each.filename == "<template>"
            ]
            hint = say("write it between {start} and {end}", start="{% if … %}", end="{% endif %}") if isinstance(error, self.undefined) else None
            raise KenError(
                [_fault(say("the template asks for what is not there: {error}", error=str(error)), self.where(lines[-1] if lines else 0, ""), hint)]
            ) from error
        return "".join(pieces)


def _fault(message: Text, position: Position, hint: Text | None = None) -> Diagnostic:
    return Diagnostic("template", message, position, hint)


@dataclass
class _Check:
    """Walks through a parsed template, knowing what each name stands for."""

    where: Where

    def __post_init__(self) -> None:
        self.found: list[Diagnostic] = []

    def fault(self, node: Any, word: str, message: Text, hint: Text | None = None) -> Any:
        self.found.append(_fault(message, self.where(node.lineno or 0, word), hint))
        return ANY

    def body(self, nodes: Any, scope: Scope, depth: int) -> None:
        for node in nodes:
            match type(node).__name__:
                case "Output":
                    for each in node.nodes:
                        self.written(each, scope)
                case "If":
                    self.kind(node.test, scope)
                    self.body((*node.body, *node.elif_, *node.else_), scope, depth)
                case "For":
                    self.loop(node, scope, depth)
                case other:
                    tag = TAGS.get(other, other.lower())
                    self.fault(node, tag, say("a template of a report cannot use “{tag}”", tag=tag), say("it can use if and for, and write fields out"))

    def written(self, node: Any, scope: Scope) -> None:
        kind = self.kind(node, scope)
        if get_origin(kind) is tuple:
            hint = say("go through it with {loop}, or write {join}", loop="{% for each in … %}", join="{{ … | join(', ') }}")
            self.fault(node, _word(node), say("“{name}” is a list, and no text", name=_word(node)), hint)
        elif isinstance(kind, Mapping) or is_dataclass(kind):
            self.fault(node, _word(node), say("“{name}” is no text", name=_word(node)), _members_hint("", _members(kind)))

    def loop(self, node: Any, scope: Scope, depth: int) -> None:
        kind = self.kind(node.iter, scope)
        if get_origin(kind) is not tuple and kind is not ANY:
            self.fault(node, _word(node.iter), say("“{name}” is no list that a loop can go through", name=_word(node.iter)))
            kind = ANY
        if type(node.target).__name__ != "Name" or node.recursive:
            self.fault(node, _word(node.iter), say("a loop is written {loop}", loop="{% for each in … %}"))
            return
        if depth == DEEPEST:
            self.fault(node, _word(node.iter), say("more than {most} loops are in one another", most=DEEPEST))
            return
        inner = {**scope, node.target.name: _item(kind), "loop": LOOP}
        if node.test is not None:
            self.kind(node.test, inner)
        self.body(node.body, inner, depth + 1)
        self.body(node.else_, scope, depth)

    def kind(self, node: Any, scope: Scope) -> Any:
        """What an expression stands for; its faults are noted."""
        match type(node).__name__:
            case "Const":
                return type(node.value)
            case "TemplateData":
                return str
            case "Name":
                return self.member(node, node.name, scope)
            case "Getattr":
                return self.member(node, node.attr, self.kind(node.node, scope))
            case "Getitem":
                return self.item(node, scope)
            case "Filter" if node.node is not None:
                return self.filter(node, scope)
            case "CondExpr":
                self.kind(node.test, scope)
                return self.same(scope, *(each for each in (node.expr1, node.expr2) if each is not None))
            case "Add" | "Sub":
                return self.same(scope, node.left, node.right)
            case "And" | "Or" | "Not" | "Compare" | "Operand" | "Test" | "Concat" | "List" | "Tuple" | "Neg":
                for each in node.iter_child_nodes():
                    self.kind(each, scope)
                return str if type(node).__name__ == "Concat" else bool
            case other:
                what = f"{_word(node.node)}(…)" if other == "Call" else SIGNS.get(other, other)
                return self.fault(node, "", say("a template of a report cannot use “{tag}”", tag=what), say("it can use if and for, and write fields out"))

    def same(self, scope: Scope, *nodes: Any) -> Any:
        """What several expressions stand for."""
        kinds = [self.kind(each, scope) for each in nodes]
        return kinds[0] if all(each == kinds[0] for each in kinds) else str

    def member(self, node: Any, name: str, kind: Any) -> Any:
        if kind is ANY:
            return ANY
        known = _members(kind)
        if name in known:
            return _whole(known[name])
        return self.fault(node, name, say("there is no field “{name}” here", name=name), _members_hint(name, known))

    def item(self, node: Any, scope: Scope) -> Any:
        kind = self.kind(node.node, scope)
        if type(node.arg).__name__ == "Const" and isinstance(node.arg.value, str):
            return self.member(node, node.arg.value, kind)
        if type(node.arg).__name__ == "Slice":
            return kind
        self.kind(node.arg, scope)
        return _item(kind)

    def filter(self, node: Any, scope: Scope) -> Any:
        kind = self.kind(node.node, scope)
        plural = get_origin(kind) is tuple
        if node.name not in FILTERS and not (node.name in LIST_FILTERS and (plural or kind is ANY or node.name in NUMBERS)):
            known = (*FILTERS, *(LIST_FILTERS if plural else NUMBERS))
            near = suggestion(node.name, known)
            hint = say("did you mean “{near}”?", near=near) if near else say("it can be: {known}", known=sorted(known))
            return self.fault(node, node.name, say("“{name}” is no filter that can be used here", name=node.name), hint)
        for each in (*node.args, *(each.value for each in node.kwargs)):
            self.kind(each, scope)
        named = next((each.value for each in node.kwargs if each.key == "attribute"), None)
        if node.name in ("selectattr", "rejectattr"):
            named = node.args[0] if node.args else None
        of = ANY
        if named is not None and type(named).__name__ == "Const":
            of = self.member(node, str(named.value), _item(kind))
        elif (
            node.name in ("map", "selectattr", "rejectattr")
            or (node.name in ("join", "sort") and is_dataclass(_item(kind)))
            or node.dyn_args is not None
            or node.dyn_kwargs is not None
        ):
            return self.fault(node, node.name, say("“{name}” needs the name of a field", name=node.name))
        match node.name:
            case "map":
                return types.GenericAlias(tuple, (of, ...))
            case "first" | "last":
                return _item(kind)
            case "list" | "reverse" | "rejectattr" | "selectattr" | "sort" | "d" | "default":
                return kind
            case _:
                return int if node.name in NUMBERS else str


def _whole(kind: Any) -> Any:
    """The type without None."""
    if get_origin(kind) in (Union, types.UnionType):
        return next(each for each in get_args(kind) if each is not type(None))
    return kind


def _members(kind: Any) -> Mapping[str, Any]:
    if isinstance(kind, Mapping):
        return kind
    return get_type_hints(kind) if is_dataclass(kind) else {}


def _item(kind: Any) -> Any:
    return get_args(kind)[0] if get_origin(kind) is tuple else ANY


def _word(node: Any) -> str:
    """The name that an expression begins with or ends in, to speak of it."""
    return str(getattr(node, "attr", None) or getattr(node, "name", None) or (_word(node.node) if getattr(node, "node", None) is not None else "…"))


def _members_hint(name: str, known: Mapping[str, Any]) -> Text | None:
    near = suggestion(name, known) if name else None
    if near is not None:
        return say("did you mean “{near}”?", near=near)
    return say("it can be: {known}", known=sorted(known)) if known else None


__all__ = ["ANY", "Prepared", "Scope", "Where", "environment", "plain", "values"]
