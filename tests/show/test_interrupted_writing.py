"""A run that is killed or finds the disk full leaves a whole file or none."""

from __future__ import annotations

import json
import resource
import subprocess
import sys

import pytest

from ..conftest import AGENCIES
from ..nations import EVALUATE


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet", "json", "jsonl"])
def test_a_full_disk_leaves_what_was_there(suffix, nation, tmp_path):
    """The largest file allowed stands for the space that is left."""
    (tmp_path / f"out.{suffix}").write_text("last year", encoding="utf-8")
    command = [
        *EVALUATE,
        "ita/2566",
        str(nation / "a" / "dataset.yaml"),
        "-o",
        str(tmp_path / f"out.{suffix}"),
        "--lang",
        "en",
    ]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    assert done.returncode == 2
    assert f"out.{suffix}: error: cannot write the file: File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == [f"out.{suffix}"]
    assert (tmp_path / f"out.{suffix}").read_text(encoding="utf-8") == "last year"


@pytest.mark.slow
@pytest.mark.parametrize("before", [None, "last year"])
def test_a_killed_run_leaves_no_part(before, tmp_path):
    path = tmp_path / "out.csv"
    if before:
        path.write_text(before, encoding="utf-8")
    script = """
import sys, time
from pathlib import Path
from kenrules.engine.show.writing import whole

def half():
    yield b"half of it" * 100_000
    print("half", flush=True)
    time.sleep(60)

whole(Path(sys.argv[1]), half())
"""
    process = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "half\n"
    process.kill()
    process.wait()
    assert {file.name: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()} == (
        {"out.csv": before} if before else {}
    )


@pytest.mark.slow
def test_a_run_killed_at_any_time_leaves_a_whole_file_or_none(nation, tmp_path):
    seen = set()
    for delay in (0.3, 0.8, 1.2, 1.6, 6.0):
        path = tmp_path / "out.jsonl"
        path.unlink(missing_ok=True)
        process = subprocess.Popen(
            [*EVALUATE, "ita/2566", str(nation / "a" / "dataset.yaml"), "-o", str(path)],
            stderr=subprocess.DEVNULL,
        )
        try:
            process.wait(delay)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        seen.add(process.returncode == -9)
        left = list(tmp_path.iterdir())
        assert left in ([], [path])
        if left:
            assert (
                len([json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]) == AGENCIES
            )
    assert True in seen
