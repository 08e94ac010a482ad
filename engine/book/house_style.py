"""A house style: how reports by the rule sets of a folder look. It stands in the folder `report` beside them,
as templates and as words that take the place of Ken's own."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from ..meaning.model import RuleSet, Title
from ..words.diagnostics import Diagnostic, KenError, in_order, say
from ..words.language import Language
from . import schema, source
from .document import Document

FOLDER, NAME = "report", "style.yaml"


@dataclass(frozen=True)
class HouseStyle:
    """Words by the names that templates use; the language in whose calendar years are counted (None: that of
    the report); and the folder of the templates (None: there are none of its own)."""

    words: Mapping[str, Title] = field(default_factory=dict)
    calendar: Language | None = None
    folder: Path | None = None

    @property
    def digest(self) -> str:
        """What tells one house style from another; "" of none."""
        if self.folder is None:
            return ""
        files = sorted(path for path in self.folder.iterdir() if path.is_file())
        return hashlib.sha256(
            b"".join(os.fsencode(path.name) + path.read_bytes() for path in files)
        ).hexdigest()


def beside(rules: RuleSet) -> Path | None:
    """The file of the house style that stands beside the rule set, or beside one that it extends."""
    paths = (Path(file).parent / FOLDER / NAME for file in rules.files)
    return next((path for path in paths if source.stands(path)), None)


def load(rules: RuleSet) -> HouseStyle:
    """The house style of a rule set; an empty one where there is none. Raises KenError with every fault in
    it."""
    path = beside(rules)
    return HouseStyle() if path is None else read(path)


def read(path: Path) -> HouseStyle:
    """The house style in a file. Raises KenError with every fault in it."""
    document = source.read(path)
    if faults := _faults(document):
        raise KenError(faults)
    data = cast("dict[str, Any]", document.data)
    words = {name: Title(text) for name, text in (data.get("words") or {}).items()}
    return HouseStyle(words, data.get("calendar"), path.parent)


def check(path: Path) -> tuple[Diagnostic, ...]:
    """Every finding in a file of a house style."""
    try:
        return in_order(_faults(source.read(path)))
    except KenError as problem:
        return problem.diagnostics


def _faults(document: Document) -> list[Diagnostic]:
    if isinstance(document.data, dict):
        return [*document.faults, *schema.validate(document, "house_style")]
    hint = say("begin with “house_style: name”, then words")
    return [
        *document.faults,
        Diagnostic("wrong-type", say("the file is empty"), document.value_at(()), hint)
        if document.data is None
        else Diagnostic(
            "wrong-type",
            say("this is no house style: a mapping of keys and values is wanted"),
            document.value_at(()),
            hint,
        ),
    ]


__all__ = ["FOLDER", "NAME", "HouseStyle", "beside", "check", "load", "read"]
