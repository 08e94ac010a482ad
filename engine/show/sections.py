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


Cell: TypeAlias = "str | Text | int | Figure | FileLink | None"


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
class Picture:
    """A chart as SVG; how often each direction is in it, and what is to be said of it."""

    svg: str
    counts: Mapping[str, int] = field(default_factory=dict)
    note: Text | None = None


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


__all__ = ["Cell", "Figure", "FileLink", "Picture", "Section", "Table", "rated_of", "shown"]
