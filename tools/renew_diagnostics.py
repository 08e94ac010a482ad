"""Writes docs/diagnostics.md, the page of every finding that Ken prints: `python tools/renew_diagnostics.py`.

The codes, severities, messages and hints are read from the code by its syntax tree. Each code has a folder
docs/diagnostics/GROUP/CODE with an input and the command that is run on it, `command.txt`; the page shows
what it printed. Exits with 1 where a code has no input that prints it, or an input has no code."""

from __future__ import annotations

import contextlib
import io
import os
import re
import runpy
import shlex
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner
from diagnostic_codes import Entry, Reader
from kenrules.cli import commands
from source_trees import SOURCE

PAGE = SOURCE / "docs" / "diagnostics.md"
INPUTS = PAGE.with_suffix("")
MOST_LINES, LONGEST = 24, 110  # of a file that is shown; longer files are linked to, longer lines cut
SHOWN = {".yaml": "yaml", ".csv": "csv", ".json": "json", ".py": "python", ".html": "html", ".md": "markdown"}
VARIABLES = (
    *("KEN_LANG", "KEN_RULES", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"),
    *("COLUMNS", "FORCE_COLOR", "NO_COLOR", "TERM"),
)
HEAD = """# What Ken says

Every finding has a code in square brackets, a severity, a place, and a hint that says what to do. This page
has all of them, by where they come from: what they can say, with the hints below, and an input with what the
command printed for it. `tools/renew_diagnostics.py` makes it from the code of Ken and from the folders beside
it.

An *error* makes the exit status 1 or 2, a *warning* only that of `ken check --strict`, a *note* none. What a
check finds and is meant so is left out by `checks: {CODE: {ignore: [NAME], because: REASON}}` in the rule
set; `ken check --explain CODE` says why a check is there. What stands in {braces} is filled in."""

HEADINGS = {
    "rules": "Rule sets, guidance and golden tests",
    "data": "Data",
    "comparison": "Comparisons",
    "findings": "Audits and explanations",
    "reports": "Reports",
    "command": "The command line",
}
"""The parts of the page."""

REASONS: Mapping[tuple[str, str], str] = {
    ("rules", "schema"): "it answers keywords of JSON Schema that no schema of Ken has today",
    ("rules", "second-solver"): "it needs cvc5, which need not be installed",
    ("rules", "solvers-disagree"): "it needs a fault of a solver, or of what is written for it",
    ("data", "no-engine"): "it needs a machine without Spark or without Java",
    ("reports", "broken-off"): "a process that makes reports has to be killed meanwhile",
    ("rules", "broken-off"): "a process that checks rule sets has to be killed meanwhile",
    ("command", "no-report"): "it needs an installation without the packages of reports",
}
"""What has no input here, and why."""


@dataclass(frozen=True)
class Run:
    """What a command printed: its findings where they have a stream of their own, else everything."""

    line: str
    output: str
    status: int


def folder_of(entry: Entry) -> Path:
    """Where the input of a code stands."""
    return INPUTS / entry.group / entry.code


def runs() -> dict[Path, Run]:
    """The last command of every folder of inputs, run; those before it make what it needs. They run in a
    copy, so that nothing is written among the inputs."""
    kept = {name: os.environ.pop(name) for name in VARIABLES if name in os.environ}
    found = {}
    with tempfile.TemporaryDirectory() as copy:
        shutil.copytree(INPUTS, copy, dirs_exist_ok=True)
        for lines in sorted(INPUTS.rglob("command.txt")):
            with contextlib.chdir(Path(copy) / lines.parent.relative_to(INPUTS)):
                for line in lines.read_text(encoding="utf-8").splitlines():
                    found[lines.parent] = _run(line)
    os.environ.update(kept)
    return found


def _run(line: str) -> Run:
    program, *arguments = shlex.split(line)
    if program == "python":
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            runpy.run_path(arguments[0])
        return Run(line, printed.getvalue(), 0)
    result = CliRunner().invoke(commands, arguments)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Run(line, result.stderr or result.stdout, result.exit_code)


def page(entries: Sequence[Entry], found: Mapping[Path, Run]) -> str:
    """The page."""
    parts, anchors = [HEAD], Counter[str]()
    for group, heading in HEADINGS.items():
        own = [entry for entry in entries if entry.group == group]
        links = []
        for code in (entry.code for entry in own):
            links.append(f"[{code}](#{code}{f'-{anchors[code]}' if anchors[code] else ''})")
            anchors[code] += 1
        parts += [f"## {heading}", " ·\n".join(links)]
        parts += ["\n".join(_shown(entry, found.get(folder_of(entry)))) for entry in own]
    return "\n\n".join(parts) + "\n"


def _shown(entry: Entry, run: Run | None) -> Iterator[str]:
    yield from (f"### {entry.code}", "", f"*{', '.join(entry.severities)}*", "")
    for messages, hints in entry.said:
        yield f"- {' / '.join(map(_plain, messages))}"
        yield from (f"  - {_plain(hint)}" for hint in hints)
    yield ""
    if run is None:
        yield f"Without an input: {REASONS.get((entry.group, entry.code), 'it lacks one')}."
        return
    for path in sorted(folder_of(entry).iterdir()):
        text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
        if path.suffix in SHOWN and "\ufffd" not in text and text.count("\n") <= MOST_LINES:
            short = [
                line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…" for line in text.splitlines()
            ]
            yield from (f"`{path.name}`:", "", f"```{SHOWN[path.suffix]}", *short, "```", "")
    yield from (
        "```console",
        f"$ {run.line}",
        *map(str.rstrip, run.output.rstrip("\n").splitlines()),
        "```",
        "",
    )
    folder = folder_of(entry).relative_to(PAGE.parent).as_posix()
    yield f"Exit status {run.status}; [the input]({folder})."


def _plain(template: str) -> str:
    """A template as text of Markdown: no sign in it has a meaning."""
    return re.sub(r"([*_<>|`\\\[\]])", r"\\\1", template.replace("{{", "{").replace("}}", "}"))


def faults(entries: Sequence[Entry], found: Mapping[Path, Run]) -> Iterator[str]:
    """Codes without an input that prints them, and inputs and reasons without a code."""
    for entry in entries:
        run = found.get(folder_of(entry))
        if run is not None and not entry.is_printed(run.output):
            yield f"{entry.group}/{entry.code}: its input does not print it, but\n{run.output}"
        if (run is None) != ((entry.group, entry.code) in REASONS):
            yield f"{entry.group}/{entry.code}: it needs an input, or a reason why it has none"
    known = {folder_of(entry) for entry in entries}
    needless = [*found, *(INPUTS.joinpath(*place) for place in REASONS)]
    yield from (f"{folder.relative_to(INPUTS)}: no such code" for folder in needless if folder not in known)


def renewed() -> tuple[str, list[str]]:
    """The page as it should be, and what is wrong with the inputs."""
    entries, found = Reader().entries(), runs()
    return page(entries, found), list(faults(entries, found))


def main() -> None:
    """Writes the page, and tells what is wrong with the inputs."""
    text, wrong = renewed()
    PAGE.write_text(text, encoding="utf-8")
    print("\n".join(wrong or [f"{PAGE.relative_to(SOURCE)} is written"]))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
