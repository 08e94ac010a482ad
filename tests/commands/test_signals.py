"""A run that is broken off says so by its status and in one line, and leaves nothing half done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from ..conftest import KEN

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")


@pytest.fixture
def slow(write, smallest, tmp_path):
    """A run that takes some seconds, and the folder that it writes into."""
    lines = "".join(f"u{row},{row % 90},{row % 70}\n" for row in range(100_000))
    (tmp_path / "out").mkdir()
    data = write("data.csv", f"agency,a,b\n{lines}")
    return [
        *KEN,
        "evaluate",
        str(smallest()),
        str(data),
        "-o",
        str(tmp_path / "out" / "r.xlsx"),
    ], tmp_path / "out"


def ended(command, after, number, **more):
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)
    time.sleep(after)
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    return process.returncode, out, err


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.5, 1.5])
def test_ctrl_c_ends_a_run_in_one_line(slow, after):
    command, folder = slow
    assert ended([*command, "--lang", "en"], after, signal.SIGINT) == (
        130,
        "",
        "broken off; nothing was written\n",
    )
    assert list(folder.iterdir()) == []


@pytest.mark.slow
def test_a_system_that_ends_a_run_gets_no_word(slow):
    command, folder = slow
    assert ended(command, 1.5, signal.SIGTERM) == (143, "", "")
    assert list(folder.iterdir()) == []


def run(code, **environment):
    begin = "import os, signal, sys, threading\nsys.argv = ['ken', 'list']\n"
    done = subprocess.run(
        [sys.executable, "-c", begin + code],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_ctrl_c_at_the_very_start_is_heard():
    code = (
        "from kenrules.commands.shared import signals\nsignals.listen()\nos.kill(os.getpid(), signal.SIGINT)\n"
        "from kenrules.cli import main\nmain()\n"
    )
    assert run(code) == (130, "", "broken off; nothing was written\n")


def test_ctrl_c_is_heard_while_the_solver_works():
    code = (
        "from kenrules.commands.shared import signals\nfrom kenrules.engine.words.speech import Speech\n"
        "from kenrules.engine.meaning.arithmetic.terms import new_solver\nimport z3\n"
        "signals.listen()\nsignals.speak(Speech('en'))\n"
        "solver, (x, y, z) = new_solver(), z3.Ints('x y z')\nsolver.set('timeout', 20_000)\n"
        "solver.add(x * x * x + y * y * y + z * z * z == 42, x > 9999)\n"
        "threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()\nsolver.check()\n"
    )
    assert run(code) == (130, "", "broken off; nothing was written\n")


def test_what_whoever_starts_a_run_has_it_pass_over_is_passed_over():
    code = (
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\nfrom kenrules.commands.shared import signals\n"
        "signals.listen()\nos.kill(os.getpid(), signal.SIGINT)\nprint('on')\n"
    )
    assert run(code) == (0, "on\n", "")


def test_what_is_done_is_not_broken_off_while_python_ends():
    code = (
        "from kenrules.commands.shared import signals\nfrom kenrules.engine.words.speech import Speech\n"
        "class Last:\n    def __del__(self, kill=os.kill, own=os.getpid(), number=signal.SIGINT):\n"
        "        kill(own, number)\n"
        "signals.listen()\nsignals.speak(Speech('en'))\nos.last = Last()\nprint('done')\nsys.exit(1)\n"
    )
    assert run(code) == (1, "done\n", "")


def test_what_a_workbook_lays_aside_is_removed(smallest, write, tmp_path):
    data, output = write("data.csv", "agency,a,b\nu,1,2\n"), tmp_path / "r.xlsx"
    (tmp_path / "temporary").mkdir()
    code = (
        "from xlsxwriter.packager import Packager\nown = Packager._create_package\n"
        "def laid_aside(packager):\n    own(packager)\n    assert os.listdir(os.environ['TMPDIR'])\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n    threading.Event().wait(20)\n"
        f"Packager._create_package = laid_aside\nsys.argv = {['ken', 'evaluate', str(smallest()), str(data)]}\n"
        f"sys.argv += ['-o', {str(output)!r}]\nfrom kenrules.cli import main\nmain()\n"
    )
    assert run(code, TMPDIR=str(tmp_path / "temporary")) == (130, "", "broken off; nothing was written\n")
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_file_whose_name_is_not_utf_8_leaves_no_link_to_it(smallest, tmp_path):
    (tmp_path / "temporary").mkdir()
    data = os.fsencode(tmp_path) + b"/d\xff.csv"
    with open(data, "wb") as file:  # noqa: PTH123
        file.write(b"agency,a,b\nu,1,2\n")
    done = subprocess.run(
        [*KEN, "evaluate", str(smallest()), data],
        env={**os.environ, "TMPDIR": str(tmp_path / "temporary")},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert list((tmp_path / "temporary").iterdir()) == []


def test_what_came_through_a_pipe_is_removed(smallest, tmp_path):
    (tmp_path / "temporary").mkdir()
    done = subprocess.run(
        [*KEN, "evaluate", str(smallest()), "-"],
        input=b"agency,a,b\nu,1,2\n",
        env={**os.environ, "TMPDIR": str(tmp_path / "temporary")},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.slow
def test_at_a_terminal_the_cursor_comes_back(slow):
    import pty

    command, _ = slow
    process, terminal = pty.fork()
    if process == 0:
        os.execve(command[0], [*command, "--lang", "en"], {**os.environ, "TERM": "xterm"})
    time.sleep(1.5)
    os.write(terminal, b"\x03")
    shown = b""
    with suppress(OSError):  # it has ended
        while piece := os.read(terminal, 10_000):
            shown += piece
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 130
    assert shown.endswith(b"\x1b[?25hbroken off; nothing was written\r\n")
