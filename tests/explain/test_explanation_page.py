"""The page of an explanation: what makes the total is true to exact arithmetic, conditions and ways are those of the
trace, and nothing is said to be a sum that is none."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from itertools import islice

import pytest
from kenrules.engine.book.library import load
from kenrules.engine.data import prepare, read_table
from kenrules.engine.explain.explanation_page import explanation_page
from kenrules.engine.explain.headline import best_way, headline
from kenrules.engine.explain.least import ways
from kenrules.engine.explain.total_parts import MOST_PARTS, parts_of_total
from kenrules.engine.explain.trace import explain
from kenrules.engine.explain.waterfall import falls_of, waterfall
from kenrules.engine.meaning.labels import labels_of
from kenrules.engine.rating.totals_drawing import NARROW, WIDTH
from kenrules.engine.show.exhibit import Exhibit
from kenrules.engine.show.formats import html
from kenrules.engine.words.diagnostics import say
from kenrules.engine.words.speech import Speech

from ..browser import is_too_wide, overprinted
from ..compare.hostile_pages import HOSTILE
from ..compare.test_comparison_page import check_harmless
from ..conftest import EXAMPLE, ROOT
from ..html_pages import PageTables
from .traces import trace_of

BOOKS = {
    "aged-care/stars": "aged-care/homes.csv",
    "aqi/us-2012": "aqi/station-days.csv",
    "course/best-four": "course/students.csv",
    "cqc/principles": "cqc/locations.csv",
    "cqc/single-assessment": "cqc/services.csv",
    "cvss/3.1": "cvss/vulnerabilities.csv",
    "decathlon/men": "decathlon/records.csv",
    "energy-label/washing-machine": "energy-label/washing-machines.csv",
    "fhrs/2018": "fhrs/inspections.csv",
    "growth/weight-for-age": "growth/clinic.csv",
    "hdi/2010": "hdi/2021.csv",
    "news2/2017": "news2/observations.csv",
    "nutriscore/2023": "nutriscore/products.csv",
    "scorecard/german-credit": "scorecard/applicants.csv",
    "ita/2566": "takothong-2566/figures.csv",
    "ita/2565": "takothong-2566/figures.csv",
}
NO_SUMS = {
    *("aqi/us-2012", "cqc/principles", "cqc/single-assessment", "cvss/3.1"),
    *("energy-label/washing-machine", "growth/weight-for-age", "hdi/2010"),
}
"""Books in which the total is never the sum of parts: the worst of them, a case, a formula, a product."""


def traces(book):
    rules = load(book)
    dataset = prepare(rules, read_table(ROOT / "examples" / BOOKS[book]))
    for unit in dataset.frame[dataset.claims.key].to_list():
        yield explain(rules, dataset, str(unit))


def page_of(trace, remedies=(), language="en"):
    exhibit = Exhibit(say("x"), page=lambda: explanation_page(trace, remedies, Speech(language), "data.csv"))
    return b"".join(html.written(exhibit, Speech(language))).decode()


def check_sum(trace):
    """That the parts of the total are a sum to the last digit, each beginning where the one before it ends."""
    parts = parts_of_total(trace, "en")
    if not parts:
        return False
    assert len(parts) <= MOST_PARTS or len(parts) <= len(trace.root.children) + 1
    exact = sum(part.adds.exact for part in parts)
    assert abs(exact - trace.root.value) < Fraction(1, 10**39)
    assert sum(part.adds.shown for part in parts) == trace.root.adds.shown
    lower = trace.rules.scale.better == "lower"
    falls = falls_of(parts, lower=lower)
    assert [fall.begin for fall in falls] == [0, *(fall.end for fall in falls[:-1])]
    for part, fall in zip(parts, falls, strict=True):
        if fall.costs is not None:
            assert fall.costs[1] - fall.costs[0] == part.costs.exact > 0
            assert fall.costs[1 if lower else 0] == fall.end  # behind what it adds, or the end of it
    for width in (WIDTH, NARROW):
        waterfall(parts, say("total"), str, width, lower=lower)
    return True


@pytest.mark.parametrize("book", BOOKS)
def test_every_book_has_a_page_whose_sum_is_a_sum(book):
    found, language = list(islice(traces(book), 5)), "en" if len(book) % 2 else "th"
    summed = [check_sum(trace) for trace in found]
    assert any(summed) == (book not in NO_SUMS)
    for trace, is_sum in list(zip(found, summed, strict=True))[:3]:
        text = page_of(trace, language=language)
        page = PageTables(text)
        first = next(iter(page.sentences.values()))
        assert first == [Speech(language).words(line) for line in headline(trace, (), language).lines]
        assert ("<svg" in text) == is_sum
        check_harmless(text)


def test_parts_of_a_total_whose_best_is_known_cost_what_lacks_of_it():
    (trace,) = traces("ita/2566")
    parts = parts_of_total(trace, "en")
    assert sum(part.adds.exact + part.costs.exact for part in parts) == 100
    assert [part.label.in_words(str) for part in parts][-1] == "Prevention of corruption"
    assert len(parts) == 13


@pytest.mark.parametrize("better", ["higher", "lower"])
@pytest.mark.parametrize("seed", range(4))
def test_random_rules_have_parts_that_add_up(smallest, seed, better):
    chance = random.Random(seed)
    weights = [chance.randrange(1, 9) for _ in range(3)]
    text = f"""
