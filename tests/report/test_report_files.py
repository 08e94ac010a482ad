"""`ken report`: the files that it reads and writes, and requests that are wrong."""

from __future__ import annotations

import pytest

from ..conftest import EXAMPLE, FIGURES
from .readers import text_of


@pytest.mark.slow
def test_the_template_that_comes_with_ken_can_be_had(ken, tmp_path):
    for name in ("t.docx", "t.html", "t.md"):
        assert (
            ken("report", "ita/2566", FIGURES, "-o", "x.docx", "--write-template", tmp_path / name).exit_code
            == 0
        )
    assert "{{ unit }}" in text_of(tmp_path / "t.docx")
    assert (
        ken(
            "report", "ita/2566", FIGURES, "-o", tmp_path / "r.docx", "--template", tmp_path / "t.docx"
        ).exit_code
        == 0
    )
    assert "องค์การบริหารส่วนตำบลตะโกทอง" in text_of(tmp_path / "r.docx")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--unit", "อบต. อื่น"], "no unit"),
        (["--template", "WRONG"], "unti"),
        (["--template", "absent.docx"], "cannot be read"),
        (["--guidance", "GUIDANCE"], "guidance for “i99”"),
        (
            ["--previous-rules", "ita/2564", "--previous", str(EXAMPLE / "indicators.csv")],
            "no rule set “ita/2564”",
        ),
        (["--keep", "IIX"], "IIX"),
    ],
)
def test_what_is_wrong_is_told_with_place_and_hint_and_nothing_is_written(
    ken, write, tmp_path, options, words
):
    template, guidance = (
        write("wrong.md", "{{ unit }}\n{{ unti }}\n"),
        write("g.yaml", "guidance: ita/2566\nitems: {i99: {improve: x}}\n"),
    )
    given = [{"WRONG": str(template), "GUIDANCE": str(guidance)}.get(each, each) for each in options]
    kind = "r.md" if "WRONG" in options else "r.docx"
    result = ken("report", "ita/2566", FIGURES, "-o", tmp_path / kind, *given)
    assert result.exit_code == 2
    assert words in result.stderr
    assert "hint" in result.stderr
    assert not (tmp_path / kind).exists()


def test_a_file_that_is_read_is_not_written_over(ken, write):
    data = write("data.md", "")
    result = ken("report", "ita/2566", FIGURES, "-o", data, "--template", data)
    assert result.exit_code == 2
    assert data.read_text(encoding="utf-8") == ""


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--all", "-o", "FOLDER", "--unit", "x"], "contradict"),
        (["--all", "-o", "FOLDER/r.docx"], "that of a folder"),
        (["-o", "FOLDER"], "no name of a report"),
        (["-o", "FOLDER/r.docx", "--kind", "pdf"], "--kind is for --all"),
        (["-o", "FOLDER/r.docx", "--previous-rules", "ita/2565"], "--previous is lacking"),
    ],
)
def test_options_that_contradict_each_other_are_refused(ken, tmp_path, options, words):
    result = ken("report", "ita/2566", FIGURES, *(each.replace("FOLDER", str(tmp_path)) for each in options))
    assert result.exit_code == 2
    assert words in result.stderr
