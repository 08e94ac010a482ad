"""The first steps of the documents, done word by word in an empty folder.

KEN_RENEW=1 writes anew what comes out."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from ..conftest import ROOT

STEP = re.compile(
    r"```console\n\$ (?P<command>ken [^\n]+)\n(?P<shown>.*?)```"
    r"|```sh\n(?P<lines>.*?)```"
    r"|`(?P<name>\S+\.csv)`[^\n]*\n\n```csv\n(?P<data>.*?)```"
    r"|`(?P<file>\S+\.yaml)` (?:write|เขียน) `(?P<new>[^`]+)` (?:for|แทน) `(?P<old>[^`]+)`",
    re.DOTALL,
)


@pytest.mark.slow
@pytest.mark.parametrize("page", ["first.md", "first.th.md"])
def test_the_first_steps_come_out_as_they_are_shown(page, ken, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = 0

    def followed(step: re.Match[str]) -> str:
        nonlocal done
        done += 1
        if step["command"]:
            command, *filters = step["command"].split(" | ")
            return f"```console\n$ {step['command']}\n{_shown(ken, command, filters)}\n```"
        for line in (step["lines"] or "").splitlines():
            name, *arguments = shlex.split(line)
            if name == "cd":
                monkeypatch.chdir(arguments[0])
            else:
                assert ken(*arguments).exit_code == 0, line
                assert Path(arguments[arguments.index("-o") + 1]).exists()
        if step["name"]:
            Path(step["name"]).write_text(step["data"], encoding="utf-8")
        if step["file"]:
            text = Path(step["file"]).read_text(encoding="utf-8")
            assert text.count(step["old"]) == 1
            Path(step["file"]).write_text(text.replace(step["old"], step["new"]), encoding="utf-8")
        return step[0]

    file = ROOT / "docs" / page
    text = file.read_text(encoding="utf-8")
    renewed = STEP.sub(followed, text)
    assert done == 15
    if os.environ.get("KEN_RENEW"):
        file.write_text(renewed, encoding="utf-8")
    assert renewed == text or os.environ.get("KEN_RENEW")


def _shown(ken, command: str, filters: list[str]) -> str:
    """What a command prints, of which the first or the last lines may be wanted."""
    lines = [line.rstrip() for line in ken(*shlex.split(command)[1:]).output.splitlines()]
    for each in filters:
        name, count = each.split(" -")
        lines = lines[-int(count) :] if name == "tail" else lines[: int(count)]
    return "\n".join(lines)
