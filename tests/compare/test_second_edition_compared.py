"""Rule sets of the second edition on one dataset: what is told of them, in sentences and files."""

from __future__ import annotations

import json

import kenrules
import polars as pl
import pytest

HEAD = "title: t\nsource: s\nunit: agency\n"
LABEL = """
scale: {decimals: 0, rounding: half_up, better: lower}
inputs: {kind: {one_of: [food, drink]}}
combine: sum
parts:
  fat: {value: {range: 0..100, decimals: 0}, points: {above: [10, 20, 30, 40]}}
  salt: {value: {range: 0..100, decimals: 0}, points: {above: [10, 20, 30, 40]}}
bands: [{rating: A, to: 2}, {rating: B, to: 5}, {rating: C}]
variants: {kind: {drink: {bands: {A: {to: 1}}}}}
"""
FRAME = pl.DataFrame(
    {
        "agency": ["a", "b", "c", "d", "e"],
        "kind": ["food", "drink", "food", None, "drink"],
        "fat": [15, 15, 41, 5, 41],
        "salt": [15, 15, 5, 5, 41],
    }
)


@pytest.fixture
def rules(write):
    def make(name: str, text: str) -> str:
        return str(write(f"{name}.yaml", f"ruleset: demo/{name}\n{HEAD}{text}"))

    return make


def summary(found, ken_command=None) -> list[str]:
    from kenrules.engine.compare.moves_in_words import summary as told

    return [str(sentence) for sentence in told(found)]


def test_lower_is_better_and_variants_are_chosen_unit_by_unit(rules):
    found = kenrules.compare(
        rules("one", LABEL),
        rules("two", LABEL.replace("above: [10, 20, 30, 40]", "above: [10, 12, 30, 40]", 1)),
        FRAME,
    )
    told = {row["unit"]: row for row in found.units.iter_rows(named=True)}
    assert [told[unit]["old_rating"] for unit in "abcde"] == ["A", "B", "B", None, "C"]
    assert [told[unit]["new_rating"] for unit in "abcde"] == ["B", "B", "B", None, "C"]
    assert (told["a"]["old_total"], told["a"]["new_total"], told["a"]["direction"]) == (2, 3, "down")
    assert told["d"]["old_status"] == "incomplete"
    assert [told[unit]["old_place"] for unit in "abcde"] == [1, 1, 3, None, 4]  # the lowest total is the best
    assert "Of 5 units 1 gets another rating: to a worse one 1." in summary(found)
    assert found.breakdown("kind")["group"].to_list() == ["drink", "food", None]


def test_near_misses_go_the_way_of_the_scale_and_by_the_variant(rules):
    one = rules("one", LABEL)
    rows = kenrules.compare(one, one, FRAME).near().filter(pl.col("side") == "old").rows(named=True)
    found = {row["unit"]: (row["rating"], row["from"], row["to"], row["apart"], row["other"]) for row in rows}
    assert found == {"a": ("A", 2, 3, 1, "B"), "b": ("B", 2, 1, -1, "A")}


def test_a_unit_that_a_limit_holds_back_is_no_near_miss(rules):
    limited = LABEL.replace("variants", 'no_better_than: {B: "fat >= 1"}\nvariants')
    one = rules("one", limited)
    rows = kenrules.compare(one, one, FRAME).near().filter(pl.col("side") == "old").rows(named=True)
    assert {(row["unit"], row["score"], row["to"], row["other"]) for row in rows} == {("a", "fat", 0, "A")}


def test_without_bands_totals_are_compared(rules, ken, write):
    scored = LABEL[: LABEL.index("bands")]
    other = scored.replace("above: [10, 20, 30, 40]", "above: [4, 20, 30, 40]", 1)
    one, two = rules("one", scored), rules("two", other)
    found = kenrules.compare(one, two, FRAME)
    assert summary(found)[1:] == [
        "Neither has bands: there are no ratings, and the totals are compared.",
        "Of 5 units 1 gets another total: to a worse one 1.",
    ]
    data = write("data.csv", FRAME.write_csv())
    result = ken("compare", one, two, data, "--format", "json")
    (told,) = json.loads(result.stdout)["comparisons"]
    assert result.exit_code == 0
    assert {unit["old_status"] for unit in told["units"]} == {"scored"}
    assert "gives no ratings" in told["beyond"]
    text = ken("compare", one, two, data).stdout
    assert "Transitions" not in text
    assert "Nearest misses" not in text


def test_where_rules_have_no_number_or_no_order(rules):
    words = """
scale: {decimals: 0, rounding: half_up, better: none}
combine: none
parts: {kind: {answers: [good, fair, poor]}}
bands: [{rating: X, when: kind == good}, {rating: Y, when: kind == fair}, {rating: Z}]
"""
    one, two = rules("one", words), rules("two", words.replace("kind == good", "kind != poor"))
    frame = pl.DataFrame({"agency": ["a", "b"], "kind": ["fair", "poor"]})
    found = kenrules.compare(one, two, frame)
    assert found.directions["other"] == 1
    assert found.order == "none"
    assert found.scores == ()
    assert "Of 2 units 1 gets another rating: another rating 1." in summary(found)
    assert {(each.old, each.new) for each in kenrules.prove(one, two).transitions if each.possible} == {
        ("X", "X"), ("Y", "X"), ("Z", "Z"),
    }  # fmt: skip


def test_units_to_which_rules_do_not_apply_are_no_finding(rules, ken, write):
    one = rules("one", LABEL)
    two = rules("two", LABEL.replace("combine: sum", "combine: sum\napplies: kind == food"))
    data = write("data.csv", FRAME.drop_nulls().write_csv())
    result = ken("compare", one, two, data, "--no-proofs")
    assert "demo/two does not apply to 2 units." in result.stdout
    assert "does not rate" not in result.stderr
    assert result.exit_code == 0


