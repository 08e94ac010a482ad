"""Nodes are known again whatever their ids have become: as is declared, else by their titles."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from pathlib import Path

import kenrules
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

WORDS = ["budget plan", "code of ethics", "contact details", "annual report", "risk survey", "staff rules",
         "open meetings", "complaints desk", "work manual", "news"]  # fmt: skip
HEAD = """
title: {{en: {title}}}
unit: agency
scale: {{min: 0, max: 100, decimals: 2, rounding: half_up}}
"""
BANDS = """
bands:
  - {rating: gold, from: 60}
  - {rating: none, from: 0, to: 59.99}
"""


def written(ids: Mapping[str, str], groups: Mapping[str, list[str]], *, extends: str = "") -> str:
    """A rule set whose questions, by key, have these ids and their own words for titles."""
    parts = "".join(
        f"  {group}: {{title: {{en: group {group}}}, questions: {{replace: {{{_asked(ids, keys)}}}}}}}\n"
        if extends
        else f"  {group}: {{title: {{en: group {group}}}, questions: {{{_asked(ids, keys)}}}}}\n"
        for group, keys in groups.items()
    )
    return (
        f"extends: {extends}\nparts:\n{parts}"
        if extends
        else f"{HEAD.format(title='x')}parts:\n{parts}{BANDS}"
    )


def _asked(ids: Mapping[str, str], keys: list[str]) -> str:
    return ", ".join(f"{ids[key]}: {{en: {key}}}" for key in keys)


@st.composite
def renumberings(draw):
    """Ids and groups of the same questions in an old and a new rule set, with the answers to them."""
    keys = draw(st.lists(st.sampled_from(WORDS), min_size=2, max_size=8, unique=True))
    cut = draw(st.integers(1, len(keys) - 1))
    order = draw(st.permutations(range(len(keys))))
    old = {key: f"q{number}" for number, key in enumerate(keys)}
    new = {key: f"q{number + draw(st.integers(0, 1)) * 20}" for key, number in zip(keys, order, strict=True)}
    mixed = draw(st.permutations(keys))
    groups = ({"A": keys[:cut], "B": keys[cut:]}, {"A": mixed[:cut], "B": mixed[cut:]})
    seed = draw(st.integers(0, 10**6))
    return keys, (old, new), groups, random.Random(seed)


@settings(max_examples=12, deadline=None)
@given(renumberings(), st.booleans())
def test_a_renumbering_is_found_and_compared_as_if_columns_were_renamed(tmp_path_factory, drawn, is_extended):
    keys, (old_ids, new_ids), (old_groups, new_groups), chance = drawn
    folder = tmp_path_factory.mktemp("years")
    (folder / "one.yaml").write_text("ruleset: one\n" + written(old_ids, old_groups))
    extends = "one.yaml" if is_extended else ""
    (folder / "two.yaml").write_text("ruleset: two\n" + written(new_ids, new_groups, extends=extends))
    old, new = kenrules.load(folder / "one.yaml"), kenrules.load(folder / "two.yaml")
    found = kenrules.diff(old, new)
    nodes = found.correspondence
    same = {one.rpartition(".")[2]: other.rpartition(".")[2] for one, other in nodes.pairs}
    assert {old_ids[key]: new_ids[key] for key in keys}.items() <= same.items()
    rows = [{key: float(chance.randint(0, 100)) for key in keys} for _ in range(12)]
    tables = [
        pl.DataFrame(
            [{"agency": str(n), **{ids[k]: v for k, v in row.items()}} for n, row in enumerate(rows)]
        )
        for ids in (old_ids, new_ids)
    ]
    compared = kenrules.compare(old, new, tables[0])
    for rules, table, side in ((old, tables[0], "old"), (new, tables[1], "new")):
        alone = kenrules.evaluate(rules, table)
        assert compared.units[f"{side}_total"].to_list() == alone["total"].to_list()
        assert compared.units[f"{side}_rating"].to_list() == alone["rating"].to_list()


YEAR = """
ruleset: {name}
title: {{en: {name}}}
unit: agency
scale: {{min: 0, max: 100, decimals: 2, rounding: half_up}}
parts:
  A: {{title: {{en: Basics}}, questions: {{o1: {{en: Structure}}, o2: {{en: Executives}}, o3: {{en: Contact details}}}}}}
  B: {{title: {{en: Prevention}}, questions: {{o4: {{en: No gift policy}}, o5: {{en: Risk assessment}}}}}}
