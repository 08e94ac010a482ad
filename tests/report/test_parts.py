"""What of a report is written: the parts that are asked for, a memo with what is known, and no names of the
engine's own in what people read."""

from __future__ import annotations

import re

import pytest
from kenrules.engine.book import library

from ..conftest import EXAMPLE
from .readers import Opened, flat, read, text_of

KINDS = ("docx", "html", "md")
HEADS = {
    "memo": "Memorandum",
    "method": "How scores are made",
    "result": "Result by instrument",
    "failing": "Weaknesses to be mended urgently",
    "passing": "What is to be kept up and developed",
    "ways": "What a better rating takes",
    "measures": "Measures to promote integrity and transparency",
    "audit": "Annex: findings of the audit of the results",
}


def report(ken, tmp_path, kind, *options, lang="en"):
    path = tmp_path / f"r.{kind}"
    made = ken("report", "ita/2566", EXAMPLE / "figures.csv", "-o", path, "--lang", lang, *options)
    assert made.exit_code == 0, made.stderr
    text = (
        text_of(path)
        if kind == "docx"
        else flat(*read({"md": "markdown"}.get(kind, kind), path.read_text("utf-8")).texts)
    )
    return made, text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("parts", ["memo", "memo,result,measures", "audit", "ways,failing", None])
def test_the_parts_that_are_asked_for_are_written(ken, tmp_path, kind, parts):
    made, text = report(ken, tmp_path, kind, *(["--part", parts] if parts else []))
    wanted = set(parts.split(",")) if parts else set(HEADS) - {"audit"}
    assert {name for name, head in HEADS.items() if head in text} == wanted
    assert ("--part audit" in made.stderr) == ("audit" not in wanted)


def test_a_part_that_there_is_not(ken, tmp_path):
    path = tmp_path / "r.md"
    made = ken("report", "ita/2566", EXAMPLE / "figures.csv", "-o", path, "--part", "memo,resul")
    assert made.exit_code == 2
    assert "“resul”" in made.stderr
    assert "result" in made.stderr.replace("“resul”", "")
    assert not path.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_the_memo_says_the_result_and_what_is_known(ken, tmp_path, write, kind):
    own = write(
        "own.yaml",
        "guidance: ita/2566\nmemo:\n  office: {en: Office of the council}\n  reference: 72/301\n  date: 2023-11-30\n"
        "  to: {en: The president}\n",
    )
    _, text = report(ken, tmp_path, kind, "--part", "memo", "--guidance", own)
    told = ("Office of the council", "72/301", "30 November 2566", "The president")
    headline = (
        "total score 75.47, rating To be improved",
        "9.53 below the target of 85.00",
        "2 of 10 indicators",
    )
    for each in (*told, *headline, "the shortest way to Pass: 7 more items"):
        assert each in text
    assert "......." not in text or kind == "md"  # of signatures


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("lang", "last"), [("en", "Made by Ken"), ("th", "จัดทำด้วย Ken")])
def test_people_read_no_names_of_the_engine(ken, tmp_path, kind, lang, last):
    _, text = report(ken, tmp_path, kind, lang=lang)
    rules = library.load("ita/2566")
    text, _, made_by = text.partition(last)
    assert "ita/2566" in made_by
    for node in rules.nodes.values():
        if node.level in ("indicator", "subindicator"):
            assert not re.search(rf"(?<![\w.]){re.escape(node.id)}(?![\w.])", text), node.id
        if node.level == "question":  # only beside a title
            assert not re.search(rf"(?<![\w(]){re.escape(node.id)}(?![\w)])", text), node.id
    for pattern in (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", r"\w+\.csv", r"ita/25", r"(total|score) [<>=]"):
        assert not re.search(pattern, text), pattern


def test_measures_and_what_falls_short_stand_in_one_table_each(ken, tmp_path):
    report(ken, tmp_path, "docx", "--part", "failing,measures")
    assert len(Opened((tmp_path / "r.docx").read_bytes()).document.tables) == 2


def test_several_ways_to_one_goal_are_told_whole(english):
    (text,) = [way.text for way in english.ways if way.goal == "Pass"]
    first, second = text.split("\n")
    assert (first[:6], second[:6]) == ("Way 1:", "Way 2:")
    assert "…" not in text
    assert text.count("total 85.") == 2
