"""Questions of proofs as files of SMT-LIB 2, and a second solver that is asked them: nothing is decided
otherwise for that."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.util import find_spec

import kenrules
import pytest
import z3
from kenrules.engine.meaning.settling import Budget, heard_by
from kenrules.engine.verify import asked_questions, second_solver
from kenrules.engine.verify.asked_questions import AskedQuestions, AskedTwice

from ..conftest import ROOT

GAP = "bands: [{rating: high, from: 50, when: a >= 30}, {rating: low, to: 49.99}]\n"


def solver_of(*conditions):
    solver = z3.Solver()
    solver.add(*conditions)
    return solver


@pytest.fixture
def answering(monkeypatch):
    """A second solver that is installed, and answers all questions in one way."""

    def answers(answer):
        monkeypatch.setattr(second_solver, "is_installed", lambda: True)
        monkeypatch.setattr(second_solver, "_answered", lambda text, seconds: answer(text))  # noqa: ARG005

    return answers


def z3s(text: str) -> str:
    """What z3 answers to a text that does not say what is expected."""
    assert ":status" not in text
    return str(solver_of(*z3.parse_smt2_string(text)).check())


def test_every_question_is_a_file_that_another_reader_answers_as_it_says(
    smallest, ken, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    smallest(GAP)
    plain = ken("check", "rules.yaml")
    result = ken("check", "rules.yaml", "--smtlib", "new/questions")
    assert (result.exit_code, result.stdout) == (plain.exit_code, plain.stdout)
    files = sorted((tmp_path / "new/questions").iterdir())
    answers = set()
    for number, file in enumerate(files, 1):
        text = file.read_text(encoding="utf-8")
        (status,) = re.findall(r"\(set-info :status (\w+)\)", text)
        assert re.fullmatch(rf"rules.yaml-{number:04}-[0-9a-f]{{8}}-{status}.smt2", file.name)
        assert text.count("(set-logic ALL)") == text.count("(check-sat)") == 1
        assert str(solver_of(*z3.parse_smt2_string(text)).check()) == status
        answers.add(status)
    assert answers == {"sat", "unsat"}
    again = ken("check", "rules.yaml", "--smtlib", "new/questions")
    assert again.exit_code == 2
    assert "has files already" in again.stderr
    assert sorted((tmp_path / "new/questions").iterdir()) == files


RUN = """
import sys
from kenrules.engine.meaning.settling import heard_by
from kenrules.engine.meaning.work import work_done
from kenrules.engine.verify import checking
from kenrules.engine.verify.asked_questions import AskedQuestions
asked = AskedQuestions("x")
if sys.argv[1] == "heard":
    with heard_by(asked.hear):
        found = checking.check("course/best-four", 0.5)
else:
    found = checking.check("course/best-four", 0.5)
