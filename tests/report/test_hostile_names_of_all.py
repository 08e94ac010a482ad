"""The reports of units whose names are formulas, escapes, markup, paths or patterns: every file stands in the folder,
has the name as it is compared, and nothing of it is more than text."""

from __future__ import annotations

import io
import json
import re
from urllib.parse import unquote

import pytest
from kenrules.engine.words.diagnostics import visible
from lxml import etree

from ..commands.test_hostile_names import CONTROL, NAMES, READ
from .readers import MARKUP, flat, read

IN_PDF = [
    "=1+1",
    "\x1b]0;owned\x07",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "{{x}}",
    "a\u202eb",
    "กำ",
    "long" * 2500,
]
"""Few: each takes a quarter of a second."""
ACTIVE = {"hyperlink", "instrText", "fldSimple", "object", "altChunk", "control"}
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@pytest.fixture
def reported(ken, smallest, write, tmp_path):
    """Writes the reports of all units into the only folder of an otherwise empty place: the unit of each file."""

    def run(names, kind):
        rows = [
            {"agency": name, "=1+1": name, "a": 60 + number % 30, "b": 70}
            for number, name in enumerate(names)
        ]
        data, rules = write("data.json", json.dumps(rows)), smallest()
        place = tmp_path / "place" / "deeper"
        place.mkdir(parents=True)
        there = {path for path in tmp_path.rglob("*") if path.is_file()}
        done = ken(
            "report",
            rules,
            data,
            "--all",
            "--jobs",
            1,
            "--kind",
            kind,
            "-o",
            place / "out",
            "--lang",
            "en",
            "--meant",
            "total-row",  # “total” is a name
        )
        assert done.exit_code in (0, 1), done.output
        assert CONTROL.search(done.stderr) is None
        new = {path for path in tmp_path.rglob("*") if path.is_file()} - there
        assert {path.parent for path in new} == {place / "out"}
        index = json.loads((place / "out" / "index.json").read_text(encoding="utf-8"))
        files = {each["file"]: each["unit"] for each in index["reports"]}
        assert {*files, "index.html", "index.json", "reports.jsonl"} == {path.name for path in new}
        return place / "out", files

    return run


def plain(name):
    """A name as a file of text has it: what no page can show is left out."""
    return flat(NOT_IN_XML.sub("", name))


@pytest.mark.parametrize("kind", ["md", "html", "docx"])
def test_each_report_has_the_name_of_its_unit_and_nothing_else_of_it(reported, kind):
    folder, files = reported(NAMES, kind)
    assert sorted(files.values()) == READ
    for file, unit in files.items():
        raw = (folder / file).read_bytes()
        report = read("markdown" if kind == "md" else kind, raw if kind == "docx" else raw.decode())
        assert flat("Result of the assessment:", plain(unit)) in flat(*report.texts), unit
        assert not NOT_IN_XML.search("".join(report.texts))
        if kind == "docx":
            assert ACTIVE.isdisjoint(
                etree.QName(each).localname for each in report.document.element.iter()
            ), unit
        else:
            assert not MARKUP & {tag for tag, _ in report.elements}, unit
            assert not [name for _, given in report.elements for name in given if name.startswith("on")]


def test_the_index_leads_to_each_file(reported):
    folder, files = reported(NAMES, "md")
    raw = (folder / "index.html").read_text(encoding="utf-8")
    page = read("html", raw)
    links = [each["href"] for each in page.all("a") if not each["href"].startswith("#")]
    assert sorted(map(unquote, links)) == sorted(files)
    assert not [link for link in links if ":" in link or "//" in link or link.startswith("/")]
    own = [tag for tag, _ in page.elements if tag in MARKUP - {"a"}]
    assert own == ["script", "script"]  # the words of the page, and what sorts its tables
    assert {flat(visible(unit)) for unit in files.values()} <= {flat(text) for text in page.texts}
    assert not NOT_IN_XML.search(raw)


@pytest.mark.slow
@pytest.mark.usefixtures("pango")
def test_a_pdf_has_the_name_in_its_title_and_does_nothing(reported):
    import pypdf

    folder, files = reported(IN_PDF, "pdf")
    assert len(files) == len(IN_PDF)
    for file, unit in files.items():
        reader = pypdf.PdfReader(io.BytesIO((folder / file).read_bytes()))
        assert reader.metadata.title.endswith(f" – {plain(unit)}")
        assert {"/OpenAction", "/AA", "/Names"}.isdisjoint(reader.trailer["/Root"])
        assert not [page for page in reader.pages if "/Annots" in page]
