"""GitHub's annotations: findings beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...words.diagnostics import Diagnostic, Severity, Translate, with_hint
from ...words.speech import Speech
from ..exhibit import Exhibit

SUFFIXES = ()
SHAPES = ("findings",)
LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}


def written(exhibit: Exhibit, speech: Speech) -> Iterator[bytes]:
    """An annotation for each finding."""
    assert exhibit.findings is not None
    for diagnostic in exhibit.findings():
        yield f"{_annotation(diagnostic, speech.translate)}\n".encode(errors="replace")


def _annotation(diagnostic: Diagnostic, translate: Translate) -> str:
    at = diagnostic.position
    place = {"file": at.file, "line": at.line or 1, "col": at.column or 1, "title": diagnostic.code}
    listed = ",".join(f"{name}={_in_property(str(value))}" for name, value in place.items())
    return f"::{LEVELS[diagnostic.severity]} {listed}::{_escaped(with_hint(diagnostic, translate))}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _in_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
