"""The reports of all units into one folder: in parallel, and again only where something has changed.

What is done stands in `reports.jsonl` of the folder, a line a report, with a digest of everything that the report comes from. A
run that is broken off leaves whole files and whole lines; the next one goes on from there.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path

from .. import __version__, library
from ..audit.figures import Figures
from ..audit.findings import audit
from ..diagnostics import Diagnostic, KenError, Position, Text, say
from ..explanation.least import ways
from ..explanation.trace import Seen, traced
from ..guidance import load as load_guidance
from ..language import Language, catalogue
from ..model import RuleSet
from ..output import write_as
from . import files
from .making import Digits, Setting, content_of

DONE = "reports.jsonl"
LONGEST_NAME = 70  # letters; Thai ones have three bytes, and file systems take 255
AHEAD = 4  # tasks waiting for each process

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|]+')


@dataclass(frozen=True)
class Plan:
    """What all reports of a run have in common; it can be sent to another process."""

    ruleset: str
    overlays: tuple[Path, ...]
    language: Language
    digits: Digits
    suffix: str
    template: Path | None = None
    previous: str | None = None  # the rule set of last year's data
    keep: tuple[str, ...] = ()  # paths of nodes that stay
    seconds: float = 10.0  # for the proofs of one report


@dataclass(frozen=True)
class Task:
    """One unit: what its data say, those of last year, what else is reported of it, and the name of its file."""

    seen: Seen
    before: Seen | None
    figures: Figures
    file: str
    digest: str


@dataclass
class Outcome:
    """What a run has done: how many reports were written and how many were up to date, and what went wrong."""

    written: int = 0
    skipped: int = 0
    faults: list[Diagnostic] = field(default_factory=list)

    def counts(self, of: int) -> dict[str, str]:
        """The numbers for people: written, up to date, and left, of so many."""
        return {"written": f"{self.written:,}", "skipped": f"{self.skipped:,}", "left": f"{of - self.written - self.skipped:,}"}


@dataclass
class _Worker:
    """What each process keeps from report to report."""

    plan: Plan
    setting: Setting
    previous: RuleSet | None
    made: files.Maker


def setting_of(plan: Plan) -> Setting:
    """The setting of a run. Raises KenError where the rules or the guidance have errors."""
    rules = library.load(plan.ruleset)
    return Setting(load_guidance(rules, plan.overlays), plan.language, catalogue(plan.language), plan.digits)


def worker_of(plan: Plan) -> _Worker:
    """Everything that making reports takes. Raises KenError where that is not to be had."""
    return _Worker(plan, setting_of(plan), None if plan.previous is None else library.load(plan.previous), files.maker(Path(f"report{plan.suffix}")))


def made(worker: _Worker, task: Task) -> bytes:
    """One report. Raises KenError when the template cannot be filled."""
    plan, rules = worker.plan, worker.setting.rules
    trace = traced(rules, task.seen, {})
    before = None if task.before is None or worker.previous is None else traced(worker.previous, task.before, {})
    levels = dict.fromkeys(child.level for child in rules.total.children)
    least = ways(trace, keep=plan.keep, by=[*levels, "items"], seconds=plan.seconds)
    content = content_of(worker.setting, trace, least, audit(rules, task.figures), before)
    return worker.made(content, worker.setting.translate, plan.template)


def write_one(plan: Plan, path: Path, task: Task) -> None:
    """Writes one report to a file. Raises KenError when that cannot be done; then the file is as it was."""
    content = made(worker_of(plan), task)
    write_as(path, {path.suffix.casefold(): lambda file: file.write_bytes(content)})


# many


def tasks(plan: Plan, seen: Sequence[Seen], before: Mapping[str, Seen], figures: Mapping[str, Figures]) -> Iterator[Task]:
    """A task for each unit, with the name of its file and the digest of what it comes from."""
    common = _common(plan)
    taken: set[str] = set()
    for each in seen:
        own = figures.get(each.unit, Figures())
        parts = (common, each, before.get(each.unit), own.scores, own.results, own.ratings, own.texts)
        digest = hashlib.sha256("\n".join(map(repr, parts)).encode()).hexdigest()
        yield Task(each, before.get(each.unit), own, _name(each.unit, plan.suffix, taken), digest)


def _common(plan: Plan) -> str:
    setting = setting_of(plan)
    template = files.template_digest(plan.template)
    previous = "" if plan.previous is None else library.load(plan.previous).fingerprint
    return repr((__version__, setting.rules.fingerprint, setting.guidance.fingerprint, template, previous, plan))


def _name(unit: str, suffix: str, taken: set[str]) -> str:
    """A name for a unit's file that every file system takes, and that no other unit has."""
    plain = _NOT_IN_NAMES.sub("_", unit).strip(" .")[:LONGEST_NAME].rstrip(" .") or "_"
    name, number = f"{plain}{suffix}", 2
    while name.casefold() in taken:
        name, number = f"{plain} ({number}){suffix}", number + 1
    taken.add(name.casefold())
    return name


