"""Which changes of what decides a rating would no test notice?

    python tools/mutants.py --count 300 --seed 1 --jobs 2
    python tools/mutants.py --only engine/meaning/plan.py:120 --list

One comparison, connective, constant or condition is changed at a time, in a copy of the project, and the
tests that reach its line run until one fails. A change that none of them notices is named at the end: it is a
test that is missing, code that is not needed, or a change that changes nothing.

Where the time goes. Each worker imports everything and collects all tests once, and forks for every change;
in the fork the code of the functions that differ is exchanged in place, so that tests start at once. What is
worked out when modules are imported takes a fork from before the import. Which lines a test reaches is traced
once, and kept until the project changes."""

from __future__ import annotations

import argparse
import ast
import contextlib
import ctypes
import gc
import hashlib
import importlib
import json
import os
import random
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import types
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

PACKAGE = "kenrules"
DECISIVE = (
    "engine/meaning/plan.py",
    "engine/meaning/combining.py",
    "engine/meaning/ways",
    "engine/meaning/choosing.py",
    "engine/meaning/states.py",
    "engine/meaning/one_unit.py",
    "engine/rating/rated.py",
    "engine/rating/claimed_columns.py",
    "engine/rating/result_columns.py",
    "engine/rating/doubtful_rows.py",
    "engine/data/responses.py",
    "engine/data/claims.py",
    "engine/meaning/arithmetic/columns",
    "engine/meaning/arithmetic/exact.py",
    "engine/meaning/arithmetic/symbols.py",
    "engine/meaning/arithmetic/terms.py",
    "engine/meaning/expressions.py",
    "engine/rating/profile.py",
    "engine/meaning/model.py",
    "engine/meaning/joint.py",
    "engine/rating/evaluation.py",
    "engine/rating/gaps.py",
    "engine/data/row_values.py",
    "engine/data/parts.py",
    "engine/data/gathered.py",
)
"""What decides a rating: files, and folders with all that is in them."""

LAST = "tests/laws/"
"""Tests that are asked when no other has noticed anything."""

LIBRARIES = (
    *("click", "docx", "duckdb", "fastexcel", "hypothesis", "jsonschema", "lxml", "narwhals", "numpy"),
    *("pandas", "polars", "pyarrow", "rich", "yaml", "z3"),
)
"""What is imported before the project is, where the project names it."""

LEFT_OUT = (
    ".git",
    ".venv",
    "__pycache__",
    "*.egg-info",
    ".hypothesis",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    "build",
    "dist",
)
TEXTS = ("say", "counted")  # their arguments are messages
OPERATORS = ("comparison", "connective", "constant", "condition")

# a test hangs that takes so many seconds more, and so many times as long, as it did
HANG, HANG_TIMES = 20.0, 8.0
# seconds: a test that takes longer while it is traced is ended, and known by what it has reached till then
SLOWEST = 30

_COMPARED = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
}
_SIGNS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}


# changes


@dataclass(frozen=True)
class Mutant:
    """One change: the bytes from `start` to `end` of a file are replaced. `lines` are those of which one is
    run when it matters."""

    file: str
    line: int
    operator: str
    start: int
    end: int
    old: str
    new: str
    lines: tuple[int, ...] = ()

    def applied(self, source: bytes) -> bytes:
        return source[: self.start] + self.new.encode() + source[self.end :]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.operator}: {_brief(self.old)} → {_brief(self.new)}"


def _brief(text: str) -> str:
    return " ".join(text.split())


