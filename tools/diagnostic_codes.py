"""What Ken can say, read from its code by the syntax tree: every code with its severities, messages and
hints.

A finding is made by a class with the fields `code` and `message`, or by a function that hands its parameter
`code` on to one. Texts are followed through names, parameters, attributes and what functions return, as far
as can be told without running anything."""

from __future__ import annotations

import ast
import re
import string
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from source_trees import Module, Names, argument, fields_of, modules, name_of, parameters

CODE = re.compile(r"[a-z]+(?:-[a-z]+)*")
SEVERITIES = ("error", "warning", "note")

GROUPS = {
    "rules": ("book", "checks", "meaning", "verify"),
    "data": ("data", "rating"),
    "comparison": ("compare",),
    "findings": ("audit", "explain"),
    "reports": ("report",),
    "command": ("commands", "show", "words"),
}
"""The rooms whose findings belong together."""


@dataclass(frozen=True)
class Entry:
    """A code in one group: what it can say, by the code of Ken."""

    group: str
    code: str
    severities: tuple[str, ...]
    said: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    """Messages with the hints that go with them."""
    of_one: Mapping[str, str]
    """The messages and hints that are worded otherwise where they speak of one thing."""

    def is_printed(self, output: str) -> bool:
        """Whether an output has a finding of this code, by one of its severities and messages."""
        own = "|".join(self.severities)
        found = re.findall(rf": (?:{own}): (.*?) \[{self.code}\]", output)
        many = [message for messages, _ in self.said for message in messages]
        forms = [form_of(each) for each in (*many, *(self.of_one[one] for one in many if one in self.of_one))]
        return any(form.match(message) for message in found for form in forms)


def form_of(template: str) -> re.Pattern[str]:
    """What a template looks like when it is filled."""
    parts = string.Formatter().parse(template)
    return re.compile(
        "".join(re.escape(text) + (".*" if name is not None else "") for text, name, *_ in parts)
    )


@dataclass(frozen=True)
class Maker:
    """What makes a finding of a code: a class with that field, or a function that hands its parameter on."""

    module: Module
    names: Names


@dataclass(frozen=True)
class Sight:
    """From where a text is looked for: the module, which part of a tuple is wanted, and the calls whose
    functions were entered on the way, each with its module and the name that was called."""

    module: Module
    part: int | None = None
    calls: tuple[tuple[str, ast.Call, Module], ...] = ()
    depth: int = 14

    def on(self, **changes: Any) -> Sight:
        """A step further."""
        return replace(self, depth=self.depth - 1, **changes)


