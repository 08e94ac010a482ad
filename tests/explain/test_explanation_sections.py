"""`ken explain`: its files, and requests that are wrong."""

from __future__ import annotations

import json

import pytest

from ..conftest import EXAMPLE


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--unit", "อบต. อื่น"], "no unit"),
        (["--goal", "ผ่านมาก"], "no rating of ita/2566"),
        (["--goal", "OIX >= 85"], "did you mean “OIT”"),
        (["--keep", "IIX"], "did you mean “IIT”"),
        (["--by", "instrument"], "did you mean “instruments”"),
    ],
)
def test_wrong_requests_are_answered(ken, options, words):
    found = ken("explain", "ita/2566", EXAMPLE / "figures.csv", *options)
    assert found.exit_code == 2
    assert words in found.stderr
    assert "hint" in found.stderr


def test_several_units_want_a_name(ken, write):
    data = write("two.csv", "agency,IIT,EIT,OIT\na,90,90,90\nb,80,80,80\n")
    assert "say which one" in ken("explain", "ita/2566", data).stderr
    assert ken("explain", "ita/2566", data, "--unit", "b").exit_code == 0


@pytest.mark.slow
def test_markdown_and_files(ken, tmp_path):
    shown = ken("explain", "ita/2566", EXAMPLE / "indicators.csv", "--format", "markdown").stdout
    assert "| total |  |  | 75.4706 | 75.47 | 75.4706 | 24.5294 |" in shown
    assert "not decided" not in shown
    for name in ("out.md", "out.json"):
        assert ken("explain", "ita/2566", EXAMPLE / "indicators.csv", "-o", tmp_path / name).exit_code == 0
    assert (tmp_path / "out.md").read_text(encoding="utf-8") == shown
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["format"] == "ken-trace/1"
    assert ken("explain", "ita/2566", EXAMPLE / "indicators.csv", "-o", tmp_path / "out.pdf").exit_code == 2
