"""Templates held against the fields that there are, before they are filled in: what one names and does not
exist is found without rendering it, all of it at once."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from typing import Any, get_origin

from ..words.diagnostics import Diagnostic, Text, say
from ..words.natural_order import naturally
from .template_kinds import (
    ANY,
    TEXTS,
    Scope,
    is_list,
    item_of,
    known_hint,
    list_hint,
    members,
    members_hint,
    one_of,
    without_none,
    written_hint,
)
from .template_tags import Where, fault

DEEPEST = 4  # loops in one another: indicators by instrument, their measures, the steps
LIST_FILTERS = (
    "count",
    "first",
    "join",
    "last",
    "length",
    "list",
    "map",
    "numbered",
    "rejectattr",
    "reverse",
    "selectattr",
    "sort",
)
FILTERS = ("d", "default", "e", "escape", "lower", "trim", "upper")
NUMBERS = ("count", "length")
LOOP: Scope = {
    "index": int,
    "index0": int,
    "revindex": int,
    "revindex0": int,
    "first": bool,
    "last": bool,
    "length": int,
}
TAGS = {
    "Assign": "set",
    "AssignBlock": "set",
    "CallBlock": "call",
    "FilterBlock": "filter",
    "FromImport": "from",
    "ScopedEvalContextModifier": "autoescape",
}
SIGNS = {"Mul": "*", "Pow": "**", "Mod": "%", "Div": "/", "FloorDiv": "//", "Dict": "{…}"}


@dataclass
class TemplateCheck:
    """Walks through a parsed template, knowing what each name stands for."""

    where: Where
    tests: frozenset[str]

    def __post_init__(self) -> None:
        self.found: list[Diagnostic] = []

    def fault(self, node: Any, word: str, message: Text, hint: Text | None = None) -> Any:
        """Notes a fault where a word stands; what it is of counts as ANY."""
        self.found.append(fault(message, self.where(node.lineno or 0, word), hint))
        return ANY

    def body(self, nodes: Any, scope: Scope, depth: int) -> None:
        """Goes through the nodes of a template; `depth` is how many loops are around them."""
        for node in nodes:
            match type(node).__name__:
                case "Output":
                    for each in node.nodes:
                        self.text(each, scope)
                case "If":
                    self.kind(node.test, scope)
                    self.body((*node.body, *node.elif_, *node.else_), scope, depth)
                case "For":
                    self.loop(node, scope, depth)
                case "Scope":  # stands around the node of autoescape
                    self.body(node.body, scope, depth)
                case other:
                    self.unusable(node, TAGS.get(other, other.lower()))

    def unusable(self, node: Any, tag: str, word: str | None = None) -> Any:
        """Notes a tag, a call or a sign that templates cannot have."""
        message = say("a template of a report cannot use “{tag}”", tag=tag)
        return self.fault(
            node, tag if word is None else word, message, say("it can use if and for, and write fields out")
        )

    def text(self, node: Any, scope: Scope) -> None:
        """Notes an expression that is neither a text nor a number and is to be one."""
        self.textual(node, self.kind(node, scope))

    def textual(self, node: Any, kind: Any) -> None:
        """Notes what is of a kind that is no text."""
        name = _word(node)
        if is_list(kind):
            self.fault(node, name, say("“{name}” is a list, and no text", name=name), list_hint())
        elif kind is not ANY and kind not in TEXTS:
            self.fault(
                node,
                name,
                say("“{name}” is no text", name=name),
                members_hint("", kind) if members(kind) else written_hint(),
            )

    def loop(self, node: Any, scope: Scope, depth: int) -> None:
        """Goes through a loop; what is wrong with its list or its name is noted."""
        kind = self.kind(node.iter, scope)
        if get_origin(kind) is not tuple and kind is not ANY:
            lists = naturally(name for name, each in scope.items() if is_list(each))
            self.fault(
                node,
                _word(node.iter),
                say("“{name}” is no list that a loop can go through", name=_word(node.iter)),
                say("it can be: {known}", known=lists),
            )
            kind = ANY
        if type(node.target).__name__ != "Name" or node.recursive:
            message = say("a loop is written {loop}", loop="{% for each in … %}")
            self.fault(
                node,
                _word(node.iter),
                message,
                say("give one name between for and in, and leave out “recursive”"),
            )
            return
        if depth == DEEPEST:
            self.fault(
                node,
                _word(node.iter),
                say("more than {most} loops are in one another", most=DEEPEST),
                say("take out loops inside loops"),
            )
            return
        inner = {**scope, node.target.name: item_of(kind), "loop": LOOP}
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
                return one_of(self.kind(each, scope) for each in (node.expr1, node.expr2) if each is not None)
            case "Add" | "Sub" | "And" | "Or":
                return one_of((self.kind(node.left, scope), self.kind(node.right, scope)))
            case "Neg":
                return self.kind(node.node, scope)
            case "Concat":
                for each in node.nodes:
                    self.text(each, scope)
                return str
            case "Not" | "Compare" | "Operand" | "Test" | "List" | "Tuple" as name:
                if name == "Test":
                    self.test(node, node.name)
                for each in node.iter_child_nodes():
                    self.kind(each, scope)
                return list if name in ("List", "Tuple") else bool
            case "Call":
                return self.unusable(node, f"{_word(node.node)}(…)", _word(node.node))
            case other:
                return self.unusable(node, SIGNS.get(other, other), "")

    def test(self, node: Any, name: str) -> None:
        """Notes a test, what stands after `is`, that there is not."""
        if name not in self.tests:
            known = [each for each in self.tests if each.isalpha()]
            word = name if type(node).__name__ == "Test" else f"'{name}"
            self.fault(
                node,
                word,
                say("“{name}” is no test that can be used here", name=name),
                known_hint(name, known),
            )

    def member(self, node: Any, name: str, kind: Any) -> Any:
        """The kind of a field; one that there is not is noted."""
        if kind is ANY:
            return ANY
        known = members(kind)
        if name in known:
            return without_none(known[name])
        sign = {"Getattr": ".", "Getitem": "[", "Filter": "'"}.get(type(node).__name__, "")
        owner = node.node.name if sign in (".", "[") and type(node.node).__name__ == "Name" else ""
        return self.fault(
            node,
            f"{owner}{sign}{name}",
            say("there is no field “{name}” here", name=name),
            members_hint(name, kind),
        )

    def item(self, node: Any, scope: Scope) -> Any:
        """The kind of what stands in square brackets after something."""
        kind = self.kind(node.node, scope)
        if type(node.arg).__name__ == "Const" and isinstance(node.arg.value, str):
            return self.member(node, node.arg.value, kind)
        indexed = kind is str or is_list(kind)
        sliced = type(node.arg).__name__ == "Slice"
        indexes = [self.kind(each, scope) for each in (node.arg.iter_child_nodes() if sliced else [node.arg])]
        if kind is not ANY and not (indexed and all(each in (int, ANY) for each in indexes)):
            hint = say(
                "a field is written {field}, an element of a list {element}",
                field="{{ previous.total }}",
                element="{{ strengths[0] }}",
            )
            return self.fault(
                node,
                _word(node),
                say("a template of a report cannot use “{tag}”", tag=f"{_word(node)}[…]"),
                hint,
            )
        return kind if kind is str or sliced else item_of(kind)

    def filter(self, node: Any, scope: Scope) -> Any:
        """The kind that a filter makes; one that there is not, or without its field, is noted."""
        kind = self.kind(node.node, scope)
        plural, word = is_list(kind), f"|{node.name}"
        if node.name not in FILTERS and not (
            node.name in LIST_FILTERS and (plural or kind is ANY or node.name in NUMBERS)
        ):
            known = (*FILTERS, *(LIST_FILTERS if plural else NUMBERS))
            return self.fault(
                node,
                word,
                say("“{name}” is no filter that can be used here", name=node.name),
                known_hint(node.name, known),
            )
        arguments = [self.kind(each, scope) for each in (*node.args, *(each.value for each in node.kwargs))]
        named = next((each.value for each in node.kwargs if each.key == "attribute"), None)
        if node.name in ("selectattr", "rejectattr"):
            named = node.args[0] if node.args else None
            for each in node.args[1:2]:
                self.test(node, str(each.value) if type(each).__name__ == "Const" else _word(each))
        of = item_of(kind)
        if named is not None and type(named).__name__ == "Const":
            of = self.member(node, str(named.value), of)
        elif (
            node.name in ("map", "selectattr", "rejectattr")
            or (node.name in ("join", "sort") and is_dataclass(of))
            or node.dyn_args is not None
            or node.dyn_kwargs is not None
        ):
            hint = say("write it as {filter}", filter=_USES.get(node.name, "join(', ', attribute='title')"))
            return self.fault(node, word, say("“{name}” needs the name of a field", name=node.name), hint)
        match node.name:
            case "join" | "numbered":
                self.textual(node.node if named is None else named, of)
            case "e" | "escape" | "lower" | "trim" | "upper":
                self.textual(node.node, kind)
        match node.name:
            case "map":
                return types.GenericAlias(tuple, (of, ...))
            case "first" | "last":
                return item_of(kind)
            case "d" | "default":
                return one_of((kind, *arguments[:1]))
            case "list" | "reverse" | "rejectattr" | "selectattr" | "sort":
                return kind
            case _:
                return int if node.name in NUMBERS else str


_USES: Mapping[str, str] = {
    "map": "map(attribute='title')",
    "rejectattr": "rejectattr('passes')",
    "selectattr": "selectattr('passes')",
    "sort": "sort(attribute='title')",
}


def _word(node: Any) -> str:
    """The name that an expression begins with or ends in, to speak of it."""
    if type(node).__name__ == "Const":
        return str(node.value)
    return str(
        getattr(node, "attr", None)
        or getattr(node, "name", None)
        or (_word(node.node) if getattr(node, "node", None) is not None else "…")
    )


__all__ = ["TemplateCheck"]