def run(plan: Plan, folder: Path, todo: Sequence[Task], jobs: int, told: Callable[[Text], None], outcome: Outcome) -> None:
    """Writes the reports into a folder, so many at once; `told` hears how far it is. Raises KenError when nothing can be written at
    all; what goes wrong with single reports stands in the outcome, which says at any time what is done."""
    done = _done(folder)
    waiting = [task for task in todo if done.get(task.file) != task.digest or not (folder / task.file).is_file()]
    outcome.skipped = len(todo) - len(waiting)
    with (folder / DONE).open("a", encoding="utf-8") as state:
        for task, faults in _in_parallel(plan, folder, waiting, jobs) if jobs > 1 and len(waiting) > 1 else _one_by_one(plan, folder, waiting):
            if faults:
                outcome.faults += faults
            else:
                outcome.written += 1
                state.write(json.dumps({"file": task.file, "unit": task.seen.unit, "digest": task.digest}, ensure_ascii=False) + "\n")
                state.flush()
            told(say("{written} of {count} reports written", written=f"{outcome.written:,}", count=f"{len(waiting):,}"))


def _done(folder: Path) -> dict[str, str]:
    """By file: the digest of what was written. A last line that a broken run left unfinished does not count."""
    found: dict[str, str] = {}
    try:
        lines = (folder / DONE).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return found
    for line in lines:
        try:
            entry = json.loads(line)
            found[entry["file"]] = entry["digest"]
        except (ValueError, KeyError, TypeError):
            continue
    return found


def _one_by_one(plan: Plan, folder: Path, todo: Sequence[Task]) -> Iterator[tuple[Task, Sequence[Diagnostic]]]:
    worker = worker_of(plan)
    for task in todo:
        yield task, _written(worker, folder, task)


def _in_parallel(plan: Plan, folder: Path, todo: Sequence[Task], jobs: int) -> Iterator[tuple[Task, Sequence[Diagnostic]]]:
    """By processes of their own, which begin afresh: no state of this one is shared."""
    rest = iter(todo)
    running: dict[Future[Sequence[Diagnostic]], Task] = {}
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _begin, (plan, folder)) as pool:

        def more() -> None:
            while len(running) < jobs * AHEAD and (task := next(rest, None)) is not None:
                running[pool.submit(_work, task)] = task

        try:
            more()
            while running:
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    yield running.pop(future), future.result()
                more()
        except BrokenProcessPool:
            message = say("a process that makes reports has ended before its time")
            raise KenError([Diagnostic("broken-off", message, Position(str(folder)), say("run again with --jobs 1; what is written stays"))]) from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


_OWN: list[tuple[_Worker, Path]] = []  # of a process that makes reports


def _begin(plan: Plan, folder: Path) -> None:
    _OWN[:] = [(worker_of(plan), folder)]


def _work(task: Task) -> Sequence[Diagnostic]:
    worker, folder = _OWN[0]
    return _written(worker, folder, task)


def _written(worker: _Worker, folder: Path, task: Task) -> Sequence[Diagnostic]:
    """Writes one report; what is wrong with it, if anything."""
    try:
        content = made(worker, task)
        write_as(folder / task.file, {worker.plan.suffix: lambda file: file.write_bytes(content)})
    except KenError as problem:
        return problem.diagnostics
    return ()


def processes(jobs: int | None) -> int:
    """How many processes to use: as many as were asked for, or as there are processors."""
    return jobs or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else jobs or os.cpu_count() or 1


__all__ = ["DONE", "Outcome", "Plan", "Task", "made", "processes", "run", "setting_of", "tasks", "worker_of", "write_one"]