targets: [{{id: many, share_of_units: total >= 60, at_least: 50%}}]
bands: [{{rating: gold, from: 60}}, {{rating: none}}]
"""
NEXT = "ruleset: next\nextends: last.yaml\ntitle: {en: next}\n"


@pytest.fixture
def years(write, tmp_path, monkeypatch):
    """Writes a rule set, and one that extends it; gives both."""
    monkeypatch.chdir(tmp_path)

    def make(text):
        return kenrules.load(write("last.yaml", YEAR.format(name="last"))), kenrules.load(
            write("next.yaml", NEXT + text)
        )

    return make


def told(old, new) -> dict[str, str]:
    return {change.kind: str(change.title) for change in kenrules.diff(old, new).identity}


def ids(old, new) -> set[tuple[str, str]]:
    pairs = kenrules.diff(old, new).correspondence.pairs
    return {(one.rpartition(".")[2], other.rpartition(".")[2]) for one, other in pairs} - {("total", "total")}


def test_a_title_of_one_other_node_tells_which_it_was(years):
    old, new = years(
        "parts: {A: {questions: {replace: {o1: {en: No gift policy}, o2: {en: STRUCTURE }}}}, B: "
        "{questions: {replace: [o5]}}}\n"
    )
    assert {("o4", "o1"), ("o1", "o2")} <= ids(old, new)
    assert not {("o1", "o1"), ("o2", "o2")} & ids(old, new)
    assert "o4 is o1 now, as the title “No gift policy” tells (write was: o4" in told(old, new)["renumbered"]
    assert "o2 is another question" in told(old, new)["another"]
    assert "o4 → o1 moves from B to A" in str(kenrules.diff(old, new).rating[0].title)
    assert "retitled" not in told(old, new)


def test_what_is_declared_goes_before_titles_and_needs_none(years):
    old, new = years("change: {o1: {was: o2}, o2: {was: o1, title: {en: Contact details}}}\n")
    assert {("o2", "o1"), ("o1", "o2"), ("o3", "o3")} <= ids(old, new)
    assert new.nodes["A.o1"].title["en"] == "Executives"  # it begins as what it was
    assert new.nodes["A.o2"].title["en"] == "Contact details"
    assert told(old, new)["renumbered"] == "o1 is o2 now; o2 is o1 now"


def test_a_question_that_is_written_anew_under_its_own_id_begins_as_it_was(write):
    """`was` says what a question was, and `replace` around it takes nothing of that away."""
    old = write(
        "old.yaml",
        YEAR.format(name="old").replace("o2: {en: Executives}", "o2: {title: {en: Gifts}, reversed: true}"),
    )
    text = "extends: old.yaml\nparts: {A: {questions: {replace: {o1: {was: o1}, o2: {was: o2}, o9: {was: o3}}}}}\n"
    new = kenrules.load(write("new.yaml", f"ruleset: new\n{text}"))
    assert new.nodes["A.o2"].reversed
    assert new.nodes["A.o2"].title["en"] == "Gifts"
    changed = kenrules.diff(kenrules.load(old), new)
    assert "reversed" not in "".join(str(each.title) for each in changed.rating)


@pytest.mark.parametrize(
    ("title", "kind"),
    [("Structures", "retitled"), ("Complaints", "asked"), ("structure", None), ("Structure 2", "asked")],
)
def test_titles_that_are_close_are_another_wording_and_others_a_question(years, title, kind, ken, tmp_path):
    old, new = years(f"change: {{o1: {{title: {{en: {title}}}}}}}\n")
    assert list(told(old, new)) == ([kind] if kind else [])
    assert (("o1", "o1") in ids(old, new)) is (kind != "asked")
    found = [each for each in kenrules.check(tmp_path / "next.yaml") if each.code == "identity"]
    assert len(found) == (kind == "asked")
    assert all(
        str(each.hint) == "write was: o1 if it is the same one, new: true if it is not" for each in found
    )
    declared = years(f"change: {{o1: {{was: o1, title: {{en: {title}}}}}}}\n")[1]
    assert ("o1", "o1") in ids(old, declared)
    other = years(f"change: {{o1: {{new: true, title: {{en: {title}}}}}}}\n")[1]
    assert ("o1", "o1") not in ids(old, other)
    assert not [each for each in kenrules.check(tmp_path / "next.yaml") if each.code == "identity"]


def test_steps_of_several_years_are_put_together_and_not_handed_on(years, write):
    old, new = years("change: {o1: {was: o2}, o2: {was: o1}}\n")
    third = kenrules.load(
        write("third.yaml", "ruleset: third\nextends: next.yaml\nchange: {o3: {was: o1}, o1: {was: o3}}\n")
    )
    assert {("o2", "o3"), ("o3", "o1"), ("o1", "o2")} <= ids(old, third)
    assert {("o1", "o3"), ("o3", "o1"), ("o2", "o2")} <= ids(new, third)
    fourth = kenrules.load(write("fourth.yaml", "ruleset: fourth\nextends: third.yaml\n"))
    assert ids(third, fourth) == {(node.id, node.id) for node in third.nodes.values()} - {("total", "total")}
    assert {("o3", "o2"), ("o1", "o3")} <= ids(third, old)
    drafts = [
        kenrules.load(f"{third.files[0]}+{write(f'd{number}.yaml', text)}")
        for number, text in enumerate(
            ["change: {o1: {was: o2}, o2: null}\n", "change: {o2: {was: o1}, o1: null}\n"]
        )
    ]
    assert ("o1", "o2") not in ids(*drafts)
    assert ("o3", "o3") in ids(*drafts)


def test_a_rule_set_that_extends_nothing_speaks_of_what_it_is_compared_with(write):
    old = kenrules.load(write("one.yaml", YEAR.format(name="one")))
    text = YEAR.format(name="two").replace("o1: {en: Structure}", "o1: {was: o2, title: {en: Leaders}}")
    new = kenrules.load(
        write("two.yaml", text.replace("o2: {en: Executives}", "o2: {new: true, title: {en: Other}}"))
    )
    assert ("o2", "o1") in ids(old, new)
    assert not {("o1", "o1"), ("o2", "o2"), ("o1", "o2")} & ids(old, new)


def test_several_that_became_one_are_told_and_compared(years):
    old, new = years("change: {o1: {was: [o1, o2], title: {en: Structure and executives}}, o2: null}\n")
    data = pl.DataFrame({"agency": ["u"], "o1": [100.0], "o2": [0.0], "o3": [50.0], "o4": [0.0], "o5": [0.0]})
    assert {("o1", "o1"), ("o2", "o1")} <= ids(old, new)
    assert kenrules.compare(old, new, data).units["new_total"].to_list() == [25.0]


def test_identity_is_in_no_fingerprint(years):
    said = years("change: {o1: {was: o1, title: {en: Leaders}}}\n")[1].fingerprint
    assert years("change: {o1: {new: true, title: {en: Leaders}}}\n")[1].fingerprint == said
    assert years("change: {o1: {title: {en: Leaders}}}\n")[1].fingerprint == said


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("change: {o1: {was: o9}}", "was: nothing is called “o9” in what this extends"),
        ("change: {o1: {was: o2, new: true}}", "what was something before is not new"),
        ("inputs: {k: {was: o1, range: 0..1}}", "was: nothing is called “o1” in what this extends"),
        ("targets: [{id: t, was: x, share_of_units: total > 1, at_least: 1%}]", "was: nothing is called “x”"),
        ("change: {A: {bands: [{rating: x, was: y}]}}", "was and new are said of the bands of the whole"),
        ("bands: {gold: {was: golden}}", "was: nothing is called “golden” in what this extends"),
    ],
)
def test_a_name_of_nothing_is_told(write, text, message):
    write("last.yaml", YEAR.format(name="last"))
    found = [str(each.message) for each in kenrules.check(write("next.yaml", f"{NEXT}{text}\n"))]
    assert any(each.startswith(message) for each in found), found


def test_targets_and_inputs_follow_what_they_were(write):
    head = YEAR.format(name="last") + "inputs: {sugar: {range: 0..100, title: {en: Sugar}}}\n"
    old = kenrules.load(write("last.yaml", head.replace("o5: {en: Risk assessment}", "o5: {score: sugar}")))
    new = kenrules.load(
        write(
            "next.yaml",
            NEXT + "inputs: {sugar: null, sweet: {range: 0..100, was: sugar}}\nchange: {o5: {score: sweet}}\n"
            "targets: [{id: most, was: many, share_of_units: total >= 60, at_least: 90%}]\n",
        )
    )
    found = kenrules.diff(old, new)
    assert found.rating == ()
    assert "target most: total >= 60 for at least 50 % → total >= 60 for at least 90 %" in map(
        str, (change.title for change in found.other)
    )
    data = pl.DataFrame(
        {"agency": ["u"], "sugar": [80.0], **{f"o{number}": [60.0] for number in range(1, 5)}}
    )
    compared = kenrules.compare(old, new, data)
    assert compared.units["old_total"].to_list() == compared.units["new_total"].to_list() == [65.0]
    assert list(compared.targets) == ["most"]
    assert all(result is not None for result in compared.targets["most"])


def test_no_mixture_is_made_of_rules_that_name_different_things_alike(write):
    """The condition of the new rules names o1, which was o2: put into the old ones it would ask another one."""
    bands = "bands: [{rating: gold, from: 60, when: o1 >= 50}, {rating: none}]"
    text = YEAR.format(name="last").replace("bands: [{rating: gold, from: 60}, {rating: none}]", bands)
    old = kenrules.load(write("last.yaml", text))
    new = kenrules.load(
        write("next.yaml", NEXT + "bands: {gold: {from: 50}}\nchange: {o1: {was: o2}, o2: {was: o1}}\n")
    )
    data = pl.DataFrame(
        {"agency": ["a", "b"], "o1": [0.0, 100], "o2": [100.0, 0], **{f"o{n}": [90.0, 90] for n in (3, 4, 5)}}
    )
    compared = kenrules.compare(old, new, data)
    assert compared.units["new_rating"].to_list() == ["gold", "none"]
    assert compared.units["old_rating"].to_list() == ["none", "gold"]
    assert all(len(numbers) == len(compared.differences.rating) for numbers in compared.attribution.causes)
    assert "o1, o2 in data are those of last" in [
        str(each).partition(";")[0] for each in compared.assumptions
    ]


def test_questions_without_a_column_are_named(years, write, ken):
    years("change: {o1: {new: true, title: {en: Complaints}}}\n")
    last = write("2566.csv", "agency,o1,o2,o3,o4,o5\nu1,100,0,50,20,90\n")
    new = write("2567.csv", "agency,o1,o2,o3,o4,o5\nu1,0,0,50,20,90\n")
    said = ken("compare", "last.yaml", "next.yaml", last, "--no-proofs").output
    assert (
        "The data have no column for 1 of the questions of next: o1 (Complaints). Give data for them" in said
    )
    assert "Assumed: o1 in data are those of last" in said
    both = ken(
        "compare", "last.yaml", "next.yaml", "--data-old", last, "--data-new", new, "--no-proofs"
    ).output
    assert "The data have no column for 1 of the questions of last: o1 (Structure)" in both
    assert "Assumed: o1 in data are those of next" in both


def test_lines_to_confirm_are_proposed_and_good(years, write, ken):
    old, new = years(
        "parts: {A: {questions: {replace: {o1: {en: No gift policy}, o2: {en: The structures}, "
        "o3: {en: Zebra}}}}, B: {questions: {replace: [o5]}}}\n"
    )
    result = ken("diff", "--renumber", "last.yaml", "next.yaml")
    assert result.exit_code == 0
    assert "  o1: {was: o4}  # “No gift policy”, was “No gift policy”" in result.output
    assert "  o2: {was: o1}  # “The structures”, was “Structure”" in result.output
    assert "  o3: {new: true}  # “Zebra”; nothing old is near" in result.output
    write("next.yaml", Path(new.files[0]).read_text() + result.output)
    confirmed = kenrules.load("next.yaml")
    assert {("o4", "o1"), ("o1", "o2")} <= ids(old, confirmed)
    assert [node.title["en"] for node in confirmed.nodes["A"].children] == [
        "No gift policy",
        "The structures",
        "Zebra",
    ]
    assert "nothing is to be confirmed" in ken("diff", "--renumber", "last.yaml", "next.yaml").output


REGROUPED = """
change:
  S9_1: {questions: {replace: {o1: {title: {th: โครงสร้างหน่วยงาน, en: Structure of the agency}},
    o2: {was: [o2, o3], title: {th: ข้อมูลผู้บริหารและอำนาจหน้าที่, en: Executives and their powers}},
    o3: {was: o5}, o4: {was: o7}, o5: {was: o8}, o6: {was: o10}}}}
  S9_2: {questions: {replace: {o7: {was: o4}, o8: {was: o13}, o9: {title: {th: คู่มือหรือมาตรฐานการปฏิบัติงาน, en: Work manual or standard}},
    o10: {was: o15}, o11: {was: o16}, o12: {was: o18}}}}
  S9_3: {questions: {replace: {o13: {new: true, title: {th: รายการจัดซื้อจัดจ้าง, en: List of procurements}},
    o14: {was: o20}, o15: {was: o21}, o16: {was: o22}}}}
  S9_4: {questions: {replace: {o17: {was: o23}, o18: {was: o26}, o19: {was: o39}, o20: {was: o40}}}}
  S9_5: {questions: {replace: {o21: {was: o27}, o22: {was: o28}, o23: {was: o29}, o24: {was: o30}}}}
  S10_1: {questions: {replace: {o25: {was: o31}, o26: {was: o32}, o27: {was: o34}, o28: {was: o35}, o29: {was: o38}}}}
  S10_2: {questions: {replace: {o30: {was: o41}, o31: {was: o42}, o32: {was: o43}}}}
