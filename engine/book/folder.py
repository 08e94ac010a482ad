"""The YAML files of a folder, and what each of them is: by what it says, and not by how its first line looks.

Nothing is passed over in silence. A file that is nothing of Ken's is `foreign`; one that may be meant for Ken
and says it wrongly (a key misspelt, no colon, no text at all) is `doubtful`, and is held against the form of
a rule set like one that is named."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias, cast

import yaml

from ..words.diagnostics import Diagnostic, Position, say
from ..words.natural_order import natural_path
from . import schema, source

Kind: TypeAlias = (
    "Literal['ruleset', 'dataset', 'tests', 'guidance', 'house_style', 'claims', 'overlay', 'doubtful', "
    "'foreign']"
)

SUFFIXES = (".yaml", ".yml")
KINDS = ("ruleset", "dataset", "tests", "guidance", "house_style")
CLAIMS = (".claims.yaml", ".claims.yml")
_NAMED: dict[str, Kind] = {
    ".guidance.yaml": "guidance",
    ".test.yaml": "tests",
    ".test.yml": "tests",
    **dict.fromkeys(CLAIMS, "claims"),
}
_OF_TWO = {"old", "new", "claims"}
"""The keys by which claims about two rule sets are known: each of them stands in other files too."""

_NODES = {"instruments", "indicators", "parts", "questions"}
# other programs have such keys too
_COMMON = {
    "title",
    "note",
    "source",
    "unit",
    "units",
    "key",
    "files",
    "items",
    "missing",
    "extends",
    "combine",
    "calendar",
    "words",
}
_MOST = 100  # keys or words that are looked at: nothing of Ken's has so many at its top
_NEAR = 0.82  # a database is no dataset
_FIRST_WORD = re.compile(r"""^(?:- *)?["'{ ]*([A-Za-z][\w-]*)""", re.MULTILINE)


def yaml_files(folder: Path) -> tuple[list[Path], list[Diagnostic]]:
    """The files in a folder and those below it whose names end like those of YAML, in any letters; and the
    folders that cannot be read. Links to folders are followed, each folder is read once."""
    found: list[Path] = []
    faults: list[Diagnostic] = []
    seen: set[tuple[int, int]] = set()
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            status = here.stat()
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            names = sorted(os.listdir(here))  # noqa: PTH208  # names, of which most are not needed as paths
        except OSError as problem:
            message = say("cannot read the folder: {reason}", reason=problem.strerror or problem)
            faults.append(
                Diagnostic("unreadable", message, Position(str(here)), say("check that you may read it"))
            )
            continue
        for name in names:
            path = here / name
            # a link that leads to itself is no folder, and no reason to stop
            if os.path.isdir(path):  # noqa: PTH112
                # what a link leads to may have a place of its own
                waiting.insert(0 if path.is_symlink() else len(waiting), path)
            elif path.suffix.casefold() in SUFFIXES and not name.startswith(".#"):
                # the lock of an editor, a link to nothing
                found.append(path)
    return sorted(found, key=natural_path), faults


def is_misnamed(path: Path) -> bool:
    """Whether a name ends in .YAML, which only some systems take for .yaml."""
    return path.suffix not in SUFFIXES and path.suffix.casefold() in SUFFIXES


def misnamed(path: Path) -> Diagnostic:
    """What is said of a file whose name ends in capitals."""
    message = say(
        "the name ends in {suffix}, and rule sets are read from files that end in .yaml or .yml",
        suffix=path.suffix,
    )
    return Diagnostic(
        "file-ending",
        message,
        Position(str(path)),
        say("rename the file: {name}", name=f"{path.stem}{path.suffix.casefold()}"),
    )


def kind_of(path: Path) -> Kind:
    """What a file is. Raises KenError when it cannot be read."""
    said = _said(source.beginning(path))
    by_name = next((kind for suffix, kind in _NAMED.items() if path.name.endswith(suffix)), None)
    if by_name == "guidance":
        return by_name
    return said.kind or by_name or _likeness(said)


