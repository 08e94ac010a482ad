"""The index of a folder of reports: the national summary, and every unit with its rating and its file."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..meaning.facts_in_words import STATUSES, no_result, rating_text
from ..meaning.model import TOTAL
from ..rating.evaluation import Evaluation
from ..rating.evaluation_page import for_people
from ..rating.made_of import made_of
from ..show.exhibit import Chapter, Exhibit, Page
from ..show.sections import Cell, Figure, FileLink, OnPage, Section, Table, shown
from ..show.writing import write
from ..words.diagnostics import Translate, counted, say
from ..words.language import Language
from ..words.natural_order import natural
from ..words.speech import Speech
from .batch import Task

NAME = "index"
REPORTS, RATING_COLUMN = "reports", 2
"""The table of the units, and its column of ratings."""


def write_index(
    folder: Path,
    evaluation: Evaluation,
    summary: Sequence[Section],
    entries: Sequence[dict[str, Any]],
    speech: Speech,
    source: str = "",
) -> None:
    """Writes index.html and index.json; `source` is what the file of the data is called. Raises KenError when
    that cannot be done."""
    rules = evaluation.rules
    title = counted(
        len(entries), "{rules}: report of {count} unit", "{rules}: reports of {count} units", rules=rules.id
    )
    tables = {section.table.id: section.table for section in summary if section.table is not None}
    data = {
        "ruleset": rules.id,
        "fingerprint": rules.fingerprint,
        "reports": entries,
        "summary": {name: _rows(table, speech.translate) for name, table in tables.items()},
    }
    chapters = [Chapter([*for_people(summary), _listing(evaluation, entries, speech.language)])]
    about = made_of([rules], speech.language, [source], evaluation.frame.height)
    exhibit = Exhibit(title, page=lambda: Page(title, chapters, about), data=lambda: data)
    for suffix in (".html", ".json"):
        write(exhibit, folder / f"{NAME}{suffix}", speech)


def entries_of(
    evaluation: Evaluation, tasks: Sequence[Task], current: Collection[str]
) -> list[dict[str, Any]]:
    """Every unit in the order of the data. `current` are the files that are there and as the data are now: a
    unit whose report could not be made has none."""
    columns = evaluation.rated.columns
    results = evaluation.frame.select(
        columns["printed", TOTAL], columns["rating", ""], columns["status", ""]
    ).rows()
    return [
        {
            "unit": task.seen.unit,
            "rating": rating,
            "total": total,
            **({"status": status} if status in STATUSES else {}),
            "file": task.file if task.file in current else None,
        }
        for task, (total, rating, status) in zip(tasks, results, strict=True)
    ]


def _rows(table: Table, translate: Translate) -> list[dict[str, Any]]:
    """A table as data: numbers stay numbers."""
    headings = [
        heading.template if heading.template != "{name}" else str(heading) for heading in table.headings
    ]
    return [dict(zip(headings, (_plain(cell, translate) for cell in row), strict=True)) for row in table.rows]


def _plain(cell: Cell, translate: Translate) -> float | int | str:
    if isinstance(cell, Figure):
        return cell.value
    return cell if isinstance(cell, int) else shown(cell, translate)


def _listing(evaluation: Evaluation, entries: Sequence[dict[str, Any]], language: Language) -> Section:
    """The units in the order of their names, each with a link to its report."""
    rules, places = evaluation.rules, evaluation.rules.scale.decimals
    ratings = {band.rating: rating_text(rules, band.rating, language) for band in rules.bands}
    lacking = [*STATUSES.values(), no_result(rules)]

    def cells(entry: Mapping[str, Any]) -> tuple[Cell, ...]:
        """Its name, total and rating; without bands the total, or that there is none."""
        name = entry["unit"] if entry["file"] is None else FileLink(entry["unit"], entry["file"])
        total = None if entry["total"] is None else Figure(entry["total"], places)
        word = STATUSES.get(entry.get("status", "")) or no_result(rules)
        if not rules.bands:
            return name, word if total is None else total
        return name, total, ratings.get(entry["rating"]) or word

    rows = [cells(entry) for entry in sorted(entries, key=lambda entry: natural(entry["unit"]))]
    result = (say("rating"),) if rules.bands else ()
    headings = (say("{unit}", unit=rules.unit), say("total"), *result)
    told = [*ratings.values(), *lacking]
    page = OnPage(choices={RATING_COLUMN: told} if ratings else {}, file=rules.id.replace("/", "-"))
    return Section(say("Reports"), table=Table(REPORTS, headings, rows, page=page))


__all__ = ["RATING_COLUMN", "REPORTS", "entries_of", "write_index"]
