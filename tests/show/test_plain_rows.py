"""Long tables in plain lines: every cell whole, in even columns."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from kenrules.engine.show import plain_rows
from kenrules.engine.show.plain_rows import BETWEEN, TextColumn, lines_of_rows
from rich.cells import cell_len

WORDS = st.text("กำเนิดที่ดี้abc日1.-", min_size=1, max_size=12)
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.tuples(
        st.lists(st.tuples(WORDS, st.booleans()), min_size=width, max_size=width),
        st.lists(st.lists(st.none() | WORDS, min_size=width, max_size=width), max_size=12),
    )
)


@settings(max_examples=200, deadline=None)
@given(TABLES, st.integers(1, 5))
def test_every_cell_stands_whole_in_its_column(table, piece):
    heads, rows = table
    columns = [
        TextColumn(head, pl.Series([row[at] for row in rows], dtype=pl.String), is_number)
        for at, (head, is_number) in enumerate(heads)
    ]
    plain_rows.PIECE, before = piece, plain_rows.PIECE
    try:
        lines = "".join(lines_of_rows(columns)).splitlines()
    finally:
        plain_rows.PIECE = before
    assert len(lines) == len(rows) + 2
    told = [[head for head, _ in heads], *rows]
    widths = [max(cell_len(row[at] or "") for row in told) for at in range(len(heads))]
    assert lines.pop(1) == " " + "─" * (sum(widths) + len(BETWEEN) * (len(heads) - 1))
    for line, row in zip(lines, told, strict=True):
        rest = line + " " * (sum(widths) + len(BETWEEN) * len(heads) + 1 - cell_len(line))
        rest = rest.removeprefix(" ")
        for cell, width, (_, is_number) in zip(row, widths, heads, strict=True):
            space = " " * (width - cell_len(cell or ""))
            expected = space + (cell or "") if is_number else (cell or "") + space
            assert rest.startswith(expected)
            rest = rest.removeprefix(expected).removeprefix(BETWEEN)


def test_a_name_begins_no_line():
    (_, row) = "".join(lines_of_rows([TextColumn("x", pl.Series(["a\nb\x1b"]))])).splitlines()[::2]
    assert row == " a␊b␛"
