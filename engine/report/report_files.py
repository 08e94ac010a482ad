"""A report as bytes, by the ending of its file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from ..book import house_style
from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, KenError, Position, say
from ..words.language import Language
from . import fields, report_page, word
from .content import Content
from .look import TEMPLATES, Look, look

Maker = Callable[[Content, Look, "Path | None"], bytes]


def _bytes(text: str) -> bytes:
    return text.encode(errors="replace")  # a name of a file may be no UTF-8


KINDS: Mapping[str, Maker] = {
    ".docx": word.document,
    ".html": lambda content, look, template: report_page.html(content, look, template).encode(
        errors="replace"
    ),
    ".pdf": lambda content, look, template: report_page.pdf(report_page.html(content, look, template)),
    ".md": lambda content, look, template: report_page.markdown(content, look, template).encode(
        errors="replace"
    ),
}


def shipped(language: Language, rules: RuleSet | None = None) -> Mapping[str, bytes]:
    """The templates of reports in a language, by the ending of a copy: those of the rules' house style, or
    those that come with Ken. Raises KenError where the house style has faults."""
    own = look(language, None if rules is None else house_style.load(rules))
    return {ending: fields.template_in(own.template(ending)) for ending in TEMPLATES}


def template_digest(template: Path | None) -> str:
    """What tells one template from another. Raises KenError where it cannot be read."""
    return "" if template is None else hashlib.sha256(fields.template_in(template)).hexdigest()


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


__all__ = ["KINDS", "maker", "shipped", "template_digest"]
