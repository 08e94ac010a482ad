"""`ken test --mutate` and `ken test --generate`: which changes of rules cases notice, and cases that do."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest
import yaml
from kenrules.engine.book import library
from kenrules.engine.book.fingerprints import fingerprint
from kenrules.engine.meaning.model import TOTAL
from kenrules.engine.show.formats import format_named
from kenrules.engine.verify import at_once
from kenrules.engine.verify.mutants import parts_of_changes
from kenrules.engine.verify.mutants.kinds_of_change import changes_of
from kenrules.engine.verify.mutants.mutant import MutantMaker, form_named
from kenrules.engine.verify.mutants.rule_change import RuleChange
from kenrules.engine.verify.mutants.search import Search, as_cases, found_in, found_of
from kenrules.engine.verify.mutants.survey import JudgedChange, Survey, is_whole
from kenrules.engine.verify.mutants.survey_exhibit import survey_exhibit
from kenrules.engine.verify.mutants.told_apart import ToldApart
from kenrules.engine.verify.mutants.unit_results import UnitsOfCases
from kenrules.engine.words.diagnostics import Diagnostic, KenError, Position, say
from kenrules.engine.words.speech import Speech

RULES = """
ruleset: test/pass
title: made up
source: made up
unit: unit
scale: {min: 0, max: 10, decimals: 0, rounding: half_up}
inputs:
  kind: {one_of: [plain, hard], missing: plain}
thresholds: {enough: 5}
parts:
  a: {weight: 30%, value: {range: 0..9, decimals: 0}, points: {..4: 2, 5..: 8}}
  b: {weight: 70%, value: {range: 0..9, decimals: 0}, points: {above: [2, 6]}, plus: {score: 1, when: kind == hard}}
bands:
  - {rating: high, from: 5, when: a >= enough and b > 1}
  - {rating: low, to: 10}
no_better_than: {low: b == 0}
"""
CASES = """
tests: test/pass
cases:
  - {name: at its best, input: {a: 9, b: 9}, expect: {total: 4, a: 8, rating: low}}
