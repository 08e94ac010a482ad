"""The page of an evaluation: every number and every sentence in it, read back, is what `ken evaluate` says in its
JSON, whichever way is up, and whether units are rated or not."""

from __future__ import annotations

import datetime
import json
import math
import random
import re
from collections import Counter
from fractions import Fraction

import polars as pl
import pytest

from ..compare.hostile_pages import HOSTILE
from ..compare.test_comparison_page import check_harmless
from ..conftest import EXAMPLE
from ..html_pages import PageTables

PARTS = ("a", "b", "c")
MISSING = "–"


def book(chance, better):
    """Random rules: a weighted mean, a target, judgements, and units to which they do not apply."""
    low, high = chance.randrange(10, 40), chance.randrange(45, 90)
    sign, names = ("<", ("to", low, high)) if better == "lower" else (">=", ("from", high, low))
    key, first, second = names
    return f"""
ruleset: test/pages
title: {{en: Pages, th: หน้า}}
source: x
unit: agency
scale: {{min: 0, max: 100, decimals: 1, rounding: half_up, better: {better}}}
inputs: {{kind: {{one_of: [own, other]}}}}
applies: kind == own
thresholds: {{pass: {high}}}
parts:
{chr(10).join(f"  {name}: {{title: {{en: Part {name}, th: ส่วน {name}}}, weight: {weight}}}" for name, weight in zip(PARTS, chance.choice([(1, 2, 3), (1, 1, 1)]), strict=True))}
judgements:
  part: [{{result: sound, when: score {sign} pass}}, {{result: weak, when: not score {sign} pass}}]
targets: [{{id: t, share_of_units: total {sign} pass, at_least: {chance.choice([10, 50, 90])}%}}]
bands:
  - {{rating: top, title: {{en: The top, th: ยอด}}, {key}: {first}}}
  - {{rating: middle, {key}: {second}}}
  - {{rating: bottom}}
"""


def rows_of(chance, count):
    for number in range(count):
        scores = [f"{chance.randrange(0, 1001) / 10}" if chance.random() > 0.04 else "" for _ in PARTS]
        kind = "other" if chance.random() < 0.06 else "own"
        province = chance.choice(["ขอนแก่น", "เชียงใหม่", "ตาก", ""])
        yield f"u{number},{kind},{province},{','.join(scores)}"


def rounded(value):
    return Fraction(math.floor(value * 10 + Fraction(1, 2)), 10)


def shown(number):
    return MISSING if number is None else f"{float(number):.1f}"


@pytest.fixture
def paged(ken, write, tmp_path):
    def run(rules, data, *options, language="en"):
        out = tmp_path / "page.html"
        made = ken("--lang", language, "evaluate", rules, data, "-o", out, *options)
        assert made.exit_code in (0, 1), made.stderr
        found = json.loads(ken("evaluate", rules, data, "--format", "json", *options).stdout)
        return out.read_text(encoding="utf-8"), found

    return run


