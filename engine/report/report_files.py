"""A report as bytes, by the ending of its file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from ..words.diagnostics import Diagnostic, KenError, Position, Translate, say
from . import report_page, word
from .content import Content

Maker = Callable[[Content, Translate, "Path | None"], bytes]

KINDS: Mapping[str, Maker] = {
    ".docx": word.document,
    ".html": lambda content, translate, template: report_page.html(content, translate, template).encode(),
    ".pdf": lambda content, translate, template: report_page.pdf(
        report_page.html(content, translate, template)
    ),
    ".md": lambda content, translate, template: report_page.markdown(content, translate, template).encode(),
}

TEMPLATES: Mapping[str, str] = {
    ".docx": "report.{language}.docx",
    ".html": "report.html.j2",
    ".md": "report.md.j2",
}
"""The templates that come with Ken, by the ending of a copy."""


def shipped(language: str) -> Mapping[str, bytes]:
    """The templates that come with Ken for a language, by the ending of a copy."""
    return {
        suffix: (report_page.TEMPLATES / name.format(language=language)).read_bytes()
        for suffix, name in TEMPLATES.items()
    }


def template_digest(template: Path | None) -> str:
    """What tells one template from another. Raises KenError where it cannot be read."""
    try:
        return "" if template is None else hashlib.sha256(template.read_bytes()).hexdigest()
    except OSError as problem:
        message = say("the template cannot be read: {error}", error=problem.strerror or problem)
        hint = say(
            "give the path of a template; ken report --write-template FILE writes the one that comes with Ken"
        )
        raise KenError([Diagnostic("template", message, Position(str(template)), hint)]) from None


def maker(path: Path) -> Maker:
    """What makes a file of that name. Raises KenError for an ending that is none of a report."""
    found = KINDS.get(path.suffix.casefold())
    if found is None:
        message = say("“{suffix}” is no kind of file that can be written", suffix=path.suffix)
        raise KenError(
            [
                Diagnostic(
                    "unwritable",
                    message,
                    Position(str(path)),
                    say("use one of {suffixes}", suffixes=list(KINDS)),
                )
            ]
        )
    return found


__all__ = ["KINDS", "TEMPLATES", "maker", "shipped", "template_digest"]
