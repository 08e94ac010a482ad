"""Sentences on a terminal are folded between words, and in a pipe not at all."""

from __future__ import annotations

import io
import random

import pytest
from kenrules.engine.show.terminal import plain
from kenrules.engine.show.wrapped_lines import line_breaks, print_line
from rich.cells import cell_len
from rich.console import Console

WORDS = [
    "total",
    ">=",
    "85",
    "min(instruments)",
    "ต้องปรับปรุงโดยด่วน",
    "ผ่านดีเยี่ยม",
    "(Pass)",
    "ก็",
    "a" * 50,
    "[dim]",
    "😀",
]


@pytest.mark.parametrize("seed", range(60))
def test_lines_fit_and_hold_all_that_was_said(seed):
    draw = random.Random(seed)
    indent = " " * draw.choice([0, 2, 4])
    text = indent + " ".join(draw.choice(WORDS) for _ in range(draw.randrange(1, 40)))
    width = draw.randrange(20, 90)
    out = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None, highlight=False)
    print_line(out, plain(text))
    lines = out.file.getvalue().rstrip("\n").split("\n")
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(text.split()) == "".join("".join(lines).split())
    assert all(line.startswith((indent + "  ", " " * (width // 2))) for line in lines[1:])
    words = set(text.split())
    whole = [
        word
        for word in words
        if cell_len(word) <= (width - len(indent) - 2) // 2 and "ง" not in word and "ผ" not in word
    ]
    assert all(any(word in line for line in lines) for word in whole)


def test_a_pipe_has_each_sentence_on_a_line():
    out = Console(file=io.StringIO(), width=20, force_terminal=False)
    print_line(out, "word " * 30)
    assert out.file.getvalue() == "word " * 30 + "\n"


def test_a_mark_stays_with_its_letter():
    text = "ที่" * 30
    breaks = list(line_breaks(text, 7, 2))
    assert breaks
    assert all(text[at] == "ท" for at in breaks)


def test_colours_go_on_in_the_next_line():
    out = Console(file=io.StringIO(), width=20, force_terminal=True, color_system="standard", highlight=False)
    print_line(out, "[red]one two three four five six[/] seven")
    first, second = out.file.getvalue().rstrip("\n").split("\n")[:2]
    assert first.startswith("\x1b[31m")
    assert "\x1b[31m" in second
