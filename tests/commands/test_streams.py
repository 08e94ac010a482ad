"""Where the output goes: to a reader that leaves, to nowhere, to a full disk, in letters that a terminal lacks."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from ..conftest import EXAMPLE, KEN, ROOT


def test_a_full_disk_is_no_fault_of_ken():
    import subprocess

    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            [*KEN, "show", "ita/2566"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    assert "cannot write the output: No space left on device" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["cp874", "cp1252", "ascii"])
def test_a_terminal_that_lacks_letters_stops_nothing(encoding):
    done = subprocess.run(
        [*KEN, "show", "ita/2566"],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_pipes_get_utf_8():
    environment = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONIOENCODING", "PYTHONUTF8")
    }
    done = subprocess.run(
        [*KEN, "show", "ita/2566"],
        capture_output=True,
        cwd=ROOT,
        env={**environment, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
        check=False,
    )
    assert "ผ่านดีเยี่ยม" in done.stdout.decode()


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


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_a_reader_that_leaves_ends_a_command_quietly(command):
    assert shell(f"$KEN {command} | true; echo ${{PIPESTATUS[0]}}") == ("141", "")


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_a_closed_output_is_told_in_one_line(command):
    out, err = shell(f"$KEN {command} >&-; echo $? >&2")
    assert out == ""
    assert err.splitlines() == ["cannot write the output: Bad file descriptor", "2"]


def test_a_reader_of_messages_that_leaves_is_no_fault_either():
    assert shell("$KEN show nothing/1 2>&1 >/dev/null | true; echo ${PIPESTATUS[0]}") == ("141", "")


@pytest.mark.slow
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
