"""Word files as reports and as templates."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from kenrules.engine.report import word

from .readers import EDITIONS, LOOK, MAKERS, Opened, flat, told


@pytest.mark.parametrize("kind", MAKERS)
def test_a_template_that_is_not_there_is_told(english, tmp_path, kind):
    (fault,) = told(kind, english, tmp_path / "nowhere")
    assert "No such file" in str(fault.message)
    (folder,) = told(kind, english, tmp_path)
    assert all("--write-template" in str(each.hint) for each in (fault, folder))


@pytest.mark.parametrize("kind", MAKERS)
def test_a_file_of_another_kind_is_no_template(english, tmp_path, kind):
    path = tmp_path / "picture"
    path.write_bytes(english.chart.png)
    (fault,) = told(kind, english, path)
    assert ("no Word document" if kind == "docx" else "UTF-8") in str(fault.message)
    assert (".docx" if kind == "docx" else "--write-template") in str(fault.hint)


def zipped(**parts):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name, text in parts.items():
            new.writestr(name, text)
    return kept.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{{ unit }}",
        b"PK\x03\x04",
        zipped(),
        zipped(a="b"),
        zipped(**{"[Content_Types].xml": "<"}),
        zipped(**{"word/document.xml": "<w:document/>"}),
    ],
    ids=["empty", "text", "zip cut short", "empty zip", "another zip", "broken types", "no types"],
)
def test_what_is_no_word_document_is_told_with_a_hint(english, tmp_path, data):
    path = tmp_path / "own.docx"
    path.write_bytes(data)
    (fault,) = told("docx", english, path)
    assert ".docx" in str(fault.hint)


def test_a_huge_word_document_is_told(english, tmp_path):
    path = tmp_path / "own.docx"
    path.write_bytes(zipped(**{"word/document.xml": b"\0" * (word.LARGEST + 1)}))
    (fault,) = told("docx", english, path)
    assert "too large" in str(fault.message)
    assert fault.hint


def test_a_wrong_field_in_the_head_of_a_page_is_told(english, tmp_path):
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ uniit }}"
    document.sections[0].footer.paragraphs[0].text = "{{ totl }}"
    document.add_paragraph("{{ yeer }}")
    document.save(tmp_path / "own.docx")
    faults = told("docx", english, tmp_path / "own.docx")
    assert {each.position.cell for each in faults} == {"{{ uniit }}", "{{ totl }}", "{{ yeer }}"}


def test_a_row_tag_outside_a_row_is_told(english, template):
    told("docx", english, template("docx", "{%tr for each in failing %}\n{{ each.title }}\n{%tr endfor %}"))


def test_a_word_template_of_ones_own_has_rows_heads_and_a_chart(english, tmp_path):
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ unit }}"
    table = document.add_table(3, 2)
    for row, texts in zip(
        table.rows,
        [
            ("{%tr for each in failing %}", ""),
            ("{{ each.title }}", "{{ each.score }}"),
            ("{%tr endfor %}", ""),
        ],
        strict=True,
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("{{ chart }}")
    document.save(tmp_path / "own.docx")
    made = Opened(word.document(english, LOOK, tmp_path / "own.docx")).document
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows] == [
        [each.title, each.score] for each in english.failing
    ]
    assert made.sections[0].header.paragraphs[0].text == english.unit
    assert len(made.inline_shapes) == 1


@pytest.mark.parametrize("edition", EDITIONS)
def test_page_numbers_of_word_have_the_digits_of_the_text(reports, edition):
    formats = reports[*edition, "docx"].document.element.xpath(".//w:pgNumType/@w:fmt")
    assert formats == ["thaiNumbers" if edition[1] == "thai" else "decimal"]


def test_page_numbers_of_another_kind_stay_as_the_template_has_them(english, tmp_path):
    document = docx.Document()
    numbers = docx.oxml.OxmlElement("w:pgNumType")
    numbers.set(qn("w:fmt"), "upperRoman")
    document.sections[0]._sectPr.append(numbers)
    document.save(tmp_path / "own.docx")
    made = Opened(word.document(english, LOOK, tmp_path / "own.docx")).document
    assert made.element.xpath(".//w:pgNumType/@w:fmt") == ["upperRoman"]


def test_signs_of_docxtpl_in_a_text_stay_as_they_are(english, tmp_path):
    unit = "{_{ x }_} {_% y %_} {{ z }} {% if %} <b> & {"
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ unit }}"
    for text in ("{{ unit }}", "{{ unit|e }}", "{{ unit ~ '' }}", "{_{ unit }_}"):
        document.add_paragraph(text)
    document.save(tmp_path / "own.docx")
    made = Opened(word.document(replace(english, unit=unit), LOOK, tmp_path / "own.docx"))
    assert made.texts == [unit, unit, unit, "{{ unit }}"]
    assert made.document.sections[0].header.paragraphs[0].text == unit
    assert unit in flat(*Opened(word.document(replace(english, unit=unit), LOOK)).texts)
