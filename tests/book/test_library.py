"""`extends` is JSON Merge Patch (RFC 7396), with positions, and `like` beside it."""

from __future__ import annotations

from fractions import Fraction

import kenrules
import pytest
from kenrules import KenError
from kenrules.engine.book import library

from ..conftest import SMALLEST


def test_mappings_merge_lists_replace_null_removes(smallest):
    rules = kenrules.load(
        smallest(
            "title: {en: Changed}\nparts: {a: null, c: {weight: 40%}, b: {weight: 60%}}\nbands: "
            "[{rating: any}]"
        )
    )
    assert (rules.title["th"], rules.title["en"]) == ("เล็กที่สุด", "Changed")
    assert {node.id: node.weight for node in rules.total.children} == {
        "b": Fraction(3, 5),
        "c": Fraction(2, 5),
    }
    assert [band.rating for band in rules.bands] == ["any"]


RFC_7396 = [  # appendix A, the cases whose target is an object
    ('{"a": "b"}', '{"a": "c"}', {"a": "c"}),
    ('{"a": "b"}', '{"b": "c"}', {"a": "b", "b": "c"}),
    ('{"a": "b"}', '{"a": null}', {}),
    ('{"a": "b", "b": "c"}', '{"a": null}', {"b": "c"}),
    ('{"a": ["b"]}', '{"a": "c"}', {"a": "c"}),
    ('{"a": "c"}', '{"a": ["b"]}', {"a": ["b"]}),
    ('{"a": {"b": "c"}}', '{"a": {"b": "d", "c": null}}', {"a": {"b": "d"}}),
    ('{"a": [{"b": "c"}]}', '{"a": [1]}', {"a": [Fraction(1)]}),
    ('{"e": null2}', '{"a": 1}', {"e": "null2", "a": Fraction(1)}),
    ("{}", '{"a": {"bb": {"ccc": null}}}', {"a": {"bb": {}}}),
]


@pytest.mark.parametrize(("target", "patch", "result"), RFC_7396)
def test_the_examples_of_the_rfc(write, target, patch, result):
    base = write("base.yaml", target)
    document, _ = library.resolve(write("patch.yaml", f"{{extends: {base.name}, {patch[1:]}"))
    assert document.data == result


def test_positions_are_those_of_the_file_that_says_it(smallest):
    document, _ = library.resolve(smallest("scale:\n  decimals: 3"))
    assert str(document.value_at(("scale", "decimals"))).endswith("rules.yaml:4:13")
    assert str(document.value_at(("scale", "min"))).endswith("smallest.yaml:6:14")


def test_a_chain_of_three(smallest, write):
    smallest("thresholds: {pass: 60}", "second.yaml")
    third = write("third.yaml", "ruleset: test/third\nextends: second.yaml\nthresholds: {pass: 70}\n")
    rules = kenrules.load(third)
    assert rules.thresholds["pass"].value == 70
    assert [file.rsplit("/", 1)[-1] for file in rules.files] == ["third.yaml", "second.yaml", "smallest.yaml"]


def test_a_circle_is_an_error_that_names_it(write):
    write("a.yaml", "ruleset: a\nextends: b.yaml\n")
    b = write("b.yaml", "ruleset: b\nextends: a.yaml\n")
    with pytest.raises(KenError) as caught:
        kenrules.load(b)
    (finding,) = caught.value.diagnostics
    assert finding.code == "extends-cycle"
    assert "b.yaml → a.yaml → b.yaml" in str(finding.message)


def test_like_copies_a_neighbour_in_its_place_even_one_that_is_taken_away(smallest):
    rules = kenrules.load(smallest("parts: {a: null, a1: {like: a, title: {en: First}}, a2: {like: a}}"))
    assert [node.id for node in rules.total.children] == ["a1", "a2", "b"]


