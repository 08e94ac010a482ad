"""What an .xlsx file says of all its sheets: their names, shared texts, and formats of dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from .serial_dates import DateKind, kind_of
from .workbook_parts import MAX_SMALL_BYTES, Attributes, Parts, local, parser_of

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_YES = ("1", "true")


@dataclass(frozen=True)
class SheetEntry:
    """A sheet: its name, whether it is shown, and the name of its part."""

    name: str
    is_visible: bool
    part: str


class XlsxWorkbook:
    """The parts of an .xlsx file that its sheets share. `is_recomputed` says that the program which wrote it
    left the formulas to be computed when the file is opened."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        main = next(
            (name for kind, name in parts.targets("").values() if kind == "officeDocument"), "xl/workbook.xml"
        )
        self._main, self._targets = main, parts.targets(main)
        self.sheets: list[SheetEntry] = []
        self.is_recomputed = self.since_1904 = False
        for element in parts.elements(main):
            values = element.attributes
            if element.name == "sheet":
                kind, part = self._targets.get(values.get("id", ""), ("", ""))
                if kind == "worksheet":
                    is_visible = values.get("state", "visible") == "visible"
                    self.sheets.append(SheetEntry(values.get("name", ""), is_visible, part))
            elif element.name == "calcPr":
                self.is_recomputed = values.get("fullCalcOnLoad") in _YES
            elif element.name == "workbookPr":
                self.since_1904 = values.get("date1904") in _YES

    @property
    def is_usual(self) -> bool:
        """Whether its parts are called as Excel calls them, and each once: where other programs look."""
        names = [sheet.name for sheet in self.sheets]
        shared = {kind: f"xl/{kind}.xml" for kind in ("sharedStrings", "styles")}
        return (
            self.parts.is_once
            and self._main == "xl/workbook.xml"
            and len(set(names)) == len(names)
            and all(
                self._part(kind) == (name if name in self.parts else None) for kind, name in shared.items()
            )
        )

    @cached_property
    def texts(self) -> list[str]:
        """The shared texts, by number."""
        part = self._part("sharedStrings")
        if part is None:
            return []
        reader = TextReader()
        found: list[str] = []

        def end(name: str) -> None:
            reader.end(name)
            if local(name) == "si":
                found.append(reader.taken())

        self.parts.parse(part, parser_of(reader.start, end, reader.text))
        return found

    def count_texts(self) -> None:
        """Unpacks the shared texts and drops them. Raises KenError when they are too large."""
        part = self._part("sharedStrings")
        for _ in self.parts.blocks(part) if part else ():
            pass

    @cached_property
    def date_kinds(self) -> list[DateKind]:
        """By number of a style: how it shows a number."""
        part = self._part("styles")
        if part is None:
            return []
        codes: dict[int, str] = {}
        kinds: list[DateKind] = []
        above: list[str] = []

        def start(name: str, attributes: Attributes) -> None:
            above.append(local(name))
            if above[-1] == "numFmt" and above[-2] == "numFmts":
                codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
            elif above[-1] == "xf" and above[-2] == "cellXfs":
                number = int(attributes.get("numFmtId", "0"))
                kinds.append(kind_of(number, codes.get(number)))

        def end(_: str) -> None:
            above.pop()

        self.parts.parse(part, parser_of(start, end), MAX_SMALL_BYTES)
        return kinds

    def _part(self, wanted: str) -> str | None:
        return next(
            (name for kind, name in self._targets.values() if kind == wanted and name in self.parts), None
        )


class TextReader:
    """The text of an item: that of its runs, and not how it is pronounced."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._is_text = False
        self._spoken = 0

    def start(self, name: str, _: Attributes) -> None:
        """An element begins."""
        plain = local(name)
        self._spoken += plain == "rPh"
        self._is_text = plain == "t" and not self._spoken

    def end(self, name: str) -> None:
        """An element ends."""
        self._spoken -= local(name) == "rPh"
        self._is_text = False

    def text(self, text: str) -> None:
        """What stands in an element."""
        if self._is_text:
            self._pieces.append(text)

    def taken(self) -> str:
        """The text since this was last asked."""
        text = unescaped("".join(self._pieces))
        self._pieces.clear()
        return text


def unescaped(text: str) -> str:
    """A text with the characters that Excel escapes: _x000D_ is the end of a line."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


__all__ = ["SheetEntry", "TextReader", "XlsxWorkbook", "unescaped"]
