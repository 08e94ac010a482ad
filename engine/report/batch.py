"""The reports of all units into one folder: in parallel, and again only where something has changed.

What is done stands in `reports.jsonl` of the folder, a line a report, with a digest of everything that the
report comes from. A run that is broken off leaves whole files and whole lines; the next one goes on from
there."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TextIO

from .. import __version__
from ..audit.contradictions import audit
from ..audit.figures import Figures, Passage, Reported, Word
from ..book import library
from ..book.guidance import load as load_guidance
from ..explain.least import ways
from ..explain.trace import Seen, traced
from ..meaning.model import RuleSet
from ..show.worker_processes import pool, processes, that_do_not_hear
from ..show.writing import write_as
from ..words.diagnostics import Diagnostic, KenError, Position, Text, counted, say
from ..words.language import Language
from . import report_files
from .content import USUAL
from .making import content_of
from .rules_text import RulesText
from .setting import Setting

DONE = "reports.jsonl"
LONGEST_NAME = 200  # bytes; file systems take 255, with the ending and what a name gets while it is written
OWN_FILES = ("index.html", "index.json", DONE)
# no names of files on Windows
DEVICES = {"con", "prn", "aux", "nul", *(f"{name}{at}" for name in ("com", "lpt") for at in range(1, 10))}
AHEAD = 4  # tasks waiting for each process

_NOT_IN_NAMES = re.compile('[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069/\\\\:*?"<>|]+')


@dataclass(frozen=True)
class Run:
    """What all reports of a run have in common; it can be sent to another process."""

    ruleset: str
    overlays: tuple[Path, ...]
    language: Language
    digits: str
    suffix: str
    template: Path | None = None
    previous: str | None = None  # the rule set of last year's data
    keep: tuple[str, ...] = ()  # paths of nodes that stay
    seconds: float = 10.0  # for the proofs of one report
    parts: tuple[str, ...] = USUAL  # of what is shown


@dataclass(frozen=True)
class Task:
    """One unit: what its data say, those of last year, what else is reported of it, and the name of its
    file."""

    seen: Seen
    before: Seen | None
    figures: Figures
    file: str
    digest: str  # of all that the report says, but for the places of findings
    places: str  # of the places of all figures


@dataclass
class Tally:
    """What a run has done: how many reports were written, how many were up to date and how many are left
    because somebody has edited them; the files that are as the data are now; and what went wrong."""

    written: int = 0
    skipped: int = 0
    edited: int = 0
    current: set[str] = field(default_factory=set)
    faults: list[Diagnostic] = field(default_factory=list)

    def left(self, of: int) -> int:
        """How many of so many are neither written nor up to date."""
        return of - self.written - self.skipped - self.edited


@dataclass
class Worker:
    """What a process that makes reports keeps from report to report."""

    run: Run
    setting: Setting
    rules_text: RulesText
    previous: RuleSet | None
    made: report_files.Maker


def worker_of(run: Run) -> Worker:
    """Everything that making reports takes. Raises KenError where that is not to be had: the rules or the
    guidance have errors, or a package is lacking."""
    rules = library.load(run.ruleset)
    setting = Setting(load_guidance(rules, run.overlays), run.language, run.digits, run.parts)
    return Worker(
        run,
        setting,
        RulesText(setting),
        None if run.previous is None else library.load(run.previous),
        report_files.maker(Path(f"report{run.suffix}")),
    )


def made(worker: Worker, task: Task) -> tuple[bytes, bool]:
    """One report, and whether it has findings. Raises KenError when the template cannot be filled."""
    run, rules = worker.run, worker.rules_text.rules
    trace = traced(rules, task.seen, {})
    before = (
        None if task.before is None or worker.previous is None else traced(worker.previous, task.before, {})
    )
    levels = [*dict.fromkeys(child.level for child in rules.total.children), "items"]
    by = None if trace.second_edition else levels
    has_better = trace.rules.scale.better != "none"
    least = ways(trace, keep=run.keep, by=by, seconds=run.seconds) if has_better else []
    findings = audit(rules, task.figures)
    content = content_of(worker.rules_text, trace, least, findings, before)
    return worker.made(content, worker.setting.look, run.template), bool(findings)


def write_one(worker: Worker, path: Path, task: Task) -> bool:
    """Writes one report to a file, and says whether the audit of its figures finds something. Raises KenError
    when that cannot be done; then the file is as it was."""
    content, has_findings = made(worker, task)
    write_as(path, {path.suffix.casefold(): content})
    return has_findings


# many


def tasks(
    worker: Worker, seen: Sequence[Seen], before: Mapping[str, Seen], figures: Mapping[str, Figures]
) -> Iterator[Task]:
    """A task for each unit, with the name of its file and the digest of what it comes from."""
    common = _common(worker)
    taken = {name.casefold() for name in OWN_FILES}
    for each in seen:
        own = figures.get(each.unit, Figures())
        entries: list[Reported | Word | Passage] = [*own.scores, *own.results, *own.ratings, *own.texts]
        said = [replace(entry, position=Position("")) for entry in entries]
        digests = (
            _digest((common, each, before.get(each.unit), said)),
            _digest([entry.position for entry in entries]),
        )
        yield Task(each, before.get(each.unit), own, _name(each.unit, worker.run.suffix, taken), *digests)


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()


def _common(worker: Worker) -> str:
    run, setting = worker.run, worker.setting
    template = report_files.template_digest(run.template)
    previous = "" if worker.previous is None else worker.previous.fingerprint
    earlier = setting.earlier
    before = None if earlier is None else (earlier.fingerprint, earlier.title)
    return repr(
        (
            __version__,
            setting.rules.fingerprint,
            setting.guidance.fingerprint,
            setting.style.digest,
            before,
            template,
            previous,
            run,
        )
    )


def _name(unit: str, suffix: str, taken: set[str]) -> str:
    """A name for a unit's file that every file system takes, and that no other unit has."""
    plain = _NOT_IN_NAMES.sub("_", unit).strip(" .") or "_"
    plain = plain.encode()[:LONGEST_NAME].decode(errors="ignore").rstrip(" .")
    if plain.partition(".")[0].casefold() in DEVICES:
        plain = f"_{plain}"
    name, number = f"{plain}{suffix}", 2
    while name.casefold() in taken:
        name, number = f"{plain} ({number}){suffix}", number + 1
    taken.add(name.casefold())
    return name