class _Finder(ast.NodeVisitor):
    """Every change of one file."""

    def __init__(self, file: str, source: bytes) -> None:
        self.file, self.source = file, source
        self.found: list[Mutant] = []
        self.starts = [0]
        for line in source.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.span: tuple[int, int] = (1, 1)

    # where things stand

    def begin(self, node: ast.expr | ast.pattern) -> int:
        return self.starts[node.lineno - 1] + node.col_offset

    def end(self, node: ast.expr | ast.pattern) -> int:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.starts[node.end_lineno - 1] + node.end_col_offset

    def text(self, start: int, end: int) -> str:
        return self.source[start:end].decode()

    def change(self, operator: str, start: int, end: int, new: str) -> None:
        line = self.source.count(b"\n", 0, start) + 1
        self.found.append(
            Mutant(
                self.file,
                line,
                operator,
                start,
                end,
                self.text(start, end),
                new,
                tuple(range(self.span[0], self.span[1] + 1)),
            )
        )

    def between(self, operator: str, left: ast.expr, right: ast.expr, old: str, new: str) -> None:
        """Changes the operator that stands between two expressions."""
        pattern = r"\s+".join(map(re.escape, old.split()))
        found = re.search(
            rb"(?<![\w])" + pattern.encode() + rb"(?![\w])" if old[0].isalpha() else pattern.encode(),
            self.source[self.end(left) : self.begin(right)],
        )
        assert found is not None, self.text(self.end(left), self.begin(right))
        self.change(operator, self.end(left) + found.start(), self.end(left) + found.end(), new)

    # statements: what belongs to their first lines

    def visit(self, node: ast.AST) -> None:
        before = self.span
        if isinstance(node, (ast.stmt, ast.match_case, ast.ExceptHandler)):
            first = node.pattern.lineno if isinstance(node, ast.match_case) else node.lineno
            body: list[ast.stmt] = getattr(node, "body", [])
            last = (
                node.cases[0].pattern.lineno - 1
                if isinstance(node, ast.Match)
                else body[0].lineno - 1
                if body
                else getattr(node, "end_lineno", first)
            )
            self.span = (first, max(first, last))
        super().visit(node)
        self.span = before

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring
            self.generic_visit(node)

    def visit_Assert(self, node: ast.Assert) -> None:
        """Assertions are for readers and types."""

    def visit_Assign(self, node: ast.Assign) -> None:
        names = {target.id for target in node.targets if isinstance(target, ast.Name)}
        if "__all__" not in names and not (
            isinstance(node.value, ast.Call) and self._name(node.value.func) == "TypeVar"
        ):
            self.visit(node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None and not (
            isinstance(node.annotation, ast.Name) and node.annotation.id == "TypeAlias"
        ):
            self.visit(node.value)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for default in (*node.args.defaults, *(each for each in node.args.kw_defaults if each is not None)):
            self.visit(default)
        for each in node.body:
            self.visit(each)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for each in node.body:
            self.visit(each)

    def visit_If(self, node: ast.If) -> None:
        if self._name(node.test) == "TYPE_CHECKING":
            return
        self.condition(node.test)
        self.generic_visit(node)

    def visit_While(self, node: ast.While) -> None:
        self.condition(node.test)
        self.generic_visit(node)

    def visit_match_case(self, node: ast.match_case) -> None:
        if node.guard is not None:
            self.condition(node.guard)
        self.generic_visit(node)

    def visit_MatchValue(self, node: ast.MatchValue) -> None:
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            self.change(
                "constant",
                self.begin(node.value),
                self.end(node.value),
                repr(_SIGNS.get(node.value.value, f"no {node.value.value}")),
            )

    # expressions

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self.condition(node.test)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for test in node.ifs:
            self.condition(test)
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        operands = [node.left, *node.comparators]
        for left, sign, right in zip(operands, node.ops, operands[1:], strict=False):
            self.between("comparison", left, right, *_COMPARED[type(sign)])
        for each in operands:
            for text in each.elts if isinstance(each, (ast.Tuple, ast.List, ast.Set)) else [each]:
                if (
                    isinstance(text, ast.Constant)
                    and isinstance(text.value, str)
                    and text.value not in _SIGNS
                ):
                    self.change("constant", self.begin(text), self.end(text), repr(f"no {text.value}"))
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in zip(node.values, node.values[1:], strict=False):
            self.between("connective", left, right, old, new)
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        sides = (node.left, node.right)
        if isinstance(node.op, (ast.BitAnd, ast.BitOr)) and not any(
            isinstance(side, (ast.Dict, ast.DictComp)) for side in sides
        ):
            self.between(
                "connective", *sides, *(("&", "|") if isinstance(node.op, ast.BitAnd) else ("|", "&"))
            )
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, (ast.Not, ast.Invert)):
            self.change(
                "connective",
                self.begin(node),
                self.end(node),
                self.text(self.begin(node), self.end(node)).removeprefix("not").removeprefix("~").lstrip(" "),
            )
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = self._name(node.func)
        if name in TEXTS:
            return
        if isinstance(node.func, ast.Name) and name in ("any", "all"):
            self.change(
                "connective", self.begin(node.func), self.end(node.func), {"any": "all", "all": "any"}[name]
            )
        self.visit(node.func)
        for each in (
            *node.args,
            *(keyword.value for keyword in node.keywords if (name, keyword.arg) != ("zip", "strict")),
        ):
            self.visit(each)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if self._name(node.value) not in ("Literal", "Mapping", "dict", "list"):
            self.generic_visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """The parts of such a text have no sure place before Python 3.12."""

    def visit_Constant(self, node: ast.Constant) -> None:
        start, end = self.begin(node), self.end(node)
        match node.value:
            case bool():
                self.change("constant", start, end, str(not node.value))
            case int() | float():
                for by in (1, -1):
                    self.change("constant", start, end, repr(node.value + by))
            case str() if node.value in _SIGNS:
                self.change("constant", start, end, repr(_SIGNS[node.value]))

    def condition(self, test: ast.expr) -> None:
        """A condition that always holds, and one that never does. It is still worked out, for the names that
        it may bind."""
        text = self.text(self.begin(test), self.end(test))
        for new in ("True", "False"):
            if not (isinstance(test, ast.Constant) and str(test.value) == new):
                self.change(
                    "condition",
                    self.begin(test),
                    self.end(test),
                    f"(({text}) {'or' if new == 'True' else 'and'} {new})",
                )

    @staticmethod
    def _name(node: ast.expr) -> str:
        return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def changes_of(file: str, source: bytes) -> list[Mutant]:
    """Every change of a file, in its order."""
    finder = _Finder(file, source)
    finder.visit(ast.parse(source))
    return sorted(finder.found, key=lambda each: (each.start, each.end, each.new))


