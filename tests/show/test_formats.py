"""A format is one file, and every command has every format of what it has."""

from __future__ import annotations

import json
import zipfile

import polars as pl
import pytest
import yaml
from kenrules.engine.show import formats
from kenrules.engine.show.exhibit import Exhibit, RowsOfUnits
from kenrules.engine.words.diagnostics import say
from kenrules.engine.words.speech import Speech

DATA = "agency,a,b\n=1+1,90,80\n"
WORDS = ("evaluate", "diff", "compare", "explain", "audit")


@pytest.fixture
def calls(smallest, write):
    """The command line of each verb that can write files, up to -o."""
    rules, other = smallest(), smallest("bands: [{rating: high, from: 60}, {rating: low}]", "other.yaml")
    data = write("data.csv", DATA)
    return {
        "evaluate": ("evaluate", rules, data),
        "diff": ("diff", rules, other),
        "compare": ("compare", rules, other, data),
        "explain": ("explain", rules, data),
        "audit": ("audit", rules, data),
    }


@pytest.mark.parametrize("name", formats.names())
def test_a_format_shows_shapes_that_an_exhibit_has(name):
    found = formats.format_named(name)
    assert found.SHAPES
    assert set(found.SHAPES) <= {"chapters", "page", "data", "records", "table", "findings", "suites"}
    assert all(suffix.startswith(".") for suffix in found.SUFFIXES)


def test_no_suffix_means_two_formats():
    every = [suffix for name in formats.names() for suffix in formats.format_named(name).SUFFIXES]
    assert len(every) == len(set(every))


@pytest.mark.parametrize("verb", ["diff", "compare", "explain", "audit"])
@pytest.mark.parametrize("suffix", [".html", ".xlsx", ".md", ".json", ".yaml"])
def test_what_has_sections_and_data_is_written_in_every_format_of_these(ken, calls, tmp_path, verb, suffix):
    target = tmp_path / f"out{suffix}"
    result = ken(*calls[verb], "-o", target)
    assert result.exit_code in (0, 1), result.stderr
    assert target.read_bytes()
    if suffix == ".xlsx":
        assert zipfile.is_zipfile(target)
    if suffix == ".html":
        assert "<script>alert" not in target.read_text(encoding="utf-8")


@pytest.mark.parametrize("verb", WORDS)
def test_a_format_that_a_command_does_not_fill_is_refused_with_those_it_does(ken, calls, tmp_path, verb):
    result = ken(*calls[verb], "-o", tmp_path / "out.sarif")
    assert result.exit_code == 2
    own = (
        ".csv, .html, .json, .jsonl, .parquet, .xlsx, .yaml"
        if verb == "evaluate"
        else ".html, .json, .md, .xlsx, .yaml"
    )
    assert f"use one of {own}" in result.stderr
    assert "Nothing was written." in result.stderr
    assert not (tmp_path / "out.sarif").exists()


@pytest.mark.parametrize("suffix", [".json", ".jsonl", ".yaml", ".csv", ".xlsx", ".html", ".md"])
def test_a_file_whose_name_is_no_utf8_is_named_in_every_format(ken, smallest, write, tmp_path, suffix):
    rules, data = smallest(), write("\udcff.csv", "agency,a,b\nx,900,80\n")
    verbs = {".jsonl": ("evaluate",), ".csv": ("evaluate",), ".html": ("compare", "audit")}
    for verb in verbs.get(suffix, ("compare", "audit")):
        sets = (rules, rules) if verb == "compare" else (rules,)
        out = tmp_path / f"{verb}{suffix}"
        result = ken(verb, *sets, data, "-o", out)
        assert isinstance(result.exception, SystemExit), (verb, result.exception)
        assert out.stat().st_size


def test_yaml_says_what_json_says(ken, calls):
    for verb in WORDS:
        texts = [ken(*calls[verb], "--format", form).stdout for form in ("json", "yaml")]
        assert yaml.safe_load(texts[1]) == json.loads(texts[0]), verb


def test_no_format_of_rows_runs_a_formula():
    headings = {"c0": "=agency", "c1": "^.*$"}
    rows = RowsOfUnits(
        headings, pl.DataFrame({"c0": ["=1+1", "+1", "-1-1", "@x", "\tx"], "c1": [1.0, -2, 3, 4, 5]}), 2
    )
    exhibit = Exhibit(say("rows"), table=lambda: rows)
    text = b"".join(formats.format_named("csv").written(exhibit, Speech("en"))).decode("utf-8-sig")
    assert all(line.startswith(("'", "\"'")) for line in text.splitlines())
    assert "'+1,-2.00" in text
