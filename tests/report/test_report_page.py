"""A report as a page."""

from __future__ import annotations

import re

import pytest
from kenrules.engine.report import report_page

from .readers import EDITIONS, MARKUP


@pytest.mark.parametrize("edition", EDITIONS[:2])
def test_html_needs_nothing_but_itself(contents, reports, edition):
    text, parsed = report_page.html(*contents[edition]), reports[*edition, "html"]
    assert [attributes for tag, attributes in parsed.elements if tag == "html"] == [{"lang": edition[0]}]
    assert not MARKUP & {tag for tag, _ in parsed.elements}
    assert not [
        name
        for _, attributes in parsed.elements
        for name in attributes
        if name in ("src", "href", "srcset", "data", "action", "xlink:href")
    ]
    assert set(re.findall(r"[a-z]+://[^\s\"'<>)]*", text)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert not re.search(r"@import|url\((?!\"data:)", text)