def write_all(
    worker: Worker, folder: Path, todo: Sequence[Task], jobs: int, told: Callable[[Text], None], tally: Tally
) -> None:
    """Writes the reports into a folder, so many at once; `told` hears how far it is. Raises KenError when
    nothing can be written at all; what goes wrong with single reports stands in the tally, which says at any
    time what is done."""
    waiting = _to_write(folder, todo, tally)
    if not waiting:
        return
    with _state(folder) as state:

        def note(task: Task, **more: Any) -> None:
            entry = {"file": task.file, "unit": task.seen.unit, **more}
            state.write(json.dumps(entry, ensure_ascii=False) + "\n")
            state.flush()

        # a report that was begun and not noted as written was written by nobody else: the next run makes it
        # anew
        many = jobs > 1 and len(waiting) > 1
        written = (
            _in_parallel(worker.run, folder, waiting, jobs, note)
            if many
            else _one_by_one(worker, folder, waiting, note)
        )
        for task, done in written:
            if done.faults:
                tally.faults += done.faults
            else:
                tally.written += 1
                tally.current.add(task.file)
                note(task, digest=task.digest, places=task.places, findings=done.findings, bytes=done.digest)
            told(
                counted(
                    len(waiting),
                    "{written} of {count} report written",
                    "{written} of {count} reports written",
                    written=f"{tally.written:,}",
                )
            )


