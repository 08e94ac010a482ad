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
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent
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

Function = ast.FunctionDef | ast.AsyncFunctionDef


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
    parameters: tuple[str, ...]

    def argument(self, call: ast.Call, *names: str) -> ast.expr | None:
        """What the call gives for the first of the parameters that there is."""
        for name in names:
            for keyword in call.keywords:
                if keyword.arg == name:
                    return keyword.value
            if name in self.parameters and (place := self.parameters.index(name)) < len(call.args):
                return call.args[place]
        return None


class Module:
    """A module of Ken; `room` is the folder of the engine it stands in."""

    def __init__(self, room: str, tree: ast.Module) -> None:
        self.room, self.tree = room, tree
        self.parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        self.calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        self.called: dict[str, list[ast.Call]] = defaultdict(list)
        for call in self.calls:
            self.called[name_of(call.func)].append(call)
        self.returned: dict[str, list[ast.expr]] = defaultdict(list)
        """What functions of a name return."""
        self.attributes: dict[str, list[ast.expr]] = defaultdict(list)
        """What is given to an attribute of a name, or to a parameter."""
        self.constants: dict[str, list[ast.expr]] = defaultdict(list)
        for node in ast.walk(tree):
            if isinstance(node, ast.Return) and node.value is not None and (function := self.function(node)):
                self.returned[function.name].append(node.value)
            if isinstance(node, ast.keyword) and node.arg:
                self.attributes[node.arg].append(node.value)
            for target, value in set_in(node):
                if isinstance(target, ast.Attribute):
                    self.attributes[target.attr].append(value)
                elif isinstance(target, ast.Name) and self.function(node) is None:
                    self.constants[target.id].append(value)

    def function(self, node: ast.AST) -> Function | None:
        """The function around a node, if there is one."""
        while (above := self.parents.get(node)) is not None:
            if isinstance(above, Function):
                return above
            node = above
        return None

    def local(self, name: str, node: ast.AST) -> list[ast.expr]:
        """What a name of a function may have been set to, where the node stands: by the statements before it,
        from the nearest block outwards."""
        values: list[ast.expr] = []
        while (above := self.parents.get(node)) is not None and not isinstance(node, Function):
            for loop in (above, *getattr(above, "generators", ())):
                values += [value for target, value in looped(loop) if name_of(target) == name]
            for block in (getattr(above, part, None) for part in ("body", "orelse", "finalbody")):
                before = block[: block.index(node)] if isinstance(block, list) and node in block else []
                for statement in reversed(before):
                    values += [value for target, value in given(statement) if name_of(target) == name]
                    if any(name_of(target) == name for target, _ in set_in(statement)):
                        return values
            node = above
            if values and not isinstance(above, (ast.If, ast.With)):
                break
        return values