def test_an_option_that_one_lacks_is_read_by_each_in_its_own_way(rules, ken, write):
    added = "scale: {decimals: 0, rounding: half_up}\nparts: {a: {answers: {no: 0, yes: 10}}}\nbands: [{rating: hi, from: 5}, {rating: lo}]\n"
    one, two = rules("one", added), rules("two", added.replace("no: 0", "none: not_applicable, no: 0"))
    data = write("data.csv", "agency,a\nx,yes\ny,none\n")
    result = ken("compare", one, two, data, "--format", "json", "--no-proofs")
    (found,) = json.loads(result.stdout)["comparisons"]
    assert [(unit["old_rating"], unit["new_rating"], unit["new_status"]) for unit in found["units"]] == [
        ("hi", "hi", "rated"),
        (None, None, "not applicable"),
    ]
    assert [each["code"] for each in found["diagnostics"]] == ["not-a-number"]


@pytest.mark.parametrize("suffix", ["html", "xlsx", "md", "json"])
def test_every_file_shows_scales_without_ends_and_lower_totals(rules, ken, write, tmp_path, suffix):
    one = rules("one", LABEL)
    two = rules("two", LABEL.replace("10, 20, 30, 40", "10, 12, 30, 40", 1))
    data = write("data.csv", FRAME.write_csv())
    out = tmp_path / f"out.{suffix}"
    result = ken("compare", one, two, data, "--no-proofs", "-o", out)
    assert result.exit_code == 1, result.stderr  # d is not rated
    assert "demo/one does not rate 1 unit: d (without kind)" in result.stderr
    if suffix == "html":
        assert "lower is better" in out.read_text(encoding="utf-8")


def test_claims_name_what_has_a_number(rules):
    words = rules(
        "words",
        "scale: {decimals: 0, rounding: half_up, better: none}\ncombine: none\n"
        "parts: {kind: {answers: [good, poor]}}\nbands: [{rating: X, when: kind == good}, {rating: Y}]\n",
    )
    for claim in ("old.kind >= 1", "old.total >= 1", "old.rating is better than new.rating"):
        with pytest.raises(kenrules.KenError):
            kenrules.prove(words, words, [claim])
    (verdict,) = kenrules.prove(words, words, ["old.rating == new.rating"]).verdicts
    assert verdict.holds is True


LACKING = """
scale: {decimals: 1, rounding: half_up}
inputs: {visits: {range: 0..100, missing: 10}}
parts: {a: {of: visits, points: {from: {10: 50, 50: 100}}}, b: {}}
targets: [{id: half, share_of_units: total >= 50, at_least: 50%}]
bands: [{rating: good, from: 50}, {rating: poor}]
"""


def test_a_column_with_empty_cells_is_there_and_units_without_a_rating_meet_no_target(rules, ken, write):
    """What is made of an input has no column of its own; and who is not rated by both is not counted among
    those that meet a target by neither."""
    old = rules("one", LACKING)
    new = rules("two", LACKING.replace(", missing: 10", ""))
    data = write("data.csv", "agency,visits,b\nu1,50,80\nu2,,60\nu3,10,0\n")
    found = ken("compare", old, new, data, "--no-proofs")
    assert "two does not rate 1 unit: u2 (without a)" in found.stderr
    assert "no column" not in found.stderr
    assert (
        "Of 3 units 2 are rated by both rule sets, and of these 1 meet the target “half” by both"
        in found.stdout
    )
    assert "1 gets another rating" in found.stdout


OPEN = """
scale: {decimals: 1, rounding: half_up}
parts: {a: {title: A}, b: {title: B}}
no_better_than: {low: a < 5}
bands: [{rating: high, from: 60}, {rating: middle, above: 20, when: b > 3}, {rating: low}]
"""


def test_bands_and_nodes_are_told_as_they_stand(rules, ken):
    """Ends that a band has not, and weights that a node has not, leave no dashes."""
    old = rules("one", OPEN)
    new = rules("two", OPEN.replace("rating: middle", "rating: fair").replace("rating: low", "rating: poor")
                .replace("low: a < 5", "poor: c < 5").replace("b > 3", "c > 3")
                .replace("a: {title: A}, b: {title: B}", "c: {was: [a, b], title: C}"))  # fmt: skip
    told = ken("diff", old, new, "--no-proofs").stdout
    assert "a, b become c\n" in told
    assert "low is taken away (all others)" in told
    assert "fair takes the place of middle" in told
    assert "middle: > 20.0 · b > 3" in told
    assert "– –" not in told
    assert "(–" not in told


def test_a_target_with_another_title_has_both_beside_its_shares(rules, ken, write):
    """The new title stood beside the old share."""
    titled = "half, title: {en: One in two, th: ครึ่ง}"
    old = rules("one", LACKING.replace("id: half", f"id: {titled}"))
    next_year = LACKING.replace("at_least: 50%", "at_least: 60%").replace("from: 50}", "from: 75}")
    new = rules("two", next_year.replace("id: half", f"id: {titled}").replace("One in two", "Three in five"))
    data = write("data.csv", "agency,visits,b\nu1,50,80\nu2,,60\nu3,10,0\n")
    found = ken("compare", old, new, data, "--no-proofs")
    assert " One in two → Three in five (half) " in found.stdout
    assert "meet the target “One in two → Three in five” by both" in found.stdout
    found = ken("compare", old, new, data, "--no-proofs", "--lang", "th")
    assert " ครึ่ง (half) " in found.stdout
