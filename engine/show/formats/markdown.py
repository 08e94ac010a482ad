"""Markdown, tables in the form of GitHub."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...words.diagnostics import Translate, visible
from ...words.speech import Speech
from ..exhibit import Exhibit
from ..sections import Figure, Table, shown

SUFFIXES = (".md",)
SHAPES = ("chapters",)


def written(exhibit: Exhibit, speech: Speech) -> Iterator[bytes]:
    """The sections of an exhibit under its title."""
    lines = [f"# {marked(speech.words(exhibit.title))}"]
    for section in exhibit.sections():
        lines += ["", f"## {marked(speech.words(section.title))}"]
        if section.sentences:
            lines += ["", *(f"- {marked(speech.words(sentence))}" for sentence in section.sentences)]
        if section.table is not None and section.table.rows:
            lines += ["", *_table(section.table, speech.translate)]
    yield ("\n".join(lines) + "\n").encode(errors="replace")


def _table(table: Table, translate: Translate) -> list[str]:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cells) + " |"

    columns = range(len(table.headings))
    numbers = [
        all(isinstance(row[at], (int, Figure)) or row[at] is None for row in table.rows) for at in columns
    ]
    head = line([marked(heading.in_words(translate)) for heading in table.headings])
    rule = line(["---:" if is_number else "---" for is_number in numbers])
    return [head, rule, *(line([marked(shown(cell, translate)) for cell in row]) for row in table.rows)]


def marked(text: str) -> str:
    """A text in which nothing is taken for Markdown or HTML."""
    plain = visible(text.replace("\n", " ")).replace("\\", "\\\\").replace("&", "&amp;")
    for sign in "|`*_[]<>#~":
        plain = plain.replace(sign, f"\\{sign}")
    return plain
