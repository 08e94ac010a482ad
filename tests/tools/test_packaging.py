"""What is installed is all that there is."""

from __future__ import annotations

import tomllib

from ..conftest import ROOT


def test_every_package_is_installed():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    folders = [
        path.parent.relative_to(ROOT)
        for room in ("engine", "commands")
        for path in ROOT.glob(f"{room}/**/__init__.py")
    ]
    assert {".".join(("kenrules", *folder.parts)) for folder in folders} | {"kenrules"} == set(
        settings["packages"]
    )


def test_every_file_that_a_package_reads_is_installed():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    listed = set()
    for package, patterns in settings["package-data"].items():
        folder = ROOT.joinpath(*package.split(".")[1:])
        listed |= {path for pattern in patterns for path in folder.glob(pattern)}
    rooms = [ROOT / room for room in ("engine", "rules", "schemas")]
    found = {
        path
        for room in rooms
        for path in room.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {path.name for path in found - listed if path.suffix not in (".py", ".po", ".pot")} <= {"py.typed"}
