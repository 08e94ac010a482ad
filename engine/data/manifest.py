"""A dataset of several files: the YAML that names them, or the command line's short form of it."""

from __future__ import annotations

import glob
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias, cast

from ..book import schema, source
from ..book.document import Place
from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, KenError, Position, in_order, say
from .claims import instrument_path

Layout = Literal["scores", "long", "responses"]


Location: TypeAlias = "Path | str"
"""A file; as a text, the address of data that only a cluster reads (hdfs://…, s3a://…)."""


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
    pass_through: tuple[str, ...] = ()
    position: Position | None = None  # where a manifest names the files


def read_manifest(rules: RuleSet, path: Path) -> tuple[Part, ...]:
    """The parts of a dataset manifest. Raises KenError with everything that is wrong with it."""
    document = source.read(path)
    faults = [*document.faults, *schema.validate(document, "dataset")]
    if faults:
        raise KenError(in_order(faults))
    data = cast("dict[str, Any]", document.data)
    parts = []
    for at, entry in enumerate(data["files"]):
        place: Place = ("files", at)
        pattern = entry["path"]
        # patterns may be absolute
        found_here = sorted(glob.glob(str(path.parent / pattern), recursive=True))  # noqa: PTH207
        paths: tuple[Location, ...] = (pattern,) if "://" in pattern else tuple(map(Path, found_here))
        if not paths:
            message = say(
                "no file is called “{path}”, seen from {folder}", path=entry["path"], folder=str(path.parent)
            )
            faults.append(
                Diagnostic(
                    "unreadable",
                    message,
                    document.value_at((*place, "path")),
                    say("check the spelling; paths are taken from the folder of the manifest"),
                )
            )
        instrument, column = entry.get("instrument"), None
        named: dict[str, str] = {}
        if isinstance(instrument, dict):
            column, named = instrument["column"], instrument["values"]
        elif instrument is not None:
            named = {"": instrument}
        instruments = {}
        for value, node in named.items():
            found = instrument_path(rules, node)
            where: Place = (*place, "instrument", "values", value) if column else (*place, "instrument")
            if isinstance(found, Diagnostic):
                faults.append(Diagnostic(found.code, found.message, document.value_at(where), found.hint))
            else:
                instruments[value] = found
        parts.append(
            Part(
                paths,
                entry.get("layout"),
                instruments,
                column,
                entry.get("key") or data.get("key"),
                entry.get("encoding"),
                entry.get("sheet"),
                tuple(entry.get("pass_through", ())),
                document.value_at((*place, "path")),
            )
        )
    if faults:
        raise KenError(in_order(faults))
    return tuple(parts)
