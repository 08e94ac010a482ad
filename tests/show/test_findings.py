"""Findings for other programs."""

from __future__ import annotations

import json


def test_check_as_json(ken, smallest):
    path = smallest("scale: {decimals: 9}\nnonsense: 1")
    found = json.loads(ken("check", path, "--format", "json").stdout)
    assert [(each["line"], each["column"], each["severity"], each["code"]) for each in found] == [
        (3, 19, "error", "out-of-range"),
        (4, 1, "error", "unknown-key"),
    ]
    assert set(found[0]) == {"file", "line", "column", "cell", "severity", "code", "message", "hint"}


def test_sarif_and_github_carry_place_and_hint(ken, smallest):
    path = smallest("bands: [{rating: high, from: 50}, {rating: low, to: 49.98}]\n")
    log = json.loads(ken("check", path, "--format", "sarif").stdout)
    (result,) = log["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("gap", "error")
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 3
    assert "let low end at 49.99" in result["message"]["text"]
    line = ken("check", path, "--format", "github").stdout
    assert line.startswith("::error file=")
    assert "title=gap::no band takes total 49.99%0Ahint: low ends at 49.98" in line
