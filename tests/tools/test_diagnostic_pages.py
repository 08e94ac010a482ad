"""The page of findings is what the code says and what the commands print."""

from __future__ import annotations

import pytest

from ..conftest import ROOT
from .programs import program

RENEW = ROOT / "tools" / "renew_diagnostics.py"
pages = program(RENEW.stem)


@pytest.fixture(scope="module")
def renewed() -> tuple[str, list[str]]:
    """The page as it should be, and what is wrong with its inputs."""
    return pages.renewed()


def test_every_code_has_an_input_that_prints_it(renewed):
    assert renewed[1] == []


def test_the_page_is_what_the_commands_print(renewed):
    assert renewed[0] == pages.PAGE.read_text(encoding="utf-8"), f"run python {RENEW.relative_to(ROOT)}"