"""


@pytest.fixture
def book(write) -> Path:
    """A small rule book."""
    return write("pass.yaml", RULES)


def changes(text: str, write, name: str = "changed.yaml") -> list[tuple[str, str, str]]:
    """The changes of a rule set: the clause, what stood there, what it is changed to."""
    document, _, _ = library.laid(write(name, text))
    return [(str(own.clause), own.was, str(own.now)) for own in changes_of(document)]


def test_each_kind_of_clause_is_changed(write):
    made = changes(RULES, write)
    for expected in [
        ("thresholds › enough", "5", "6"),
        ("thresholds › enough", "5", "4"),
        ("a › weight", "30%", "31% (b 69%)"),
        ("a › points", "..4 | 5..", "..5 | 6.."),
        ("a › points › ..4", "2", "3"),
        ("a › points › 5..", "8", "7"),
        ("b › points › above 1", "2", "3"),
        ("b › plus › score", "1", "2"),
        ("b › plus", "plus: {score: 1, when: kind == hard}", "left out"),
        ("b › plus › when", "kind == hard", "kind != hard"),
        ("scale › rounding", "half_up", "down"),
        ("scale › decimals", "0", "1"),
        ("bands 1 › from", "5", "6"),
        ("bands 1 › from", "from: 5", "left out"),
        ("bands 1 › when", "a >= enough and b > 1", "a > enough and b > 1"),
        ("bands 1 › when", "a >= enough and b > 1", "a >= enough or b > 1"),
        ("bands 1 › when", "a >= enough and b > 1", "a >= enough and b >= 1"),
        ("no_better_than › low", "b == 0", "b != 0"),
    ]:
        assert expected in made, expected
    assert len(made) == len(set(made))


def test_what_says_nothing_of_results_is_not_changed(write):
    text = RULES.replace("title: made up", "title: {en: 5 of 10}\neffective: {from: '2020-01-01'}")
    assert changes(text, write, "one.yaml") == changes(RULES, write, "two.yaml")


def test_a_change_stands_where_its_part_of_the_expression_does(write):
    document, _, _ = library.laid(write("changed.yaml", RULES))
    lines = RULES.splitlines()
    for own in changes_of(document):
        if own.was == "a >= enough and b > 1" and str(own.now) != "left out":
            line = lines[own.position.line - 1][own.position.column - 1 :]
            assert line.startswith((">=", "and", ">", "1"))


def test_a_clause_that_is_copied_is_changed_in_all_its_places(write):
    text = RULES.replace("  b: {weight: 70%,", "  c: {like: a, weight: 20%}\n  b: {weight: 50%,")
    document, _, _ = library.laid(write("changed.yaml", text))
    moved = next(own for own in changes_of(document) if own.was == "..4 | 5..")
    assert {edit.place[1] for edit in moved.edits} == {"a", "c"}


def test_only_forms_that_a_change_touches_are_made_anew(write):
    text = f"{RULES}variants: {{kind: {{hard: {{change: {{a: {{points: {{..4: 0, 5..: 9}}}}}}}}}}}}\n"
    maker = MutantMaker(write("changed.yaml", text))
    own = {str(each.clause): maker.mutant(each) for each in maker.changes()}
    patch = own["kind › hard › a › points › 5.."]
    assert patch is not None
    assert patch.changed == (("hard",),)
    shared = own["b › points › above 1"]
    assert shared is not None
    assert shared.changed == ((), ("hard",))


def test_a_change_that_does_not_load_is_left_out(write):
    maker = MutantMaker(write("changed.yaml", RULES.replace("plus: {score: 1,", "plus: {score: 1 / 1,")))
    told = {str(own.now) for own in maker.changes()}
    assert "1 / 0" in told
    assert all(fingerprint(mutant.rules) != fingerprint(maker.rules) for mutant in maker.mutants())


def test_what_nobody_can_tell_apart_is_proved(write):
    """The highest total is 5, and below 5 where b is 1."""
    maker = MutantMaker(write("changed.yaml", RULES))
    mutants = list(maker.mutants())
    search = Search(maker, mutants, 2)
    alike = {(str(mutants[own].change.clause), str(mutants[own].change.now)) for own in search.alike}
    assert ("bands 1 › when", "a >= enough and b > 0") in alike
    assert ("bands 1 › from", "6") not in alike
    assert ("bands 2 › to", "9") in alike
    assert not any(search.noticed[own] for own in search.alike)


def test_what_is_rounded_otherwise_is_told_apart(write):
    """A change of the scale changes all nodes: each rule set is said by its own way of rounding."""
    maker = MutantMaker(write("changed.yaml", RULES))
    change = next(own for own in maker.changes() if str(own.now) == "down")
    mutant = maker.mutant(change)
    assert mutant is not None
    pair = ToldApart(maker.rules, mutant.rules)
    assert pair.affected == {*maker.rules.nodes}
    assert TOTAL in pair.direct
    assert form_named(maker.rules, ()) is maker.rules


def test_changes_that_no_case_notices_are_told_with_a_unit(ken, write, book):
    cases = write("pass.test.yaml", CASES)
    result = ken("test", "--mutate", cases, "--format", "json", "--seconds", "1")
    assert result.exit_code == 1
    (found,) = json.loads(result.stdout)
    assert (found["ruleset"], found["cases"], found["failing"]) == ("test/pass", 1, 0)
    by_change = {(own["clause"], own["was"], own["now"]): own for own in found["changes"]}
    moved = by_change["b › points › above 1", "2", "3"]
    assert moved["fate"] == "unnoticed"
    assert moved["line"] == 12
    assert moved["unit"]["b"] == "3"
    assert ("a › points › 5..", "8", "7") not in by_change  # which the one case notices
    assert by_change["bands 2 › to", "10", "9"]["fate"] == "alike"
    assert {own["fate"] for own in found["changes"]} <= {"unnoticed", "alike", "undecided"}


DRAFTED = """
tests: test/pass
cases:
  - {name: drafted, input: {a: 9, b: 9}, with: +draft.yaml, expect: {rating: high}, without: {rating: low}}
