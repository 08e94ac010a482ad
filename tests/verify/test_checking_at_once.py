"""Many rule sets checked, or their golden tests run, at once: the same as one after the other, in the same
order."""

from __future__ import annotations

import os
import signal

import pytest
from kenrules.engine.verify import at_once, checking, checking_at_once, golden, golden_at_once
from kenrules.engine.words.diagnostics import KenError

GAP = """
ruleset: own/{name}
title: {name}
source: made up
unit: shop
scale: {{min: 0, max: {top}, decimals: 0, rounding: half_up}}
parts: {{a: {{}}}}
bands: [{{rating: A, from: {low}}}, {{rating: B, to: {below}}}]
"""


@pytest.fixture
def subjects(write):
    for number in range(5):
        text = GAP.format(name=f"r{number}", top=10 + number, low=6, below=3 + number % 3)
        write(f"rules/own/r{number}.yaml", text)
    folder = os.fspath(write("rules/own/notes.yaml", "a: [\n")).removesuffix("own/notes.yaml")
    return list(checking.subjects([folder]))


@pytest.mark.slow
@pytest.mark.parametrize("alone", [0.0, 0.001, 100.0])
def test_what_is_found_hangs_on_no_other_rule_set(subjects, alone, monkeypatch):
    monkeypatch.setattr(at_once, "ALONE", alone)
    monkeypatch.setattr(at_once, "processes", lambda _: 2)
    found = checking_at_once.check_all(subjects, 10.0)
    assert list(found) == [subject.name for subject in subjects]
    for subject in subjects:
        own = (subject.told,) if subject.told else checking.check(subject.name, 10.0, subject.kind)
        assert found[subject.name] == own
    assert sum("no band takes" in str(told) for own in found.values() for told in own) == 4  # not 5 and below


@pytest.mark.slow
def test_a_process_that_is_killed_is_told(subjects, monkeypatch):
    monkeypatch.setattr(at_once, "ALONE", 0.0)
    monkeypatch.setattr(at_once, "processes", lambda _: 2)
    monkeypatch.setattr(checking_at_once, "_told", killed)
    with pytest.raises(KenError, match="has ended before its time"):
        checking_at_once.check_all(subjects, 10.0)


CASES = """
tests: own/r{number}
cases:
  - {{name: above, input: {{a: {score}}}, expect: {{rating: A}}}}
  - {{name: below, input: {{a: 1}}, expect: {{rating: B}}}}
"""


@pytest.mark.slow
@pytest.mark.parametrize("alone", [0.0, 100.0])
def test_outcomes_of_golden_tests_hang_on_no_other_file(subjects, write, alone, monkeypatch):
    monkeypatch.setenv("KEN_RULES", os.path.dirname(os.path.dirname(subjects[0].name)))  # noqa: PTH120
    monkeypatch.setattr(at_once, "ALONE", alone)
    monkeypatch.setattr(at_once, "processes", lambda _: 2)
    files = [
        write(f"rules/own/r{number}.test.yaml", CASES.format(number=number, score=score))
        for number, score in enumerate([8, 2, "x", 9, 7])
    ]
    results, broken = golden_at_once.run_files(files)
    assert results == [golden.run_file(file) for number, file in enumerate(files) if number != 2]
    assert [result.failed for result in results] == [0, 1, 0, 0]
    with pytest.raises(KenError) as raised:
        golden.run_file(files[2])
    assert tuple(broken) == raised.value.diagnostics


def killed(*_, **__):
    """Ends the process that it is called in as the system would."""
    os.kill(os.getpid(), signal.SIGKILL)
