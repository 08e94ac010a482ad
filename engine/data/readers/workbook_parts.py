"""The parts of a workbook that is a zip of XML files, unpacked piece by piece and never without bound."""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias
from xml.parsers import expat

from ...words.diagnostics import KenError, say
from .refusals import damaged, too_large

BLOCK = 4_000_000
MAX_BYTES = 1_000_000_000  # of a sheet, unpacked
MAX_OTHER_BYTES = 300_000_000  # of any other part
MAX_SMALL_BYTES = 50_000_000  # of a part that is kept whole

Attributes: TypeAlias = "dict[str, str]"

_DAMAGES = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, expat.ExpatError),
    *(LookupError, ValueError, OverflowError, struct.error),  # also of an encoding that there is not
)


@dataclass(frozen=True)
class Element:
    """An element of a small part: its name and attributes without prefixes."""

    name: str
    attributes: Mapping[str, str]


class Parts:
    """The parts of a workbook, by name; capitals do not count."""

    def __init__(self, file: str, archive: zipfile.ZipFile) -> None:
        self.file = file
        self._archive = archive
        self._names = {name.lower().lstrip("/"): name for name in archive.namelist()}
        self.is_once = len(self._names) == len(archive.namelist())  # whether no name is there twice

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def names(self) -> Iterable[str]:
        """Of all parts, in small letters."""
        return self._names

    def blocks(self, name: str, most: int = MAX_OTHER_BYTES) -> Iterator[bytes]:
        """A part unpacked, piece by piece. Raises KenError when it has more than so many bytes, KeyError when
        there is none."""
        size = 0
        with self._archive.open(self._names[name.lower()]) as stream:
            while block := stream.read(BLOCK):
                size += len(block)
                if size > most:
                    what = say("more than {most} bytes when unpacked", most=f"{most:,}")
                    raise KenError([too_large(self.file, what)])
                yield block

    def parse(self, name: str, parser: Any, most: int = MAX_OTHER_BYTES) -> None:
        """Gives a part to a parser of XML."""
        for block in self.blocks(name, most):
            parser.Parse(block, False)
        parser.Parse(b"", True)

    def elements(self, name: str) -> list[Element]:
        """The elements of a small part, in the order in which they begin."""
        found: list[Element] = []

        def start(element: str, attributes: Attributes) -> None:
            plain = {local(key): value for key, value in attributes.items()}
            found.append(Element(local(element), plain))

        parser = parser_of(start)
        self.parse(name, parser, MAX_SMALL_BYTES)
        return found

    def targets(self, part: str) -> dict[str, tuple[str, str]]:
        """By id of a relation of a part: the last word of its kind, and the name of the part it leads to."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self:
            return {}
        found = [
            element
            for element in self.elements(relations)
            if element.name == "Relationship" and element.attributes.get("TargetMode") != "External"
        ]
        if len({element.attributes["Id"] for element in found}) < len(found):
            raise ValueError(relations)
        return {
            element.attributes["Id"]: (
                element.attributes.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, element.attributes.get("Target", ""))).lstrip(
                    "/"
                ),
            )
            for element in found
        }


@contextmanager
def parts_of(path: Path) -> Iterator[Parts]:
    """The parts of a file. Raises KenError when it is no zip, or when what is done with them fails on what
    they hold; OSError when it cannot be read."""
    file = str(path)
    try:
        with zipfile.ZipFile(path) as archive:
            yield Parts(file, archive)
    except _DAMAGES as problem:
        raise KenError([damaged(file)]) from problem


def parser_of(
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> Any:
    """A parser of XML that calls these; a file with a document type, and so with entities, is damaged."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_: object) -> None:
    raise ValueError("a document type")


def local(name: str) -> str:
    """A name of XML without its prefix."""
    return name.rpartition(":")[2]


__all__ = ["MAX_BYTES", "Attributes", "Element", "Parts", "local", "parser_of", "parts_of"]
