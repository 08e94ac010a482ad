"""Years follow each other without a gap and without an overlap."""

from __future__ import annotations

import kenrules
import pytest

from ..conftest import SMALLEST
from ..edited_rules import OLD, changed


@pytest.mark.slow
def test_years_that_overlap_or_leave_days_out_are_found(tmp_path):
    folder = tmp_path / "ita"
    changed(tmp_path)
    new = f"ruleset: ita/2567\nextends: {OLD}\neffective: {{from: %s, to: 2023-09-30}}\n"
    for begin, words in (
        ("2022-09-30", "while ita/2565 is in force until 2022-09-30"),
        ("2022-10-03", "no rules are in force between"),
    ):
        (folder / "2567.yaml").write_text(new % begin, encoding="utf-8")
        (finding,) = kenrules.check(folder / "2567.yaml")
        assert finding.code == "effective-dates"
        assert words in str(finding.message)
    (folder / "2567.yaml").write_text(new % "2022-10-01", encoding="utf-8")
    assert kenrules.check(folder / "2567.yaml") == ()


def test_dates_that_are_taken_from_the_year_before_are_told_as_lacking(write):
    first = SMALLEST.replace("test/smallest", "own/2569") + "effective: {from: 2025-10-01, to: 2026-09-30}\n"
    write("own/2569.yaml", first)
    path = write("own/2570.yaml", "ruleset: own/2570\nextends: ./2569.yaml\n")
    (finding,) = kenrules.check(path)
    assert finding.code == "effective-dates"
    assert "add both, for example effective: {from: 2026-10-01, to: …}" in str(finding.hint)
    path = write("own/2570.yaml", "ruleset: own/2570\nextends: ./2569.yaml\ntitle: The year after\n")
    (finding,) = [each for each in kenrules.check(path) if each.code == "effective-dates"]
    assert "add effective: {from: 2026-10-01, to: …}" in str(finding.hint)
