"""Tables as people have them: a plain one with titles above it, heads in several rows, units below them,
totals and notes at its end; written as each kind of file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field

import xlsxwriter

from .test_excel import ods, ods_cell, ods_number, ods_row

TITLES = ("Report of the year", 'Said: "as told"', "x, y; z", "agency")
ENDS = ("รวม", "Total", "หมายเหตุ: ตัวเลขเบื้องต้น")


@dataclass
class Dressed:
    """Rows of cells, and what a manifest says of them."""

    rows: list[list[object]]
    keys: list[str] = field(default_factory=list)


def dressed(luck, heads, body):
    """A table with these names of columns and rows, dressed up by chance."""
    width, rows = len(heads), []
    for _ in range(luck.randint(0, 3)):
        rows += [[luck.choice(TITLES) if luck.random() < 0.7 else "", *[""] * (width - 1)]]
    above, columns = len(rows), {}
    levels = luck.choice([1, 1, 2, 3])
    for level in range(levels - 1):
        groups = [f"group {level}" if at % 2 else "" for at in range(width)]
        rows.append(["", *(groups[1:])])
        for at in range(1, width):  # a head goes on over the empty cell to its right
            columns.setdefault(at, []).append(f"group {level}")
    rows.append(list(heads))
    keys = [] if above == 0 and levels == 1 else [_rows("header_row", above + 1, above + levels, luck)]
    if levels > 1:
        pairs = [f'"{"/".join([*columns[at], str(heads[at])])}": {heads[at]}' for at in range(1, width)]
        keys.append(f"columns: {{{', '.join(pairs)}}}")
    last = above + levels
    units = luck.randint(0, 2)
    rows += [["", *["points"] * (width - 1)] for _ in range(units)]
    skipped = list(range(last + 1, last + units + 1))
    for row in body:
        if luck.random() < 0.2:
            rows.append([""] * width)
        if luck.random() < 0.2:
            rows.append(["sub total", *[1] * (width - 1)])
            skipped.append(len(rows))
        rows.append(list(row))
    if skipped:
        keys.append(f"skip_rows: [{', '.join(map(str, skipped))}]")
    if luck.random() < 0.6:
        end = luck.choice(ENDS)
        rows.append([end, *[luck.randint(0, 900) for _ in range(width - 1)]])
        rows += [["last words", *[""] * (width - 1)]] * luck.randint(0, 2)
        keys.append(f'until: "{end[:8]}*"')
    return Dressed(rows, keys)


def _rows(key, first, last, luck):
    if first == last:
        return f"{key}: {first}"
    return f"{key}: {first}..{last}" if luck.random() < 0.5 else f"{key}: {[*range(first, last + 1)]}"


def written(path, rows, separator=","):
    """The rows as a file of the kind that its ending says."""
    if path.suffix == ".csv":
        text = io.StringIO()
        csv.writer(text, delimiter=separator).writerows(rows)
        path.write_text(text.getvalue(), encoding="utf-8")
    elif path.suffix == ".xlsx":
        with xlsxwriter.Workbook(path) as made:
            sheet = made.add_worksheet("S")
            for down, row in enumerate(rows):
                sheet.write_row(down, 0, [None if cell == "" else cell for cell in row])
    else:
        ods(path, "".join(ods_row(*map(_ods, row)) for row in rows))
    return path


def _ods(cell):
    if isinstance(cell, (int, float)):
        return ods_number(cell)
    escaped = str(cell).replace("&", "&amp;").replace("<", "&lt;")
    return ods_cell(escaped, 'office:value-type="string"') if cell else ods_cell()
