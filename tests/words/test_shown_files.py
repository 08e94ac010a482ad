"""Files in what is sent around are not called by where they lie on the writer's machine."""

from __future__ import annotations

import os

import pytest

from ...engine.words.diagnostics import Position
from ...engine.words.shown_files import shown_file, shown_position
from ..conftest import ROOT


def test_a_file_is_seen_from_the_working_folder_or_has_its_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert shown_file(str(tmp_path / "a" / "b.yaml")) == os.path.join("a", "b.yaml")  # noqa: PTH118
    assert shown_file("a/b.yaml") == "a/b.yaml"
    assert shown_file(str(tmp_path.parent / "b.yaml")) == "b.yaml"
    assert shown_file(str(ROOT / "rules" / "ita" / "2566.yaml")) == os.path.join("ita", "2566.yaml")  # noqa: PTH118
    assert shown_file("") == ""
    assert shown_position(Position(str(tmp_path / "b.csv"), 2, 3)) == "b.csv:2:3"
    assert shown_position(Position(str(tmp_path.parent / "b.xlsx"), 2, 3, cell="S!C2")) == "b.xlsx:S!C2"


@pytest.mark.parametrize("form", ["html", "md", "json", "xlsx"])
def test_comparisons_do_not_name_the_folder_of_their_files(ken, write, tmp_path, form):
    draft = write("draft.yaml", "thresholds: {pass: {value: 80}}\n")
    data = write("d.csv", "agency,IIT,EIT1,EIT2,OIT\nu,90,90,90,82\n")
    out = tmp_path / f"page.{form}"
    done = ken("compare", "ita/2566", f"ita/2566+{draft}", data, "-o", out)
    assert done.exit_code == 0, done.stderr
    content = out.read_bytes() if form != "xlsx" else _cells(out)
    assert tmp_path.name.encode() not in content
    assert str(ROOT).encode() not in content
    assert b"draft.yaml" in content


@pytest.mark.parametrize("form", ["json", "junit"])
def test_outcomes_of_golden_tests_do_not_name_their_folder(ken, smallest, write, tmp_path, form):
    smallest("", "changed.yaml")
    cases = "tests: test/changed\ncases: [{input: {a: 1, b: 1}, expect: {rating: high}}]\n"
    done = ken("test", write("changed.test.yaml", cases), "--format", form)
    assert done.exit_code == 1
    assert tmp_path.name not in done.stdout
    assert "changed.test.yaml" in done.stdout


def _cells(path):
    from zipfile import ZipFile

    with ZipFile(path) as book:
        return b"".join(book.read(name) for name in book.namelist())