def drawn(mutants: Sequence[Mutant], count: int, seed: int) -> list[Mutant]:
    """So many changes by seed, each operator in turn. A larger draw begins with the smaller one."""
    chance = random.Random(seed)
    piles = {operator: [each for each in mutants if each.operator == operator] for operator in OPERATORS}
    for pile in piles.values():
        chance.shuffle(pile)
    found: list[Mutant] = []
    while len(found) < count and any(piles.values()):
        found += [pile.pop() for pile in piles.values() if pile]
    return found[:count]


@dataclass(frozen=True)
class Project:
    """A project by its folder, which is that of its package."""

    root: Path
    decisive: tuple[str, ...] = DECISIVE

    @cached_property
    def sources(self) -> dict[str, bytes]:
        """The decisive files, by path from the root."""
        paths = [self.root / name for name in self.decisive]
        files = [
            file
            for path in paths
            for file in (sorted(path.rglob("*.py")) if path.is_dir() else [path] if path.exists() else [])
        ]
        return {file.relative_to(self.root).as_posix(): file.read_bytes() for file in files}

    def mutants(self, only: Sequence[str] = ()) -> list[Mutant]:
        """Every change there is; `only` names files, folders, or lines as engine/meaning/plan.py:120."""
        every = [each for file, source in self.sources.items() for each in changes_of(file, source)]
        wanted = [name.rstrip("/") for name in only]
        return [
            each
            for each in every
            if not wanted
            or any(
                name in (each.file, f"{each.file}:{each.line}") or each.file.startswith(f"{name}/")
                for name in wanted
            )
        ]

    @cached_property
    def tests(self) -> list[str]:
        found = [file.relative_to(self.root).as_posix() for file in (self.root / "tests").rglob("test_*.py")]
        return sorted(found, key=lambda file: (file.startswith(LAST), file))

    @cached_property
    def state(self) -> str:
        """Of all that tests can look at but the tests themselves."""
        found = hashlib.sha256(sys.version.encode())
        ignored = shutil.ignore_patterns(*LEFT_OUT, "tools", "docs", "*.md")
        for folder, folders, files in os.walk(self.root):
            names = [*folders, *files]
            out = ignored(folder, names)
            folders[:] = sorted(name for name in folders if name not in out)
            for path in (Path(folder, name) for name in sorted(files) if name not in out):
                if (name := path.relative_to(self.root).as_posix()) not in self.tests:
                    found.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
        return found.hexdigest()

    @cached_property
    def mentions(self) -> dict[str, set[tuple[str, int]]]:
        """By name: the decisive lines that mention it."""
        found: dict[str, set[tuple[str, int]]] = defaultdict(set)
        for file, source in self.sources.items():
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                    found[node.id].add((file, node.lineno))
        return found

    def hangs_on(self, mutant: Mutant) -> set[tuple[str, int]]:
        """For a change of what is worked out on import: the lines that are run where it matters."""
        tree = ast.parse(self.sources[mutant.file])
        for node in tree.body:
            if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.lineno <= mutant.line <= (
                node.end_lineno or 0
            ):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                return {
                    line
                    for target in targets
                    if isinstance(target, ast.Name)
                    for line in self.mentions[target.id]
                }
        for inner in ast.walk(tree):
            if isinstance(inner, ast.FunctionDef) and inner.lineno <= mutant.line < inner.body[0].lineno:
                return {
                    (mutant.file, line) for line in range(inner.body[0].lineno, (inner.end_lineno or 0) + 1)
                }
        return {(mutant.file, line) for line in range(1, self.sources[mutant.file].count(b"\n") + 2)}


# which tests reach which lines


@dataclass
class Reached:
    """Of one file of tests: by test how long it took, and by line of a decisive file the tests that reach it.
    `collected` are the lines that are run when its modules are imported."""

    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, list[str]] = field(default_factory=dict)  # by "file:line"
    collected: list[str] = field(default_factory=list)


