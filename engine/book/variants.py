"""Variants of a rule set: patches by the word of an input, each laid over the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import cast

from ..words.diagnostics import Diagnostic, Position, Text, say
from ..words.hints import nearest_or
from .document import Document, Excerpt, Place, Plain, excerpt_of, own_copy
from .layers import layered
from .node_keys import word_text
from .taken_sets import TakenSets

KEY = "variants"
MOST = 200
"""So many combinations of words are built at most."""


@dataclass(frozen=True)
class Variation:
    """The document of one variant: the words of the inputs that choose it (None: one without a patch), and
    what is wrong with its patches."""

    words: tuple[str | None, ...]
    document: Document
    faults: list[Diagnostic]


def without_variants(document: Document) -> Document:
    """The document of the rules as they are where no patch is laid over them."""
    assert isinstance(document.data, dict)
    data = {key: value for key, value in document.data.items() if key != KEY}
    return replace(document, data=data)


def choosing(document: Document) -> tuple[str, ...]:
    """The inputs that choose among variants, in the order written."""
    data = document.data if isinstance(document.data, dict) else {}
    written = data.get(KEY)
    return tuple(written) if isinstance(written, dict) else ()


def variations(document: Document, sets: TakenSets) -> tuple[list[Variation], list[Diagnostic]]:
    """The document of each variant, and what is wrong with how they are chosen. `sets` has the rule sets that
    patches take by `like`."""
    patches, faults = _patches(document)
    if not patches:
        return [], faults
    combinations = list(product(*([*by_word, None] for by_word in patches.values())))[:-1]
    if len(combinations) > MOST:
        message = say(
            "variants: {count} combinations of words; at most {most} are built",
            count=f"{len(combinations):,}",
            most=MOST,
        )
        at = document.key_at((KEY,))
        return [], [*faults, Diagnostic("variants", message, at, say("let fewer inputs choose"))]
    base, made = without_variants(document), []
    for words in combinations:
        current, own = replace(base, data=own_copy(base.data)), list[Diagnostic]()
        for by_word, word in zip(patches.values(), words, strict=True):
            for excerpt in by_word[word] if word is not None else ():
                patch = Document(document.file, excerpt.value, excerpt.values, excerpt.keys, document.lines)
                current, more = layered(current, patch, sets)
                own += more
        # what is said of all of it is said where the rules begin
        values = {**current.values, (): base.values[()]}
        keys = {place: at for place, at in current.keys.items() if place}
        made.append(
            Variation(words, replace(current, values=values, keys=keys, lineage=document.lineage), own)
        )
    return made, faults


def _patches(document: Document) -> tuple[dict[str, dict[str, list[Excerpt]]], list[Diagnostic]]:
    """By input and by word what is laid over the rules: those that a variant is like, then its own."""
    data = cast("dict[str, Plain]", document.data)
    inputs = cast("Mapping[str, Plain]", data.get("inputs") or {})
    faults: list[Diagnostic] = []
    patches: dict[str, dict[str, list[Excerpt]]] = {}
    for name, written in cast("dict[str, Plain]", data.get(KEY) or {}).items():
        words = _words_of(inputs.get(name))
        if words is None:
            message = say("variants: “{name}” is no input with words", name=name)
            hint = _gone_hint(document, name) or nearest_or(
                name, list(inputs), say("write it under inputs: {form}", form=f"{name}: {{one_of: […]}}")
            )
            faults.append(Diagnostic("undefined", message, document.key_at((KEY, name)), hint))
            continue
        faults += _no_patches(document, name, written)
        by_word = cast("dict[str, Plain]", written if isinstance(written, dict) else {})
        for word in by_word:
            if word not in words:
                message = say("“{word}” is no word of “{name}”", word=word, name=name)
                hint = nearest_or(word, words, say("its words are {words}", words=words))
                faults.append(Diagnostic("undefined", message, document.key_at((KEY, name, word)), hint))
        patches[name] = {
            word: list(_chain(document, by_word, (KEY, name), word, faults))
            for word in by_word
            if word in words
        }
    return patches, faults


def _gone_hint(document: Document, name: str) -> Text | None:
    """Of an input that is taken away, while what it chooses stays."""
    at = document.removed.get(("inputs", name))
    if at is None:
        return None
    return say(
        "“{name}” is taken away in {place}; take what it chooses away there too, {form}, and write it under "
        "the input that takes its place",
        name=name,
        place=f"{at.file}:{at.line}",
        form=f"variants: {{{name}: null}}",
    )


def _no_patches(document: Document, name: str, written: Plain) -> Iterator[Diagnostic]:
    """What stands in the place of the patches by an input, or of one of them, and is none."""
    form = say("write what is otherwise, such as {form}", form="{thresholds: {pass: 60}}")
    if not isinstance(written, dict):
        message = say("variants: “{name}” has no words with what is otherwise", name=name)
        yield Diagnostic("wrong-type", message, document.value_at((KEY, name)), form)
        return
    for word, patch in written.items():
        if patch is not None and not isinstance(patch, dict):
            message = say("variants: {name} {word} is no change of the rules", name=name, word=word)
            yield Diagnostic("wrong-type", message, document.value_at((KEY, name, word)), form)


def _words_of(written: Plain) -> list[str] | None:
    words = written.get("one_of") if isinstance(written, dict) else None
    return [word_text(word) for word in words] if isinstance(words, list) else None


def _chain(
    document: Document, by_word: Mapping[str, Plain], place: Place, word: str, faults: list[Diagnostic]
) -> Iterator[Excerpt]:
    """The patches of a word: those of the words that it is like before its own."""
    seen: list[str] = []
    waiting: str | None = word
    while waiting is not None:
        seen.append(waiting)
        written = by_word[waiting]
        like = written.get("like") if isinstance(written, dict) else None
        other, waiting = None if like is None else word_text(like), None
        if other is not None:
            at = document.value_at((*place, seen[-1], "like"))
            if other in seen:
                steps = " → ".join([*seen, other])
                faults.append(_fault(say("like goes in a circle: {steps}", steps=steps), at))
            elif other not in by_word:
                faults.append(_fault(say("like: there is no neighbour “{name}” to copy", name=other), at))
            else:
                waiting = other
    for each in reversed(seen):
        excerpt = excerpt_of(by_word[each], (*place, each), document)
        value = excerpt.value if isinstance(excerpt.value, dict) else {}
        own: dict[str, Plain] = {key: entry for key, entry in value.items() if key != "like"}
        yield replace(excerpt, value=own_copy(own))


def _fault(message: Text, at: Position) -> Diagnostic:
    return Diagnostic("undefined", message, at, say("name another word that has a patch"))


__all__ = ["KEY", "Variation", "choosing", "variations", "without_variants"]
