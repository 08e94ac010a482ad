"""How time and memory grow with the size of a rule set: commands on rule sets that are made here, from small
to large.

    python benchmarks/growth.py [--questions 100,1000,10000] [--bands 5,50,500] [--levels 3,30] [--units 1000]
                                [--commands evaluate,explain,check,diff,show]
                                [--shapes questions,wide,condition,bands,levels]
                                [--seconds 10] [--limit 60] [--runs 1]

Shapes of rule sets: `questions` has indicators of 10 questions, `wide` instruments of (at most) 1,000;
`condition` is as `questions`, and its best band asks for all of them (min(questions) >= 10); `bands` has so
many bands over two instruments; `levels` nests so many nodes, two a level (the reader takes 33). Commands run
as processes of their own: `ken evaluate` on one unit and on many, and `ken diff` with the same rules after a
revision (one bound or one weight is another).

A line has for each size the seconds, those of the processor, and the peak memory; then the exponent between
the largest size and the one a tenth of it (or less): log(time ratio) / log(size ratio), by the time of the
processor, which other work on the machine disturbs less. 1 is time in proportion, 2 is by the square; what
takes longer than --limit is stopped, says so, and no larger size is tried. The start of the program alone is
measured first, and taken off for the exponent."""

from __future__ import annotations

import argparse
import math
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

KEN = str(Path(sys.executable).with_name("ken"))
WIDE = 1_000  # questions of an instrument in the shape `wide`
BY_SIZE = {
    "questions": "questions",
    "wide": "questions",
    "condition": "questions",
    "bands": "bands",
    "levels": "levels",
}
SHAPES = {  # of a command: those in which it is measured
    "evaluate": ("questions", "wide", "bands", "levels"),
    "explain": ("questions", "wide", "bands", "levels"),
    "show": ("questions", "wide", "bands", "levels"),
    "check": ("questions", "wide", "condition", "bands", "levels"),
    "diff": ("questions", "wide", "bands", "levels"),
}