"""


def test_a_year_of_regrouped_renumbered_and_retitled_items(write, ken, tmp_path, monkeypatch):
    """Each year's data by its own rules is what evaluation says, whichever ids they have; and nothing is told
    of another question."""
    monkeypatch.chdir(tmp_path)
    write(
        "rules/ita/2567.yaml",
        f"ruleset: ita/2567\nextends: ita/2566\nsource: x\ntitle: {{en: Next}}\n{REGROUPED}",
    )
    old, new = kenrules.load("ita/2566"), kenrules.load("ita/2567")
    same = ids(old, new)
    assert {("o14", "o9"), ("o2", "o2"), ("o3", "o2"), ("o1", "o1"), ("o39", "o19"), ("o43", "o32")} <= same
    assert not any(name == "o13" for _, name in same)
    assert [each.code for each in kenrules.check("ita/2567") if each.severity != "note"] == []
    chance = random.Random(3)
    files = {}
    for rules in (old, new):
        paths = [node.path for node in rules.nodes.values() if node.level == "question"]
        rows = [{"agency": f"u{n}", **{p: chance.choice([0, 100, 100]) for p in paths}} for n in range(15)]
        files[rules.id] = tmp_path / f"{rules.id[-4:]}.csv"
        pl.DataFrame(rows).write_csv(files[rules.id])
    alone = {rules.id: kenrules.evaluate(rules, pl.read_csv(files[rules.id])) for rules in (old, new)}
    lacking = {old.id: ["o6", "o9"], new.id: ["o13 (List of procurements)"]}
    options = [[files[old.id]], ["--data-old", files[old.id], "--data-new", files[new.id]]]
    for arguments, rules, other, side in ((options[0], old, new, "old"), (options[1], new, old, "new")):
        result = ken("compare", old.id, new.id, *arguments, "--no-proofs", "--format", "json")
        (found,) = json.loads(result.stdout)["comparisons"]
        totals = {unit["unit"]: unit[f"{side}_total"] for unit in found["units"]}
        assert totals == dict(alone[rules.id].select("agency", "total").iter_rows())
        # with two years' data the old rules meet the new data only beside the rest
        said = result.stderr if side == "old" else result.stdout
        assert all(name in said for name in lacking[other.id])
        assert f"in data are those of {rules.id}" in " ".join(found["assumptions"])
    told_of = {change["kind"]: change for change in found["identity"]}
    assert "o39 is o19 now" in [
        f"{each['old']} is {each['new']} now" for each in told_of["renumbered"]["differences"]
    ]
    assert "asked" not in told_of
    assert not any("moves" in change["title"] and "o13" in change["title"] for change in found["rating"])


JOINED = """
change: {A: {was: [A, B], title: {en: All}, questions: {replace: {o1: {was: o1}, o2: {was: o4}, o3: {was: o5},
  o4: {new: true, title: {en: Complaints}}}}}}
