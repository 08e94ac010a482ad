"""Damaged inputs given to whole commands in worker processes, which may die of them.

    .venv/bin/python -m tests.laws.fuzzing --files 20000 --commands 2000 --seed 1
    .venv/bin/python -m tests.laws.fuzzing --files 1 --seed 4711 --keep /tmp/found   # one again, its input kept

A file is given to `ken evaluate`; a command is any of them. An input fails when the command ends by an exception
that is none of its messages, when the process dies, runs for more than SECONDS, or takes more than BYTES. Printed
are the failures by what they have in common, each with its seed, and how many inputs were opened (a table was
read, or rules) and reached rating. `--typed` flips bytes of Parquet and Arrow files too, and counts these apart.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 10.0
BYTES = 2 * 1024**3
FILES_OF_A_WORKER = 300
"""Then a new one begins, so that what is never given back does not count for the next."""

FLIPS_IN_TYPED_FILES = True
"""Whether the short run flips bytes of Parquet and Arrow files too; their libraries can abort the process."""

OTHERS = 0.12
"""The share of workbooks in binary form, golden tests, guidance and differences."""


# Inputs


@dataclass(frozen=True)
class Case:
    """A command with its input. `about` says what was damaged and how, `is_typed` that it was the bytes of a
    Parquet or Arrow file."""

    arguments: list[str]
    about: str
    is_typed: bool = False


@dataclass
class Made:
    """An input while it is made."""

    folder: Path
    chance: Random
    rules: Path
    data: Path
    options: list[str]
    about: str = "whole"
    is_typed: bool = False


def case_of(seed: int, folder: Path, *, whole: bool, typed: bool) -> Case:
    """The damaged input of a seed, written into the folder: for `ken evaluate`, or any command where it is
    `whole`."""
    chance = Random(f"{seed} {whole}")
    if Random(f"{seed} another kind").random() < OTHERS:
        return _of_another_kind(seed, folder, chance)
    made = _made(seed, folder, chance)
    which = chance.random()
    if which < 0.72:
        _damage_data(made, typed=typed)
    elif which < 0.84:
        _damage_rules(made)
    elif which < 0.94:
        _damage_manifest(made)
    else:
        _odd_name(made)
    return Case(_arguments(made, whole=whole), made.about, made.is_typed)


def _made(seed: int, folder: Path, chance: Random) -> Made:
    """A rule set and data for it, in one file, not damaged yet but for the cells of some."""
    from . import damage, forms
    from .surveys import survey_of

    survey = survey_of(chance.randrange(10**9))
    rules = folder / "rules.yaml"
    rules.write_text(_yaml(survey.rules), encoding="utf-8")
    is_long = survey.layout == "scores" and chance.random() < 0.3
    columns, rows = forms.table(survey, is_long=is_long)
    kind = chance.choice(forms.KINDS)
    about = f"{kind} whole"
    if chance.random() < 0.5:
        damage.table(chance, columns, rows)
        about = f"{kind} cells"
    form = forms.Form(kind, is_long=is_long, separator=chance.choice(",,;\t|"), typed=_can_be_typed(rows))
    data = folder / f"data.{kind}"
    try:
        forms.write_table(form, data, columns, rows, chance)
    except Exception:  # names that a library cannot write, such as two alike
        data = folder / "data.csv"
        forms.write_table(forms.Form("csv"), data, columns, rows, chance)
    layout = "long" if is_long else survey.layout
    options = ["--layout", layout] if layout == "responses" or chance.random() < 0.8 else []
    return Made(folder, chance, rules, data, options, about)


def _can_be_typed(rows: Iterable[list[str | None]]) -> bool:
    from .forms import number_of

    try:
        for row in rows:
            [number_of(cell) for cell in row]
    except (ValueError, OverflowError):  # digits of other kinds, and more of them than a double has
        return False
    return True


def _damage_data(made: Made, *, typed: bool) -> None:
    from . import damage

    chance, kind = made.chance, made.data.suffix[1:]
    if chance.random() < 0.45:
        return
    raw = made.data.read_bytes()
    if kind in ("parquet", "arrow"):
        if typed:
            made.data.write_bytes(damage.flipped(chance, raw))
            made.about, made.is_typed = f"{kind} bytes", True
        return
    how, changed = "bytes", damage.flipped
    if chance.random() < 0.75:
        how = "structure"
        if kind in ("xlsx", "ods"):
            changed = damage.zipped
        elif kind == "csv":
            changed = damage.in_another_encoding if chance.random() < 0.15 else damage.lines
        else:
            changed = lambda chance, raw: damage.json_text(chance, raw, kind)  # noqa: E731
    with contextlib.suppress(json.JSONDecodeError):  # cells alone have damaged it
        made.data.write_bytes(changed(chance, raw))
    made.about = f"{kind} {how}"


def _damage_rules(made: Made) -> None:
    from . import damage

    chance, text = made.chance, made.rules.read_text(encoding="utf-8")
    made.about = "rules"
    _damage_yaml(made, made.rules, text, damage)
    if chance.random() < 0.1:
        made.rules.write_bytes(damage.flipped(chance, made.rules.read_bytes()))


def _damage_manifest(made: Made) -> None:
    from . import damage

    chance = made.chance
    layout = made.options[1] if made.options else "scores"
    entry: dict[str, Any] = {"path": made.data.name, "layout": layout}
    if chance.random() < 0.5:
        more = {
            "encoding": chance.choice(damage.ENCODINGS),
            "sheet": chance.choice(["Sheet1", "x", ""]),
            "decimal": chance.choice(["comma", "point"]),
            "percent": chance.choice(["as_shown", "as_stored"]),
            "instrument": chance.choice(["M1", {"column": "agency", "values": {"a": "M1"}}]),
            "key": chance.choice(["agency", "q1", "x"]),
        }
        entry |= dict(chance.sample([*more.items()], chance.randint(1, 3)))
    files = [entry] * chance.choice([1, 1, 2])
    if chance.random() < 0.2:
        entry["path"] = chance.choice(
            [
                "*",
                "**",
                "**/*",
                "",
                ".",
                "..",
                "/dev/zero",
                "/dev/null",
                "[",
                "dataset.yaml",
                "*.csv",
                "\x00",
                "~",
            ]
        )
    made.data = made.folder / "dataset.yaml"
    made.options, made.about = [], "manifest"
    text = _yaml({"dataset": "random", "files": [dict(each) for each in files]})
    if chance.random() < 0.7:
        _damage_yaml(made, made.data, text, damage)
    else:
        made.data.write_text(text, encoding="utf-8")


def _damage_yaml(made: Made, path: Path, text: str, damage: Any) -> None:
    import yaml

    if made.chance.random() < 0.35:
        path.write_text(damage.yaml_text(made.chance, text), encoding="utf-8")
        made.about += " text"
        return
    data = damage.nested(made.chance, yaml.safe_load(text), damage.YAML_VALUES)
    path.write_text(_yaml(data), encoding="utf-8")
    made.about += " values"


def _yaml(data: object) -> str:
    import yaml

    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))


def _odd_name(made: Made) -> None:
    """A name of a file, or an option, with characters that nobody expects."""
    from . import damage

    chance = made.chance
    made.about += ", odd name"
    if chance.random() < 0.6:
        other = made.folder / f"{chance.choice(damage.NAMES)}{made.data.suffix}"
        with contextlib.suppress(OSError, ValueError):
            made.data = made.data.rename(other)
        return
    option = chance.choice(["--unit", "--key", "--pass-through", "--encoding", "--sheet", "--responses"])
    value = chance.choice([*damage.NAMES, *damage.CELLS, *damage.ENCODINGS])
    made.options.append(f"{option}={value}" if chance.random() < 0.8 else f"{option}=M1={made.data}")


def _of_another_kind(seed: int, folder: Path, chance: Random) -> Case:
    """A damaged workbook in binary form, golden tests, guidance, or differences laid over rules."""
    from . import damage

    match chance.choice(["xls", "xlsb", "tests", "guidance", "draft"]):
        case ("xls" | "xlsb") as kind:
            return _binary_workbook(folder, chance, kind)
        case kind:
            made = _made(seed, folder, chance)
            made.about = kind
    rules, beside = str(made.rules), folder / f"beside.{'test.' * (kind == 'tests')}yaml"
    name = next(iter(yaml_of(made.rules)["instruments"]))
    texts: dict[str, Any] = {
        "tests": {
            "tests": rules,
            "cases": [
                {"name": "x", "input": {name: each}, "expect": {"rating": "hi"}} for each in (1, None, 5)
            ],
        },
        "guidance": {
            "guidance": rules,
            "principles": ["x", {"th": "ก", "en": "x"}],
            "units": {"u": "The office"},
            "items": {
                name: {"improve": "x", "measure": {"units": ["u"], "steps": ["x"], "report": "x", "by": 3}}
            },
        },
        "draft": {
            "title": "x",
            "scale": {"decimals": 1},
            "instruments": {name: {"title": "y"}},
            "bands": [{"rating": "hi", "from": 4}, {"rating": "lo"}],
        },
    }
    _damage_yaml(made, beside, _yaml(texts[kind]), damage)
    unit, laid, out = "--unit=หน่วยงาน 1", f"{rules}+{beside}", f"{folder}/out.md"
    runs = {
        "tests": [["test", str(beside)], ["check", "--seconds", "0.3", str(beside)]],
        "guidance": [
            ["check", "--seconds", "0.3", str(beside)],
            [
                "report",
                *made.options,
                "--seconds",
                "0.3",
                "--guidance",
                str(beside),
                unit,
                "-o",
                out,
                rules,
                str(made.data),
            ],
        ],
        "draft": [
            ["diff", "--seconds", "0.3", rules, laid],
            ["evaluate", *made.options, laid, str(made.data)],
            ["check", "--seconds", "0.3", laid],
        ],
    }
    return Case(["--lang", "en", *chance.choice(runs[kind])], made.about)


def _binary_workbook(folder: Path, chance: Random, kind: str) -> Case:
    from ..conftest import SMALLEST
    from ..data.binary_workbooks import XLS, write_xlsb
    from . import damage

    rules, data = folder / "rules.yaml", folder / f"data.{kind}"
    rules.write_text(SMALLEST, encoding="utf-8")
    if kind == "xls":
        data.write_bytes(chance.choice([damage.flipped, damage.in_place, damage.in_place])(chance, XLS))
    else:
        rows = {
            0: ["agency", "a", "b"],
            **{at: [f"u{at}", 9.5 * at, (7,) if at == 4 else at > 2] for at in range(1, 9)},
        }
        cells = {row: dict(enumerate(each)) for row, each in rows.items()}
        write_xlsb(data, cells, merged=[(1, 2, 0, 0)], hidden=[3])
        data.write_bytes(damage.zipped_bytes(chance, data.read_bytes()))
    return Case(
        ["--lang", "en", chance.choice(["evaluate", "audit"]), str(rules), str(data)], f"{kind} bytes"
    )


def yaml_of(path: Path) -> Any:
    """The data in a file of YAML."""
    import yaml

    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _arguments(made: Made, *, whole: bool) -> list[str]:
    chance, rules, data, folder = made.chance, str(made.rules), str(made.data), made.folder
    language = ["--lang", chance.choice(["en", "en", "th"])]
    unit = f"--unit=หน่วยงาน {chance.randint(0, 2)}"
    output = f"{folder}/out"
    verb = (
        chance.choice(["evaluate", "explain", "audit", "compare", "check", "report"]) if whole else "evaluate"
    )
    own: list[str] = []
    places = [rules, data]
    match verb:
        case "evaluate":
            kind = chance.choice(["csv", "xlsx", "parquet", "json", "jsonl"])
            own = chance.choice(
                [["--format", chance.choice(["table", "csv", "json"])], ["-o", f"{output}.{kind}"]]
            )
            own += chance.choice([[], [], [unit]])
        case "explain":
            own = [unit, "--seconds", "0.3", "--format", chance.choice(["text", "html", "json", "markdown"])]
        case "audit":
            own = ["--format", chance.choice(["text", "html", "json", "markdown"])]
        case "compare":
            own = ["--seconds", "0.3", "--format", chance.choice(["text", "html", "json", "markdown"])]
            places = [rules, rules, data] if chance.random() < 0.3 else [_other_rules(made), rules, data]
        case "check":
            own = [
                "--seconds",
                "0.3",
                "--format",
                chance.choice(["text", "json", "sarif", "junit", "github"]),
            ]
            places = [rules, *([data] if data.endswith(".yaml") else [])]
        case "report":
            own = ["--seconds", "0.3", "-o", f"{output}.{chance.choice(['md', 'html', 'docx'])}", unit]
    kept = made.options
    if verb in ("audit", "check"):  # they know no layouts; an audit some of the others
        kept = (
            [each for each in kept if each.startswith(("--key", "--enc", "--sheet"))]
            if verb == "audit"
            else []
        )
    return [*language, verb, *own, *kept, "--", *places]


def _other_rules(made: Made) -> str:
    """The rules as they were, with another band."""
    text = made.rules.read_text(encoding="utf-8", errors="replace")
    path = made.folder / "other.yaml"
    path.write_text(text.replace("decimals: 2", "decimals: 1"), encoding="utf-8")
    return str(path)


# A worker: reads seeds, a line each, and answers with what came of them


OF_YAML = ("rules", "tests", "guidance", "draft")
STAGES = {
    "opened": (("engine.data.tables", "read_table"), ("engine.book.source", "parse")),
    "rated": (
        ("engine.rating.evaluation", "evaluate_dataset"),
        ("engine.rating.rated", "rate_jointly"),
        ("engine.audit.contradictions", "audit"),
    ),
}


def work() -> None:
    """The life of a worker. What commands print goes nowhere, what libraries say of a panic to the log."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    reached = _watched()
    for line in sys.stdin:
        asked = json.loads(line)
        folder = Path(asked["folder"])
        case = case_of(asked["seed"], folder, whole=asked["whole"], typed=asked["typed"])
        print(
            json.dumps({"about": case.about, "is_typed": case.is_typed, "run": case.arguments}), file=answers
        )
        reached.clear()
        fault = run(case.arguments)
        opened = {"opened", "rated"} & reached if case.about.split()[0] not in OF_YAML else reached
        print(json.dumps({"fault": fault, "opened": bool(opened), "rated": "rated" in reached}), file=answers)


