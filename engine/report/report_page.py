"""A report as one HTML file that needs no network, as PDF, and as Markdown."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from ..show import packages
from ..words.diagnostics import Position, say
from . import fields
from .bar_chart import FONT, FONTS, Chart
from .content import Content
from .look import Look
from .template_tags import Tags, own_length

FILES = {"normal": "Sarabun-Regular.ttf", "bold": "Sarabun-Bold.ttf"}
_SIGN = re.compile(r"[\\`*_\[\]|#~]")
_BLANK = re.compile(r"\A[ \t\n]+")
_START = re.compile(r"\A\s*(?:[-+](?=[\s-]|\Z)|=|[0-9]+(?=[.)](?:\s|\Z)))")
_BREAK = re.compile(r"[ \t]*\n\s*")


def html(content: Content, look: Look, template: Path | None = None) -> str:
    """The report as one HTML file, by a template of one's own or by that of its look. Raises KenError when
    something is wrong with the template."""
    markup = packages.needed("markupsafe", "markupsafe").Markup
    chart = markup(content.chart.svg) if isinstance(content.chart, Chart) else ""
    context = {**fields.values(content), "words": look.words, "chart": chart, "fonts": markup(_faces())}
    source, path = _read(template or look.template(".html"))
    return _prepared(source, path, "html", tuple(look.words)).render(context)


def markdown(content: Content, look: Look, template: Path | None = None) -> str:
    """The report in Markdown; the signs of Markdown and HTML in its texts are escaped. Raises KenError when
    something is wrong with the template."""
    context = {**fields.values(content), "words": look.words, "chart": "", "fonts": ""}
    source, path = _read(template or look.template(".md"))
    return _prepared(source, path, "markdown", tuple(look.words)).render(context)


def pdf(html: str) -> bytes:
    """A page as PDF. What is not in the page itself is not fetched: no network, no files."""
    weasyprint = packages.needed("weasyprint", "weasyprint")
    fetcher = packages.needed("weasyprint.urls", "weasyprint").URLFetcher(allowed_protocols=["data"])
    made: bytes = weasyprint.HTML(string=html, url_fetcher=fetcher).write_pdf()
    return made


def _read(path: Path) -> tuple[str, str]:
    try:
        text = io.TextIOWrapper(io.BytesIO(fields.template_in(path)), encoding="utf-8").read()
    except UnicodeDecodeError:
        raise fields.unreadable(path, say("it is not in UTF-8")) from None
    return text, str(path)


@lru_cache(maxsize=8)
def _prepared(source: str, path: str, kind: str, words: tuple[str, ...]) -> fields.Prepared:
    settings: Mapping[str, Any] = {"autoescape": True} if kind == "html" else {"finish": _escaped}
    environment = fields.environment(trim_blocks=True, lstrip_blocks=True, **settings)
    starts = [0, *(found.end() for found in re.finditer("\n", source)), len(source) + 1]
    tags = Tags(source)

    def where(line: int, word: str) -> Position:
        begin, end = (starts[line - 1], starts[line]) if 0 < line < len(starts) else (0, 0)
        found = tags.place(word, begin, end) if word else -1
        return Position(path, line, found - begin + 1 if found >= 0 else 0, max(own_length(word), 1))

    return fields.Prepared(source, environment, where, {"words": dict.fromkeys(words, str), "fonts": str})


def _escaped(value: object) -> str:
    """A text that stands for itself in Markdown, and in a cell of a table."""
    text = _BLANK.sub(" ", str(value))  # four spaces or a tab would begin a block of code
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _SIGN.sub(r"\\\g<0>", text)
    text = _START.sub(
        lambda start: f"{start[0]}\\" if start[0][-1].isdigit() else f"{start[0][:-1]}\\{start[0][-1]}", text
    )
    return _BREAK.sub("<br>", text)


@cache
def _faces() -> str:
    """The fonts of the page, in the page."""
    face = (
        "@font-face {{ font-family: {font}; font-weight: {weight}; src: "
        'url("data:font/ttf;base64,{data}") format("truetype"); }}'
    )
    return "\n".join(
        face.format(font=FONT, weight=weight, data=base64.b64encode((FONTS / name).read_bytes()).decode())
        for weight, name in FILES.items()
    )


__all__ = ["html", "markdown", "pdf"]
