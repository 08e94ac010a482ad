"""What a check finds: a diagnostic, or scores that show something, and the diagnostic that tells of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ..meaning.arithmetic.terms import BeyondProof
from ..meaning.plan import Plan
from ..meaning.spaces import Shown
from ..meaning.witnesses import Witness
from ..meaning.worlds import World
from ..meaning.worlds_of_rules import Worlds
from ..words.diagnostics import Diagnostic, Text, say


@dataclass(frozen=True)
class Witnessed:
    """A finding that scores show. It is told when they are as easy to read as the time allows. `of_all` says
    that something is told of all units beside."""

    shown: Shown
    told: Callable[[Sequence[Witness]], Diagnostic]
    of_all: bool = False


def banded(worlds: Worlds) -> World:
    """The world in which bands are looked at. Raises BeyondProof where they hang on what is not in it."""
    return complete(worlds, ())


def complete(worlds: Worlds, paths: Sequence[str]) -> World:
    """The world in which some paths are looked at beside the bands. Raises BeyondProof where what they
    hang on is not in it, such as an input: of it nothing could be told."""
    world, plan = worlds.of(paths), Plan.of(worlds.rules)
    hanging = {needed for path in (*plan.required, *paths) for needed in plan.needs(path)}
    if any(path in worlds.rules.inputs and path not in world.free for path in hanging):
        raise BeyondProof("inputs")
    if len(world.bands) < len(worlds.rules.bands):
        raise BeyondProof("bands of what no data give")
    return world


MOST = 20
"""So many findings of one check are looked for in one rule set: where there are more, mending the first mends
the others."""


def and_others(check: str) -> Text:
    """That there may be more."""
    return say("no more than {count} findings of {check} were looked for", count=MOST, check=check)


MEND = say("mend these, and check again")


Result: TypeAlias = "Diagnostic | Witnessed"

__all__ = ["MEND", "MOST", "Result", "Witnessed", "and_others", "banded", "complete"]