def _to_write(folder: Path, todo: Sequence[Task], tally: Tally) -> list[Task]:
    """The reports that are not there, or not as the data are now; the others are counted."""
    done = _done(folder)
    waiting = []
    for task in todo:
        entry = done.get(task.file, {})
        path = folder / task.file
        if not path.is_file() or not entry:
            waiting.append(task)
        elif "bytes" in entry and hashlib.sha256(path.read_bytes()).hexdigest() != entry["bytes"]:
            tally.edited += 1
            tally.current |= {task.file} if entry.get("digest") == task.digest else set()
        elif entry.get("digest") == task.digest and (
            not entry.get("findings") or entry.get("places") == task.places
        ):
            tally.skipped += 1
            tally.current.add(task.file)
        else:
            waiting.append(task)
    return waiting


@contextmanager
def _state(folder: Path) -> Iterator[TextIO]:
    """The file that says what is done, to be added to; a line that a broken run has left unfinished is ended
    first. Raises KenError where it cannot be written."""
    path = folder / DONE
    try:
        with path.open("ab+") as raw:
            if raw.seek(0, os.SEEK_END) and (raw.seek(-1, os.SEEK_END) or raw.read(1)) != b"\n":
                raw.write(b"\n")
        with path.open("a", encoding="utf-8") as state:
            yield state
    except OSError as problem:
        message = say("cannot write the file: {reason}", reason=problem.strerror or problem)
        hint = say("check the folder, its permissions and the space on the disk")
        raise KenError([Diagnostic("unwritable", message, Position(str(path)), hint)]) from None


def _done(folder: Path) -> dict[str, dict[str, Any]]:
    """By file: what was noted of the report last written. Lines that are none, as a broken run may leave, do
    not count."""
    found: dict[str, dict[str, Any]] = {}
    try:
        lines = (folder / DONE).read_bytes().split(b"\n")
    except OSError:
        return found
    for line in lines:
        try:
            entry = json.loads(line)
            found[entry["file"]] = entry
        except (ValueError, KeyError, TypeError):
            continue
    return found


@dataclass(frozen=True)
class _Written:
    """A report that was written: whether it has findings, and the digest of the file; or what went wrong."""

    findings: bool = False
    digest: str = ""
    faults: Sequence[Diagnostic] = ()


def _one_by_one(
    worker: Worker, folder: Path, todo: Sequence[Task], begin: Callable[[Task], object]
) -> Iterator[tuple[Task, _Written]]:
    for task in todo:
        begin(task)
        yield task, _written(worker, folder, task)


def _in_parallel(
    run: Run, folder: Path, todo: Sequence[Task], jobs: int, begin: Callable[[Task], object]
) -> Iterator[tuple[Task, _Written]]:
    """By processes of their own, which begin afresh: no state of this one is shared."""
    rest = iter(todo)
    running: dict[Future[_Written], Task] = {}
    broken = Diagnostic(
        "broken-off",
        say("a process that makes reports has ended before its time"),
        Position(str(folder)),
        say("run again with --jobs 1; what is written stays"),
    )
    with pool(jobs, broken, _begin, run, folder) as made_of:

        def more() -> None:
            while len(running) < jobs * AHEAD and (task := next(rest, None)) is not None:
                begin(task)
                with that_do_not_hear():
                    running[made_of.submit(_work, task)] = task

        more()
        while running:
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                yield running.pop(future), future.result()
            more()


_OWN: list[tuple[Worker, Path]] = []  # of a process that makes reports


def _begin(run: Run, folder: Path) -> None:
    _OWN[:] = [(worker_of(run), folder)]


def _work(task: Task) -> _Written:
    worker, folder = _OWN[0]
    return _written(worker, folder, task)


def _written(worker: Worker, folder: Path, task: Task) -> _Written:
    """Writes one report."""
    try:
        content, findings = made(worker, task)
        write_as(folder / task.file, {worker.run.suffix: content})
    except KenError as problem:
        return _Written(faults=problem.diagnostics)
    return _Written(findings, hashlib.sha256(content).hexdigest())


__all__ = [
    "DONE",
    "Run",
    "Tally",
    "Task",
    "made",
    "processes",
    "tasks",
    "worker_of",
    "write_all",
    "write_one",
]
