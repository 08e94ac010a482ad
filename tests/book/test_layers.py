"""What an overlay can say beyond mappings that merge: nodes by their names, bands by their ratings, what is
taken whole, copies of any node. It means the same as the rule set written out whole."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import kenrules
import pytest
from kenrules.engine.book import library, schema, source
from kenrules.engine.book.document import Document

HEAD = """\
ruleset: test/base
title: Base
unit: agency
source: made up
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
answers:
  many: {options: {none: 0, some: 100}}
  own: {options: {none: 0, some: 100}, answered_by: unit}
"""
PARTS = """\
parts:
  a: {weight: 60%, answers: many, questions: q1..q4}
  b:
    weight: 40%
    answers: own
    parts:
      c:
        questions:
          r1: First
          r2: {title: {th: สอง, en: Second}, reversed: true, weight: 1}
          r3: {th: สาม, en: Third}
      d: {questions: [s1, s2]}
"""
BANDS = """\
bands:
  - {rating: high, title: {en: High}, from: 50, to: 100, when: a >= 50}
  - {rating: low}
judgements:
  part:
    - {result: pass, when: score >= 50}
    - {result: fail, when: score < 50}
"""
BASE = HEAD + PARTS.replace(", weight: 1", "") + BANDS


@pytest.fixture
def base(write):
    return write("base.yaml", BASE)


@pytest.fixture
def over(write, base):
    """The path of a rule set that extends the base, with a text of its own."""
    return lambda text: write("over.yaml", f"ruleset: test/base\nextends: {base.name}\n{text}\n")


@pytest.fixture
def same(write, over):
    """Whether an overlay is the same rule set as a text written out whole."""

    def is_same(text: str, whole: str) -> bool:
        return kenrules.load(over(text)).fingerprint == kenrules.load(write("whole.yaml", whole)).fingerprint

    return is_same


def written(path: Path) -> Document:
    """The document that a file is, with all that it extends."""
    document, faults = library.resolve(path)
    assert faults == []
    return document


def found(path: Path) -> list[tuple[str, str, str, str]]:
    """What is found: the code, the place without the folder, the message and the hint."""
    return [
        (
            finding.code,
            str(finding.position).rsplit("/", 1)[-1],
            str(finding.message).replace(f"{path.parent}/", ""),
            str(finding.hint).replace(f"{path.parent}/", ""),
        )
        for finding in kenrules.check(path)
        if finding.severity == "error"
    ]


QUESTIONS = """\
          r1: First
          r2: {title: {th: สอง, en: Second}, reversed: true}
          r3: {th: สาม, en: Third}
