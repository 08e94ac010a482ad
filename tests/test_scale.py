"""A small nation: engines that agree, faults in long files, runs that are killed or find the disk full, and
what they tell."""

from __future__ import annotations

import json
import os
import pty
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from .conftest import ROOT

AGENCIES = 120
KEN = [sys.executable, "-m", "kenrules.cli", "evaluate"]


@pytest.fixture(scope="module")
def nation(tmp_path_factory) -> Path:
    """The generator's data for a few agencies, as Parquet (a/) and CSV (b/)."""
    folder = tmp_path_factory.mktemp("nation")
    for name, kind in (("a", "parquet"), ("b", "csv")):
        generator = [
            sys.executable,
            str(ROOT / "examples/national.py"),
            str(folder / name),
            "--agencies",
            str(AGENCIES),
            "--format",
            kind,
        ]
        subprocess.run(generator, check=True)
    return folder


@pytest.fixture
def own(nation: Path, tmp_path: Path) -> Path:
    """A copy of the nation's CSV files, to break."""
    return shutil.copytree(nation / "b", tmp_path / "own")


def test_the_generator_gives_the_same_for_a_seed_and_answers_by_words_or_numbers(nation, ken, tmp_path):
    one, other = (
        ken("evaluate", "ita/2566", nation / name / "dataset.yaml", "-o", "-") for name in ("a", "b")
    )
    assert one.stdout == other.stdout
    assert one.stdout.count("\n") == AGENCIES + 1
    words = {0.0: "น้อยที่สุดหรือไม่มีเลย", 33.33: "น้อย", 66.67: "มาก", 100.0: "มากที่สุด"}
    shutil.copytree(nation / "a", tmp_path / "words")
    internal = pl.read_parquet(nation / "a" / "iit.parquet")
    questions = [name for name in internal.columns if name != "agency"]
    in_words = internal.with_columns(pl.col(questions).replace_strict(words, return_dtype=pl.String))
    in_words.write_parquet(tmp_path / "words" / "iit.parquet")
    assert (
        _scores(ken("evaluate", "ita/2566", tmp_path / "words" / "dataset.yaml", "-o", "-").stdout)[
            "i2"
        ].len()
        == AGENCIES
    )


def _scores(text: str) -> pl.DataFrame:
    return pl.read_csv(text.encode())


@pytest.mark.parametrize("kind", ["a", "b"])
def test_spark_gives_the_same_to_the_last_byte(kind, nation, ken, spark, tmp_path):
    for engine in ("polars", "spark"):
        result = ken(
            "evaluate",
            "ita/2566",
            nation / kind / "dataset.yaml",
            "-o",
            tmp_path / f"{engine}.csv",
            "--engine",
            engine,
        )
        assert result.exit_code in (0, 1), result.stderr
    assert sorted((tmp_path / "spark.csv").read_bytes().split(b"\n")) == sorted(
        (tmp_path / "polars.csv").read_bytes().split(b"\n")
    )


def test_spark_reads_addresses_that_this_process_does_not(nation, ken, spark, tmp_path):
    text = (nation / "a" / "dataset.yaml").read_text(encoding="utf-8")
    (tmp_path / "far.yaml").write_text(
        re.sub(r"path: (\w+\.parquet)", lambda found: f"path: '{(nation / 'a' / found[1]).as_uri()}'", text),
        encoding="utf-8",
    )
    near = ken("evaluate", "ita/2566", nation / "a" / "dataset.yaml", "-o", "-").stdout
    far = ken("evaluate", "ita/2566", tmp_path / "far.yaml", "-o", "-", "--engine", "spark")
    assert sorted(far.stdout.split("\n")) == sorted(near.split("\n"))
    refused = ken("evaluate", "ita/2566", tmp_path / "far.yaml")
    assert refused.exit_code == 2
    assert "use --engine spark" in refused.stderr


@pytest.mark.parametrize("engine", ["polars", "spark"])
def test_a_wrong_answer_far_down_is_placed(engine, own, ken, spark, tmp_path):
    """The same answer from both engines; a million rows more would change nothing but the number."""
    lines = (own / "eit.csv").read_text(encoding="utf-8").split("\n")
    row = len(lines) - 7
    cells = lines[row].split(",")
    cells[4] = "มากก"
    lines[row] = ",".join(cells)
    (own / "eit.csv").write_text("\n".join(lines), encoding="utf-8")
    result = ken("evaluate", "ita/2566", own / "dataset.yaml", "-o", tmp_path / "out.csv", "--engine", engine)
    assert result.exit_code == 1
    assert f"eit.csv:line {row + 1}, e3: error: “มากก” is no answer of perception" in result.stderr
    assert ("answers are น้อยที่สุดหรือไม่มีเลย (0), น้อย (33.33), มาก (66.67), มากที่สุด (100)") in result.stderr
    rated = pl.read_csv(tmp_path / "out.csv")
    assert rated.filter(pl.col("agency") == cells[0])["status"].to_list() == ["incomplete"]


