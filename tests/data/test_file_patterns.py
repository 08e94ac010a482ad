"""Patterns of a manifest: they end, and count each file once."""

from __future__ import annotations

import json

import pytest
from kenrules.engine.data import file_patterns

from ..surveys import TOP


@pytest.fixture
def found(ken, smallest, write):
    """The units that entries of a manifest give, each with its score of a; or what is said."""

    def units(*entries):
        files = "".join(f"\n  - {entry}" for entry in entries)
        manifest = write("dataset.yaml", f"dataset: x\nfiles:{files}\n")
        done = ken("evaluate", smallest(), manifest, "--format", "json", "--lang", "en")
        if done.exit_code == 2:
            return done.stderr
        return {unit["unit"]: unit["scores"]["a"] for unit in json.loads(done.stdout)["units"]}

    return units


def test_links_that_go_in_a_circle_are_not_followed(found, write, tmp_path):
    write("loop/data.csv", "agency,a,b\nu,1,2\n")
    write("loop/deep/more.csv", "agency,a,b\nv,3,4\n")
    for link in ("x", "y", "deep/z"):
        (tmp_path / "loop" / link).symlink_to(tmp_path / "loop")
    assert found("{path: loop/**/*.csv}") == {"u": 1, "v": 3}


def test_a_folder_that_a_link_alone_leads_to_is_gone_into(found, write, tmp_path):
    write("elsewhere/data.csv", "agency,a,b\nu,1,2\n")
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "link").symlink_to(tmp_path / "elsewhere")
    assert found("{path: here/**/*.csv}") == {"u": 1}


def test_a_pattern_that_matches_too_much_is_told_at_its_place(found, write, monkeypatch):
    monkeypatch.setattr(file_patterns, "MOST_FILES", 3)
    for number in range(4):
        write(f"part-{number}.csv", f"agency,a,b\nu{number},1,2\n")
    said = found("{path: part-0.csv}", "{path: part-*.csv}")
    assert "dataset.yaml:4:12: error: this matches more than 3 files [too-large]" in said
    assert "name the folder" in said


def test_a_pattern_that_looks_for_too_long_is_told_too(found, write, monkeypatch):
    monkeypatch.setattr(file_patterns, "MOST_ENTRIES", 20)
    for number in range(30):
        write(f"some/{number}.txt", "")
    assert "takes too long: 20 files and folders were looked at [too-large]" in found("{path: '**/*.csv'}")


def test_a_file_that_two_patterns_reach_counts_once(rated, smallest, write):
    write("one.csv", "agency,i1,e1\nu,yes,yes\n")
    write("two.csv", "agency,i1,e1\nu,no,no\n")
    files = [f"{{path: '{path}', layout: responses}}" for path in ("*.csv", "o*.csv", "one.csv")]
    found = rated(smallest(TOP), write("dataset.yaml", f"dataset: x\nfiles: [{', '.join(files)}]\n"))
    assert found["units"][0]["respondents"] == {"STAFF": 2, "PUBLIC": 2}


def test_a_name_with_the_signs_of_a_pattern_is_a_name(found, write):
    write("data[1].csv", "agency,a,b\nu,1,2\n")
    write("data1.csv", "agency,a,b\nv,1,2\n")
    assert found("{path: 'data[1].csv'}") == {"u": 1}


def test_files_of_a_pattern_come_in_the_order_of_their_names(found, write):
    for number in (10, 2, 1):
        write(f"part-{number}.csv", f"agency,a,b\nu{number},{number},2\n")
    assert list(found("{path: part-*.csv}")) == ["u1", "u2", "u10"]