def given(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Everything that a statement and those in it set and do not leave with."""
    yield from set_in(node)
    yield from put_in(node)
    for name, value in ast.iter_fields(node):
        parts = value if isinstance(value, list) else [value]
        if parts and isinstance(parts[-1], (ast.Return, ast.Raise, ast.Continue)) and name == "body":
            continue
        for part in parts:
            if isinstance(part, ast.AST) and not isinstance(part, Function):
                yield from given(part)


def looped(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """The names of a loop or of a comprehension, with where their values are from."""
    if isinstance(node, (ast.For, ast.comprehension)):
        yield from _parted(node.target, ast.Subscript(node.iter, ast.Name("any")))


def set_in(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """What a statement sets, with what it is set to."""
    if isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            yield from _parted(target, node.value)


def _parted(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """The parts of what is set, with the parts of what it is set to."""
    if not isinstance(target, ast.Tuple):
        yield target, value
    elif isinstance(value, ast.Tuple):
        yield from zip(target.elts, value.elts, strict=False)
    else:
        yield from ((part, ast.Subscript(value, ast.Constant(at))) for at, part in enumerate(target.elts))


def put_in(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Lists that a statement makes longer, with what is put into them."""
    if isinstance(node, ast.AugAssign):
        yield node.target, node.value
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "append":
        yield node.func.value, ast.List(node.args)


def name_of(node: ast.AST | None) -> str:
    """The last part of a name, such as `fault` of `self.fault`; empty for what is no name."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def parameters(function: Function) -> tuple[str, ...]:
    """The names that a function is called with."""
    names = [each.arg for each in (*function.args.args, *function.args.kwonlyargs)]
    return tuple(names[1:] if names[:1] in (["self"], ["cls"]) else names)


def modules() -> list[Module]:
    """Every module of Ken; the command line is the room `commands`."""
    files = [*(SOURCE / "engine").rglob("*.py"), *(SOURCE / "commands").rglob("*.py"), SOURCE / "cli.py"]
    return [
        Module(
            path.relative_to(SOURCE).parts[1] if path.is_relative_to(SOURCE / "engine") else "commands",
            ast.parse(path.read_text(encoding="utf-8"), str(path)),
        )
        for path in sorted(files)
    ]


class Reader:
    """Finds in the syntax trees what Ken can say."""

    def __init__(self) -> None:
        self.modules = modules()
        self.of_one: dict[str, str] = {}
        self.makers: dict[str, list[Maker]] = defaultdict(list)
        for module in self.modules:
            for node in ast.walk(module.tree):
                if isinstance(node, ast.ClassDef):
                    fields = tuple(
                        name_of(each.target) for each in node.body if isinstance(each, ast.AnnAssign)
                    )
                    if {"code", "message"} <= {*fields} or {"ID", "WHY"} <= {*fields}:
                        self.makers[node.name].append(Maker(module, fields))
        while self._hands_on():
            pass

    def _hands_on(self) -> bool:
        """Adds functions that give their parameter `code` to a maker; whether there were new ones."""
        before = sum(map(len, self.makers.values()))
        for module in self.modules:
            for call in module.calls:
                for maker in tuple(self.makers.get(name_of(call.func), ())):
                    function = module.function(call)
                    if function is None or name_of(maker.argument(call, "code")) != "code":
                        continue
                    handing = Maker(module, parameters(function))
                    if "code" in handing.parameters and handing not in self.makers[function.name]:
                        self.makers[function.name].append(handing)
        return sum(map(len, self.makers.values())) > before

    def maker(self, module: Module, call: ast.Call) -> Maker | None:
        """What a call calls: of several of one name, that of the same module, else one that the call fits."""
        makers = self.makers.get(name_of(call.func), [])
        near = [maker for maker in makers if maker.module is module] or makers
        return next((each for each in near if self._codes(each.argument(call, "code", "ID"), module)), None)

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
                severity, message, hint = (
                    maker.argument(call, name, name.upper()) for name in ("severity", "message", "hint")
                )
                own = {each for each in constants(severity, module) if each in SEVERITIES}
                texts = tuple(tuple(dict.fromkeys(self.texts(node, module))) for node in (message, hint))
                for code in self._codes(maker.argument(call, "code", "ID"), module):
                    place = groups[module.room], code
                    severities[place] |= own if severity is not None else {"error"}
                    if texts[0]:
                        said[place].add((texts[0], texts[1]))
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

    def _codes(self, node: ast.expr | None, module: Module) -> set[str]:
        if isinstance(node, ast.Attribute) and node.attr == "ID":
            called = [value for each in self.modules for value in each.constants.get(name_of(node.value), ())]
            return {
                code
                for call in called
                if isinstance(call, ast.Call)
                for code in self._codes(call.args[0], module)
            }
        return {each for each in constants(node, module) if CODE.fullmatch(each)}

    def texts(
        self, node: ast.AST | None, module: Module, depth: int = 8, part: int | None = None
    ) -> Iterator[str]:
        """The templates of what an expression can be, as far as its syntax says; of a tuple, of one part."""
        if node is None or not depth:
            return
        parts: Iterable[ast.AST] = ()
        match node:
            case ast.Call(func=func) if name_of(func) in ("say", "counted"):
                yield from self._told(node, module, depth)
            case ast.Call(func=ast.Attribute(attr="get", value=mapping)):
                parts = [mapping]
            case ast.Call(func=func):
                yield from self._named(name_of(func), "returned", module, depth, part)
            case ast.Attribute(attr=name):
                kinds = (
                    ("constants", "returned", "attributes") if name.isupper() else ("returned", "attributes")
                )
                for kind in kinds:
                    if values := [*self._named(name, kind, module, depth, part)]:
                        yield from values
                        break
            case ast.Name(id=name):
                parts = module.local(name, node)
                if not parts and module.function(node) and not name.isupper():
                    yield from self._handed(name, node, module, depth, part)
                elif not parts:
                    yield from self._named(name, "constants", module, depth, part)
            case ast.IfExp(body=body, orelse=orelse):
                parts = [body, orelse]
            case ast.Tuple(elts=parts) if part is not None and not any(
                isinstance(each, ast.Tuple) for each in parts
            ):
                parts, part = [*parts][part : part + 1], None
            case (
                ast.BoolOp(values=parts)
                | ast.Tuple(elts=parts)
                | ast.List(elts=parts)
                | ast.Dict(values=parts)
            ):
                pass
            case ast.ListComp(elt=elt) | ast.GeneratorExp(elt=elt):
                parts = [elt]
            case ast.Subscript(value=value, slice=ast.Constant(value=int(at))):
                parts, part = [value], at
            case ast.Subscript(value=value):
                parts = [value]
        for each in parts:
            yield from self.texts(each, module, depth - 1, part)

    def _told(self, call: ast.Call, module: Module, depth: int) -> Iterator[str]:
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
                    yield from self.texts(keyword.value, module, depth - 1)

    def _handed(
        self, name: str, node: ast.AST, module: Module, depth: int, part: int | None
    ) -> Iterator[str]:
        """What a parameter of the function around a node is given where it is called."""
        function = module.function(node)
        while function is not None and name not in parameters(function):
            function = module.function(function)
        if function is None:
            return
        above = module.parents[function]
        called = (
            above.name if isinstance(above, ast.ClassDef) and function.name == "__init__" else function.name
        )
        handing = Maker(module, parameters(function))
        for here in ([module], self.modules):
            found = [
                text
                for each in here
                for call in each.called[called]
                for text in self.texts(handing.argument(call, name), each, depth - 1, part)
            ]
            if found:
                yield from found
                return

    def _named(self, name: str, kind: str, module: Module, depth: int, part: int | None) -> Iterator[str]:
        """What stands under a name in this module, else in others."""
        for here in ([module], self.modules):
            found = [
                text
                for each in here
                for value in getattr(each, kind).get(name, ())
                for text in self.texts(value, each, depth - 1, part)
            ]
            if found or kind == "attributes":
                yield from found
                return


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