def _watched() -> set[str]:
    """The stages that a run has been through: functions of the engine that have given something."""
    import importlib
    import pkgutil

    import kenrules

    for found in pkgutil.walk_packages(kenrules.__path__, "kenrules."):
        if found.name.startswith(("kenrules.engine", "kenrules.commands", "kenrules.cli")):
            importlib.import_module(found.name)
    reached: set[str] = set()

    def watched(stage: str, own: Any) -> Any:
        def called(*arguments: Any, **options: Any) -> Any:
            result = own(*arguments, **options)
            reached.add(stage)
            return result

        return called

    for stage, functions in STAGES.items():
        for module, name in functions:
            own = getattr(importlib.import_module(f"kenrules.{module}"), name)
            if name == "parse":
                stage = "parsed"  # of data, rules alone are not enough
            for each in [each for key, each in sys.modules.items() if key.startswith("kenrules")]:
                if getattr(each, name, None) is own:
                    setattr(each, name, watched(stage, own))
    return reached


def run(arguments: list[str]) -> str | None:
    """Runs `ken` in this process with the streams that it has on the command line: its fault, or None."""
    from kenrules.cli import commands

    own = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (
        io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="replace", newline="") for _ in own
    )
    try:
        commands.main(arguments, prog_name="ken")
    except SystemExit as end:
        sys.stderr.flush()
        said = sys.stderr.buffer.getvalue()
        if end.code not in (0, 1, 2, None) or b"Traceback (most recent" in said:
            return f"ended with {end.code}"
    except OSError:
        pass  # the command tells it in a line
    except BaseException as problem:  # a panic of a library is no Exception
        places = traceback.extract_tb(problem.__traceback__)
        inside = [each for each in places if str(ROOT / "engine") in each.filename] or places
        place = inside[-1]
        file = place.filename.removeprefix(f"{ROOT}/")
        return f"{type(problem).__name__} at {file}:{place.lineno} ({place.name}): {str(problem)[:120]}"
    finally:
        sys.stdout, sys.stderr = own
    return None


