"""How far a run is, and where its time goes."""

from __future__ import annotations

import os
import pty
import re
import subprocess

from ..conftest import AGENCIES
from ..nations import EVALUATE


def test_verbose_says_where_time_went_and_silence_is_kept_elsewhere(nation, ken, tmp_path):
    quiet = ken("evaluate", "ita/2566", nation / "a" / "dataset.yaml", "-o", tmp_path / "out.csv")
    assert "reading" not in quiet.stderr
    shown = ken(
        "evaluate", "ita/2566", nation / "a" / "dataset.yaml", "-o", tmp_path / "out.csv", "-v"
    ).stderr
    assert re.search(r"reading .*iit.parquet \(1 of 3; 0 rows so far\) +6,651 +\d+\.\d\d", shown)
    assert re.search(rf"rating {AGENCIES} units +{AGENCIES} +\d", shown)
    assert re.search(r"writing .*out.csv +\d", shown)


def test_a_terminal_is_told_how_far_a_run_is(nation):
    reader, writer = pty.openpty()
    command = [*EVALUATE, "ita/2566", str(nation / "a" / "dataset.yaml"), "-o", "-", "--lang", "en"]
    done = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=writer,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "200"},
    )
    os.close(writer)
    shown = b""
    try:
        while piece := os.read(reader, 65536):
            shown += piece
    except OSError:  # the other end is closed
        pass
    done.wait()
    for step in ("loading ita/2566", "reading ", f"rating {AGENCIES} units"):
        assert step in shown.decode()
