"""The Table Schema of a rule set takes the cells that `ken evaluate` takes, and refuses those that it refuses."""

from __future__ import annotations

import csv
import io
import json
import random
import re

import jsonschema
import pytest

RULES = """answers:
  own: {options: {on: 100, off: 0}, answered_by: unit}
inputs:
  kind: {one_of: [food, fat]}
  size: {range: 0..9, decimals: 1, in: m}
  heads: {range: 0..500, decimals: 0}
  half: {range: 1..6, step: 0.5}
  free: {range: -5.., decimals: 2}
parts:
  a: {title: {en: Given, th: คะแนนที่ให้}}
  b: null
  W: {title: The web, answers: own, questions: {w1: Address shown, w2: Law shown}}
  Z: {title: Sized, score: size * 10 + heads + half + free}
"""

PROFILE = {
    "type": "object",
    "required": ["fields"],
    "properties": {
        "fields": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string"},
                    "title": {"type": "string"},
                    "description": {"type": "string"},
                    "type": {"enum": ["string", "number", "integer"]},
                    "constraints": {
                        "type": "object",
                        "additionalProperties": False,
                        "properties": {
                            "required": {"type": "boolean"},
                            "enum": {"type": "array", "minItems": 1, "uniqueItems": True},
                            "minimum": {"type": "number"},
                            "maximum": {"type": "number"},
                        },
                    },
                },
            },
        },
        "missingValues": {"type": "array", "items": {"type": "string"}},
        "primaryKey": {"type": ["string", "array"]},
    },
}
"""What the standard says of what is written here."""

CELLS = ("out-of-range", "not-a-number", "not-an-answer")


def takes(field, text):
    """Whether a field takes a text, by the standard."""
    constraints = field.get("constraints", {})
    if text == "":
        return not constraints.get("required")
    value = text
    if field["type"] == "integer":
        if not re.fullmatch(r"[+-]?\d+", text):
            return False
        value = int(text)
    elif field["type"] == "number":
        if not re.fullmatch(r"[+-]?\d+(\.\d+)?", text):
            return False
        value = float(text)
    return (
        ("enum" not in constraints or value in constraints["enum"])
        and ("minimum" not in constraints or value >= constraints["minimum"])
        and ("maximum" not in constraints or value <= constraints["maximum"])
    )


@pytest.fixture
def schema(ken, smallest, tmp_path):
    def made(rules=RULES, *options):
        own, path = smallest(rules) if "\n" in rules else rules, tmp_path / "table.json"
        result = ken("form", own, "-o", path, *options)
        assert result.exit_code == 0, result.stderr
        written = json.loads(path.read_text(encoding="utf-8"))
        jsonschema.validate(written, PROFILE)
        return own, written

    return made


def drawn(luck, field):
    """A text that somebody may write into a cell."""
    enum = field.get("constraints", {}).get("enum")
    chance = luck.random()
    if enum and chance < 0.4:
        return str(luck.choice(enum))
    if chance < 0.5:
        return luck.choice(["", "x", "on", "food", "no", "NaN", "12x", "-"])
    places = luck.choice([0, 0, 0, 1, 1, 2, 3])
    number = f"{luck.uniform(-20, 120) if luck.random() < 0.8 else luck.uniform(0, 600):.{places}f}"
    return number.rstrip("0").rstrip(".") if "." in number else number


def refused(ken, rules, data, fields):
    """The rows and columns, from 0, of cells that `ken evaluate` refuses."""
    ken("evaluate", rules, data, "--findings", data.parent / "all.html")
    text = (data.parent / "all.html").read_text(encoding="utf-8")
    found = json.loads(re.search(r'id="data">(.*?)</script>', text, re.S)[1])
    word = lambda number: found["words"][number]  # noqa: E731
    kind = line = 0
    cells = set()
    names = [field["name"] for field in fields]
    for step, further in zip(found["rows"]["kind"], found["rows"]["line"], strict=True):
        kind, line = kind + step, line + further
        _, code, _, column, _ = found["kinds"][kind]
        if word(code) in CELLS:
            cells.add((line - 2, names.index(word(column))))
    return cells


def test_a_schema_and_the_rules_agree_on_cells(schema, ken, write):
    luck = random.Random(11)
    rules, written = schema()
    unit, *fields = written["fields"]
    assert (unit["name"], written["primaryKey"]) == ("agency", "agency")
    assert {field["name"] for field in fields} == {"a", "w1", "w2", "kind", "size", "heads", "half", "free"}
    rows = [[f"u{at}", *(drawn(luck, field) for field in fields)] for at in range(400)]
    stream = io.StringIO()
    csv.writer(stream).writerows([[field["name"] for field in written["fields"]], *rows])
    wrong = refused(ken, rules, write("data.csv", stream.getvalue()), written["fields"])
    seen = {"taken": 0, "refused": 0, "decimals": 0}
    for row, cells in enumerate(rows):
        for column, (field, text) in enumerate(zip(written["fields"], cells, strict=True)):
            is_refused = (row, column) in wrong
            if takes(field, text) and is_refused:  # what the schema has no word for, it says in words
                assert re.search(r"decimal", field["description"]), (field, text)
                assert len(text.partition(".")[2]) > int(re.search(r"most (\d)", field["description"])[1])
                seen["decimals"] += 1
                continue
            assert takes(field, text) != is_refused, (field, text)
            seen["refused" if is_refused else "taken"] += 1
    assert min(seen.values()) > 10, seen


def test_fields_are_described(schema):
    _, written = schema()
    fields = {field["name"]: field for field in written["fields"]}
    assert fields["size"] == {
        "name": "size",
        "type": "number",
        "constraints": fields["size"]["constraints"],
        "description": "A number from 0 to 9. At most 1 decimal. In m.",
    }
    assert fields["heads"]["type"] == "integer"
    assert fields["half"]["constraints"]["enum"] == [1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6]
    assert fields["free"]["constraints"] == {"minimum": -5}
    assert fields["a"]["title"] == "Given"
    assert fields["kind"]["constraints"] == {"enum": ["food", "fat"]}
    assert fields["w1"]["constraints"] == {"enum": ["on", "off", "100", "0"]}
    _, thai = schema(RULES, "--lang", "th")
    assert {field["name"]: field for field in thai["fields"]}["a"]["title"] == "คะแนนที่ให้"


def test_rows_of_respondents_have_no_key(schema):
    _, written = schema("ita/2566", "--for", "IIT")
    assert "primaryKey" not in written
    assert len(written["fields"]) == 31
    assert written["fields"][1]["constraints"]["enum"][0].strip()
