"""JSON lines: an object a line, so that a file of any length is read line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ...words.speech import Speech
from ..exhibit import Exhibit

SUFFIXES = (".jsonl",)
SHAPES = ("records",)


def written(exhibit: Exhibit, speech: Speech) -> Iterator[bytes]:  # noqa: ARG001  # the records have their words
    """The records of an exhibit."""
    assert exhibit.records is not None
    for record in exhibit.records():
        yield json.dumps(record, ensure_ascii=False).encode(errors="replace") + b"\n"
