"""How files are called in what is sent around: never by where they lie on the machine of who wrote it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from .diagnostics import Position

_RULES = Path(__file__).resolve().parents[2] / "rules"


def shown_file(file: str) -> str:
    """A file as seen from the working folder, or from the rule sets that come with Ken; of one elsewhere its
    name."""
    for folder in (os.getcwd(), str(_RULES)):  # noqa: PTH109
        try:
            inside = os.path.relpath(file, folder) if file else file
        except ValueError:  # on another drive
            continue
        if inside != os.pardir and not inside.startswith(os.pardir + os.sep):
            return inside
    return os.path.basename(file)  # noqa: PTH119  # what is no path has a name too


def shown_position(position: Position) -> str:
    """A place with its file called so."""
    return str(replace(position, file=shown_file(position.file)))


__all__ = ["shown_file", "shown_position"]