parts:
  B: null
  C: {title: {en: Other}, questions: {o5: {new: true, title: {en: Open data}}}}
"""


def test_what_became_one_has_its_questions_and_no_new_ones(years):
    """What stood below either of two nodes that became one has not been added to it, or moved."""
    old, new = years(JOINED)
    (change, *more) = kenrules.diff(old, new).rating
    assert str(change.title) == (
        "o2, o3 are taken away from A; o4 is added to A; A, B become A; C is added to total"
    )
    assert more == []


def test_what_one_became_has_its_questions(years):
    old, new = years(
        "parts: {A: null, A1: {was: A, title: {en: One}, questions: {replace: [o1]}},\n"
        "  A2: {was: A, title: {en: Two}, questions: {replace: [o2]}}}\n"
    )
    (change,) = kenrules.diff(old, new).rating
    assert str(change.title) == "o3 is taken away from A; A becomes A1, A2"


@pytest.mark.parametrize("ids_of", ["old", "new"])
def test_an_id_that_a_new_question_elsewhere_has_is_read_as_its_year_says(years, write, ken, ids_of):
    """Whichever rule set runs first: its own question of that id has another column."""
    old, new = years(JOINED)
    own = old if ids_of == "old" else new
    data = write("data.csv", "agency,o1,o2,o3,o4,o5\nu,80,60,40,20,10\n")
    options = [data] if ids_of == "old" else ["--data-old", data, "--data-new", data]
    result = ken("compare", "last.yaml", "next.yaml", *options, "--no-proofs", "--format", "json")
    (found,) = json.loads(result.stdout)["comparisons"]
    assert found["units"][0][f"{ids_of}_total"] == kenrules.evaluate(own, pl.read_csv(data))["total"][0]
    assert "ambiguous" not in result.stderr


KINDS = """
ruleset: food/1
title: {en: Food}
unit: product
scale: {min: 0, max: 100, decimals: 0, rounding: half_up}
inputs: {kind: {one_of: [food, drink]}, sugar: {range: 0..100, decimals: 0}}
parts: {a: {of: sugar, points: {..10: 100, 11..50: 50, 51..: 0}}, b: {}}
bands: [{rating: good, from: 60}, {rating: poor}]
variants: {kind: {drink: {bands: {good: {from: 80}}}}}
"""
RENAMED_KINDS = """
ruleset: food/2
extends: one.yaml
title: {en: Food of the next year}
inputs: {kind: null, type: {was: kind, one_of: [food, drink]}}
variants: {kind: null, type: {drink: {bands: {good: {from: 85}}}}}
"""


@pytest.fixture
def kinds(write, tmp_path, monkeypatch):
    """Two years of rules, whose variants an input chooses that is called otherwise in the second one."""
    monkeypatch.chdir(tmp_path)
    return kenrules.load(write("one.yaml", KINDS)), kenrules.load(write("two.yaml", RENAMED_KINDS))


@pytest.mark.parametrize("name", ["kind", "type"])
def test_an_input_that_chooses_the_variant_can_have_another_name(kinds, name):
    old, new = kinds
    table = {"product": ["p", "q", "r", "s"], name: ["drink", "drink", "food", None], "b": [65, 50, 30, 99]}
    data = pl.DataFrame(table).with_columns(pl.lit(5).alias("sugar"))
    compared = kenrules.compare(old, new, data)
    for side, rules in (("old", old), ("new", new)):
        own = "kind" if side == "old" else "type"
        alone = kenrules.evaluate(rules, data.rename({name: own}))
        assert compared.units[f"{side}_rating"].to_list() == alone["rating"].to_list()
    assert compared.units["old_rating"].to_list() == ["good", "poor", "good", None]
    assert compared.units["new_rating"].to_list() == ["poor", "poor", "good", None]
    assert [(str(what), count) for what, count, _ in compared.causes()] == [
        ("where type is drink: good from: 80 → 85", 1)
    ]


def test_changes_where_such_an_input_chooses_are_told_and_proved(kinds):
    found = kenrules.diff(*kinds)
    assert [str(change.title) for change in found.rating] == ["where type is drink: good from: 80 → 85"]
    (known,) = kenrules.can_change(*kinds).can
    assert [witness.result.rating for witness in (known.unit.old, known.unit.new)] == ["good", "poor"]
    proofs = kenrules.prove(
        *kinds,
        ["old.rating == poor implies new.rating == poor", "new.total >= 81 implies new.rating == good"],
    )
    possible = {(each.old, each.new) for each in proofs.transitions if each.possible}
    assert possible == {("good", "good"), ("good", "poor"), ("poor", "poor")}
    assert [verdict.holds for verdict in proofs.verdicts] == [True, False]


def test_two_years_of_data_call_such_an_input_as_their_rules_do(kinds, write, ken):
    old = write("old.csv", "product,kind,sugar,b\np,drink,5,65\nq,food,5,30\n")
    new = write("new.csv", "product,type,sugar,b\np,drink,5,65\nq,food,5,30\n")
    result = ken(
        "compare",
        "one.yaml",
        "two.yaml",
        "--data-old",
        old,
        "--data-new",
        new,
        "--no-proofs",
        "--format",
        "json",
    )
    (found,) = json.loads(result.stdout)["comparisons"]
    assert [(unit["old_rating"], unit["new_rating"]) for unit in found["units"]] == [
        ("good", "poor"),
        ("good", "good"),
    ]


def test_the_nearest_titles_are_proposed_for_each_other_whatever_their_order(write, ken):
    body = "title: {{en: {name}}}\nunit: agency\nsource: made up\nscale: {{min: 0, max: 100, decimals: 2, rounding: half_up}}\n"
    bands = "bands: [{rating: high, from: 50}, {rating: low}]\n"
    rules = {}
    for name, titles in (
        ("one", {"a1": "Annual plan of the budget", "a2": "Training of the staff"}),
        (
            "two",
            {
                "b1": "Plan of the budget for training",
                "b2": "The annual plan of the whole budget",
                "b3": "Gifts",
            },
        ),
    ):
        parts = ", ".join(f"{id_}: {{title: {{en: {title}}}}}" for id_, title in titles.items())
        text = f"ruleset: {name}\n" + body.format(name=name) + f"questions: {{{parts}}}\n" + bands
        rules[name] = write(f"{name}.yaml", text)
    lines = ken("diff", rules["one"], rules["two"], "--renumber").stdout.splitlines()
    proposed = [line.partition("#")[0].strip() for line in lines if ": {" in line]
    assert proposed == ["b1: {was: a2}", "b2: {was: a1}"]
