"""Results on a terminal: tables, trees and diagnostics, with the right widths for Thai."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TextIO

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text as RichText
from rich.tree import Tree

from ..meaning.facts import NOT_RATED, met_text, rating_text, result_text, weight_text
from ..meaning.model import TOTAL, Node, RuleSet, Title
from ..meaning.one_unit import RATED
from ..meaning.ways import usual, way_of
from ..words.diagnostics import Diagnostic, Text, Translate, counted, say, visible
from ..words.numerals import decimal_text, shown_text

if TYPE_CHECKING:
    from ..audit.contradictions import Contradiction
    from ..book.library import Entry
    from ..checks import Explained
    from ..rating.evaluation import Evaluation, TargetResult, UnitResult
    from ..verify.golden import FileResult
    from ..words.language import Language
    from ..words.progress import Step
    from .sections import Section
    from .sections import Table as SectionTable

PIPE_WIDTH = 200
ROWS_SHOWN = 60

_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


def console(stream: TextIO) -> Console:
    """For a terminal as wide as it is; for a pipe wide enough that nothing is cut."""
    return Console(
        file=stream,
        highlight=False,
        emoji=False,
        width=None if stream.isatty() else PIPE_WIDTH,
        soft_wrap=not stream.isatty(),
    )


def print_golden(out: Console, results: Sequence[FileResult], translate: Translate) -> None:
    """Cases that came out otherwise, expected and got side by side with the way there; then what no case
    looks at."""
    for result in results:
        for case in result.cases:
            if not case.mismatches:
                continue
            out.print(
                f"{plain(str(case.position))}: [red]{translate('fails')}[/]: {plain(case.name)}",
                soft_wrap=True,
            )
            listing = _table(translate, say("value"), say("expected"), say("exact"), say("columns"))
            for each in case.mismatches:
                listing.add_row(
                    *(plain(cell) for cell in (each.what, each.expected, each.exact, each.columns))
                )
            out.print(listing)
            for line in dict.fromkeys(line for each in case.mismatches for line in each.way):
                out.print(f"  [dim]{plain(line)}[/]", soft_wrap=True)
            if case.because:
                out.print(f"  {translate('because')}: {plain(case.because)}", soft_wrap=True)
        summary = say(
            "{file}: {rules}, cases {cases}, failed {failed}",
            file=result.file,
            rules=result.rules,
            cases=len(result.cases),
            failed=result.failed,
        )
        out.print(plain(summary.in_words(translate)), soft_wrap=True)
        for lacking in result.unexercised:
            out.print(
                f"  [yellow]{translate('not tested')}[/]: {plain(lacking.in_words(translate))}",
                soft_wrap=True,
            )


def print_check(out: Console, check: Explained, translate: Translate) -> None:
    """What a check is for, a rule set that passes it, and one that fails."""
    out.print(
        f"[bold]{plain(check.ID)}[/] ({translate(check.SEVERITY)})\n{plain(check.WHY.in_words(translate))}"
    )
    for heading, example in ((say("passes"), check.PASSES), (say("fails"), check.FAILS)):
        out.print(
            f"\n[bold]{plain(heading.in_words(translate))}[/]\n{plain(example.strip())}", soft_wrap=True
        )


def plain(text: str) -> str:
    """A text in which nothing is taken for markup."""
    return escape(visible(text))


def as_it_is(text: str) -> RichText:
    """A text for places in which rich reads pictures and markup whatever the console is told."""
    return RichText(visible(text))


def print_steps(out: Console, steps: Sequence[Step], translate: Translate) -> None:
    """Where the time of a run went."""
    listing = _table(translate, say("step"), say("rows"), say("seconds"))
    for column in listing.columns[1:]:
        column.justify = "right"
    for step in steps:
        listing.add_row(
            plain(step.text.in_words(translate)),
            "" if step.rows is None else f"{step.rows:,}",
            f"{step.seconds:.2f}",
        )
    out.print(listing)


def print_diagnostics(
    out: Console, diagnostics: Iterable[Diagnostic], lines: Mapping[str, Sequence[str]], translate: Translate
) -> None:
    """Each as `file:line:column: severity: message [code]`, then the line with a caret, then the hint."""
    for each in diagnostics:
        severity = translate(each.severity)
        head = (
            f"{plain(str(each.position))}: [{_COLOURS[each.severity]}]{severity}[/]: "
            f"{plain(each.message.in_words(translate))} [dim]\\[{each.code}][/]"
        )
        out.print(head, soft_wrap=True)
        source = lines.get(each.position.file, ())
        if each.position.column and not each.position.cell and each.position.line <= len(source):
            for line in _pointed_at(
                source[each.position.line - 1].rstrip("\r"), each.position.column, each.position.length
            ):
                out.print(RichText(line, style="dim"), soft_wrap=True)
        if each.hint is not None:
            out.print(
                f"  [green]{translate('hint')}[/]: {plain(each.hint.in_words(translate))}", soft_wrap=True
            )


def _pointed_at(line: str, column: int, length: int) -> Iterator[str]:
    """The line, and carets under the place; cut around the place when the line is long."""
    start = max(0, column - 80) if len(line) > 120 else 0
    shown = visible(line[start : start + 120].replace("\t", " "))
    before, marked = shown[: column - 1 - start], shown[column - 1 - start : column - 1 - start + length]
    yield f"  {shown}"
    yield "  " + " " * cell_len(before) + "^" * max(1, cell_len(marked))


def print_entries(
    out: Console, entries: Iterable[tuple[Entry, RuleSet | None]], language: Language, translate: Translate
) -> None:
    listing = _table(translate, say("rule set"), say("title"), say("in force"), say("file"))
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
    bands = _table(translate, say("rating"), say("from"), say("to"), say("condition"), say("title"))
    for band in rules.bands:
        bounds = [
            "" if bound is None else shown_text(bound, scale.decimals)
            for bound in (band.minimum, band.maximum)
        ]
        bands.add_row(
            plain(band.rating),
            *bounds,
            plain(band.when.text if band.when else ""),
            plain(_label(band.title, language)),
        )
    out.print(bands)
    for alias, members in rules.aliases.items():
        out.print(plain(f"{alias} → {', '.join(members)}"))
    for level, judgements in rules.judgements.items():
        out.print(
            plain(
                f"{translate(level)}: "
                + "; ".join(f"{each.result} ({each.when.text})" for each in judgements)
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
    out.print(f"[dim]{rules.fingerprint}[/]")


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


def print_evaluation(
    out: Console, evaluation: Evaluation, language: Language, translate: Translate, *, questions: bool = False
) -> None:
    """The result: one unit in full, or many in a table."""
    rules = evaluation.rules
    out.print(
        f"[bold]{plain(rules.id)}[/]  {plain(_label(rules.title, language))}  "
        f"[dim]{rules.fingerprint[:19]}[/]"
    )
    units = list(evaluation.units())
    if len(units) == 1:
        _print_unit(out, evaluation, units[0], language, translate, questions=questions)
    else:
        _print_units(out, evaluation, units, translate)
        _print_summary(out, evaluation, translate)


def _print_unit(
    out: Console,
    evaluation: Evaluation,
    unit: UnitResult,
    language: Language,
    translate: Translate,
    *,
    questions: bool,
) -> None:
    rules = evaluation.rules
    listing = _table(
        translate,
        say("node"),
        say("title"),
        say("weight"),
        say("score"),
        say("result"),
        title=plain(unit.unit),
    )
    listing.columns[2].justify = listing.columns[3].justify = "right"
    seen: set[str] = set()

    def has_score(node: Node) -> bool:
        return any(evaluation.name_of(each.path) in unit.scores for each in node.walk())

    def row(node: Node, depth: int) -> None:
        name = evaluation.name_of(node.path)
        if name in seen or (node.level == "question" and not questions) or not has_score(node):
            return
        seen.add(name)
        verdict = result_text(rules, node.level, unit.judgements.get(name), language)
        title = _label(node.title, language)
        bold = "bold" if depth == 0 else ""
        listing.add_row(
            "  " * depth + plain(name),
            plain(title),
            weight_text(node) or "",
            decimal_text(unit.scores[name], rules.scale.decimals) if name in unit.scores else "",
            plain(verdict or ""),
            style=bold,
        )

    def below(node: Node, depth: int) -> None:
        for child in node.children:
            row(child, depth)
            below(child, depth + 1)

    below(rules.total, 0)
    listing.add_section()
    total = unit.scores.get(TOTAL)
    listing.add_row(
        translate("total"),
        "",
        "",
        "" if total is None else decimal_text(total, rules.scale.decimals),
        plain(rating_text(rules, unit.rating, language).in_words(translate)),
        style="bold",
    )
    out.print(listing)
    if unit.lacks:
        out.print(f"[yellow]{translate('lacks')}[/]: {plain(', '.join(unit.lacks))}", soft_wrap=True)
    for note in unit.notes:
        out.print(f"[cyan]{translate('note')}[/]: {plain(note.in_words(translate))}", soft_wrap=True)
    for level, judgements in rules.judgements.items():
        names = {
            evaluation.name_of(path) for path, node in rules.nodes.items() if node.level == level
        } & unit.judgements.keys()
        if names and (level != "question" or questions):
            counts = ", ".join(
                f"{_label(each.title, language) or each.result} "
                f"{sum(unit.judgements[name] == each.result for name in names)}"
                for each in judgements
            )
            out.print(f"{translate(level)}: {plain(counts)}")


def _print_units(
    out: Console, evaluation: Evaluation, units: Sequence[UnitResult], translate: Translate
) -> None:
    rules = evaluation.rules
    tops = [
        child
        for child in rules.total.children
        if any(evaluation.name_of(child.path) in unit.scores for unit in units)
    ][:8]
    listing = _table(
        translate,
        say("{unit}", unit=rules.unit),
        *(say("{name}", name=evaluation.name_of(node.path)) for node in tops),
        say("total"),
        say("rating"),
        say("lacks"),
    )
    for column in listing.columns[1 : len(tops) + 2]:
        column.justify = "right"
    shown = units[:ROWS_SHOWN] if out.is_terminal else units
    for unit in shown:
        scores = [
            unit.scores.get(name) for name in (*(evaluation.name_of(node.path) for node in tops), TOTAL)
        ]
        listing.add_row(
            plain(unit.unit),
            *("" if score is None else decimal_text(score, rules.scale.decimals) for score in scores),
            plain(unit.rating or ""),
            plain(", ".join(unit.lacks)),
        )
    out.print(listing)
    if len(shown) < len(units):
        out.print(translate("… and {count} more; -o FILE writes all").format(count=len(units) - len(shown)))


def _print_summary(out: Console, evaluation: Evaluation, translate: Translate) -> None:
    ratings = dict.fromkeys(band.rating for band in evaluation.rules.bands)
    gone = evaluation.counts.get("incomplete", 0)
    told = [f"{rating} {evaluation.counts.get(rating, 0)}" for rating in ratings] + (
        [f"{NOT_RATED.in_words(translate)} {gone}"] if gone else []
    )
    out.print(plain(", ".join(told)))
    for target in evaluation.targets:
        out.print(_target(target, translate))


def _target(result: TargetResult, translate: Translate) -> str:
    if result.share is None:
        return plain(translate("target {id}: no unit is rated").format(id=result.target.id))
    told = counted(
        result.rated,
        "target {id}: {meeting} of {count} rated unit ({share} %), at least {least} %: {verdict}",
        "target {id}: {meeting} of {count} rated units ({share} %), at least {least} %: {verdict}",
        id=result.target.id,
        meeting=result.meeting,
        share=result.percent_words,
        least=result.target.at_least * 100,
        verdict=met_text(met=bool(result.met)),
    )
    return plain(told.in_words(translate))


def _label(title: Title, language: Language) -> str:
    return title.in_language(language) or ""


def _table(translate: Translate, *headings: Text, title: str | None = None) -> Table:
    listing = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", pad_edge=False)
    for heading in headings:
        listing.add_column(plain(heading.in_words(translate)), overflow="fold")
    return listing


def print_sections(
    out: Console, sections: Iterable[Section], translate: Translate, *, most: int | None = None
) -> None:
    """Sections of a comparison: headings, sentences, tables; of each table at most so many rows."""
    for section in sections:
        out.print(f"\n[bold]{plain(section.title.in_words(translate))}[/]", soft_wrap=True)
        for sentence in section.sentences:
            out.print(f"  {plain(sentence.in_words(translate))}", soft_wrap=True)
        if section.table is not None and section.table.rows:
            _print_table(out, section.table, translate, most)


def _print_table(out: Console, table: SectionTable, translate: Translate, most: int | None) -> None:
    from .sections import Figure, shown

    listing = _table(translate, *table.headings)
    for at, column in enumerate(listing.columns):
        if any(isinstance(row[at], (int, Figure)) for row in table.rows):
            column.justify = "right"
    rows = table.rows if most is None else table.rows[:most]
    for row in rows:
        listing.add_row(*(plain(shown(cell, translate)) for cell in row))
    out.print(listing)
    if len(rows) < len(table.rows):
        out.print(
            translate("… and {count} more; -o FILE writes all").format(
                count=f"{len(table.rows) - len(rows):,}"
            )
        )


def print_findings(
    out: Console, found: Sequence[Contradiction], lines: Mapping[str, Sequence[str]], translate: Translate
) -> None:
    """What an audit found: the diagnostic, and the arithmetic in a line of its own."""
    for each in found:
        hint = each.hint
        print_diagnostics(out, [replace(each.diagnostic, hint=None)], lines, translate)
        out.print(f"  [dim]{plain(each.arithmetic)}[/]", soft_wrap=True)
        out.print(f"  [dim]{translate('hint')}:[/] {plain(hint.in_words(translate))}", soft_wrap=True)


__all__ = [
    "RATED",
    "console",
    "print_diagnostics",
    "print_entries",
    "print_evaluation",
    "print_findings",
    "print_rules",
    "print_sections",
]
