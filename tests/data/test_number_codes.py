"""Numbers that stand for no answer are told where they are told apart from scores, and nowhere else."""

from __future__ import annotations

import random

import pytest

from .own_files import CODED, GROUPS, SCORES

CODE = "no-answer-scores"


def told(found):
    return [own["message"] for own in found["diagnostics"] if own["code"] == CODE]


def table(heads, rows):
    return "\n".join(",".join(map(str, row)) for row in [heads, *rows]) + "\n"


def small(luck, count, code, most=10):
    """Rows of scores of a small scale, among which a code stands."""
    rows = [[f"unit {at}", *[luck.randint(0, most) for _ in range(3)]] for at in range(count)]
    place = luck.randrange(count), luck.randint(1, 3)
    rows[place[0]][place[1]] = code
    return rows, place


@pytest.mark.parametrize("code", [77, 88, 98, 99])
def test_a_code_among_scores_of_a_small_scale_is_told_at_its_place(rated, smallest, write, code):
    luck, rules = random.Random(code), smallest(SCORES)
    for count in (4, 30):
        rows, (row, column) = small(luck, count, code)
        found = rated(rules, write("d.csv", table(["agency", "P1", "P2", "P3"], rows)))
        (message,) = told(found)
        assert f"1 cell of P{column} says {code}" in message
        (fault,) = [own for own in found["diagnostics"] if own["code"] == CODE]
        assert (fault["severity"], fault["line"]) == ("warning", row + 2)
        assert f'words: {{"{code}": missing}}' in fault["hint"]
        if count == 4:
            assert not told(
                rated(rules, write("d.csv", table(["agency", "P1", "P2", "P3"], rows)), "--meant", CODE)
            )


def test_scores_of_a_wide_scale_are_not_told_whatever_they_are(rated, smallest, write):
    luck, rules = random.Random(1), smallest(SCORES)
    for _ in range(6):
        rows = [
            [f"unit {at}", *[luck.choice([99, 98, 88, luck.randint(0, 100)]) for _ in range(3)]]
            for at in range(12)
        ]
        rows[0][1] = 50
        assert not told(rated(rules, write("d.csv", table(["agency", "P1", "P2", "P3"], rows))))
    same = [["A", 0, 0, 0], ["B", 0, 0, 99], ["C", 0, 0, 0]]  # nought is no scale
    assert not told(rated(rules, write("d.csv", table(["agency", "P1", "P2", "P3"], same))))
    few = [["A", 3, 99, 4]]
    assert not told(rated(rules, write("d.csv", table(["agency", "P1", "P2", "P3"], few))))


def test_negative_codes_and_longer_ones_of_raw_values(rated, smallest, write):
    rules = smallest(
        "scale: {min: null, max: null}\nparts: {a: {value: {range: -1000..1000}}, b: {value: {range: -1000..1000}}}\nbands: null\n"
    )
    for code, others, is_told in [
        (-99, [3, 50, 400, 7], True),
        (-99, [3, -5, 400, 7], False),
        (999, [3, 50, 90, 7], True),
        (999, [3, 50, 400, 7], False),
        (-9, [3, 4, 5, 4], True),
        (9, [3, 4, 5, 4], False),
    ]:
        rows = [[f"unit {at}", value, at * 100] for at, value in enumerate([*others, code])]
        found = rated(rules, write("d.csv", table(["agency", "a", "b"], rows)))
        assert bool(told(found)) is is_told, (code, others)


def test_answers_of_respondents_without_a_scale(rated, smallest, write):
    heads = ["agency", "G1.q1", "G1.q2", "G2.q1", "G2.q2"]
    rows = [["A", 5, 7, 8, 6], ["A", 99, 4, 3, 9], ["B", 10, 1, 1, 2]]
    rules = smallest(GROUPS)
    found = rated(rules, write("d.csv", table(heads, rows)), "--layout", "responses")
    assert len(told(found)) == 1
    manifest = "dataset: d\nwords: {99: missing}\nfiles:\n  - {path: d.csv, layout: responses}\n"
    again = rated(rules, write("d.yaml", manifest))
    assert not told(again)
    assert again["units"][0]["scores"]["G1.q1"] == 5


def test_a_score_among_codes_is_told(rated, smallest, write):
    heads, rules = ["agency", "q1", "q2", "q3", "q4", "q5"], smallest(CODED)
    for odd, is_told in ((0, True), (100, True), (3, False)):
        rows = [["A", 5, 4, 3, 2, 1], ["A", odd, 4, 3, 2, 1], ["B", 4, 4, 3, 2, 1]]
        found = rated(rules, write("d.csv", table(heads, rows)), "--layout", "responses")
        assert bool(told(found)) is is_told
    scores = [["A", 100, 75, 50, 25, 0], ["B", 0, 25, 100, 75, 50]]
    assert not told(rated(rules, write("d.csv", table(heads, scores)), "--layout", "responses"))


def test_answers_numbered_from_below_the_first_are_told_and_what_is_said_mends_them(rated, smallest, write):
    heads, rules = ["agency", "q1", "q2", "q3", "q4", "q5"], smallest(CODED)
    rows = [["A", 4, 3, 2, 1, 3], ["A", 0, 2, 3, 1, 2], ["B", 1, 0, 2, 3, 2]]
    right = [[name, *(answer + 1 for answer in answers)] for name, *answers in rows]
    wanted = rated(rules, write("right.csv", table(heads, right)), "--layout", "responses")["units"]
    found = rated(rules, write("d.csv", table(heads, rows)), "--layout", "responses")
    hints = [own["hint"] for own in found["diagnostics"] if own["code"] == CODE]
    entry = 'words: {"0": 1, "1": 2, "2": 3, "3": 4, "4": 5}'
    assert len(hints) == 2
    assert all(
        f"numbered from 0, and not from 1, say what each stands for: {entry}" in hint for hint in hints
    )
    manifest = f"dataset: d\n{entry}\nfiles:\n  - {{path: d.csv, layout: responses}}\n"
    assert rated(rules, write("d.yaml", manifest))["units"] == wanted
