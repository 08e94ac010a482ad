"""Which rule sets there are, and what stands in one."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.tree import Tree

from ..meaning.facts_in_words import weight_text
from ..meaning.model import Node, RuleSet, Title
from ..show.exhibit import Chapter, Exhibit
from ..show.terminal import plain, print_sections, table_of
from ..words.diagnostics import Translate, say
from ..words.language import Language
from ..words.natural_order import natural
from .library import Entry
from .rule_lines import how_scored
from .rules_sections import node_section, rules_sections


def print_entries(
    out: Console, entries: Iterable[tuple[Entry, RuleSet | None]], language: Language, translate: Translate
) -> None:
    """The rule sets that can be named, by field, with their titles, dates and files; None stands for one that
    has errors."""
    by_field: dict[str, list[tuple[Entry, RuleSet | None]]] = {}
    for entry, rules in entries:
        by_field.setdefault((rules and rules.subject.in_language(language)) or "", []).append((entry, rules))
    heads = [say("rule set"), say("title"), say("in force"), say("file")]
    has_fields = any(by_field)
    spare = [len(heads) - 1 + has_fields, len(heads) - 2 + has_fields]  # the file, then the dates
    listing = table_of(translate, *([say("field")] if has_fields else []), *heads, spare=spare)
    for field in sorted(
        by_field, key=lambda name: (not name, natural(name))
    ):  # what is of no field stands last
        for place, (entry, rules) in enumerate(by_field[field]):
            first = [plain("" if place else field)] if has_fields else []
            listing.add_row(*first, *_line(entry, rules, language, translate))
    out.print(listing)


def _line(
    entry: Entry, rules: RuleSet | None, language: Language, translate: Translate
) -> tuple[str, str, str, str]:
    title = (
        _label(rules.title, language)
        if rules
        else translate("has errors: ken check {name}").format(name=entry.name)
    )
    dates = " – ".join(day or "" for day in rules.effective) if rules and any(rules.effective) else ""
    return plain(entry.name), plain(title), dates, plain(str(entry.path))


def rules_exhibit(rules: RuleSet, language: Language, translate: Translate) -> Exhibit:
    """A rule set as its author knows it: on a terminal with its nodes as a tree."""

    def view(out: Console) -> None:
        out.print(_tree(rules, language, translate))
        print_sections(out, rules_sections(rules, language, translate, once=True), translate)

    def chapters() -> list[Chapter]:
        about, *rest = rules_sections(rules, language, translate)
        return [Chapter([about, node_section(rules, language, translate), *rest])]

    title = rules.title.in_language(language)
    return Exhibit(say("{rules} {title}", rules=rules.id, title=title or ""), view, chapters)


def _tree(rules: RuleSet, language: Language, translate: Translate) -> Tree:
    root = [f"[bold]{plain(rules.id)}[/]", plain(_label(rules.title, language)), _way(rules, rules.total)]
    tree = Tree(" ".join(filter(None, root)))
    _branch(tree, rules.total, rules, language, translate)
    return tree


def _branch(tree: Tree, node: Node, rules: RuleSet, language: Language, translate: Translate) -> None:
    common = _scale_below(rules, node)
    for child in node.children:
        weight = weight_text(child)
        scale = _scale_below(rules, child)
        parts = (
            plain(child.id) if child.level == "question" else f"[bold]{plain(child.id)}[/]",
            "" if weight is None else f"[green]{weight}[/]",
            plain(_label(child.title, language)),
            _way(rules, child),
            f"[dim]({translate('reversed')})[/]" if child.reversed else "",
            f"[dim]answers: {plain(scale)}[/]" if scale is not None and scale != common else "",
        )
        _branch(tree.add(" ".join(filter(None, parts))), child, rules, language, translate)


def _way(rules: RuleSet, node: Node) -> str:
    how = how_scored(rules, node)
    return f"[dim]{plain(how if how.startswith('= ') else f'({how})')}[/]" if how else ""


def _scale_below(rules: RuleSet, node: Node) -> str | None:
    """The answer scale by name that all leaves at or below a node have."""
    names = {leaf.answers for leaf in node.walk() if not leaf.children}
    scale = rules.answers.get(names.pop() or "") if len(names) == 1 else None
    return None if scale is None or scale.is_own else scale.id


def _label(title: Title, language: Language) -> str:
    return title.in_language(language) or ""


__all__ = ["print_entries", "rules_exhibit"]
