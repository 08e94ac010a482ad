"""Many rule sets checked at once: the same findings as one after the other, in the same order."""

from __future__ import annotations

import os
import signal

import pytest
from kenrules.engine.verify import checking, checking_at_once
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
    monkeypatch.setattr(checking_at_once, "ALONE", alone)
    monkeypatch.setattr(checking_at_once, "processes", lambda _: 2)
    found = checking_at_once.check_all(subjects, 10.0)
    assert list(found) == [subject.name for subject in subjects]
    for subject in subjects:
        own = (subject.told,) if subject.told else checking.check(subject.name, 10.0, subject.kind)
        assert found[subject.name] == own
    assert sum("no band takes" in str(told) for own in found.values() for told in own) == 4  # not 5 and below


@pytest.mark.slow
def test_a_process_that_is_killed_is_told(subjects, monkeypatch):
    monkeypatch.setattr(checking_at_once, "ALONE", 0.0)
    monkeypatch.setattr(checking_at_once, "processes", lambda _: 2)
    monkeypatch.setattr(checking_at_once, "_told", killed)
    with pytest.raises(KenError, match="has ended before its time"):
        checking_at_once.check_all(subjects, 10.0)


def killed(*_):
    """Ends the process that it is called in as the system would."""
    os.kill(os.getpid(), signal.SIGKILL)
