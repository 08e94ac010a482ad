"""Commands that are broken off, or killed, at random moments, and begun again.

    .venv/bin/python -m tests.laws.breaking --moments 200 --seed 1

Each moment is one of SIGINT and one of SIGKILL, in turns over the commands. Before half of them the outputs of older
data stand where those of the run will. Printed are the statuses, and how many moments were otherwise than they ought
to be, each with its seed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from ..conftest import SMALLEST

KEN = str(Path(sys.executable).with_name("ken"))
NAMES = ("evaluate", "compare", "report")
SIGNALS = (signal.SIGINT, signal.SIGKILL)
UNITS, REPORTS = 3_000, 8
BROKEN_OFF, DONE = 130, (0, 1)
GONE = 10  # seconds after which no process of a run may be there
EARLY = 0.2  # seconds within which Python may not have come to the first line of Ken
OTHER = "bands: [{rating: hi, from: 70, to: 100}, {rating: lo, from: 0, to: 69.99}]\n"
TOLD_AGAIN = ("index.json", "index.html", "national.json")  # when a run of reports goes on


@dataclass
class Command:
    """A command that writes into the folder it runs in: what it writes there, what it wrote of older data, and how
    many seconds it takes."""

    arguments: list[str]
    wanted: dict[str, bytes]
    older: Path
    lasts: float


@dataclass
class Broken:
    """What came of the moments: the statuses by signal, and what was otherwise than it ought to be, with its
    seed. `early` are the runs that ended before Ken heard signals, with the seconds that they had."""

    moments: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)
    early: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        told = [
            f"{number} moments of {name}, {self.same[name]} then the same bytes"
            for name, number in self.moments.items()
        ]
        told += [f"{number} times {status}" for status, number in sorted(self.statuses.items())]
        if self.early:
            told.append(
                f"before Ken heard signals: {len(self.early)}, at most {max(self.early):.2f} s after the start"
            )
        return "\n".join([*told, f"faults: {len(self.faults)}", *self.faults])


def command(name: str, folder: Path) -> Command:
    """A command of NAMES, after a run of it that nobody broke off. Writes its inputs into the folder."""
    (folder / "smallest.yaml").write_text(SMALLEST, encoding="utf-8")
    rules, other = folder / "rules.yaml", folder / "other.yaml"
    for path, text in ((rules, ""), (other, OTHER)):
        path.write_text(f"ruleset: test/changed\nextends: smallest.yaml\n{text}", encoding="utf-8")
    data, older = (
        _data(folder / file, name, by) for file, by in (("data.parquet", 7), ("older.parquet", 11))
    )
    arguments = {
        "evaluate": ["evaluate", rules, data, "-o", "out.xlsx"],
        "compare": ["compare", rules, other, data, "-o", "out.html", "--no-proofs"],
        "report": ["report", rules, data, "--all", "-o", "reports"],
    }[name]
    whole, before = folder / "whole", folder / "before"
    for place in (whole, before):
        place.mkdir()
    shutil.copy(data, kept := folder / "kept.parquet")
    shutil.copy(older, data)
    assert _started(arguments, before).wait() in DONE
    shutil.copy(kept, data)
    begun = time.perf_counter()
    assert _started(arguments, whole).wait() in DONE
    return Command([str(each) for each in arguments], files_in(whole), before, time.perf_counter() - begun)


def _data(path: Path, name: str, by: int) -> Path:
    many = REPORTS if name == "report" else UNITS
    units = [f"unit {number}" for number in range(many)]
    values = {
        "a": [number % 101 for number in range(many)],
        "b": [number * by % 101 for number in range(many)],
    }
    pl.DataFrame({"agency": units, **values}).write_parquet(path)
    return path


def _started(
    arguments: list[str] | list[object], folder: Path, temporary: Path | None = None
) -> subprocess.Popen[bytes]:
    """A run of `ken` in a group of its own, as a terminal makes one."""
    return subprocess.Popen(
        [KEN, *map(str, arguments)],
        cwd=folder,
        env=os.environ | ({} if temporary is None else {"TMPDIR": str(temporary)}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE if temporary else subprocess.DEVNULL,
        start_new_session=True,
    )


def files_in(folder: Path) -> dict[str, bytes]:
    """The files of a folder, but for the journal of reports, which has a line more for each done again."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".jsonl"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def broken_off(
    command: Command, name: str, seed: int, sent: signal.Signals, place: Path, broken: Broken
) -> None:
    """Breaks a run off at the moment of a seed, looks at what it leaves, and begins it again."""
    chance = random.Random(f"{seed} {name} {sent.name}")
    folder, temporary = place / "moment", place / "temporary"
    temporary.mkdir()
    is_over = chance.random() < 0.5
    shutil.copytree(command.older, folder) if is_over else folder.mkdir()
    older = files_in(folder)
    moment = chance.uniform(0.02, 1.05) * command.lasts
    process = _started(command.arguments, folder, temporary)
    time.sleep(moment)
    with suppress(ProcessLookupError):
        (os.killpg if chance.random() < 0.5 else os.kill)(process.pid, sent)
    _, said = process.communicate(timeout=60)
    faults = [] if _all_gone(process.pid) else ["a process was still there"]
    status = process.returncode
    broken.moments[sent.name] += 1
    broken.statuses[f"{sent.name} {name}: {status}"] += 1
    is_early = sent is signal.SIGINT and moment < EARLY and (status == -sent or b"Traceback" in said)
    if is_early:
        broken.early.append(moment)
    elif sent is signal.SIGINT and (status not in (BROKEN_OFF, *DONE) or b"Traceback" in said):
        faults.append(f"ended with {status}: {said.decode()[-300:]}")
    left = files_in(folder)
    if sent is signal.SIGINT:
        faults += [f"left: {path}" for path in [*left, *files_in(temporary)] if _is_hidden(path)]
        faults += [f"left: {path}" for path in temporary.rglob("*")]
    if status in DONE and not is_early and left != command.wanted:
        faults.append(f"ended with {status}, and the files are not those of a whole run")
    faults += [
        f"half written: {path}"
        for path, raw in left.items()
        if not _is_hidden(path)
        and raw not in (command.wanted.get(path), older.get(path))
        and not _is_whole(path, raw)
    ]
    shutil.rmtree(temporary)
    if _started(command.arguments, folder).wait() not in DONE:
        faults.append("the run after it ended otherwise")
    found = {
        path: raw
        for path, raw in files_in(folder).items()
        if not (sent is signal.SIGKILL and _is_hidden(path))
    }
    if found == command.wanted:
        broken.same[sent.name] += 1
    else:
        differ = [path for path in {**found, **command.wanted} if found.get(path) != command.wanted.get(path)]
        faults.append(f"the run after it wrote otherwise: {', '.join(differ[:5])}")
    shutil.rmtree(folder)
    broken.faults += [
        f"{name} {sent.name} {seed} ({moment:.2f} s of {command.lasts:.2f}): {fault}" for fault in faults
    ]


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in Path(path).parts)


def _is_whole(path: str, raw: bytes) -> bool:
    """Whether a file that says how far a run of reports is can be read to its end."""
    if Path(path).name not in TOLD_AGAIN:
        return False
    if path.endswith(".html"):
        return raw.rstrip().endswith(b"</html>")
    with suppress(ValueError):
        json.loads(raw)
        return True
    return False


def _all_gone(group: int) -> bool:
    """Whether all processes of a run come to an end in time."""
    end = time.monotonic() + GONE
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def main() -> int:
    """Breaks off as many runs as were asked for; 1 when something was otherwise than it ought to be."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--moments", type=int, default=200, help="of each signal")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=NAMES)
    given = parser.parse_args()
    broken, names = Broken(), [given.only] if given.only else NAMES
    with tempfile.TemporaryDirectory() as place:
        commands = {}
        for name in names:
            (Path(place) / name).mkdir()
            commands[name] = command(name, Path(place) / name)
        for number in range(given.moments):
            name = names[number % len(names)]
            for sent in SIGNALS:
                broken_off(commands[name], name, given.seed + number, sent, Path(place) / name, broken)
    print(broken)  # noqa: T201
    return 1 if broken.faults else 0


if __name__ == "__main__":
    sys.exit(main())
