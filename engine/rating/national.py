"""All units of a dataset at a glance: ratings, targets, means, the questions that fail most often, and
groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import polars as pl

from ..data.sheet import column_called
from ..meaning.facts_in_words import least_text, met_text, node_text, rating_text, share_text, titled
from ..meaning.model import TOTAL, Node
from ..meaning.printed_scores import printed_places
from ..meaning.scope import is_pure
from ..meaning.statuses import INCOMPLETE, NOT_APPLICABLE, SCORED
from ..meaning.steps_in_order import is_numberless
from ..show.drawing import BARS
from ..show.sections import Cell, Figure, OnPage, Picture, Section, Table, rated_of
from ..words.diagnostics import Diagnostic, KenError, Position, Text, Translate, counted, say
from ..words.language import Language
from .evaluation import Evaluation, groupings
from .group_means import groups_by_column, means_by
from .totals_drawing import NARROW, WIDTH, Totals, drawn_totals, notes_of
from .unit_summary import counts_of, spread_of, target_words
from .whole_numbers import whole_numbers

MOST_QUESTIONS = 20


def sections(
    evaluation: Evaluation,
    language: Language,
    by: Sequence[str] | None = None,
    leads: Mapping[str, tuple[str, int]] | None = None,
) -> Iterator[Section]:
    """The national summary. `by` names the columns of the groups (None: all that make some); of a page
    `leads` has by table the one and its column whose rows it chooses. Raises KenError for a column that the
    data do not have."""
    leads = leads or {}
    passed = evaluation.dataset.claims.passed
    described = {name: evaluation.frame[column] for column, name in passed.items()}
    called = {name: column_called({own: own for own in described}, name) for name in by or ()}
    unknown = [name for name, column in called.items() if column is None]
    if unknown:
        hint = say("columns that make groups: {columns}", columns=list(groupings(described)))
        message = say("“{column}” is no column of the data, or is a score", column=unknown[0])
        raise KenError([Diagnostic("no-column", message, Position("--by"), hint)])
    units, others = evaluation.frame.height, (SCORED, NOT_APPLICABLE, INCOMPLETE)
    rated = units - sum(evaluation.counts.get(status, 0) for status in others)
    told = rated_of(units, rated) if evaluation.rules.bands else _scored_of(evaluation)
    title = say("Ratings") if evaluation.rules.bands else say("Scores")
    most = _most_frequent(evaluation, language, rated)
    yield Section(title, (*most, told), _ratings(evaluation, language, leads.get("ratings")))
    targets = tuple(_verdict(*each) for each in target_words(evaluation, language))
    yield Section(say("Targets"), targets, _targets(evaluation, language))
    yield from _totals(evaluation)
    yield Section(say("Means"), (), _means(evaluation, language))
    failing = _failing(evaluation, language, "question", say("question"))
    if failing.rows:
        yield Section(say("Questions that fail most often"), (), failing)
    elif (failing := _failing(evaluation, language, "indicator", say("indicator"))).rows:
        # rules that judge no questions, or ask none
        yield Section(say("Indicators that fail most often"), (), failing)
    for name in groupings(described) if by is None else filter(None, called.values()):
        lead = leads.get(f"by {name}")
        table = _groups(evaluation, name, described[name], lead)
        yield Section(say("By {column}", column=name), (), table)
        means = means_by(evaluation, name, described[name], language)
        if len(means.headings) > 2:
            told = say("Colours go in each column from its best group (blue) to its worst (orange).")
            is_shaded = any(place is not None for row in means.page.shades for place in row)
            yield Section(say("Means by {column}", column=name), (told,) if is_shaded else (), means)


def _scored_of(evaluation: Evaluation) -> Text:
    """How many of the units have a total, by rules without ratings."""
    shown = counted(evaluation.frame.height, "{count} unit", "{count} units")
    scored = evaluation.counts.get(SCORED, 0)
    return counted(
        scored, "{units}, of which {count} is scored", "{units}, of which {count} are scored", units=shown
    )


def _most_frequent(evaluation: Evaluation, language: Language, rated: int) -> Iterator[Text]:
    """The rating that most units have, or those; with how many of the rated ones it is."""
    rules, counts = evaluation.rules, evaluation.counts
    ratings = list(dict.fromkeys(band.rating for band in rules.bands))
    most = max((counts.get(rating, 0) for rating in ratings), default=0)
    first = [rating_text(rules, rating, language) for rating in ratings if counts.get(rating, 0) == most]
    if not most:
        return
    share = share_text(Fraction(most, rated))
    if len(first) == 1:
        yield counted(
            rated,
            "The most frequent rating is {rating}: {most} of {count} rated unit ({share}).",
            "The most frequent rating is {rating}: {most} of {count} rated units ({share}).",
            rating=first[0],
            most=f"{most:,}",
            share=share,
        )
    else:
        yield counted(
            rated,
            "The most frequent ratings are {ratings}: {most} each of {count} rated unit ({share}).",
            "The most frequent ratings are {ratings}: {most} each of {count} rated units ({share}).",
            ratings=first,
            most=f"{most:,}",
            share=share,
        )


def _verdict(told: Text, met: bool | None) -> Text:
    return told if met is None else say("{target}: {verdict}", target=told, verdict=met_text(met=met))


def _totals(evaluation: Evaluation) -> Iterator[Section]:
    """How the totals lie, drawn with the bands over them."""
    rules = evaluation.rules
    if is_numberless(rules.total) or is_pure(rules, TOTAL):
        return
    places = printed_places(rules, rules.total)
    printed = evaluation.frame[evaluation.rated.columns["printed", TOTAL]]
    spread = spread_of(printed)
    if spread is None:
        return
    figures = [Figure(float(number), places) for number in spread.rounded(places)]
    told = counted(
        spread.count,
        "{count} unit has a total: {low}.",
        "{count} units have a total: the median is {median}, the lowest {low}, the highest {high}.",
        median=str(figures[3]),
        low=str(figures[1]),
        high=str(figures[5]),
    )
    known = [total for total in whole_numbers(printed, places) if total is not None]
    side = Totals(rules, known, BARS, say("units by total"))

    def picture(translate: Translate) -> Picture:
        label = say("How many units have which total")
        wide, narrow = (
            drawn_totals([side], 10**places, label, translate, width) for width in (WIDTH, NARROW)
        )
        return Picture(wide, note=notes_of(rules), narrow=narrow)

    yield Section(say("Totals and bands") if rules.bands else say("Totals"), (told,), picture=picture)


def _ratings(evaluation: Evaluation, language: Language, lead: tuple[str, int] | None) -> Table:
    has_order = evaluation.rules.better_at(evaluation.rules.total) != "none"
    ratings = list(dict.fromkeys(band.rating for band in evaluation.rules.bands))
    tones = [at / max(len(ratings) - 1, 1) if has_order else None for at in range(len(ratings))]
    rows = [
        (told.words, told.count, None if told.share is None else share_text(told.share))
        for told in counts_of(evaluation, evaluation.frame, language)
    ]
    page = OnPage(bar=1, tones=tones, leads=lead)
    told = say("rating") if ratings else say("status")
    return Table("ratings", (told, say("units"), say("share")), rows, page=page)


def _share(count: int, of: int) -> str | None:
    return share_text(Fraction(count, of)) if of else None


def _targets(evaluation: Evaluation, language: Language) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for each in evaluation.targets:
        verdict = None if each.met is None else met_text(met=each.met)
        rows.append(
            (
                titled(each.target.id, each.target.title, language),
                each.meeting,
                None if each.share is None else share_text(each.share, [each.target.at_least]),
                least_text(each.target.at_least),
                verdict,
            )
        )
    return Table("targets", (say("target"), say("units"), say("share"), say("wanted"), say("verdict")), rows)


def _means(evaluation: Evaluation, language: Language) -> Table:
    """By node above the questions; of nodes reported as one once."""
    rows: list[tuple[Cell, ...]] = []
    seen: set[str] = set()
    for path, node in evaluation.rules.nodes.items():
        name, places = evaluation.name_of(path), printed_places(evaluation.rules, node)
        if is_pure(evaluation.rules, path) or is_numberless(node):
            continue
        if node.level == "question" or name in seen:
            continue
        spread = spread_of(evaluation.frame[evaluation.rated.columns["printed", path]])
        if spread is None:
            continue
        seen.add(name)
        mean, low, _, median, _, high = spread.rounded(places)
        figures = [Figure(float(number), places) for number in (mean, median, low, high)]
        rows.append(
            (say("total") if path == TOTAL else name, node_text(node, language), spread.count, *figures)
        )
    headings = (
        say("node"),
        say("title"),
        say("units"),
        say("mean"),
        say("median"),
        say("lowest"),
        say("highest"),
    )
    return Table("means", headings, rows)


def _failing(evaluation: Evaluation, language: Language, level: str, heading: Text) -> Table:
    """The nodes of a level by how many units do not get the best judgement."""
    judgements = evaluation.rules.judgements.get(level, ())
    counted: dict[str, tuple[Node, int, int]] = {}
    for path, node in evaluation.rules.nodes.items():
        column = evaluation.rated.columns.get(("judged", path))
        if node.level == level and column is not None and judgements:
            results = evaluation.frame[column].drop_nulls()
            if len(results):
                counted.setdefault(
                    evaluation.name_of(path),
                    (node, int((results != judgements[0].result).sum()), len(results)),
                )
    worst = sorted(counted.items(), key=lambda each: -Fraction(each[1][1], each[1][2]))[:MOST_QUESTIONS]
    rows: list[tuple[Cell, ...]] = [
        (name, node_text(node, language), failing, _share(failing, of))
        for name, (node, failing, of) in worst
        if failing
    ]
    headings = (heading, say("title"), say("units that fail"), say("share"))
    return Table("failing", headings, rows, page=OnPage(bar=2))


def _groups(evaluation: Evaluation, name: str, cells: pl.Series, lead: tuple[str, int] | None) -> Table:
    rules, groups = evaluation.rules, groups_by_column(cells)
    places = printed_places(rules, rules.total)
    totals = whole_numbers(evaluation.frame[evaluation.rated.columns["printed", TOTAL]], places)
    given = evaluation.frame[evaluation.rated.columns["rating", ""]].cast(pl.String).to_list()
    ratings = list(dict.fromkeys(band.rating for band in rules.bands))
    rows: list[tuple[Cell, ...]] = []
    for group, mean in zip(groups.names, groups.means(totals, places), strict=True):
        counts = Counter(given[row] for row in groups.rows[group])
        rows.append(
            (
                group or "–",
                len(groups.rows[group]),
                None if mean is None else Figure(float(mean), places),
                *(counts[rating] for rating in ratings),
            )
        )
    headings = (
        say("{name}", name=name),
        say("units"),
        say("mean total"),
        *(say("{name}", name=rating) for rating in ratings),
    )
    return Table(f"by {name}", headings, rows, page=OnPage(leads=lead))


__all__ = ["sections"]
