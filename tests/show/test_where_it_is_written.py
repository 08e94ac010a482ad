"""A result goes where system tools would put it: through links, into devices and open streams, with the mode
and the rights of what is there."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from pathlib import Path

import pytest

from ..conftest import KEN

DATA = "agency,a,b\nA,90,80\n"
RIGHTS = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
WRITERS = {
    "evaluate": (".csv", ".xlsx", ".parquet", ".json", ".jsonl", ".yaml"),
    "explain": (".md", ".html", ".xlsx", ".json"),
    "compare": (".md", ".html", ".xlsx", ".json"),
    "report": (".md", ".docx"),
}


@pytest.fixture
def call(smallest, write):
    """The command line of a verb, up to -o."""
    rules, data = smallest(), write("data.csv", DATA)
    return lambda verb: (verb, rules, *([rules] if verb == "compare" else []), data)


@pytest.fixture(params=["without a name", "beside it"])
def way(request, monkeypatch):
    """The two ways in which files are made: not every system has files without a name."""
    if request.param == "beside it":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(("verb", "suffix"), [(verb, each) for verb, own in WRITERS.items() for each in own])
def test_through_a_link_its_target_is_written(ken, call, tmp_path, verb, suffix):
    real, link = tmp_path / "other" / f"real{suffix}", tmp_path / f"link{suffix}"
    real.parent.mkdir()
    real.write_text("last year")
    real.chmod(0o640)
    link.symlink_to(f"other/real{suffix}")
    assert ken(*call(verb), "-o", link).exit_code == 0
    assert str(link.readlink()) == f"other/real{suffix}"
    assert b"last year" not in real.read_bytes()
    assert real.stat().st_mode & 0o777 == 0o640
    assert list(real.parent.iterdir()) == [real]


@pytest.mark.usefixtures("way")
def test_a_link_to_a_link_to_what_is_not_there_yet(ken, call, tmp_path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "second.csv").symlink_to("../new.csv")
    (tmp_path / "first.csv").symlink_to("other/second.csv")
    assert ken(*call("evaluate"), "-o", tmp_path / "first.csv").exit_code == 0
    assert (tmp_path / "first.csv").is_symlink()
    assert (tmp_path / "other" / "second.csv").is_symlink()
    assert not (tmp_path / "new.csv").is_symlink()
    assert (tmp_path / "new.csv").read_text(encoding="utf-8-sig").startswith("agency,total")


def test_links_in_a_circle_are_told(ken, call, tmp_path):
    (tmp_path / "one.csv").symlink_to("two.csv")
    (tmp_path / "two.csv").symlink_to("one.csv")
    result = ken(*call("evaluate"), "-o", tmp_path / "one.csv")
    assert result.exit_code == 2
    assert "one.csv: error: cannot write the file: Too many levels of symbolic links" in result.stderr
    assert "hint: the link leads back to itself" in result.stderr
    assert (tmp_path / "one.csv").is_symlink()


@pytest.mark.usefixtures("way")
def test_the_mode_of_a_file_that_is_there_is_kept(ken, call, tmp_path):
    target = tmp_path / "out.csv"
    for mode in (0o600, 0o664):
        target.touch()
        target.chmod(mode)
        assert ken(*call("evaluate"), "-o", target).exit_code == 0
        assert target.stat().st_mode & 0o777 == mode


@pytest.mark.skipif(bool(RIGHTS) and shutil.which("setpriv") is None, reason="root may write everything")
def test_a_file_that_is_read_only_is_left_and_told(call, tmp_path):
    target = tmp_path / "out.csv"
    target.write_text("last year")
    target.chmod(0o444)
    done = subprocess.run(
        [*RIGHTS, *KEN, *map(str, call("evaluate")), "-o", str(target)], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "cannot write the file: Permission denied; nothing was written" in done.stderr
    assert f"hint: the file {target} is read-only" in done.stderr.replace("\n", "")
    assert target.read_text() == "last year"


def test_a_device_is_written_into(ken, call, tmp_path):
    (tmp_path / "out.csv").symlink_to("/dev/null")
    assert ken(*call("evaluate"), "-o", tmp_path / "out.csv").exit_code == 0
    assert (tmp_path / "out.csv").is_symlink()
    assert Path("/dev/null").is_char_device()


def test_a_pipe_with_a_name_gets_what_a_file_would(ken, call, tmp_path):
    os.mkfifo(tmp_path / "out.csv")
    read: list[str] = []
    reader = threading.Thread(
        target=lambda: read.append((tmp_path / "out.csv").read_text(encoding="utf-8-sig")), daemon=True
    )
    reader.start()
    assert ken(*call("evaluate"), "-o", tmp_path / "out.csv").exit_code == 0
    reader.join(10)
    assert read[0].startswith("agency,total")
    assert (tmp_path / "out.csv").is_fifo()


@pytest.mark.skipif(not os.path.exists("/dev/stdout"), reason="no such name")  # noqa: PTH110
def test_the_standard_output_by_its_name_is_added_to(call, tmp_path):
    """A file that a shell appends to keeps what it has."""
    (tmp_path / "link.csv").symlink_to("/dev/stdout")
    log = tmp_path / "log"
    log.write_text("before\n")
    with log.open("a") as stream:
        command = [*KEN, *map(str, call("evaluate")), "-o", str(tmp_path / "link.csv")]
        subprocess.run(command, stdout=stream, check=True)
        subprocess.run(["echo", "after"], stdout=stream, check=True)
    lines = log.read_text(encoding="utf-8").splitlines()
    assert [lines[0], lines[-1]] == ["before", "after"]
    assert lines[1].endswith("agency,total,a,b,rating,status,lacks,notes")
    assert (tmp_path / "link.csv").is_symlink()
