"""The inputs of a rule set: facts about a unit, which have no score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from ..meaning.model import INPUT, AnswerScale, Node, Title
from ..words.diagnostics import say
from ..words.hints import nearest_or
from .document import Place
from .draft import Draft
from .node_keys import NodeKeys, word_text


def inputs_of(draft: Draft) -> tuple[dict[str, Node], dict[str, AnswerScale]]:
    """The inputs of a document by id, and the answer scales of those that are words."""
    made: dict[str, Node] = {}
    answers: dict[str, AnswerScale] = {}
    for id_, data in (draft.data.get("inputs") or {}).items():
        made[id_], scale = _input(draft, id_, data or {}, ("inputs", id_))
        if scale is not None:
            answers[scale.id] = scale
    return made, answers


def _input(draft: Draft, id_: str, data: Mapping[str, Any], place: Place) -> tuple[Node, AnswerScale | None]:
    keys, position = NodeKeys(draft), draft.document.key_at(place)
    draft.free_id(id_, position, draft.thresholds)
    value, scale = keys.raw_value(data, place), None
    if isinstance(words := data.get("one_of"), list):
        scale = keys.words(id_, words, (*place, "one_of"))
        value = replace(value, missing=_word(draft, data.get("missing"), scale, (*place, "missing")))
    node = Node(
        id=id_,
        path=id_,
        level=INPUT,
        title=Title(data.get("title")),
        answers=None if scale is None else scale.id,
        source=data.get("source") or draft.data.get("source"),
        position=position,
        places=draft.places(data, place),
        value=value,
        measure=data.get("in"),
        kin=draft.kin(id_),
    )
    return node, scale


def _word(draft: Draft, given: Any, scale: AnswerScale, place: Place) -> Fraction | None:
    """The number of the word that stands for an empty cell."""
    if given is None:
        return None
    word = word_text(given)
    if word not in scale.options:
        draft.fault(
            "undefined",
            say("“{word}” is no word of “{name}”", word=word, name=str(place[1])),
            draft.document.value_at(place),
            nearest_or(word, scale.options, say("its words are {words}", words=list(scale.options))),
        )
    return scale.options.get(word)


__all__ = ["inputs_of"]
