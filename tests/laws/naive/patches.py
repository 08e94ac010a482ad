"""Variants: patches of plain data by the word of an input.

`with_variants(data, words)` is the rule set for a unit whose inputs have these words. Neighbours that are
`like` others are written out by `written_out`."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from .first import LEVELS
from .reading import bands_of, children_of

Data = dict[str, Any]


def with_variants(data: Mapping[str, Any], words: Mapping[str, str]) -> Data:
    """The rule set with the patches of these words, one input after the other."""
    variants = data.get("variants") or {}
    made = written_out({key: each for key, each in data.items() if key != "variants"})
    for name, patches in variants.items():
        by_word = {
            str(word).lower() if isinstance(word, bool) else str(word): patch
            for word, patch in patches.items()
        }
        for patch in _one_after_the_other(by_word, words[name]):
            made = patched(made, patch)
    return made


def _one_after_the_other(patches: Mapping[str, Any], word: str) -> list[Data]:
    """The patch of a word after those of the neighbour that it is like."""
    patch = dict(patches.get(word) or {})
    neighbour = patch.pop("like", None)
    return [*(_one_after_the_other(patches, str(neighbour)) if neighbour is not None else []), patch]


def patched(data: Mapping[str, Any], patch: Mapping[str, Any]) -> Data:
    """A rule set with one patch."""
    made = written_out(data)
    plain = {key: each for key, each in patch.items() if key != "change"}
    made = merged(made, plain, made)
    for name, change in (patch.get("change") or {}).items():
        above, key, item_id = _place(made, str(name))
        before = above[key]
        if change is None:
            del before[item_id]
        else:
            before[item_id] = merged(before[item_id], change, made)
    return written_out(made)


def merged(before: Any, patch: Any, whole: Data) -> Any:
    """A patch laid over what was there: mappings by key, null takes away, anything else is taken whole."""
    if not isinstance(patch, Mapping):
        return copy.deepcopy(patch)
    if "replace" in patch:
        return copy.deepcopy(patch["replace"])
    made = dict(before) if isinstance(before, Mapping) else {}
    for key, change in patch.items():
        if change is None:
            made.pop(key, None)
        elif key == "bands":
            made[key] = _bands(made.get(key), change)
        elif key in LEVELS:
            made[key] = _children(made.get(key), change, whole)
        else:
            made[key] = merged(made.get(key), change, whole)
    return made


def _bands(before: Any, change: Any) -> list[Data]:
    """Bands: a list is taken whole, a mapping changes them by rating."""
    if isinstance(change, list):
        return copy.deepcopy(change)
    if "replace" in change:
        return [dict(band) for band in bands_of(change["replace"])]
    bands = {str(band["rating"]): dict(band) for band in bands_of(before)}
    for rating, band in change.items():
        if band is None:
            del bands[str(rating)]
        else:
            now = bands.setdefault(str(rating), {"rating": rating})
            for key, each in band.items():
                if each is None:
                    now.pop(key, None)
                else:
                    now[key] = each
    return list(bands.values())


def _children(before: Any, change: Any, whole: Data) -> Data:
    """Children by id. Those that are listed whole are the ones that there are, wherever they stood: they
    keep what they are, and those that move leave their weights behind."""
    now: Data = children_of(before)
    if isinstance(change, Mapping) and "replace" not in change:
        for name, child in change.items():
            if child is None:
                now.pop(name, None)
            else:
                now[name] = merged(now.get(name, {}), child, whole)
        return now
    listed = change["replace"] if isinstance(change, Mapping) else change
    everywhere = _everywhere(whole)
    made: Data = {}
    for name, child in children_of(listed).items():
        if name in now:
            inherited = now[name]
        else:
            inherited = {key: each for key, each in everywhere.get(name, {}).items() if key != "weight"}
        made[name] = child or inherited
    return made


def _everywhere(data: Mapping[str, Any]) -> Data:
    found: Data = {}
    for level in LEVELS:
        for name, child in children_of(data.get(level)).items():
            found.setdefault(name, child)
            for below, each in _everywhere(child).items():
                found.setdefault(below, each)
    return found


def _place(data: Data, name: str) -> tuple[Data, str, str]:
    """Where a node stands: what is above it, its level, and its id there."""
    places = []
    for path, above, level, item_id in _places(data, ""):
        if name in (path, item_id) or path.endswith(f".{name}"):
            places.append((path == name, above, level, item_id))
    exactly = [place for place in places if place[0]]
    ((_, above, level, item_id),) = exactly or places
    return above, level, item_id


def _places(data: Data, path: str) -> list[tuple[str, Data, str, str]]:
    found = []
    for level in LEVELS:
        for name, child in (data.get(level) or {}).items():
            found += [(f"{path}{name}", data, level, name), *_places(child, f"{path}{name}.")]
    return found


def written_out(data: Mapping[str, Any]) -> Data:
    """The same with children by id everywhere, and neighbours that are like others written out."""
    made = dict(copy.deepcopy(dict(data)))
    for level in LEVELS:
        if made.get(level) is None:
            continue
        children = children_of(made[level])
        done: Data = {}
        for name in children:
            _copy_neighbour(children, name, done)
        made[level] = {name: written_out(done[name]) for name in children}
    return made


def _copy_neighbour(children: Data, name: str, done: Data) -> None:
    if name in done:
        return
    child = dict(children[name])
    neighbour = child.pop("like", None)
    if neighbour in children:
        _copy_neighbour(children, neighbour, done)
        child = merged(copy.deepcopy(done[neighbour]), child, {})
    done[name] = child
