"""Files and folders that may not be read: each is told by its own name, and keeps nothing else from being
done."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from ..conftest import KEN, SMALLEST

# to root everything may be read, unless that right is taken away
RIGHTS = (
    ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    if os.name == "posix" and os.geteuid() == 0
    else []
)
pytestmark = pytest.mark.skipif(
    os.name != "posix" or (bool(RIGHTS) and shutil.which("setpriv") is None),
    reason="nothing can be locked: root, and setpriv is lacking",
)


@pytest.fixture
def run(write, tmp_path):
    """Runs ken in a folder that has two rule sets, data, and each of them once more, locked; and a folder
    that is locked."""
    for name in ("rules/demo/1.yaml", "rules/demo/2.yaml", "fine.yaml", "locked.yaml", "shut/rules.yaml"):
        write(name, SMALLEST.replace("test/smallest", f"demo/{Path(name).stem}"))
    for name in ("fine.csv", "locked.csv", "shut/data.csv"):
        write(name, "agency,a,b\nA,80,60\n")
    write("rules/demo/1.test.yaml", "tests: demo/1\ncases: [{input: {a: 80, b: 60}, expect: {total: 70}}]\n")
    write("child.yaml", "ruleset: demo/child\nextends: locked.yaml\n")
    write("locked.test.yaml", "tests: demo/fine\ncases: []\n")
    locked = [
        tmp_path / name
        for name in ("rules/demo/2.yaml", "locked.test.yaml", "locked.yaml", "locked.csv", "shut")
    ]
    for path in locked:
        path.chmod(0)

    def ken(*arguments):
        done = subprocess.run(
            [*RIGHTS, *KEN, *arguments], capture_output=True, text=True, cwd=tmp_path, check=False
        )
        return done.returncode, done.stdout, done.stderr

    yield ken
    for path in locked:
        path.chmod(0o755)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (("check", "locked.yaml"), "locked.yaml"),
        (("show", "locked.yaml"), "locked.yaml"),
        (("test", "locked.test.yaml"), "locked.test.yaml"),
        (("check", "locked.test.yaml"), "locked.test.yaml"),
        (("diff", "fine.yaml", "locked.yaml"), "locked.yaml"),
        (("show", "fine.yaml+locked.yaml"), "locked.yaml"),
        (("show", "child.yaml"), "locked.yaml"),
        (("check", "child.yaml"), "locked.yaml"),
        (("evaluate", "fine.yaml", "locked.csv"), "locked.csv"),
        (("evaluate", "locked.yaml", "fine.csv"), "locked.yaml"),
        (("evaluate", "fine.yaml", "shut/data.csv"), "shut/data.csv"),
        (("compare", "fine.yaml", "rules/demo/1.yaml", "locked.csv"), "locked.csv"),
        (("explain", "fine.yaml", "locked.csv"), "locked.csv"),
        (("audit", "fine.yaml", "fine.csv", "locked.csv"), "locked.csv"),
        (("report", "fine.yaml", "fine.csv", "-o", "r.md", "--previous", "shut/data.csv"), "shut/data.csv"),
        (("report", "fine.yaml", "fine.csv", "-o", "r.md", "--guidance", "locked.yaml"), "locked.yaml"),
        (("show", "shut/rules.yaml"), "shut/rules.yaml"),
        (("check", "shut/rules.yaml"), "shut/rules.yaml"),
        (("new", "demo/3", "--from", "locked.yaml"), "locked.yaml"),
    ],
)
def test_a_file_that_may_not_be_read_is_told_by_its_name(run, arguments, name):
    status, out, err = run(*arguments)
    assert status == 2
    assert f"{name}: error: cannot read the file: Permission denied [unreadable]" in out + err
    assert "cannot write the output" not in out + err


@pytest.mark.slow
def test_one_of_them_does_not_stop_the_others(run):
    told = "rules/demo/2.yaml: error: cannot read the file: Permission denied [unreadable]"
    status, out, err = run("list")
    assert (status, "demo/1" in out, "demo/2" in out, told in err) == (2, True, False, True)
    status, out, _ = run("check", "rules")
    assert (status, "rules/demo/1.yaml: no findings" in out, told in out) == (2, True, True)
    status, _, err = run("show", "demo/3")
    assert (status, "did you mean “demo/1”?" in err, told in err) == (2, True, True)
    status, out, err = run("test", "rules")
    assert (status, "cases 1, failed 0" in out, err) == (0, True, "")


@pytest.mark.slow
def test_a_folder_that_may_not_be_entered_is_told_by_its_name(run):
    told = "shut: error: cannot read the folder: Permission denied [unreadable]"
    status, out, _ = run("check", "shut")
    assert (status, told in out) == (2, True)
    status, out, _ = run("check", ".")
    assert (status, told in out, "fine.yaml: no findings" in out) == (2, True, True)
    status, out, err = run("test", ".")
    assert (status, told in err, "cases 1, failed 0" in out) == (2, True, True)


def test_a_folder_of_rules_that_may_not_be_entered_keeps_no_other_from_being_found(run, monkeypatch):
    monkeypatch.setenv("KEN_RULES", "shut")
    status, out, _ = run("show", "ita/2566")
    assert (status, "ITA" in out) == (0, True)
    status, _, err = run("show", "ita/2656")
    assert (status, "shut: error: cannot read the folder: Permission denied" in err) == (2, True)


def test_output_that_cannot_be_written_is_told_by_its_name(run):
    status, _, err = run("evaluate", "fine.yaml", "fine.csv", "-o", "shut/out.csv")
    assert status == 2
    assert "shut/out.csv: error: cannot write the file: Permission denied" in err


@pytest.mark.parametrize("kind", ["html", "docx", "md"])
def test_a_template_that_is_a_pipe_keeps_nobody_waiting(run, tmp_path, kind):
    os.mkfifo(tmp_path / f"pipe.{kind}")
    own = ("report", "fine.yaml", "fine.csv", "-o", f"r.{kind}", "--template", f"pipe.{kind}")
    status, _, err = run(*own)
    assert (
        status,
        f"pipe.{kind}: error: the template cannot be read: this is no file, but a pipe or a device" in err,
    ) == (2, True)
