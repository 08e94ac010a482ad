"""What ratings of an older rule set stand for in a newer one (`corresponds:`)."""

from __future__ import annotations

from collections.abc import Mapping

from ..meaning.model import Band
from ..words.diagnostics import Position, say
from ..words.hints import nearest_or
from .document import Place
from .draft import Draft

Corresponding = Mapping[str, Mapping[str, tuple[str, ...]]]
"""By the id of an older rule set, and by rating of it: the ratings that stand for it, best first."""


def corresponding(draft: Draft, bands: tuple[Band, ...]) -> Corresponding:
    """What the document says of older rule sets. A rating that is none of the bands is a fault; of what is
    inherited the ratings that are there no more are left out."""
    ratings = [band.rating for band in bands]
    found = {}
    for older, entries in (draft.data.get("corresponds") or {}).items():
        stands_for = {}
        for rating, named in (entries or {}).items():
            place: Place = ("corresponds", older, rating)
            listed = [named] if isinstance(named, str) else named
            known = tuple(own for own in ratings if own in listed)
            if _is_known(draft, place, listed, ratings) and known:
                stands_for[rating] = known
        if stands_for:
            found[older] = stands_for
    return found


def places(draft: Draft) -> Mapping[str, Position]:
    """Where each entry stands, as “corresponds.OLDER.RATING”."""
    return {
        f"corresponds.{older}.{rating}": draft.document.value_at(("corresponds", older, rating))
        for older, entries in (draft.data.get("corresponds") or {}).items()
        for rating in entries or {}
    }


def _is_known(draft: Draft, place: Place, listed: list[str], ratings: list[str]) -> bool:
    at = draft.document.value_at(place)
    if at.file != draft.document.file:
        return True
    unknown = [name for name in listed if name not in ratings]
    for name in unknown:
        message = say("“{name}” is none of the ratings of this rule set", name=name)
        hint = nearest_or(name, ratings, say("its ratings are {ratings}", ratings=ratings))
        draft.fault("undefined", message, at, hint)
    return not unknown


__all__ = ["Corresponding", "corresponding", "places"]
