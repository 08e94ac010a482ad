"""What the variants of a rule set say otherwise, as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..meaning.facts_in_words import weight_text
from ..meaning.model import Band, Node, RuleSet
from ..show.sections import Cell, shown
from ..words.diagnostics import Translate, say
from ..words.language import Language
from ..words.numerals import decimal_text
from .raw_value_rows import raw_rows
from .rule_lines import RuleLine, band_text, how_scored, lines_at, scoring_lines, with_above

Said = Mapping[tuple[str, str], str]
"""What rules say of something under a key, in a line."""

TAKEN_AWAY, ALWAYS = say("taken away"), say("always")


def variant_rows(
    rules: RuleSet, place: int, language: Language, translate: Translate
) -> Iterator[tuple[Cell, ...]]:
    """What is otherwise for each word of the input that chooses at some place: the word, of what, the key,
    and what it says then."""
    chooser = rules.inputs[rules.choosing[place]]
    base = _said(rules, language, translate)
    for word in rules.answers[chooser.answers or ""].options:
        alone = tuple(word if at == place else None for at in range(len(rules.choosing)))
        variant = rules.variants.get(alone)
        if variant is None:
            yield word, "", "", say("as above")
            continue
        other = _said(variant, language, translate)
        changed = [about for about in dict.fromkeys((*base, *other)) if base.get(about) != other.get(about)]
        for number, (of, key) in enumerate(changed):
            now: Cell = other.get((of, key), TAKEN_AWAY)
            yield word if number == 0 else "", of, key, now or ALWAYS
        if not changed:
            yield word, "", "", say("as above")


def _said(rules: RuleSet, language: Language, translate: Translate) -> Said:
    """All that can be otherwise in a variant."""
    parts: dict[tuple[str, str], list[str]] = {}
    for line in _every_line(rules, language):
        parts.setdefault((line.node, line.key), []).append(line.in_words(translate))
    for row in raw_rows(rules, iter(rules.entries.values()), language):
        values = [text for cell in row[2:] if (text := shown(cell, translate))]
        parts[(str(row[0]), "value")] = values
    return {about: ", ".join(filter(None, texts)) for about, texts in parts.items()}


def _every_line(rules: RuleSet, language: Language) -> Iterator[RuleLine]:
    for node, above in with_above(rules):
        yield from _scoring(rules, node, language)
        yield from lines_at(rules, node, above, language)
        yield from (_band_line(f"{node.id}: {band.rating}", rules, band) for band in node.bands)
    yield from (_band_line(band.rating, rules, band) for band in rules.bands)
    for threshold in rules.thresholds.values():
        yield RuleLine(threshold.id, "thresholds", decimal_text(threshold.value))


def _scoring(rules: RuleSet, node: Node, language: Language) -> Iterator[RuleLine]:
    """How a node comes to its score, and what it weighs."""
    name, how = rules.short_name(node.path), how_scored(rules, node)
    key = "combine" if node.children and how == node.combine else "score" if how.startswith("= ") else how
    if key:
        yield RuleLine(name, key, how.removeprefix("= ") if key in ("combine", "score") else "")
    for when, value, score in scoring_lines(rules, node, language):
        yield RuleLine(name, key, f"{value}: {score}" if value and score else value or score, when)
    if (weight := weight_text(node)) is not None:
        yield RuleLine(name, "weight", weight)


def _band_line(of: str, rules: RuleSet, band: Band) -> RuleLine:
    when = "" if band.when is None else band.when.text
    return RuleLine(of, "bands", band_text(band, rules.scale.decimals), when)


__all__ = ["variant_rows"]
