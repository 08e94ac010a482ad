"""Reports as their readers have them, from each kind of file."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from kenrules.engine.book import house_style, library
from kenrules.engine.report import report_page, word
from kenrules.engine.report.content import Grid, PreviousText
from kenrules.engine.report.look import look
from kenrules.engine.words.diagnostics import KenError
from markdown_it import MarkdownIt

from ..html_pages import Parsed


def text_of(path):
    """All text of a Word file, tables in their places."""
    return "\n".join(Opened(path.read_bytes()).texts)


MAKERS = {"html": report_page.html, "markdown": report_page.markdown, "docx": word.document}
LOOK = look("en", house_style.load(library.load("ita/2566")))
"""The words and the style of reports of ITA in English."""
EDITIONS = [("th", "thai"), ("en", "arabic"), ("th", "arabic")]
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=1>',
    "'><svg onload=alert(1)></svg>",
    "</title></style><script>1</script>",
    "{{ unit }} {% for each in failing %} {# x",
    "=cmd|' /C calc'!A0",
    "]]> <!-- <![CDATA[",
    "</w:t></w:r></w:p><w:p>",
    "&lt;b&gt; &amp; &#60;",
    "[link](javascript:alert(1)) ![image](x) **b** `c` <http://a.example>",
    "| a | b | \\| \\",
    "# heading",
    "- item",
    "1. item",
    "---",
    "> quoted",
]
MARKUP = {
    "script",
    "img",
    "iframe",
    "object",
    "embed",
    "link",
    "base",
    "form",
    "image",
    "use",
    "foreignobject",
    "a",
}


class Opened:
    """The same of a Word document."""

    def __init__(self, data):
        self.document = docx.Document(io.BytesIO(data))
        body = self.document.element.body
        self.texts = [Paragraph(each, None).text for each in body.iter(qn("w:p"))]
        self.outline = []
        for each in body:
            if each.tag == qn("w:tbl"):
                self.outline.append(0)
            elif each.tag == qn("w:p") and (each.xpath(".//w:drawing") or "".join(each.itertext()).strip()):
                style = Paragraph(each, self.document).style.name
                self.outline.append(
                    1 if style == "Title" else int(style[-1]) if style.startswith("Heading") else 0
                )


def read(kind, made):
    """A report as its reader has it before them."""
    if kind == "docx":
        return Opened(made)
    return Parsed(MarkdownIt().enable("table").render(made) if kind == "markdown" else made)


def flat(*texts):
    return " ".join(" ".join(texts).split())


def without(content, field):
    """The content with nothing in a field, or in that of each thing of a list."""
    name, _, inner = field.partition(".")
    value = getattr(content, name)
    if inner:
        return replace(content, **{name: tuple(without(each, inner) for each in value)})
    nothing = {tuple: (), Grid: Grid((), ()), PreviousText: None}
    return replace(content, **{name: nothing.get(type(value), "")})


def told(kind, content, path):
    with pytest.raises(KenError) as caught:
        MAKERS[kind](content, LOOK, path)
    assert {each.code for each in caught.value.diagnostics} == {"template"}
    assert {each.position.file for each in caught.value.diagnostics} == {str(path)}
    return caught.value.diagnostics
