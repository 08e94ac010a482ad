"""JSON, as programs read it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ...words.speech import Speech
from ..exhibit import Exhibit

SUFFIXES = (".json",)
SHAPES = ("data",)


def written(exhibit: Exhibit, speech: Speech) -> Iterator[bytes]:  # noqa: ARG001  # the data have their words
    """The data of an exhibit, indented."""
    assert exhibit.data is not None
    yield json_text(exhibit.data()).encode(errors="replace")


def json_text(data: Any) -> str:
    """Data as an indented text that ends in a line break; letters stay as they are."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
