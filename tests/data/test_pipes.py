"""JSON lines, Arrow, and data that come through the standard input or a pipe."""

from __future__ import annotations

import io
import json
import os
import subprocess
import threading
import time

import polars as pl
import pytest

from ..conftest import KEN

ROWS = [{"agency": "A", "a": 90.5, "b": "๗๐"}, {"agency": "B", "a": 80, "b": None}]
SCORES = {"A": {"a": 90.5, "b": 70, "total": 80.25}, "B": {"a": 80}}


def lines_of(rows) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def scores(found):
    return {
        unit["unit"]: {name: score for name, score in unit["scores"].items() if score is not None}
        for unit in found["units"]
    }


@pytest.mark.parametrize("suffix", ["jsonl", "ndjson"])
def test_json_lines(rated, smallest, write, suffix):
    text = lines_of(ROWS).replace("90.5", "90.500")
    for written in (text, text.replace("\n", "\r\n"), f"\n{text.strip()}\n\n", f"\ufeff{text}"):
        assert scores(rated(smallest(), write(f"data.{suffix}", written))) == SCORES


@pytest.mark.parametrize(
    ("lines", "code", "place"),
    [
        ('{"agency": "A", "a": 1, "b": "maybe"}', "not-a-number", (3, 30)),
        ('{"b": 900, "agency": "A", "a": 1}', "out-of-range", (3, 7)),
        ('{"agency": " ", "a": 1, "b": 2}', "no-unit", (3, 12)),
        ('{"agency": "B", "a": 1, "b": 2}', "duplicate-unit", (3, 12)),
    ],
)
def test_faults_of_cells_in_json_lines_have_their_line_and_column(rated, smallest, write, lines, code, place):
    text = f'{{"agency": "B", "a": 1, "b": 2}}\n\n{lines}\n{{"agency": "C", "a": 1, "b": 2}}\n'
    (found,) = rated(smallest(), write("data.jsonl", text))["diagnostics"]
    assert (found["code"], (found["line"], found["column"])) == (code, place)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("[1, 2]", "3:1"),
        ('{"agency": "A", "a": }', "3:22"),
        ('{"agency": "A", "a": 1, "a": 2}', "3:1"),
        ('{"agency": "\\ud800"}', "3:1"),
        ('"A"', "3:1"),
    ],
)
def test_lines_that_are_no_objects_are_refused_at_their_line(ken, smallest, write, line, place):
    text = f'{{"agency": "B", "a": 1, "b": 2}}\n\n{line}\n{{"agency": "C", "a": 1, "b": 2}}\n{{\n'
    result = ken("evaluate", smallest(), write("data.jsonl", text))
    assert result.exit_code == 2
    assert f"data.jsonl:{place}: error: " in result.stderr
    assert "data.jsonl:5:" in result.stderr  # every line is looked at


@pytest.mark.parametrize("layout", ["scores", "responses"])
@pytest.mark.parametrize("write_as", ["write_ipc", "write_ipc_stream"])
@pytest.mark.parametrize("suffix", ["arrow", "feather", "ipc"])
def test_arrow_files_and_streams(rated, smallest, tmp_path, write_as, suffix, layout):
    path = tmp_path / f"data.{suffix}"
    getattr(pl.DataFrame(ROWS, strict=False), write_as)(path)
    found = rated(smallest(), path, "--layout", layout)
    assert [unit["scores"].get("a") for unit in found["units"]] == [90.5, 80]
    getattr(pl.DataFrame({"agency": ["A", "B"], "a": [1.0, 2.0], "b": [3.5, 900]}), write_as)(path)
    (fault,) = rated(smallest(), path, "--layout", layout)["diagnostics"]
    assert (fault["line"], fault["cell"]) == (2, "b[2]")


