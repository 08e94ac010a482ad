"""A rule set as sections of sentences and tables, so that its author recognises it in every kind of file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..meaning.facts_in_words import NUMBERLESS, least_text, scale_in_words, weight_text
from ..meaning.model import TOTAL, Band, Node, RuleSet, Scale
from ..meaning.steps_in_order import is_numberless
from ..show.sections import Cell, Section, Table
from ..words.diagnostics import Text, Translate, counted, listed, say
from ..words.language import Language
from ..words.numerals import decimal_text
from .raw_value_rows import HEADINGS, raw_rows
from .rule_lines import bounds_of, how_scored, lines_at, scoring_lines, with_above, word_rows
from .table_rows import tables_section
from .variant_rows import variant_rows

VARIANTS = "variants-"

_BEGINNINGS = {"about": 1, "answers": 3, "scoring": 2, "further": 1}
"""By table: how many of its columns are what a row begins with."""


def rules_sections(
    rules: RuleSet, language: Language, translate: Translate, *, once: bool = False
) -> Iterator[Section]:
    """Everything that a rule set says, beside the tree of its nodes. With `once` what several rows of a table
    begin with stands in the first of them only, for people."""
    everything = (
        _about(rules, language),
        _inputs(rules, language),
        tables_section(rules),
        _answer_scales(rules, language),
        _raw_values(rules, language),
        _scoring(rules, language),
        _further(rules, language),
        _thresholds(rules, language),
        _bands(rules, rules.total, rules.bands, language),
        *(_bands(rules, node, node.bands, language) for node in rules.nodes.values()),
        _judgements(rules, language, translate),
        _targets(rules, language),
        _aliases(rules),
        _sources(rules),
        _notes(rules, language),
        *(_variants(rules, place, language, translate) for place in range(len(rules.choosing))),
    )
    for section in everything:
        if section.table is not None and section.table.rows:
            table = _without_repeats(section.table) if once else section.table
            yield replace(section, table=_filled(table))


def _without_repeats(table: Table) -> Table:
    """The table with what rows begin with, if it is the same as in the row above, left out."""
    width = 1 if table.id.startswith(VARIANTS) else _BEGINNINGS.get(table.id, 0)
    rows: list[tuple[Cell, ...]] = []
    for number, row in enumerate(table.rows):
        above = table.rows[number - 1][:width] if number else ()
        same = next(
            (at for at, pair in enumerate(zip(row, above, strict=False)) if pair[0] != pair[1]), len(above)
        )
        rows.append(("",) * same + row[same:])
    return Table(table.id, table.headings, rows)


def _filled(table: Table) -> Table:
    """The table without columns in which nothing stands."""
    columns = [at for at in range(len(table.headings)) if at == 0 or any(row[at] for row in table.rows)]
    headings = tuple(table.headings[at] for at in columns)
    return Table(table.id, headings, [tuple(row[at] for at in columns) for row in table.rows])


def node_section(rules: RuleSet, language: Language, translate: Translate) -> Section:
    """The nodes as a table, where there is no tree."""
    headings = (say("node"), say("level"), say("title"), say("weight"), say("score"))
    rows = [
        (
            node.path,
            translate(node.level) if node.path != TOTAL else "",
            (node.title if node.path != TOTAL else rules.title).in_language(language) or "",
            weight_text(node) or "",
            how_scored(rules, node),
        )
        for node in rules.nodes.values()
    ]
    return Section(say("Nodes"), (), _filled(Table("nodes", headings, rows)))


def _about(rules: RuleSet, language: Language) -> Section:
    rows: list[tuple[Cell, ...]] = [("unit", rules.unit)]
    rows += [("scale", sentence) for sentence in _scale(rules)]
    if any(rules.effective):
        rows.append(("effective", " – ".join(day or "" for day in rules.effective)))
    if rules.subject:
        rows.append(("field", rules.subject.in_language(language) or ""))
    if rules.hit_policy != "first":
        rows.append(("hit_policy", say("two bands that match are an error")))
    if rules.source:
        rows.append(("source", rules.source))
    rows += [("note", note.in_language(language) or "") for of_what, note in rules.notes if not of_what]
    known_by = say("fingerprint {fingerprint}", fingerprint=rules.fingerprint)
    return Section(
        say("About these rules"), (known_by,), Table("about", (say("key"), say("what it says")), rows)
    )


def _scale(rules: RuleSet) -> Iterator[Text]:
    if is_numberless(rules.total):
        yield NUMBERLESS
    if "scale.decimals" in rules.places:
        decimals = counted(rules.scale.decimals, "{count} decimal", "{count} decimals")
        yield listed([_ends(rules.scale), decimals, say("{name}", name=rules.scale.rounding)])
        yield from scale_in_words(rules)


def _ends(scale: Scale) -> Text:
    low, high = decimal_text(scale.minimum), decimal_text(scale.maximum)
    if scale.bounded_below and scale.bounded_above:
        return say("{minimum} to {maximum}", minimum=low, maximum=high)
    if scale.bounded_below:
        return say("{minimum} and more", minimum=low)
    return say("{maximum} and less", maximum=high) if scale.bounded_above else say("without ends")


def _inputs(rules: RuleSet, language: Language) -> Section:
    rows = raw_rows(rules, iter(rules.inputs.values()), language)
    return Section(say("Inputs"), (), Table("inputs", HEADINGS, rows))


def _raw_values(rules: RuleSet, language: Language) -> Section:
    leaves = (node for node in rules.nodes.values() if not node.children)
    return Section(say("Raw values"), (), Table("values", HEADINGS, raw_rows(rules, leaves, language)))


def _answer_scales(rules: RuleSet, language: Language) -> Section:
    headings = (say("answer scale"), say("title"), say("answered by"), say("answer"), say("score"))
    rows: list[tuple[Cell, ...]] = []
    for scale in rules.answers.values():
        if not scale.is_own:
            head = (scale.id, scale.title.in_language(language) or "", scale.answered_by)
            rows += [(*head, *row) for row in word_rows(scale)]
    return Section(say("Answers"), (), Table("answers", headings, rows))


def _scoring(rules: RuleSet, language: Language) -> Section:
    headings = (say("node"), say("case"), say("value or answer"), say("score"))
    rows: list[tuple[Cell, ...]] = []
    for node in rules.nodes.values():
        name = rules.short_name(node.path)
        rows += [(name, *row) for row in scoring_lines(rules, node, language)]
    return Section(say("How values give scores"), (), Table("scoring", headings, rows))


def _further(rules: RuleSet, language: Language) -> Section:
    headings = (say("node"), say("key"), say("what"), say("where"), say("reason or source"))
    rows: list[tuple[Cell, ...]] = []
    for node, above in with_above(rules):
        lines = lines_at(rules, node, above, language)
        rows += [(line.node, line.key, line.what, line.when, line.why) for line in lines]
    return Section(say("What else holds for nodes"), (), Table("further", headings, rows))


def _thresholds(rules: RuleSet, language: Language) -> Section:
    headings = (say("threshold"), say("number"), say("title"))
    rows = [
        (threshold.id, decimal_text(threshold.value), threshold.title.in_language(language) or "")
        for threshold in rules.thresholds.values()
    ]
    return Section(say("Thresholds"), (), Table("thresholds", headings, rows))


def _bands(rules: RuleSet, node: Node, bands: Sequence[Band], language: Language) -> Section:
    """The bands of the whole, or of a node."""
    decimals = rules.scale.decimals if node.decimals is None else node.decimals
    headings = (say("rating"), say("from"), say("to"), say("condition"), say("title"))
    rows = [
        (
            band.rating,
            *bounds_of(band, decimals),
            "" if band.when is None else band.when.text,
            band.title.in_language(language) or "",
        )
        for band in bands
    ]
    if node.path == TOTAL:
        return Section(say("Ratings"), (), Table("bands", headings, rows))
    title = say("Ratings of {node}", node=rules.short_name(node.path))
    return Section(title, (), Table(f"bands-{node.path}", headings, rows))


def _judgements(rules: RuleSet, language: Language, translate: Translate) -> Section:
    headings = (say("level"), say("result"), say("condition"), say("title"))
    rows = [
        (translate(level), own.result, own.when.text, own.title.in_language(language) or "")
        for level, judgements in rules.judgements.items()
        for own in judgements
    ]
    return Section(say("Judgements"), (), Table("judgements", headings, rows))


def _targets(rules: RuleSet, language: Language) -> Section:
    headings = (say("target"), say("condition"), say("share of the rated units"), say("title"))
    rows = [
        (
            target.id,
            target.condition.text,
            say("at least {least}", least=least_text(target.at_least)),
            target.title.in_language(language) or "",
        )
        for target in rules.targets
    ]
    return Section(say("Targets"), (), Table("targets", headings, rows))


def _aliases(rules: RuleSet) -> Section:
    headings = (say("name in data"), say("stands for"))
    rows = [(alias, ", ".join(members)) for alias, members in rules.aliases.items()]
    return Section(say("Names that stand for several nodes"), (), Table("aliases", headings, rows))


def _sources(rules: RuleSet) -> Section:
    """Sources beside that of the whole, each with all that it is given for."""
    named: dict[str, list[str]] = {}
    given = [
        *(
            (node.source, rules.short_name(node.path))
            for node, above in with_above(rules)
            if above is not None and node.source != above.source
        ),
        *((case.source, rules.short_name(node.path)) for node in rules.nodes.values() for case in node.cases),
        *((entry.source, entry.id) for entry in rules.inputs.values()),
        *((entry.source, entry.id) for entry in rules.thresholds.values()),
        *((entry.source, entry.id) for entry in rules.answers.values() if not entry.is_own),
        *((band.source, band.rating) for band in rules.bands),
        *((judged.source, judged.result) for level in rules.judgements.values() for judged in level),
        *((target.source, target.id) for target in rules.targets),
    ]
    for source, name in given:
        if source is not None and source != rules.source:
            names = named.setdefault(source, [])
            names += [] if name in names else [name]
    rows = [(", ".join(names), source) for source, names in named.items()]
    return Section(say("Sources"), (), Table("sources", (say("of what"), say("where it comes from")), rows))


def _notes(rules: RuleSet, language: Language) -> Section:
    """What is remarked for readers, beside what is remarked on the whole."""
    named = [(rules.short_name(name) if name in rules.nodes else name, note) for name, note in rules.notes]
    rows = [(name, note.in_language(language) or "") for name, note in named if name]
    return Section(say("Notes"), (), Table("notes", (say("of what"), say("note")), rows))


def _variants(rules: RuleSet, place: int, language: Language, translate: Translate) -> Section:
    chooser = rules.choosing[place]
    headings = (say("{name}", name=chooser), say("of what"), say("key"), say("what it says then"))
    rows = list(variant_rows(rules, place, language, translate))
    return Section(say("Variants by {name}", name=chooser), (), Table(f"{VARIANTS}{chooser}", headings, rows))


__all__ = ["node_section", "rules_sections"]
