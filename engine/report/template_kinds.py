"""What the expressions of a template stand for: the types of the content as kinds, and what is said of
them."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass
from typing import Any, Union, get_args, get_origin, get_type_hints

from ..words.diagnostics import Text, say
from ..words.hints import suggestion
from ..words.natural_order import naturally

Scope = Mapping[str, Any]
"""What names stand for: a kind of the content, a mapping of more names, or ANY."""

ANY = Any  # of what is wrong already
TEXTS = (str, int, float)
"""What can be written out."""


def one_of(kinds: Iterable[Any]) -> Any:
    """What something is that is the one or the other: a text only where each of them can be written out."""
    several = list(kinds)
    if ANY in several:
        return ANY
    if all(each == several[0] for each in several):
        return several[0]
    others = [each for each in several if each not in TEXTS]
    lists = [each for each in others if is_list(each)]
    if any(each != lists[0] for each in lists):
        return types.GenericAlias(tuple, (object, ...))
    return (lists or others or [str])[0]


def without_none(kind: Any) -> Any:
    """The type without None."""
    if get_origin(kind) in (Union, types.UnionType):
        return next(each for each in get_args(kind) if each is not type(None))
    return kind


def members(kind: Any) -> Mapping[str, Any]:
    """The fields of a kind, by name, with their kinds; of one that has none, nothing."""
    if isinstance(kind, Mapping):
        return kind
    return get_type_hints(kind) if is_dataclass(kind) else {}


def is_list(kind: Any) -> bool:
    """Whether a kind is a list."""
    return get_origin(kind) is tuple


def item_of(kind: Any) -> Any:
    """The kind of the elements of a list; ANY of what is none."""
    return get_args(kind)[0] if is_list(kind) else ANY


def members_hint(name: str, kind: Any) -> Text:
    """What can stand in place of a name after something."""
    known = members(kind)
    if known:
        return known_hint(name, known)
    return (
        list_hint()
        if is_list(kind)
        else say("it has no fields of its own: write it without what stands after it")
    )


def known_hint(name: str, known: Iterable[str]) -> Text:
    """The name that was meant, or all that there are."""
    near = suggestion(name, known) if name else None
    return (
        say("it can be: {known}", known=naturally(known))
        if near is None
        else say("did you mean “{near}”?", near=near)
    )


def list_hint() -> Text:
    """What to write where a list stands for a text."""
    return say(
        "go through it with {loop}, or write {join}", loop="{% for each in … %}", join="{{ … | join(', ') }}"
    )


def written_hint() -> Text:
    """What to write where something stands that is no text."""
    return say("write what is to stand there: {output}", output="{{ 'yes' if each.passes else 'no' }}")


__all__ = [
    "ANY",
    "TEXTS",
    "Scope",
    "is_list",
    "item_of",
    "known_hint",
    "list_hint",
    "members",
    "members_hint",
    "one_of",
    "without_none",
    "written_hint",
]
