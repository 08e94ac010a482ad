"""What is beyond the findings that are told one by one is counted, and never left out without a word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kenrules.engine.data.most_told import IN_FULL, USUAL, first_told, most_told, told_in_full
from kenrules.engine.words.diagnostics import Diagnostic, Position, say


def findings(count):
    return [Diagnostic("a", say("it is wrong"), Position("x.csv", line)) for line in range(1, count + 1)]


@given(st.integers(0, 60), st.integers(1, 25), st.booleans())
def test_the_first_are_told_and_the_others_counted(count, usual, is_known):
    every = findings(count)
    told = list(first_told(iter(every), count if is_known else None, usual))
    assert told[:usual] == every[:usual]
    assert sum(each.more or 1 for each in told) == count
    if count > usual:
        assert (len(told), told[-1].position) == (usual + 1, every[usual].position)
    with told_in_full():
        assert list(first_told(iter(every), usual=usual)) == every
        assert most_told() == IN_FULL
    assert most_told() == USUAL


ROWS = 70


@pytest.mark.parametrize(
    ("name", "text", "options"),
    [
        ("no-unit", "agency,a,b\n" + ",1,2\n" * ROWS + "A,1,2\n", ()),
        ("duplicate-unit", "agency,a,b\n" + "A,1,2\n" * (ROWS + 1), ()),
        ("total-row", "agency,a,b\nA,1,2\n" + "".join(f"Total {at},1,2\n" for at in range(ROWS)), ()),
        ("ragged-row", "agency,a,b\nA,1,2\n" + "B,1\n" * ROWS, ()),
        ("no-item", "agency,item,score\nA,a,81\n" + "A,,61\n" * ROWS, ()),
        ("not-a-number", "agency,a,b\n" + "".join(f"u{at},x,{at + 20}\n" for at in range(ROWS)), ()),
    ],
)
def test_a_terminal_says_how_many_there_are(ken, smallest, write, tmp_path, name, text, options):
    rules, data = smallest(), write("data.csv", text)
    told = ken("evaluate", rules, data, *options).stderr
    lines = [line for line in told.splitlines() if line.endswith(f"[{name}]")]
    more = [
        int(found[1])
        for line in lines
        if (found := re.search(r"(?:error|warning): (?:and )?(\d+) more", line))
    ]
    assert len(lines) - len(more) + sum(more) == ROWS, told
    in_full = ken("evaluate", rules, data, *options, "--findings", tmp_path / "all.xlsx").stderr
    assert re.search(rf"all\.xlsx: {ROWS}\b", in_full), in_full


def test_units_that_were_not_looked_at_are_counted(ken, smallest, write):
    rules = smallest("bands: [{rating: high, from: 50}]")
    data = write("data.csv", "agency,a,b\n" + "".join(f"u{at},1,2\n" for at in range(250)))
    told = ken("evaluate", rules, data).stderr
    assert "and 190 more like these" in told
    assert "50 more units may have the same fault: only the first 200 were looked at" in told