# Those who give workers their work


@dataclass
class Found:
    """What came of many inputs: how many of each kind there were, were opened and were rated; of failures what
    they have in common, with the seeds."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    typed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, told: dict[str, Any], seed: int, kind: str) -> None:
        """One input's outcome."""
        with self.lock:
            which = "typed" if told.get("is_typed") else kind
            for each in (which, f"of {told.get('about', '?').split()[0].rstrip(',')}"):
                self.counts[each] += 1
                for stage in ("opened", "rated"):
                    self.counts[f"{each} {stage}"] += bool(told.get(stage))
            if told["fault"]:
                arguments = " ".join(told.get("run", ())[2:4])
                where = self.typed if told.get("is_typed") else self.failures
                where[told["fault"]].append(f"{kind} {seed} ({told.get('about')}; {arguments})")

    def share(self, stage: str) -> float:
        """The share of all inputs but damaged Parquet and Arrow that reached a stage."""
        reached = sum(self.counts[f"{kind} {stage}"] for kind in ("file", "command"))
        return reached / max(1, sum(self.counts[kind] for kind in ("file", "command")))

    def __str__(self) -> str:
        told = [
            f"{self.counts[kind]} {name}: {self.counts[f'{kind} opened']} opened, {self.counts[f'{kind} rated']} rated"
            for kind, name in (
                ("file", "files"),
                ("command", "commands"),
                ("typed", "damaged Parquet and Arrow files"),
            )
        ]
        told.append(f"shares: opened {self.share('opened'):.0%}, rated {self.share('rated'):.0%}")
        kinds = [each for each in sorted(self.counts) if each.startswith("of ") and each.count(" ") == 1]
        told += [
            f"{each}: {self.counts[each]}, {self.counts[f'{each} opened']} opened, {self.counts[f'{each} rated']} rated"
            for each in kinds
        ]
        for name, group in (("", self.failures), ("Parquet or Arrow: ", self.typed)):
            told += [
                f"{name}{len(seeds)} times: {fault}\n    " + "\n    ".join(seeds[:4])
                for fault, seeds in sorted(group.items(), key=lambda one: -len(one[1]))
            ]
        return "\n".join(told)