def test_a_wrong_answer_in_row_400_000_is_placed(own, ken):
    lines = (own / "iit.csv").read_text(encoding="utf-8").strip().split("\n")
    many = [lines[0], *(lines[1:] * (400_001 // (len(lines) - 1) + 1))[:400_001]]
    cells = many[400_000].split(",")
    cells[2] = "50"
    many[400_000] = ",".join(cells)
    (own / "iit.csv").write_text("\n".join(many) + "\n", encoding="utf-8")
    result = ken("evaluate", "ita/2566", own / "dataset.yaml")
    assert result.exit_code == 1
    assert "iit.csv:line 400001, i2: error: “50” is no answer of perception" in result.stderr


def test_a_wrong_answer_that_spark_alone_can_read_names_the_column(nation, ken, spark, tmp_path):
    shutil.copytree(nation / "a", tmp_path / "a")
    table = pl.read_parquet(tmp_path / "a" / "iit.parquet")
    table.with_columns(i3=pl.when(pl.int_range(pl.len()) == 5).then(17.0).otherwise("i3")).write_parquet(
        tmp_path / "a" / "iit.parquet"
    )
    manifest = tmp_path / "a" / "dataset.yaml"
    address = (tmp_path / "a" / "iit.parquet").as_uri()
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace("path: iit.parquet", f"path: '{address}'"),
        encoding="utf-8",
    )
    result = ken("evaluate", "ita/2566", manifest, "-o", "-", "--engine", "spark")
    assert result.exit_code == 1
    assert "i3: error: “17” is no answer of perception: 1 row" in result.stderr
    assert _scores(result.stdout).filter(pl.col("agency") == table["agency"][5])["status"].to_list() == [
        "incomplete"
    ]


def test_respondents_of_an_unknown_agency_are_placed(own, ken):
    with (own / "eit.csv").open("a", encoding="utf-8") as file:
        file.write("หน่วยงานใหม่,1" + ",100.0" * 15 + "\n")
    line = (own / "eit.csv").read_text(encoding="utf-8").count("\n")
    result = ken("evaluate", "ita/2566", own / "dataset.yaml")
    assert result.exit_code == 1
    assert f"eit.csv:line {line}, agency: error: a respondent belongs to “หน่วยงานใหม่”" in result.stderr


def test_respondents_of_a_unit_in_two_files_are_added_up(own, ken):
    def respondents() -> dict[str, int]:
        units = json.loads(ken("evaluate", "ita/2566", manifest, "--format", "json").stdout)["units"]
        return {unit["unit"]: unit["respondents"]["IIT"] for unit in units}

    head = (own / "iit.csv").read_text(encoding="utf-8").split("\n")[:3]
    (own / "iit-more.csv").write_text("\n".join(head) + "\n", encoding="utf-8")
    manifest = own / "dataset.yaml"
    before = respondents()
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace("path: iit.csv", 'path: "iit*.csv"'), encoding="utf-8"
    )
    twice = {line.split(",")[0] for line in head[1:]}
    assert respondents() == {
        unit: count + (len(head) - 1) * (unit in twice) for unit, count in before.items()
    }


def test_a_missing_question_is_named_and_nothing_written(nation, ken, tmp_path):
    shutil.copytree(nation / "a", tmp_path / "a")
    pl.read_parquet(tmp_path / "a" / "eit.parquet").drop("e7").write_parquet(tmp_path / "a" / "eit.parquet")
    result = ken("evaluate", "ita/2566", tmp_path / "a" / "dataset.yaml", "-o", tmp_path / "out.csv")
    assert result.exit_code == 2
    assert "eit.parquet:1:1: error: questions of EIT1 without a column: EIT1.I7.e7" in result.stderr
    assert "Nothing was written." in result.stderr
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet", "json", "jsonl"])
def test_a_full_disk_leaves_what_was_there(suffix, nation, tmp_path):
    """The largest file allowed stands for the space that is left."""
    (tmp_path / f"out.{suffix}").write_text("last year", encoding="utf-8")
    command = [
        *KEN,
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


@pytest.mark.parametrize("before", [None, "last year"])
def test_a_killed_run_leaves_no_part(before, tmp_path):
    path = tmp_path / "out.csv"
    if before:
        path.write_text(before, encoding="utf-8")
    script = """
import sys, time
from pathlib import Path
from kenrules.engine.show.writing import whole

def half(file):
    with file.open("w") as stream:
        stream.write("half of it")
        stream.flush()
        print("half", flush=True)
        time.sleep(60)

whole(Path(sys.argv[1]), half)
"""
    process = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "half\n"
    process.kill()
    process.wait()
    assert {file.name: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()} == (
        {"out.csv": before} if before else {}
    )


def test_a_run_killed_at_any_time_leaves_a_whole_file_or_none(nation, tmp_path):
    seen = set()
    for delay in (0.3, 0.8, 1.2, 1.6, 6.0):
        path = tmp_path / "out.jsonl"
        path.unlink(missing_ok=True)
        process = subprocess.Popen(
            [*KEN, "ita/2566", str(nation / "a" / "dataset.yaml"), "-o", str(path)], stderr=subprocess.DEVNULL
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


def test_json_lines_have_a_unit_a_line(nation, ken, tmp_path):
    piped = ken("evaluate", "ita/2566", nation / "a" / "dataset.yaml", "--format", "jsonl").stdout
    ken("evaluate", "ita/2566", nation / "a" / "dataset.yaml", "-o", tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == piped
    whole = json.loads(ken("evaluate", "ita/2566", nation / "a" / "dataset.yaml", "--format", "json").stdout)
    assert [json.loads(line) for line in piped.splitlines()] == whole["units"]


def test_a_dash_is_the_standard_output(nation, ken, tmp_path):
    ken("evaluate", "ita/2566", nation / "a" / "dataset.yaml", "-o", tmp_path / "out.csv")
    piped = ken("evaluate", "ita/2566", nation / "a" / "dataset.yaml", "-o", "-").stdout
    assert (tmp_path / "out.csv").read_text(encoding="utf-8-sig") == piped


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
    command = [*KEN, "ita/2566", str(nation / "a" / "dataset.yaml"), "-o", "-", "--lang", "en"]
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
    assert "reading" in shown.decode()


def test_a_master_without_spark_is_a_slip(nation, ken):
    result = ken("evaluate", "ita/2566", nation / "a" / "dataset.yaml", "--master", "local[2]")
    assert result.exit_code == 2
    assert "add --engine spark" in result.stderr
