"""What in the code is larger than it should be, or has a name that something else has.

    python tools/house.py [ROOM ...]

Modules over 400 lines, functions over 50 (and with more than five parameters that are called once), names of
modules and classes that are used twice, public functions without a docstring, imports in a circle. Exits with
1 where there is any."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_LINES, MOST_IN_FUNCTION, MOST_PARAMETERS = 400, 50, 5
Function = ast.FunctionDef | ast.AsyncFunctionDef


def files(rooms: list[str]) -> list[Path]:
    """The modules of the engine, the commands and the command line, or of some rooms."""
    every = [
        *(ROOT / "engine").rglob("*.py"),
        *(ROOT / "commands").rglob("*.py"),
        ROOT / "cli.py",
        ROOT / "__init__.py",
    ]
    return sorted(
        path
        for path in every
        if not rooms or any(room in path.relative_to(ROOT).as_posix() for room in rooms)
    )


def functions(
    tree: ast.AST, inside: str = "", *, public: bool = True
) -> Iterator[tuple[str, Function, bool]]:
    """Every function with its full name, and whether it can be seen from outside."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Function):
            yield inside + node.name, node, public and not node.name.startswith("_")
            yield from functions(node, f"{inside}{node.name}.", public=False)
        elif isinstance(node, ast.ClassDef):
            yield from functions(
                node, f"{inside}{node.name}.", public=public and not node.name.startswith("_")
            )
        else:
            yield from functions(node, inside, public=public)


def faults(paths: list[Path]) -> Iterator[str]:
    named: dict[str, list[str]] = defaultdict(list)
    calls: dict[str, int] = defaultdict(int)
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in files([])}
    for tree in trees.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                calls[
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                ] += 1
    for path, tree in trees.items():
        place = path.relative_to(ROOT).as_posix()
        if (
            path.name != "__init__.py" and path.parent.name != "commands"
        ):  # verbs are named as users call them
            named[f"module {path.stem}"].append(place)
        for each in tree.body:
            if isinstance(each, ast.ClassDef):
                named[f"class {each.name}"].append(place)
        if path not in paths:
            continue
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > MOST_LINES:
            yield f"{place}: {lines} lines"
        for name, node, public in functions(tree):
            length = (node.end_lineno or 0) - node.lineno + 1
            parameters = len([*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]) - (
                node.args.args[:1] != [] and node.args.args[0].arg in ("self", "cls")
            )
            if length > MOST_IN_FUNCTION:
                yield f"{place}:{node.lineno}: {name} has {length} lines"
            if parameters > MOST_PARAMETERS and node.name.startswith("_") and calls[node.name] == 1:
                yield f"{place}:{node.lineno}: {name} has {parameters} parameters and is called once"
            if public and not node.name.startswith("_") and ast.get_docstring(node) is None:
                yield f"{place}:{node.lineno}: {name} has no docstring"
    shown = {path.relative_to(ROOT).as_posix() for path in paths}
    for name, places in named.items():
        if len(places) > 1 and shown & set(places):
            yield f"{name} is in {', '.join(places)}"
    yield from (f"a circle of imports: {' → '.join(circle)}" for circle in circles(trees))


def circles(trees: dict[Path, ast.Module]) -> Iterator[list[str]]:
    """Modules that import each other when they are loaded."""
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in trees
    }
    imports = {name: set(_imports(name, path, trees[path], modules)) for name, path in modules.items()}
    done: set[str] = set()

    def visit(name: str, way: list[str]) -> Iterator[list[str]]:
        if name in way:
            yield [*way[way.index(name) :], name]
        elif name not in done:
            for other in sorted(imports[name]):
                yield from visit(other, [*way, name])
            done.add(name)

    for name in sorted(modules):
        yield from visit(name, [])


def _imports(name: str, path: Path, tree: ast.Module, modules: dict[str, Path]) -> Iterator[str]:
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1] + (node.module.split(".") if node.module else [])
            for each in node.names:
                whole = ".".join([*base, each.name])
                if whole in modules:
                    yield whole
                elif ".".join(base) in modules and ".".join(base) != name:
                    yield ".".join(base)


def main() -> None:
    found = list(faults(files(sys.argv[1:])))
    print("\n".join(found))
    print(f"{len(found)} findings")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
