"""What `ken check FOLDER` reads: every file that is Ken's or may be meant so, and nothing in silence."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import kenrules
import pytest
from kenrules.engine.book import folder as folders
from kenrules.engine.book import library
from kenrules.engine.verify.checking import subjects

from ..conftest import SMALLEST

REST = SMALLEST.partition("\n")[2].partition("\n")[2]
TESTS = "tests: test/smallest\ncases:\n  - {input: {a: 80, b: 60}, expect: {total: 70}}\n"


@pytest.mark.parametrize(
    "text",
    [
        f"ruleset: test/r\n{REST}",
        f'"ruleset": test/r\n{REST}',
        f"'ruleset' : test/r\n{REST}",
        f"ruleset   :   test/r\n{REST}",
        f"{REST}ruleset: test/r\n",
        "# a comment\n" * 900 + f"ruleset: test/r\n{REST}",
        f"---\n%s\n{REST}" % "ruleset: test/r",
        "\ufeffruleset: test/r\n" + REST,
        "  ruleset: test/r\n" + "".join(f"  {line}\n" for line in REST.splitlines()),
        "{{ruleset: test/r, {}}}".format(", ".join(REST.strip().splitlines())),
        f"? ruleset\n: test/r\n{REST}",
        f'"rule\\x73et": test/r\n{REST}',
        f"ruleset: &name test/r\nnote: *name\n{REST}",
    ],
)
def test_a_rule_set_is_one_however_its_key_is_written(ken, write, tmp_path, monkeypatch, text):
    write("rules/r.yaml", text.replace("b: {}", "b: {weight: 40%}").replace("a: {}", "a: {weight: 50%}"))
    monkeypatch.chdir(tmp_path)
    for name in ("rules", "rules/r.yaml", "r"):
        shown = ken("check", name)
        assert shown.exit_code == 1, shown.stdout
        assert "add up to 90 %" in shown.stdout
    assert "r" in [entry.name for entry in library.entries()]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("r.yaml", f"rulset: test/r\n{REST}"),
        ("r.yaml", f"RULESET: test/r\n{REST}"),
        ("r.yaml", f"rule_set: test/r\n{REST}"),
        ("r.yaml", f"ruleset test/r\n{REST}"),
        ("r.yaml", f"ruleset:test/r\n{REST}"),
        ("r.yaml", "ruleset demo/1"),
        ("r.yaml", REST),  # the line is forgotten
        ("r.yaml", f'title: "never closed\nruleset: test/r\n{REST}'),
        ("r.yaml", f"- ruleset: test/r\n- {REST.splitlines()[0]}\n"),
        ("r.yaml", ""),
        ("r.yml", "# to be written\n\n"),
        ("d.yaml", "dataste: d\nfiles: [{path: x.csv}]\n"),
        ("x.test.yaml", "test: test/smallest\ncases: []\n"),
        ("x.test.yml", "cases:\n  - {input: {a: 1}, expect: {a: 1}}\n"),
        ("g.yaml", "guidence: test/smallest\nitems: {}\n"),
        ("r.YAML", f"ruleset: test/r\n{REST}"),
        ("r.Yml", TESTS),
    ],
)
def test_what_may_be_meant_for_ken_is_a_finding(ken, write, tmp_path, name, text):
    write("rules/smallest.yaml", SMALLEST)
    path = write(f"rules/{name}", text)
    shown = ken("check", tmp_path / "rules")
    assert shown.exit_code == 1
    assert "smallest.yaml: no findings" in shown.stdout
    alone = ken("check", path)
    assert alone.exit_code == 1
    assert alone.stdout in shown.stdout
    (tmp_path / "rules" / "smallest.yaml").unlink()
    assert ken("check", tmp_path / "rules").exit_code == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "cp874"])
def test_another_encoding_is_a_finding(ken, tmp_path, encoding):
    bom = b"\xfe\xff" if encoding == "utf-16-be" else b""
    (tmp_path / "r.yaml").write_bytes(bom + SMALLEST.encode(encoding))
    shown = ken("check", tmp_path)
    assert shown.exit_code == 1
    assert "the file is not in UTF-8" in shown.stdout


FOREIGN = {
    ".pre-commit-config.yaml": "repos:\n  - repo: https://example.org/ken\n    rev: v1\n    hooks: "
    "[{id: ken-check}]\n",
    ".github/workflows/ci.yml": "name: CI\non: [push]\njobs:\n  tests: "
    "{runs-on: ubuntu-latest, steps: [{run: make test}]}\n",
    "docker-compose.yaml": "services:\n  web: {image: nginx}\nvolumes: {data: {}}\n",
    "mkdocs.yml": "site_name: Rules\ntheme: {name: material}\nextra: !!python/name:x.y\n",
    "chart/templates/deployment.yaml": "{{- if .Values.on }}\napiVersion: apps/v1\nkind: "
    "Deployment\nmetadata:\n  name: {{ .Values.name }}\n{{- end }}\n",
    "k8s.yaml": "apiVersion: v1\nkind: Service\n---\napiVersion: v1\nkind: Pod\n",
    "playbook.yml": "- hosts: all\n  tasks: []\n",
    ".eslintrc.yaml": "root: true\nextends: standard\nrules: {semi: error}\n",
    "openapi.yaml": "openapi: 3.1.0\ninfo: {title: An API, version: '1'}\npaths: {}\n",
    "recipe.yaml": "package: {name: x}\ntests:\n  - script: [x --help]\nsource: {url: https://example.org}\n",
}


def test_files_of_other_programs_are_left_out_and_named(ken, write, tmp_path):
    write("smallest.yaml", SMALLEST)
    for name, text in FOREIGN.items():
        write(name, text)
    shown = ken("check", tmp_path)
    assert shown.exit_code == 0, shown.stdout
    (line,) = [
        line for line in shown.stdout.splitlines() if "left out, because they are nothing of Ken's: " in line
    ]
    assert all(name in line for name in FOREIGN)
    assert "(10 files)" in line
    assert ken("check", tmp_path, "--strict").exit_code == 0
    found = json.loads(ken("check", tmp_path, "--format", "json").stdout)
    assert [(each["code"], each["severity"]) for each in found] == [("left-out", "note")]


def test_a_folder_with_nothing_but_files_of_others_is_told_so(ken, write, tmp_path):
    write("docker-compose.yaml", FOREIGN["docker-compose.yaml"])
    shown = ken("check", tmp_path)
    assert shown.exit_code == 2
    assert "there is no rule set and no dataset in this folder" in shown.stderr
    assert "docker-compose.yaml (1 file)" in shown.stderr


@pytest.mark.parametrize(
    "text",
    [
        "thresholds: {pass: 80}\n",
        "title: A draft\nbands: [{rating: high, from: 40}, {rating: low}]\n",
        "instruments:\n  a: {weight: 30%}\n  b: null\nthresholds: {pass: 60}\nbands: [{rating: high}]\n",
    ],
)
def test_differences_are_told_as_what_they_are(ken, write, tmp_path, text):
    write("rules/smallest.yaml", SMALLEST)
    path = write("rules/draft.yaml", text)
    shown = ken("check", tmp_path / "rules")
    assert shown.exit_code == 0
    assert "draft.yaml:1:1: note: these are differences, to be laid over a rule set" in shown.stdout
    assert [finding.code for finding in kenrules.check(path)] == ["differences"]


def test_a_key_twice_in_differences_is_a_finding(ken, write, tmp_path):
    write("draft.yaml", "thresholds: {pass: 80}\nthresholds: {pass: 85}\n")
    shown = ken("check", tmp_path)
    assert shown.exit_code == 1
    assert "is written twice" in shown.stdout


def test_what_each_file_is_decides_how_it_is_checked(write, tmp_path):
    kinds = {
        "a.yaml": ("ruleset: x/y\ntests: z\n", "ruleset"),
        "b.yaml": ('{"dataset": d, "files": []}', "dataset"),
        "c.yaml": (f"source: made up\n{TESTS}", "tests"),
        "d.yaml": ("items: {}\nguidance: x\n", "guidance"),
        "own.guidance.yaml": ("items: {}\n", "guidance"),
    }
    for name, (text, _) in kinds.items():
        write(name, text)
    assert {Path(each.name).name: each.kind for each in subjects([str(tmp_path)])} == {
        name: kind for name, (_, kind) in kinds.items()
    }


def test_links_that_lead_in_a_circle_end(ken, write, tmp_path):
    write("rules/a/smallest.yaml", SMALLEST)
    (tmp_path / "rules" / "a" / "up").symlink_to(tmp_path / "rules")
    (tmp_path / "rules" / "again").symlink_to(tmp_path / "rules" / "a")
    (tmp_path / "rules" / "self").symlink_to(tmp_path / "rules" / "self")
    files, faults = folders.yaml_files(tmp_path / "rules")
    assert ([path.relative_to(tmp_path).as_posix() for path in files], faults) == (
        ["rules/a/smallest.yaml"],
        [],
    )
    assert ken("check", tmp_path / "rules").stdout.count("no findings") == 1


def test_a_folder_elsewhere_is_read_through_its_link(ken, write, tmp_path):
    write("elsewhere/smallest.yaml", SMALLEST.replace("49.99", "49.98"))
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "linked").symlink_to(tmp_path / "elsewhere")
    assert ken("check", tmp_path / "rules").exit_code == 1


def test_links_to_nothing_and_pipes_among_rule_sets_are_named_and_stop_nothing(
    ken, write, tmp_path, monkeypatch
):
    write("rules/smallest.yaml", SMALLEST)
    (tmp_path / "rules" / "gone.yaml").symlink_to("moved.yaml")
    (tmp_path / "rules" / "self.yaml").symlink_to("self.yaml")
    os.mkfifo(tmp_path / "rules" / "pipe.yaml")
    monkeypatch.chdir(tmp_path)
    shown = ken("check", "rules")
    assert shown.exit_code == 0
    assert (
        "rules/gone.yaml: warning: this is a link to nothing: there is no moved.yaml [unreadable]"
        in shown.stdout
    )
    assert (
        "rules/self.yaml: warning: this is a link that leads back to itself: self.yaml [unreadable]"
        in shown.stdout
    )
    assert "rules/pipe.yaml: warning: this is no file, but a pipe or a device [unreadable]" in shown.stdout
    listed = ken("list")
    assert listed.exit_code == 0
    assert "rules/pipe.yaml: warning" in listed.stderr
    assert "The smallest" in listed.stdout


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (lambda path: path.mkdir(), "this is a folder"),
        (lambda path: path.symlink_to("away.yaml"), "this is a link to nothing: there is no away.yaml"),
        (lambda path: path.symlink_to(path.name), "this is a link that leads back to itself: x.yaml"),
        (lambda path: os.mkfifo(path), "this is no file, but a pipe or a device"),
    ],
)
def test_what_is_no_file_is_told_as_what_it_is(ken, write, tmp_path, monkeypatch, made, message):
    monkeypatch.chdir(tmp_path)
    made(Path("x.yaml"))
    rules = write("r.yaml", SMALLEST)
    child = write("child.yaml", "ruleset: test/child\nextends: x.yaml\n")
    commands = [
        ("show", "x.yaml"),
        ("evaluate", "x.yaml", "d.csv"),
        ("evaluate", rules, "x.yaml"),
        ("diff", rules, "x.yaml"),
        ("show", "r.yaml+x.yaml"),
    ]
    for arguments in [*commands, ("check", child)]:
        shown = ken(*arguments)
        assert shown.exit_code == 2
        assert f"x.yaml: error: {message} [unreadable]" in shown.output
    assert "it is named in child.yaml:2:10" in ken("check", "child.yaml").stdout


def test_a_folder_where_a_rule_set_is_wanted_is_said_to_be_one(ken, write, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write("mine/smallest.yaml", SMALLEST)
    shown = ken("show", "mine")
    assert shown.exit_code == 2
    assert "mine: error: this is a folder, and no rule set" in shown.stderr


@pytest.mark.parametrize("last", ["", "- [broken"])
def test_large_files_of_others_take_no_time(tmp_path, last):
    text = "".join(f"dataset_{at}: {{name: {at}}}\n" for at in range(30_000)) + last
    (tmp_path / "large.yaml").write_text(text, encoding="utf-8")
    begin = time.monotonic()
    folders.kind_of(tmp_path / "large.yaml")
    assert time.monotonic() - begin < 10


def test_rule_sets_stand_in_the_order_of_their_names(write, tmp_path, monkeypatch):
    names = ["กรุงเทพ", "เชียงใหม่", "นครราชสีมา", "year/2", "year/2-draft", "year/10"]
    for name in reversed(names):
        write(f"rules/{name}.yaml", SMALLEST.replace("test/smallest", name))
    monkeypatch.chdir(tmp_path)
    assert [entry.name for entry in library.entries() if entry.name in names] == [*names[3:], *names[:3]]
