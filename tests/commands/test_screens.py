"""What is left on a terminal: results, and nothing of how far the run was."""

from __future__ import annotations

import pytest

from ..conftest import EXAMPLE
from ..screens import left_over, screen

SPINNER = set("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")
OTHER = "bands: [{rating: high, from: 60}, {rating: low}]"
DATA = "agency,a,b\n" + "".join(f"unit {number},{number % 100},50\n" for number in range(100))


def test_a_screen_is_read_as_it_was_written():
    assert left_over("\x1b[?25l\x1b[32m⠋\x1b[0m work\r\x1b[2K\x1b[1A\x1b[2Kdone\r\nend\r\n") == [
        "done",
        "end",
        "",
    ]
    assert left_over("⠋ work\r\ndone\r\n")[0] == "⠋ work"


@pytest.mark.parametrize("verb", ["evaluate", "compare", "audit", "explain", "report"])
def test_nothing_is_left_of_how_far_the_run_was(smallest, write, tmp_path, verb):
    rules, other, data = smallest(), smallest(OTHER, "other.yaml"), write("data.csv", DATA)
    files = [rules, *([other] if verb == "compare" else []), data]
    arguments: list[object] = [verb, *files, *(["--unit", "unit 7"] if verb == "explain" else [])]
    if verb == "report":
        made = ("--all", "--kind", "md", "-o", tmp_path / "out")
        arguments = ["report", "ita/2566", EXAMPLE / "indicators.csv", *made]
    text = "\n".join(screen("--lang", "en", *arguments, *(["-v"] if verb != "audit" else [])))
    assert len(text) > 50
    assert not SPINNER & set(text), text
