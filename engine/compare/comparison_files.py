"""A comparison as a file: Markdown, JSON, Excel, HTML."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import __version__
from ..meaning.model import RuleSet
from ..rating.evaluation import diagnostic_json, json_cell, json_number, target_json
from ..show.output import EXCEL_FONT, write_as
from ..show.sections import Figure, Section, Table, json_text, markdown, shown
from ..words.diagnostics import Text, Translate, say
from ..words.language import Language
from .compared import Comparison
from .comparison_page import Part, page
from .differences import Change, Difference, Differences
from .implied import Example, Proofs
from .ratings import UNIT
from .years import Years

MAX_SHEET_NAME = 31


@dataclass(frozen=True)
class Report:
    """What is to be written: parts as sections, and the same as data."""

    title: Text
    parts: Sequence[Part]
    data: dict[str, Any]

    @property
    def sections(self) -> list[Section]:
        return [section for part in self.parts for section in part.sections]


def write(report: Report, path: Path, language: Language, translate: Translate) -> None:
    """Writes a report to a file, by its ending. Raises KenError when that cannot be done; then the file is as
    it was."""
    write_as(
        path,
        {
            ".html": lambda file: file.write_bytes(
                page(report.title, language, translate, report.parts).encode()
            ),
            ".xlsx": lambda file: file.write_bytes(excel(report, translate)),
            ".json": lambda file: file.write_bytes(json_text(report.data).encode()),
            ".md": lambda file: file.write_bytes(markdown(report.title, report.sections, translate).encode()),
        },
    )


def excel(report: Report, translate: Translate) -> bytes:
    """A workbook with a sheet for each table, and a first one with the sentences."""
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(
        content,
        {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
        },
    ) as book:
        plain = {"font_name": EXCEL_FONT, "font_size": 11}
        heading, text = (
            book.add_format({**plain, "bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            book.add_format(plain),
        )
        formats = {
            places: book.add_format({**plain, "num_format": "0." + "0" * places if places else "0"})
            for places in range(7)
        }
        first = book.add_worksheet(_sheet_name(say("Summary").in_words(translate), set()))
        first.set_column(0, 0, 110)
        first.write_string(0, 0, report.title.in_words(translate), heading)
        row = 2
        taken = {first.get_name().casefold()}
        for section in report.sections:
            if section.sentences:
                first.write_string(row, 0, section.title.in_words(translate), heading)
                for at, sentence in enumerate(section.sentences, row + 1):
                    first.write_string(at, 0, sentence.in_words(translate), text)
                row += len(section.sentences) + 2
            if section.table is not None:
                sheet = book.add_worksheet(_sheet_name(section.title.in_words(translate), taken))
                taken.add(sheet.get_name().casefold())
                _fill(sheet, section.table, translate, heading, text, formats)
    return content.getvalue()


def _fill(sheet: Any, table: Table, translate: Translate, heading: Any, text: Any, formats: Any) -> None:
    widths = [min(60, max(8, len(each.in_words(translate)))) for each in table.headings]
    for at, each in enumerate(table.headings):
        sheet.write_string(0, at, each.in_words(translate), heading)
    for number, row in enumerate(table.rows, 1):
        for at, cell in enumerate(row):
            if cell is None:
                continue
            if isinstance(cell, Figure):
                sheet.write_number(number, at, cell.value, formats[cell.decimals])
            elif isinstance(cell, int):
                sheet.write_number(number, at, cell, text)
            else:
                words = shown(cell, translate)
                widths[at] = min(60, max(widths[at], len(words)))
                sheet.write_string(number, at, words, text)
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width + 2)
    sheet.freeze_panes(1, 1)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.headings) - 1)


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name that Excel takes: short, without its own signs, and not there yet."""
    plain = (
        "".join(" " if sign in "[]:*?/\\'" else sign for sign in title).strip()[: MAX_SHEET_NAME - 4] or "-"
    )
    name, number = plain, 2
    while name.casefold() in taken:
        name, number = f"{plain} {number}", number + 1
    return name


# as data


def rules_json(rules: RuleSet) -> dict[str, Any]:
    return {"ruleset": rules.id, "fingerprint": rules.fingerprint, "kenrules": __version__}


