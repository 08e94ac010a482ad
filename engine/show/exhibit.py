"""What a command has found, in the shapes that the formats show: the one thing that every command hands
over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from ..words.diagnostics import Diagnostic, Text
from .sections import Section

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Console

    from .result_sheets import ResultSheets


@dataclass(frozen=True)
class Chapter:
    """Sections that belong together; with a title where there are several chapters."""

    sections: Sequence[Section]
    title: Text | None = None


@dataclass(frozen=True)
class Page:
    """Chapters as a page to be read, under a title of their own, which may be long; `about` says in a few
    words what they were made of."""

    title: Text | str
    chapters: Sequence[Chapter]
    about: Sequence[tuple[Text, Text]] = ()


@dataclass(frozen=True)
class RowsOfUnits:
    """A row a unit: what a spreadsheet or a dataframe takes. `headings` has by column of the frame what it is
    called: names of data, which a library may read as patterns, so that they are given last. `decimals` are
    those of columns of scores; `texts` has columns with decimals of their own, and moments, as a text file
    shows them; `about` says by which rules the rows were made. A workbook has `sheets` for people
    before them."""

    headings: Mapping[str, str]
    frame: pl.DataFrame
    decimals: int
    texts: Mapping[str, pl.Series] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)
    sheets: Callable[[], ResultSheets] | None = None


@dataclass(frozen=True)
class TestSuite:
    """Things that were tested together; each `case` is a name and, where it failed, what is wrong: a line, a
    kind, and all that is to be said."""

    name: str
    kind: str
    cases: Sequence[tuple[str, tuple[str, str | None, str] | None]]


@dataclass(frozen=True)
class Exhibit:
    """What a command has found. Each shape is made when a format asks for it; a format whose shape a command
    does not fill is refused. `reasons` say of codes of findings why they matter, `directions` name those of
    tables and legends; a terminal shows `most_rows` of each table."""

    title: Text
    view: Callable[[Console], None] | None = None
    chapters: Callable[[], Sequence[Chapter]] | None = None
    page: Callable[[], Page] | None = None
    data: Callable[[], Any] | None = None
    records: Callable[[], Iterable[Any]] | None = None
    table: Callable[[], RowsOfUnits] | None = None
    findings: Callable[[], Sequence[Diagnostic]] | None = None
    suites: Callable[[], Sequence[TestSuite]] | None = None
    reasons: Mapping[str, Text] = field(default_factory=dict)
    directions: Mapping[str, Text] = field(default_factory=dict)
    most_rows: int | None = None

    def sections(self) -> list[Section]:
        """The sections of all chapters that can be said in words."""
        chapters = () if self.chapters is None else self.chapters()
        return [section for chapter in chapters for section in chapter.sections if not section.is_drawn]

    def shapes(self) -> frozenset[str]:
        """The shapes that are filled."""
        return frozenset(each.name for each in fields(self) if callable(getattr(self, each.name)))


__all__ = ["Chapter", "Exhibit", "Page", "RowsOfUnits", "TestSuite"]
