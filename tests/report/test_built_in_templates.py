"""Reports by the templates that come with Ken."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest
from docx.oxml.ns import qn
from kenrules.engine.report import report_page, word

from .readers import EDITIONS, LOOK, MAKERS, flat

FONT = "TH Sarabun New"


def in_order(content, words):
    """What is to stand in a report, in its order."""
    yield from (
        words["memorandum"],
        *(each.title for each in content.indicators),
        words["principles"],
        *content.principles,
        words["instruments"],
    )
    for each in content.instruments:
        yield from (each.title, each.about, *each.indicators, each.weight)
    yield from (words["scoring"], *content.scoring.headings)
    for row in content.scoring.rows:
        yield from row
    yield from (words["ratings"], content.earlier_title)
    for each in (*content.earlier_bands, *content.bands):
        yield from (each.range, each.condition or words["no_condition"], each.title)
    yield from (
        content.pass_mark,
        words["targets"],
        *content.targets,
        words["result_of"],
        content.unit,
        content.total,
        content.rating_title,
    )
    yield from (content.previous.total, content.previous.rating, content.previous.change, *content.notes)
    for each in content.instruments:
        yield from (each.title, each.weight, each.score, each.previous)
    yield words["indicators"]
    for group in content.groups:
        yield group.title
        for each in group.indicators:
            yield from (each.number, each.title, each.previous, each.score, each.change, each.result)
    for heading, indicators in (("failing", content.failing), ("passing", content.passing)):
        yield words[heading]
        for each in indicators:
            yield from (
                each.number,
                each.title,
                each.score,
                each.result,
                each.instrument_title,
                each.guidance,
            )
            for one in each.questions:
                yield from (f"{one.title} ({one.id})", one.score, one.guidance)
    yield words["ways"]
    for each in content.ways:
        yield from (each.goal, each.text)
    yield from (words["measures"], content.next_year)
    for each in content.indicators:
        yield from (each.number, each.title, each.instrument_title)
        for one in each.measures:
            yield from (f"{one.title} ({one.id})", one.units, *one.steps, one.report, words["by"], one.by)
    yield words["findings"]
    for each in content.findings:
        yield from (each.message, each.arithmetic, each.place, each.hint)
    yield content.provenance


@pytest.mark.slow
@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("edition", EDITIONS[:2])
def test_everything_stands_in_the_report_in_the_order_of_its_parts(contents, reports, edition, kind):
    content, own = contents[edition]
    assert all(
        [
            content.failing,
            content.passing,
            content.bands,
            content.earlier_bands,
            content.targets,
            content.ways,
            content.findings,
            content.previous,
        ]
    )
    assert any(each.measures for each in content.indicators)
    text, place = flat(*reports[*edition, kind].texts), 0
    for each in map(flat, in_order(content, own.words)):
        found = text.find(each, place)
        assert found >= 0, f"{each!r} does not stand after {text[max(place - 100, 0) : place]!r}"
        place = found + len(each)


@pytest.mark.parametrize("edition", EDITIONS)
def test_chart_steps_and_page_numbers_have_the_digits_of_the_text(contents, reports, edition):
    drawn = flat(*reports[*edition, "html"].drawn)
    assert set(re.findall("[0-9๐-๙]", drawn)) <= set("๐๑๒๓๔๕๖๗๘๙" if edition[1] == "thai" else "0123456789")
    assert all(each.score in drawn for each in contents[edition][0].indicators)
    numerals = "thai" if edition[1] == "thai" else "decimal"
    style = report_page.html(*contents[edition]).split("</style>")[0]
    assert f"list-style-type: {numerals};" in style
    assert f"counter(page, {numerals})" in style


@pytest.mark.parametrize("edition", EDITIONS[:2])
def test_tables_of_word_repeat_their_heads_and_may_break_within_rows(reports, edition):
    tables = list(reports[*edition, "docx"].document.element.body.iter(qn("w:tbl")))
    assert len(tables) > 10
    for table in tables:
        rows = list(table.iter(qn("w:tr")))
        heads = [bool(row.xpath("./w:trPr/w:tblHeader")) for row in rows]
        assert len(rows) <= 3 or heads == [True, *[False] * (len(rows) - 1)]
        assert [bool(row.xpath("./w:trPr/w:cantSplit")) for row in rows] == heads or len(rows) <= 3


@pytest.mark.parametrize("edition", EDITIONS[:2])
def test_thai_of_word_has_a_font_for_complex_scripts(reports, edition):
    document = reports[*edition, "docx"].document
    styles = {each.style_id: each.element for each in document.styles}
    default = document.styles.element.xpath("./w:docDefaults//w:rFonts/@w:cs")
    for run in document.element.body.iter(qn("w:r")):
        if re.search("[ก-๛]", "".join(run.itertext())):
            style = styles[(run.xpath("ancestor::w:p/w:pPr/w:pStyle/@w:val") or ["Normal"])[0]]
            fonts = [*run.xpath("./w:rPr/w:rFonts"), *style.xpath("./w:rPr/w:rFonts")]
            assert not [name for each in fonts for name in each.attrib if name == qn("w:cstheme")]
            assert [*(each.get(qn("w:cs")) for each in fonts), *default][0] == FONT


@pytest.mark.parametrize("edition", EDITIONS[:2])
def test_chart_is_a_picture_in_word(contents, reports, edition):
    document = reports[*edition, "docx"].document
    drawn = document.element.body.xpath(".//w:drawing//a:blip/@r:embed")
    assert [document.part.related_parts[each].blob for each in drawn] == [contents[edition][0].chart.png]


def test_word_is_the_same_to_the_byte_every_time(contents, english):
    made = word.document(english, LOOK)
    word.document(replace(english, unit="Another", chart=""), LOOK)
    assert word.document(english, LOOK) == made
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert {each.date_time for each in parts.infolist()} == {word.STAMP}
