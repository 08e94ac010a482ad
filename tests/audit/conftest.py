"""What several tests of audits use."""

from __future__ import annotations

import json
from typing import Any

import pytest


@pytest.fixture
def audited(ken):
    def run(rules: str, *files: Any) -> list[dict[str, Any]]:
        return json.loads(ken("audit", rules, *files, "--format", "json").stdout)["findings"]

    return run
