"""The course of the example, against the sentences of its syllabus in plain Python: random students, and students
at every boundary. The syllabus is invented; there is nothing else to compare with."""

from __future__ import annotations

import random
from fractions import Fraction

import kenrules
import polars as pl

from ..conftest import ROOT

TESTS = ["t1", "t2", "t3", "t4", "t5"]


def printed(score: Fraction) -> Fraction:
    """A score with one decimal, a half upwards."""
    return Fraction((score * 20 + 1) // 2, 10)


def grade(student: dict) -> tuple[Fraction, str]:
    """The total as printed, and the grade."""
    marks = {name: Fraction(str(student[name] or 0)) for name in [*TESTS, "homework", "exam", "bonus"]}
    best = sum(sorted((marks[name] for name in TESTS), reverse=True)[:4]) / 4
    total = best * 3 / 10 + marks["homework"] / 5 + marks["exam"] / 2 + marks["bonus"]
    total = printed(min(total, Fraction(100)))
    if printed(marks["exam"]) < 50:
        return total, "F"
    return total, next(
        (letter for letter, least in zip("ABCD", (90, 80, 70, 60), strict=True) if total >= least), "F"
    )


def some_students(count: int, seed: int) -> list[dict]:
    """Students of every strength; some missed tests, some totals lie at a boundary."""
    chance = random.Random(seed)
    students = []
    for number in range(count):
        middle = chance.uniform(30, 100)
        around = [min(100, max(0, round(chance.gauss(middle, 8), 1))) for _ in range(7)]
        student = dict(zip([*TESTS, "homework", "exam"], around, strict=True))
        student |= {
            "student": f"s{number}",
            "bonus": chance.choice([None, 0, round(chance.uniform(0, 5), 1)]),
        }
        for name in TESTS:
            if chance.random() < 0.1:
                student[name] = None
        if chance.random() < 0.2:
            student["exam"] = chance.choice([49.9, 49.94, 49.95, 50])
        students.append(student)
    return students


def test_random_students():
    students = some_students(2000, seed=4)
    rated = kenrules.evaluate("course/best-four", pl.DataFrame(students, infer_schema_length=None))
    expected = [grade(student) for student in students]
    assert rated["total"].to_list() == [float(total) for total, _ in expected]
    assert rated["rating"].to_list() == [letter for _, letter in expected]
    assert {letter for _, letter in expected} == set("ABCDF")


def test_the_example_is_rated_without_findings(ken):
    found = ken("evaluate", "course/best-four", ROOT / "examples/course/students.csv")
    assert (found.exit_code, found.stderr) == (0, "")
    assert "not rated" not in found.stdout


def test_it_has_no_findings_and_its_golden_tests_pass(ken):
    assert ken("check", ROOT / "rules/course", "--seconds", "120").stdout.count("no findings") == 2
    assert ken("test", ROOT / "rules/course").stdout.splitlines()[-1].endswith("failed 0")
