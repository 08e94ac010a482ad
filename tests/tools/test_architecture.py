"""docs/architecture.md names what there is; the rooms stand in their order, and none imports one after it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from ..conftest import ROOT

ROOMS = (
    *("words", "show", "meaning", "checks", "book", "data"),
    *("rating", "verify", "explain", "audit", "compare", "report"),
)


def imports(path: Path) -> set[str]:
    """The rooms that a module imports from, inside functions too."""
    here = ("kenrules", *path.relative_to(ROOT).with_suffix("").parts)
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = [*here[: -node.level]] if node.level else []
            base += node.module.split(".") if node.module else []
            names = [[*base, alias.name] for alias in node.names]
        found |= {name[2] for name in names if name[:2] == ["kenrules", "engine"] and len(name) > 2}
    return found & {*ROOMS}


def test_no_room_imports_one_after_it():
    backwards = {
        (own, room)
        for at, own in enumerate(ROOMS)
        for path in (ROOT / "engine" / own).rglob("*.py")
        for room in imports(path)
        if ROOMS.index(room) > at
    }
    assert backwards == set()


def test_every_room_is_in_the_order():
    rooms = {path.name for path in (ROOT / "engine").iterdir() if path.is_dir() and path.name[0] not in "._"}
    assert rooms == {*ROOMS}


def test_what_the_page_of_the_architecture_names_is_there():
    """Names of the code, and paths; hashes of commits are none."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split("```")
    named = {name for part in text[::2] for name in re.findall(r"`([^`\n]+)`", part)}
    code = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("engine", "tools", "commands")
        for path in (ROOT / folder).rglob("*.py")
    )
    words = {*re.findall(r"\w+", code)}
    for name in named:
        if "/" in name and " " not in name:
            assert (ROOT / name).exists(), name
        elif re.fullmatch(r"(?![0-9a-f]{7}$)[A-Za-z_][\w.]*", name) and not name.endswith((".py", ".csv")):
            assert {*name.split(".")} <= words, name
