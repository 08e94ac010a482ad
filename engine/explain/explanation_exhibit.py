"""How a unit came to its rating, for people and programs."""

from __future__ import annotations

from collections.abc import Sequence

from ..show.exhibit import Chapter, Exhibit
from ..words.diagnostics import say
from ..words.speech import Speech
from .explanation_sections import sections, trace_json
from .least import Way
from .trace import Trace


def explanation_exhibit(found: Trace, ways: Sequence[Way], speech: Speech) -> Exhibit:
    """The trace of a unit, and the least changes that reach better ratings."""
    return Exhibit(
        say("{name}", name=f"{found.rules.id}: {found.unit}"),
        chapters=lambda: [Chapter(list(sections(found, ways, speech.language)))],
        data=lambda: trace_json(found, ways, speech.translate),
    )


__all__ = ["explanation_exhibit"]
