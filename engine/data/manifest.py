"""A dataset of several files, and the YAML that names them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, TypeAlias, TypedDict, cast

from ..book import schema, source
from ..book.document import Document, Place
from ..book.folder import SUFFIXES
from ..meaning.cell_meaning import DecimalSign, PercentMeaning
from ..meaning.model import RuleSet
from ..words.alike import compared
from ..words.diagnostics import Diagnostic, KenError, Position, Text, in_order, say
from .file_patterns import TooWideError, is_pattern, matching, near_files
from .naming import node_named
from .row_bounds import HEAD, SKIPPED, UNTIL, RowBounds, Span

KEY_SIGN = " · "
"""What stands between the names of a unit that several columns name together."""

OPEN = "?"
"""What stands where somebody has to decide: no node, unit or sheet is called so."""

_SHARED = ("key", "decimal", "percent", "meant", "words")
"""Keys of a manifest that are of all its files."""

Layout = Literal["scores", "long", "responses"]


Location: TypeAlias = "Path | str"
"""A file; as a text, the address of data that only a cluster reads (hdfs://…, s3a://…)."""


RowsSaid: TypeAlias = "tuple[tuple[str, tuple[str, ...]], ...]"
"""Columns, each with the texts of cells by which rows are told."""


class Reading(TypedDict):
    """How a file is read as a table."""

    encoding: str | None
    sheet: str | None
    decimal: DecimalSign | None
    percent: PercentMeaning | None
    rows: RowBounds | None


@dataclass(frozen=True)
class Part:
    """Some files of one layout. `instruments` maps values of `instrument_column` to paths of nodes; without a
    column it has one entry, whose key does not matter, or none: then the questions' ids alone say whose they
    are."""

    paths: tuple[Location, ...]
    layout: Layout | None = None
    instruments: Mapping[str, str] = field(default_factory=dict)
    instrument_column: str | None = None
    key: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    decimal: DecimalSign | None = None
    percent: PercentMeaning | None = None
    meant: tuple[str, ...] = ()
    pass_through: tuple[str, ...] = ()
    position: Position | None = None  # where a manifest names the files
    is_pattern: bool = False  # it names them by a pattern
    also_at: Position | None = None  # where a pattern finds its file too, which counts once
    columns: tuple[tuple[str, str], ...] = ()  # headers, or patterns of such, and what they are to be called
    words: tuple[tuple[str, str], ...] = ()  # texts of cells, and what they say: MISSING, or another text
    rows: RowBounds | None = None  # which rows of each file are its table
    keys: tuple[str, ...] = ()  # columns that name the units together; `key` is the name of all
    only: RowsSaid = ()  # columns, and what the cells of rows that count say
    without: RowsSaid = ()  # columns, and what the cells of rows that do not count say
    at: Mapping[str, Position] = field(default_factory=dict, compare=False)  # by key: where a manifest has it

    @property
    def reading(self) -> Reading:
        """How each of the files is read as a table."""
        return {
            "encoding": self.encoding,
            "sheet": self.sheet,
            "decimal": self.decimal,
            "percent": self.percent,
            "rows": self.rows,
        }

    @property
    def kind(self) -> tuple[object, ...]:
        """How the files are to be read: what parts have in common whose files are of one kind."""
        asked = tuple(self.instruments.items())
        how = (self.layout, asked, self.instrument_column, self.key, self.encoding, self.sheet, self.decimal)
        told = (self.pass_through, self.columns, self.words, self.keys, self.only, self.without)
        return (*how, self.percent, self.meant, self.rows, *told)


def is_manifest(path: Path) -> bool:
    """Whether a file is taken for a dataset manifest, by its name."""
    return path.suffix in SUFFIXES


def read_manifest(rules: RuleSet, path: Path) -> tuple[Part, ...]:
    """The parts of a dataset manifest. Raises KenError with everything that is wrong with it."""
    return parts_of_document(rules, source.read(path), path.parent)


def parts_of_document(rules: RuleSet, document: Document, folder: Path) -> tuple[Part, ...]:
    """The parts of a dataset manifest, whose paths are seen from a folder. Raises KenError as above."""
    faults = [*document.faults, *schema.validate(document, "dataset")]
    if faults:
        raise KenError(in_order(faults))
    data = cast("dict[str, Any]", document.data)
    parts = []
    for number, entry in enumerate(data["files"]):
        place: Place = ("files", number)
        try:
            parts.append(
                _part(
                    rules,
                    folder,
                    document,
                    place,
                    {**{name: data[name] for name in _SHARED if name in data}, **entry},
                )
            )
        except KenError as problem:
            faults += problem.diagnostics
    if faults:
        raise KenError(in_order(faults))
    return tuple(_each_once(parts))


def _each_once(parts: Sequence[Part]) -> Sequence[Part]:
    """The parts without files that a pattern finds and that are read in the same way already. A file that
    is named twice is read twice."""
    if not any(part.is_pattern for part in parts):
        return parts
    seen: dict[tuple[object, str], int] = {}
    kept: dict[int, Part] = {}
    for number, part in sorted(enumerate(parts), key=lambda each: each[1].is_pattern):
        own = [(path, (part.kind, os.path.realpath(path))) for path in part.paths]
        new = tuple(path for path, known in own if not part.is_pattern or known not in seen)
        for known in (known for path, known in own if path not in new):
            named = kept[seen[known]]
            kept[seen[known]] = named if named.is_pattern else replace(named, also_at=part.position)
        seen = {**{known: number for _, known in own}, **seen}
        if new:
            kept[number] = replace(part, paths=new)
    return [part for _, part in sorted(kept.items())]


def _part(rules: RuleSet, folder: Path, document: Document, place: Place, entry: Mapping[str, Any]) -> Part:
    """One entry under files:, whose paths are seen from the folder; it has what is of all files too. Raises
    KenError where it names no file or no node."""
    faults: list[Diagnostic] = []
    own = cast("dict[str, Any]", document.data)["files"][place[-1]]
    position = document.value_at((*place, "path"))
    paths: tuple[Location, ...] = ()
    try:
        paths = _locations(folder, entry["path"])
    except TooWideError as problem:
        hint = say("name the folder that the files are in, and a pattern that matches them alone")
        faults.append(Diagnostic("too-large", problem.message, position, hint))
    if not paths and not faults:
        wanted = {"path": entry["path"], "folder": str(folder)}
        message = say("no file is called “{path}”, seen from {folder}", **wanted)
        if is_pattern(entry["path"]):
            message = say("no file matches the pattern “{path}”, seen from {folder}", **wanted)
        hint = _near(folder, entry["path"])
        faults.append(Diagnostic("unreadable", message, position, hint))
    column, instruments, unknown = _instruments(rules, document, place, entry.get("instrument"))
    if faults := [*faults, *unknown]:
        raise KenError(faults)
    at = {name: document.value_at((*place, name) if name in own else (name,)) for name in entry}
    keys = key_columns(entry.get("key"))
    return Part(
        paths,
        entry.get("layout"),
        instruments,
        column,
        KEY_SIGN.join(keys) or None,
        entry.get("encoding"),
        entry.get("sheet"),
        entry.get("decimal") or None,
        entry.get("percent"),
        tuple(entry.get("meant", ())),
        (*entry.get("pass_through", ()), *(keys if len(keys) > 1 else ())),
        position,
        isinstance(paths[0], Path) and is_pattern(entry["path"]),
        columns=tuple(entry.get("columns", {}).items()),
        words=tuple((word, str(said)) for word, said in entry.get("words", {}).items()),
        rows=_row_bounds(entry, at),
        keys=keys if len(keys) > 1 else (),
        only=_rows_said(entry.get("only", {})),
        without=_rows_said(entry.get("without", {})),
        at=at,
    )


def _instruments(
    rules: RuleSet, document: Document, place: Place, told: Any
) -> tuple[str | None, dict[str, str], list[Diagnostic]]:
    """The column that tells the instrument of a row, if there is one, the paths of instruments by its values,
    and what is wrong with them."""
    column = told["column"] if isinstance(told, dict) else None
    names = told["values"] if isinstance(told, dict) else {} if told is None else {"": told}
    instruments: dict[str, str] = {}
    faults: list[Diagnostic] = []
    for value, name in names.items():
        within = (*place, "instrument", "values", value) if column else (*place, "instrument")
        value = compared(value)
        try:
            instruments[value] = node_named(rules, name, document.value_at(within))
        except KenError as problem:
            faults += problem.diagnostics
    return column, instruments, faults


def key_columns(key: str | Sequence[str] | None) -> tuple[str, ...]:
    """The columns that name the units, as a manifest has them."""
    return () if key is None else (key,) if isinstance(key, str) else tuple(key)


def _row_bounds(entry: Mapping[str, Any], at: Mapping[str, Position]) -> RowBounds | None:
    """Which rows of the files are the table; None where nothing is said of them."""
    if not {HEAD, SKIPPED, UNTIL} & {*entry}:
        return None
    heads = {row for first, last in _spans(entry.get(HEAD, [])) for row in range(first, last + 1)}
    return RowBounds(tuple(sorted(heads)), _spans(entry.get(SKIPPED, [])), entry.get(UNTIL), at)


def _spans(said: Any) -> tuple[Span, ...]:
    """Rows as a manifest has them: a number, a range such as 3..4, or a list of both."""
    spans = []
    for row in said if isinstance(said, list) else [said]:
        first, _, last = str(row).partition("..")
        spans.append((int(first), int(last or first)))
    return tuple(spans)


def _rows_said(said: Mapping[str, Any]) -> RowsSaid:
    """By column the texts that tell rows."""
    return tuple(
        (column, tuple(map(_as_text, own if isinstance(own, list) else [own])))
        for column, own in said.items()
    )


def _as_text(value: Any) -> str:
    """A value of YAML as cells have it."""
    return str(value).casefold() if isinstance(value, bool) else str(value)


def _near(folder: Path, path: str) -> Text:
    """What may be meant by a path that no file has."""
    near = near_files(folder, path)
    if len(near) == 1:
        return say(
            "did you mean “{near}”? Capitals count, and paths are taken from the folder of the manifest",
            near=near[0],
        )
    if near:
        return say("the files there are {files}; paths are taken from the folder of the manifest", files=near)
    return say("check the spelling; paths are taken from the folder of the manifest")


def _locations(folder: Path, pattern: str) -> tuple[Location, ...]:
    """The files that a path or a pattern means, or the address that it is. Raises TooWideError."""
    if "://" in pattern:
        return (pattern,)
    path = folder / pattern
    if os.path.lexists(path):
        return (path,)
    return matching(folder, pattern) if is_pattern(pattern) else ()


__all__ = [
    "KEY_SIGN",
    "OPEN",
    "Layout",
    "Location",
    "Part",
    "is_manifest",
    "parts_of_document",
    "read_manifest",
]
