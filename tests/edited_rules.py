"""The rule set ITA 2565 with some of its texts replaced."""

from __future__ import annotations

from pathlib import Path

from .conftest import ROOT

OLD = ROOT / "rules/ita/2565.yaml"


def changed(tmp_path: Path, *edits: tuple[str, str], extra: str = "") -> Path:
    """A copy of the old ITA rule set with some texts replaced."""
    text = OLD.read_text(encoding="utf-8")
    for before, after in edits:
        assert before in text
        text = text.replace(before, after)
    path = tmp_path / "ita" / "2565.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text + extra, encoding="utf-8")
    return path
