"""Parquet and Arrow files of which some bytes are others: a message, or a right reading; never the end of the
process."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import zipfile

import polars as pl
import pytest

from ..conftest import KEN
from .binary_workbooks import XLS, record, write_xlsb

FRAME = pl.DataFrame(
    {
        "agency": [f"u{row}" for row in range(40)],
        "a": [row % 7 * 10.5 if row % 3 else None for row in range(40)],
        "b": [row % 100 for row in range(40)],
        "remark": ["x" if row % 2 else None for row in range(40)],
    }
)
WRITERS = {
    "plain.parquet": lambda path: FRAME.write_parquet(path, compression="uncompressed"),
    "groups.parquet": lambda path: FRAME.write_parquet(path, row_group_size=10),
    "snappy.parquet": lambda path: FRAME.write_parquet(path, compression="snappy"),
    "file.arrow": lambda path: FRAME.write_ipc(path, compression="zstd"),
    "stream.arrow": FRAME.write_ipc_stream,
}
RUN = """
import sys
from click.testing import CliRunner
from kenrules.cli import commands
for path in sys.argv[3:]:
    done = CliRunner().invoke(commands, ["evaluate", sys.argv[1], path, "--layout", sys.argv[2], "--lang", "en"])
    print(done.exit_code, bool(done.exception) and not isinstance(done.exception, SystemExit), flush=True)
"""
PANICS = """
import sys, polars as pl
from pathlib import Path
from kenrules.engine.data.readers.parquet_sizes import agree
for path in map(Path, sys.argv[1:]):
    try:
        if agree(path):
            pl.read_parquet(path)
    except BaseException as problem:
        if type(problem).__name__ == "PanicException":
            print(path)
            break
"""


def damaged(path, count):
    """Copies of a file, each with another byte somewhere."""
    chance, whole = random.Random(7), path.read_bytes()
    made = []
    for number in range(count):
        own = bytearray(whole)
        own[chance.randrange(len(own))] ^= chance.randrange(1, 256)
        made.append(path.with_name(f"{number}-{path.name}"))
        made[-1].write_bytes(own)
    return [str(each) for each in made]


@pytest.mark.slow
@pytest.mark.parametrize("layout", ["scores", "responses"])
@pytest.mark.parametrize("name", list(WRITERS))
def test_a_damaged_byte_is_a_message_or_not_noticed(name, layout, smallest, tmp_path):
    WRITERS[name](tmp_path / name)
    files = damaged(tmp_path / name, 60)
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(smallest()), layout, *files],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-500:]
    assert len(done.stdout.splitlines()) == len(files)
    assert {*done.stdout.splitlines()} <= {"0 False", "1 False", "2 False"}


def test_a_size_that_the_file_cannot_hold_is_not_believed(ken, smallest, tmp_path):
    path = tmp_path / "data.parquet"
    FRAME.write_parquet(path, compression="uncompressed")
    whole = bytearray(path.read_bytes())
    whole[6:8] = b"\xff\xff"  # of the first page, unpacked
    path.write_bytes(whole)
    done = ken("evaluate", smallest(), path)
    assert (done.exit_code, "the file is damaged" in done.stderr) == (2, True)


@pytest.mark.parametrize("number", [0, 6, 60, 156, 176])
def test_a_record_of_a_binary_workbook_that_is_too_short_is_damage(ken, smallest, tmp_path, number):
    path = tmp_path / "data.xlsb"
    write_xlsb(path, {0: {0: "agency", 1: "a", 2: "b"}, 1: {0: "u", 1: 1.0, 2: 2.0}})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    part = "xl/workbook.bin" if number == 156 else "xl/worksheets/sheet2.bin"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, record(number) * (name == part) + content)
    done = ken("evaluate", smallest(), path)
    assert (done.exit_code, "the file is damaged" in done.stderr) == (2, True), done.output


@pytest.mark.parametrize("suffix", ["xls", "xlsb"])
def test_two_sheets_that_are_one_part_are_damage(ken, smallest, tmp_path, suffix):
    path = tmp_path / f"data.{suffix}"
    if suffix == "xls":
        first, second = (
            found.start() for found in re.finditer(rb"\x85\0.\0(?=.{4}[\0-\2]\0.\0)", XLS, re.DOTALL)
        )
        path.write_bytes(XLS[: second + 4] + XLS[first + 4 : first + 8] + XLS[second + 8 :])
    else:
        write_xlsb(path, {0: {0: "agency", 1: "a", 2: "b"}, 1: {0: "u", 1: 1.0, 2: 2.0}})
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in parts.items():
                same = content.replace(b"sheet2", b"sheet1") if name.endswith(".rels") else content
                archive.writestr(name, same)
    done = ken("evaluate", smallest(), path)
    assert (done.exit_code, "the file is damaged" in done.stderr) == (2, True), done.output


def test_what_a_library_says_as_it_gives_up_is_not_shown(smallest, tmp_path):
    path = tmp_path / "data.parquet"
    FRAME.write_parquet(path, compression="uncompressed")
    found = subprocess.run(
        [sys.executable, "-c", PANICS, *damaged(path, 200)], capture_output=True, text=True, check=False
    )
    if not found.stdout:
        pytest.skip("polars gives up on none of these")
    name = found.stdout.strip()
    manifest = tmp_path / "dataset.yaml"
    manifest.write_text(f"dataset: x\nfiles: [{{path: {name}, layout: scores}}]\n", encoding="utf-8")
    rules = str(smallest())
    for command in (["evaluate", rules, name], ["evaluate", rules, str(manifest)], ["audit", rules, name]):
        done = subprocess.run([*KEN, *command, "--lang", "en"], capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert done.stderr.startswith(f"{name}: error: the file is damaged"), done.stderr
        assert "panicked" not in done.stderr


def test_a_date_of_no_year_is_told_at_its_column(ken, smallest, tmp_path):
    days = pl.Series([1, 2_932_897]).cast(pl.Int32).cast(pl.Date)
    path = tmp_path / "data.parquet"
    pl.DataFrame({"agency": ["u", "v"], "a": [1, 2], "b": [1, 2], "day": days}).write_parquet(path)
    done = ken("evaluate", smallest(), path, "--lang", "en")
    assert done.exit_code == 2
    assert "data.parquet:day: error: the column has dates or times that are none" in done.stderr