class Reader:
    """Finds in the syntax trees what Ken can say."""

    def __init__(self) -> None:
        self.modules = modules()
        self.of_one: dict[str, str] = {}
        self._seen: dict[tuple[object, ...], tuple[ast.AST, list[str]]] = {}
        self.makers: dict[str, list[Maker]] = defaultdict(list)
        for module in self.modules:
            for node in ast.walk(module.tree):
                if isinstance(node, ast.ClassDef):
                    fields = fields_of(node)
                    if {"code", "message"} <= {*fields} or {"ID", "WHY"} <= {*fields}:
                        self.makers[node.name].append(Maker(module, fields))
                    else:
                        self._fill(node.name, fields)
        while self._hands_on():
            pass

    def _fill(self, name: str, fields: Names) -> None:
        """Keeps what the fields of a class are given where an object of it is made."""
        for module in self.modules:
            for call in module.called[name]:
                for field in fields:
                    if (value := argument(call, field, fields)) is not None:
                        module.attributes[field].append(value)

    def _hands_on(self) -> bool:
        """Adds functions that give their parameter `code` to a maker; whether there were new ones."""
        before = sum(map(len, self.makers.values()))
        for module in self.modules:
            for call in module.calls:
                for maker in tuple(self.makers.get(name_of(call.func), ())):
                    function = module.function(call)
                    if function is None or name_of(argument(call, "code", maker.names)) != "code":
                        continue
                    handing = Maker(module, parameters(function))
                    if "code" in handing.names and handing not in self.makers[function.name]:
                        self.makers[function.name].append(handing)
        return sum(map(len, self.makers.values())) > before

    def maker(self, module: Module, call: ast.Call) -> Maker | None:
        """What a call calls: of several of one name, that of the same module, else one that the call fits."""
        makers = self.makers.get(name_of(call.func), [])
        near = [maker for maker in makers if maker.module is module] or makers
        return next((each for each in near if self._codes(call, each, module)), None)

    def entries(self) -> list[Entry]:
        """Every code in every group, by the order of the page."""
        severities: dict[tuple[str, str], set[str]] = defaultdict(set)
        said: dict[tuple[str, str], set[tuple[tuple[str, ...], tuple[str, ...]]]] = defaultdict(set)
        groups = {room: group for group, rooms in GROUPS.items() for room in rooms}
        for module in self.modules:
            for call in module.calls:
                maker = self.maker(module, call)
                if maker is None:
                    continue
                severity = argument(
                    call, "SEVERITY" if "SEVERITY" in maker.names else "severity", maker.names
                )
                own = {each for each in constants(severity, module) if each in SEVERITIES}
                messages, hints = (
                    tuple(dict.fromkeys(self.texts(argument(call, name, maker.names), Sight(module))))
                    for name in ("message", "hint")
                )
                for code in self._codes(call, maker, module):
                    place = groups[module.room], code
                    severities[place] |= own if severity is not None else {"error"}
                    if messages:
                        said[place].add((messages, hints))
        order = list(GROUPS)
        return [
            Entry(
                *place,
                tuple(each for each in SEVERITIES if each in severities[place]),
                tuple(sorted(said[place])),
                self.of_one,
            )
            for place in sorted(severities, key=lambda place: (order.index(place[0]), place[1]))
        ]

    def _codes(self, call: ast.Call, maker: Maker, module: Module) -> set[str]:
        """The codes that a call may give; `X.ID` is what the object X was made with."""
        code = argument(call, "ID" if "ID" in maker.names else "code", maker.names)
        if isinstance(code, ast.Attribute) and code.attr == "ID":
            made = [value for each in self.modules for value in each.constants.get(name_of(code.value), ())]
            return {
                own
                for value in made
                if isinstance(value, ast.Call)
                for own in constants(value.args[0], module)
            }
        return {each for each in constants(code, module) if CODE.fullmatch(each)}

    def texts(self, node: ast.AST | None, sight: Sight) -> Iterator[str]:
        """The templates of what an expression can be, as far as its syntax says; of a tuple, of one part.
        What was looked at once from a place is not looked at again."""
        if node is None or sight.depth <= 0:
            return
        calls = tuple(id(call) for _, call, _ in sight.calls)
        key = id(node), id(sight.module), sight.part, sight.depth, calls
        if key not in self._seen:
            self._seen[key] = node, list(self._texts(node, sight))  # a node that is kept keeps its number
        yield from self._seen[key][1]

    def _texts(self, node: ast.AST, sight: Sight) -> Iterator[str]:
        parts: Iterable[ast.AST] = ()
        match node:
            case ast.Call(func=func) if name_of(func) in ("say", "counted"):
                yield from self._told(node, sight)
            case ast.Call(func=ast.Attribute(attr="get", value=mapping)):
                parts = [mapping]
            case ast.Call(func=func):
                called = name_of(func), node, sight.module
                yield from self._named(name_of(func), "returned", sight.on(calls=(*sight.calls, called)))
            case ast.Attribute(attr=name):
                kinds = ("constants",) if name.isupper() else ()
                for kind in (*kinds, "returned", "attributes"):
                    if values := [*self._named(name, kind, sight)]:
                        yield from values
                        break
            case ast.Name(id=name):
                parts = sight.module.local(name, node)
                if not parts and sight.module.function(node) and not name.isupper():
                    yield from self._handed(name, node, sight)
                elif not parts:
                    yield from self._named(name, "constants", sight)
            case ast.Tuple(elts=values) if sight.part is not None and not _has_tuples(values):
                for value in values[sight.part : sight.part + 1]:
                    yield from self.texts(value, sight.on(part=None))
            case ast.Subscript(value=value, slice=ast.Constant(value=int(at))):
                yield from self.texts(value, sight.on(part=at))
            case _:
                parts = _inner(node)
        for each in parts:
            yield from self.texts(each, sight.on())

    def _told(self, call: ast.Call, sight: Sight) -> Iterator[str]:
        """The template of a call of `say` or `counted`; those of its parts where it has no words of its
        own."""
        wordings = [each.value for each in call.args if isinstance(each, ast.Constant)]
        match [each for each in wordings if isinstance(each, str)]:
            case [*of_one, template] if any(
                text.strip(" :;“”()") for text, *_ in string.Formatter().parse(template)
            ):
                self.of_one.update((template, one) for one in of_one)
                yield template
            case [_, *_]:
                for keyword in call.keywords:
                    yield from self.texts(keyword.value, sight.on())

    def _handed(self, name: str, node: ast.AST, sight: Sight) -> Iterator[str]:
        """What a parameter of the function around a node is given: by the call that led here, else by all."""
        module, function = sight.module, sight.module.function(node)
        while function is not None and name not in parameters(function):
            function = module.function(function)
        if function is None:
            return
        above, names = module.parents[function], parameters(function)
        called = function.name
        if called == "__init__" and isinstance(above, ast.ClassDef):
            called = above.name
        if sight.calls and sight.calls[-1][0] == called:
            *before, (_, call, there) = sight.calls
            yield from self.texts(argument(call, name, names), sight.on(module=there, calls=tuple(before)))
            return
        for here in ([module], self.modules):
            found = [
                text
                for each in here
                for call in each.called[called]
                for text in self.texts(argument(call, name, names), sight.on(module=each, calls=()))
            ]
            if found:
                yield from found
                return

    def _named(self, name: str, kind: str, sight: Sight) -> Iterator[str]:
        """What stands under a name in this module, else in others. (Attributes of one name are many.)"""
        for here in ([sight.module], self.modules if kind != "attributes" else []):
            found = [
                text
                for each in here
                for value in getattr(each, kind).get(name, ())
                for text in self.texts(value, sight.on(module=each))
            ]
            if found:
                yield from found
                return


def _inner(node: ast.AST) -> Iterable[ast.AST]:
    """The expressions of which another one is one."""
    match node:
        case ast.IfExp(body=body, orelse=orelse):
            return [body, orelse]
        case ast.BoolOp(values=values) | ast.Dict(values=values):
            return values
        case ast.Tuple(elts=values) | ast.List(elts=values):
            return values
        case ast.ListComp(elt=value) | ast.GeneratorExp(elt=value) | ast.Subscript(value=value):
            return [value]
    return []


def _has_tuples(values: Iterable[ast.AST]) -> bool:
    return any(isinstance(value, ast.Tuple) for value in values)


def constants(node: ast.expr | None, module: Module) -> Iterator[str]:
    """The texts that an expression can be: written in it, or in a constant of the module."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from constants(body, module)
            yield from constants(orelse, module)
        case ast.Name(id=name) if name.isupper():
            for value in module.constants.get(name, ()):
                yield from constants(value, module)
        case ast.Name(id=name):
            for value in module.local(name, node):
                yield from constants(value, module)
