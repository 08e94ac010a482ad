"""Ken: a declarative rules engine for scoring and rating.

    import kenrules
    rules = kenrules.load("ita/2566")
    ratings = kenrules.evaluate(rules, frame)

The functions import what they need when they are called, so that `import kenrules` stays light.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from .engine import __version__

if TYPE_CHECKING:
    from .engine.audit.contradictions import Contradiction
    from .engine.compare.comparison import Comparison
    from .engine.compare.implied_proofs import Proofs
    from .engine.compare.rule_differences import Differences
    from .engine.compare.sorting import Sorting
    from .engine.data.dataset import Dataset
    from .engine.data.respondent_frames import Responses
    from .engine.explain.remedies import Remedy
    from .engine.explain.trace import Trace
    from .engine.meaning.model import RuleSet
    from .engine.rating.doubted_frames import DoubtfulData
    from .engine.words.diagnostics import Diagnostic, KenError

__all__ = [
    "Diagnostic",
    "DoubtfulData",
    "KenError",
    "Responses",
    "__version__",
    "audit",
    "can_change",
    "check",
    "compare",
    "diff",
    "evaluate",
    "explain",
    "least_change",
    "load",
    "prove",
]


def load(name_or_path: str | os.PathLike[str]) -> RuleSet:
    """The rule set of that name (`ita/2566`) or path (ends in .yaml), with what it extends laid under it.

    Names are looked up in ./rules, the folders of $KEN_RULES, and the rule sets of this package. Raises
    KenError, which carries every error found as `diagnostics`."""
    from .engine.book import library

    return library.load(name_or_path)


def evaluate(
    rules: RuleSet | str | os.PathLike[str],
    data: Any,
    *,
    key: str | None = None,
    pass_through: Collection[str] = (),
    meant: Collection[str] = (),
) -> Any:
    """Rates the units of a dataframe, and gives back the same kind of frame.

    `rules` is a rule set that is loaded, or a name or path. `data` is a frame with a row a unit, or a list of
    such frames and of `Responses` (frames with a row a respondent). A frame is anything that narwhals takes:
    polars, pandas, pyarrow, and lazy ones such as polars.LazyFrame, DuckDB and PySpark. Columns are node ids
    (`I1`), paths (`EIT1.I6`) or aliases (`EIT`); the key column is the rule set's `unit`, or `key`. Columns
    that are no nodes are passed through; name in `pass_through` those that look like a node and are none.

    The result has the key, the columns passed through, one column a node (float, rounded as the rule set
    says; missing where there is no score; of nodes answered with words without
    scores the word), `rating` (text; missing for a unit that cannot be rated) and
    `status` (`rated` or `incomplete`); with respondents also their number. Every number equals that of exact
    rational arithmetic. Scores are numbers; a number that is the word of an option, as codes are, means that
    option. Answers of respondents are the words or scores of the rule set's answer scales. Null and NaN are
    missing.

    Lazy frames stay lazy. What is computed at once: one row of figures for each frame (docs/exactness.md),
    and the rows that columns leave in doubt; never more than the table of units.

    What can hardly be meant (a row of totals, scores that are all shares of one, weighted already, 99 for no
    answer …) is a warning of the class `DoubtfulData`, with the code of the finding, as a file is told it;
    those whose codes are `meant` are not told. Lazy frames and those of more
    than 20,000 units are not looked through.

    Raises KenError when columns cannot be understood, have values that cannot be, or a unit is there twice.
    """
    from .engine.rating.frame import evaluate as run

    return run(_loaded(rules), data, key=key, pass_through=pass_through, meant=meant)


def diff(old: RuleSet | str | os.PathLike[str], new: RuleSet | str | os.PathLike[str]) -> Differences:
    """What differs between two rule sets in meaning: `changes`, each with its differences and their positions
    in both files; `rating` are those of what a rating hangs on, `other` those that are not. What they can do
    `can_change` tells. Takes rule sets that are loaded, names or paths."""
    from .engine.compare.changes import differences

    return differences(_loaded(old), _loaded(new))


def can_change(
    old: RuleSet | str | os.PathLike[str],
    new: RuleSet | str | os.PathLike[str],
    *,
    proofs: bool = True,
    seconds: float = 10.0,
) -> Sorting:
    """Which changes between two rule sets `can` change a rating, each with a unit that exact arithmetic rates
    otherwise with it than without; which `cannot`, proved for all data; which only change what data must look
    like (`read`); and of which that is `undecided`. All of it may take so many seconds; without `proofs`
    units are tried, and nothing is proved."""
    from .engine.compare.changes import differences
    from .engine.compare.sorting import sorting

    return sorting(differences(_loaded(old), _loaded(new)), proofs=proofs, seconds=seconds)


def prove(
    old: RuleSet | str | os.PathLike[str],
    new: RuleSet | str | os.PathLike[str],
    claims: Collection[str] = (),
    *,
    transitions: bool = True,
    seconds: float = 10.0,
) -> Proofs:
    """What two rule sets imply of each other for all scores, without data: for each pair of an old and a new
    rating whether a unit can have both, with an example; and whether each claim (docs/compare.md) holds, or a
    counterexample. All of it may take so many seconds. Raises KenError when a claim cannot be understood."""
    from .engine.compare.implied_proofs import proofs

    return proofs(_loaded(old), _loaded(new), list(claims), transitions=transitions, seconds=seconds)


def compare(
    old: RuleSet | str | os.PathLike[str],
    new: RuleSet | str | os.PathLike[str],
    data: Any,
    *,
    key: str | None = None,
    pass_through: Collection[str] = (),
) -> Comparison:
    """Rates the same units by an old and a new rule set, in one pass. `data`, `key` and `pass_through` are as
    for `evaluate`.

    The result has `units` (a polars frame, a row a unit: ratings, totals, places, direction and cause),
    `matrix`, `directions`, `causes()`, `attribution`, `scores`, `targets`, `breakdown(column)`,
    `near(points)` and `differences`. The table of units is collected. Raises KenError as `evaluate` does."""
    from .engine.compare.comparison import compare_pairs
    from .engine.compare.ratings import data_of

    rules = (_loaded(old), _loaded(new))
    (found,) = compare_pairs(rules, data_of(data, rules, key=key, pass_through=pass_through))
    return found


def explain(
    rules: RuleSet | str | os.PathLike[str],
    data: Any,
    unit: str,
    *,
    key: str | None = None,
    pass_through: Collection[str] = (),
) -> Trace:
    """How one unit came to its rating. `data`, `key` and `pass_through` are as for `evaluate`; `unit` is the
    unit's name.

    The result has `root` (the total's step: `value`, `printed`, `adds` and `costs` in points, `result`,
    `children`), `bands` (each with the comparisons that hold or not, and by how much), `rating`, `lacks` and
    `notes`. Every number is a `fractions.Fraction` of the exact arithmetic. Raises KenError as `evaluate`
    does, and where the data have no such unit."""
    from .engine.compare.ratings import data_of
    from .engine.explain.said_words import asking_for_words, words_said
    from .engine.explain.trace import explain as run

    def dataset(rules: RuleSet) -> Dataset:
        return data_of(data, (rules,), key=key, pass_through=pass_through).read(rules).numbered()

    loaded = _loaded(rules)
    asking, own = asking_for_words(loaded), dataset(loaded)
    said = {} if asking is None else words_said(loaded, asking, dataset(asking), unit)
    return run(loaded, own, unit, said=said)


def least_change(
    trace: Trace, *, keep: Collection[str] = (), goals: Collection[str] = (), seconds: float = 10.0
) -> list[Remedy]:
    """The smallest changes that reach better ratings, proved: by points over the nodes of a level, by items
    that a unit has or has not, and by values: inputs, raw values, answers and scores, in either direction.
    `keep` names nodes and inputs that stay as they are; `goals` are ratings, bounds such as "OIT >= 85", or
    words of nodes such as "safe == good" (by default every better rating). All proofs together take at most
    so many seconds. Raises KenError for a name that means nothing."""
    from .engine.explain.goals import goal_of, paths_of
    from .engine.explain.least import ways

    wanted = [goal_of(trace.rules, goal) for goal in goals] or None
    return ways(trace, keep=paths_of(trace.rules, list(keep)), wanted=wanted, seconds=seconds)


def audit(
    rules: RuleSet | str | os.PathLike[str],
    *files: str | os.PathLike[str],
    key: str | None = None,
    text_columns: Collection[str] = (),
) -> list[Contradiction]:
    """What reported figures contradict: each other, the rules, the scheme in force. `files` have scores in
    rows of units, or in rows of scores (unit, item, score, result, rating). Each finding has `message`,
    `arithmetic`, `position` and `hint`. Raises KenError where a file cannot be read or understood."""
    from pathlib import Path

    from .engine.audit.contradictions import audit as run
    from .engine.audit.figures import Figures, figures_in

    loaded, figures = _loaded(rules), Figures()
    for file in files:
        figures.also(figures_in(loaded, Path(file), key=key, text_columns=text_columns)[0])
    return run(loaded, figures)


def _loaded(rules: RuleSet | str | os.PathLike[str]) -> RuleSet:
    from .engine.meaning.model import RuleSet

    return rules if isinstance(rules, RuleSet) else load(rules)


def __getattr__(name: str) -> Any:
    """`Responses`, `KenError`, `Diagnostic` and `DoubtfulData`, imported when they are first asked for."""
    if name in ("Diagnostic", "KenError"):
        from .engine.words import diagnostics

        return getattr(diagnostics, name)
    if name == "Responses":
        from .engine.data.respondent_frames import Responses

        return Responses
    if name == "DoubtfulData":
        from .engine.rating.doubted_frames import DoubtfulData

        return DoubtfulData
    raise AttributeError(name)


def check(rules: RuleSet | str | os.PathLike[str]) -> tuple[Diagnostic, ...]:
    """Everything that can be known about a rule set without data: errors and warnings, in the order of the
    files.

    Takes a rule set that is loaded, or a name or path; one that cannot even be loaded is answered by its
    errors. What cannot be seen is proved: that no scores fall into a gap between bands, that each band can be
    given, and the like."""
    from .engine.checks import check_rules
    from .engine.meaning.model import RuleSet
    from .engine.verify import checking

    return (
        checking.check_rule_set(rules, check_rules(rules))
        if isinstance(rules, RuleSet)
        else checking.check(rules)
    )
