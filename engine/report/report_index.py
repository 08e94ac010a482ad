"""The index of a folder of reports: the national summary, and every unit with its rating and its file."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..meaning.model import TOTAL
from ..rating.evaluation import Evaluation
from ..show import packages
from ..show.drawing import FONTS
from ..show.formats.json import json_text
from ..show.sections import Figure, Section, shown
from ..show.writing import write_as
from ..words.diagnostics import Text, Translate, counted
from ..words.language import Language
from .batch import Task

NAME = "index"
TEMPLATE = "index.html.j2"


def write(
    folder: Path,
    evaluation: Evaluation,
    summary: Sequence[Section],
    tasks: Sequence[Task],
    current: Collection[str],
    language: Language,
    translate: Translate,
) -> None:
    """Writes index.html and index.json; `current` are the files that are there and as the data are now.
    Raises KenError when that cannot be done."""
    title = counted(
        len(tasks),
        "{rules}: report of {count} unit",
        "{rules}: reports of {count} units",
        rules=evaluation.rules.id,
    )
    html = _page(
        title,
        [*(_section(each, translate) for each in summary), _listing(evaluation, tasks, current, translate)],
        language,
        translate,
    )
    data: dict[str, Any] = {
        "ruleset": evaluation.rules.id,
        "fingerprint": evaluation.rules.fingerprint,
        "reports": _entries(evaluation, tasks, current),
    }
    data["summary"] = {
        section.table.id: _rows(section, translate) for section in summary if section.table is not None
    }
    write_as(folder / f"{NAME}.html", {".html": lambda file: file.write_text(html, encoding="utf-8")})
    write_as(
        folder / f"{NAME}.json", {".json": lambda file: file.write_text(json_text(data), encoding="utf-8")}
    )


def _page(
    title: Text, sections: Sequence[Mapping[str, Any]], language: Language, translate: Translate
) -> str:
    jinja = packages.needed("jinja2", "jinja2")
    loader = jinja.FileSystemLoader(Path(__file__).resolve().parent / "templates")
    environment = jinja.Environment(
        autoescape=True, loader=loader, undefined=jinja.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    fonts = packages.needed("markupsafe", "markupsafe").Markup(FONTS)
    made: str = environment.get_template(TEMPLATE).render(
        title=title.in_words(translate), language=language, sections=sections, fonts=fonts
    )
    return made


def _section(section: Section, translate: Translate) -> Mapping[str, Any]:
    table = section.table
    return {
        "title": section.title.in_words(translate),
        "sentences": [each.in_words(translate) for each in section.sentences],
        "headings": [] if table is None else [each.in_words(translate) for each in table.headings],
        "rows": []
        if table is None
        else [
            [_cell(shown(cell, translate), number=isinstance(cell, (int, Figure))) for cell in row]
            for row in table.rows
        ],
    }


def _rows(section: Section, translate: Translate) -> list[dict[str, Any]]:
    """A table as data: numbers stay numbers."""
    assert section.table is not None
    headings = [each.template if each.template != "{name}" else str(each) for each in section.table.headings]
    plain = [
        [
            cell.value
            if isinstance(cell, Figure)
            else cell
            if isinstance(cell, int)
            else shown(cell, translate)
            for cell in row
        ]
        for row in section.table.rows
    ]
    return [dict(zip(headings, row, strict=True)) for row in plain]


def _cell(text: str, *, number: bool = False, link: str = "") -> Mapping[str, Any]:
    return {"text": text, "number": number, "link": link}


def _entries(evaluation: Evaluation, tasks: Sequence[Task], current: Collection[str]) -> list[dict[str, Any]]:
    """Every unit in the order of the data; without a file where its report could not be made."""
    columns = evaluation.rated.columns
    results = evaluation.frame.select(columns["printed", TOTAL], columns["rating", ""]).rows()
    return [
        {
            "unit": task.seen.unit,
            "rating": rating,
            "total": total,
            "file": task.file if task.file in current else None,
        }
        for task, (total, rating) in zip(tasks, results, strict=True)
    ]


def _listing(
    evaluation: Evaluation, tasks: Sequence[Task], current: Collection[str], translate: Translate
) -> Mapping[str, Any]:
    places = evaluation.rules.scale.decimals
    rows = [
        [
            _cell(each["unit"], link="" if each["file"] is None else quote(each["file"])),
            _cell("–" if each["total"] is None else f"{each['total']:.{places}f}", number=True),
            _cell(each["rating"] or translate("not rated")),
        ]
        for each in _entries(evaluation, tasks, current)
    ]
    headings = [evaluation.rules.unit, translate("total"), translate("rating")]
    return {"title": translate("Reports"), "sentences": [], "headings": headings, "rows": rows}


__all__ = ["write"]
