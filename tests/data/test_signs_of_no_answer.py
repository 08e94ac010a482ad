"""What is said of texts that stand for no answer or for one, and that following it mends the file."""

from __future__ import annotations

import pytest

from .own_files import CHECKS, SCORES, SURVEY


@pytest.mark.parametrize("text", [".", "..", "#NULL!", "98", "99", "-999"])
def test_a_hint_says_how_a_manifest_takes_it_for_no_answer(ken, smallest, write, text):
    rules, data = (
        smallest(SURVEY),
        write("d.csv", f"agency,q1,q2,q3,q4,q5\nA,มาก,มาก,มาก,มาก,{text}\nA,มาก,มาก,มาก,มาก,มาก\n"),
    )
    entry = f'words: {{"{text}": missing}}'
    assert (
        f"say it of all such cells in a manifest: {entry}"
        in ken("evaluate", rules, data, "--layout", "responses").stderr
    )
    manifest = write("m.yaml", f"dataset: m\n{entry}\nfiles: [{{path: d.csv, layout: responses}}]\n")
    assert ken("evaluate", rules, manifest).exit_code == 0


@pytest.mark.parametrize(("yes", "no"), [("✓", "✗"), ("/", "x"), ("1", "2"), ("TRUE", "FALSE"), ("A1", "A2")])
def test_a_hint_says_how_a_manifest_takes_a_sign_for_an_answer(ken, smallest, write, yes, no):
    rules, data = smallest(CHECKS), write("d.csv", f"agency,w1,w2,w3\nA,{yes},{no},{yes}\n")
    told = ken("evaluate", rules, data).stderr
    assert f'or say in a manifest what “{yes}” stands for: words: {{"{yes}": …}}' in told
    entry = f'words: {{"{yes}": มี, "{no}": ไม่มี}}'
    manifest = write("m.yaml", f"dataset: m\n{entry}\nfiles: [{{path: d.csv, layout: scores}}]\n")
    assert ken("evaluate", rules, manifest).exit_code == 0


def test_words_that_are_no_signs_get_no_such_hint(ken, smallest, write):
    told = ken("evaluate", smallest(CHECKS), write("d.csv", "agency,w1,w2,w3\nA,perhaps,มี,มี\n")).stderr
    assert "stands for" not in told


@pytest.mark.parametrize("value", ["-999", "999"])
def test_a_number_beyond_the_scale_may_stand_for_no_answer(ken, smallest, write, value):
    told = ken("evaluate", smallest(SCORES), write("d.csv", f"agency,P1,P2,P3\nA,{value},80,90\n")).stderr
    assert f'or, where it stands for no answer, say it in a manifest: words: {{"{value}": missing}}' in told


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("85¹", "write 85 alone, if a mark of a note stands behind it"),
        ("6\u200b6", "type 66 anew"),
        ("\u200e66\u200f", "type 66 anew"),
        ("66½", "write 66.5"),
        ("1’030", "if it parts thousands, write 1030"),
        ("1’03", "if it parts the decimals, write 1.03"),
    ],
)
def test_hints_lose_nothing_of_a_number(ken, smallest, write, text, hint):
    told = ken("evaluate", smallest(SCORES), write("d.csv", f"agency,P1,P2,P3\nA,{text},80,90\n"))
    assert told.exit_code == 1
    assert f"hint: {hint}" in told.stderr


def test_a_header_with_a_mark_of_its_encoding_stands_there_again(ken, smallest, write):
    head = "\ufeffagency,P1,P2,P3\n"
    told = ken("evaluate", smallest(SCORES), write("d.csv", f"{head}A,70,80,90\n{head}B,60,50,40\n"))
    assert told.stderr.count("[") == told.stderr.count("[header-again]") == 1
