"""Results that Ken has written, given back as data: refused where they would be rated by what they came to."""

from __future__ import annotations

import pytest

RULES = """judgements:
  part: [{result: pass, when: score >= 50}, {result: fail, when: score < 50}]
"""


@pytest.mark.parametrize("end", ["csv", "xlsx", "parquet"])
@pytest.mark.parametrize("verb", ["evaluate", "compare"])
def test_a_result_is_told_as_one(ken, smallest, write, tmp_path, end, verb):
    rules, result = smallest(RULES), tmp_path / f"result.{end}"
    assert ken("evaluate", rules, write("data.csv", "agency,a,b\nA,60,49\n"), "-o", result).exit_code == 0
    told = ken(verb, rules, *([rules] if verb == "compare" else []), result)
    assert told.exit_code == 2
    assert (
        "the table is a result of Ken: it has the columns rating, status, a result [own-result]"
        in told.stderr
    )
    assert "misspelt-column" not in told.stderr


@pytest.mark.parametrize("heads", ["rating,status,note result", "rating,a result", "status,a result"])
def test_other_tables_with_such_columns_are_read(ken, smallest, write, heads):
    cells = ",".join("x" for _ in heads.split(","))
    data = write("data.csv", f"agency,a,b,{heads}\nA,60,49,{cells}\n")
    assert "own-result" not in ken("evaluate", smallest(RULES), data).stderr
