"""Rule sets on a terminal: which there are, and what stands in one."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.tree import Tree

from ..meaning.facts_in_words import score_text, weight_text
from ..meaning.model import Node, RuleSet, Title
from ..meaning.ways import usual, way_of
from ..show.terminal import plain, print_sections, table_of
from ..words.diagnostics import Translate, counted, say
from ..words.language import Language
from ..words.numerals import decimal_text
from .library import Entry
from .table_rows import tables_section


def print_entries(
    out: Console, entries: Iterable[tuple[Entry, RuleSet | None]], language: Language, translate: Translate
) -> None:
    """The rule sets that can be named, with their titles, dates and files; None stands for one that has
    errors."""
    listing = table_of(translate, say("rule set"), say("title"), say("in force"), say("file"))
    for entry, rules in entries:
        title = (
            _label(rules.title, language)
            if rules
            else translate("has errors: ken check {name}").format(name=entry.name)
        )
        dates = " – ".join(day or "" for day in rules.effective) if rules and any(rules.effective) else ""
        listing.add_row(plain(entry.name), plain(title), dates, plain(str(entry.path)))
    out.print(listing)


def print_rules(out: Console, rules: RuleSet, language: Language, translate: Translate) -> None:
    """A rule set as a tree, and its bands."""
    tree = Tree(f"[bold]{plain(rules.id)}[/]  {plain(_label(rules.title, language))}")
    _branch(tree, rules.total, rules, language, translate)
    out.print(tree)
    scale = rules.scale
    out.print(
        counted(
            scale.decimals,
            "scale {minimum} to {maximum}, {count} decimal, {rounding}",
            "scale {minimum} to {maximum}, {count} decimals, {rounding}",
            minimum=scale.minimum,
            maximum=scale.maximum,
            rounding=scale.rounding,
        ).in_words(translate)
    )
    for threshold in rules.thresholds.values():
        out.print(
            plain(f"{threshold.id} = {decimal_text(threshold.value)}  {_label(threshold.title, language)}")
        )
    out.print(_bands(rules, language, translate))
    for alias, members in rules.aliases.items():
        out.print(plain(f"{alias} → {', '.join(members)}"))
    for level, judgements in rules.judgements.items():
        out.print(
            plain(
                f"{translate(level)}: "
                + "; ".join(f"{judgement.result} ({judgement.when.text})" for judgement in judgements)
            )
        )
    for target in rules.targets:
        wanted = translate("target {id}: {condition} for at least {least} % of the rated units")
        out.print(
            plain(
                wanted.format(
                    id=target.id, condition=target.condition.text, least=decimal_text(target.at_least * 100)
                )
            )
        )
    if rules.tables:
        print_sections(out, [tables_section(rules)], translate)
    out.print(f"[dim]{rules.fingerprint}[/]")


def _bands(rules: RuleSet, language: Language, translate: Translate) -> Table:
    bands = table_of(translate, say("rating"), say("from"), say("to"), say("condition"), say("title"))
    for band in rules.bands:
        bounds = [
            "" if bound is None else score_text(bound, rules.scale) for bound in (band.minimum, band.maximum)
        ]
        condition = band.when.text if band.when else ""
        bands.add_row(plain(band.rating), *bounds, plain(condition), plain(_label(band.title, language)))
    return bands


def _branch(tree: Tree, node: Node, rules: RuleSet, language: Language, translate: Translate) -> None:
    questions = [
        child
        for child in node.children
        if child.level == "question" and not child.score and child.weight is None
    ]
    for child in node.children:
        if child in questions:
            continue
        weight = "" if child.weight is None else f" [green]{weight_text(child)}[/]"
        combine = (
            f" [dim]{child.combine}[/]"
            if child.children and way_of(child).essence != usual(weighted=False).essence
            else ""
        )
        formula = f" [dim]= {plain(child.score.text)}[/]" if child.score else ""
        _branch(
            tree.add(
                f"[bold]{plain(child.id)}[/]{weight} {plain(_label(child.title, language))}{combine}{formula}"
            ),
            child,
            rules,
            language,
            translate,
        )
    for child in questions:
        turned = f" [dim]({translate('reversed')})[/]" if child.reversed else ""
        tree.add(f"{plain(child.id)} {plain(_label(child.title, language))}{turned}")


def _label(title: Title, language: Language) -> str:
    return title.in_language(language) or ""


__all__ = ["print_entries", "print_rules"]