class Worker:
    """A process that runs commands, and a new one when it has died or grown."""

    command = (sys.executable, "-m", "tests.laws.fuzzing", "--work")
    seconds = SECONDS
    bytes = BYTES

    def __init__(self, folder: Path, *, typed: bool = False, keep: Path | None = None) -> None:
        self.folder, self.typed, self.keep = folder, typed, keep
        self.process: subprocess.Popen[bytes] | None = None
        self.left = 0
        self.unread = b""
        folder.mkdir(parents=True, exist_ok=True)

    def outcome(self, seed: int, *, whole: bool) -> dict[str, Any]:
        """What came of a seed's input: `fault`, `opened`, `rated`, `about`, `run`."""
        process = self._process()
        inputs = self.folder / "case"
        shutil.rmtree(inputs, ignore_errors=True)
        inputs.mkdir()
        asked = {"seed": seed, "folder": str(inputs), "whole": whole, "typed": self.typed}
        assert process.stdin
        process.stdin.write(json.dumps(asked).encode() + b"\n")
        process.stdin.flush()
        told = self._answer(process, 60)
        if "run" in told:
            told |= self._answer(process, self.seconds)
        elif told["fault"]:
            told["fault"] = f"no input was made: {told['fault']}"
        if told["fault"] and self.keep:
            shutil.copytree(inputs, self.keep / str(seed), dirs_exist_ok=True)
            (self.keep / str(seed) / "told.json").write_text(json.dumps(told))
        return told

    def close(self) -> None:
        """Ends the process."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            for stream in (self.process.stdin, self.process.stdout):
                if stream:
                    with contextlib.suppress(OSError):
                        stream.close()
        self.process, self.unread = None, b""

    def _process(self) -> subprocess.Popen[bytes]:
        if self.left == 0:
            self.close()
        if self.process is None:
            self.left = FILES_OF_A_WORKER
            environment = {**os.environ, "POLARS_MAX_THREADS": "1", "RAYON_NUM_THREADS": "1"}
            with (self.folder / "log").open("wb") as log:
                self.process = subprocess.Popen(
                    self.command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    cwd=ROOT,
                    env=environment,
                )
        self.left -= 1
        return self.process

    def _answer(self, process: subprocess.Popen[bytes], seconds: float) -> dict[str, Any]:
        """The next line of the process, or how it died, hung or grew; it then is no more."""
        assert process.stdout
        begun, busy = time.monotonic(), _busy(process.pid)
        while b"\n" not in self.unread:
            ready, _, _ = select.select([process.stdout], [], [], 0.05)
            if ready:
                more = os.read(process.stdout.fileno(), 65536)
                self.unread += more
                if not more:
                    code = process.wait()
                    log = (self.folder / "log").read_text(errors="replace").strip().splitlines()
                    self.close()
                    return {"fault": f"the process died ({code}): {' / '.join(log[-3:])[-300:]}"}
                continue
            waited = time.monotonic() - begun
            # others may have the processor: what counts is the time that the process itself had
            if waited > seconds and (_busy(process.pid) - busy > 0.8 * seconds or waited > 4 * seconds):
                self.close()
                return {"fault": f"ran for more than {seconds:g} seconds"}
            if _resident(process.pid) > self.bytes:
                self.close()
                return {"fault": f"took more than {self.bytes / 1024**3:g} GB"}
        line, self.unread = self.unread.split(b"\n", 1)
        return dict(json.loads(line))


def _resident(process: int) -> int:
    """The bytes that a process has in memory; 0 where the system does not say."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def _busy(process: int) -> float:
    """The seconds that a process has had of the processor; the clock where the system does not say."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    except (OSError, IndexError):
        return time.monotonic()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def fuzz(
    wanted: Iterable[tuple[int, bool]], *, jobs: int = 2, typed: bool = False, keep: Path | None = None
) -> Found:
    """Gives the input of each seed (and whether it is for any command) to the workers."""
    found, left, lock = Found(), iter(wanted), threading.Lock()

    def each() -> Iterator[tuple[int, bool]]:
        while True:
            with lock:
                one = next(left, None)
            if one is None:
                return
            yield one

    def served(number: int) -> None:
        worker = Worker(Path(folder) / str(number), typed=typed, keep=keep)
        try:
            for seed, whole in each():
                found.add(worker.outcome(seed, whole=whole), seed, "command" if whole else "file")
        finally:
            worker.close()

    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        ThreadPoolExecutor(jobs) as threads,
    ):
        list(threads.map(served, range(jobs)))  # raises what one of them raised
    return found


def main() -> int:
    """Runs as many inputs as were asked for; 1 when one failed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=0)
    parser.add_argument("--commands", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="a folder for the inputs that failed")
    parser.add_argument("--typed", action="store_true", help="flip bytes of Parquet and Arrow files too")
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        work()
        return 0
    seeds = [(given.seed + number, False) for number in range(given.files)]
    seeds += [(given.seed + number, True) for number in range(given.commands)]
    found = fuzz(seeds, jobs=given.jobs, typed=given.typed, keep=given.keep)
    print(found)  # noqa: T201
    return 1 if found.failures else 0


if __name__ == "__main__":
    sys.exit(main())
