"""The generator of a nation, in examples."""

from __future__ import annotations

import shutil

import polars as pl

from ..conftest import AGENCIES
from ..nations import scores_of


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
        scores_of(ken("evaluate", "ita/2566", tmp_path / "words" / "dataset.yaml", "-o", "-").stdout)[
            "i2"
        ].len()
        == AGENCIES
    )
