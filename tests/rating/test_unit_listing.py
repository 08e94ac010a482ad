"""Many units in a pipe: all of them, as the CSV has them, and as fast."""

from __future__ import annotations

import random
import time

import pytest
from kenrules.engine.rating.evaluation_view import ROWS_SHOWN

RULES = (
    "ruleset: test/many\ntitle: Many\nunit: unit\nsource: x\nscale: {min: 0, max: 100, decimals: 2, rounding: half_up}\n"
    "parts: {a: {weight: 40}, b: {weight: 60}}\n"
    "bands: [{rating: ดี, when: total >= 50}, {rating: low, when: total < 50}]\n"
)


def scores(units: int) -> str:
    chance = random.Random(units)
    rows = (
        f"หน่วยที่ {unit},{chance.randrange(10001) / 100},{chance.choice(['', '7', '99.99'])}"
        for unit in range(units)
    )
    return "\n".join(["unit,a,b", *rows]) + "\n"


@pytest.mark.parametrize("units", [ROWS_SHOWN, ROWS_SHOWN + 1, 1000])
def test_a_pipe_gets_every_unit_as_the_csv_has_it(ken, write, units):
    rules, data = write("rules.yaml", RULES), write("data.csv", scores(units))
    table = ken("evaluate", rules, data).stdout
    rows = [line.replace("  ", "\t").split("\t") for line in table.splitlines() if "หน่วยที่" in line]
    found = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    lines = ken("evaluate", rules, data, "--format", "csv").stdout.splitlines()
    heads = lines[0].split(",")
    columns = [heads.index(name) for name in ("unit", "a", "b", "total", "rating", "lacks")]
    written = [[line.split(",")[at] for at in columns] for line in lines[1:]]
    assert found == [[cell for cell in row if cell not in ("", '""')] for row in written]
    assert len(found) == units


@pytest.mark.slow
def test_many_units_in_a_pipe_take_no_longer_than_their_csv(ken, write):
    rules, data = write("rules.yaml", RULES), write("data.csv", scores(50_000))
    ken("evaluate", rules, data, "--format", "csv")
    seconds = {}
    for form in ("csv", "table"):
        start = time.process_time()
        assert ken("evaluate", rules, data, "--format", form).stdout.count("หน่วยที่") == 50_000
        seconds[form] = time.process_time() - start
    assert seconds["table"] < 3 * seconds["csv"] + 1, seconds
