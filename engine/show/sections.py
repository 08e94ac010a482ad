"""What is found as sections of sentences and tables, which a terminal, Markdown and other files show in their
own ways."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from ..words.diagnostics import Text, Translate, counted, visible


@dataclass(frozen=True)
class Figure:
    """A number to be shown with so many decimals; `signed` with its sign."""

    value: float
    decimals: int
    signed: bool = False

    def __str__(self) -> str:
        plain = f"{self.value:.{self.decimals}f}"
        is_positive = self.signed and self.value > 0 and any(digit in "123456789" for digit in plain)
        return f"+{plain}" if is_positive else plain


Cell: TypeAlias = "str | Text | int | Figure | None"


def shown(cell: Cell, translate: Translate) -> str:
    """A cell as a person reads it."""
    match cell:
        case None:
            return ""
        case Text():
            return cell.in_words(translate)
        case int():
            return f"{cell:,}"
    return str(cell)


def rated_of(units: int, rated: int) -> Text:
    """How many of the units are rated."""
    shown = counted(units, "{count} unit", "{count} units")
    return counted(
        rated, "{units}, of which {count} is rated", "{units}, of which {count} are rated", units=shown
    )


@dataclass(frozen=True)
class Table:
    """Rows under headings. `id` names it in files; of the table `matrix` the first column has the names of
    its rows, and the last row and column are sums. `directions` has, for each row of it but the last, the
    direction of each cell."""

    id: str
    headings: tuple[Text, ...]
    rows: Sequence[tuple[Cell, ...]]
    directions: tuple[tuple[str | None, ...], ...] = ()


@dataclass(frozen=True)
class Section:
    """A heading, sentences, and a table."""

    title: Text
    sentences: tuple[Text, ...] = ()
    table: Table | None = None


def markdown(title: Text, sections: Sequence[Section], translate: Translate) -> str:
    """The sections as Markdown, tables in the form of GitHub."""
    lines = [f"# {_marked(title.in_words(translate))}"]
    for section in sections:
        lines += ["", f"## {_marked(section.title.in_words(translate))}"]
        if section.sentences:
            lines += ["", *(f"- {_marked(sentence.in_words(translate))}" for sentence in section.sentences)]
        if section.table is not None and section.table.rows:
            lines += ["", *_markdown_table(section.table, translate)]
    return "\n".join(lines) + "\n"


def _markdown_table(table: Table, translate: Translate) -> list[str]:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cells) + " |"

    numbers = [
        all(isinstance(row[at], (int, Figure)) or row[at] is None for row in table.rows)
        for at in range(len(table.headings))
    ]
    head = line([_marked(heading.in_words(translate)) for heading in table.headings])
    rule = line(["---:" if is_number else "---" for is_number in numbers])
    return [head, rule, *(line([_marked(shown(cell, translate)) for cell in row]) for row in table.rows)]


def _marked(text: str) -> str:
    """A text in which nothing is taken for Markdown or HTML."""
    plain = visible(text.replace("\n", " ")).replace("\\", "\\\\").replace("&", "&amp;")
    for sign in "|`*_[]<>#~":
        plain = plain.replace(sign, f"\\{sign}")
    return plain


def json_text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


__all__ = ["Cell", "Figure", "Section", "Table", "json_text", "markdown", "rated_of", "shown"]
