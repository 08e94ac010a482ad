"""Escapes between double quotes that are no character: a mistake in the file, in whatever file they stand."""

from __future__ import annotations

import kenrules
import pytest
import yaml
from kenrules.engine.book import source

from .conftest import SMALLEST

ESCAPES = ["\\UFFFFFFFF", "\\U00110000", "\\uD800", "\\uDFFF", "\\UDEADBEEF"]


@pytest.mark.parametrize("escape", ESCAPES)
@pytest.mark.parametrize("has_libyaml", [True, False])
def test_an_escape_that_is_no_character_is_told_at_its_place(write, monkeypatch, escape, has_libyaml):
    if not has_libyaml:
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    (finding,) = kenrules.check(write("r.yaml", f'ruleset: test/1\ntitle: "เก่ง \\"a\\" {escape}b"\n'))
    assert (finding.code, finding.position.line, finding.position.column) == ("yaml-syntax", 2, 20)
    assert (str(finding.message), finding.position.length) == (f"{escape} is no character", len(escape))
    assert finding.hint is not None


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        (
            "x.test.yaml",
            'tests: test/smallest\ncases:\n  - {name: "\\U99999999", input: {a: 1}, expect: {a: 1}}\n',
            3,
        ),
        ("data.yaml", 'dataset: d\nfiles: [{path: "\\uDC00.csv", layout: scores}]\n', 2),
        ("smallest.guidance.yaml", 'guidance: test/smallest\nitems:\n  a: {improve: "\\U00110001"}\n', 3),
    ],
)
def test_it_is_told_in_every_kind_of_file(ken, write, tmp_path, name, text, line):
    write("smallest.yaml", SMALLEST)
    write("other.yaml", SMALLEST.replace("weight", "w"))
    path = write(name, text)
    shown = ken("check", path)
    assert shown.exit_code == 1
    assert f"{name}:{line}:" in shown.stdout
    assert " is no character [yaml-syntax]" in shown.stdout
    whole = ken("check", tmp_path)
    assert whole.exit_code == 1
    assert f"{name}:{line}:" in whole.stdout
    assert "other.yaml: no findings" in whole.stdout


def test_commands_that_need_the_file_end_with_2(ken, write, smallest):
    rules = write("r.yaml", SMALLEST.replace("made up", '"\\UFFFFFFFF"'))
    for arguments in (
        ("show", rules),
        ("evaluate", smallest(), write("data.yaml", 'dataset: "\\ud900"\nfiles: [{path: d.csv}]\n')),
    ):
        shown = ken(*arguments)
        assert shown.exit_code == 2
        assert "is no character [yaml-syntax]" in shown.stderr


def test_a_path_of_windows_between_double_quotes_is_told_as_an_escape(write):
    (finding,) = kenrules.check(write("r.yaml", 'ruleset: test/1\nsource: "D:\\Users\\somchai"\n'))
    assert (str(finding.message), finding.position.column) == ("\\U is no escape that YAML knows", 12)
    assert "single quotes" in str(finding.hint)


def test_escapes_that_are_characters_are_read_without_libyaml_too(monkeypatch):
    text = 'a: "\\x41\\u0e01\\U0001F600\\t\\/\\\\ \\"q\\" and\\\n  on\\_"\n'
    data = source.parse(text).data
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert source.parse(text).data == data == {"a": 'Aก😀\t/\\ "q" andon\xa0'}
