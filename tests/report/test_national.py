"""The national summary."""

from __future__ import annotations

import json


def test_the_national_summary_counts_the_same_indicators(ken, of_levels, tmp_path):
    rules, data = of_levels
    assert ken("report", rules, data, "--all", "--kind", "md", "-o", tmp_path / "all").exit_code == 0
    summary = json.loads((tmp_path / "all" / "index.json").read_text(encoding="utf-8"))["summary"]
    failing = [list(row.values()) if isinstance(row, dict) else row for row in summary["failing"]]
    assert sorted(row[:3] for row in failing) == [["P2", "Second plan", 1], ["Q2", "Second answer", 1]]
    assert "Indicators that fail most often" in (tmp_path / "all" / "index.html").read_text(encoding="utf-8")
