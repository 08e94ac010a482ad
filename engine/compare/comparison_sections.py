"""A comparison as sections of sentences and tables, which every kind of file shows in its own way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import polars as pl

from ..meaning.facts import NOT_RATED, UNKNOWN, least_text, met_text, share_text
from ..meaning.model import RuleSet
from ..meaning.proofs import scores_in_words
from ..rating.evaluation import TargetResult
from ..show.sections import Cell, Figure, Section, Table
from ..words.diagnostics import Text, counted, say
from .compared import DIRECTIONS, Comparison, Direction
from .differences import Change, Differences
from .implied import Example, Proofs, Transition, Verdict
from .margins import NEAR
from .ratings import UNIT
from .years import Years

DIRECTION_WORDS: Mapping[str, Text] = {
    "up": say("up"),
    "down": say("down"),
    "sideways": say("sideways"),
    "same": say("the same"),
    "lost": say("no longer rated"),
    "gained": say("newly rated"),
    "unrated": say("rated by neither"),
}


def difference_sections(found: Differences) -> Iterator[Section]:
    """The changes that can change a rating, and those that cannot."""
    if not found.changes:
        yield Section(say("Differences in the rules"), (same_rules(found),))
        return
    for title, changes in (
        (say("What can change a rating"), found.rating),
        (say("What cannot change a rating"), found.other),
    ):
        if changes:
            yield Section(
                title,
                tuple(change.title for change in changes),
                _changes_table("rating" if changes[0].rates else "other", changes),
            )
        else:
            yield Section(title, (say("nothing"),))


def same_rules(found: Differences) -> Text:
    if found.old.fingerprint == found.new.fingerprint:
        return say("{old} and {new} are the same rules.", old=found.old.id, new=found.new.id)
    return say("{old} and {new} say the same in every respect.", old=found.old.id, new=found.new.id)


def _changes_table(name: str, changes: Sequence[Change]) -> Table:
    headings = (say("what"), say("old"), say("new"), say("old position"), say("new position"))
    rows = [
        (each.what, each.old, each.new, str(each.old_position), str(each.new_position))
        for change in changes
        for each in change.differences
    ]
    return Table(f"differences-{name}", headings, rows)


def proof_sections(old: RuleSet, new: RuleSet, proofs: Proofs) -> Iterator[Section]:
    """Which ratings a unit can have by both, and what became of the claims."""
    if proofs.beyond is not None:
        yield Section(say("What the rules imply"), (proofs.beyond,))
        return
    ratings = list(dict.fromkeys(each.new for each in proofs.transitions))
    if proofs.transitions:
        by_old: dict[str, list[Transition]] = {}
        for each in proofs.transitions:
            by_old.setdefault(each.old, []).append(each)
        sentences = [
            *_assumed(proofs.assumptions),
            *(_possible(rating, own) for rating, own in by_old.items()),
        ]
        rows: list[tuple[Cell, ...]] = []
        for one, own in by_old.items():
            found = {each.new: each for each in own}
            rows.append((one, *(_mark(found[rating].possible) for rating in ratings)))
        headings = (
            say("{old} ↓ {new} →", old=old.id, new=new.id),
            *(say("{name}", name=rating) for rating in ratings),
        )
        yield Section(say("Possible transitions"), tuple(sentences), Table("transitions", headings, rows))
        examples = [
            (each.old, each.new, in_words(each.example))
            for each in proofs.transitions
            if each.example is not None
        ]
        yield Section(
            say("An example of each, confirmed by exact arithmetic"),
            (),
            Table("examples", (say("old"), say("new"), say("scores")), examples),
        )
    if proofs.verdicts:
        rows = [
            (
                each.statement.text,
                verdict_word(each),
                "" if each.counterexample is None else in_words(each.counterexample),
            )
            for each in proofs.verdicts
        ]
        yield Section(
            say("Claims"),
            _assumed(proofs.assumptions),
            Table("claims", (say("claim"), say("verdict"), say("counterexample")), rows),
        )


def _assumed(assumptions: Sequence[Text]) -> tuple[Text, ...]:
    return tuple(say("Assumed: {assumption}.", assumption=each) for each in assumptions)


def _mark(possible: bool | None) -> Cell:
    return say("undecided") if possible is None else say("possible") if possible else say("never")


def _possible(rating: str, own: Sequence[Transition]) -> Text:
    can, never = ([each.new for each in own if each.possible is which] for which in (True, False))
    if any(each.possible is None for each in own):
        open_ = [each.new for each in own if each.possible is None]
        return say(
            "{rating} → {can}; never {never}; undecided {open}",
            rating=rating,
            can=can or UNKNOWN,
            never=never or UNKNOWN,
            open=open_,
        )
    if not can:
        return say("no scores get {rating}", rating=rating)
    return (
        say("{rating} → {can}; never {never}", rating=rating, can=can, never=never)
        if never
        else say("{rating} → {can}", rating=rating, can=can)
    )


def verdict_word(verdict: Verdict) -> Text:
    if verdict.beyond is not None:
        return say("cannot be proved: {rule}", rule=verdict.beyond)
    return say("undecided") if verdict.holds is None else say("proved") if verdict.holds else say("refuted")


def in_words(example: Example) -> str:
    """The scores of an example by the new rules, and those of the old ones that have other names or
    values."""
    news = example.new.named()
    olds = {name: score for name, score in example.old.named().items() if news.get(name) != score}
    rating = f"{example.old.result.rating} → {example.new.result.rating}"
    return scores_in_words(news) + (f" ({scores_in_words(olds)})" if olds else "") + f": {rating}"


# data


def comparison_sections(
    found: Comparison,
    *,
    by: Sequence[str] | None = None,
    most: Fraction = NEAR,
    after_summary: Sequence[Section] = (),
) -> Iterator[Section]:
    """Everything that the data show, the summary first."""
    yield Section(say("Summary"), tuple(summary(found)))
    yield from after_summary
    yield Section(say("Transitions"), (order_of(found),), matrix_table(found))
    if found.attribution.causes:
        yield Section(
            say("Which change did it"),
            (
                say(
                    "Made in the old rules it moves these units, taken back in the new ones it returns "
                    "them: one change where one is enough, else the fewest together."
                ),
            ),
            _cause_table(found),
        )
        if len(found.differences.rating) > 1:
            yield Section(say("Each change alone"), (), _alone_table(found))
    yield Section(say("Targets"), (), _target_table(found.targets))
    yield Section(say("Scores"), (), _score_table(found))
    for column in found.groupings if by is None else by:
        yield Section(say("By {column}", column=column), (), _breakdown_table(found, column))
    near = found.near(most)
    title = say("Nearest misses")
    told = say(
        "Units that are rated otherwise when one score alone is up to {most} higher or lower: {count}.",
        most=most,
        count=f"{near.height:,}",
    )
    yield Section(title, (told,), _near_table(found, near))
    moved = found.moved
    yield Section(
        say("Units that move"),
        (counted(moved.height, "{count} unit", "{count} units"),),
        _moved_table(found, moved),
    )


def summary(found: Comparison) -> Iterator[Text]:
    counts = found.directions
    units = found.units.height
    yield say("{new} instead of {old}:", new=found.new.id, old=found.old.id)
    if not found.moved.height:
        yield counted(
            units, "The one unit gets no other rating.", "Of {count} units none gets another rating."
        )
    else:
        moves = [each for each in DIRECTIONS if counts[each] and each not in ("same", "unrated")]
        told = [
            say("{direction} {count}", direction=DIRECTION_WORDS[each], count=f"{counts[each]:,}")
            for each in moves
        ]
        of = counted(units, "{count} unit", "{count} units")
        yield counted(
            found.moved.height,
            "Of {of} {count} gets another rating: {directions}.",
            "Of {of} {count} get another rating: {directions}.",
            of=of,
            directions=told,
        )
    if counts["unrated"]:
        yield say("Rated by neither: {count}.", count=f"{counts['unrated']:,}")
    for each in found.assumptions:
        yield say("Assumed: {assumption}.", assumption=each)


def order_of(found: Comparison) -> Text:
    if found.by_rank:
        return say(
            "Ratings are put in order by the rank that the rules give them; sideways is to another rating "
            "of the same rank."
        )
    return say(
        "Ratings are put in order by the position of their bands, the best first; sideways is to another "
        "rating at the same position."
    )


def matrix_table(found: Comparison) -> Table:
    olds, news = found.ratings("old"), found.ratings("new")
    headings = (
        say("{old} ↓ {new} →", old=found.old.id, new=found.new.id),
        *(_rating(each) for each in news),
        say("all"),
    )
    rows: list[tuple[Cell, ...]] = []
    directions = []
    for one in olds:
        counts = [found.matrix.get((one, other), 0) for other in news]
        rows.append((_rating(one), *counts, sum(counts)))
        directions.append((None, *(found.direction_of(one, other) for other in news), None))
    columns = [sum(found.matrix.get((one, other), 0) for one in olds) for other in news]
    rows.append((say("all"), *columns, sum(columns)))
    return Table("matrix", headings, rows, tuple(directions))


def _rating(rating: str | None) -> Text:
    return NOT_RATED if rating is None else say("{name}", name=rating)


def _shown_directions(found: Comparison) -> list[Direction]:
    return [each for each in DIRECTIONS if found.directions[each]]


def _cause_table(found: Comparison) -> Table:
    shown = [each for each in _shown_directions(found) if each not in ("same", "unrated")]
    rows: list[tuple[Cell, ...]] = [
        (cause, count, *(own.get(each, 0) for each in shown)) for cause, count, own in found.causes()
    ]
    rows.append((say("all"), found.moved.height, *(found.directions[each] for each in shown)))
    return Table("causes", (say("change"), say("units"), *(DIRECTION_WORDS[each] for each in shown)), rows)


def _alone_table(found: Comparison) -> Table:
    headings = (
        say("change"),
        say("made alone, units with another rating than the old"),
        say("taken back alone, units with another rating than the new"),
    )
    shown: list[tuple[Cell, ...]] = []
    for change, (made, back) in zip(found.differences.rating, found.attribution.alone, strict=True):
        shown.append(
            (
                change.title,
                *(say("not possible without others") if each is None else each for each in (made, back)),
            )
        )
    return Table("alone", headings, shown)


def _target_table(targets: Mapping[str, tuple[TargetResult | None, TargetResult | None]]) -> Table:
    headings = (
        say("target"),
        say("old"),
        say("wanted"),
        say("verdict"),
        say("new"),
        say("wanted"),
        say("verdict"),
    )
    rows: list[tuple[Cell, ...]] = []
    for id_, shares in targets.items():
        cells: list[Cell] = []
        for each in shares:
            if each is None or each.share is None:
                cells += [None, None, None]
            else:
                found = share_text(each.share, [each.target.at_least])
                cells += [
                    f"{each.meeting:,} / {each.rated:,} ({found})",
                    least_text(each.target.at_least),
                    met_text(met=bool(each.met)),
                ]
        rows.append((id_, *cells))
    return Table("targets", headings, rows)


def _score_table(found: Comparison) -> Table:
    decimals = max(found.old.scale.decimals, found.new.scale.decimals)
    headings = (
        say("score"),
        say("units"),
        say("units with another score"),
        say("mean change"),
        say("lowest change"),
        say("highest change"),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            found.old.short_name(each.path),
            each.units,
            each.changed,
            *(
                Figure(float(value), decimals, signed=True)
                for value in (each.mean, each.lowest, each.highest)
            ),
        )
        for each in found.scores
    ]
    return Table("scores", headings, rows)


def _breakdown_table(found: Comparison, column: str) -> Table:
    shown = _shown_directions(found)
    decimals = max(found.old.scale.decimals, found.new.scale.decimals)
    headings = (
        say("{name}", name=column),
        say("units"),
        *(DIRECTION_WORDS[each] for each in shown),
        say("old mean total"),
        say("new mean total"),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            row["group"] or UNKNOWN,
            row["units"],
            *(row[each] for each in shown),
            *_figures((row["old_total"], row["new_total"]), decimals),
        )
        for row in found.breakdown(column).iter_rows(named=True)
    ]
    return Table(f"by {column}", headings, rows)


def _figures(values: Sequence[float | None], decimals: int) -> list[Cell]:
    return [None if value is None else Figure(value, decimals) for value in values]


def _near_table(found: Comparison, near: pl.DataFrame) -> Table:
    headings = (
        say("rules"),
        say("{unit}", unit=found.new.unit),
        say("rating"),
        say("score"),
        say("is"),
        say("would be"),
        say("apart"),
        say("rating there"),
    )
    rules = {"old": found.old, "new": found.new}
    rows: list[tuple[Cell, ...]] = [
        (
            rules[row["side"]].id,
            row[UNIT],
            row["rating"],
            rules[row["side"]].short_name(row["score"]),
            *_figures((row["from"], row["to"]), rules[row["side"]].scale.decimals),
            Figure(row["apart"], rules[row["side"]].scale.decimals, signed=True),
            row["other"],
        )
        for row in near.iter_rows(named=True)
    ]
    return Table("near", headings, rows)


def _moved_table(found: Comparison, moved: pl.DataFrame) -> Table:
    headings = (
        say("{unit}", unit=found.new.unit),
        *(say("{name}", name=name) for name in found.groupings),
        say("old rating"),
        say("new rating"),
        say("direction"),
        say("old total"),
        say("new total"),
        say("old place"),
        say("new place"),
        say("cause"),
    )
    causes = [found.cause_in_words(numbers) for numbers in found.attribution.causes]
    described = moved.select(UNIT).join(found.described, on=UNIT, how="left", maintain_order="left")
    groups = described.select(found.groupings).rows() if found.groupings else [()] * moved.height
    rows: list[tuple[Cell, ...]] = [
        (
            row[UNIT],
            *(None if each is None else str(each) for each in group),
            _rating(row["old_rating"]),
            _rating(row["new_rating"]),
            DIRECTION_WORDS[row["direction"]],
            *_figures((row["old_total"],), found.old.scale.decimals),
            *_figures((row["new_total"],), found.new.scale.decimals),
            row["old_place"],
            row["new_place"],
            causes[row["cause"]],
        )
        for row, group in zip(moved.iter_rows(named=True), groups, strict=True)
    ]
    return Table("moved", headings, rows)


def rule_sections(rules: Sequence[RuleSet]) -> Iterator[Section]:
    rows: list[tuple[Cell, ...]] = [(each.id, each.fingerprint, ", ".join(each.files)) for each in rules]
    yield Section(
        say("Rule sets"), (), Table("rules", (say("rule set"), say("fingerprint"), say("files")), rows)
    )


def year_sections(years: Years) -> Iterator[Section]:
    """Each year's rules on each year's data: what the rules did, and what the scores did."""
    yield Section(
        say("Rules or scores"),
        (years.order, *years.sentences()),
        Table("years", years.headings(), years.rows()),
    )


def several_section(rules: Sequence[RuleSet], found: Sequence[Comparison]) -> Section:
    """How many units have which rating by each of several rule sets."""
    counts: list[tuple[RuleSet, Mapping[str | None, int]]] = [
        (found[0].old, found[0].counts("old")),
        *((each.new, each.counts("new")) for each in found),
    ]
    ratings = sorted(
        dict.fromkeys(rating for _, own in counts for rating in own), key=lambda rating: rating is None
    )
    headings = (say("rating"), *(say("{name}", name=each.id) for each in rules))
    rows: list[tuple[Cell, ...]] = [
        (_rating(rating), *(own.get(rating) for _, own in counts)) for rating in ratings
    ]
    return Section(say("Ratings by each rule set"), (), Table("ratings", headings, rows))


__all__ = ["comparison_sections", "difference_sections", "proof_sections"]
