"""Columns that stand for nodes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ..meaning.model import above_of
from ..words.language import column_names

RESULT_COLUMNS = ("rating", "status", "lacks", "notes")
"""Columns of every result beside the nodes."""

JUDGED = " result"
"""What stands behind the name of a node in that of the column with what it is judged to be."""

KEY_COLUMNS = column_names("unit")
"""What the key column may be called besides what the rule set calls a unit."""


@dataclass(frozen=True)
class Claim:
    """A column that gives the value of one node, or through an alias of several; `heading` is its name in the
    data, `name` the one that rules write.

    With `count` the column holds a sum of answers in whole units of 1/`per`, and `count` names the column of
    how many there were: the value is column / (per * count), missing where there were none. With `high` the
    column holds the least answer that was given to a question which the unit answers once, and `high` names
    the column of the greatest: the value is refused where they differ."""

    column: str
    name: str
    paths: tuple[str, ...]
    heading: str
    alias: str | None = None
    count: str | None = None
    per: int = 1
    high: str | None = None

    @property
    def is_summed(self) -> bool:
        """Whether it comes of rows of respondents."""
        return self.count is not None or self.high is not None


@dataclass(frozen=True)
class Claims:
    """How the columns of a table are used: as the key (`key_name` in the data), for nodes, or passed through
    (with their names in the data). `respondents` has by path the column that counts who answered anything at
    or below a node; `refused` the columns that say where a node's value cannot be right."""

    key: str
    key_name: str
    nodes: tuple[Claim, ...]
    passed: Mapping[str, str]
    respondents: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def inputs(self) -> tuple[str, ...]:
        """Every column that a rating comes from."""
        names = [name for claim in self.nodes for name in (claim.column, claim.count, claim.high) if name]
        return tuple(
            dict.fromkeys(
                [
                    *names,
                    *self.respondents.values(),
                    *(name for columns in self.refused.values() for name in columns),
                ]
            )
        )

    @cached_property
    def _by_path(self) -> Mapping[str, tuple[Claim, ...]]:
        by_path: dict[str, list[Claim]] = {}
        for claim in sorted(self.nodes, key=lambda claim: claim.alias is not None):
            for path in dict.fromkeys(claim.paths):
                by_path.setdefault(path, []).append(claim)
        return {path: tuple(claims) for path, claims in by_path.items()}

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {claim.column: number for number, claim in enumerate(self.nodes)}

    def claims_for(self, path: str) -> tuple[Claim, ...]:
        """The claims on a node, its own before those of an alias."""
        return self._by_path.get(path, ())

    def of(self, paths: Sequence[str]) -> Claims:
        """Those that say anything of some nodes and inputs: also how many respondents the nodes above them
        have."""
        claims = {claim.column: claim for path in paths for claim in self.claims_for(path)}
        places = self._places
        refused = {path: self.refused[path] for path in paths if path in self.refused}
        respondents = {
            path: self.respondents[path]
            for path in dict.fromkeys(above for path in paths for above in (*above_of(path), path))
            if path in self.respondents
        }
        return Claims(
            self.key,
            self.key_name,
            tuple(sorted(claims.values(), key=lambda claim: places[claim.column])),
            {},
            respondents,
            refused,
        )

    def columns_for(self, path: str) -> tuple[str, ...]:
        """The columns of these claims."""
        return tuple(claim.column for claim in self.claims_for(path))


def passed_names(claims: Claims, taken: Collection[str]) -> dict[str, str]:
    """What columns that are passed through are called in the result, where the names of results are taken."""
    used = {*taken, *claims.passed.values()}
    names = {}
    for column, own in claims.passed.items():
        name = own
        while name in taken or (name != own and name in used):
            name += " (data)"
        used.add(name)
        names[column] = name
    return names


__all__ = ["KEY_COLUMNS", "RESULT_COLUMNS", "Claim", "Claims", "passed_names"]