def test_the_fingerprint_is_of_the_rules_not_of_how_they_are_written(smallest):
    one = kenrules.load(smallest("parts: {a: {questions: q1..q3}}", "one.yaml"))
    other = kenrules.load(smallest("parts:\n  a:\n    questions: [q1, q2, q3]\n", "other.yaml"))
    different = kenrules.load(smallest("parts: {a: {questions: q1..q4}}", "different.yaml"))
    assert one.fingerprint == other.fingerprint
    assert one.fingerprint != different.fingerprint


def test_names_are_found_beside_the_work_before_the_package(write, monkeypatch, tmp_path):
    write("rules/ita/2566.yaml", "ruleset: ita/2566\nextends: own.yaml\n")
    write("rules/ita/own.yaml", "ruleset: own\n")
    monkeypatch.chdir(tmp_path)
    assert library.find("ita/2566").resolve() == (tmp_path / "rules/ita/2566.yaml").resolve()
    assert library.find("ita/2565") == library.PACKAGED / "ita/2565.yaml"


def test_a_new_node_that_looks_like_an_old_one_is_pointed_out(smallest, write):
    smallest("parts: {a: null, b: null, IIT: {}, OIT: {}}", "base.yaml")
    (finding,) = kenrules.check(
        write("next.yaml", "ruleset: test/next\nextends: base.yaml\nparts: {OTT: {}}\n")
    )
    assert (finding.code, finding.severity) == ("resembles", "warning")


def test_a_copy_that_kept_its_old_name_is_pointed_out(smallest, write):
    smallest()
    (finding,) = kenrules.check(
        write("rules/demo/2567.yaml", "ruleset: demo/2566\nextends: ../../smallest.yaml\n")
    )
    assert finding.code == "ruleset-name"
    assert "write ruleset: demo/2567" in str(finding.hint)


def test_a_file_is_never_proposed_to_itself(write, monkeypatch, tmp_path):
    write("rules/demo/2567.yaml", "ruleset: demo/2567\nextends: demo/2566\n")
    monkeypatch.chdir(tmp_path)
    (finding,) = kenrules.check("demo/2567")
    assert "demo/2567" not in str(finding.hint)


@pytest.mark.parametrize(
    ("text", "near", "severity"),
    [
        ("thresholds: {Pass: 85}", "pass", "error"),
        ("parts: {North: {}}", "north", "error"),
        ("parts: {norths: {}}", "north", "warning"),
        ("parts: {noth: {}}", "north", "warning"),
    ],
)
def test_an_id_that_is_most_likely_another_misspelt_is_told(write, text, near, severity):
    own = SMALLEST.replace("{a: {}, b: {}}", "{north: {}, b: {}}") + "thresholds: {pass: 80}\n"
    write("base.yaml", own)
    path = write("new.yaml", f"ruleset: test/new\nextends: ./base.yaml\n{text}\n")
    found = [each for each in kenrules.check(path) if each.code == "resembles"]
    assert [(each.severity, f"“{near}”" in str(each.message)) for each in found] == [(severity, True)]


def test_an_id_that_takes_the_place_of_another_is_meant(smallest):
    path = smallest("parts: {a: null, b: null, A: {like: a}, B: {like: b}}")
    assert kenrules.check(path) == ()


def test_what_was_taken_away_is_still_proposed_to_be_copied(smallest):
    path = smallest("parts: {a: null, b: null, north: {}, c: {like: nort}}")
    (finding,) = kenrules.check(path)
    assert str(finding.hint) == "did you mean “north”?"
    write_away = smallest("parts: {a: null, b: null, x: {like: aa}}")
    assert "did you mean “a”?" in {str(each.hint) for each in kenrules.check(write_away)}


def test_a_name_that_was_taken_away_is_told_with_the_place(smallest):
    path = smallest("parts:\n  b: null\nbands: [{rating: x, when: b >= 50}, {rating: y}]")
    (finding,) = kenrules.check(path)
    assert str(finding.hint) == f"“b” is taken away in {path}:4; write anew what names it"
