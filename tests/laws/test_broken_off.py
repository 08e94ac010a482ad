"""Commands that are broken off, or killed, at random moments: a status of their own, nothing half written, and a run
that is begun again gives the same bytes."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from .budget import seeds

KEN = str(Path(sys.executable).with_name("ken"))
UNITS = 3_000
SECONDS = 10
AT_LEAST = 2  # moments of each signal
BROKEN_OFF, DONE = 130, (0, 1)
OTHER = "bands: [{rating: hi, from: 70, to: 100}, {rating: lo, from: 0, to: 69.99}]\n"


@pytest.fixture
def commands(smallest, tmp_path):
    """By name: a command that writes into a folder, and how many reports of units it is to write at most."""
    rules, other = smallest(), smallest(OTHER, "other.yaml")
    units = [f"unit {number}" for number in range(UNITS)]
    values = {
        "a": [number % 101 for number in range(UNITS)],
        "b": [number * 7 % 101 for number in range(UNITS)],
    }
    data, few = tmp_path / "data.parquet", tmp_path / "few.parquet"
    frame = pl.DataFrame({"agency": units, **values})
    frame.write_parquet(data)
    frame.head(60).write_parquet(few)
    return {
        "evaluate": ("evaluate", rules, data, "-o", "out.xlsx"),
        "compare": ("compare", rules, other, data, "-o", "out.html", "--no-proofs"),
        "report": ("report", rules, few, "--all", "-o", "reports"),
    }


def started(command, folder):
    arguments = [KEN, *map(str, command)]
    return subprocess.Popen(arguments, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def files_in(folder: Path) -> dict[str, bytes]:
    """The files of a folder, but for the journal of reports, which has a line more for each done again."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".jsonl"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.mark.parametrize("name", ["evaluate", "compare", "report"])
def test_a_run_that_is_broken_off(commands, tmp_path, name):
    command = commands[name]
    whole = tmp_path / "whole"
    whole.mkdir()
    begun = time.perf_counter()
    process = started(command, whole)
    process.communicate()
    lasts = time.perf_counter() - begun
    wanted = files_in(whole)
    assert process.returncode in DONE
    assert wanted
    moments = 0
    for number in seeds(SECONDS, 2 * AT_LEAST):
        rng = random.Random(number)
        folder = tmp_path / f"moment {number}"
        folder.mkdir()
        sent = (signal.SIGINT, signal.SIGKILL)[number % 2]
        process = started(command, folder)
        time.sleep(rng.uniform(0.02, 1.05) * lasts)
        process.send_signal(sent)
        _, said = process.communicate(timeout=60)
        left = files_in(folder)
        if sent is signal.SIGINT:
            assert process.returncode in (BROKEN_OFF, *DONE), said.decode()
            assert b"Traceback" not in said
            assert not [path for path in left if Path(path).name.startswith(".")]
        visible = {path: raw for path, raw in left.items() if not path.rpartition("/")[2].startswith(".")}
        for path, raw in visible.items():
            if not path.endswith(("index.json", "index.html")):  # told again when it goes on
                assert raw == wanted[path], path
        again = started(command, folder)
        again.communicate()
        assert again.returncode in DONE
        found = {path: raw for path, raw in files_in(folder).items() if path in wanted}
        assert found == wanted
        shutil.rmtree(folder)
        moments += 1
    assert moments >= 2 * AT_LEAST
