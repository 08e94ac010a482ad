"""Parquet, whose numbers stay numbers; by which rules they were made stands in its metadata."""

from __future__ import annotations

import io
from collections.abc import Iterator

from ...words.speech import Speech
from ..exhibit import Exhibit

SUFFIXES = (".parquet",)
SHAPES = ("table",)
BINARY = True


def written(exhibit: Exhibit, speech: Speech) -> Iterator[bytes]:  # noqa: ARG001  # columns keep their names
    """The rows of an exhibit."""
    assert exhibit.table is not None
    rows, content = exhibit.table(), io.BytesIO()
    rows.frame.rename(dict(rows.headings)).write_parquet(content, metadata=dict(rows.about))
    yield content.getvalue()
