"""Rules that differ by the words of an input: what is wrong with all of them is said once."""

from __future__ import annotations

import kenrules

RULES = """ruleset: test/sizes
title: {en: Sizes}
scale: {decimals: 0, rounding: half_up}
inputs: {size: {one_of: [small, middle, large]}}
combine: sum
parts: {p: {value: {range: 0..9}}}
bands: [{rating: high, from: 5}, {rating: low}]
variants:
  size:
    small: {bands: {high: {from: 3}}}
    middle: {bands: {high: {from: 4}}}
"""


def test_what_lacks_in_all_variants_is_told_once_where_the_rules_begin(write):
    found = kenrules.check(write("rules.yaml", RULES))
    assert [(each.code, each.position.line) for each in found if each.code == "missing-key"] == [
        ("missing-key", 1)
    ]


def test_what_is_doubtful_in_all_variants_is_told_once(write):
    found = kenrules.check(write("rules.yaml", f"{RULES}unit: agency\n"))
    assert [(each.code, each.position.line) for each in found if each.code == "missing-source"] == [
        ("missing-source", 1)
    ]


NEXT = "ruleset: test/next\nextends: rules.yaml\ntitle: {en: Next}\ninputs: {size: null, extent: {was: size, one_of: [small, large]}}\n"


def test_null_takes_away_what_an_inherited_input_chooses(write):
    """It was asked for as an input with words, so that no input that chooses could be renamed."""
    write("rules.yaml", f"{RULES}unit: agency\n")
    text = f"{NEXT}variants: {{size: null, extent: {{small: {{bands: {{high: {{from: 2}}}}}}}}}}\n"
    rules = kenrules.load(write("next.yaml", text))
    assert rules.choosing == ("extent",)
    assert list(rules.variants) == [("small",)]
    assert kenrules.load(write("next.yaml", f"{NEXT}variants: {{size: null}}\n")).variants == {}


def test_what_an_input_chooses_that_is_taken_away_is_asked_for(write):
    write("rules.yaml", f"{RULES}unit: agency\n")
    (found,) = (each for each in kenrules.check(write("next.yaml", NEXT)) if each.severity == "error")
    assert str(found.hint).startswith("“size” is taken away in ")
    assert "next.yaml:4; take what it chooses away there too, variants: {size: null}" in str(found.hint)
    (found,) = (
        each
        for each in kenrules.check(
            write("rules.yaml", f"{RULES}unit: x\n".replace("  size:", "  width: null\n  size:"))
        )
        if each.severity == "error"
    )
    assert str(found.message) == "variants: “width” is no input with words"


HANDED_ON = f"""{RULES}unit: agency
"""


def handed_on(write, old: str, new: str) -> str:
    """The fingerprint of rules whose variant a layer changes, and that of the same written out whole."""
    write("rules.yaml", HANDED_ON.replace("{bands: {high: {from: 3}}}", old))
    text = f"ruleset: test/sizes\nextends: rules.yaml\nvariants: {{size: {{small: {new}}}}}\n"
    return kenrules.load(write("next.yaml", text)).fingerprint


def test_a_layer_takes_the_place_of_what_a_variant_changes(write):
    """It was refused as a slip of the variant below: replace beside its entries."""

    def is_same(old: str, new: str, whole: str) -> bool:
        as_written = HANDED_ON.replace("{bands: {high: {from: 3}}}", whole)
        written = kenrules.load(write("whole.yaml", as_written)).fingerprint
        return handed_on(write, old, new) == written

    bands = "[{rating: high, from: 2}, {rating: low}]"
    assert is_same("{bands: {high: {from: 3}}}", f"{{bands: {{replace: {bands}}}}}", f"{{bands: {bands}}}")
    assert is_same(
        f"{{bands: {{replace: {bands}}}}}",
        "{bands: {high: {from: 4}}}",
        "{bands: [{rating: high, from: 4}, {rating: low}]}",
    )
    assert is_same(f"{{bands: {bands}}}", "{bands: {low: null}}", "{bands: [{rating: high, from: 2}]}")
    points = "{change: {p: {points: %s}}}"
    assert is_same(
        points % "{0..4: 1, 5..9: 2}", points % "{replace: {0..3: 1, 4..9: 2}}", points % "{0..3: 1, 4..9: 2}"
    )
    assert is_same(
        points % "{replace: {0..4: 1, 5..9: 2}}", points % "{5..9: 3}", points % "{0..4: 1, 5..9: 3}"
    )


def test_nodes_of_a_variant_that_are_a_list_are_not_changed_one_by_one(write):
    """The list was lost without a word: all questions counted again."""
    write(
        "rules.yaml",
        HANDED_ON.replace("{bands: {high: {from: 3}}}", "{change: {p: {questions: [q1]}}}").replace(
            "{p: {value: {range: 0..9}}}", "{p: {questions: q1..q3}}"
        ),
    )
    text = "ruleset: test/next\nextends: rules.yaml\nvariants: {size: {small: {change: {p: {questions: {q1: {weight: 2}}}}}}}\n"
    (found,) = (each for each in kenrules.check(write("next.yaml", text)) if each.code == "patch")
    assert "rules.yaml:10: its entries cannot be changed one by one" in str(found.message)
    assert str(found.hint) == "write all of them: questions: {replace: […]}"
