"""What is found as sections of sentences and tables, which a terminal, Markdown and other files show in their
own ways."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from ..words.diagnostics import Text, Translate, counted


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


@dataclass(frozen=True)
class FileLink:
    """Words that lead to a file beside the page; where a format has no links, the words."""

    words: str
    file: str


@dataclass(frozen=True)
class TitledName:
    """What people call something, with the short name that it has in files and rules."""

    words: str
    name: str


Cell: TypeAlias = "str | Text | int | Figure | FileLink | TitledName | None"


def shown(cell: Cell, translate: Translate) -> str:
    """A cell as a person reads it."""
    match cell:
        case None:
            return ""
        case Text():
            return cell.in_words(translate)
        case int():
            return f"{cell:,}"
        case FileLink():
            return cell.words
        case TitledName():
            return cell.words if cell.name == cell.words else f"{cell.words} ({cell.name})"
    return str(cell)


def rated_of(units: int, rated: int) -> Text:
    """How many of the units are rated."""
    shown = counted(units, "{count} unit", "{count} units")
    return counted(
        rated, "{units}, of which {count} is rated", "{units}, of which {count} are rated", units=shown
    )


@dataclass(frozen=True)
class OnPage:
    """What a page makes of a table beside showing it. `bar` is the column whose numbers are drawn as bars,
    and `tones` has the place of each row from the best (0) to the worst (1), None where there is none.
    `shades` has it for each cell of a row after the first. By `choices`, columns with the words in them in
    their order, rows are chosen; `leads` names another table and its column, of which each row chooses those
    that have its first cell; `crosses` a table and two columns, of which each cell chooses those that have
    its row's name and its own heading. `file` is what its rows are called when they are taken along as CSV.
    `ticks` says that rows are ticked off, `fixed` that their order means something."""

    bar: int | None = None
    tones: Sequence[float | None] = ()
    shades: Sequence[Sequence[float | None]] = ()
    choices: Mapping[int, Sequence[Text]] = field(default_factory=dict)
    leads: tuple[str, int] | None = None
    crosses: tuple[str, int, int] | None = None
    file: str = ""
    ticks: bool = False
    fixed: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under headings. `id` names it in files; of the table `matrix` the first column has the names of
    its rows, and the last row and column are sums. `directions` has, for each row of it but the last, the
    direction of each cell; `page` what a page makes of it. A terminal that is too narrow leaves out the
    columns of `spare`, by their places, the first of them first."""

    id: str
    headings: tuple[Text, ...]
    rows: Sequence[tuple[Cell, ...]]
    directions: tuple[tuple[str | None, ...], ...] = ()
    page: OnPage = OnPage()
    spare: tuple[int, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A chart as SVG, and the same for a `narrow` screen; how often each direction is in it, and what is to
    be said of it."""

    svg: str
    counts: Mapping[str, int] = field(default_factory=dict)
    note: Text | None = None
    narrow: str = ""


@dataclass(frozen=True)
class Section:
    """A heading, sentences, a picture and a table."""

    title: Text
    sentences: tuple[Text, ...] = ()
    table: Table | None = None
    picture: Callable[[Translate], Picture] | None = None

    @property
    def is_drawn(self) -> bool:
        """Whether it has nothing but a picture."""
        return self.picture is not None and self.table is None and not self.sentences


__all__ = [
    "Cell",
    "Figure",
    "FileLink",
    "OnPage",
    "Picture",
    "Section",
    "Table",
    "TitledName",
    "rated_of",
    "shown",
]
