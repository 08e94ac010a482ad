"""Tables and lines that fit a terminal: no number, id or Thai syllable is broken."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kenrules.engine.show.fitted_table import FittedTable, lines_within, widths_within
from kenrules.engine.words.whole_words import unbroken
from rich import box
from rich.cells import cell_len
from rich.console import Console

SYLLABLES = ("ความ", "โปร่ง", "ใส", "ใน", "การ", "ดำ", "เนิน", "งาน", "และ", "ปรับ", "ต้อง", "แก้", "ไข", "น้ำ")
THAI = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=8).map("".join)
NUMBERS = st.decimals(0, 999_999, places=2).map(str)
IDS = st.sampled_from(["EIT1.I6.e14", "ita/2566-as-printed", "o28", "2021-10-01"])
TEXTS = st.lists(THAI | NUMBERS | IDS | st.sampled_from(["of", "questions"]), min_size=1, max_size=5).map(
    " ".join
)
ROWS = st.lists(st.tuples(IDS, TEXTS, NUMBERS, TEXTS, NUMBERS), min_size=1, max_size=5)
HEADS = ("node", "title", "score", "what to do", "before rounding")


def drawn(rows, width: int) -> list[str]:
    out = io.StringIO()
    table = FittedTable(box=box.SIMPLE_HEAD, pad_edge=False)
    for head in HEADS:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console(file=out, width=width, highlight=False).print(table)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@settings(max_examples=60, deadline=None)
@given(rows=ROWS)
def test_numbers_and_ids_stay_whole_and_lines_fit(width, rows):
    lines = drawn(rows, width)
    assert all(cell_len(line.rstrip()) <= width for line in lines)
    words = re.split(r"\s+", " ".join(lines))
    for row in rows:
        for word in " ".join(row).split():
            if re.search("[0-9]", word):
                assert words.count(word) >= sum(other == word for cell in row for other in cell.split())


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=12))
def test_thai_is_broken_only_between_syllables(syllables):
    ends, at = {0}, 0
    for syllable in syllables:
        at += len(syllable)
        ends.add(at)
    at = 0
    for piece in unbroken("".join(syllables)):
        assert at in ends
        at += len(piece)
    assert at in ends


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.integers(10, 60))
def test_lines_have_all_that_fits(text, width):
    lines = lines_within(text, width)
    assert all(cell_len(line) <= width for line in lines)
    if max(map(cell_len, unbroken(text))) <= width:
        assert "".join("".join(lines).split()) == "".join(text.split())
    assert not any(re.match("[\u0e30-\u0e3a\u0e45-\u0e4e]", line) for line in lines)


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), min_size=1, max_size=4), st.integers(20, 90))
def test_widths_fill_the_room_and_no_more(columns, width):
    widths = widths_within(columns, width)
    if widths is None:
        return
    natural = [max(map(cell_len, column)) for column in columns]
    assert sum(widths) <= width
    assert all(own <= most for own, most in zip(widths, natural, strict=True))


def test_a_table_that_is_too_wide_has_its_rows_below_each_other():
    lines = drawn([("EIT1.I6.e14", "words", "75.4706", "", "24.5294")], 30)
    assert [line.split() for line in lines if line.strip()] == [
        ["node", "EIT1.I6.e14"],
        ["title", "words"],
        ["score", "75.4706"],
        ["before", "ro…", "24.5294"],
    ]


def test_an_id_that_is_set_in_stays_on_the_first_line_of_its_row():
    assert lines_within("          o42", 8) == ["     o42"]
    assert lines_within("    I1", 8) == ["    I1"]


def test_what_is_least_wanted_is_left_out_and_named():
    rows = [("EIT1.I6.e14", "what is asked", "75.4706", "", "24.5294")] * 2
    out = io.StringIO()
    table = FittedTable(box=box.SIMPLE_HEAD, pad_edge=False)
    table.spare, table.left_out = (4, 2), lambda names: f"without {' and '.join(names)}"
    for head in HEADS:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console(file=out, width=40, highlight=False).print(table)
    shown = out.getvalue()
    assert {"what", "is", "asked"} <= set(shown.split())
    assert "24.5294" not in shown
    assert shown.rstrip().endswith("without before rounding")
    assert "without" not in "".join(drawn(rows, 120))


def test_columns_move_together_before_titles_are_cut():
    rows = [("EIT1.I6.e14", "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสีย", "75.4706", "words", "24.5294")]
    gaps = []
    for width in range(120, 50, -1):
        lines = drawn(rows, width)
        if found := [re.search(r"EIT1\.I6\.e14( +)แบบ", line) for line in lines if "75.4706" in line]:
            gaps.append((len(found[0][1]) if found[0] else 0, any("…" in line for line in lines)))
    assert {gap for gap, _ in gaps} >= {3, 2}
    assert (3, True) not in gaps


def test_an_id_that_is_as_wide_as_the_terminal_has_a_line_of_its_own():
    rows = [(f"{number}" * 28, "words", "75.4706", "", "24.5294") for number in (1, 2)]
    lines = [line for line in drawn(rows, 32) if line.strip()]
    assert [line.strip() for line in lines if line.strip().isdigit()] == ["1" * 28, "2" * 28]
    assert [line.split()[0] for line in lines if "75" in line] == ["score", "score"]