"""
OTHER = "ruleset: test/next\nextends: pass.yaml\ntitle: next\nsource: made up\nbands: {high: {from: 4}}\n"


@pytest.mark.parametrize("name", ["+draft.yaml", "next.yaml"])
def test_a_case_with_a_draft_notices_changes_of_the_rules_below_it(ken, write, book, name):
    """The draft is laid over the changed rules; what it says itself, nothing below it changes."""
    write("draft.yaml", "bands: {high: {from: 4}}\n")
    write("next.yaml", OTHER)
    cases = write("pass.test.yaml", DRAFTED.replace("+draft.yaml", name))
    (found,) = json.loads(ken("test", "--mutate", cases, "--format", "json", "--seconds", "1").stdout)
    assert (found["cases"], found["failing"]) == (1, 0)
    told = {(own["clause"], own["was"], own["now"]): own["fate"] for own in found["changes"]}
    when = "a >= enough and b > 1"
    assert ("bands 1 › when", when, "a >= enough and b > 2") not in told  # b is 2
    assert ("bands 1 › when", when, "a >= enough and b > 0") in told
    assert ("bands 1 › from", "5", "6") in told  # where the draft has its own
    assert ("bands 1 › from", "5", "4") not in told  # which `without` notices


def test_changes_can_be_shown_to_other_programs():
    position = Position("rules.yaml", 3, 7)
    change = RuleChange(position, "bands 1 › from", "85", say("left out"), ())
    told = [JudgedChange(change, "unnoticed", {"a": "3"}), JudgedChange(change, "alike")]
    exhibit = survey_exhibit([Survey("a.test.yaml", "a/1", 2, 0, tuple(told))], Speech("en"))
    shown = {
        form: b"".join(format_named(form).written(exhibit, Speech("en"))).decode("utf-8-sig")
        for form in ("csv", "json", "yaml", "junit")
    }
    assert shown["csv"].splitlines() == [
        "ruleset,file,line,column,clause,was,now,fate,unit",
        "a/1,rules.yaml,3,7,bands 1 › from,85,left out,unnoticed,a 3",
        'a/1,rules.yaml,3,7,bands 1 › from,85,left out,alike,""',
    ]
    assert json.loads(shown["json"]) == yaml.safe_load(shown["yaml"])
    assert shown["junit"].count("<failure") == 1
    assert not is_whole([Survey("a.test.yaml", "a/1", 2, 0, tuple(told))])
    assert is_whole([Survey("a.test.yaml", "a/1", 2, 0, tuple(told[1:]))])


def test_a_change_is_noticed_only_where_a_case_asks_for_what_is_otherwise(ken, write, book):
    write("pass.test.yaml", CASES.replace("total: 4, a: 8, ", ""))
    result = ken("test", "--mutate", book, "--format", "json", "--seconds", "1")
    (found,) = json.loads(result.stdout)
    assert ("a › points › 5..", "7") in {(own["clause"], own["now"]) for own in found["changes"]}


def test_cases_that_fail_notice_nothing_and_that_is_told_in_thai(ken, write, book):
    write("pass.test.yaml", CASES.replace("total: 4", "total: 5"))
    result = ken("test", "--mutate", book, "--seconds", "0.5", "--lang", "th")
    assert result.exit_code == 1
    told = "".join(result.stdout.split())
    assert "กรณีทดสอบ1กรณีไม่ผ่านอยู่แล้ว" in told
    assert "ไม่มีกรณีทดสอบใดจับได้" in told
    assert "แก้เป็น" in told


def test_cases_that_are_made_pass_and_notice_what_can_be_noticed(ken, tmp_path, book):
    path = tmp_path / "pass.test.yaml"
    made = ken("test", "--generate", book, "-o", path, "--seconds", "1")
    assert made.exit_code == 0
    assert f"{path} is written" in made.stderr
    assert ken("test", path).exit_code == 0
    result = ken("test", "--mutate", path, "--format", "json", "--seconds", "1")
    (found,) = json.loads(result.stdout)
    assert result.exit_code == 0, found["changes"]
    assert not [own for own in found["changes"] if own["fate"] == "unnoticed"]
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert len({case["name"] for case in written["cases"]}) == len(written["cases"])
    assert len(written["cases"]) < found["noticed"]
    assert path.read_text(encoding="utf-8").startswith("# Made by ken test --generate")


@pytest.mark.slow
def test_the_same_cases_are_made_at_every_run(ken, tmp_path, book):
    texts = []
    for name in ("one", "two"):
        path = tmp_path / f"{name}.test.yaml"
        ken("test", "--generate", book, "-o", path, "--seconds", "0.5")
        texts.append(path.read_text(encoding="utf-8"))
    assert texts[0] == texts[1]


@pytest.mark.slow
def test_parts_of_the_changes_in_processes_of_their_own_say_what_all_of_them_together_do(
    ken, write, tmp_path, book, monkeypatch
):
    whole = found_in(MutantMaker(str(book)), 10.0, parts_of_changes.ALL)
    cases = write("pass.test.yaml", CASES)
    told = ken("test", cases, "--mutate").stdout
    monkeypatch.setattr(parts_of_changes, "MANY", 5)
    monkeypatch.setattr(at_once, "processes", lambda _: 2)
    found = found_of(MutantMaker(str(book)), 10.0)
    assert len(found.changes) == len([own for own in whole.changes if own is not None]) > 5
    for one, other in zip(filter(None, whole.changes), found.changes, strict=True):
        assert (one.change, one.is_alike, bool(one.noticed)) == (
            other.change,
            other.is_alike,
            bool(other.noticed),
        )
        for number, keys in other.noticed.items():  # the numbers of inputs are those of the whole list
            units = UnitsOfCases(as_cases(MutantMaker(str(book)), [found.inputs[number]]))
            mutant = MutantMaker(str(book)).mutant(other.change)
            assert mutant is not None
            noticed = next(seen for seen in units.noticing(units.cases.rules, mutant) or () if seen)
            assert noticed == {0: keys}
    assert ken("test", cases, "--mutate").stdout == told
    made = ken("test", "--generate", book, "-o", tmp_path / "made.test.yaml")
    assert made.exit_code == 0
    assert ken("test", tmp_path / "made.test.yaml").exit_code == 0


@pytest.mark.slow
def test_an_error_in_a_process_of_its_own_is_told_whole(write):
    error = KenError([Diagnostic("usage", say("made up"), Position("file", 3), say("mend it"))])
    again = pickle.loads(pickle.dumps(error))  # as it comes from another process
    assert again.diagnostics == error.diagnostics
    assert str(again) == str(error)


def test_cases_are_made_in_thai(ken, tmp_path, book):
    path = tmp_path / "pass.test.yaml"
    made = ken("test", "--generate", book, "-o", path, "--seconds", "1", "--lang", "th")
    assert "ต้องยืนยันทุกกรณี" in made.stderr
    assert path.read_text(encoding="utf-8").startswith("# สร้างด้วย ken test --generate")
    assert ken("test", path).exit_code == 0


def test_no_file_is_written_over(ken, write, book):
    path = write("pass.test.yaml", CASES)
    result = ken("test", "--generate", book, "-o", path)
    assert result.exit_code == 2
    assert "this file is there already; nothing was written" in " ".join(result.stderr.split())
    assert path.read_text(encoding="utf-8") == CASES


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--generate", "--mutate", "ita/2566"], "contradict each other"),
        (["--generate", "ita/2566"], "needs the name of a file of cases"),
        (["--generate", "ita/2566", "-o", "cases.yaml"], "needs the name of a file of cases"),
        (["--generate", "-o", "a.test.yaml"], "takes one rule set"),
        (["ita/2566", "-o", "a.test.yaml"], "-o is for --generate"),
    ],
)
def test_options_that_contradict_each_other_are_refused(ken, arguments, told):
    result = ken("test", *arguments)
    assert result.exit_code == 2
    assert told in " ".join(result.stderr.split())


def test_a_rule_set_with_errors_is_told(ken, write, tmp_path):
    rules = write("wrong.yaml", RULES.replace("when: b == 0", "").replace("b == 0", "c == 0"))
    result = ken("test", "--generate", rules, "-o", tmp_path / "wrong.test.yaml")
    assert result.exit_code == 2
    assert "c" in result.stderr
    assert not (tmp_path / "wrong.test.yaml").exists()
