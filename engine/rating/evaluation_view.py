"""Ratings on a terminal: one unit in full, or many in a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console

from ..meaning.model import TOTAL, Node, RuleSet, Title
from ..show.terminal import plain, table_of
from ..words.diagnostics import Translate, counted, say
from ..words.language import Language
from ..words.numerals import decimal_text
from .evaluation import Evaluation, TargetResult, UnitResult

ROWS_SHOWN = 60


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
    listing = table_of(
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
        weight = (
            ""
            if node.weight is None
            else f"{decimal_text(node.weight * 100)}%"
            if node.weight_is_percent
            else decimal_text(node.weight)
        )
        verdict = _title_of(
            unit.judgements.get(name),
            [(each.result, each.title) for each in rules.judgements.get(node.level, ())],
            language,
        )
        title = _label(node.title, language)
        bold = "bold" if depth == 0 else ""
        listing.add_row(
            "  " * depth + plain(name),
            plain(title),
            weight,
            decimal_text(unit.scores[name], rules.scale.decimals) if name in unit.scores else "",
            plain(verdict),
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
        plain(_rating_words(unit.rating, rules, language)) or translate("not rated"),
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


def _rating_words(rating: str | None, rules: RuleSet, language: Language) -> str:
    """The rating as the rules name it, with its title where the language has another."""
    title = _title_of(rating, [(band.rating, band.title) for band in rules.bands], language)
    return title if rating is None or title == rating else f"{rating} ({title})"


def _print_units(
    out: Console, evaluation: Evaluation, units: Sequence[UnitResult], translate: Translate
) -> None:
    rules = evaluation.rules
    tops = [
        child
        for child in rules.total.children
        if any(evaluation.name_of(child.path) in unit.scores for unit in units)
    ][:8]
    listing = table_of(
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
        [f"{translate('not rated')} {gone}"] if gone else []
    )
    out.print(plain(", ".join(told)))
    for target in evaluation.targets:
        out.print(_target(target, translate))


def _target(result: TargetResult, translate: Translate) -> str:
    if result.share is None:
        return plain(translate("target {id}: no unit is rated").format(id=result.target.id))
    verdict = translate("met") if result.met else translate("not met")
    told = counted(
        result.rated,
        "target {id}: {meeting} of {count} rated unit ({share} %), at least {least} %: {verdict}",
        "target {id}: {meeting} of {count} rated units ({share} %), at least {least} %: {verdict}",
        id=result.target.id,
        meeting=result.meeting,
        share=result.percent_words,
        least=result.target.at_least * 100,
        verdict=verdict,
    )
    return plain(told.in_words(translate))


def _title_of(name: str | None, titles: Iterable[tuple[str, Title]], language: Language) -> str:
    """The name in the language asked for, where the rules give one."""
    if name is None:
        return ""
    own = next((title for each, title in titles if each == name), Title())
    return own.in_language(language) or name


def _label(title: Title, language: Language) -> str:
    return title.in_language(language) or ""


__all__ = ["print_evaluation"]
