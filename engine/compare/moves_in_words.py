"""What a comparison comes to, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.statuses import NOT_APPLICABLE
from ..meaning.titles import TitleInMessage
from ..words.diagnostics import Text, counted, listed, say
from .comparison import Comparison
from .rating_order import DIRECTIONS, direction_words

MOST_TOLD = 3
"""So many causes are told in the summary."""


def summary(comparison: Comparison, *, of_years: bool = False) -> Iterator[Text]:
    """How many units move and where to and by what, who meets the targets, who is not rated, and what is
    taken for granted."""
    names = {"new": comparison.new.id, "old": comparison.old.id}
    told = headline(comparison, of_years=of_years)
    if told is not None:
        yield told
    yield (
        say("{old} on the old data, {new} on the new data; of units that both have:", **names)
        if of_years
        else say("{new} instead of {old}:", **names)
    )
    yield from _bands(comparison)
    yield _moves(comparison)
    for targets in _shared_targets(comparison)[0 if told is None else 1 :]:
        yield _meeting(comparison, *targets, of_years=of_years, is_whole=True)
    unrated = comparison.directions["unrated"]
    if unrated and not comparison.is_scored:
        yield say("Rated by neither: {count}.", count=f"{unrated:,}")
    elif unrated:
        yield say("Without a total by both: {count}.", count=f"{unrated:,}")
    for rules, side in ((comparison.old, "old"), (comparison.new, "new")):
        count = int((comparison.units[f"{side}_status"] == NOT_APPLICABLE).sum())
        if count:
            yield counted(
                count,
                "{rules} does not apply to {count} unit.",
                "{rules} does not apply to {count} units.",
                rules=rules.id,
            )
    for assumption in comparison.assumptions:
        yield say("Assumed: {assumption}.", assumption=assumption)


def headline(comparison: Comparison, *, of_years: bool = False) -> Text | None:
    """The whole in one sentence: who meets the first target that both have, who gets another rating, and by
    which changes. None where no rule set gives ratings, or nobody moves."""
    moved = comparison.moved.height
    if comparison.is_scored or not moved:
        return None
    parts = [_meeting(comparison, *targets, of_years=of_years) for targets in _shared_targets(comparison)[:1]]
    parts.append(counted(moved, "{count} gets another rating", "{count} get another rating"))
    parts += _causes(comparison)
    return say(
        "Of {of} {told}.",
        of=counted(comparison.units.height, "{count} unit", "{count} units"),
        told=listed(parts),
    )


def _causes(comparison: Comparison) -> Iterator[Text]:
    """How many only have another name for their rating, and which changes moved most of the others."""
    names = [comparison.differences.rating[number].title for number in comparison.differences.names]
    others = [(words, count) for words, count, _ in comparison.causes() if words not in names]
    renamed = sum(count for words, count, _ in comparison.causes() if words in names)
    if renamed:
        yield say("{count} of these by its name only", count=f"{renamed:,}")
    for words, count in others[:MOST_TOLD]:
        yield say("{count} by “{cause}”", count=f"{count:,}", cause=words)
    rest = sum(count for _, count in others[MOST_TOLD:])
    if rest:
        yield say("{count} by other changes", count=f"{rest:,}")


def _shared_targets(comparison: Comparison) -> list[tuple[str, str]]:
    """The ids of each target that both have, in the old rule set and in the new one."""
    old, new = comparison.sheets
    now = comparison.differences.correspondence.called_now("targets", old.targets, new.targets)
    return [(id_, now[id_]) for id_ in old.targets if now[id_] in new.targets]


def _meeting(
    comparison: Comparison, was: str, target: str, *, of_years: bool, is_whole: bool = False
) -> Text:
    """Who meets a target by both rule sets (or in both years), by one, and by neither, of the units that both
    rate; as a whole sentence, or as a part of one."""
    old, new = comparison.sheets
    rated = comparison.units["old_rating"].is_not_null() & comparison.units["new_rating"].is_not_null()
    first, second = (
        sheet.frame[sheet.targets[id_]].fill_null(value=False) for sheet, id_ in ((old, was), (new, target))
    )
    counts = {
        "both": first & second,
        "lost": first & ~second,
        "gained": ~first & second,
        "neither": ~first & ~second,
    }
    words = {
        "target": _titles(comparison, was, target),
        **{name: f"{int((each & rated).sum()):,}" for name, each in counts.items()},
    }
    said = (
        say(
            "{both} meet the target “{target}” in both years, {lost} in the old one only, {gained} in the "
            "new one only, {neither} in neither",
            **words,
        )
        if of_years
        else say(
            "{both} meet the target “{target}” by both rule sets, {lost} by the old one only, {gained} by "
            "the new one only, {neither} by neither",
            **words,
        )
    )
    if rated.all():
        return say("{told}.", told=said) if is_whole else said
    count = f"{int(rated.sum()):,}"
    if is_whole and of_years:
        return say("Of the {count} that are rated in both years {told}.", count=count, told=said)
    if is_whole:
        return say("Of the {count} that both rate {told}.", count=count, told=said)
    if of_years:
        return say("{count} are rated in both years, and of these {told}", count=count, told=said)
    return say("{count} are rated by both rule sets, and of these {told}", count=count, told=said)


def _titles(comparison: Comparison, was: str, target: str) -> Text | str:
    """What a target is called; and before that what it was, where that is something else."""
    wanted = zip((comparison.old, comparison.new), (was, target), strict=True)
    before, title = (next(own.title for own in rules.targets if own.id == id_) for rules, id_ in wanted)
    return TitleInMessage.of(title, before) if title else target


def _bands(comparison: Comparison) -> Iterator[Text]:
    """That a rule set gives no ratings."""
    if comparison.is_scored:
        yield say("Neither has bands: there are no ratings, and the totals are compared.")
        return
    for rules in (comparison.old, comparison.new):
        if not rules.bands:
            yield say("{rules} has no bands and gives no ratings: its units are scored.", rules=rules.id)


def _moves(comparison: Comparison) -> Text:
    """How many units get another rating, or another total."""
    units, moved, counts = comparison.units.height, comparison.moved.height, comparison.directions
    scored = comparison.is_scored
    if not moved and scored:
        return counted(units, "The one unit has the same total.", "All {count} units have the same total.")
    if not moved:
        return counted(
            units, "The one unit gets no other rating.", "Of {count} units none gets another rating."
        )
    words = direction_words([comparison.old, comparison.new])
    told = [
        say("{direction} {count}", direction=words[way], count=f"{counts[way]:,}")
        for way in DIRECTIONS
        if counts[way] and way not in ("same", "unrated")
    ]
    of = counted(units, "{count} unit", "{count} units")
    if scored:
        return counted(
            moved,
            "Of {of} {count} gets another total: {directions}.",
            "Of {of} {count} get another total: {directions}.",
            of=of,
            directions=told,
        )
    return counted(
        moved,
        "Of {of} {count} gets another rating: {directions}.",
        "Of {of} {count} get another rating: {directions}.",
        of=of,
        directions=told,
    )


__all__ = ["summary"]
