"""Slips of the pen in the ITA rule sets: each is found by `ken check` or by the golden tests, or is proved to
change no rating."""

from __future__ import annotations

import itertools
import re
import shutil
from pathlib import Path

import kenrules
import pytest
import z3
from kenrules import KenError
from kenrules.engine.meaning.model import RuleSet
from kenrules.engine.meaning.worlds import World
from kenrules.engine.verify import golden

from ..conftest import ROOT
from ..proving import found as find

FOLDER = ROOT / "rules" / "ita"


def slips(name: str) -> list[tuple[str, str]]:
    """Each slip as its description and the text that it makes of the rule set."""
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    made: list[tuple[str, str]] = []

    def at(found: re.Match[str], after: str) -> None:
        line = text.count("\n", 0, found.start()) + 1
        made.append(
            (f"{name}:{line}: {found[0]} → {after}", text[: found.start()] + after + text[found.end() :])
        )

    for found in re.finditer(r"(from|to): ([0-9]+(?:\.[0-9]+)?)\b(?!-)", text):
        if float(found[2]) not in (0, 100):
            for shift in (-0.01, 0.01, -5):
                at(found, f"{found[1]}: {float(found[2]) + shift:.2f}")
    for found in re.finditer(r">=|<(?!=)", text):
        at(found, {">=": ">", "<": "<="}[found[0]])
        at(found, {">=": "<=", "<": ">="}[found[0]])
    for found in re.finditer(r"min\(instruments\)", text):
        at(found, "max(instruments)")
        at(found, "total")
    for found in re.finditer(r"weight: ([0-9]+)%", text):
        at(found, f"weight: {int(found[1]) + 5}%")
    for found in re.finditer(r"value: 85", text):
        at(found, "value: 84.99")
        at(found, "value: 86")
    for found in re.finditer(r"rounding: half_up", text):
        for other in ("half_even", "down", "up"):
            at(found, f"rounding: {other}")
    for found in re.finditer(r"decimals: 2", text):
        at(found, "decimals: 1")
    lines = text.split("\n")
    bands = [number for number, line in enumerate(lines) if re.match(r"  - \{rating:", line)]
    for one, other in itertools.pairwise(bands):
        swapped = list(lines)
        swapped[one], swapped[other] = lines[other], lines[one]
        made.append((f"{name}: lines {one + 1} and {other + 1} exchanged", "\n".join(swapped)))
    return made


SLIPS = {description: (name, text) for name in ("2565", "2566") for description, text in slips(name)}


def rates_the_same(one: RuleSet, other: RuleSet) -> bool:
    """Whether no scores at all are rated differently, proved."""
    instruments = [child.path for child in one.total.children]
    worlds = World(one, instruments), World(other, instruments, prefix="other ")
    same = [worlds[1].free[path] == term for path, term in worlds[0].free.items()]
    ratings = {band.rating for band in (*one.bands, *other.bands)}
    unlike = []
    for rating in ratings:
        has = [
            z3.Or(
                *(
                    given
                    for given, band in zip(world.given, rules.bands, strict=True)
                    if band.rating == rating
                )
            )
            for world, rules in zip(worlds, (one, other), strict=True)
        ]
        unlike.append(has[0] != has[1])
    return find(worlds, [*same, z3.Or(*unlike)]) is None


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return shutil.copytree(FOLDER, tmp_path_factory.mktemp("rules") / "ita")


@pytest.mark.slow
@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_found_or_changes_nothing(slip, folder):
    name, text = SLIPS[slip]
    path = folder / f"{name}.yaml"
    before = path.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    try:
        if _fails(folder / f"{name}.test.yaml") or kenrules.check(path):
            return
        assert rates_the_same(kenrules.load(FOLDER / f"{name}.yaml"), kenrules.load(path))
    finally:
        path.write_text(before, encoding="utf-8")


def _fails(cases: Path) -> bool:
    """Whether golden cases fail, which is known sooner than what the proofs say; rules that cannot be loaded are
    left to these."""
    try:
        return bool(golden.run_file(cases).failed)
    except KenError:
        return False


def test_there_are_slips_enough():
    assert len(SLIPS) >= 40
