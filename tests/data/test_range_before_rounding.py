"""A raw value is held against its range as data give it, before it is rounded: by every command alike."""

from __future__ import annotations

import kenrules
import polars as pl
import pytest

RULES = """ruleset: test/dust
title: {en: Dust}
unit: site
source: circular 4
scale: {decimals: 0, rounding: half_up}
combine: sum
parts:
  dust: {value: {range: 0..END, decimals: 0, rounding: down}, points: {0..100: 1, 101..500: 2}}
"""


@pytest.mark.parametrize(
    ("end", "value", "score"),
    [("500.4", "500.4", 2), ("500.4", "500.49", None), ("500.99", "500.99", 2), ("500.99", "501", None)],
)
def test_a_range_holds_before_rounding(ken, write, end, value, score):
    rules = write("dust.yaml", RULES.replace("END", end))
    data = write("data.csv", f"site,dust\nx,{value}\n")
    told = ken("evaluate", rules, data)
    assert ("outside the possible values" in told.stderr) == (score is None)
    assert ("if it is to be read as 500, the rules need a wider range" in told.stderr) == (value == "500.49")
    audited = ken("audit", rules, data)
    assert ("outside the possible values" in audited.stdout + audited.stderr) == (score is None)
    explained = ken("explain", rules, data, "--unit", "x").stdout
    assert (f"{value} is read as 500; 500 is in 101..500: 2" in explained) == (score == 2)
    frame = pl.DataFrame({"site": ["x"], "dust": [float(value)]})
    if score is None:
        with pytest.raises(kenrules.KenError, match="possible are 0 to"):
            kenrules.evaluate(kenrules.load(rules), frame)
    else:
        assert kenrules.evaluate(kenrules.load(rules), frame)["total"].to_list() == [score]
    state = "known" if score else "refused"
    case = (
        f"tests: test/dust\ncases:\n  - {{input: {{dust: {value}}}, expect: {{states: {{dust: {state}}}}}}}\n"
    )
    assert ken("test", write("dust.test.yaml", case)).exit_code == 0
