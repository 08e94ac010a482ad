"""What checks find in a rule set."""

from __future__ import annotations

from pathlib import Path

import kenrules


def codes(path: Path) -> list[tuple[str, str]]:
    return [(found.code, str(found.message)) for found in kenrules.check(path)]
