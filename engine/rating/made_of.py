"""What a page was made of, in a few words: by which rules, of which data, and when."""

from __future__ import annotations

from collections.abc import Sequence

from ..meaning.facts_in_words import titled
from ..meaning.model import RuleSet
from ..words.days import day_in_words, today
from ..words.diagnostics import Text, say
from ..words.language import Language


def made_of(
    rules: Sequence[RuleSet], language: Language, sources: Sequence[str] = (), units: int | None = None
) -> list[tuple[Text, Text]]:
    """What is said of rule sets, of the names of files of data with so many units, and of today."""
    told = [(say("rules"), say("{name}", name=" → ".join(each.id for each in rules)))]
    if sources:
        told.append((say("data"), say("{name}", name=" → ".join(sources))))
    if units is not None:
        told.append((say("units"), say("{count}", count=f"{units:,}")))
    told.append((say("made on"), day_in_words(today(), language)))
    return [*told, *((say("fingerprint"), say("{name}", name=each.fingerprint)) for each in rules)]


def title_of(rules: Sequence[RuleSet], language: Language) -> str:
    """Rule sets by their titles, as far as these tell them apart."""
    titles = [titled(each.id, each.title, language) for each in rules]
    return " → ".join(titles if len(set(titles)) == len(titles) else [each.id for each in rules])


__all__ = ["made_of", "title_of"]