scale: {{better: {better}}}
parts:
  a: {{title: A, weight: {weights[0]}, questions: {{q1: {{}}, q2: {{}}, q3: {{}}}}}}
  b: {{title: B, weight: {weights[1]}, plus: [{{score: 2, when: c > 50}}]}}
  c: {{title: C, weight: {weights[2]}}}
bands: [{{rating: one, {"to" if better == "lower" else "from"}: 30}}, {{rating: two}}]
"""
    rules = load(smallest(text))
    row = {name: chance.randrange(0, 9001) / 100 for name in ("q1", "q2", "q3", "b", "c")}
    trace = trace_of(rules, row)
    assert check_sum(trace)
    labels = [part.label.in_words(str) for part in parts_of_total(trace, "en")]
    assert labels[:3] == ["q1", "q2", "q3"]


def test_a_total_that_a_limit_moves_is_no_sum(smallest):
    rules = load(smallest("at_most: [{score: 50}]\n"))
    assert parts_of_total(trace_of(rules, {"a": 40, "b": 50}), "en")
    limited = trace_of(rules, {"a": 80, "b": 60})
    assert limited.root.value == 50
    assert parts_of_total(limited, "en") == []
    assert "<svg" not in page_of(limited)


def test_conditions_are_told_with_what_is_short(traced):
    trace = traced("bands: [{rating: high, from: 70, when: min(parts) >= 65}, {rating: low}]", a=80, b=50)
    page = PageTables(page_of(trace))
    assert page.rows["conditions"] == [
        ["high", "total 70 or more", "65.00", "does not hold", "5.00 short"],
        ["high", "every part 65 or more", "50.00 (b)", "does not hold", "15.00 short"],
    ]


def test_every_condition_of_a_band_is_told_as_it_was_judged():
    for book in ("ita/2566", "news2/2017", "cvss/3.1"):
        for trace in traces(book):
            rows = PageTables(page_of(trace)).rows.get("conditions", [])
            for band in trace.bands:
                own = [row[3] for row in rows if row[0].split(" (")[0] == band.name]
                assert set(own) <= {"holds", "does not hold"}
                if band.holds is not None and own:
                    assert (set(own) == {"holds"}) == band.holds, (book, trace.unit, band.name)


def test_the_least_change_is_a_list_to_tick_off():
    (trace,) = traces("ita/2566")
    remedies = ways(trace, seconds=2)
    page, label = PageTables(page_of(trace, remedies)), labels_of(trace.rules, "en")
    goals = dict.fromkeys(each.goal for each in remedies)
    found = [best_way([each for each in remedies if each.goal == goal]) for goal in goals]
    lists = (rows for name, rows in page.rows.items() if name.startswith("to do "))
    assert found[0].by == "items"
    for remedy in filter(None, found):
        rows = next(lists)
        assert [row[1] for row in rows] == [label(change.path) for change in remedy.changes]
        if remedy.by == "items":
            assert [row[2:] for row in rows] == [["0.00", "100.00"]] * len(rows)
    assert next(lists, None) is None


@pytest.mark.parametrize("scores", [{"a": 60.0}, {}])
def test_a_unit_without_a_rating_has_a_page_and_no_sum_of_what_is_not_there(traced, scores):
    trace = traced("", **{"a": None, "b": None, **scores})
    text = page_of(trace)
    assert "<svg" not in text
    assert next(iter(PageTables(text).sentences.values()))[0].startswith("not rated")


def test_hostile_names_are_only_text(smallest, write, ken, tmp_path):
    title = HOSTILE[0].replace("'", "''")
    rules = smallest(f"parts: {{a: {{title: '{title}'}}, b: {{title: '\"><img src=x onerror=alert(1)>'}}}}")
    data = write("d.csv", 'agency,a,b\n"<img src=x onerror=alert(2)>",60,30\n')
    out = tmp_path / "unit.html"
    assert ken("explain", rules, data, "--seconds", "1", "-o", out).exit_code == 0
    parsed = check_harmless(out.read_text(encoding="utf-8"))
    assert HOSTILE[0] in " ".join(parsed.drawn)


def test_the_command_writes_the_page_and_its_other_forms_stay(ken, tmp_path):
    out = tmp_path / "unit.html"
    call = ("explain", "ita/2566", EXAMPLE / "figures.csv", "--seconds", "1")
    assert ken(*call, "-o", out).exit_code == 0
    page = PageTables(out.read_text(encoding="utf-8"))
    found = json.loads(ken(*call, "--format", "json").stdout)
    assert (
        next(iter(page.sentences.values()))[0]
        == f"total score {found['total']['printed']}, rating To be improved"
    )
    assert {"conditions", "way"} <= page.rows.keys()


@pytest.mark.parametrize(("language", "book"), [("th", "ita/2566"), ("en", "nutriscore/2023")])
def test_it_is_read_on_wide_and_narrow_screens(tab_of, language, book):
    text = page_of(next(traces(book)), language=language)
    for width in (1280, 390):
        tab = tab_of(text, width)
        assert not is_too_wide(tab)
        assert list(overprinted(tab)) == []
