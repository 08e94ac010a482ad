"""The program that changes the engine and says which changes no test notices: what it changes, what it draws,
what it says."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from ..conftest import ROOT
from .programs import program

PROGRAM = ROOT / "tools" / "mutants.py"

ENGINE = '''"""Rates a score: 50 == pass, and more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from fractions import Fraction

PASS = 50
Word = Literal["high", "low"]


def rating(score: Fraction | None, *, strictly: bool = False) -> Word:
    """Whether 1 < 2."""
    if score is not None and (score > PASS or (not strictly and score == PASS)):
        return "high"
    return "low"


def say(text: str, *_: object) -> str:
    return text


def untold(score: int) -> str:
    return "three" if score == 3 else say("not 3 or 4", score == 4)


__all__ = ["rating"]
'''

TESTS = """from kenrules.engine.meaning.plan import rating, untold


def test_more_than_half():
    assert rating(60) == "high"


def test_less_than_half():
    assert rating(40) == "low"


def test_none():
    assert rating(None) == "low"


def test_three():
    assert untold(3) == "three"
    assert untold(5) == "not 3 or 4"
"""


mutants = program("mutants")


def changed(source: str) -> list[str]:
    """What each change makes of a source."""
    return [
        each.applied(source.encode()).decode()
        for each in mutants.changes_of("engine/meaning/plan.py", source.encode())
    ]


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("a = b < c", ["a = b <= c"]),
        ("a = b != c", ["a = b == c"]),
        ("a = b is  not c", ["a = b is c"]),
        ("a = b not in c", ["a = b in c"]),
        ("a = (b) < (c) <= d", ["a = (b) <= (c) <= d", "a = (b) < (c) < d"]),
        ("a = b and c or d", ["a = b or c or d", "a = b and c and d"]),
        ("a = any(b)", ["a = all(b)"]),
        ("a = not (b)", ["a = (b)"]),
        ("a = ~b & c", ["a = ~b | c", "a = b & c"]),
        ("a = 7", ["a = 6", "a = 8"]),
        ("a = 0.5", ["a = -0.5", "a = 1.5"]),
        ("a = f(b, c=True)", ["a = f(b, c=False)"]),
        ('a = compare("<", b)', ["a = compare('<=', b)"]),
        ('a = b == "sum"', ["a = b != \"sum\"", "a = b == 'no sum'"]),
        ("a = b if c else d", ["a = b if ((c) and False) else d", "a = b if ((c) or True) else d"]),
        ("a = [b for b in c if b]", ["a = [b for b in c if ((b) and False)]", "a = [b for b in c if ((b) or True)]"]),
        ("if a := b:\n    c", ["if ((a := b) and False):\n    c", "if ((a := b) or True):\n    c"]),
        ("เกณฑ์ = (ก <\n ข)", ["เกณฑ์ = (ก <=\n ข)"]),
    ],
)  # fmt: skip
def test_a_change_rewrites_what_it_should_and_nothing_else(source, wanted):
    assert sorted(changed(source)) == sorted(wanted)


@pytest.mark.parametrize(
    "source",
    [
        '"""1 < 2"""', "def f(a: Literal[1] | None = None) -> int | None:\n    '''Not " "1.'''", "a: Literal[2] | None = b", 'Word = Literal["a", 1]', "__all__ = [1]",
        "raise Fault(say('{a} is 1', a=1))", "if TYPE_CHECKING:\n    a = 1", "assert a < 1", "a = zip(b, c, strict=True)", "@dataclass(frozen=True)\nclass A:\n    b",
        "a = 'word'", "a = f'{b} 1'", "a = {} | b",
    ],
)  # fmt: skip
def test_what_decides_nothing_is_left_alone(source):
    assert changed(source) == []


def test_changes_of_the_engine_can_be_compiled_and_name_their_line():
    project = mutants.Project(ROOT)
    lines = {file: source.decode().splitlines() for file, source in project.sources.items()}
    for mutant in mutants.drawn(project.mutants(), 100, seed=1):
        compile(mutant.applied(project.sources[mutant.file]), mutant.file, "exec")
        assert mutant.old.splitlines()[0] in lines[mutant.file][mutant.line - 1]


def test_changes_are_drawn_by_seed_and_each_operator_as_often():
    every = mutants.Project(ROOT, ("engine/meaning/plan.py",)).mutants()
    found = mutants.drawn(every, 60, seed=3)
    assert found == mutants.drawn(every, 60, seed=3)
    assert found[:20] == mutants.drawn(every, 20, seed=3)
    assert found != mutants.drawn(every, 60, seed=4)
    assert set(Counter(each.operator for each in found).values()) == {15}
    assert len(set(found)) == 60


def test_lines_and_files_can_be_named():
    project = mutants.Project(ROOT, ("engine/meaning/choosing.py", "engine/meaning/arithmetic"))
    assert {each.file for each in project.mutants(["engine/meaning/choosing.py"])} == {
        "engine/meaning/choosing.py"
    }
    assert {each.file for each in project.mutants(["engine/meaning/arithmetic/"])} > {
        "engine/meaning/arithmetic/exact.py"
    }
    first = project.mutants(["engine/meaning/choosing.py"])[0]
    assert all(
        each.line == first.line for each in project.mutants([f"engine/meaning/choosing.py:{first.line}"])
    )


def test_code_is_exchanged_in_functions_that_are_there_already(write: Callable[[str, str], Path]):
    path = write("shifted.py", "def shifted(a):\n    return [b + 1 for b in a if b > 0]\n")
    spec = importlib.util.spec_from_file_location("shifted", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    kept, source = module.shifted, path.read_bytes()
    assert mutants.exchange(str(path), source, source.replace(b"b > 0", b"b >= 0"))
    assert kept([0, 1]) == [1, 2]
    assert not mutants.exchange(str(path), source.replace(b"b > 0", b"b >= 0"), source + b"lambda: 1\n")


@pytest.fixture
def fake(write: Callable[[str, str], Path]) -> Path:
    """A project of one module, of which one line is not tested."""
    for name in ("__init__.py", "engine/__init__.py", "tests/__init__.py"):
        write(f"project/{name}", "")
    write("project/engine/meaning/plan.py", ENGINE)
    write("project/tests/test_plan.py", TESTS)
    return write(
        "project/pyproject.toml", '[tool.pytest.ini_options]\naddopts = "--import-mode=importlib -q"\n'
    ).parent


@pytest.mark.slow
def test_what_no_test_notices_is_reported(fake, tmp_path):
    command = [
        sys.executable,
        str(PROGRAM),
        "--root",
        str(fake),
        "--cache",
        str(tmp_path / "cache"),
        "--count",
        "100",
    ]
    before = {path: path.read_bytes() for path in sorted(fake.rglob("*.py"))}
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 1, result.stderr
    survived = result.stdout.split("noticed by no test:\n")[1].split("\n\n")[0].splitlines()
    assert "  engine/meaning/plan.py:16: comparison: > → >= (3 tests)" in survived
    assert "  engine/meaning/plan.py:10: constant: 50 → 51 (3 tests)" in survived
    assert not any("is not → is" in line or "plan.py:26" in line for line in survived)
    assert (
        "engine/meaning/plan.py:16: comparison: is not → is\n    noticed by tests/test_plan.py::test_"
        in result.stdout
    )
    assert {path: path.read_bytes() for path in sorted(fake.rglob("*.py"))} == before
    again = subprocess.run(
        [*command, "--only", "engine/meaning/plan.py:26"], capture_output=True, text=True, check=False
    )
    assert "tracing" not in again.stdout
    assert again.returncode == 0, again.stdout
    assert "comparison          1          0     100.0%" in again.stdout
