"""Terminals: tables, sections and findings, with the right widths for Thai."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TextIO

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text as RichText

from ..words.diagnostics import Diagnostic, Text, Translate, say, visible
from ..words.progress import Step
from ..words.speech import Speech
from .exhibit import Exhibit
from .fitted_table import MORE, FittedTable
from .sections import Figure, Section, shown
from .sections import Table as SectionTable
from .wrapped_lines import print_line

PIPE_WIDTH = 200
LONGEST, LEAST_SHOWN = 120, 20  # letters of a line that is pointed at

_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


def console(stream: TextIO) -> Console:
    """For a terminal as wide as it is; for a pipe wide enough that nothing is cut."""
    return Console(
        file=stream,
        highlight=False,
        emoji=False,
        width=None if stream.isatty() else PIPE_WIDTH,
        soft_wrap=not stream.isatty(),
    )


def plain(text: str) -> str:
    """A text in which nothing is taken for markup."""
    return escape(visible(text))


def as_it_is(text: str) -> RichText:
    """A text for places in which rich reads pictures and markup whatever the console is told."""
    return RichText(visible(text))


def mark_of(out: Console, *, is_good: bool | None) -> str:
    """What stands before a verdict on a terminal: a sign, told apart without its colour too. None: neither
    good nor bad."""
    if not out.is_terminal:
        return ""
    return "[yellow]![/] " if is_good is None else "[green]✓[/] " if is_good else "[red]✗[/] "


def print_steps(out: Console, steps: Sequence[Step], translate: Translate) -> None:
    """Where the time of a run went."""
    listing = table_of(translate, say("step"), say("rows"), say("seconds"))
    for column in listing.columns[1:]:
        column.justify = "right"
    for step in steps:
        listing.add_row(
            plain(step.text.in_words(translate)),
            "" if step.rows is None else f"{step.rows:,}",
            f"{step.seconds:.2f}",
        )
    out.print(listing)


def print_diagnostics(
    out: Console, diagnostics: Iterable[Diagnostic], lines: Mapping[str, Sequence[str]], translate: Translate
) -> None:
    """Each as `file:line:column: severity: message [code]`, then the line with a caret, then the hint."""
    for each in diagnostics:
        severity = translate(each.severity)
        head = (
            f"{plain(str(each.position))}: [{_COLOURS[each.severity]}]{severity}[/]: "
            f"{plain(each.message.in_words(translate))} [dim]\\[{each.code}][/]"
        )
        print_line(out, head)
        source = lines.get(each.position.file, ())
        if each.position.column and not each.position.cell and each.position.line <= len(source):
            for line in _pointed_at(
                source[each.position.line - 1].rstrip("\r"),
                each.position.column,
                each.position.length,
                out.width - 2 if out.is_terminal else LONGEST,
            ):
                out.print(RichText(line, style="dim"), soft_wrap=True)
        if each.hint is not None:
            print_line(out, f"  [green]{translate('hint')}[/]: {plain(each.hint.in_words(translate))}")


def _pointed_at(line: str, column: int, length: int, width: int) -> Iterator[str]:
    """The line, and carets under the place; cut around the place when the line is long."""
    start = max(0, column - 80) if len(line) > LONGEST else 0
    shown = visible(line[start : start + LONGEST].replace("\t", " "))
    at = column - 1 - start
    if cell_len(shown) > width:
        shown, at = _around(shown, at, max(width, LEAST_SHOWN))
    before, marked = shown[:at], shown[at : at + length]
    yield f"  {shown}"
    yield "  " + " " * cell_len(before) + "^" * max(1, cell_len(marked))


def _around(line: str, at: int, width: int) -> tuple[str, int]:
    """What fits of a line around a place in it, and where the place is in that."""
    start = 0
    while cell_len(line[start : at + 1]) > width // 2:
        start += 1
    while start and not cell_len(line[start]):  # a mark stays with its letter
        start += 1
    before = MORE if start else ""
    end = at + 1
    while end < len(line) and cell_len(line[start : end + 1]) <= width - 2:
        end += 1
    after = MORE if end < len(line) else ""
    return before + line[start:end] + after, at - start + len(before)


def table_of(
    translate: Translate, *headings: Text, title: str | None = None, spare: Sequence[int] = ()
) -> Table:
    """An empty table under headings, for rows of texts in which nothing is taken for markup (see `plain`);
    `spare` has the places of columns that a narrow terminal leaves out, the first of them first."""
    listing = FittedTable(box=box.SIMPLE_HEAD, title=title, title_justify="left", pad_edge=False)
    listing.spare = spare
    listing.left_out = lambda names: say("There was no room for: {columns}", columns=names).in_words(
        translate
    )
    for heading in headings:
        listing.add_column(plain(heading.in_words(translate)), overflow="fold")
    return listing


def print_sections(
    out: Console, sections: Iterable[Section], translate: Translate, *, most: int | None = None
) -> None:
    """Sections of a comparison: headings, sentences, tables; of each table at most so many rows."""
    for section in sections:
        print_line(out, f"\n[bold]{plain(section.title.in_words(translate))}[/]")
        for sentence in section.sentences:
            print_line(out, f"  {plain(sentence.in_words(translate))}")
        if section.table is not None and section.table.rows:
            _print_table(out, section.table, translate, most)


def _print_table(out: Console, table: SectionTable, translate: Translate, most: int | None) -> None:
    listing = table_of(translate, *table.headings, spare=table.spare)
    for at, column in enumerate(listing.columns):
        if any(isinstance(row[at], (int, Figure)) for row in table.rows):
            column.justify = "right"
    rows = table.rows if most is None else table.rows[:most]
    for row in rows:
        listing.add_row(*(plain(shown(cell, translate)) for cell in row))
    out.print(listing)
    if len(rows) < len(table.rows):
        out.print(
            translate("… and {count} more; -o FILE writes all").format(
                count=f"{len(table.rows) - len(rows):,}"
            )
        )


def print_exhibit(out: Console, exhibit: Exhibit, speech: Speech) -> None:
    """What a command has found: in its own view where it has one, else its sections."""
    if exhibit.view is not None:
        exhibit.view(out)
    else:
        print_sections(out, exhibit.sections(), speech.translate, most=exhibit.most_rows)


__all__ = [
    "as_it_is",
    "console",
    "mark_of",
    "plain",
    "print_diagnostics",
    "print_exhibit",
    "print_sections",
    "print_steps",
    "table_of",
]
