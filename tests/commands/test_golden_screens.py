"""What each command shows on terminals of 80, 120 and 200 letters, in both languages.

KEN_RENEW=1 writes the screens anew."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from ..conftest import ROOT
from ..screens import screen_here

FOLDER = Path(__file__).parent / "screens"
WIDTHS = (80, 120, 200)
LANGUAGES = ("en", "th")
SITE = ("site.yaml", "agencies.csv")
SCREENS: dict[str, tuple[str, ...]] = {
    "evaluate-unit": ("evaluate", *SITE, "--unit", "กรมเจ้าท่า"),
    "evaluate-units": ("evaluate", *SITE),
    "evaluate-by": ("evaluate", *SITE, "--by", "province"),
    "evaluate-chosen": ("evaluate", *SITE, "--where", "total < 90", "--sort", "-total", "--top", "3"),
    "check-clean": ("check", "site.yaml"),
    "check-slips": ("check", "slips.yaml", "overlap.yaml"),
    "explain": ("explain", *SITE, "--unit", "เทศบาลตำบลดำเนินสะดวก"),
    "compare": ("compare", "site.yaml", "draft.yaml", "agencies.csv", "--by", "province", "--no-proofs"),
    "diff": ("diff", "site.yaml", "draft.yaml"),
    "show": ("show", "site.yaml"),
    "show-shipped": ("show", "news2/2017"),
    "audit": ("audit", "site.yaml", "figures.csv"),
    "help": ("--help",),
    "help-evaluate": ("evaluate", "--help"),
    "help-compare": ("compare", "--help"),
    "list": ("list",),
}
SLOW = {"list"}
NAMED = [(name, language) for name in SCREENS for language in LANGUAGES]

MARK_FIRST = re.compile("[\u0e30-\u0e3a\u0e45-\u0e4e]")
VOWEL_LAST = re.compile("[\u0e40-\u0e44]…?$")
CELLS = re.compile(r"\s{2,}")


def golden(name: str, language: str) -> Path:
    return FOLDER / f"{name}.{language}.txt"


def kept(name: str, language: str) -> dict[int, list[str]]:
    """The screens of a command in a language, by width."""
    parts = re.split(r"^=== ([0-9]+) ===\n", golden(name, language).read_text(encoding="utf-8"), flags=re.M)
    return {int(width): text.split("\n") for width, text in zip(parts[1::2], parts[2::2], strict=True)}


@pytest.mark.parametrize(
    ("name", "language"),
    [pytest.param(*each, marks=pytest.mark.slow if each[0] in SLOW else ()) for each in NAMED],
)
def test_a_screen_is_as_it_was(name, language, monkeypatch):
    monkeypatch.chdir(ROOT if name == "list" else FOLDER)
    screens = [
        f"=== {width} ===\n" + "\n".join(screen_here(*SCREENS[name], width=width, language=language))
        for width in WIDTHS
    ]
    shown = "".join(screens)
    file = golden(name, language)
    if os.environ.get("KEN_RENEW"):
        file.write_text(shown, encoding="utf-8")
    assert shown == file.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "language"), NAMED)
def test_no_line_is_wider_than_the_terminal(name, language):
    for width, lines in kept(name, language).items():
        assert [line for line in lines if cell_len(line) > width] == []


@pytest.mark.parametrize(("name", "language"), NAMED)
def test_no_number_and_no_id_is_broken(name, language):
    """What has a digit on a narrow terminal stands on the widest one too."""
    screens = kept(name, language)
    whole = set(_with_digits(screens[WIDTHS[-1]]))
    for width in WIDTHS[:-1]:
        assert set(_with_digits(screens[width])) - whole == set()


@pytest.mark.parametrize(("name", "language"), NAMED)
def test_no_syllable_is_broken(name, language):
    for lines in kept(name, language).values():
        cells = [cell for line in lines for cell in CELLS.split(line.strip())]
        assert [cell for cell in cells if MARK_FIRST.match(cell) or VOWEL_LAST.search(cell)] == []


def test_there_is_a_screen_for_every_golden_file_and_none_is_left_over():
    assert {file.name for file in FOLDER.glob("*.txt")} == {golden(*each).name for each in NAMED}


def _with_digits(lines: list[str]) -> list[str]:
    words = (word for line in lines for word in line.split())
    return [word for word in words if re.search("[0-9]", word) and "…" not in word]
