"""Results on a terminal: carets and columns under Thai text, and data that are no orders."""

from __future__ import annotations

import sys

from kenrules.engine.show.terminal import as_it_is, console, plain
from rich.cells import cell_len

from ..conftest import EXAMPLE


def test_carets_stand_under_thai_text(ken, smallest):
    shown = ken("check", smallest("title: {th: ที่นี่มีวรรณยุกต์, xx: ผิด}")).stdout.splitlines()
    line, caret = next((shown[at], shown[at + 1]) for at in range(len(shown)) if "ที่นี่" in shown[at])
    before = line[: line.index("xx")]
    assert cell_len(caret.rstrip("^")) == cell_len(before)
    assert len(before) > cell_len(before)  # combining marks take no width


def test_table_columns_line_up_for_thai(ken):
    shown = ken("--lang", "th", "evaluate", "ita/2566", EXAMPLE / "indicators.csv").stdout.splitlines()
    rows = [line for line in shown if line.strip().startswith(("I1 ", "I2 ", "I3 ", "I4 ", "I5 "))]
    assert len(rows) == 5
    ends = {
        cell_len(line[: line.index(score) + len(score)])
        for line, score in zip(rows, ("90.63", "78.75", "86.25", "78.84", "76.09"), strict=True)
    }
    assert len(ends) == 1


def test_a_node_without_score_keeps_its_place_above_those_with_one(ken, smallest, write):
    rules = smallest("parts: {a: {indicators: {x: {}, y: {}}}, b: {}}")
    shown = ken("evaluate", rules, write("data.csv", "agency,x\none,90\n")).stdout.splitlines()
    at = next(number for number, line in enumerate(shown) if line.strip().startswith("x "))
    assert shown[at - 1].split() == ["a"]


STRANGE = ":100: [red]A[/red] [/] \\[b] \x1b[31m\x07\x9b"
SHOWN = ":100: [red]A[/red] [/] \\[b] ␛[31m␇␡"


def test_data_are_no_markup_no_pictures_and_no_orders(ken, write, tmp_path):
    title = (
        STRANGE.replace("\\", "\\\\").replace("\x1b", "\\e").replace("\x07", "\\a").replace("\x9b", "\\x9b")
    )
    rules = write(
        ":100:/[red].yaml",
        f'ruleset: test/strange\ntitle: "{title}"\nunit: "{title}"\nsource: x\nscale: {{min: 0, max: 100, '
        f"decimals: 2, rounding: half_up}}\n"
        f'thresholds: {{pass: {{value: 50, title: "{title}"}}}}\nparts: {{a: {{title: "{title}", '
        f'indicators: {{x: {{title: "{title}"}}}}}}, b: {{}}}}\n'
        f'judgements: {{part: [{{result: "{title}", when: score >= pass}}, {{result: no, when: score < '
        f"pass}}]}}\n"
        f'bands: [{{rating: "{title}", from: 50, title: "{title}"}}, {{rating: low}}]\n'
        f'targets: [{{id: t, title: "{title}", share_of_units: total >= 50, at_least: 50%}}]\n',
    )
    one = write("one.csv", f"agency,x,b\n{STRANGE},90,80\n")
    two = write("two.csv", f"agency,x,b\n{STRANGE},90,80\nB,10,\n")
    for arguments in (
        ("show", rules),
        ("check", rules),
        ("evaluate", rules, one, "--key", "agency"),
        ("evaluate", rules, two, "--key", "agency"),
        ("explain", rules, one, "--key", "agency"),
        ("explain", rules, one, "--key", "agency", "--format", "markdown"),
        ("compare", rules, rules, two, "--key", "agency"),
    ):
        shown = ken(*arguments)
        text = shown.output
        assert not {"\x1b", "\x07", "\x9b", "💯"} & set(text), (arguments, text)
        assert SHOWN in text or {"check", "markdown"} & set(arguments), (arguments, text)
    assert "/:100:/[red].yaml: " in ken("check", rules).output.replace("\n", "")


def test_the_room_for_terminals_escapes(capsys):
    console(sys.stdout).print(plain(STRANGE))
    assert capsys.readouterr().out.strip() == SHOWN
    assert as_it_is(STRANGE).plain == SHOWN  # lines that show how far a run is
