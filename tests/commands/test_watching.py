"""`ken check --watch` checks again when a file is saved."""

from __future__ import annotations

import os
import subprocess
import time

from ..conftest import KEN


def test_watching_checks_again_when_a_file_is_saved(tmp_path):
    path = tmp_path / "rules.yaml"
    text = (
        "ruleset: t/1\ntitle: t\nunit: agency\nsource: x\nscale: "
        "{min: 0, max: 100, decimals: 2, rounding: half_up}\nparts: {a: {}}\nbands: "
        "[{rating: high, from: 50}, {rating: low, to: %s}]\n"
    )
    path.write_text(text % "49.98", encoding="utf-8")
    command = [*KEN, "check", str(path), "--watch", "--lang", "en"]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        cwd=tmp_path,
    )
    assert process.stdout is not None
    try:
        for wanted, then in (("errors 1", "49.99"), ("no findings", None)):
            while wanted not in (line := process.stdout.readline()):
                assert line
            if then:
                time.sleep(0.5)
                path.write_text(text % then, encoding="utf-8")
    finally:
        process.kill()
        process.wait()
