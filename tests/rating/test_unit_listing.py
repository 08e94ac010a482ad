"""Many units in a pipe: all of them, as the CSV has them, and as fast."""

from __future__ import annotations

import random

import pytest
from kenrules.engine.rating.evaluation_view import ROWS_SHOWN
from kenrules.engine.rating.unit_listing import MOST_SCORES
from rich.table import Table

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


def test_many_units_in_a_pipe_are_drawn_by_nothing_that_looks_at_each_cell(ken, write, monkeypatch):
    """A table that is fitted takes a minute and a half for 100,000 units."""
    drawn: list[object] = []
    own = Table.add_row

    def counted(table: Table, *cells: object, **more: object) -> None:
        drawn.append(cells)
        own(table, *cells, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Table, "add_row", counted)
    rules, data = write("rules.yaml", RULES), write("data.csv", scores(5_000))
    assert ken("evaluate", rules, data, "--format", "table").stdout.count("หน่วยที่") == 5_000
    assert len(drawn) < 60
    ken("evaluate", rules, write("few.csv", scores(50)), "--format", "table")
    assert len(drawn) >= 50


@pytest.mark.parametrize("more", [0, 1, 3])
def test_scores_beyond_those_that_are_listed_are_named(ken, write, tmp_path, more):
    """A reader who adds up what stands there would else come to another total."""
    names = [f"p{number}" for number in range(MOST_SCORES + more)]
    parts = ", ".join(f"{name}: {{title: Part {name}}}" for name in names)
    rules = write(
        "rules.yaml",
        "ruleset: test/many\ntitle: Many\nunit: unit\nsource: x\ncombine: sum\n"
        f"scale: {{min: 0, max: 100, decimals: 0, rounding: half_up}}\nparts: {{{parts}}}\n",
    )
    rows = [["unit", *names], ["x", *["1"] * len(names)], ["y", *["2"] * len(names)]]
    data = write("data.csv", "".join(",".join(row) + "\n" for row in rows))
    beyond = names[MOST_SCORES:]
    printed = ken("evaluate", rules, data).stdout
    told = f"{more} more score{'s' * (more > 1)}: {', '.join(beyond)}; -o FILE writes all"
    assert (told in printed) == bool(more)
    assert ("more score" in printed) == bool(more)
    page = tmp_path / "page.html"
    ken("evaluate", rules, data, "-o", page)
    text = page.read_text(encoding="utf-8")
    titles = ", ".join(f"Part {name}" for name in beyond)
    assert (f"Without {more} score{'s' * (more > 1)}: {titles}." in text) == bool(more)


def test_that_questions_of_several_units_are_not_shown_is_told(ken, write):
    rules, data = write("rules.yaml", RULES), write("data.csv", scores(3))
    told = ken("evaluate", rules, data, "--questions", "--format", "table").stderr
    assert "--questions: warning: the questions of one unit are shown, and data.csv has several" in told
    one = ken("evaluate", rules, data, "--questions", "--unit", "หน่วยที่ 1", "--format", "table")
    assert "--questions:" not in one.stderr
