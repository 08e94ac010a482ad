"""What differs between two rule sets: in meaning, not in lines of text (see rule_differences.py)."""

from __future__ import annotations

from ..meaning.keeping import Very, kept_with
from ..meaning.model import RuleSet
from .band_changes import band_changes, name_changes
from .fact_changes import fact_changes
from .identity_changes import identity_changes
from .label_changes import label_changes
from .measure_changes import measure_changes
from .node_changes import node_changes
from .rule_differences import Change, Differences, together
from .rule_pair import RulePair
from .structure_changes import structure_changes
from .taken_places import taken_places
from .variant_changes import with_variants


def differences(old: RuleSet, new: RuleSet) -> Differences:
    """What changed from the old rule set to the new one. What is otherwise in some variants only is told with
    these; of the rest that they share it is told once. It is found once for two rule sets, and kept with the
    new one."""
    return kept_with(new, "differences", Very(old), lambda: _differences(old, new))


def _differences(old: RuleSet, new: RuleSet) -> Differences:
    places = taken_places(old, new)
    pair = RulePair(places.renamed, new)
    changes = [*name_changes(old, new, places), *with_variants(pair, changes_between(pair), changes_between)]
    listed = tuple(sorted(changes, key=lambda change: not change.rates))
    return Differences(old, new, pair.nodes, listed, places, tuple(identity_changes(pair)))


def changes_between(pair: RulePair) -> list[Change]:
    """What changed between two rule sets, their variants left out."""
    changes = [
        *structure_changes(pair),
        *node_changes(pair),
        *measure_changes(pair),
        *fact_changes(pair),
        *band_changes(pair),
        *label_changes(pair),
    ]
    return together(changes)


__all__ = ["changes_between", "differences"]
