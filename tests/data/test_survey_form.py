"""Questionnaires for ODK and KoboToolbox: they convert without a warning, take just the answers that the rules
take, and what is exported from them is read again."""

from __future__ import annotations

import csv
import io
import random
import re
from fractions import Fraction
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kenrules.engine.book import library
from kenrules.engine.data.asked_values import asked_rows, chosen_rows
from kenrules.engine.data.readers import excel_file
from kenrules.engine.data.survey_form import survey_form
from kenrules.engine.meaning.model import Possible

from .test_entry_forms import RULES

convert = pytest.importorskip("pyxform.xls2xform").convert
FORM = "{http://www.w3.org/2002/xforms}"


@pytest.fixture
def form(ken, smallest, tmp_path):
    """A form for rules, and for whose rows."""

    def made(rules=RULES, wanted=None, *options):
        own, path = smallest(rules), tmp_path / "survey.xlsx"
        chosen = () if wanted is None else ("--for", wanted)
        result = ken("form", own, "-o", path, "--xlsform", *chosen, *options)
        assert result.exit_code == 0, result.stderr
        return own, path, result.stderr

    return made


def converted(path):
    """The form as ODK has it, which nothing is to be said of."""
    warnings = []
    result = convert(path, warnings=warnings)
    assert warnings == []
    return ElementTree.fromstring(result.xform)


def sheet(path, name):
    """The rows of a sheet by heading: what stands in the headings' places."""
    table = excel_file.read(path, sheet=name)
    return [dict(zip(table.names.values(), row, strict=True)) for row in table.frame.iter_rows()]


@pytest.mark.parametrize("wanted", ["units", "S", "T"])
def test_a_form_has_the_questions_with_their_words_and_limits(form, wanted):
    _, path, told = form(RULES, wanted)
    assert "for the others" not in told
    found = converted(path)
    binds = {each.get("nodeset"): each for each in found.iter(f"{FORM}bind")}
    names = {
        "units": ["agency", "a", "b", "W/w1", "W/w2", "kind", "size"],
        "S": ["agency", "S/S.q1", "S/q2"],
        "T": ["agency", "T/T.q1", "T/t2"],
    }[wanted]
    names = [name for name in names if any(place.endswith(f"/{name}") for place in binds)]
    assert len(names) == len(
        [row for row in sheet(path, "survey") if row["name"] and "group" not in row["type"]]
    )
    words = {row["list_name"]: [] for row in sheet(path, "choices")}
    for row in sheet(path, "choices"):
        words[row["list_name"]].append(row["name"])
    assert (
        words
        == {
            "units": {"own": ["on", "off"], "kind": ["food", "fat"]},
            "S": {"grade": ["yes", "so, so", "no"]},
            "T": {"grade": ["yes", "so, so", "no"]},
        }[wanted]
    )
    if wanted == "units":
        size = next(each for place, each in binds.items() if place.endswith("/size"))
        assert size.get("constraint") == ". >= 0 and . <= 9 and round(., 1) = ."
        assert size.get("type") == "decimal"


def test_labels_are_in_both_languages(form):
    _, path, _ = form(RULES, "units")
    labels = {row["name"]: row for row in sheet(path, "survey")}
    assert labels["a"]["label::English (en)"] == "Given"
    assert labels["a"]["label::Thai (th)"] == "คะแนนที่ให้"
    assert labels["size"]["constraint_message::Thai (th)"].startswith("ตัวเลขตั้งแต่ 0 ถึง 9")
    assert sheet(path, "settings")[0]["default_language"] == "English (en)"
    _, path, _ = form(RULES, "units", "--lang", "th")
    assert sheet(path, "settings")[0]["default_language"] == "Thai (th)"


def test_the_first_rows_are_asked_for_and_the_others_named(form, ken, smallest, tmp_path):
    own, path, told = form()
    assert "--for S, --for T" in told
    assert any(row["name"] == "a" for row in sheet(path, "survey"))
    for arguments, reason in (
        (("--for", "none", "--xlsform"), "asks for no rows “none”"),
        (("--for", "S"), "each kind in a sheet of its own"),
    ):
        result = ken("form", own, "-o", tmp_path / "x.xlsx", *arguments)
        assert (result.exit_code, (tmp_path / "x.xlsx").exists()) == (2, False)
        assert reason in result.stderr
    assert ken("form", own, "-o", tmp_path / "x.json", "--xlsform").exit_code == 2


SETS = ["ita/2566", "nutriscore/2023", "news2/2017", "cqc/principles", "hdi/2010", "scorecard/german-credit"]


@pytest.mark.parametrize("name", SETS)
def test_forms_of_rule_sets_convert_without_a_warning(name):
    rules = library.load(name)
    for rows in asked_rows(rules):
        sheets = survey_form(rules, rows, "th")
        warnings = []
        convert({each: _as_dicts(sheets[each]) for each in sheets}, warnings=warnings)
        assert warnings == []
        labels = [at for at, head in enumerate(sheets["survey"][0]) if head.startswith("label")]
        asked = [row for row in sheets["survey"][1:] if row[0] != "end_group"]
        assert all(row[at] for row in asked for at in labels)


