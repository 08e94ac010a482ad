"""A report as PDF."""

from __future__ import annotations

import re
import zlib
from functools import reduce

import pytest
from kenrules.engine.report import report_page

from .readers import without


def unpacked(pdf):
    """What stands in the streams of a PDF that are compressed."""
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        reader = zlib.decompressobj()
        found.append(reader.decompress(stream) if stream[:1] == b"x" else stream)
    return pdf + b"".join(found)


@pytest.mark.slow
@pytest.mark.usefixtures("pango")
def test_pdf_has_pages_and_the_thai_font(contents):
    content, own = contents["th", "thai"]
    made = report_page.pdf(
        report_page.html(reduce(without, ["passing", "indicators.measures"], content), own)
    )
    assert made.startswith(b"%PDF-")
    inside = unpacked(made)
    assert len(re.findall(rb"/Type ?/Page\b", inside)) > 10
    assert re.search(rb"/BaseFont ?/[A-Z]{6}\+Sarabun\b", inside)


@pytest.mark.slow
@pytest.mark.usefixtures("pango")
def test_pdf_fetches_nothing(tmp_path, english):
    picture = tmp_path / "picture.png"
    picture.write_bytes(english.chart.png)
    own = (
        f'<img src="{picture.as_uri()}"><link rel="stylesheet" href="http://127.0.0.1:9/a.css"><img '
        'src="http://127.0.0.1:9/a.png"><p>text</p>'
    )
    made = report_page.pdf(own)
    assert made.startswith(b"%PDF-")
    assert b"/Image" not in unpacked(made)