"""
BEFORE = QUESTIONS
WHOLE = {
    "a node": (
        "change: {b: {missing: skip}}",
        "answers: own\n    parts:",
        "answers: own\n    missing: skip\n    parts:",
    ),
    "by its path": ("change: {b.d: {missing: skip}}", "d: {questions:", "d: {missing: skip, questions:"),
    "a question of a range": (
        "change: {q2: {reversed: true}}",
        "questions: q1..q4",
        "questions: {q1: null, q2: {reversed: true}, q3: null, q4: null}".replace(": null", ": {}"),
    ),
    "a question of a list": ("change: {s2: Last}", "questions: [s1, s2]", "questions: {s1: {}, s2: Last}"),
    "a question with a short title": (
        "change: {r1: {reversed: true}, r3: {answers: many}}",
        QUESTIONS,
        QUESTIONS.replace("r1: First", "r1: {title: First, reversed: true}").replace(
            "r3: {th: สาม, en: Third}", "r3: {title: {th: สาม, en: Third}, answers: many}"
        ),
    ),
    "a short title over a question in full": (
        "change: {r2: {en: Other}}",
        QUESTIONS,
        QUESTIONS.replace("en: Second", "en: Other"),
    ),
    "a text over a question in full": (
        "change: {r2: Other}",
        QUESTIONS,
        QUESTIONS.replace("{th: สอง, en: Second}", "Other"),
    ),
    "null": ("change: {q4: null, d: null}", "questions: q1..q4", "questions: q1..q3"),
    "what is moved in the same layer": (
        "change: {r1: {reversed: true}, d: {questions: {replace: [s2, r1]}}, c: {questions: {r1: null}}}",
        "questions: [s1, s2]",
        "questions: {s2: {}, r1: {title: First, reversed: true}}",
    ),
}


@pytest.mark.parametrize(("change", "before", "after"), WHOLE.values(), ids=WHOLE)
def test_a_change_is_the_same_rule_set_as_one_written_out(same, change, before, after):
    assert before in BASE
    whole = BASE.replace(before, after)
    if "d: null" in change:
        whole = whole.replace("      d: {questions: [s1, s2]}\n", "")
    if "r1: null" in change:
        whole = whole.replace("          r1: First\n", "")
    assert same(change, whole)


def test_without_change_a_range_merges_by_id_too(same):
    patch = "parts: {a: {questions: {q1: null, q3: Third, q5: {title: Fifth}}}}"
    assert same(patch, BASE.replace("q1..q4", "{q2: {}, q3: Third, q4: {}, q5: Fifth}"))


def test_a_change_stands_where_it_is_written(over):
    document = written(over("change:\n  q2: {reversed: true}\n  r1: {reversed: true}"))
    question = ("parts", "a", "questions", "q2")
    assert str(document.key_at(question)).endswith("over.yaml:4:3")
    assert str(document.value_at((*question, "reversed"))).endswith("over.yaml:4:18")
    assert str(document.key_at(("parts", "a", "questions", "q1"))).endswith("base.yaml:10:46")
    title = ("parts", "b", "parts", "c", "questions", "r1", "title")
    assert str(document.value_at(title)).endswith("base.yaml:17:15")


def test_an_id_at_two_places_is_told_with_its_paths(over):
    path = over("parts: {e: {like: b, weight: 0%}}\nchange: {r1: {reversed: true}, e.c.r1: {reversed: true}}")
    ((code, place, message, hint),) = found(path)
    assert (code, place) == ("ambiguous", "over.yaml:4:10")
    assert message == "change: “r1” can mean e.c.r1 (base.yaml:17), b.c.r1 (base.yaml:17)"
    assert hint == "write the path, for example e.c.r1"


def test_an_id_that_stands_nowhere_is_told_with_the_nearest(over):
    ((code, place, message, hint),) = found(over("change: {r11: {reversed: true}}"))
    assert (code, place) == ("undefined", "over.yaml:3:10")
    assert "nothing is called “r11”" in message
    assert hint == "did you mean “r1”?"


def test_change_is_for_overlays(write):
    ((code, _, message, hint),) = found(write("alone.yaml", BASE + "change: {a: {weight: 60%}}\n"))
    assert code == "patch"
    assert "extends none" in message
    assert "extends: …" in hint


def test_a_draft_changes_what_it_is_laid_over(write, base, over):
    draft = write("draft.yaml", "change: {q2: {reversed: true}}\nbands: {high: {from: 60}}\n")
    rules = kenrules.load(f"{base}+{draft}")
    assert rules.nodes["a.q2"].reversed
    assert rules.bands[0].minimum == 60
    extending = kenrules.load(over("change: {q2: {reversed: true}}\nbands: {high: {from: 60}}"))
    assert [rules.total, rules.bands] == [extending.total, extending.bands]


def test_what_is_changed_in_a_layer_is_inherited_by_the_next(write, over):
    over("change: {q2: {reversed: true}}")
    last = write("last.yaml", "ruleset: test/last\nextends: over.yaml\nchange: {q2: {title: Two}}\n")
    node = kenrules.load(last).nodes["a.q2"]
    assert (node.reversed, node.title["plain"]) == (True, "Two")


# bands by rating


def test_a_band_is_changed_by_its_rating_and_the_others_stay(same):
    assert same(
        "bands: {high: {from: 60, when: a >= 60}}",
        BASE.replace("50, to: 100, when: a >= 50", "60, to: 100, when: a >= 60"),
    )
    assert same(
        "bands: {high: {from: null, when: null}}", BASE.replace("from: 50, to: 100, when: a >= 50", "to: 100")
    )
    assert same(
        "bands: {high: null}",
        BASE.replace("  - {rating: high, title: {en: High}, from: 50, to: 100, when: a >= 50}\n", ""),
    )
    assert same(
        "bands: [{rating: any}]", BASE.replace(BANDS.partition("judgements")[0], "bands: [{rating: any}]\n")
    )
    assert same(
        "bands: {replace: [{rating: any}]}",
        BASE.replace(BANDS.partition("judgements")[0], "bands: [{rating: any}]\n"),
    )


def test_a_judgement_is_changed_by_its_result(same):
    patch = "judgements: {part: {pass: {when: score >= 60}, fail: {when: score < 60}}}"
    assert same(patch, BASE.replace("score >= 50", "score >= 60").replace("score < 50", "score < 60"))


def test_a_change_of_one_level_leaves_another_that_shares_its_judgements(write):
    shared = BASE.replace("  part:\n", "  question: &same\n").rstrip() + "\n  part: *same\n"
    write("base.yaml", shared)
    patch = "ruleset: test/over\nextends: base.yaml\njudgements: {part: {fail: {title: Fail}}}\n"
    rules = kenrules.load(write("over.yaml", patch))
    assert rules.judgements["part"][1].title["plain"] == "Fail"
    assert not rules.judgements["question"][1].title


def test_bands_stand_where_they_are_written_though_one_above_is_gone(over):
    document = written(over("bands:\n  high: null\n  low: {to: 49.99}"))
    assert str(document.value_at(("bands", 0, "to"))).endswith("over.yaml:5:13")
    assert str(document.value_at(("bands", 0, "rating"))).endswith("base.yaml:23:14")


def test_a_rating_that_is_not_there_is_told(over):
    path = over("bands: {hihg: {from: 60}, middle: {rating: middle, from: 40}, lov: null}")
    (near, new, none) = found(path)
    assert near[:2] == ("undefined", "over.yaml:3:9")
    assert near[2] == "bands: there is no “hihg” in what this extends, which stands in base.yaml:21"
    assert near[3] == "did you mean “high”?"
    assert new[3] == "to bring a new one, write all of them: bands: {replace: […]}"
    assert (none[0], none[3]) == ("removes-nothing", "did you mean “low”?")


def test_bands_by_rating_are_no_bands_of_a_rule_set_that_extends_none(write):
    (told,) = found(
        write("alone.yaml", HEAD + PARTS.replace(", weight: 1", "") + "bands: {high: {from: 50}}\n")
    )
    assert told[0] == "wrong-type"


# replace


def test_what_is_listed_is_what_is_inherited(over):
    path = over(
        "change:\n"
        "  a: {questions: {replace: [q3..q4, r2]}}\n"
        "  b: {parts: {replace: {e: {title: New, questions: [r1, q1..q2, t1]}}}}"
    )
    rules = kenrules.load(path)
    assert [node.path for node in rules.nodes.values() if not node.children] == [
        *("a.q3", "a.q4", "a.r2", "b.e.r1", "b.e.q1", "b.e.q2", "b.e.t1")
    ]
    moved = rules.nodes["a.r2"]
    assert (moved.title["th"], moved.reversed, moved.answers, moved.weight) == ("สอง", True, "own", None)
    assert [rules.nodes[f"b.e.{id_}"].answers for id_ in ("r1", "q1", "t1")] == ["own", "many", "own"]
    assert str(moved.position).endswith("over.yaml:4:37")


def test_a_weight_does_not_go_with_a_question(write):
    weighted = BASE.replace("r1: First", "r1: {title: First, weight: 2}").replace(
        "reversed: true}", "reversed: true, weight: 1}"
    )
    write("base.yaml", weighted.replace("r3: {th: สาม, en: Third}", "r3: {weight: 3}"))
    patch = "ruleset: test/over\nextends: base.yaml\nchange: {c: {questions: {replace: [r3, r1]}}}\n"
    rules = kenrules.load(write("over.yaml", patch))
    assert [rules.nodes[f"b.c.{id_}"].weight for id_ in ("r3", "r1")] == [None, None]


def test_other_nodes_can_be_listed_too(same):
    both = "      c:\n        questions:\n" + QUESTIONS, "      d: {questions: [s1, s2]}\n"
    assert same("change: {b: {parts: {replace: [d, c]}}}", BASE.replace(both[0] + both[1], both[1] + both[0]))


def test_a_mapping_that_is_taken_whole_inherits_nothing(same):
    patch = "answers: {many: {options: {replace: {yes: 100, no: 0}}}}"
    assert same(
        patch, BASE.replace("many: {options: {none: 0, some: 100}}", "many: {options: {yes: 100, no: 0}}")
    )


def test_an_id_that_is_listed_and_could_mean_two_is_told(over):
    path = over(
        "change: {a: {questions: {replace: [x]}}}\nparts: {e: {weight: 0%, questions: {x: One}}, f: {weight: 0%, questions: {x: Two}}}"
    )
    ((code, place, message, hint),) = found(path)
    assert (code, place) == ("ambiguous", "over.yaml:3:36")
    assert message == "“x” can mean e.x (over.yaml:4), f.x (over.yaml:4)"
    assert hint == "write the path, for example e.x"
    text = path.read_text(encoding="utf-8").replace("[x]", "[f.x]")
    path.write_text(text, encoding="utf-8")
    assert kenrules.load(path).nodes["a.x"].title["plain"] == "Two"


def test_replace_stands_alone_and_replaces_something(over, write):
    ((code, _, message, _),) = found(over("bands: {replace: [{rating: any}], high: null}"))
    assert (code, "“high” beside it" in message) == ("patch", True)
    alone = write("alone.yaml", BASE.replace("q1..q4", "{replace: [q1]}"))
    assert ("patch", "there is nothing here that could be replaced") in [
        (told[0], told[2]) for told in found(alone)
    ]


def test_ids_and_ranges_stand_in_one_list(write):
    rules = kenrules.load(write("alone.yaml", BASE.replace("q1..q4", "[q1..q3, x, q9 .. q10]")))
    assert [node.id for node in rules.nodes["a"].children] == ["q1", "q2", "q3", "x", "q9", "q10"]
    ((code, place, _, hint),) = found(write("alone.yaml", BASE.replace("q1..q4", "[q1, q3..q2]")))
    assert (code, place) == ("wrong-form", "alone.yaml:10:51")
    assert "i1..i6" in hint


# like


def test_a_copy_of_any_node_of_what_is_extended(over):
    rules = kenrules.load(over("parts: {e: {like: b.c, weight: 0%, questions: {r2: {reversed: false}}}}"))
    copied = rules.nodes["e.r2"]
    assert (copied.title["en"], copied.reversed) == ("Second", False)
    assert rules.nodes["b.c.r2"].reversed


def test_copies_of_the_same_file_wait_for_what_they_are_of(write):
    text = (
        HEAD
        + BANDS.replace("a >= 50", "total >= 50")
        + (
            "parts:\n"
            "  x: {parts: {one: {like: three, title: One}}}\n"
            "  y: {parts: {two: {questions: [u1]}, three: {like: z.four, title: Three}}}\n"
            "  z: {parts: {four: {like: two, questions: {u2: Last}}}}\n"
            "  w: {like: x}\n"
        )
    )
    rules = kenrules.load(write("alone.yaml", text))
    assert [path for path in rules.nodes if path.endswith("u2")] == [
        *("x.one.u2", "y.three.u2", "z.four.u2", "w.one.u2")
    ]
    assert rules.nodes["w.one"].title["plain"] == "One"
    assert str(rules.nodes["x.one.u2"].position).endswith("alone.yaml:19:45")


@pytest.mark.parametrize(
    ("parts", "code", "message"),
    [
        ("{x: {parts: {p: {like: x}}}}", "undefined", "“x” is itself made of this copy, or around it"),
        ("{x: {parts: {p: {like: q}}}, y: {parts: {q: {like: p}}}}", "undefined", "“q” is itself made of"),
        ("{x: {parts: {p: {like: nowhere}}}}", "undefined", "there is no node “nowhere” to copy"),
        (
            "{x: {questions: {u: {}}}, y: {questions: {u: {reversed: true}}}, z: {questions: {v: {like: u}}}}",
            "ambiguous",
            "“u” can mean x.u (alone.yaml:16), y.u (alone.yaml:16)",
        ),
    ],
)
def test_copies_that_cannot_be_made_are_told(write, parts, code, message):
    text = HEAD + BANDS.replace("a >= 50", "total >= 50") + f"parts: {parts}\n"
    told = found(write("alone.yaml", text))
    assert any(code == one[0] and message in one[2] for one in told)


def test_copies_of_copies_are_bounded(write):
    text = HEAD + BANDS.replace("a >= 50", "total >= 50") + "parts:\n  n0: {questions: {u1: {}}}\n"
    text += "".join(
        f"  n{number}: {{parts: {{l: {{like: n{number - 1}}}, r: {{like: n{number - 1}}}}}}}\n"
        for number in range(1, 31)
    )
    assert "alias-bomb" in [told[0] for told in found(write("alone.yaml", text))]
    chain = HEAD + BANDS.replace("a >= 50", "total >= 50") + "parts:\n  n0: {questions: {u1: {}}}\n"
    chain += "".join(f"  n{number}: {{parts: {{l: {{like: n{number - 1}}}}}}}\n" for number in range(1, 90))
    assert "too-deep" in [told[0] for told in found(write("alone.yaml", chain))]


# where things come from


def test_a_condition_of_what_is_taken_away_is_told_with_who_took_it(over):
    told = found(over("change: {a: null, b: {weight: 100%}}"))
    ((code, place, message, hint),) = told
    assert (code, place, message) == ("undefined", "base.yaml:22:64", "nothing is called “a”")
    assert hint == "“a” is taken away in over.yaml:3; write anew what names it"


# a rule set of the package


def test_a_national_rule_set_is_changed_in_a_line(write):
    head = "ruleset: own/2566\nextends: ita/2566\n"
    weights = kenrules.load(write("w.yaml", head + "change: {IIT: {weight: 25%}, OIT: {weight: 45%}}\n"))
    assert weights.nodes["OIT"].weight == Fraction(9, 20)
    written_out = head + "instruments: {IIT: {weight: 25%}, OIT: {weight: 45%}}\n"
    assert weights.fingerprint == kenrules.load(write("v.yaml", written_out)).fingerprint
    band = kenrules.load(write("b.yaml", head + "bands: {ผ่านดีเยี่ยม: {from: 97}}\n"))
    assert [(band.minimum, band.title["en"]) for band in band.bands][:2] == [
        (97, "Excellent pass"),
        (85, "Good pass"),
    ]
    respondents = kenrules.load(write("r.yaml", head + "change: {IIT: {min_respondents: 10}}\n"))
    assert respondents.nodes["IIT"].min_respondents == 10


def test_questions_of_a_national_rule_set_are_regrouped(write):
    path = write(
        "g.yaml",
        "ruleset: own/2566\nextends: ita/2566\nchange:\n"
        "  I9: {subindicators: {replace: {S9_1: {title: รวม, questions: [o1..o2, o11, o30]}}}}\n"
        "  o11: {note: moved}\n",
    )
    rules = kenrules.load(path)
    assert [node.id for node in rules.nodes["OIT.I9.S9_1"].children] == ["o1", "o2", "o11", "o30"]
    assert rules.nodes["OIT.I9.S9_1.o30"].title["en"] == "Openness to participation"
    assert rules.nodes["OIT.I9.S9_1.o30"].answers == "disclosure"


def test_what_is_wrong_with_what_is_inherited_is_told_with_its_file(over):
    ((code, place, _, hint),) = found(over("change: {c: {parts: {x: {}}}}"))
    assert (code, place) == ("two-kinds", "over.yaml:3:14")
    assert "put the one kind inside a node of the other" in hint
    assert hint.endswith("“questions” stands in base.yaml:16")
    ((code, _, message, _),) = found(over("thresholds: {s2: 5}\nbands: {high: {when: a >= s2}}"))
    assert code == "reserved"
    assert message == "“s2” is already the name of a threshold, which stands in over.yaml:3"


@pytest.mark.parametrize(
    "path", ["IIT.I2", "EIT2.I7", "OIT.I9.S9_3", "IIT.I1.i4", "EIT1.I8.e14", "OIT.I10.S10_2.o40"]
)
def test_a_change_is_what_is_written_at_the_node_itself(write, path):
    levels = ["instruments", "indicators", "subindicators", "questions"]
    ids = path.split(".")
    places = levels[: len(ids)] if path.startswith("OIT") else [*levels[:2], "questions"][: len(ids)]
    nested = "{title: {en: Anew}, note: Why}"
    for level, id_ in zip(reversed(places), reversed(ids), strict=True):
        nested = f"{{{level}: {{{id_}: {nested}}}}}"
    head = "ruleset: own/2566\nextends: ita/2566\n"
    at_the_node = kenrules.load(write("node.yaml", head + nested[1:-1] + "\n"))
    by_path = kenrules.load(
        write("path.yaml", head + f"change: {{{path}: {{title: {{en: Anew}}, note: Why}}}}\n")
    )
    assert by_path.fingerprint == at_the_node.fingerprint
    assert by_path.nodes[path].title["en"] == "Anew"


def test_an_editor_takes_what_overlays_say(write):
    text = (
        "ruleset: test/over\nextends: base.yaml\n"
        "change: {a: {questions: {replace: [q1..q2, b.c.r1]}}, r1: New, r2: null, b: {parts: {replace: [d]}}}\n"
        "bands: {high: {from: 60}, low: null}\njudgements: {part: {replace: [{result: any, when: score > 0}]}}\n"
        "parts: {e: {like: b.c, questions: [r1, q1..q2]}}\n"
    )
    assert schema.validate(source.read(write("over.yaml", text)), "ruleset") == []