def _as_dicts(rows):
    head, *others = rows
    return [{name: cell for name, cell in zip(head, row, strict=True) if cell} for row in others]


def half_up(number, places):
    """As XPath of forms rounds."""
    scaled = number * 10 ** int(places)
    return Fraction(int(abs(scaled) + Fraction(1, 2)) * (1 if scaled >= 0 else -1), 10 ** int(places))


def holds(constraint, value):
    """An XPath condition of a form on an answer."""
    python = re.sub(r"(?<![<>])=", "==", constraint.replace(" div ", " / "))
    python = re.sub(r"(?<![\w.])\.(?!\d)", "x", python)
    python = re.sub(r"(?<![\w.])(\d+(\.\d+)?)", r"F('\1')", python)
    return eval(python, {"x": value, "F": Fraction, "round": half_up})


STEPS = st.sampled_from(
    [None, Fraction(1), Fraction(1, 10), Fraction(1, 100), Fraction(1, 2), Fraction(3), Fraction(1, 4)]
)


@given(st.integers(-50, 50), st.integers(0, 60), STEPS, st.decimals(-70, 70, places=3))
def test_a_constraint_takes_what_the_rules_take(low, width, step, value):
    from kenrules.engine.data.survey_form import _constraints

    base = Fraction(low)
    possible = Possible(((base, base + width),), step=step, base=base)
    number = Fraction(value)
    for answer in (number, round(number), base + (step or 0) * 3, base + width):
        answer = Fraction(answer)
        conditions = list(_constraints(possible))
        is_whole = answer.denominator == 1  # an integer question takes no other answer
        if possible.decimals == 0 and not is_whole:
            continue
        assert all(holds(each, answer) for each in conditions) == possible.takes(answer), conditions


@pytest.mark.parametrize("grouped", [True, False])
def test_an_export_is_read_again(form, ken, write, tmp_path, grouped):
    luck, (rules, path, _) = random.Random(3), form(RULES, "S")
    assert converted(path) is not None
    units = ["north", "south", "ค"]
    rows = [
        [luck.choice(units), luck.choice(["yes", "so, so", "no"]), luck.choice(["yes", "no", ""])]
        for _ in range(30)
    ]
    asked = [row["name"] for row in sheet(path, "survey") if row["type"].startswith("select")]
    assert asked == ["S.q1", "q2"]
    names = [f"S/{name}" if grouped else name for name in asked]
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(["start", "end", "agency", *names, "_id", "_uuid", "_submission_time"])
    for at, row in enumerate(rows):
        writer.writerow(
            ["2026-01-31T09:00:00", "2026-01-31T09:05:00", *row, 1000 + at, f"uuid-{at}", "2026-01-31"]
        )
    export, manifest = write("export.csv", stream.getvalue()), tmp_path / "dataset.yaml"
    assert ken("columns", rules, export, "-o", manifest).exit_code in (0, 1)  # T has no columns
    assert '"?"' not in manifest.read_text(encoding="utf-8")
    read = ken("evaluate", rules, manifest, "-o", "-", "--format", "csv").stdout
    plain = io.StringIO()
    csv.writer(plain).writerows([["agency", "q1", "q2"], *rows])
    own = write("plain.yaml", "dataset: d\nfiles: [{path: plain.csv, layout: responses, instrument: S}]\n")
    write("plain.csv", plain.getvalue())
    wanted = ken("evaluate", rules, own, "-o", "-", "--format", "csv").stdout
    scores = [dict(row) for row in csv.DictReader(io.StringIO(read))]
    assert len(scores) == 3
    for row, other in zip(scores, csv.DictReader(io.StringIO(wanted)), strict=True):
        assert row["agency"] == other["agency"]
        assert row["S"] == other["S"] != ""


def test_the_words_of_units_are_read_again(form, ken, write):
    rules, path, _ = form(RULES, "units")
    assert converted(path) is not None
    write("export.csv", "agency,a,b,W/w1,W/w2,kind,size,_id\nX,80,70,on,off,food,1.5,7\n")
    manifest = path.parent / "d.yaml"
    ken("columns", rules, path.parent / "export.csv", "-o", manifest)
    told = ken("evaluate", rules, manifest, "--format", "json")
    assert '"W": 50' in told.stdout or '"W": "50' in told.stdout, told.stdout + told.stderr


def test_names_that_are_no_names_of_questions_are_refused(smallest, ken, tmp_path):
    own = smallest("inputs: {meta: {range: 0..9}}\nparts: {a: {score: meta * 10}, b: null}")
    result = ken("form", own, "-o", tmp_path / "x.xlsx", "--xlsform")
    assert result.exit_code == 2
    assert "“meta” cannot be the name of a question" in result.stderr


def test_rows_have_a_name_each():
    rules = library.load("ita/2566")
    names = [rows.name for rows in asked_rows(rules)]
    assert names == ["units", "IIT", "EIT1", "EIT2"]
    for name in names:
        chosen, others = chosen_rows(rules, name)
        assert chosen.name == name
        assert sorted([name, *others]) == sorted(names)
