"""What an audit contradictions, for people and programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..meaning.model import RuleSet
from ..show.exhibit import Chapter, Exhibit
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
) -> Exhibit:
    """The contradictions with their arithmetic; `lines` are those of the files that they point into."""

    def view(out: Any) -> None:
        from ..show.terminal import plain
        from ..show.wrapped_lines import print_line
        from .audit_view import print_findings

        print_findings(out, contradictions, lines, speech.translate)
        print_line(out, plain(speech.words(summary(rules, figures, contradictions))))

    return Exhibit(
        say("{rules}: audit", rules=rules.id),
        view=view,
        chapters=lambda: [Chapter(list(sections(rules, figures, contradictions)))],
        data=lambda: audit_json(rules, figures, contradictions, speech.translate),
    )


__all__ = ["audit_exhibit"]
