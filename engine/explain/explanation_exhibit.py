"""How a unit came to its rating, for people and programs."""

from __future__ import annotations

from collections.abc import Sequence

from ..show.exhibit import Chapter, Exhibit, Page
from ..words.diagnostics import say
from ..words.speech import Speech
from .explanation_json import trace_json
from .explanation_sections import sections
from .remedies import Remedy
from .trace import Trace


def explanation_exhibit(
    trace: Trace, remedies: Sequence[Remedy], speech: Speech, source: str = ""
) -> Exhibit:
    """The trace of a unit, and the least changes that reach better ratings; `source` is what the file of the
    data is called."""

    def page() -> Page:
        from .explanation_page import explanation_page

        return explanation_page(trace, remedies, speech, source)

    return Exhibit(
        say("{name}", name=f"{trace.rules.id}: {trace.unit}"),
        chapters=lambda: [Chapter(list(sections(trace, remedies, speech.language)))],
        page=page,
        data=lambda: trace_json(trace, remedies, speech.translate, speech.language),
    )


__all__ = ["explanation_exhibit"]
