"""Spark gives what this process gives, and the same faults."""

from __future__ import annotations

import re
import shutil

import polars as pl
import pytest

from ..nations import scores_of


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
    place = f"{row + 1}:{len(','.join(cells[:4])) + 2}"
    assert f"eit.csv:{place}: error: “มากก” is no answer of perception" in result.stderr
    assert ("answers are น้อยที่สุดหรือไม่มีเลย (0), น้อย (33.33), มาก (66.67), มากที่สุด (100)") in result.stderr
    rated = pl.read_csv(tmp_path / "out.csv")
    assert rated.filter(pl.col("agency") == cells[0])["status"].to_list() == ["incomplete"]


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
    assert scores_of(result.stdout).filter(pl.col("agency") == table["agency"][5])["status"].to_list() == [
        "incomplete"
    ]


def test_a_master_without_spark_is_a_slip(nation, ken):
    result = ken("evaluate", "ita/2566", nation / "a" / "dataset.yaml", "--master", "local[2]")
    assert result.exit_code == 2
    assert "add --engine spark" in result.stderr