@dataclass
class Map:
    """What all files of tests reach."""

    parts: Mapping[str, Reached]

    @cached_property
    def seconds(self) -> dict[str, float]:
        return {test: seconds for part in self.parts.values() for test, seconds in part.seconds.items()}

    @cached_property
    def on_import(self) -> set[str]:
        return {line for part in self.parts.values() for line in part.collected}

    def tests_of(self, lines: Iterator[tuple[str, int]] | set[tuple[str, int]]) -> set[str]:
        keys = [f"{file}:{line}" for file, line in lines]
        return {
            test
            for part in self.parts.values()
            for key in keys
            for test in part.lines.get(key, ())
            if test in part.seconds
        }

    def plan(self, project: Project, mutant: Mutant, budget: float) -> tuple[list[str], bool]:
        """The tests to run, fastest first and laws last, and whether the change matters when modules are
        imported."""
        spots = [(mutant.file, mutant.line)]
        if not self.tests_of(set(spots)):
            spots = [(mutant.file, line) for line in mutant.lines]
        on_import = any(f"{file}:{line}" in self.on_import for file, line in spots)
        tests = self.tests_of({*spots, *(project.hangs_on(mutant) if on_import else ())})
        left, chosen = budget, []
        for test in sorted(tests, key=lambda each: (each.startswith(LAST), self.seconds[each], each)):
            if self.seconds[test] <= left or test.startswith(LAST):
                chosen.append(test)
                left -= 0 if test.startswith(LAST) else self.seconds[test]
        return chosen, on_import


class _Tracer:
    """Notes which lines of the decisive files are run, in sets that are changed from outside."""

    def __init__(self, files: Sequence[str]) -> None:
        self.files = {str(Path(PROJECT_COPY, file)): file for file in files}
        self.now: set[str] = set()
        self.rest: dict[types.CodeType, set[int]] = {}

    def begin(self) -> set[str]:
        """A new set of lines."""
        self.now, self.rest = set(), {}
        return self.now

    def start(self) -> None:
        threading.settrace(self.called)
        sys.settrace(self.called)

    def called(self, frame: types.FrameType, _event: str, _arg: object) -> Any:
        code = frame.f_code
        file = self.files.get(code.co_filename)
        if file is None:
            return None
        rest = self.rest.get(code)
        if rest is None:
            rest = self.rest[code] = {line for _, _, line in code.co_lines() if line is not None}
        if not rest:
            return None
        rest.discard(frame.f_lineno)
        self.now.add(f"{file}:{frame.f_lineno}")
        now = self.now

        def line(frame: types.FrameType, event: str, _arg: object) -> Any:
            if event == "line":
                rest.discard(frame.f_lineno)
                now.add(f"{file}:{frame.f_lineno}")
            return line

        return line


# inside a fork: the tests

PROJECT_COPY = Path()  # a worker sets it


class _Plugin:
    """What pytest is told to do in a fork: `loop` stands in the place of running every test."""

    def __init__(self, loop: Callable[[Any], None]) -> None:
        self.loop = loop
        self.broken: list[str] = []

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed:
            self.broken.append(report.nodeid)

    def pytest_runtestloop(self, session: Any) -> bool:
        self.loop(session)
        return True


class _Reports:
    """Tells of every test as it goes, and ends the process at the first that fails, unless all are asked
    for."""

    def __init__(self, tell: Callable[..., None], *, stop: bool) -> None:
        self.tell, self.stop = tell, stop
        self.good = True

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.outcome == "failed" and self.stop:
            self.tell(failed=report.nodeid)
            os._exit(0)
        if report.outcome != "passed":
            self.good = False


def _run_items(session: Any, wanted: Sequence[str], tell: Callable[..., None]) -> None:
    """Runs the tests that are wanted, in their order, until one fails."""
    by_id = {item.nodeid: item for item in session.items}
    items = [by_id[test] for test in wanted if test in by_id]
    session.items = items
    session.config.pluginmanager.register(_Reports(tell, stop=True))
    for item, following in zip(items, [*items[1:], None], strict=True):
        tell(started=item.nodeid)
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    tell(finished=len(items))


def _pytest(files: Sequence[str], plugins: Sequence[object]) -> None:
    import pytest

    pytest.main(
        ["-s", "-q", "-p", "no:cacheprovider", "-p", "no:terminalreporter", "--hypothesis-seed=1", *files]
        if "hypothesis" in sys.modules
        else ["-s", "-q", "-p", "no:cacheprovider", "-p", "no:terminalreporter", *files],
        plugins=list(plugins),
    )