def as_bytes(kind: str, *, wrong: bool = False) -> bytes:
    """The rows as what comes through a pipe."""
    frame = pl.DataFrame({"agency": ["A", "B"], "a": [90.5, 80.0], "b": [70.0, 900.0 if wrong else None]})
    if kind == "jsonl":
        return lines_of(frame.rows(named=True)).encode()
    if kind == "json":
        return json.dumps(frame.rows(named=True)).encode()
    into = io.BytesIO()
    {
        "csv": frame.write_csv,
        "xlsx": frame.write_excel,
        "parquet": frame.write_parquet,
        "arrow": frame.write_ipc,
        "arrow stream": frame.write_ipc_stream,
    }[kind](into)
    return into.getvalue()


KINDS = ["csv", "json", "jsonl", "xlsx", "parquet", "arrow", "arrow stream"]


@pytest.mark.parametrize("kind", KINDS)
def test_data_through_the_standard_input(smallest, kind):
    options = ("--layout", "responses") if kind == "parquet" else ()
    run = [*KEN, "evaluate", str(smallest()), "-", *options, "--format", "json"]
    done = subprocess.run(run, input=as_bytes(kind), capture_output=True, check=False)
    assert scores(json.loads(done.stdout)) == SCORES, done.stderr
    assert done.returncode == 1
    done = subprocess.run(run, input=as_bytes(kind, wrong=True), capture_output=True, check=False)
    (found,) = json.loads(done.stdout)["diagnostics"]
    assert found["file"] == "-"


def test_no_copy_of_the_standard_input_is_left(smallest, tmp_path):
    run = [*KEN, "evaluate", str(smallest()), "-"]
    own = tmp_path / "temporary"
    own.mkdir()
    subprocess.run(
        run, input=as_bytes("csv"), capture_output=True, check=False, env={**os.environ, "TMPDIR": str(own)}
    )
    assert not [*own.iterdir()]


@pytest.mark.parametrize("kind", KINDS)
def test_data_through_a_pipe(rated, smallest, tmp_path, kind):
    pipe = tmp_path / f"data{KINDS.index(kind)}.pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(as_bytes(kind)))
    writer.start()
    assert scores(rated(smallest(), pipe)) == SCORES
    writer.join(5)
    assert not writer.is_alive()


def test_a_pipe_that_is_written_slowly_is_read_whole(rated, smallest, tmp_path):
    pipe = tmp_path / "slow.pipe"
    os.mkfifo(pipe)

    def write() -> None:
        with pipe.open("wb", buffering=0) as stream:
            for line in as_bytes("csv").splitlines(keepends=True):
                stream.write(line)
                time.sleep(0.7)

    writer = threading.Thread(target=write)
    writer.start()
    assert scores(rated(smallest(), pipe)) == SCORES
    writer.join(5)


def test_a_pipe_that_nobody_writes_into_is_told_soon(ken, smallest, tmp_path):
    pipe = tmp_path / "nobody.pipe"
    os.mkfifo(pipe)
    start = time.monotonic()
    result = ken("evaluate", smallest(), pipe)
    assert time.monotonic() - start < 2
    assert result.exit_code == 2
    assert (
        "nobody.pipe: error: this is no file, but a pipe that nobody writes into [unreadable]"
        in result.stderr
    )


@pytest.mark.parametrize("text", ["", "\n"])
def test_nothing_through_the_standard_input(smallest, text):
    run = [*KEN, "evaluate", str(smallest()), "-"]
    done = subprocess.run(run, input=text.encode(), capture_output=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(b"-: error: ") or done.stderr.startswith(b"-:1:1: error: ")


def test_whoever_writes_into_a_pipe_may_take_his_time(ken, smallest, tmp_path):
    os.mkfifo(pipe := tmp_path / "slow.csv")

    def write():
        with pipe.open("w", encoding="utf-8") as stream:
            time.sleep(1.5)
            stream.write("agency,a,b\nA,90,80\n")

    writer = threading.Thread(target=write)
    writer.start()
    told = ken("evaluate", smallest(), pipe, "--format", "csv")
    writer.join()
    assert (told.exit_code, "A,85.00,90.00,80.00,high" in told.stdout) == (0, True)
