"""Reports of rules of the second edition: what such rules have not is not spoken of, and what they have is
told with its words and measures."""

from __future__ import annotations

import re

import pytest
from kenrules.engine.book import guidance, library
from kenrules.engine.data import prepare, read_table
from kenrules.engine.explain.trace import explain
from kenrules.engine.report.making import content_of
from kenrules.engine.report.rules_text import RulesText
from kenrules.engine.report.setting import Setting

HEAD = """
ruleset: test/second
title: {th: สอง, en: Second}
unit: house
source: made up
scale: {decimals: 0, rounding: half_up}
"""
POINTS = """
combine: sum
inputs:
  kind: {one_of: [inn, camp], title: {th: ชนิด, en: kind of house}}
  beds: {range: 0..900, decimals: 0, in: beds}
questions:
  heat:
    title: {th: ความร้อน, en: heat}
    value: {range: -20..60, decimals: 1, in: °C}
    points: {..10.0: -3, 10.1..25.0: 0, 25.1..: 5}
  smell: {answers: {none: 0, some: 2, not asked: not_applicable}}
plus: {score: 1, when: beds > 100}
no_better_than: {fair: {when: heat == 5, source: order 7}}
bands: [{rating: good, below: 3, title: {th: ดี, en: Fine}}, {rating: fair, from: 3}]
variants: {kind: {camp: {bands: {good: {below: 2}, fair: {from: 2}}}}}
"""


@pytest.fixture
def content(write):
    """The fields of the report of one house by some rules."""

    def made(rules: str, row: str, head: str = HEAD):
        book = library.load(str(write("rules.yaml", head + rules)))
        data = prepare(book, read_table(write("data.csv", row)))
        trace = explain(book, data, data.frame[data.claims.key][0])
        return content_of(RulesText(Setting(guidance.load(book), "en", "arabic")), trace)

    return made


LOW = HEAD.replace("half_up}", "half_up, better: lower}")
ROW = "house,kind,beds,heat,smell\nA,camp,120,30.5,not asked\n"


def test_values_are_told_with_their_measures_and_scores_with_why_there_is_none(content):
    made = content(POINTS, ROW, LOW)
    assert made.known.rows == (("kind of house", "camp"), ("beds", "120 beds"))
    assert content(POINTS.replace("in: beds", "missing: 7"), ROW.replace("120", ""), LOW).known.rows[1] == (
        "beds",
        "7 (stands for an empty cell)",
    )
    assert made.all_scores.headings == ("node", "value or answer", "score")
    assert made.all_scores.rows == (("heat (heat)", "30.5 °C", "5"), ("smell", "", "does not apply"))


def test_the_variant_and_its_bands_are_those_of_the_unit(content):
    made = content(POINTS, ROW, LOW)
    assert made.variant == "rated by the rules for kind = camp"
    assert [(band.title, band.range) for band in made.bands] == [("Fine", "below 2"), ("fair", "2 or more")]
    other = content(POINTS, ROW.replace("camp", "inn"), LOW)
    assert [band.range for band in other.bands] == ["below 3", "3 or more"]
    assert made.title == "Second"
    assert made.provenance == other.provenance  # that of the rules that were asked for


def test_what_else_holds_is_told_with_its_condition_and_source(content):
    made = content(POINTS, ROW, LOW)
    assert made.remarks[-1] == "lower is better"
    rows = [row[1:] for row in made.further.rows]
    assert ("is added: 1", "beds > 100", "") in rows
    assert ("rated no better than fair", "heat == 5", "order 7") in rows


def test_a_rating_that_is_not_that_of_its_band_is_accounted_for(content):
    made = content(POINTS.replace("heat == 5", "heat == 0"), ROW.replace("30.5", "20"), LOW)
    assert (made.total, made.rating) == ("1", "fair")
    (note,) = made.notes
    assert "heat == 0" in note
    assert note.endswith("good becomes fair")
    assert any(line.startswith("heat (heat): ") and "20" in line for line in made.decided)


def test_tables_and_answers_are_told_value_by_value(content):
    made = dict(row for row in content(POINTS, ROW, LOW).scoring.rows)
    assert made["total"] == "sum of its questions"
    assert made["heat (heat)"] == "up to 10.0: -3; 10.1–25.0: 0; 25.1 or more: 5"
    assert made["smell"] == "none: 0; some: 2; not asked: does not count"


def test_rules_without_ratings_have_none_in_their_report(content, write, ken):
    rules = "parts: {a: {}, b: {}}\ncombine: sum\n"
    made = content(rules, "house,a,b\nA,3,4\n")
    assert (made.total, made.rating, made.rating_title, made.notes) == ("7", "", "", ())
    path = write("report.md", "")
    ken("report", write("rules.yaml", HEAD + rules), write("data.csv", "house,a,b\nA,3,4\n"), "-o", path)
    text = path.read_text(encoding="utf-8")
    assert "rating" not in text.casefold()
    assert "not rated" not in text


