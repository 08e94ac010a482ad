"""Mean scores of groups of units, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from ..meaning.arithmetic.rounding_exactly import round_exactly
from ..meaning.labels import labels_of
from ..meaning.model import TOTAL
from ..meaning.printed_scores import printed_places
from ..meaning.scope import is_pure
from ..meaning.steps_in_order import is_numberless
from ..meaning.subject_paths import subject_paths
from ..show.sections import Cell, Figure, OnPage, Table
from ..words.diagnostics import say
from ..words.language import Language
from .evaluation import Evaluation, places_of_groups
from .whole_numbers import whole_numbers

MOST_SUBJECTS = 14
"""So many columns of means are read side by side; of rules with more the parts of the whole are shown."""


@dataclass(frozen=True)
class UnitGroups:
    """The units of an evaluation by what a column of the data says: `names` in their order, None for an empty
    cell, with the rows of each."""

    names: tuple[str | None, ...]
    rows: Mapping[str | None, Sequence[int]]

    def means(self, scores: Sequence[int | None], places: int) -> list[Fraction | None]:
        """The mean of each group of scores that are whole numbers of their last decimal, rounded to as many
        decimals; None where none of its units has a score."""
        means: list[Fraction | None] = []
        for name in self.names:
            known = [score for row in self.rows[name] if (score := scores[row]) is not None]
            mean = Fraction(sum(known), len(known) * 10**places) if known else None
            means.append(None if mean is None else round_exactly(mean, places, "half_up"))
        return means


def groups_by_column(cells: pl.Series) -> UnitGroups:
    """The groups that a column of the data makes."""
    rows: dict[str | None, list[int]] = {}
    for row, name in enumerate(cells.cast(pl.String).to_list()):
        rows.setdefault(name or None, []).append(row)
    places = places_of_groups(cells).to_list()
    order = sorted(rows, key=lambda name: (name is None, places[rows[name][0]] or 0))
    return UnitGroups(tuple(order), rows)


def shown_subjects(evaluation: Evaluation) -> Iterator[str]:
    """The paths of the indicators that have scores, or of the parts of the whole where they are too many;
    those that were reported as one once."""
    rules, columns = evaluation.rules, evaluation.rated.columns
    for paths in (subject_paths(rules), [child.path for child in rules.total.children]):
        named: dict[str, str] = {}
        for path in paths:
            is_number = not (is_pure(rules, path) or is_numberless(rules.nodes[path]))
            column = columns.get(("printed", path))
            if is_number and column is not None and not evaluation.frame[column].is_null().all():
                named.setdefault(evaluation.name_of(path), path)
        if len(named) <= MOST_SUBJECTS:
            yield from named.values()
            return


def means_by(evaluation: Evaluation, name: str, cells: pl.Series, language: Language) -> Table:
    """The mean of each indicator in each group, the colours of a column from its best group to its worst."""
    rules, groups = evaluation.rules, groups_by_column(cells)
    label, paths = labels_of(rules, language), list(shown_subjects(evaluation))
    if not is_numberless(rules.total) and not is_pure(rules, TOTAL):
        paths.insert(0, TOTAL)
    columns = []
    for path in paths:
        places = printed_places(rules, rules.nodes[path])
        scores = whole_numbers(evaluation.frame[evaluation.rated.columns["printed", path]], places)
        means = groups.means(scores, places)
        figures = [None if mean is None else Figure(float(mean), places) for mean in means]
        columns.append((figures, _places(means, rules.better_at(rules.nodes[path]))))
    rows: list[tuple[Cell, ...]] = [
        (group or "–", *(figures[at] for figures, _ in columns)) for at, group in enumerate(groups.names)
    ]
    titles = [say("total") if path == TOTAL else say("{name}", name=label(path)) for path in paths]
    shades = [[own[at] for _, own in columns] for at in range(len(rows))]
    return Table(f"means by {name}", (say("{name}", name=name), *titles), rows, page=OnPage(shades=shades))


def _places(means: Sequence[Fraction | None], better: str) -> list[float | None]:
    """Where each mean stands between the best (0) and the worst (1); nowhere where there is no better, or
    where all are alike."""
    known = [mean for mean in means if mean is not None]
    if better == "none" or len(set(known)) < 2:
        return [None] * len(means)
    best, worst = max(known), min(known)
    if better == "lower":
        best, worst = worst, best
    return [None if mean is None else float((mean - best) / (worst - best)) for mean in means]


__all__ = ["UnitGroups", "groups_by_column", "means_by", "shown_subjects"]