print(len(asked.answers), file=sys.stderr)
print([(each.code, str(each.message), each.shown) for each in found], work_done())
"""


def test_nothing_is_decided_otherwise_where_somebody_listens():
    """The same findings, for the very same work, where the work is too little for all of it. Each in a
    process of its own: the solvers of one count their steps together."""
    plain, heard = (
        subprocess.run([sys.executable, "-c", RUN, how], capture_output=True, text=True, check=True, cwd=ROOT)
        for how in ("plain", "heard")
    )
    assert "undecided" in plain.stdout
    assert heard.stdout == plain.stdout
    assert int(plain.stderr) == 0 < int(heard.stderr)


def test_a_budget_is_heard_by_whom_it_was_made_for_and_by_nobody_else():
    x = z3.Real("x")
    asked, parts = AskedQuestions("x"), []
    before = Budget(5)
    with heard_by(asked.hear):
        own = Budget(5)
        parts += [own.within(1), own.part(0.5)]
    for budget in (before, Budget(5)):
        budget.ask(z3.Solver(), x > 1)
    assert not asked.answers
    for number, budget in enumerate((own, *parts)):
        assert budget.ask(z3.Solver(), x > number, x < number) is None
    assert budget.ask(z3.Solver(), x > 7) is not None
    assert list(asked.answers.values()) == ["unsat", "unsat", "unsat", "sat"]


def test_a_question_keeps_the_answer_that_it_has():
    asked, solver = AskedQuestions("x"), solver_of(z3.Real("x") > 1)
    for answer in ("unknown", "sat", "unknown"):
        asked.hear(solver, answer)
    assert list(asked.answers.values()) == ["sat"]


def test_names_that_read_alike_overwrite_nothing(tmp_path):
    for name, text in (
        ("a/b", "(check-sat)"),
        ("a b", "; two\n(check-sat)"),
        ("a/" * 300, "; three\n(check-sat)"),
    ):
        AskedQuestions(name, {text: "sat"}).write(tmp_path)
    files = sorted(tmp_path.iterdir())
    assert len(files) == 3
    assert {"two" in file.read_text(encoding="utf-8") for file in files} == {True, False}


def test_answers_that_agree_are_counted_and_make_no_error(smallest, ken, answering):
    answering(z3s)
    path = smallest("bands: [{rating: high, from: 50}, {rating: low}]")
    result = ken("check", path, "--confirm", "--format", "json")
    found = [each for each in json.loads(result.stdout) if each["code"] == "second-solver"]
    assert [each["severity"] for each in found] == ["note"]
    agreed, count = re.search(
        r"confirms (\d+) of (\d+) answers of z3; not confirmed: 0", found[0]["message"]
    ).groups()
    assert agreed == count != "0"
    assert result.exit_code == 0


def test_an_answer_that_contradicts_is_an_error(smallest, ken, answering):
    answering(lambda text: {"sat": "unsat", "unsat": "sat"}[z3s(text)])
    path = smallest("bands: [{rating: high, from: 50}, {rating: low}]", f"{'long' * 30}.yaml")
    result = ken("check", path, "--confirm", "--seconds", "60")
    assert result.exit_code == 1
    both = re.findall(
        r"error: to the question \S+-(\w+).smt2 z3 answers (\w+), and cvc5 (\w+)", result.stdout
    )
    assert both, result.stdout
    assert {*both} <= {("sat", "sat", "unsat"), ("unsat", "unsat", "sat")}
    assert "cvc5 confirms 0 of" in result.stdout
    assert "not confirmed: 0" in result.stdout
    result = ken("diff", path, path, "--no-proofs", "--claim", "old.total == new.total", "--confirm")
    assert result.exit_code == 1
    assert "z3 answers unsat, and cvc5 sat" in result.stderr


def test_what_the_other_solver_does_not_answer_is_not_confirmed(smallest, ken, answering):
    answering(lambda text: "unknown")  # noqa: ARG005
    path = smallest("bands: [{rating: high, from: 50}, {rating: low}]")
    result = ken("diff", path, path, "--no-proofs", "--claim", "old.total == new.total", "--confirm")
    assert result.exit_code == 0
    assert re.search(r"confirms 0 of (\d+) answers? of z3; not confirmed: \1;", result.stderr)


def test_no_more_is_asked_when_the_seconds_are_over(answering):
    asked_of = []
    answering(lambda text: asked_of.append(text) or "sat")
    asked = AskedQuestions("x", {"(check-sat)": "sat", "; two\n(check-sat)": "sat"})
    asked.confirm(0.0)
    assert not asked_of
    assert "confirms 0 of 2 answers of z3; not confirmed: 2; open: 0" in str(asked.found[0].message)
    asked.found.clear()
    asked.confirm(5.0)
    assert len(asked_of) == 2
    assert "confirms 2 of 2" in str(asked.found[0].message)


def test_a_solver_that_is_not_installed_is_told_before_any_work(smallest, ken, monkeypatch):
    monkeypatch.setattr(second_solver, "find_spec", lambda name: None)  # noqa: ARG005
    result = ken("check", smallest(GAP), "--confirm")
    assert result.exit_code == 2
    assert "cvc5 is not installed" in result.stderr
    assert "pip install kenrules[cvc5]" in result.stderr


@pytest.mark.skipif(find_spec("cvc5") is None, reason="cvc5 is not installed")
@pytest.mark.parametrize("book", ["fhrs/2018", "aged-care/stars", "course/best-four"])
def test_cvc5_agrees_with_z3(book):
    with AskedTwice(confirm=True, seconds=20.0).of(book) as asked:
        kenrules.check(book)
    assert {each.code for each in asked.found} == {asked_questions.NOTE}
    assert not re.search(r"confirms 0 of", str(asked.found[0].message))
    wrong = AskedQuestions(
        book, {text: {"sat": "unsat"}.get(answer, "sat") for text, answer in asked.answers.items()}
    )
    wrong.confirm(20.0)
    assert asked_questions.DISAGREE in {each.code for each in wrong.found}
