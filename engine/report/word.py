"""A report as a Word file, from a template that staff can edit in Word."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..show import packages
from ..words.diagnostics import Diagnostic, KenError, Position, say
from ..words.language import SPOKEN
from . import fields
from .bar_chart import Chart
from .content import Content
from .look import Look
from .template_tags import Tags, fault

WIDE, HIGH = 155, 205  # mm, the most that the chart takes
LARGEST = 100_000_000  # bytes of an unpacked template
STAMP = (1980, 1, 1, 0, 0, 0)
LONGEST_TITLE = 255  # letters; a limit of the format
NEAR = 70  # letters of what stands near a fault
SPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMBERS = {each.numerals: each.page_numbers for each in SPOKEN.values()}
"""Formats of page numbers by the digits of the text; a template's own format, such as letters, stays."""
_XML = re.compile(r"<[^<>]*>")
_PARAGRAPH = re.compile(r"<w:p([ >])")


def document(content: Content, look: Look, template: Path | None = None) -> bytes:
    """The report as a Word file, by a template of one's own or by that of its look. Raises KenError when
    something is wrong with the template."""
    path = template or look.template(".docx")
    own = _opened(fields.template_in(path), str(path), tuple(look.words))
    made = own.new()
    context = {**fields.values(content), "words": look.words, "chart": ""}
    if isinstance(content.chart, Chart):
        context["chart"] = _picture(made, content.chart.png)
    made.render(context, own)
    for each in made.docx.element.body.iter(f"{SPACE}pgNumType"):
        if each.get(f"{SPACE}fmt") in NUMBERS.values():
            each.set(f"{SPACE}fmt", NUMBERS.get(context["numerals"], "decimal"))
    properties = made.core_properties
    properties.title = f"{context['title']} – {context['unit']}"[:LONGEST_TITLE]
    properties.modified = properties.created or datetime(*STAMP)
    kept = io.BytesIO()
    made.save(kept)
    return steady(kept.getvalue())


def steady(data: bytes) -> bytes:
    """A zip file with no times in it."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, STAMP)
            entry.create_system = 3
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return kept.getvalue()


class _Opened:
    """A template in memory; what docxtpl makes of its parts is made once. Stands where docxtpl wants a Jinja
    environment."""

    def __init__(self, data: bytes, path: str, words: Sequence[str]) -> None:
        self.data, self.path, self.words = data, path, words
        self.docxtpl = packages.needed("docxtpl", "docxtpl")
        self.environment = fields.environment(_braced, autoescape=True)
        self.patched: dict[str, str] = {}
        self.prepared: dict[str, fields.Prepared] = {}
        found: list[Diagnostic] = []
        made = self.new()
        made.init_docx()
        sources = [made.get_xml()]
        sources += [
            made.get_part_xml(part)
            for uri in (made.HEADER_URI, made.FOOTER_URI)
            for _, part in made.get_headers_footers(uri)
        ]
        for source in sources:
            try:
                self.from_string(_PARAGRAPH.sub(r"\n<w:p\1", made.patch_xml(source)))
            except KenError as error:
                found.extend(error.diagnostics)
        if found:
            raise KenError(found)

    def new(self) -> Any:
        """A document of docxtpl to be filled in."""
        made = self.docxtpl.DocxTemplate(io.BytesIO(self.data))
        patch, fix = made.patch_xml, made.fix_tables

        def patched(source: str) -> str:
            if source not in self.patched:
                self.patched[source] = patch(source)
            return self.patched[source]

        def fixed(source: str) -> Any:
            etree = packages.needed("lxml.etree", "lxml")
            try:
                etree.fromstring(source)
            except etree.XMLSyntaxError as error:
                hint = say(
                    "a tag for rows ({row}) stands in a row of its own, one for paragraphs ({paragraph}) "
                    "in a paragraph",
                    row="{%tr … %}",
                    paragraph="{%p … %}",
                )
                raise KenError(
                    [
                        fault(
                            say("tags of the template begin and end in different paragraphs, rows or cells"),
                            Position(self.path),
                            hint,
                        )
                    ]
                ) from error
            return fix(source)

        made.patch_xml, made.fix_tables = patched, fixed
        made.render_properties = lambda *_: None
        return made

    def from_string(self, source: str) -> fields.Prepared:
        if source not in self.prepared:
            lines = source.split("\n")

            def where(line: int, word: str) -> Position:
                return Position(
                    self.path, cell=_near(lines[line - 1] if 0 < line <= len(lines) else "", word)
                )

            self.prepared[source] = fields.Prepared(
                source, self.environment, where, {"words": dict.fromkeys(self.words, str)}
            )
        return self.prepared[source]


@lru_cache(maxsize=4)
def _opened(data: bytes, path: str, words: tuple[str, ...]) -> _Opened:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(each.file_size for each in parts.infolist()) > LARGEST:
                raise KenError(
                    [
                        fault(
                            say("the template is too large"),
                            Position(path),
                            say("take large pictures out of it"),
                        )
                    ]
                )
        return _Opened(data, path, words)
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        OSError,
        packages.needed("lxml.etree", "lxml").XMLSyntaxError,
    ) as error:
        hint = say("save it in Word as a document (.docx)")
        raise KenError([fault(say("the template is no Word document"), Position(path), hint)]) from error


def _near(line: str, word: str) -> str:
    """The tag in which a word stands, or else the text of the paragraph."""
    tags = Tags(line)
    found = tags.place(word, 0, len(line)) if word else -1
    shown = next((line[begin:end] for begin, end in tags.spans if begin <= found < end), line)
    text = " ".join(_XML.sub("", shown).split())
    return text if len(text) <= NEAR else f"{text[: NEAR - 1]}…"


def _braced(value: Any) -> Any:
    """A text with its braces as character references: docxtpl takes {_{ and the like, once filled in, for
    signs of its own."""
    if not isinstance(value, str):
        return value
    markup = packages.needed("markupsafe", "markupsafe")
    return markup.Markup(str(markup.escape(value)).replace("{", "&#123;").replace("}", "&#125;"))


def _picture(made: Any, png: bytes) -> Any:
    """The chart as large as the page allows."""
    width, height = struct.unpack(">II", png[16:24])
    across = min(WIDE, HIGH * width / height)
    docxtpl, shared = packages.needed("docxtpl", "docxtpl"), packages.needed("docx.shared", "python-docx")
    return docxtpl.InlineImage(made, io.BytesIO(png), width=shared.Mm(across))


__all__ = ["document", "steady"]
