"""Where the output goes: to a reader that leaves, to nowhere, to a terminal that takes some characters for
orders."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from kenrules.engine.show.terminal import as_it_is, console, plain

from .conftest import EXAMPLE, ROOT

KEN = [sys.executable, "-m", "kenrules.cli"]
pytestmark = pytest.mark.skipif(
    os.name != "posix" or shutil.which("bash") is None, reason="pipes are those of a shell"
)
COMMANDS = [
    "show ita/2566",
    "list",
    "check ita/2565",
    "--help",
    "check --explain gap",
    "schema",
    f"evaluate ita/2566 {EXAMPLE}/indicators.csv --format json",
]


def shell(script):
    done = subprocess.run(
        ["bash", "-c", script],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "KEN": " ".join(KEN)},
        check=False,
        timeout=120,
    )
    return done.stdout.strip(), done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_a_reader_that_leaves_ends_a_command_quietly(command):
    assert shell(f"$KEN {command} | true; echo ${{PIPESTATUS[0]}}") == ("141", "")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_closed_output_is_told_in_one_line(command):
    out, err = shell(f"$KEN {command} >&-; echo $? >&2")
    assert out == ""
    assert err.splitlines() == ["cannot write the output: Bad file descriptor", "2"]


def test_a_reader_of_messages_that_leaves_is_no_fault_either():
    assert shell("$KEN show nothing/1 2>&1 >/dev/null | true; echo ${PIPESTATUS[0]}") == ("141", "")


def test_a_result_that_goes_to_a_file_needs_no_output(tmp_path):
    assert (
        shell(f"$KEN evaluate ita/2566 {EXAMPLE}/indicators.csv -o {tmp_path}/r.csv >&-; echo $? >&2")[
            1
        ].splitlines()[-1]
        == "0"
    )
    assert (tmp_path / "r.csv").read_bytes()
    assert (
        shell(f"$KEN evaluate ita/2566 {EXAMPLE}/indicators.csv -o {tmp_path}/s.csv >&- 2>&- <&-; echo $?")[0]
        == "0"
    )
    assert (tmp_path / "s.csv").read_bytes() == (tmp_path / "r.csv").read_bytes()


def test_a_full_disk_is_told():
    if not os.path.exists("/dev/full"):  # noqa: PTH110
        pytest.skip("there is no /dev/full")
    assert shell("$KEN show ita/2566 >/dev/full; echo $? >&2")[1].splitlines() == [
        "cannot write the output: No space left on device",
        "2",
    ]


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
