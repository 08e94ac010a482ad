"""What several tests use."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from kenrules.cli import commands

from .browser import chromium, tab_of  # noqa: F401  # fixtures

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "takothong-2566"
FIGURES = EXAMPLE / "figures.csv"
KEN = [sys.executable, "-m", "kenrules.cli"]  # in a process of its own
AGENCIES = 120  # of the small nation

SMALLEST = """
ruleset: test/smallest
title: {th: เล็กที่สุด, en: The smallest}
unit: agency
source: made up
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
parts: {a: {}, b: {}}
bands: [{rating: high, from: 50, to: 100}, {rating: low, from: 0, to: 49.99}]
"""
HI_LO = "parts: null\nbands: [{rating: hi, from: 50}, {rating: lo}]\n"


SLOW_FIXTURES = {"spark", "nation", "chromium", "reported", "renewed"}
"""What takes more than a second to make, so that each test with it is slow."""


@pytest.hookimpl(tryfirst=True)  # before those are left out that are not wanted
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not SLOW_FIXTURES.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("KEN_LANG", "KEN_RULES", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture(autouse=True)
def _help_in_its_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """The option -h is made once for a command and kept, in the language of that run: here, once in a test."""
    kept, this = click.Command.get_help_option, object()

    def made(command: Any, context: click.Context) -> click.Option | None:
        if getattr(command, "made_in", None) is not this:
            command._help_option, command.made_in = None, this
        return kept(command, context)

    monkeypatch.setattr(click.Command, "get_help_option", made)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a text into a file of the test's own folder."""

    def write_file(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write_file


@pytest.fixture
def smallest(write: Callable[[str, str], Path]) -> Callable[..., Path]:
    """The smallest rule set there is, changed by a YAML text laid over it."""
    write("smallest.yaml", SMALLEST)

    def changed(text: str = "", name: str = "rules.yaml") -> Path:
        return write(name, f"ruleset: test/changed\nextends: smallest.yaml\n{text}")

    return changed


@pytest.fixture(scope="session")
def pango() -> None:
    """The library of the system that PDF needs: without it a test is skipped, unless KEN_PDF=required."""
    try:
        import weasyprint  # noqa: F401
    except OSError:
        if os.environ.get("KEN_PDF") == "required":
            raise
        pytest.skip("Pango is not installed")


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A session of Spark on this machine, with two cores."""
    from pyspark.sql import SparkSession

    builder = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.python.sql.dataFrameDebugging.enabled", "false")
    )
    session = builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture
def ken() -> Callable[..., Result]:
    """Runs the command."""

    def run(*arguments: object) -> Result:
        result = CliRunner().invoke(commands, [str(argument) for argument in arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


@pytest.fixture
def rated(ken: Callable[..., Result]) -> Callable[..., dict[str, Any]]:
    """The JSON of `ken evaluate`; of scores and what stands beside them only those that there are."""

    def run(*arguments: object) -> dict[str, Any]:
        result = ken("evaluate", *arguments, "--format", "json")
        assert result.stdout, result.stderr
        found: dict[str, Any] = json.loads(result.stdout)
        for unit in found["units"]:
            for part in {"scores", "judgements", "respondents", "coverage"} & unit.keys():
                unit[part] = {name: value for name, value in unit[part].items() if value is not None}
        return found

    return run


@pytest.fixture
def units(rated, smallest, write):
    """The units that `ken evaluate` finds, by name."""

    def run(rules: str, data: str, *options: object, name: str = "data.csv"):
        found = rated(smallest(rules), write(name, data), *options)
        return {unit["unit"]: unit for unit in found["units"]} | {"found": found}

    return run


@pytest.fixture(scope="session")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The generator's data for a few agencies, as Parquet (a/) and CSV (b/)."""
    folder = tmp_path_factory.mktemp("nation")
    for name, kind in (("a", "parquet"), ("b", "csv")):
        generator = [
            sys.executable,
            str(ROOT / "examples/national.py"),
            str(folder / name),
            "--agencies",
            str(AGENCIES),
            "--format",
            kind,
        ]
        subprocess.run(generator, check=True)
    return folder


@pytest.fixture
def own(nation: Path, tmp_path: Path) -> Path:
    """A copy of the nation's CSV files, to break."""
    return shutil.copytree(nation / "b", tmp_path / "own")
