"""What an audit contradictions, for people and programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..meaning.facts_in_words import titled
from ..meaning.model import RuleSet
from ..rating.made_of import made_of
from ..show.exhibit import Chapter, Exhibit, Page
from ..words.diagnostics import say
from ..words.speech import Speech
from .audit_sections import audit_json, sections, summary
from .contradictions import Contradiction
from .figures import Figures


def audit_exhibit(
    rules: RuleSet,
    figures: Figures,
    contradictions: Sequence[Contradiction],
    speech: Speech,
    lines: Mapping[str, Sequence[str]],
    sources: Sequence[str],
) -> Exhibit:
    """The contradictions with their arithmetic; `lines` are those of the files that they point into, and
    `sources` the names of all files."""

    def view(out: Any) -> None:
        from ..show.terminal import plain
        from ..show.wrapped_lines import print_line
        from .audit_view import print_findings

        print_findings(out, contradictions, lines, speech.translate)
        print_line(out, plain(speech.words(summary(rules, figures, contradictions))))

    def page() -> Page:
        about = made_of([rules], speech.language, sources, len(figures.by_unit()))
        return Page(titled(rules.id, rules.title, speech.language), chapters(), about)

    def chapters() -> list[Chapter]:
        return [Chapter(list(sections(rules, figures, contradictions)))]

    return Exhibit(
        say("{rules}: audit", rules=rules.id),
        view=view,
        page=page,
        chapters=chapters,
        data=lambda: audit_json(rules, figures, contradictions, speech.translate),
    )


__all__ = ["audit_exhibit"]
