"""`ken show`: a rule set as its author knows it, in every form."""

from __future__ import annotations

import re

import pytest

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

POINTS = """
ruleset: test/points
title: {en: "Points, all kinds"}
source: the whole
unit: site
scale: {decimals: 0, rounding: half_up, better: lower, in: points}
inputs:
  kind: {one_of: [town, port], title: {en: kind of site}, fixed: true}
  depth: {range: 1..6, step: 0.5, in: m, missing: 2, source: annex 4}
combine: sum
plus: {score: 2, when: kind == town, source: annex 6}
at_most: 30
refuse: {when: depth > 5, because: {en: no site is so deep, th: ไม่มีที่ใดลึกเท่านี้}}
no_better_than:
  good: {when: noise > 2, source: annex 5}
notches: {score: -1, when: air > 3}
parts:
  noise:
    title: {en: noise at night}
    value: {range: 0..120, decimals: 1, rounding: down, in: dB}
    points: {..40: 0, 40.1..60.0: 1..5, 60.1..: 6}
  air: {value: {range: 0..100}, points: {else: 1, from: {10: 2, 20.5: 4}}}
  soil:
    cases:
      - {when: kind == town, of: depth * 2, points: {above: [3, 6]}}
      - {score: 1, title: {en: elsewhere, th: ที่อื่น}, source: annex 7}
  water: {answers: {clear: 0, dirty: 4, none: not_applicable}, applies: kind == port, missing: 3}
bands:
  - {rating: good, to: 5}
  - {rating: fair, above: 5, to: 9}
  - {rating: poor, above: 9}
variants:
  kind:
    port:
      change: {noise: {points: {replace: {..50: 0, 50.1..: 9}}}}
      bands: {good: {to: 6}, fair: {above: 6}}
"""


@pytest.fixture
def points(write):
    """A rule set with every kind of table, limit and input."""
    return write("points.yaml", POINTS)


def lines(ken, *arguments):
    """What is shown, each line without needless blanks."""
    run = ken("show", *arguments)
    assert run.exit_code == 0, run.output
    return [" ".join(line.split()) for line in run.stdout.splitlines()]


def test_tables_stand_as_they_are_written(ken, points):
    shown = lines(ken, points)
    start = shown.index("How values give scores")
    assert shown[start + 4 : start + 17] == [
        "noise ..40.0 0",
        "40.1..60.0 1..5",
        "60.1.. 6",
        "air else 1",
        ">= 10 2",
        ">= 20.5 4",
        "soil kind == town of: depth * 2",
        "else 0",
        "> 3 1",
        "> 6 2",
        "elsewhere 1",
        "water clear 0",
        "dirty 4",
    ]


def test_inputs_and_raw_values_have_range_step_decimals_measure_and_options(ken, points):
    shown = lines(ken, points)
    assert "kind kind of site town, port nobody can change it" in shown
    assert "depth 1..6 m in steps of 0.5; an empty cell stands for 2" in shown
    assert "noise noise at night 0..120 1 dB further decimals are rounded (down)" in shown
    assert "depth annex 4" in shown
    assert "soil annex 7" in shown


def test_limits_stand_with_conditions_and_reasons(ken, points):
    shown = lines(ken, points)
    for line in (
        "total refuse depth > 5 no site is so deep",
        "plus 2 kind == town annex 6",
        "at_most 30",
        "notches -1 air > 3",
        "no_better_than good noise > 2 annex 5",
        "water applies kind == port",
        "missing 3",
    ):
        assert line in shown


def test_a_scale_without_ends_shows_what_the_total_can_be(ken, points, smallest):
    shown = "\n".join(lines(ken, points))
    assert "without ends; 0 decimals; half_up" in shown
    assert "lower is better" in shown
    assert "000000" not in shown
    assert "scale 0 to 100; 2 decimals; half_up" in lines(ken, smallest())


def test_a_total_that_can_be_anything_has_no_ends_shown(ken, write):
    rules = write(
        "open.yaml",
        "ruleset: test/open\ntitle: Open\nunit: site\nscale: {decimals: 0, rounding: half_up}\n"
        "inputs: {a: {range: 0..9}, b: {range: 0..9}}\nscore: a / b\nparts: {c: {score: a}}\n",
    )
    shown = "\n".join(lines(ken, rules))
    assert "without ends" in shown
    assert "lies between" not in shown
    assert "00000000000" not in shown.replace("sha256", "")


def test_variants_show_what_differs_only(ken, points):
    shown = lines(ken, points)
    rows = shown[shown.index("Variants by kind") + 4 :]
    assert [row for row in rows if row] == [
        "town as above",
        "port noise points ..50.0: 0, 50.1..: 9",
        "good bands to: 6",
        "fair bands above: 6, to: 9",
    ]


