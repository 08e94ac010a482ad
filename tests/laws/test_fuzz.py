"""A law of damaged inputs: whatever a file says, a command ends with a message, in time and within memory."""

from __future__ import annotations

import sys

import pytest

from .budget import seeds
from .fuzzing import FLIPS_IN_TYPED_FILES, Worker, fuzz

COMMANDS = 5
"""Of so many inputs one is for any command, the others for `ken evaluate`, which is faster."""


def test_a_damaged_input_ends_no_command_but_by_a_message(tmp_path):
    wanted = ((seed, seed % COMMANDS == 0) for seed in seeds(30, at_least=60))
    found = fuzz(wanted, typed=FLIPS_IN_TYPED_FILES, keep=tmp_path)
    print(found)  # noqa: T201
    assert not found.failures, str(found)
    assert found.share("opened") > 1 / 2, str(found)
    assert found.share("rated") > 1 / 3, str(found)


BEGINS = """import os, sys
sys.stdin.readline()
print('{"run": []}', flush=True)
"""


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("os.abort()", "the process died (-6)"),
        ("sys.exit('gone')", "the process died (1): gone"),
        ("exec('while True: pass')", "ran for more than 0.5 seconds"),
        ("held = bytearray(b'x') * 400_000_000; exec('while True: pass')", "took more than 0.25 GB"),
    ],
)
def test_what_ends_a_worker_is_told_and_a_new_one_begins(tmp_path, does, told):
    worker = Worker(tmp_path)
    worker.command = (sys.executable, "-c", BEGINS + does)
    worker.seconds, worker.bytes = 60 if "held" in does else 0.5, 2**28
    try:
        for seed in (1, 2):
            assert worker.outcome(seed, whole=False)["fault"].startswith(told)
    finally:
        worker.close()