@dataclass
class _Said:
    """What stands at the top of a YAML text, as far as it was looked at."""

    text: str
    # whether the value is a single one, or the text breaks off before it
    keys: dict[str, bool] = field(default_factory=dict)
    root: Literal["nothing", "mapping", "list", "text", "broken"] = "nothing"

    @property
    def kind(self) -> Kind | None:
        """What it says that it is. Lists and mappings under these keys are other programs', but for rule
        sets."""
        return next(
            (
                cast("Kind", key)
                for key, is_single in self.keys.items()
                if key in KINDS and (is_single or key == "ruleset")
            ),
            None,
        )


def _said(raw: bytes) -> _Said:
    said = _Said(_decoded(raw))
    try:
        for key, is_single in _keys(said):
            said.keys[key] = is_single
            if key in KINDS and said.kind:
                break
    except yaml.YAMLError:
        said.root = "broken"
    return said


def _decoded(raw: bytes) -> str:
    """The text, in whatever encoding: it is not read here, only recognised."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    return raw.decode("utf-8-sig", errors="replace").replace("\0", "")


def _keys(said: _Said) -> Iterator[tuple[str, bool]]:
    """The keys of the mapping at the top, and whether the value of each is a single one. What the YAML itself
    is, is noted."""
    depth, key, is_key = 0, None, True
    for event in source.events(said.text):
        if isinstance(event, yaml.DocumentEndEvent):
            return
        if isinstance(event, (yaml.ScalarEvent, yaml.AliasEvent)):
            if depth == 0:
                said.root = "text" if getattr(event, "value", None) else "nothing"
            elif depth == 1 and is_key:
                key, is_key = getattr(event, "value", ""), False
                said.keys[key] = True
            elif depth == 1:
                yield str(key), True
                is_key = True
        elif isinstance(event, yaml.CollectionStartEvent):
            if depth == 0:
                said.root = "mapping" if isinstance(event, yaml.MappingStartEvent) else "list"
                if said.root == "list":
                    return
            elif depth == 1 and is_key:
                key = ""  # a list or a mapping, which no key of Ken's is
            elif depth == 1:
                yield str(key), False
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            if depth == 1:
                is_key = not is_key


def _likeness(said: _Said) -> Kind:
    """What a file is that does not say that it is anything of Ken's."""
    if said.root == "nothing" or (said.root == "mapping" and not said.keys):
        return "doubtful"
    known = _known()
    if said.root == "mapping":
        keys = set(said.keys)
        if keys >= _OF_TWO:
            return "claims"
        if meant := next((kind for kind in KINDS if kind in keys and keys <= known[kind]), None):
            return cast("Kind", meant)
        if keys <= known["ruleset"] - {"ruleset", "extends"} and keys - _COMMON:
            is_whole = bool(keys & _NODES) and (bool(keys & {"unit", "scale"}) or {"title", "bands"} <= keys)
            return "doubtful" if is_whole else "overlay"
        if len(keys) > _MOST:
            return "foreign"
        marked = any(is_single and _near(key, KINDS) for key, is_single in said.keys.items()) or bool(
            keys & (known["all"] - _COMMON - set(KINDS))
        )
        return "doubtful" if marked and _is_mostly(list(keys), known["all"]) else "foreign"
    words = list(dict.fromkeys(_FIRST_WORD.findall(said.text)))[:_MOST]
    if any(_near(word, KINDS) for word in (words if said.root == "broken" else words[:1])):
        return "doubtful"
    if said.root == "broken" and (not words or (_is_mostly(words, known["all"]) and set(words) - _COMMON)):
        return "doubtful"
    return "foreign"


@cache
def _known() -> dict[str, frozenset[str]]:
    """The keys that may stand at the top, by what the file is."""
    by_kind = {kind: schema.top_keys(kind) for kind in KINDS}
    return by_kind | {"all": frozenset().union(*by_kind.values())}


def _is_mostly(words: Sequence[str], known: frozenset[str]) -> bool:
    return 2 * sum(_near(word, known) for word in words) >= len(words)


def _near(word: str, known: Sequence[str] | frozenset[str]) -> bool:
    plain = re.sub(r"[-_ ]", "", word.casefold())
    return bool(
        difflib.get_close_matches(plain, [name.replace("_", "") for name in known], n=1, cutoff=_NEAR)
    )


__all__ = ["CLAIMS", "KINDS", "SUFFIXES", "Kind", "is_misnamed", "kind_of", "misnamed", "yaml_files"]
