"""Ratings on a terminal: one unit in full, or many in a table."""

from __future__ import annotations

from rich.console import Console

from ..meaning.facts_in_words import STATUSES, met_text, no_result
from ..meaning.model import Title
from ..show.plain_rows import lines_of_rows
from ..show.terminal import plain, table_of
from ..words.diagnostics import Translate, counted, say
from ..words.language import Language
from .evaluation import Evaluation, TargetResult
from .unit_in_full import UnitInFull
from .unit_listing import listed_units

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
    if evaluation.frame.height == 1:
        unit = next(evaluation.units())
        _print_in_full(out, UnitInFull(evaluation, unit, language, questions), translate)
    else:
        _print_units(out, evaluation, translate)
        _print_summary(out, evaluation, translate)


def _print_in_full(out: Console, found: UnitInFull, translate: Translate) -> None:
    listing = table_of(
        translate,
        say("node"),
        say("title"),
        say("weight"),
        say("score"),
        say("result"),
        title=plain(found.unit.unit),
    )
    listing.columns[2].justify = listing.columns[3].justify = "right"
    for row in found.rows():
        listing.add_row(
            "  " * row.depth + plain(row.name),
            plain(row.title),
            row.weight,
            row.score,
            plain(row.result),
            style="bold" if row.depth == 0 else "",
        )
    listing.add_section()
    rating = plain(found.rating.in_words(translate))
    listing.add_row(translate("total"), "", "", found.score(), rating, style="bold")
    out.print(listing)
    if found.unit.lacks:
        out.print(f"[yellow]{translate('lacks')}[/]: {plain(', '.join(found.unit.lacks))}", soft_wrap=True)
    for note in found.unit.notes:
        out.print(f"[cyan]{translate('note')}[/]: {plain(note.in_words(translate))}", soft_wrap=True)
    for level, counts in found.counts():
        out.print(f"{translate(level)}: {plain(counts)}")


def _print_units(out: Console, evaluation: Evaluation, translate: Translate) -> None:
    """A row a unit: for a person the first ones; in a pipe all, in plain lines where they are many."""
    height = evaluation.frame.height
    columns = listed_units(evaluation, translate, ROWS_SHOWN if out.is_terminal else None)
    if height > ROWS_SHOWN and not out.is_terminal:
        for lines in ("\n", *lines_of_rows(columns), "\n"):
            out.file.write(lines)
        return
    listing = table_of(translate, *(say("{name}", name=column.heading) for column in columns))
    for column, drawn in zip(columns, listing.columns, strict=True):
        drawn.justify = "right" if column.is_number else "left"
    for row in zip(*(column.cells.to_list() for column in columns), strict=True):
        listing.add_row(*map(plain, row))
    out.print(listing)
    if height > ROWS_SHOWN:
        out.print(translate("… and {count} more; -o FILE writes all").format(count=height - ROWS_SHOWN))


def _print_summary(out: Console, evaluation: Evaluation, translate: Translate) -> None:
    ratings = dict.fromkeys(band.rating for band in evaluation.rules.bands)
    gone = evaluation.counts.get("incomplete", 0)
    between = ": " if any(rating[-1:].isdigit() for rating in ratings) else " "  # 5: 12 cannot be read as 512
    told = [f"{rating}{between}{evaluation.counts.get(rating, 0)}" for rating in ratings]
    told += [
        f"{words.in_words(translate)}{between}{count}"
        for status, words in STATUSES.items()
        if (count := evaluation.counts.get(status))
    ]
    told += [f"{no_result(evaluation.rules).in_words(translate)}{between}{gone}"] if gone else []
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


__all__ = ["print_evaluation"]
