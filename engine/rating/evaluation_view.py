"""Ratings on a terminal: one unit in full, or many in a table."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from rich.console import Console

from ..meaning.facts_in_words import met_text
from ..meaning.model import Title
from ..meaning.printed_scores import printed_places
from ..show.plain_rows import TextColumn, lines_of_rows
from ..show.terminal import plain, table_of
from ..show.wrapped_lines import print_line
from ..words.diagnostics import Text, Translate, counted, say
from ..words.language import Language
from ..words.numerals import decimal_text, percent_text
from .evaluation import Evaluation, TargetResult
from .unit_groups import Groups
from .unit_in_full import UnitInFull
from .unit_listing import listed_units, unlisted
from .unit_summary import Spread, counts_of, meeting_words, spreads_of

ROWS_SHOWN = 60
NONE = "–"


def print_evaluation(
    out: Console, evaluation: Evaluation, language: Language, translate: Translate, *, questions: bool = False
) -> None:
    """The result: one unit in full, or many in a table."""
    _print_head(out, evaluation, language)
    if evaluation.frame.height == 1 and evaluation.chosen is None:
        unit = next(evaluation.units())
        _print_in_full(out, UnitInFull(evaluation, unit, language, questions), translate)
    else:
        columns = listed_units(evaluation, translate, ROWS_SHOWN if out.is_terminal else None)
        _print_rows(out, columns, evaluation.frame.height, translate)
        if names := unlisted(evaluation):
            print_line(out, plain(_left_out(names).in_words(translate)))
        _print_summary(out, evaluation, translate)


def _left_out(names: Sequence[str]) -> Text:
    """That the table has no columns for some scores."""
    return counted(
        len(names),
        "{count} more score: {names}; -o FILE writes all",
        "{count} more scores: {names}; -o FILE writes all",
        names=list(names),
    )


def print_groups(
    out: Console, evaluation: Evaluation, groups: Groups, language: Language, translate: Translate
) -> None:
    """Groups of units in a table, in the place of these."""
    _print_head(out, evaluation, language)
    print_line(out, plain(groups.title.in_words(translate)))
    columns = [
        TextColumn(
            column.heading.in_words(translate),
            pl.Series([text or NONE for text in column.texts()], dtype=pl.String),
            is_number=column.family != "group",
        )
        for column in groups.columns
    ]
    height = len(columns[0].cells)
    _print_rows(out, columns, height, translate)
    _print_summary(out, evaluation, translate)


def _print_head(out: Console, evaluation: Evaluation, language: Language) -> None:
    rules = evaluation.rules
    title = plain(_label(rules.title, language))
    print_line(out, f"[bold]{plain(rules.id)}[/]  {title}  [dim]{rules.fingerprint[:19]}[/]")


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
        print_line(out, f"[yellow]{translate('lacks')}[/]: {plain(', '.join(found.unit.lacks))}")
    for note in found.unit.notes:
        print_line(out, f"[cyan]{translate('note')}[/]: {plain(note.in_words(translate))}")
    for level, counts in found.counts():
        print_line(out, f"{translate(level)}: {plain(counts)}")


def _print_rows(out: Console, columns: Sequence[TextColumn], height: int, translate: Translate) -> None:
    """A row a unit, or a group: for a person the first ones; in a pipe all, in plain lines where they are
    many."""
    if height > ROWS_SHOWN and not out.is_terminal:
        for lines in ("\n", *lines_of_rows(columns), "\n"):
            out.file.write(lines)
        return
    listing = table_of(translate, *(say("{name}", name=column.heading) for column in columns))
    for column, drawn in zip(columns, listing.columns, strict=True):
        drawn.justify = "right" if column.is_number else "left"
    for row in zip(*(column.cells[:ROWS_SHOWN].to_list() for column in columns), strict=True):
        listing.add_row(*map(plain, row))
    out.print(listing)
    if height > ROWS_SHOWN:
        out.print(
            translate("… and {count} more; -o FILE writes all").format(count=f"{height - ROWS_SHOWN:,}")
        )


def _print_summary(out: Console, evaluation: Evaluation, translate: Translate) -> None:
    """How many units have which rating, with shares where they are many; how their scores lie; and whether
    the targets are met. Of units that meet a condition the first two; of all the rest, too."""
    chosen, whole = evaluation.chosen, evaluation.whole
    if chosen is not None and (told := meeting_words(evaluation)):
        print_line(out, plain(told.in_words(translate)))
        _print_figures(out, whole, chosen.meeting, translate)
        every = counted(whole.frame.height, "{count} unit in all", "{count} units in all")
        print_line(out, plain(every.in_words(translate)))
    _print_figures(out, whole, whole.frame, translate)
    for target in whole.targets:
        print_line(out, _target(target, translate))


def _print_figures(out: Console, whole: Evaluation, rows: pl.DataFrame, translate: Translate) -> None:
    """How many of some units have which rating, and how their scores lie."""
    if not rows.height:
        return
    counts = counts_of(whole, rows, "en")
    # 5: 12 cannot be read as 512
    between = ": " if any((told.rating or "")[-1:].isdigit() for told in counts) else " "
    is_large = rows.height > ROWS_SHOWN
    line = ", ".join(
        f"{told.rating or told.words.in_words(translate)}{between}{told.count:,}"
        + (f" ({percent_text(told.share)} %)" if is_large and told.share is not None else "")
        for told in counts
    )
    print_line(out, plain(line))
    for path, spread in spreads_of(whole, rows) if is_large else ():
        print_line(out, plain(_spread(whole, path, spread).in_words(translate)))


def _spread(evaluation: Evaluation, path: str, spread: Spread) -> Text:
    decimals = printed_places(evaluation.rules, evaluation.rules.nodes[path])
    names = ("mean", "low", "lower", "median", "upper", "high")
    figures = dict(
        zip(names, (decimal_text(each, decimals) for each in spread.rounded(decimals)), strict=True)
    )
    return say(
        "{node}: mean {mean}, lowest {low}, quartiles {lower}, {median}, {upper}, highest {high}",
        node=evaluation.name_of(path),
        **figures,
    )


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
