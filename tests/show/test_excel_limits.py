"""What a sheet of Excel does not hold is told before anything is written."""

from __future__ import annotations

import fastexcel
import polars as pl
import pytest
from kenrules.engine.show.exhibit import Chapter, Exhibit, RowsOfUnits
from kenrules.engine.show.sections import Section, Table
from kenrules.engine.show.writing import write
from kenrules.engine.words.diagnostics import KenError, say
from kenrules.engine.words.speech import Speech

OTHER = "bands: [{rating: high, from: 60}, {rating: low}]"
CSV_OR_PARQUET = "hint: write .csv or .parquet, which have no such limit"


@pytest.fixture
def refused(ken, smallest, write, tmp_path):
    """What is said of a result that does not fit; nothing is there after it."""

    def run(data: str, verb: str = "evaluate"):
        files = [smallest(), *([smallest(OTHER, "other.yaml")] if verb == "compare" else [])]
        result = ken(verb, *files, write("data.csv", data), "-o", tmp_path / "out.xlsx")
        assert result.exit_code == 2
        assert result.stderr.endswith("Nothing was written.\n")
        assert not (tmp_path / "out.xlsx").exists()
        return result.stderr

    return run


@pytest.mark.parametrize("text", ["x" * 32_768, "😀" * 16_384])
def test_a_text_that_is_too_long(refused, text):
    told = refused(f"agency,a,b,remark\nA,90,80,short\nB,50,40,{text}\n")
    assert "out.xlsx: error: B: the text in the column “remark” has 32,768 characters" in told
    assert "a cell of Excel holds 32,767 [unwritable]" in told
    assert CSV_OR_PARQUET in told


@pytest.mark.parametrize("text", ["x" * 32_767, "ก" * 32_767])
def test_the_longest_text_is_written_whole(ken, smallest, write, tmp_path, text):
    data = write("data.csv", f"agency,a,b,remark\nA,90,80,{text}\n")
    assert ken("evaluate", smallest(), data, "-o", tmp_path / "out.xlsx").exit_code == 0
    sheet = fastexcel.read_excel(tmp_path / "out.xlsx").load_sheet("ratings").to_polars()
    assert sheet["remark"].to_list() == [text]


def test_a_heading_that_is_too_long(refused):
    told = refused(f"agency,a,b,{'x' * 40_000}\nA,90,80,r\n")
    assert "has 40,000 characters, which do not fit: a cell of Excel holds 32,767" in told


@pytest.mark.slow
def test_too_many_columns(refused):
    columns = [f"remark{number}" for number in range(16_384)]
    told = refused(f"agency,a,b,{','.join(columns)}\nA,90,80,{','.join('r' for _ in columns)}\n")
    assert "out.xlsx: error: 16,392 columns do not fit: a sheet of Excel holds 16,384 [unwritable]" in told
    assert CSV_OR_PARQUET in told


def test_too_many_units(tmp_path):
    frame = pl.DataFrame({"c0": pl.Series([None] * 1_048_576, dtype=pl.Float64)})
    exhibit = Exhibit(say("rows"), table=lambda: RowsOfUnits({"c0": "agency"}, frame, 2))
    with pytest.raises(KenError) as problem:
        write(exhibit, tmp_path / "out.xlsx", Speech("en"))
    assert "1,048,576 units do not fit: a sheet of Excel holds 1,048,575" in str(problem.value)
    assert not list(tmp_path.iterdir())


def test_too_many_rows_of_a_table(tmp_path):
    table = Table("moved", (say("{unit}", unit="agency"),), [("A",)] * 1_048_576)
    exhibit = Exhibit(say("rows"), chapters=lambda: [Chapter([Section(say("Moved"), table=table)])])
    with pytest.raises(KenError) as problem:
        write(exhibit, tmp_path / "out.xlsx", Speech("en"))
    assert "“Moved” has 1,048,576 rows, which do not fit: a sheet of Excel holds 1,048,575" in str(
        problem.value
    )
    assert not list(tmp_path.iterdir())


def test_a_comparison_that_does_not_fit(refused):
    data = "".join(f"u{number},55,55,{number % 2}{'x' * 40_000}\n" for number in range(4))
    told = refused(f"agency,a,b,group\n{data}", "compare")
    assert "has 40,001 characters, which do not fit: a cell of Excel holds 32,767" in told
    assert "hint: write .html or .json, which have no such limit" in told