def _trace_file(test_file: str, sources: Sequence[str], tell: Callable[..., None]) -> None:
    """Runs one file of tests, and tells of each test how long it took and which decisive lines it reached: by
    itself, when its module was collected, and when a fixture was made that it shares with others."""
    import pytest

    tracer = _Tracer(sources)
    collected = tracer.begin()
    shared: dict[str, set[str]] = defaultdict(set)

    class Tracing:
        @pytest.hookimpl(hookwrapper=True)
        def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
            if fixturedef.scope == "function":
                yield
                return
            before = tracer.now
            mine = tracer.begin()
            yield
            shared[fixturedef.argname] |= mine
            before |= mine
            tracer.now, tracer.rest = before, {}

    def loop(session: Any) -> None:
        reports = _Reports(tell, stop=False)
        session.config.pluginmanager.register(reports)
        tell(collected=sorted(collected))

        slow: list[bool] = []

        def too_slow(*_: object) -> NoReturn:
            slow.append(True)
            raise TimeoutError

        signal.signal(signal.SIGALRM, too_slow)
        for item, following in zip(session.items, [*session.items[1:], None], strict=True):
            own, reports.good, began = tracer.begin(), True, time.perf_counter()
            slow.clear()
            tracer.start()  # what ends a slow test ends the tracing too
            tell(started=item.nodeid)
            signal.alarm(SLOWEST)
            with contextlib.suppress(TimeoutError):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            signal.alarm(0)
            seconds = time.perf_counter() - began
            for name in item.fixturenames:
                own |= shared.get(name, set())
            tell(
                test=item.nodeid,
                seconds=round(seconds, 3),
                good=reports.good or bool(slow),
                lines=sorted(own),
            )
        tell(finished=len(session.items))

    tracer.start()
    _pytest([test_file], [_Plugin(loop), Tracing()])


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, types.CodeType):
            yield from _codes(each)


def exchange(path: str, old: bytes, new: bytes) -> bool:
    """Gives the functions of a module that is loaded already the code of another source; whether that could
    be done."""
    before, after = (list(_codes(compile(source, path, "exec", dont_inherit=True))) for source in (old, new))
    if [each.co_qualname for each in before] != [each.co_qualname for each in after]:
        return False
    swaps = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
    known = {one: other for one, other in swaps}  # noqa: C416
    live = [
        each
        for each in gc.get_objects()
        if isinstance(each, types.FunctionType)
        and each.__code__.co_filename == path
        and each.__code__ in known
    ]
    try:
        for each in live:
            each.__code__ = known[each.__code__]
    except ValueError:  # it refers to other names around it
        return False
    return bool(live)


# a worker: one copy of the project, one pytest that has collected everything


