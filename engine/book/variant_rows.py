"""What the variants of a rule set say otherwise, as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..meaning.facts_in_words import UNKNOWN, weight_text
from ..meaning.model import Band, Node, RuleSet
from ..show.sections import Cell, shown
from ..words.diagnostics import Text, Translate, say
from ..words.language import Language
from ..words.numerals import decimal_text
from .raw_value_rows import raw_rows
from .rule_lines import RuleLine, band_text, how_scored, lines_at, scoring_lines, with_above, word_rows

Said = Mapping[tuple[str, str], str]
"""What rules say of something under a key, in a line."""

TAKEN_AWAY, ALWAYS = say("taken away"), say("always")

NODE, BANDS = "title", "bands"

FURTHER = ("title", "scale", "total", "bands", "hit_policy", "thresholds", "answers", "judgements", "inputs")
"""What could be otherwise beside what is told."""


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
        changed = list(_changed(base, other))
        for about in changed:
            now: Cell = other.get(about, TAKEN_AWAY)
            yield word, *about, now or (ALWAYS if about[1] == BANDS else UNKNOWN)
        if not changed:
            is_alike = all(getattr(rules, name) == getattr(variant, name) for name in FURTHER)
            yield (
                word,
                "",
                "",
                say("as above") if is_alike else say("otherwise than above, in what is not shown here"),
            )


def _changed(base: Said, other: Said) -> Iterator[tuple[str, str]]:
    """Of what is said otherwise: of a node that came or went that alone, and of one that came what is said of
    it."""
    for of, key in dict.fromkeys((*base, *other)):
        is_gone = (of, NODE) in base and (of, NODE) not in other
        if base.get((of, key)) != other.get((of, key)) and (key == NODE or not is_gone):
            yield of, key


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
        if above is not None:
            yield RuleLine(rules.short_name(node.path), NODE, node.title.in_language(language) or "")
        yield from _scoring(rules, node, language)
        yield from lines_at(rules, node, above, language)
        yield from (_band_line(f"{node.id}: {band.rating}", rules, band) for band in node.bands)
    yield from (_band_line(band.rating, rules, band) for band in rules.bands)
    for scale in rules.answers.values():
        for word, score in word_rows(scale) if not scale.is_own else ():
            yield RuleLine(scale.id, "answers", f"{word}: {score}" if score else word)
    for threshold in rules.thresholds.values():
        yield RuleLine(threshold.id, "thresholds", decimal_text(threshold.value))


def _scoring(rules: RuleSet, node: Node, language: Language) -> Iterator[RuleLine]:
    """How a node comes to its score, and what it weighs."""
    name, how = rules.short_name(node.path), how_scored(rules, node)
    key = "combine" if node.children and how == node.combine else "score" if how.startswith("= ") else how
    if key:
        yield RuleLine(name, key, how.removeprefix("= ") if key in ("combine", "score") else "")
    before: str | Text = ""
    for when, value, score in scoring_lines(rules, node, language):
        case, before = when if when != before else "", when
        yield RuleLine(name, key, f"{value}: {score}" if value and score else value or score, case)
    if (weight := weight_text(node)) is not None:
        yield RuleLine(name, "weight", weight)
    if node.reversed:
        yield RuleLine(name, "reversed", "true")
    scale = rules.answers.get(node.answers or "")
    if scale is not None and not scale.is_own:
        yield RuleLine(name, "answers", scale.id)


def _band_line(of: str, rules: RuleSet, band: Band) -> RuleLine:
    when = "" if band.when is None else band.when.text
    return RuleLine(of, BANDS, band_text(band, rules.scale.decimals), when)


__all__ = ["variant_rows"]