def differences_json(found: Differences, translate: Translate) -> dict[str, Any]:
    return {
        "old": rules_json(found.old),
        "new": rules_json(found.new),
        "rating": [_change_json(change, translate) for change in found.rating],
        "other": [_change_json(change, translate) for change in found.other],
    }


def _change_json(change: Change, translate: Translate) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "title": change.title.in_words(translate),
        "differences": [_difference_json(each, translate) for each in change.differences],
    }


def _difference_json(each: Difference, translate: Translate) -> dict[str, Any]:
    old, new = (
        value.in_words(translate) if isinstance(value, Text) else value for value in (each.old, each.new)
    )
    return {
        "what": each.what.in_words(translate),
        "old": old,
        "new": new,
        "old_position": str(each.old_position),
        "new_position": str(each.new_position),
    }


def proofs_json(proofs: Proofs, translate: Translate) -> dict[str, Any]:
    return {
        "assumptions": [each.in_words(translate) for each in proofs.assumptions],
        "beyond": None if proofs.beyond is None else proofs.beyond.in_words(translate),
        "transitions": [
            {
                "old": each.old,
                "new": each.new,
                "possible": each.possible,
                "example": _example_json(each.example),
            }
            for each in proofs.transitions
        ],
        "claims": [
            {
                "claim": each.statement.text,
                "holds": each.holds,
                "beyond": each.beyond,
                "counterexample": _example_json(each.counterexample),
            }
            for each in proofs.verdicts
        ],
    }


def _example_json(example: Example | None) -> dict[str, Any] | None:
    if example is None:
        return None
    return {
        side: {
            "rating": witness.result.rating,
            "total": json_number(witness.total),
            "scores": {
                witness.plan.rules.short_name(path): json_number(value)
                for path, value in witness.data.items()
            },
        }
        for side, witness in (("old", example.old), ("new", example.new))
    }


def comparison_json(found: Comparison, translate: Translate) -> dict[str, Any]:
    """Everything of a comparison; units in the order of the data."""
    causes = [found.cause_in_words(numbers).in_words(translate) for numbers in found.attribution.causes]
    described = found.described.drop(UNIT)
    return {
        "old": rules_json(found.old),
        "new": rules_json(found.new),
        "order": "rank" if found.by_rank else "position",
        "assumptions": [each.in_words(translate) for each in found.assumptions],
        "directions": dict(found.directions),
        "matrix": [
            {"old": one, "new": other, "units": count}
            for (one, other), count in sorted(found.matrix.items(), key=str)
        ],
        "causes": [
            {"changes": sorted(numbers), "cause": cause, "units": count}
            for numbers, cause, (_, count, _) in zip(
                found.attribution.causes, causes, found.causes(), strict=True
            )
        ],
        "alone": [
            {"change": change.title.in_words(translate), "made": made, "taken_back": back}
            for change, (made, back) in zip(found.differences.rating, found.attribution.alone, strict=False)
        ],
        "targets": {
            id_: {
                "old": None if old is None else target_json(old),
                "new": None if new is None else target_json(new),
            }
            for id_, (old, new) in found.targets.items()
        },
        "scores": [
            {
                "score": each.path,
                "units": each.units,
                "changed": each.changed,
                "mean": float(each.mean),
                "lowest": float(each.lowest),
                "highest": float(each.highest),
            }
            for each in found.scores
        ],
        "breakdowns": {column: found.breakdown(column).rows(named=True) for column in found.groupings},
        "near": found.near().rows(named=True),
        "units": [
            {
                **row,
                "cause": None if row["cause"] is None else causes[row["cause"]],
                **({"data": {name: json_cell(value) for name, value in cells.items()}} if cells else {}),
            }
            for row, cells in zip(
                found.units.iter_rows(named=True),
                described.rows(named=True) or [{}] * found.units.height,
                strict=True,
            )
        ],
        "diagnostics": [diagnostic_json(each, translate) for each in found.diagnostics],
    }


def years_json(years: Years) -> dict[str, Any]:
    return {
        "counts": dict(years.counts),
        "mean_change": dict(years.means),
        "units": years.units.rows(named=True),
    }


__all__ = ["Report", "comparison_json", "differences_json", "proofs_json", "write", "years_json"]
