"""Workbooks to fill in: what is written into one is rated as the same scores are, and a bad cell is named."""

from __future__ import annotations

import json
import random
import re
import zipfile

import pytest
from kenrules.engine.book import library
from kenrules.engine.data.entry_forms import entry_sheets
from kenrules.engine.words.speech import Speech

from .dressed import written

RULES = """answers:
  grade: {yes: 100, "so, so": 50, no: 0}
  own: {options: {on: 100, off: 0}, answered_by: unit}
inputs: {kind: {one_of: [food, fat]}, size: {range: 0..9, decimals: 1}}
parts:
  a: {title: {en: Given, th: คะแนนที่ให้}}
  b: null
  S: {title: Service, answers: grade, questions: {q1: First, q2: Second}}
  T: {title: Again, answers: grade, questions: {q1: First, t2: Third}}
  W: {title: The web, answers: own, questions: {w1: Address shown, w2: Law shown}}
  Z: {title: Sized, score: size * 10}
"""


def filled(path, sheets):
    """Writes rows into the sheets of a form, below its heads."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for number, rows in sheets.items():
        name = f"xl/worksheets/sheet{number}.xml"
        text = "".join(
            f'<row r="{at}">{"".join(_cell(at, place, cell) for place, cell in enumerate(row))}</row>'
            for at, row in enumerate(rows, 3)
        )
        parts[name] = parts[name].replace(b"</sheetData>", f"{text}</sheetData>".encode())
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def _cell(row, place, cell):
    at = f"{chr(ord('A') + place)}{row}"
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f'<c r="{at}" t="inlineStr"><is><t>{cell}</t></is></c>'
    return f'<c r="{at}"><v>{cell}</v></c>'


@pytest.fixture
def form(ken, smallest, tmp_path):
    """The rules, and a form for them."""

    def made(rules=RULES, *options):
        own = smallest(rules)
        result = ken("form", own, "-o", tmp_path / "entry.xlsx", *options)
        assert result.exit_code == 0, result.stderr
        return own, tmp_path / "entry.xlsx"

    return made


def test_a_form_that_was_filled_in_is_rated_as_the_scores_are(form, rated, tmp_path, write):
    luck, (rules, file) = random.Random(8), form()
    units = ["001", "B", "ค"]
    heads = ["agency", "a", "w1", "w2", "kind", "size"]
    rows = [
        [unit, luck.randint(0, 100), luck.choice(["on", "off"]), "on", luck.choice(["food", "fat"]), 1.5]
        for unit in units
    ]
    answers = {
        name: [
            [luck.choice(units), luck.choice(["yes", "so, so"]), luck.choice(["no", "yes"])] for _ in range(9)
        ]
        for name in ("S", "T")
    }
    written(tmp_path / "units.csv", [heads, *rows])
    written(tmp_path / "S.csv", [["agency", "q1", "q2"], *answers["S"]])
    written(tmp_path / "T.csv", [["agency", "q1", "t2"], *answers["T"]])
    surveys = [f"{{path: {name}.csv, layout: responses, instrument: {name}}}" for name in ("S", "T")]
    plain = f"dataset: x\nfiles: [{{path: units.csv, layout: scores}}, {', '.join(surveys)}]\n"
    wanted = rated(rules, write("d.yaml", plain))
    names = [sheet.name for sheet in entry_sheets(library.load(str(rules)), Speech("en"))]
    assert names == ["Units", "S", "T"]
    columns = [column.name for column in entry_sheets(library.load(str(rules)), Speech("en"))[0].columns]
    own = [[row[heads.index(name)] for name in columns] for row in rows]
    found = rated(rules, filled(file, {1: own, 2: answers["S"], 3: answers["T"]}))
    assert found["units"] == wanted["units"]
    assert found["diagnostics"] == wanted["diagnostics"] == []


def test_a_bad_cell_is_named_by_its_address(form, ken):
    rules, file = form("parts: {a: {}, b: {}}\n")
    result = ken("evaluate", rules, filled(file, {1: [["A", 10, 20], ["B", 101, "x"]]}))
    assert result.exit_code == 1
    assert "Units!B4: error" in result.stderr
    assert "Units!C4: error" in result.stderr


def test_sheets_without_rows_are_left_out_and_a_form_without_any_is_refused(form, ken, rated):
    rules, file = form(RULES.replace("missing: error", ""))
    result = ken("evaluate", rules, file)
    assert result.exit_code == 2
    assert "nothing is filled in" in result.stderr
    found = rated(rules, filled(file, {2: [["A", "yes", "no"]]}))
    assert found["units"][0]["scores"]["S"] == 50


def test_titles_are_those_of_the_language_and_stand_above_the_ids(form):
    _, file = form(RULES, "--lang", "th")
    with zipfile.ZipFile(file) as archive:
        texts = archive.read("xl/sharedStrings.xml").decode()
        page = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "คะแนนที่ให้" in texts
    assert "Given" not in texts
    assert "<sheetProtection" in page
    assert page.count("<dataValidation ") == 5


def test_cells_are_held_to_the_words_and_limits_of_the_rules(form):
    _, file = form()
    with zipfile.ZipFile(file) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
        book = archive.read("xl/workbook.xml").decode()
    rules = re.findall(
        r"<dataValidation (.*?)>(?:<formula1>(.*?)</formula1>)(?:<formula2>(.*?)</formula2>)?", page
    )
    lists = [first for kind, first, _ in rules if 'type="list"' in kind]
    assert len(lists) == 3
    assert all(first.startswith("'ken form'!$") for first in lists)
    assert any("ROUND(" in first and "&lt;=9.0" in first for _, first, _ in rules)
    assert 'name="ken form" sheetId="4" state="hidden"' in book


def test_names_of_sheets_are_long_enough_and_told_apart(form):
    long = "L" * 40
    questions = "answers: grade, questions: {{{id}: First}}"
    parts = "".join(
        f"  {name}: {{{questions.format(id=f'q{at}')}}}\n"
        for at, name in enumerate((f"{long}1", f"{long}2", "UNITS"))
    )
    rules = f"answers: {{grade: {{yes: 100, no: 0}}}}\nparts:\n  b: null\n{parts}"
    own, _ = form(rules)
    names = [sheet.name for sheet in entry_sheets(library.load(str(own)), Speech("en"))]
    assert names == ["Units", "L" * 31, f"{'L' * 29} 2", "UNITS 2"]


@pytest.mark.parametrize("name", [entry.name for entry in library.entries() if entry.fault is None])
def test_a_form_can_be_made_of_every_rule_set(name):
    rules = library.load(name)
    for sheet in entry_sheets(rules, Speech("th")):
        assert len(sheet.columns) > 1
        for column in sheet.columns[1:]:
            paths = rules.meant(column.name)
            assert len(paths) == 1
            assert not rules.readable[paths[0]].children


def test_a_form_is_a_workbook(form, ken, smallest, tmp_path):
    assert ken("form", smallest(), "-o", tmp_path / "x.csv").exit_code == 2
    assert ken("form", smallest()).exit_code == 2


WORD_AND_CASES = """
ruleset: test/word
title: t
source: made up
unit: agency
scale: {decimals: 0, rounding: half_up}
inputs: {kind: {one_of: [red, blue]}}
combine: sum
parts:
  a: {answers: [low, high], cases: [{when: kind == red, score: 1}, {score: 0}]}
  b: {value: {range: 0..3, decimals: 0}, points: {..1: 0, 2..: 1}}
  c: {of: kind, answers: {red: 1, blue: 2}}
bands: [{rating: hi, from: 3, when: a == high}, {rating: lo}]
"""


def test_a_form_asks_for_what_rules_do_not_make(ken, write, tmp_path):
    """The word of `a`, whose score comes of something else, but not that of `c`, which is looked up."""
    rules = write("word.yaml", WORD_AND_CASES)
    assert ken("form", rules, "-o", tmp_path / "table.json").exit_code == 0
    fields = json.loads((tmp_path / "table.json").read_text(encoding="utf-8"))["fields"]
    assert {field["name"] for field in fields} == {"agency", "a", "b", "kind"}