@pytest.mark.parametrize("seed", range(9))
def test_numbers_and_sentences_are_those_of_the_evaluation(paged, write, seed):
    chance = random.Random(seed)
    better, count = ("higher", "lower", "none")[seed % 3], chance.choice([12, 40, 130])
    rules = write("rules.yaml", book(chance, better))
    data = write("data.csv", "\n".join([f"agency,kind,province,{','.join(PARTS)}", *rows_of(chance, count)]))
    text, found = paged(rules, data)
    page, units = PageTables(text), found["units"]
    called = {"top": "top (The top)", "middle": "middle", "bottom": "bottom"}
    words = {"not applicable": "not applicable", "incomplete": "not rated"}
    told = [called.get(unit["rating"]) or words[unit["status"]] for unit in units]

    # how many have which rating
    counts, rated = Counter(told), sum(unit["rating"] is not None for unit in units)
    ratings = {row[0]: int(row[1]) for row in page.rows["ratings"]}
    assert ratings == {name: counts[name] for name in (*called.values(), *words.values()) if name in ratings}
    assert set(counts) | set(called.values()) == set(ratings)
    most, told_of_all = page.sentences["Ratings"]
    names = re.findall(r"(?:rating is|ratings are) (.*?): ([0-9,]+) (?:each )?of ([0-9,]+) rated", most)
    highest = max(counts[name] for name in called.values())
    assert names == [
        (", ".join(name for name in called.values() if counts[name] == highest), str(highest), str(rated))
    ]
    assert re.findall("[0-9]+", told_of_all) == [str(count), str(rated)]

    # the target
    (target,) = found["targets"]
    (sentence,) = page.sentences["Targets"]
    assert re.findall(r": ([0-9,]+) of ([0-9,]+) rated", sentence) == [(str(target["meeting"]), str(rated))]
    assert sentence.endswith(": met" if target["met"] else ": not met")

    # each unit
    assert page.headings["units"][:4] == ["agency", "rating", "total", "province"]
    rows = [row[: 4 + len(PARTS)] for row in page.rows["units"]]
    assert rows == [
        [
            unit["unit"],
            name,
            shown(unit["scores"]["total"]),
            unit["data"]["province"] or MISSING,
            *(shown(unit["scores"][part]) for part in PARTS),
        ]
        for unit, name in zip(units, told, strict=True)
    ]

    # totals and means, exactly
    for name, row in zip(("total", *PARTS), page.rows["means"], strict=True):
        scores = sorted(
            Fraction(str(unit["scores"][name])) for unit in units if unit["scores"][name] is not None
        )
        middle = (scores[(len(scores) - 1) // 2] + scores[len(scores) // 2]) / 2
        figures = [sum(scores) / len(scores), middle, scores[0], scores[-1]]
        assert row[1:] == [f"{len(scores)}", *(shown(rounded(each)) for each in figures)], name
        if name == "total":
            (sentence,) = page.sentences["Totals and bands"]
            said = [len(scores), *(shown(rounded(each)) for each in (middle, scores[0], scores[-1]))]
            assert re.findall(r"[0-9.]*[0-9]", sentence) == [str(each) for each in said]

    # groups
    for row, means in zip(page.rows["by province"], page.rows["means by province"], strict=True):
        own = [unit for unit in units if (unit["data"]["province"] or MISSING) == row[0]]
        assert means[0] == row[0]
        assert row[1] == str(len(own))
        assert row[3:] == [str(sum(unit["rating"] == name for unit in own)) for name in called]
        for name, mean in zip(("total", *PARTS), means[1:], strict=True):
            scores = [Fraction(str(unit["scores"][name])) for unit in own if unit["scores"][name] is not None]
            assert mean == (shown(rounded(sum(scores) / len(scores))) if scores else MISSING)
        assert row[2] == means[1]
    table = text[text.index('data-table="means by province"') :]
    shades = [
        re.findall(r'data-value="([^"]+)" style="background:(#[0-9a-f]{6})"', row)
        for row in table[: table.index("</table>")].split("<tr>")[2:]
    ]
    assert all(bool(row) == (better != "none") for row in shades)
    for column in zip(*(row for row in shades if len(row) == 4), strict=True):
        numbers = {float(value): color for value, color in column}
        best, worst = (min, max) if better == "lower" else (max, min)
        if len({row[0] for row in page.rows["means by province"]}) == len(column) and len(numbers) > 1:
            assert numbers[best(numbers)] == "#70acde"
            assert numbers[worst(numbers)] == "#f5a460"
    assert ("--tone:" in text) == (better != "none")


def test_the_nodes_that_fail_most_are_those_that_most_units_fail(paged, write):
    chance = random.Random(7)
    rules = write(
        "rules.yaml", book(chance, "higher").replace("part:", "question:").replace("parts:", "questions:")
    )
    data = write("data.csv", "\n".join([f"agency,kind,province,{','.join(PARTS)}", *rows_of(chance, 60)]))
    text, found = paged(rules, data)
    judged = {
        part: [unit["judgements"][part] for unit in found["units"] if unit["judgements"][part] is not None]
        for part in PARTS
    }
    weak = {f"Part {part}": each.count("weak") for part, each in judged.items()}
    rows = PageTables(text).rows["failing"]
    assert {row[0]: int(row[1]) for row in rows} == weak
    shares = [Fraction(weak[f"Part {part}"], len(judged[part])) for part in PARTS]
    assert [row[2] for row in rows] == [
        f"{float(share) * 100:.2f} %" for share in sorted(shares, reverse=True)
    ]


@pytest.mark.parametrize("language", ["en", "th"])
def test_hostile_names_are_only_text(paged, write, language):
    rules = write("rules.yaml", book(random.Random(1), "higher").replace("The top", "'</script><b>'"))
    names = ['"' + name.replace('"', '""') + '"' for name in HOSTILE]
    rows = [
        f"{name},own,{names[at % 3]},{60 + at},{50 + at},{40 + at}"
        for at, name in enumerate([*names, *(f"u{number}" for number in range(120))])
    ]
    data = write("data.csv", "\n".join(["agency,kind,=province,a,b,c", *rows]))
    text, found = paged(rules, data, language=language)
    parsed = check_harmless(text)
    assert parsed.all("html") == [{"lang": language}]
    page = PageTables(text)
    listed = [row[0] for row in page.rows["units"]]
    assert [name for name in HOSTILE if name.isprintable()] == [
        name for name in listed if name in HOSTILE and name.isprintable()
    ]
    assert len(listed) == len(found["units"])
    assert len([section for section in page.rows if section.startswith("by ")]) == 1


def test_a_page_says_of_what_it_is_made(paged, write, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    rules = write("rules.yaml", book(random.Random(1), "higher"))
    data = write("data.csv", "agency,kind,province,a,b,c\nx,own,p,60,60,60\ny,own,q,70,60,60\n")
    for language, told in (("en", ("Pages", "14 November 2023")), ("th", ("หน้า", "14 พฤศจิกายน 2566"))):
        text, found = paged(rules, data, language=language)
        header = text[text.index("<header>") : text.index("</header>")]
        assert all(each in header for each in (*told, "test/pages", "data.csv", found["fingerprint"]))
        assert str(data) not in text
        assert paged(rules, data, language=language)[0] == text


def test_one_unit_is_shown_in_full(paged):
    text, found = paged("ita/2566", EXAMPLE / "figures.csv")
    page, (unit,) = PageTables(text), found["units"]
    first = next(iter(page.sentences.values()))
    assert first == [
        "total score 75.47, rating To be improved",
        "9.53 below the target of 85.00",
        "pass: 2 of 10 indicators",
    ]
    by_title = {row[0].strip("\u2003 "): row for row in page.rows["scores"]}
    assert by_title["Prevention of corruption"][1:] == [MISSING, f"{unit['scores']['I10']:.2f}", "fail"]
    assert page.rows["scores"][-1][2:] == ["75.47", "ต้องปรับปรุง (To be improved)"]
    assert "units" not in page.rows


@pytest.mark.parametrize("cells", ["60,", ",", "60,60"])
def test_units_without_a_rating_have_a_page(paged, smallest, write, cells):
    text, found = paged(
        smallest("bands: null\n" if cells == "60,60" else ""), write("d.csv", f"agency,a,b\nx,{cells}\n")
    )
    first = next(iter(PageTables(text).sentences.values()))
    assert first[0].startswith("total score 60.00" if cells == "60,60" else "not rated")
    both = write("e.csv", f"agency,a,b\nx,{cells}\ny,{cells}\n")
    text, found = paged(smallest("bands: null\n" if cells == "60,60" else ""), both)
    assert len(PageTables(text).rows["units"]) == len(found["units"]) == 2


def test_a_national_year_is_light(ken, write, tmp_path):
    chance = random.Random(2566)
    columns, out = ["IIT", "EIT1", "EIT2", "I9", "I10"], tmp_path / "page.html"
    rows = (
        f"องค์การบริหารส่วนตำบลบ้านหนองบัวลำภู{number:05d},จังหวัดที่ {number % 77},"
        + ",".join(f"{chance.randrange(3000, 10000) / 100}" for _ in columns)
        for number in range(8325)
    )
    data = write("data.csv", "\n".join([f"agency,province,{','.join(columns)}", *rows]))
    assert ken("--lang", "th", "evaluate", "ita/2566", data, "-o", out).exit_code == 0
    text = out.read_text(encoding="utf-8")
    assert len(text.encode()) < 2_000_000
    assert len(PageTables(text).rows["units"]) == 8325


def test_chosen_units_and_groups_have_pages_with_the_whole_before_them(paged, write):
    chance = random.Random(11)
    rules = write("rules.yaml", book(chance, "higher"))
    data = write("data.csv", "\n".join([f"agency,kind,province,{','.join(PARTS)}", *rows_of(chance, 60)]))
    whole, everything = paged(rules, data)
    text, found = paged(rules, data, "--where", "total < 50", "--sort=-total", "--top", "7")
    page = PageTables(text)
    assert [row[0] for row in page.rows["units"]] == [unit["unit"] for unit in found["units"]]
    assert len(found["units"]) == 7
    assert {name: rows for name, rows in page.rows.items() if name != "units"} == {
        name: rows for name, rows in PageTables(whole).rows.items() if name != "units"
    }
    low = [unit for unit in everything["units"] if (unit["scores"]["total"] or 99) < 50]
    assert page.sentences["Units"][0] == f"{len(low)} of 60 units meet total < 50"

    text, found = paged(rules, data, "--by", "province")
    page = PageTables(text)
    assert [row[:2] for row in page.rows["groups"]] == [
        [each["group"] or MISSING, str(each["units"])] for each in found["groups"]
    ]
    assert page.rows["ratings"] == PageTables(whole).rows["ratings"]
    assert "units" not in page.rows


def test_groups_are_called_as_their_units_are(paged, smallest, tmp_path):
    count = 30
    frame = pl.DataFrame(
        {
            "agency": [f"u{number}" for number in range(count)],
            "a": [float(number) for number in range(count)],
            "b": [50.0] * count,
            "large": [number % 2 == 0 for number in range(count)],
            "code": [number % 3 / 2 for number in range(count)],
            "since": [datetime.date(2020, 1, 1 + number % 4) for number in range(count)],
        }
    )
    frame.write_parquet(tmp_path / "data.parquet")
    text, _ = paged(smallest(), tmp_path / "data.parquet")
    page = PageTables(text)
    for name in ("large", "code", "since"):
        at = page.headings["units"].index(name)
        assert {row[0] for row in page.rows[f"by {name}"]} == {row[at] for row in page.rows["units"]}


def test_units_of_which_none_is_chosen_have_a_page(paged, smallest, write):
    data = write("data.csv", "agency,a,b\nx,60,60\ny,70,70\n")
    text, found = paged(smallest(), data, "--where", "total > 90")
    page = PageTables(text)
    assert (found["units"], page.rows["units"]) == ([], [])
    assert page.sentences["Units"][0] == "0 of 2 units meet total > 90"