# A command's status, its seconds, those of the processor and the peak memory (KB) of it alone: the process
# around it is small
# and has no other child.
WRAPPER = """
import resource, subprocess, sys, time
start = time.perf_counter()
try:
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    status = subprocess.run(sys.argv[2:], **streams, timeout=float(sys.argv[1])).returncode
except subprocess.TimeoutExpired:
    status = "stopped"
seconds, used = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
print(status, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


@dataclass(frozen=True)
class Run:
    """A measured command: seconds, those of the processor, and peak memory in MB; `stopped` when it took
    longer than it may."""

    seconds: float
    processor: float
    memory: float
    stopped: bool = False


# rule sets and data


def rule_set(shape: str, size: int, *, revised: bool = False) -> str:
    """A rule set as YAML; a revised one has one other bound, or one other weight."""
    lines = [
        "ruleset: demo/2" if revised else "ruleset: demo/1",
        "title: Demo",
        "source: an example",
        "unit: agency",
    ]
    lines.append("scale: {min: 0, max: 100, decimals: 2, rounding: half_up}")
    good = "55" if revised else "50"
    two = [
        f"  - {{rating: good, from: {good}, to: 100}}",
        f"  - {{rating: poor, from: 0, to: {int(good) - 1}.99}}",
    ]
    match shape:
        case "bands":
            bounds = [round(10_000 * at / size) for at in range(size)] + [10_001]
            bounds[1] += revised
            lines += [
                "instruments:",
                "  A: {title: First, weight: 50%}",
                "  B: {title: Second, weight: 50%}",
                "bands:",
            ]
            lines += [
                f"  - {{rating: r{at}, from: {bounds[at] / 100:.2f}, to: {(bounds[at + 1] - 1) / 100:.2f}}}"
                for at in reversed(range(size))
            ]
        case "levels":
            weight = 40 if revised else 50
            for level in range(1, size + 1):
                pad = "    " * (level - 1)
                lines += [
                    f"{pad}parts:",
                    f"{pad}  a{level}: {{title: A leaf, weight: {weight}%}}",
                    f"{pad}  b{level}:",
                ]
                lines += [f"{pad}    title: A node", f"{pad}    weight: {100 - weight}%"]
            lines += ["bands:", *two]
        case _:
            wide, pad = shape == "wide", "  " if shape == "wide" else "      "
            each = min(size, WIDE) if wide else 10
            lines += (
                ["instruments:"] if wide else ["instruments:", "  A:", "    title: First", "    indicators:"]
            )
            lines += [
                f"{pad}I{at // each}: {{title: A part, questions: q{at + 1}..q{at + each}}}"
                for at in range(0, size, each)
            ]
            if shape == "condition":
                two = [
                    f"  - {{rating: good, from: {good}, to: 100, when: min(questions) >= 10}}",
                    "  - {rating: poor, from: 0, to: 100}",
                ]
            lines += ["bands:", *two]
    return "\n".join(lines) + "\n"


def columns(shape: str, size: int) -> list[str]:
    """The columns of data that give every leaf of a rule set its score."""
    match shape:
        case "bands":
            return ["A", "B"]
        case "levels":
            return [*(f"a{level}" for level in range(1, size + 1)), f"b{size}"]
        case _:
            return [f"q{at}" for at in range(1, size + 1)]


def data(shape: str, size: int, units: int) -> Iterator[str]:
    """The lines of a CSV file."""
    names = columns(shape, size)
    yield ",".join(["agency", *names]) + "\n"
    for unit in range(units):
        yield (
            ",".join([f"u{unit}", *(str((at * 7 + unit * 13) % 101) for at in range(1, len(names) + 1))])
            + "\n"
        )


@dataclass(frozen=True)
class Workshop:
    """Files of one shape and size, made when they are first asked for."""

    folder: Path
    shape: str
    size: int

    def _made(self, name: str, lines: Callable[[], Iterator[str]]) -> str:
        file = self.folder / f"{self.shape}-{self.size}-{name}"
        if not file.exists():
            with file.open("w", encoding="utf-8") as stream:
                stream.writelines(lines())
        return str(file)

    @property
    def rules(self) -> str:
        return self._made("old.yaml", lambda: iter([rule_set(self.shape, self.size)]))

    @property
    def revision(self) -> str:
        return self._made("new.yaml", lambda: iter([rule_set(self.shape, self.size, revised=True)]))

    def data(self, units: int) -> str:
        return self._made(f"{units}.csv", lambda: data(self.shape, self.size, units))


# measuring


def arguments(command: str, made: Workshop, seconds: float, units: int) -> list[str]:
    match command:
        case "evaluate":
            return ["evaluate", made.rules, made.data(units), "--format", "csv"]
        case "explain":
            return ["explain", made.rules, made.data(1), "--unit", "u0"]
        case "diff":
            return ["diff", made.rules, made.revision, "--seconds", str(seconds)]
        case "check":
            return ["check", made.rules, "--seconds", str(seconds)]
        case _:
            return ["show", made.rules]


def measured(words: Sequence[str], limit: float, runs: int) -> Run:
    """The median of some runs. Ends the program when the command fails."""
    found = []
    for _ in range(runs):
        done = subprocess.run(
            [sys.executable, "-S", "-c", WRAPPER, str(limit), KEN, *words],
            capture_output=True,
            text=True,
            check=True,
        )
        status, seconds, processor, kilobytes = done.stdout.split()
        found.append(Run(float(seconds), float(processor), int(kilobytes) / 1024, status == "stopped"))
        if status == "stopped":
            return found[-1]
        if status not in ("0", "1"):
            sys.exit(f"ended with {status}: ken {' '.join(words)}")
    return Run(
        *(
            statistics.median(values)
            for values in zip(*((run.seconds, run.processor, run.memory) for run in found), strict=True)
        )
    )


def exponent(runs: Mapping[int, Run], start: float) -> str:
    """The growth from a tenth of the largest size (or what is next below it) to the largest, the start of the
    program left out."""
    done = [size for size, run in runs.items() if not run.stopped]
    if len(done) < 2:
        return "-"
    most = max(done)
    less = max((size for size in done if size * 10 <= most), default=min(done))
    one, other = (max(runs[size].processor - start, 0.01) for size in (less, most))
    return f"{math.log(other / one) / math.log(most / less):.2f}"


def line(name: str, shape: str, sizes: Sequence[int], measure: Callable[[int], Run], start: float) -> None:
    print(f"{name:20} {shape:10}", end="", flush=True)
    runs: dict[int, Run] = {}
    for size in sizes:
        runs[size] = run = measure(size)
        print(
            f"   {size:>6,}: "
            + (
                f"over {run.seconds:.0f} s, stopped"
                if run.stopped
                else f"{run.seconds:6.2f} s ({run.processor:.2f}) {run.memory:5.0f} MB"
            ),
            end="",
            flush=True,
        )
        if run.stopped:
            break
    print(f"   exponent {exponent(runs, start)}", flush=True)


def numbers(text: str) -> list[int]:
    return sorted(int(each) for each in text.split(","))


def main(asked: argparse.Namespace, folder: Path) -> None:
    sizes = {"questions": asked.questions, "bands": asked.bands, "levels": asked.levels}
    start = measured(["show", Workshop(folder, "bands", 2).rules], asked.limit, 3).processor
    print(
        f"ken show of the least rule set: {start:.2f} s of the processor; proofs may take "
        f"{asked.seconds:g} s, each command {asked.limit:g} s"
    )
    for command in asked.commands:
        for shape in (shape for shape in SHAPES[command] if shape in asked.shapes):
            for units in dict.fromkeys([1, asked.units] if command == "evaluate" else [1]):

                def measure(size: int, command: str = command, shape: str = shape, units: int = units) -> Run:
                    return measured(
                        arguments(command, Workshop(folder, shape, size), asked.seconds, units),
                        asked.limit,
                        asked.runs,
                    )

                name = (
                    command
                    if command != "evaluate"
                    else "evaluate, 1 unit"
                    if units == 1
                    else f"evaluate, {units:,}"
                )
                line(name, shape, sizes[BY_SIZE[shape]], measure, start)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--questions",
        type=numbers,
        default=[100, 1_000, 10_000],
        help="how many, for the shapes questions, wide and condition",
    )
    parser.add_argument("--bands", type=numbers, default=[5, 50, 500])
    parser.add_argument("--levels", type=numbers, default=[3, 30])
    parser.add_argument("--units", type=int, default=1_000, help="in the second data file of evaluate")
    parser.add_argument("--commands", type=lambda text: text.split(","), default=list(SHAPES))
    parser.add_argument("--shapes", type=lambda text: text.split(","), default=list(BY_SIZE))
    parser.add_argument(
        "--seconds", type=float, default=10, help="of check and diff: how many seconds proofs may take"
    )
    parser.add_argument("--limit", type=float, default=60, help="how many seconds a command may take")
    parser.add_argument("--runs", type=int, default=1, help="of each command; the median is shown")
    with tempfile.TemporaryDirectory() as temporary:
        main(parser.parse_args(), Path(temporary))