def test_variants_tell_of_nodes_that_come_and_go_and_of_what_they_hardly_show(ken, write):
    more = (
        "    port:\n      change:\n        air: null\n        noise: {title: {en: noise}}\n"
        "        water: {at_most: 3}\n"
        "    town: {judgements: {part: [{result: loud, when: score > 3}]}}\n"
    )
    rules = write(
        "going.yaml",
        f"{POINTS.partition('    port:')[0]}{more}".replace("notches: {score: -1, when: air > 3}", ""),
    )
    shown = lines(ken, rules)
    rows = [row for row in shown[shown.index("Variants by kind") + 4 :] if row]
    assert rows[0] == "town otherwise than above, in what is not shown here"
    assert "port noise title noise" in rows
    assert "air title taken away" in rows
    assert "air points taken away" not in rows
    assert "water at_most 3" in rows


def test_each_input_that_chooses_has_its_variants(ken, write):
    more = "  size: {big: {change: {air: {at_most: 3}}}}\n"
    rules = write("two.yaml", POINTS.replace("inputs:\n", "inputs:\n  size: {one_of: [big, small]}\n") + more)
    shown = lines(ken, rules)
    assert "big air at_most 3" in shown
    assert "small as above" in shown
    assert shown.count("town as above") == 1


def test_bounds_that_are_not_included_are_marked(ken, points):
    shown = lines(ken, points)
    assert "fair > 5 9" in shown
    assert "poor > 9" in shown


def test_nodes_with_bands_and_words_without_numbers(ken, write):
    rules = write(
        "rated.yaml",
        "ruleset: test/rated\ntitle: Rated\nunit: site\nscale: {decimals: 0, rounding: half_up}\n"
        "combine: none\nanswers: {step: [good, poor]}\n"
        "parts:\n  a:\n    value: {range: 0..9}\n    bands: [{rating: high, from: 5}, {rating: low, to: 4}]\n"
        "  b: {answers: step}\n"
        "bands: [{rating: fine, when: a == high and b == good}, {rating: other}]\n",
    )
    shown = lines(ken, rules)
    assert "no number is made of the whole: it has a rating only" in "\n".join(shown)
    assert "Ratings of a" in shown
    assert "high 5" in shown
    assert "step unit good" in shown
    assert any(line.endswith("b answers: step") for line in shown)


@pytest.mark.parametrize(("form", "head"), [("markdown", "## Nodes"), ("html", "noise at night</td>")])
def test_other_forms_have_the_nodes_as_a_table(ken, points, form, head):
    shown = "\n".join(lines(ken, points, "--format", form))
    assert head in shown
    assert "noise at night" in shown
    assert "no site is so deep" in shown


def test_rows_of_other_forms_are_whole(ken, points):
    """Each can be read and sorted alone."""
    shown = lines(ken, points, "--format", "markdown")
    assert "| noise | | 40.1..60.0 | 1..5 |" in shown
    assert "| soil | kind == town | \\> 3 | 1 |" in shown
    assert "| total | plus | 2 | kind == town | annex 6 |" in shown


def test_it_is_written_to_a_file_but_not_over_its_own_rules(ken, points, tmp_path):
    assert ken("show", points, "-o", str(tmp_path / "rules.md")).exit_code == 0
    assert "## Ratings" in (tmp_path / "rules.md").read_text(encoding="utf-8")
    assert ken("show", points, "-o", points).exit_code == 2


def test_long_sources_stand_in_full(ken, write):
    source = "regulation " * 30 + "the end"
    rules = write("long.yaml", POINTS.replace("source: the whole", f"source: {source}"))
    assert "the end" in "\n".join(lines(ken, rules))


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_words_of_rules_are_no_commands(ken, write, form):
    """Markup, codes of terminals and formulas in titles, words, reasons and sources."""
    mild = "[bold red]x[/] <script>alert(1)</script> | =1+1"
    bad = f"{mild} \\u001b[31m \\u202e"
    rules = POINTS.replace("annex 4", f'"{bad}"').replace("kind of site", f'"{bad}"')
    rules = rules.replace("no site is so deep", f'"{bad}"').replace("clear: 0", f'"{mild}": 0')
    shown = ken("show", write("bad.yaml", rules), "--format", form)
    assert shown.exit_code == 0, shown.output
    assert CONTROL.search(shown.stdout) is None
    if form == "text":
        assert shown.stdout.count("[bold red]x[/]") == 4
    else:
        assert "<script>alert" not in shown.stdout


def test_scores_of_words_have_the_decimals_of_their_node(ken, write):
    rules = write("decimals.yaml", POINTS.replace("missing: 3}", "missing: 3, decimals: 1}"))
    assert "water clear 0.0" in lines(ken, rules)


def test_in_thai(ken, points):
    shown = "\n".join(lines(ken, points, "--lang", "th"))
    for word in ("ไม่มีที่ใดลึกเท่านี้", "ค่าต่ำดีกว่า", "ที่อื่น", "เหมือนข้างบน"):
        assert word in shown


def test_what_comes_with_ken_is_shown(ken):
    shown = lines(ken, "ita/2566")
    assert any(line.endswith("answers: perception") for line in shown)
    assert "pass 85 pass mark" in shown
