"""Commands that are broken off, or killed, at random moments: a status of their own, nothing half written, nothing
left beside it, and a run that is begun again gives the same bytes."""

from __future__ import annotations

import pytest

from .breaking import NAMES, SIGNALS, Broken, broken_off, command
from .budget import seeds

SECONDS = 10
AT_LEAST = 2  # moments of each signal


@pytest.mark.parametrize("name", NAMES)
def test_a_run_that_is_broken_off(tmp_path, name):
    run, broken = command(name, tmp_path), Broken()
    for number in seeds(SECONDS, AT_LEAST):
        for sent in SIGNALS:
            broken_off(run, name, number, sent, tmp_path, broken)
    print(broken)  # noqa: T201
    assert not broken.faults, str(broken)
    assert min(broken.moments.values()) >= AT_LEAST
