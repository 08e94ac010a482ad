"""`ken init` and `ken new`: folders to work in, and rule sets that begin as another."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from pathlib import Path

import kenrules
import pytest
import yaml


def test_a_new_folder_is_ready_to_work_in(ken, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert ken("init", "work").exit_code == 0
    assert ken("check", "work", "--strict").exit_code == 0
    assert ken("test", "work").exit_code == 0
    assert "not tested" not in ken("test", "work").stdout
    bound = json.loads((tmp_path / "work/.vscode/settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    assert all((tmp_path / "work" / path).is_file() for path in bound)
    hooks = yaml.safe_load((tmp_path / "work/.pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][
        0
    ]["hooks"]
    assert [hook["entry"] for hook in hooks] == ["ken check rules", "ken test rules"]
    again = ken("init", "work")
    assert again.exit_code == 2
    assert "this file is there already; nothing was written" in again.stderr


@pytest.mark.slow
def test_a_new_folder_can_begin_as_shipped_rules(ken, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert ken("init", "work", "--like", "ita/2566").exit_code == 0
    made = {path.name for path in (tmp_path / "work/rules").rglob("*") if path.is_file()}
    # with what it extends, and what lies beside both
    assert made == {"2565.yaml", "2565.test.yaml", "2566.yaml", "2566.test.yaml", "2566.guidance.yaml"}
    assert ken("check", "work/rules", "--strict").exit_code == 0
    assert ken("test", "work/rules").exit_code == 0
    (tmp_path / "rules/own").mkdir(parents=True)
    for name in ("one", "two"):
        book = f"ruleset: own/{name}\ntitle: {name}\nunit: shop\nscale: {{min: 0, max: 9, decimals: 0, rounding: half_up}}\nparts: {{a: {{}}}}\n"
        (tmp_path / f"rules/own/{name}.yaml").write_text(book, encoding="utf-8")
    assert ken("init", "other", "--like", "own").exit_code == 0  # all of a family
    assert sorted(path.name for path in (tmp_path / "other/rules").rglob("*.yaml")) == [
        "one.yaml",
        "two.yaml",
    ]
    none = ken("init", "third", "--like", "nothing")
    assert (none.exit_code, Path("third").exists()) == (2, False)
    assert "there is no rule set “nothing”" in none.stderr


def test_reference_tables_are_copied_with_their_rules(ken, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules/own").mkdir(parents=True)
    (tmp_path / "rules/own/sizes.csv").write_text("size,m\n1,10\n2,20\n", encoding="utf-8")
    book = (
        "ruleset: own/one\ntitle: one\nunit: shop\nscale: {min: 0, max: 99, decimals: 0, rounding: half_up}\n"
    )
    book += "inputs: {size: {range: 1..2, decimals: 0}}\nparts: {a: {score: t.m}}\n"
    book += "tables: {t: {file: sizes.csv, by: {size: exactly}}}\n"
    (tmp_path / "rules/own/one.yaml").write_text(book, encoding="utf-8")
    for like, book, others in (
        ("own", "own/one.yaml", {"sizes.csv"}),
        ("growth", "growth/weight-for-age.yaml", {"weight-for-age.test.yaml", "weight-for-age.lms.csv"}),
    ):
        assert ken("init", f"like-{like}", "--like", like).exit_code == 0
        copy = Path(f"like-{like}/rules", book)
        assert {path.name for path in copy.parent.iterdir()} == {copy.name, *others}
        assert kenrules.load(copy).tables  # which are read when the rules are loaded


def test_rule_sets_of_one_field_are_listed_together(ken, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules/own").mkdir(parents=True)
    book = "title: t\nunit: shop\nscale: {min: 0, max: 9, decimals: 0, rounding: half_up}\nparts: {a: {}}\n"
    for name, field in (("a", "food"), ("b", None), ("c", "{en: food, th: อาหาร}")):
        said = f"ruleset: own/{name}\n" + (f"field: {field}\n" if field else "") + book
        (tmp_path / f"rules/own/{name}.yaml").write_text(said, encoding="utf-8")
    lines = [line.split() for line in ken("list").stdout.splitlines() if "own/" in line]
    assert [line[: 2 if "food" in line else 1] for line in lines] == [["food", "own/a"], ["own/c"], ["own/b"]]
    assert "อาหาร" in ken("list", "--lang", "th").stdout
    assert "food" in ken("show", "own/a").stdout


@pytest.mark.slow
def test_next_year_begins_as_this_year(ken, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert ken("new", "ita/2567", "--from", "ita/2566").exit_code == 0
    rules = kenrules.load("ita/2567")
    assert rules.effective == ("2023-10-01", "2024-09-30")
    assert "2567" in rules.title["th"]
    assert [(node.path, node.weight) for node in rules.nodes.values()] == [
        (node.path, node.weight) for node in kenrules.load("ita/2566").nodes.values()
    ]
    assert ken("check", "rules").exit_code == 0
    assert ken("test", "rules").exit_code == 0
    assert ken("new", "ita/2567", "--from", "ita/2566").exit_code == 2
    assert ken("new", "2567", "--from", "ita/2566").exit_code == 2


@pytest.mark.slow
def test_next_years_source_has_to_be_written(ken, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ken("new", "ita/2567", "--from", "ita/2566")
    text = Path("rules/ita/2567.yaml").read_text(encoding="utf-8")
    assert "#   - {rating: ผ่านดีเยี่ยม, from: 95, to: 100, when: " in text
    assert text.startswith("# yaml-language-server: $schema=../../schemas/ruleset.schema.json\n")
    assert "to change one write {its name: {from: 90}}" in text  # a list takes titles away
    found = ken("check", "ita/2567").stdout
    line = text.splitlines().index(next(own for own in text.splitlines() if own.startswith("source: "))) + 1
    assert f"2567.yaml:{line}:9: warning: source: still says what the rule set was begun with" in found
    Path("rules/ita/2567.yaml").write_text(
        re.sub("(?m)^source: .*$", "source: order 1/2567", text), encoding="utf-8"
    )
    assert ken("check", "ita/2567", "--strict").exit_code == 0


def test_a_new_rule_set_stays_in_its_folder_and_begins_on_a_day_that_is(
    ken, tmp_path, monkeypatch, write, smallest
):
    monkeypatch.chdir(tmp_path)
    for name in ("../../evil/2570", "demo/..", "demo/-x", "demo/2571.yaml"):
        assert ken("new", name, "--from", "ita/2566").exit_code == 2
    leap = smallest("effective: {from: 2023-03-01, to: 2024-02-28}\n", "leap.yaml")
    assert ken("new", "demo/2570", "--from", leap).exit_code == 0
    assert kenrules.load("demo/2570").effective == ("2024-02-29", "2025-02-27")
    assert str(tmp_path) not in Path("rules/demo/2570.yaml").read_text(encoding="utf-8")


HOSTILE = [
    "a: b, c",
    "{x}",
    "- x",
    "# x",
    "'a\" b\\",
    "*a",
    "&a",
    "!!int 1",
    "%TAG",
    "@x",
    "yes",
    "007",
    "2024-01-31",
    "1.0",
    "x]: [y",
    "\x1b[31mred",
    "a\nruleset: evil/1\nb",
    "a\u2028b",
    "a\x85b",
    "😀",
    "ดี: มาก",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_new_rule_set_quotes_what_it_takes_over(ken, tmp_path, monkeypatch, smallest, text):
    monkeypatch.chdir(tmp_path)
    said = yaml.safe_dump(text, default_style='"', width=1000).strip()
    rating = "high" if set(text) & {"\u2028", "\x85"} else said  # no rating may have them
    old = smallest(
        f"title: {{th: {said}, en: {said}}}\n"
        f'bands: [{{rating: {rating}, from: 50, to: 100, when: "a >= 1 and\\n\\n b >= 1"}}, {{rating: rest}}]\n'
    )
    assert ken("new", "demo/2570", "--from", old, "--folder", f"{text}/rules").exit_code == 0
    path = Path(text, "rules/demo/2570.yaml")
    assert kenrules.load(path).title == kenrules.load(old).title
    written = path.read_text(encoding="utf-8")
    path.write_text(written.replace("# bands:", "bands:").replace("\n#   - ", "\n  - "), encoding="utf-8")
    new = kenrules.load(path)
    assert new.id == "demo/2570"
    assert [(band.rating, band.minimum, band.when and band.when.text) for band in new.bands] == [
        (band.rating, band.minimum, band.when and band.when.text) for band in kenrules.load(old).bands
    ]


def test_rules_in_a_file_that_yaml_cannot_name_begin_no_others(ken, tmp_path, monkeypatch, smallest):
    monkeypatch.chdir(tmp_path)
    odd = os.fsdecode(b"r\xff.yaml")
    smallest().rename(odd)
    run = ken("new", "demo/2570", "--from", odd)
    assert run.exit_code == 2
    assert "not in UTF-8: no rule set can name it" in run.stderr
    assert not Path("rules").exists()


def test_a_folder_that_cannot_be_made_whole_is_not_made_in_part(ken, tmp_path):
    (tmp_path / "schemas").write_text("a file", encoding="utf-8")
    result = ken("init", tmp_path)
    assert result.exit_code == 2
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["schemas"]


def test_a_new_rule_set_shows_what_the_old_one_has(ken, tmp_path, monkeypatch, smallest):
    """Its examples fit rules without weights, and bands without their bounds themselves."""
    monkeypatch.chdir(tmp_path)
    rules = smallest(
        "thresholds: {enough: 7.5}\ncombine: sum\n"
        "bands: [{rating: high, above: 50}, {rating: low, below: 40}, {rating: middle}]\n"
    )
    assert ken("new", "demo/3.2", "--from", rules).exit_code == 0
    path = Path("rules/demo/3.2.yaml")
    text = path.read_text(encoding="utf-8")
    assert "weight" not in text
    assert "# thresholds: {enough: 7.5}\n" in text
    path.write_text(text.replace("# bands:", "bands:").replace("\n#   - ", "\n  - "), encoding="utf-8")
    new, old = kenrules.load("demo/3.2"), kenrules.load(rules)
    assert [replace(band, source=old.source) for band in new.bands] == list(old.bands)


def test_a_new_rule_set_of_one_without_ratings_shows_none(ken, tmp_path, monkeypatch, smallest):
    monkeypatch.chdir(tmp_path)
    rules = smallest("bands: null\n")
    assert ken("new", "demo/2570", "--from", rules).exit_code == 0
    assert "bands" not in Path("rules/demo/2570.yaml").read_text(encoding="utf-8")