class _Worker:
    def __init__(self, copy: Path, sources: Sequence[str], tests: Sequence[str]) -> None:
        self.copy, self.sources, self.tests = copy, sources, tests
        self.reading, self.writing = os.pipe()
        self.rest = b""
        self.server: tuple[int, int] | None = None
        # tests that have noticed something, and pass where nothing is changed
        self.sound: set[tuple[str, bool]] = set()
        self.doubtful: list[str] = []

    def tell(self, **message: object) -> None:
        data = (json.dumps(message) + "\n").encode()
        while data:
            data = data[os.write(self.writing, data) :]

    def heard(self, seconds: float) -> dict[str, Any] | None:
        """The next message of a fork; None where none comes in time."""
        end = time.monotonic() + seconds
        while b"\n" not in self.rest:
            ready, _, _ = select.select([self.reading], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                return None
            self.rest += os.read(self.reading, 1 << 16)
        line, self.rest = self.rest.split(b"\n", 1)
        message: dict[str, Any] = json.loads(line)
        return message

    def fork(self, run: Callable[[], None]) -> None:
        """Runs something in a fork of this process, and waits for its end."""
        # a short name: long ones are broken over lines where they are printed
        folder = tempfile.mkdtemp(prefix="k")
        child = os.fork()
        if not child:
            try:
                _end_with_parent()
                os.setsid()
                nowhere = os.open(os.devnull, os.O_RDWR)
                for number in (0, 1, 2):
                    os.dup2(nowhere, number)
                os.environ.update(
                    PYTEST_DEBUG_TEMPROOT=folder, TMPDIR=folder, HYPOTHESIS_STORAGE_DIRECTORY=folder
                )
                tempfile.tempdir = folder
                if "hypothesis.configuration" in sys.modules:
                    sys.modules["hypothesis.configuration"].set_hypothesis_home_dir(folder)
                self.tell(pid=os.getpid())
                run()
            finally:
                os._exit(0)
        _, status = os.waitpid(child, 0)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)  # what it started and left behind
        shutil.rmtree(folder, ignore_errors=True)
        self.tell(over=status)

    def serve(self) -> None:
        """Starts the process that has collected every test: it forks for each request."""
        asked, asking = os.pipe()
        child = os.fork()
        if child:
            os.close(asked)
            self.server = (child, asking)
            return
        _end_with_parent()
        os.close(asking)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1):
            os.dup2(nowhere, number)

        def loop(session: Any) -> None:
            self.tell(ready=len(session.items))
            with os.fdopen(asked) as requests:
                for line in requests:
                    request = json.loads(line)

                    def run(
                        file: str | None = request["file"],
                        old: str = request.get("old", ""),
                        tests: Sequence[str] = request["tests"],
                    ) -> None:
                        path = None if file is None else self.copy / file
                        if path is None or exchange(str(path), Path(old).read_bytes(), path.read_bytes()):
                            _run_items(session, tests, self.tell)
                        else:
                            self.tell(unlike=1)

                    self.fork(run)

        _pytest(self.tests, [_Plugin(loop)])
        os._exit(0)

    def followed(self, seconds: Mapping[str, float]) -> dict[str, Any]:
        """Listens to a fork until its end, and ends it when a test hangs."""
        pid, at, result, hung = 0, "", dict[str, Any](), False
        while True:
            message = self.heard(HANG + HANG_TIMES * seconds.get(at, 5.0))
            if message is None:
                hung = True
                if pid:
                    with contextlib.suppress(ProcessLookupError):
                        os.killpg(pid, signal.SIGKILL)
            elif "pid" in message:
                pid = message["pid"]
            elif "started" in message:
                at = message["started"]
            elif "over" in message:
                if hung:
                    return {"by": "time", "test": at}
                return result or {"by": "a crash", "test": at}
            elif "failed" in message:
                result = {"by": "failure", "test": message["failed"]}
            elif "broken" in message:
                result = {"by": "failure", "test": message["broken"]}
            elif "unlike" in message:
                result = {"by": "unlike"}
            elif "finished" in message and not result:
                result = {"by": "nothing"}

    def tried(
        self, mutant: Mutant, tests: Sequence[str], on_import: bool, seconds: Mapping[str, float]
    ) -> dict[str, Any]:
        """What becomes of one change."""
        if not tests:
            return {"by": "nothing", "test": "no test reaches it"}
        if not on_import and self.server is None:
            self.serve()
            while (message := self.heard(300)) is not None and "ready" not in message:
                pass
        left = [test for test in tests if test not in self.doubtful]
        while True:
            result = self.judged(mutant, left, on_import, seconds)
            test = result.get("test", "")
            if result["by"] == "nothing" or test not in left or (test, on_import) in self.sound:
                return result
            if self.judged(None, [test], on_import, seconds)["by"] == "nothing":
                self.sound.add((test, on_import))
                return result
            self.doubtful.append(test)  # it fails without a change too
            left.remove(test)

    def judged(
        self, mutant: Mutant | None, tests: Sequence[str], on_import: bool, seconds: Mapping[str, float]
    ) -> dict[str, Any]:
        """What tests say of a change, or of none."""
        if mutant is None:
            return self.asked({"file": None, "tests": tests}, tests, on_import, seconds)
        path = self.copy / mutant.file
        source, stat = path.read_bytes(), path.stat()
        kept = self.copy.parent / "before.py"
        kept.write_bytes(source)
        try:
            path.write_bytes(mutant.applied(source))
            os.utime(path, (stat.st_atime, stat.st_mtime + 10))  # so that no compiled file stands for it
            return self.asked(
                {"file": mutant.file, "old": str(kept), "tests": tests}, tests, on_import, seconds
            )
        finally:
            path.write_bytes(source)
            os.utime(path, (stat.st_atime, stat.st_mtime))

    def asked(
        self, request: Mapping[str, Any], tests: Sequence[str], on_import: bool, seconds: Mapping[str, float]
    ) -> dict[str, Any]:
        result: dict[str, Any] = {"by": "unlike"}
        if not on_import:
            assert self.server is not None
            os.write(self.server[1], (json.dumps(request) + "\n").encode())
            result = self.followed(seconds)
        if result["by"] == "unlike":
            for wave in _waves(tests):
                result = self.anew(wave, seconds)
                if result["by"] != "nothing":
                    break
        return result

    def anew(self, tests: Sequence[str], seconds: Mapping[str, float]) -> dict[str, Any]:
        """Runs tests in a fork from before the project was imported."""
        files = list(dict.fromkeys(test.split("::")[0] for test in tests))

        def run() -> None:
            plugin = _Plugin(lambda session: _run_items(session, tests, self.tell))
            _pytest(files, [plugin])
            if plugin.broken:
                self.tell(broken=plugin.broken[0])

        return self._apart(run, lambda: self.followed(seconds))

    def traced(self, file: str) -> dict[str, Any]:
        """What the tests of a file reach."""
        found, lines = Reached(), defaultdict[str, list[str]](list)
        bad: list[str] = []

        def follow() -> dict[str, Any]:
            at, pid = "", 0
            while True:
                message = self.heard(3 * SLOWEST)
                if message is None and pid:
                    bad.append(at)
                    with contextlib.suppress(ProcessLookupError):
                        os.killpg(pid, signal.SIGKILL)
                    continue
                assert message is not None
                pid, at = message.get("pid", pid), message.get("started", at)
                found.collected += message.get("collected", [])
                if "test" in message:
                    if message["good"]:
                        found.seconds[message["test"]] = message["seconds"]
                        for line in message["lines"]:
                            lines[line].append(message["test"])
                    else:
                        bad.append(message["test"])
                if "over" in message:
                    return {}

        self._apart(lambda: _trace_file(file, self.sources, self.tell), follow)
        found.lines = dict(lines)
        return {"file": file, "reached": asdict(found), "bad": bad}

    def _apart(self, run: Callable[[], None], follow: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        middle = os.fork()
        if not middle:
            try:
                _end_with_parent()
                self.fork(run)
            finally:
                os._exit(0)
        result = follow()
        os.waitpid(middle, 0)
        return result


def _end_with_parent() -> None:
    """So that nothing runs on where the program is stopped: on Linux a fork ends when the process does that
    made it."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def _waves(tests: Sequence[str]) -> list[list[str]]:
    """The tests of the few files that have most of them, and then all others: a file takes time to be
    read."""
    counted = Counter(test.split("::")[0] for test in tests if not test.startswith(LAST))
    first = {file for file, _ in counted.most_common(3)}
    return [
        wave
        for wave in (
            [test for test in tests if (test.split("::")[0] in first) is is_first]
            for is_first in (True, False)
        )
        if wave
    ]


def _work(copy: Path, sources: Sequence[str], tests: Sequence[str], libraries: Sequence[str]) -> None:
    """The life of a worker: requests come line by line, and answers go the same way."""
    global PROJECT_COPY
    PROJECT_COPY = copy
    answers = os.fdopen(os.dup(1), "w")
    sys.path.insert(0, str(copy.parent))
    sys.dont_write_bytecode = True
    os.chdir(copy)
    for library in ("pytest", *libraries):
        with contextlib.suppress(ImportError):
            importlib.import_module(library)
    worker = _Worker(copy, sources, tests)
    for line in sys.stdin:
        request = json.loads(line)
        if "trace" in request:
            answer = worker.traced(request["trace"])
        else:
            mutant = Mutant(**{**request["mutant"], "lines": tuple(request["mutant"]["lines"])})
            answer = worker.tried(mutant, request["tests"], request["on_import"], request["seconds"])
            answer["doubtful"] = worker.doubtful
        print(json.dumps(answer), file=answers, flush=True)


# the main program


class _Workers:
    """Copies of the project with a worker each."""

    def __init__(self, project: Project, jobs: int, folder: Path) -> None:
        names = [
            name
            for name in LIBRARIES
            if any(
                re.search(rf"^\s*(import|from) {name}\b", file.read_text("utf-8"), re.M)
                for file in _python_files(project.root)
            )
        ]
        self.workers = []
        for number in range(jobs):
            copy = folder / str(number) / PACKAGE
            shutil.copytree(project.root, copy, ignore=shutil.ignore_patterns(*LEFT_OUT), symlinks=True)
            task = {
                "copy": str(copy),
                "sources": list(project.sources),
                "tests": project.tests,
                "libraries": names,
            }
            environment = {
                **os.environ,
                "PYTHONPATH": str(copy.parent),
                "PYTHONDONTWRITEBYTECODE": "1",
                "OPENBLAS_NUM_THREADS": "1",
            }
            environment.setdefault("KEN_LAWS_SECONDS", "3")
            command = [sys.executable, str(Path(__file__).resolve()), "--worker", json.dumps(task)]
            self.workers.append(
                subprocess.Popen(
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                    env=environment,
                    start_new_session=True,
                )
            )

    def all_of(self, requests: Sequence[dict[str, Any]]) -> Iterator[tuple[int, dict[str, Any]]]:
        """The answers to requests, with the number of each, as they come."""
        rest, busy = list(enumerate(requests)), dict[int, int]()
        rest.reverse()
        while rest or busy:
            for at, worker in enumerate(self.workers):
                if at not in busy and rest:
                    number, request = rest.pop()
                    assert worker.stdin is not None
                    worker.stdin.write(json.dumps(request) + "\n")
                    worker.stdin.flush()
                    busy[at] = number
            ready, _, _ = select.select(
                [stream for at in busy if (stream := self.workers[at].stdout) is not None], [], []
            )
            for at in list(busy):
                stream = self.workers[at].stdout
                if stream in ready:
                    assert stream is not None
                    line = stream.readline()
                    if not line:
                        raise SystemExit("a worker has ended before its time")
                    yield busy.pop(at), json.loads(line)

    def close(self) -> None:
        for worker in self.workers:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()


def _python_files(root: Path) -> Iterator[Path]:
    for name in ("engine", "tests"):
        yield from (root / name).rglob("*.py")


def _mapped(project: Project, workers: _Workers, cache: Path) -> Map:
    """Which tests reach which lines: as it was found before, where nothing has changed since."""
    parts: dict[str, Reached] = {}
    kept = {}
    for file in project.tests:
        state = f"{project.state} {file} ".encode() + (project.root / file).read_bytes()
        kept[file] = cache / f"{hashlib.sha256(state).hexdigest()}.json"
    for file, path in kept.items():
        if path.exists():
            parts[file] = Reached(**json.loads(path.read_text("utf-8")))
    missing = [file for file in project.tests if file not in parts]
    if missing:
        print(f"tracing {len(missing)} of {len(project.tests)} files of tests", flush=True)
    cache.mkdir(parents=True, exist_ok=True)
    for _, answer in workers.all_of([{"trace": file} for file in missing]):
        parts[answer["file"]] = Reached(**answer["reached"])
        kept[answer["file"]].write_text(json.dumps(answer["reached"]), "utf-8")
        took = sum(parts[answer["file"]].seconds.values())
        print(
            f"  {answer['file']}: {len(parts[answer['file']].seconds)} tests in {took:.0f} s"
            + "".join(f"\n    not used: {bad}" for bad in answer["bad"]),
            flush=True,
        )
    return Map(parts)


def _table(mutants: Sequence[Mutant], noticed: Mapping[int, bool]) -> str:
    rows = [f"{'operator':<12} {'noticed':>8} {'unnoticed':>10} {'noticed %':>10}"]
    for name in (*OPERATORS, "all"):
        own = [
            noticed[at]
            for at, mutant in enumerate(mutants)
            if at in noticed and name in (mutant.operator, "all")
        ]
        if own:
            rows.append(
                f"{name:<12} {sum(own):>8} {len(own) - sum(own):>10} {100 * sum(own) / len(own):>9.1f}%"
            )
    return "\n".join(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=40, help="how many changes (40)")
    parser.add_argument("--seed", type=int, default=1, help="which ones are drawn (1)")
    parser.add_argument("--jobs", type=int, default=1, help="how many at a time (1)")
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        help="a file, a folder, or a line as engine/meaning/plan.py:120; may be repeated",
    )
    parser.add_argument(
        "--seconds",
        type=float,
        default=120,
        help="how many seconds of tests a change may have, laws not counted (120)",
    )
    parser.add_argument("--list", action="store_true", help="name the changes, and run nothing")
    parser.add_argument(
        "--root", type=Path, default=Path(__file__).resolve().parent.parent, help=argparse.SUPPRESS
    )
    parser.add_argument(
        "--cache",
        type=Path,
        default=Path(tempfile.gettempdir()) / "ken-mutants",
        help="where the map of tests is kept",
    )
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.worker:
        task = json.loads(options.worker)
        _work(Path(task["copy"]), task["sources"], task["tests"], task["libraries"])
        return 0
    project = Project(options.root.resolve())
    mutants = drawn(project.mutants(options.only), options.count, options.seed)
    if options.list:
        print("\n".join(map(str, mutants)))
        return 0
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what is known by then is told
    began = mapped = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="ken-mutants-"))
    workers = _Workers(project, options.jobs, folder)
    noticed: dict[int, bool] = {}
    unnoticed: list[str] = []
    by_time: list[str] = []
    doubtful: dict[str, None] = {}
    try:
        reach = _mapped(project, workers, options.cache)
        plans = [reach.plan(project, mutant, options.seconds) for mutant in mutants]
        requests = [
            {
                "mutant": asdict(mutant),
                "tests": tests,
                "on_import": on_import,
                "seconds": {test: reach.seconds[test] for test in tests},
            }
            for mutant, (tests, on_import) in zip(mutants, plans, strict=True)
        ]
        mapped = time.monotonic()
        for number, answer in workers.all_of(requests):
            mutant, by = mutants[number], answer["by"]
            doubtful.update(dict.fromkeys(answer.get("doubtful", ())))
            noticed[number] = by != "nothing"
            word = {"nothing": "SURVIVED", "time": "noticed by time, at", "failure": "noticed by"}.get(
                by, f"noticed by {by}, at"
            )
            how = (
                f"{word} "
                f"{answer.get('test') or (f'{len(plans[number][0])} tests' if by == 'nothing' else '')}"
            ).rstrip()
            print(f"[{len(noticed)}/{len(mutants)}] {mutant}\n    {how}", flush=True)
            if by == "nothing":
                unnoticed.append(f"{mutant} ({answer.get('test') or f'{len(plans[number][0])} tests'})")
            elif by == "time":
                by_time.append(f"{mutant} (at {answer['test']})")
    except KeyboardInterrupt:
        print("\nstopped", flush=True)
    finally:
        workers.close()
        shutil.rmtree(folder, ignore_errors=True)
    for title, several in (
        ("tests that fail without a change too, and were not believed", list(doubtful)),
        ("noticed by time", by_time),
        ("noticed by no test", unnoticed),
    ):
        if several:
            print(f"\n{title}:\n" + "\n".join(f"  {each}" for each in several))
    print(
        f"\n{_table(mutants, noticed)}\n\nseed {options.seed}; {mapped - began:.0f} s to begin, "
        f"{time.monotonic() - mapped:.0f} s for the changes"
    )
    return 1 if unnoticed or len(noticed) < len(mutants) else 0


if __name__ == "__main__":
    raise SystemExit(main())
