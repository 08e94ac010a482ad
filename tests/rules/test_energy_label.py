"""The energy label of washing machines beside a plain reading of annexes II and IV of Regulation (EU) 2019/2014.

There is no library of the community. Three sheets of the European product registry are golden tests.
"""

from __future__ import annotations

import random
from fractions import Fraction
from math import floor

import polars as pl

from ..conftest import ROOT

COUNT = 2000
CLASSES = (("A", 52), ("B", 60), ("C", 69), ("D", 80), ("E", 91), ("F", 102))
SPINNING = (("A", 45), ("B", 54), ("C", 63), ("D", 72), ("E", 81), ("F", 90))
NOISE = (("A", 73), ("B", 77), ("C", 81))
RESULTS = ("standard", "cycle", "label", "total", "rating", "spinning rating", "noise rating")


def rounded(value, decimals):
    return Fraction(floor(value * 10**decimals + Fraction(1, 2)), 10**decimals)


def label(capacity, full, half, quarter, spinning, noise):
    """What the annexes make of a machine; energies are in kWh."""
    square = capacity * capacity
    standard = rounded(Fraction("0.0846") * capacity - Fraction("0.0025") * square + Fraction("0.392"), 3)
    first = rounded(Fraction("0.6918") - Fraction("0.0391") * capacity, 3)
    second = rounded(Fraction("0.3582") - Fraction("0.0109") * capacity, 3)
    third = rounded(1 - (first + second), 3)
    energies = (rounded(energy, 3) for energy in (full, half, quarter))
    cycle = rounded(sum(a * b for a, b in zip((first, second, third), energies, strict=True)), 3)
    index = rounded(cycle / standard * 100, 1)
    return (
        float(standard),
        float(cycle),
        float(rounded(100 * cycle, 0)),
        float(index),
        next((name for name, most in CLASSES if index <= most), "G"),
        next((name for name, end in SPINNING if spinning < end), "G"),
        next((name for name, end in NOISE if noise < end), "D"),
    )


def machines(count, seed):
    """Machines of every class, with energies that may have a fourth decimal."""
    chance = random.Random(seed)
    for _ in range(count):
        capacity = Fraction(chance.randrange(4, 35), 2)
        wanted = chance.choice((35, 52, 60, 69, 80, 91, 102, 125)) + chance.uniform(-3, 3)
        places = chance.choice((3, 3, 4))
        base = wanted / 100 * float(0.392 + 0.0846 * capacity - 0.0025 * capacity**2)
        shares = (1, 1, 1) if chance.random() < 0.3 else (1.5, 0.9, chance.uniform(0.4, 0.8))
        energies = (
            Fraction(max(0.01, round(base * share, places))).limit_denominator(10**4) for share in shares
        )
        yield (capacity, *energies, Fraction(chance.randrange(400, 950), 10), chance.randrange(68, 85))


def differences(count, seed, ken, path):
    """Machines of which the rule set says something else than the annexes: with what both say."""
    made = list(machines(count, seed))
    names = ("capacity", "full", "half", "quarter", "spinning", "noise")
    columns = {name: [float(row[at]) for row in made] for at, name in enumerate(names)}
    pl.DataFrame({"model": range(count), **columns}).write_csv(path)
    shown = ken("evaluate", "energy-label/washing-machine", path, "--format", "csv")
    told = pl.read_csv(shown.stdout_bytes).select(*RESULTS).rows()
    both = zip(made, (label(*row) for row in made), told, strict=True)
    return [(row, one, two) for row, one, two in both if one != two]


def test_random_machines_are_labelled_as_the_annexes_read(ken, tmp_path):
    assert differences(COUNT, 2014, ken, tmp_path / "machines.csv") == []


def test_the_machines_are_of_all_classes():
    found = [label(*row) for row in machines(COUNT, 2014)]
    for at, names in ((4, "ABCDEFG"), (5, "ABCDEFG"), (6, "ABCD")):
        assert all(sum(each[at] == name for each in found) > 50 for name in names)
    assert all(sum(each[3] == float(bound) for each in found) > 1 for _, bound in CLASSES)


def test_the_example_is_rated_without_findings(ken):
    shown = ken(
        "evaluate", "energy-label/washing-machine", ROOT / "examples/energy-label/washing-machines.csv"
    )
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert "A 5, B 0, C 1, D 0, E 1, F 0, G 1" in shown.stdout


def test_it_has_no_findings_and_its_golden_tests_pass(ken):
    assert ken("check", ROOT / "rules/energy-label", "--seconds", "120").stdout.count("no findings") == 2
    assert ken("test", ROOT / "rules/energy-label").stdout.splitlines()[-1].endswith("failed 0")
