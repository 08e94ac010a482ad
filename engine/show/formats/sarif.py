"""SARIF 2.1.0, which editors and platforms read findings from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from ... import __version__
from ...words.diagnostics import Diagnostic, Translate, with_hint
from ...words.speech import Speech
from ..exhibit import Exhibit
from .json import json_text

SUFFIXES = (".sarif",)
SHAPES = ("findings",)


def written(exhibit: Exhibit, speech: Speech) -> Iterator[bytes]:
    """A log with one run."""
    assert exhibit.findings is not None
    diagnostics = exhibit.findings()
    codes = list(dict.fromkeys(diagnostic.code for diagnostic in diagnostics))
    rules = [{"id": code, **_described(exhibit, code, speech)} for code in codes]
    driver = {"name": "ken", "version": __version__, "rules": rules}
    results = [
        _result(diagnostic, codes.index(diagnostic.code), speech.translate) for diagnostic in diagnostics
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    yield json_text({"$schema": schema, "version": "2.1.0", "runs": [run]}).encode(errors="replace")


def _described(exhibit: Exhibit, code: str, speech: Speech) -> Mapping[str, Any]:
    reason = exhibit.reasons.get(code)
    return {} if reason is None else {"shortDescription": {"text": speech.words(reason)}}


def _result(diagnostic: Diagnostic, index: int, translate: Translate) -> Mapping[str, Any]:
    at = diagnostic.position
    place = {
        "artifactLocation": {"uri": quote(at.file, safe="/:")},
        "region": {"startLine": at.line or 1, "startColumn": at.column or 1},
    }
    return {
        "ruleId": diagnostic.code,
        "ruleIndex": index,
        "level": diagnostic.severity,
        "message": {"text": with_hint(diagnostic, translate)},
        "locations": [{"physicalLocation": place}],
    }
