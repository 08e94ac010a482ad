"""Ratings under new names: which rating of a new rule set takes the place of which of the old one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from ..meaning.model import Band, RuleSet
from ..meaning.printed_scores import printed_places
from ..meaning.rating_standing import called_now, scheme_of
from .soundness import is_sound


@dataclass(frozen=True)
class TakenPlaces:
    """`renamed` is the old rule set with the names of the new one where these take the place of others, and
    `takes` says which: by old rating, the new one. Old ratings that became one are one band there."""

    renamed: RuleSet
    takes: Mapping[str, str] = field(default_factory=dict)

    @property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """By new rating: the old ones whose place it takes, best first."""
        found: dict[str, tuple[str, ...]] = {}
        for old, new in self.takes.items():
            found[new] = (*found.get(new, ()), old)
        return found


def taken_places(old: RuleSet, new: RuleSet) -> TakenPlaces:
    """What takes the place of ratings that the new rule set has not: what it declares, and of several the one
    with which a band shares most of its range. Where ratings hang on more than their bands (notches, limits,
    variants), several do not become one: that would be more than another name."""
    every = (old, *old.variants.values(), new, *new.variants.values())
    if not all(map(_has_each_once, every)):
        return TakenPlaces(old)
    kept = {band.rating for band in new.bands}
    mine = {band.rating for band in old.bands}
    step = Fraction(1, 10 ** printed_places(old, old.total))
    free = [band for band in new.bands if band.rating not in mine]
    declared = called_now(old, new)
    takes: dict[str, str] = {}
    for band in old.bands:
        if band.rating in declared and band.rating not in kept and declared[band.rating] not in mine:
            takes[band.rating] = declared[band.rating]
        elif band.rating not in kept:
            place = _place(old, new, band, free, step)
            takes |= {} if place is None else {band.rating: place}
    if all(map(_is_plain, every)):
        takes = _joinable(old, takes, step)
    else:
        taken = Counter(takes.values())
        takes = {rating: name for rating, name in takes.items() if taken[name] == 1}
    if not takes:
        return TakenPlaces(old)
    renamed = _with_names(old, takes)
    if not all(map(is_sound, (renamed, *renamed.variants.values()))):
        return TakenPlaces(old)
    return TakenPlaces(renamed, takes)


def _with_names(rules: RuleSet, takes: Mapping[str, str]) -> RuleSet:
    """The rule set with other names of ratings, where bands give them and where they are limited; and its
    variants."""
    limits = tuple(
        replace(limit, rating=takes.get(limit.rating, limit.rating)) for limit in rules.total.no_better_than
    )
    return replace(
        rules,
        bands=tuple(_renamed(rules.bands, takes)),
        total=replace(rules.total, no_better_than=limits),
        variants={words: _with_names(variant, takes) for words, variant in rules.variants.items()},
    )


def _has_each_once(rules: RuleSet) -> bool:
    return len({band.rating for band in rules.bands}) == len(rules.bands)


def _is_plain(rules: RuleSet) -> bool:
    """Whether ratings hang on the bands alone."""
    return not (rules.choosing or rules.total.notches or rules.total.no_better_than)


def _place(old: RuleSet, new: RuleSet, band: Band, free: Sequence[Band], step: Fraction) -> str | None:
    """The rating that takes the place of a band's."""
    declared = new.corresponds.get(scheme_of(old), {}).get(band.rating)
    if declared is not None:
        free = [own for own in free if own.rating in declared]
    if declared is not None and len(free) == 1:
        return free[0].rating
    shared = {own.rating: _shared(band, old, own, new) for own in free if _is_bounded(own)}
    sizes = {name: high - low + step for name, (low, high) in shared.items() if high >= low}
    if not sizes or not _is_bounded(band):
        return None
    most = max(sizes.values())
    first, *others = [name for name, size in sizes.items() if size == most]
    # of several within one range the first; of ranges side by side the last
    return first if all(shared[name] == shared[first] for name in others) else others[-1]


def _is_bounded(band: Band) -> bool:
    return band.minimum is not None or band.maximum is not None


def _shared(band: Band, rules: RuleSet, other: Band, others: RuleSet) -> tuple[Fraction, Fraction]:
    ends = [_ends(band, rules), _ends(other, others)]
    return max(low for low, _ in ends), min(high for _, high in ends)


def _ends(band: Band, rules: RuleSet) -> tuple[Fraction, Fraction]:
    return (
        rules.scale.minimum if band.minimum is None else band.minimum,
        rules.scale.maximum if band.maximum is None else band.maximum,
    )


def _joinable(old: RuleSet, takes: Mapping[str, str], step: Fraction) -> dict[str, str]:
    """Without old ratings that cannot be one band with the others of their group: those that follow the first
    one without a gap, and have no conditions, can."""
    kept: dict[str, str] = {}
    for before, band in zip((None, *old.bands), old.bands, strict=False):
        name = takes.get(band.rating)
        if name is None:
            continue
        if name not in kept.values() or (
            before is not None and kept.get(before.rating) == name and _are_one(before, band, step)
        ):
            kept[band.rating] = name
    return kept


def _are_one(one: Band, other: Band, step: Fraction) -> bool:
    """Whether two bands without conditions lie next to each other."""
    is_free = one.when is None and other.when is None
    return is_free and (touch(one, other, step) or touch(other, one, step))


def touch(below: Band, above: Band, step: Fraction) -> bool:
    """Whether one band begins where the other ends, so that no printed score lies between them, and none in
    both."""
    end, start = below.maximum, above.minimum
    if end is None or start is None:
        return False
    if below.below or above.above:
        return end == start and below.below != above.above
    return 0 < start - end <= step


def _renamed(bands: Sequence[Band], takes: Mapping[str, str]) -> Iterator[Band]:
    made: dict[str, Band] = {}
    for band in bands:
        name = takes.get(band.rating, band.rating)
        other = made.get(name)
        made[name] = replace(band, rating=name) if other is None else _joined(other, band)
    yield from made.values()


def _joined(one: Band, other: Band) -> Band:
    """Two bands as one."""
    assert one.minimum is not None or other.minimum is not None
    is_above = one.minimum is not None and (other.minimum is None or one.minimum > other.minimum)
    upper, lower = (one, other) if is_above else (other, one)
    return replace(
        one,
        minimum=lower.minimum,
        above=lower.above,
        minimum_position=lower.minimum_position,
        maximum=upper.maximum,
        below=upper.below,
        maximum_position=upper.maximum_position,
    )


__all__ = ["TakenPlaces", "taken_places", "touch"]
