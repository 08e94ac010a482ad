"""Files of differences that are laid over a rule set: `ita/2566+draft.yaml`."""

from __future__ import annotations

import os
from pathlib import Path

from ..words.diagnostics import Diagnostic, KenError, Position, say
from . import source
from .contrary_drafts import Drafts
from .document import Document
from .folder import SUFFIXES
from .layer_identity import handed_on, with_lineage
from .layers import layered
from .taken_sets import TakenSets

MAX_NAME = 4096  # of a rule set with all its drafts


def taken_apart(name: str) -> tuple[str, list[Path]]:
    """The name of a rule set, and the files that are to be laid over it, which stand after a + each. Raises
    KenError where something stands on one side of a + only."""
    # what may not be looked at is none
    if "+" not in name or len(name) > MAX_NAME or os.path.isfile(name):  # noqa: PTH113
        return name, []
    base, *patches = name.split("+")
    if not base or not all(patches):
        message = say("“{name}” lacks a name before or after a +", name=name)
        hint = say("write for example ita/2566+draft.yaml")
        raise KenError([Diagnostic("no-such-ruleset", message, Position(name), hint)])
    return base, [Path(patch) for patch in patches]


def patched(drafts: Drafts, path: Path, sets: TakenSets) -> tuple[Document, list[Diagnostic]]:
    """A rule set's document, which may have drafts laid over it, with the differences in one more file.
    Raises KenError when there is no such file, or it has no differences."""
    if path.suffix not in SUFFIXES:
        message = say(
            "after + stands a file of differences that ends in .yaml, and not “{name}”", name=str(path)
        )
        hint = say("write for example ita/2566+draft.yaml")
        raise KenError([Diagnostic("no-such-ruleset", message, Position(str(path)), hint)])
    patch = source.read(path)
    if not isinstance(patch.data, dict):
        message = (
            say("the file is empty")
            if patch.data is None
            else say("this is no rule set: a mapping of keys and values is wanted")
        )
        hint = say("write what is to be otherwise, for example thresholds: {{pass: 80}}")
        raise KenError([Diagnostic("not-a-ruleset", message, patch.value_at(()), hint)])
    faults = list(patch.faults)
    for key in ("ruleset", "extends"):
        if key in patch.data:
            hint = say("delete the line; a rule set of its own is named without +")
            message = say("a file of differences has no “{key}”", key=key)
            faults.append(Diagnostic("patch", message, patch.key_at((key,)), hint))
            del patch.data[key]
    whole = drafts.document
    drafts.document = handed_on(whole) or whole
    merged, more = layered(drafts.document, patch, sets)
    merged, misnamed = with_lineage(whole, merged)
    return merged, [*faults, *drafts.laid(patch, merged, more), *misnamed]


__all__ = ["patched", "taken_apart"]
