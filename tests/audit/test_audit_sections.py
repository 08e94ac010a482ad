"""The findings of an audit as files."""

from __future__ import annotations

import json

import pytest

from ..conftest import EXAMPLE


@pytest.mark.slow
def test_files_in_markdown_and_json(ken, tmp_path):
    for name in ("a.md", "a.json"):
        assert ken("audit", "ita/2566", EXAMPLE / "printed.csv", "-o", tmp_path / name).exit_code == 1
    assert "76.962" in (tmp_path / "a.md").read_text(encoding="utf-8")
    assert len(json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["findings"]) == 4