def test_rules_without_a_number_have_no_total_in_their_report(content):
    rules = """
combine: none
parts: {kind: {answers: [good, poor]}}
bands: [{rating: sound, when: kind == good}, {rating: unsound}]
"""
    made = content(rules, "house,kind\nA,good\n")
    assert (made.total, made.rating) == ("", "sound")
    assert made.all_scores.rows == (("kind", "good"),)
    assert not made.chart


def test_a_unit_that_the_rules_are_not_for_is_not_called_unrated(content):
    rules = POINTS + "applies: kind == inn\n"
    made = content(rules, ROW, LOW)
    assert made.notes == ("these rules are not for this unit",)
    assert made.rating == "–"


JUDGED = """
scale: {min: 0, max: 10, decimals: 0, rounding: half_up, better: lower}
thresholds: {fine: 4}
inputs: {size: {range: 1..9}}
parts: {a: {}, b: {}}
judgements: {part: [{result: ok, when: CONDITION}, {result: bad, when: score >= 0}]}
bands: [{rating: x, to: 5}, {rating: y}]
"""


@pytest.mark.parametrize(
    ("condition", "is_drawn"),
    [("score <= fine", True), ("score < fine", True), ("score <= fine + 1", False), ("fine >= score", False)],
)
def test_a_pass_mark_is_drawn_only_where_scores_are_compared_with_it(content, condition, is_drawn):
    head = HEAD.replace("scale: {decimals: 0, rounding: half_up}\n", "")
    made = content(JUDGED.replace("CONDITION", condition), "house,a,b,size\nA,3,7,2\n", head)
    assert [each.passes for each in made.indicators] == [True, False]
    assert ("stroke-dasharray" in made.chart.svg) is is_drawn


def test_a_pass_mark_that_nodes_have_of_their_own_is_not_drawn(content):
    head = HEAD.replace("scale: {decimals: 0, rounding: half_up}\n", "")
    rules = JUDGED.replace("CONDITION", "score <= fine").replace("b: {}", "b: {thresholds: {fine: 8}}")
    made = content(rules, "house,a,b,size\nA,3,7,2\n", head)
    assert [each.passes for each in made.indicators] == [True, True]
    assert "stroke-dasharray" not in made.chart.svg
    assert "ok: score <= fine" in made.pass_mark


def test_bars_begin_at_nought_also_below_it(content):
    rules = "combine: sum\nparts:\n  a: {value: {range: -9..9}}\n  b: {value: {range: -9..9}}\n"
    svg = content(rules, "house,a,b\nA,-3,6\n").chart.svg
    boxes = [
        (float(found[1]), float(found[2]))
        for found in re.finditer(r'<rect x="([\d.]+)"[^>]*? width="([\d.]+)"[^>]*?stroke=', svg)
    ]
    (left, below), (right, above) = boxes
    assert left + below == pytest.approx(right, abs=0.01)
    assert above == pytest.approx(2 * below, abs=0.01)


def test_scores_that_a_formula_makes_the_whole_of_stand_in_no_chart(content):
    rules = "score: a / 100 + b\nparts: {a: {}, b: {}}\n"
    assert not content(rules, "house,a,b\nA,300,6\n").chart
    assert content("combine: sum\nparts: {a: {}, b: {}}\n", "house,a,b\nA,300,6\n").chart


def test_ratings_without_an_order_have_no_better_one(ken, write):
    rules = HEAD.replace("half_up}", "half_up, better: none}") + (
        "combine: sum\nparts: {a: {value: {range: 0..9}}, b: {value: {range: 0..9}}}\n"
        "bands: [{rating: red, to: 4}, {rating: blue}]\n"
    )
    path = write("report.md", "")
    done = ken("report", write("rules.yaml", rules), write("data.csv", "house,a,b\nA,3,6\n"), "-o", path)
    assert done.exit_code == 0, done.stderr
    text = path.read_text(encoding="utf-8")
    assert "better rating" not in text
    assert "the ratings have no order" in text


def test_the_summary_of_scored_units_has_no_ratings(ken, write, tmp_path):
    rules = write("rules.yaml", HEAD + "combine: sum\nparts: {a: {}, b: {}}\n")
    data = write("data.csv", "house,a,b\nA,3,6\nB,1,\n")
    ken("report", rules, data, "--all", "-o", tmp_path / "all", "--kind", "md", "--jobs", "1")
    text = (tmp_path / "all/index.html").read_text(encoding="utf-8")
    assert "of which 1 is scored" in text
    assert "not scored" in text
    assert "not rated" not in text
    assert "<h2>Ratings" not in text


def test_a_condition_that_words_would_leave_open_stands_as_it_is_written(content):
    rules = """
combine: sum
parts: {a: {}, b: {}, c: {}}
bands:
  - {rating: x, when: (a >= 3 or b >= 3) and c >= 1}
  - {rating: y, when: "a >= 2 and b in (1, 2)"}
  - {rating: z, when: a >= 2}
  - {rating: rest}
inputs: {size: {range: 1..9}}
"""
    made = content(rules, "house,a,b,c,size\nA,1,1,1,1\n")
    assert [band.condition for band in made.bands] == [
        "(a >= 3 or b >= 3) and c >= 1",
        "a 2 or more and b in (1, 2)",
        "a 2 or more",
        "",
    ]
