"""The source of Ken as syntax trees: what names are set to, what functions return, who calls whom."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

SOURCE = Path(__file__).resolve().parent.parent
Function = ast.FunctionDef | ast.AsyncFunctionDef

Names: TypeAlias = "dict[str, ast.expr | None]"
"""What something is called with, in order: names, and what stands for those that are not given."""


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


def parameters(function: Function) -> Names:
    """What a function is called with."""
    given = function.args
    defaults: list[ast.expr | None] = [None] * (len(given.args) - len(given.defaults))
    names: Names = dict(zip((each.arg for each in given.args), [*defaults, *given.defaults], strict=True))
    for own in ("self", "cls"):
        names.pop(own, None)
    return names | dict(zip((each.arg for each in given.kwonlyargs), given.kw_defaults, strict=True))


def fields_of(node: ast.ClassDef) -> Names:
    """What a class of fields is called with."""
    return {name_of(each.target): each.value for each in node.body if isinstance(each, ast.AnnAssign)}


def argument(call: ast.Call, wanted: str, names: Names) -> ast.expr | None:
    """What a call gives for one of the names that it calls with, or what stands for it."""
    for keyword in call.keywords:
        if keyword.arg == wanted:
            return keyword.value
    if wanted in names:
        place = [*names].index(wanted)
        for at, value in enumerate(call.args[: place + 1]):
            if isinstance(value, ast.Starred):
                return ast.Subscript(value.value, ast.Constant(place - at))
        if place < len(call.args):
            return call.args[place]
    return names.get(wanted)


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
