"""Results as columns of a frame: printed scores, judgements, states, targets and ratings."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from ..meaning.arithmetic.columns import Quantity, Truth, times
from ..meaning.arithmetic.frames import Frame, Names, at_decimals, divided, safe
from ..meaning.choosing import Chosen
from ..meaning.model import INPUT, TOTAL, RuleSet
from ..meaning.plan import Outcome
from ..meaning.printed_scores import printed_places
from ..meaning.scope import is_pure, words_at
from ..meaning.statuses import unit_status

if TYPE_CHECKING:
    import narwhals as nw

PREFIX = "ken:"
"""So the names of columns begin that are no data."""

NO_WORDS = (None, None)
"""What stands after the words of a column: for the numbers of no case, and of several."""

Columns: TypeAlias = Mapping[tuple[str, str], str]
"""Names of columns with results, by what they are: ("printed", path), ("judged", path), ("differs", path),
("target", id), ("rating", ""), ("status", ""); and where a node is ("refused", path) or ("undecided", path),
or ("inapplicable", path), or has too few respondents, ("few", path); ("word", path) has its answer or rating
in words."""


@dataclass
class ResultColumns:
    """The columns of one rule set's results, for frames of `x`: their names begin with `prefix`. `sheet`
    names them; `words` has by column of ratings or judgements the words that stand for its numbers, where
    these are `in_numbers` (see `in_words`)."""

    x: Names
    prefix: str
    in_numbers: bool
    sheet: dict[tuple[str, str], str] = field(default_factory=dict)
    exprs: list[nw.Expr] = field(default_factory=list)
    words: dict[str, list[str | None]] = field(default_factory=dict)

    def _add(self, kind: str, name: str, expr: nw.Expr) -> None:
        column = safe(f"{self.prefix}{kind}={name}")
        self.sheet[kind, name] = column
        self.exprs.append(expr.alias(column))

    def add(
        self,
        rules: RuleSet,
        outcome: Outcome[Quantity, Truth],
        met: Mapping[str, Truth],
        shown: Collection[str] | None = None,
        *,
        states: bool = True,
    ) -> None:
        """Adds all results: of printed scores only those of the paths `shown` (None: all); of targets whether
        a unit has `met` them, by id; without `states` no inputs, and only where the whole and what is
        shown do not apply."""
        x = self.x
        for path, node in rules.entries.items():
            if states if node.level == INPUT else shown is None or path in shown:
                printed = outcome.printed[path]
                none = x.lit(None, dtype=x.Float64)
                is_own = node.level == INPUT and (node.value is None or node.value.rounding is None)
                if is_own:  # as the data have it
                    self._add("printed", path, none if printed is None else printed.alone)
                    continue
                places = printed_places(rules, node)
                shown_score = none if printed is None else _shown(printed, places, x)
                self._add("printed", path, shown_score)
        for path in rules.nodes:
            if (words := words_of_results(rules, path)) is not None:
                self._add_words("word", path, outcome.word(path).number, list(words))
        for path, judged in outcome.judged.items():
            self._add_case("judged", path, judged, [judgement.result for judgement in judged.cases])
        for path, truth in outcome.differs.items():
            self._add_state("differs", path, truth)
        for path, truth in outcome.few.items() if states else ():
            self._add_state("few", path, truth)
        for path, value in outcome.nodes.items() if states else ():
            self._add_state("refused", path, value.refused)
            self._add_state("undecided", path, value.undecided)
            self._add_state("inapplicable", path, value.inapplicable)
        if not states:
            for path in (TOTAL, *(path for path in shown or () if path in rules.nodes and path != TOTAL)):
                self._add_state("inapplicable", path, outcome.nodes[path].inapplicable)
        for id_, truth in met.items():
            self._add("target", id_, _condition(truth, x))
        self._add_case("rating", "", outcome.bands, [band.rating for band in rules.bands])

    def _add_state(self, kind: str, path: str, state: Truth | None) -> None:
        """Adds where a state holds, if it ever does."""
        if state is not None and state.constant is not False:
            self._add(kind, path, _condition(state, self.x))

    def _add_case(
        self, kind: str, name: str, chosen: Chosen[Quantity, Truth, Any] | None, texts: list[str]
    ) -> None:
        """Adds the text of the case that is taken; or its number, which `in_words` turns into the text."""
        self._add_words(kind, name, None if chosen is None else chosen.number, texts)

    def _add_words(self, kind: str, name: str, chosen: Quantity | None, texts: list[str]) -> None:
        """Adds the text that has a number.

        polars copies a column of texts for every case, which takes ten times as long as numbers and one
        look-up."""
        x = self.x
        if chosen is None:
            expr = x.lit(None, dtype=x.UInt32 if self.in_numbers else x.String)
        elif self.in_numbers:
            number: Any = chosen.alone if chosen.narrow is None else chosen.narrow
            expr = number.cast(x.UInt32, wrap_numerical=True)  # a whole one, and not below 0
        else:
            expr = x.lit(None, dtype=x.String)
            for number, text in enumerate(texts):
                expr = x.when(chosen.alone == number).then(x.lit(text)).otherwise(expr)
        self._add(kind, name, expr)
        self.words[self.sheet[kind, name]] = list(texts)

    def copied(self) -> ResultColumns:
        """The same, to which more can be added."""
        return replace(self, sheet=dict(self.sheet), exprs=list(self.exprs), words=dict(self.words))

    def status(self, rules: RuleSet, frame: Any = None) -> nw.Expr:
        """The column that says whether a unit is rated, or scored where the rules have no bands; the frame
        has the other columns by then, of polars in memory where it is given."""
        self.sheet["status", ""] = column = f"{self.prefix}status"
        x, result = self.x, ("rating", "") if rules.bands else ("printed", TOTAL)
        found, left, lacking = (
            x.lit(unit_status(rules, has_result=has_result, leaves=leaves))
            for has_result, leaves in ((True, False), (False, True), (False, False))
        )
        if frame is not None and not frame.get_column(self.sheet[result]).null_count():
            all_alike: nw.Expr = found.alias(column)
            return all_alike
        if out := self.sheet.get(("inapplicable", TOTAL)):
            lacking = x.when(x.col(out)).then(left).otherwise(lacking)
        status: nw.Expr = x.when(x.col(self.sheet[result]).is_null()).then(lacking).otherwise(found)
        return status.alias(column)


def result_types(x: Names) -> dict[str, Any]:
    """The type of each kind of result."""
    truths = dict.fromkeys(("differs", "target", "refused", "undecided", "inapplicable", "few"), x.Boolean())
    texts = dict.fromkeys(("judged", "rating", "status", "word"), x.String())
    return {"printed": x.Float64(), **texts, **truths}


def words_of_results(rules: RuleSet, path: str) -> tuple[str, ...] | None:
    """The words that a node's result can be beside its score: its ratings, or its answers where these have no
    scores; None for none."""
    node = rules.nodes[path]
    if path != TOTAL and (node.bands or is_pure(rules, path)):
        return words_at(rules, path)
    return None


def in_words(frame: Any, words: Mapping[str, Sequence[str | None]]) -> Frame:
    """The frame of polars with numbers of ratings and judgements replaced by their words, which `words` has
    by column."""
    import polars as pl

    series: dict[tuple[str | None, ...], pl.Expr] = {}
    gathered = []
    for column, texts in words.items():
        known = series.setdefault(tuple(texts), pl.lit(pl.Series([*texts, *NO_WORDS], dtype=pl.String)))
        gathered.append(known.gather(pl.col(column)).alias(column))
    replaced: Frame = frame.with_columns(gathered)
    return replaced


def _condition(truth: Truth, x: Names) -> nw.Expr:
    """The condition as a column; missing where it is not known."""
    expr: nw.Expr = x.lit(bool(truth.constant)) if truth.expr is None else truth.expr
    return expr if truth.known is None else x.when(truth.known).then(expr)


def _shown(printed: Quantity, decimals: int, x: Names) -> nw.Expr:
    """A printed score as the double nearest to its decimal number."""
    if printed.constant is not None:
        constant: nw.Expr = x.lit(float(printed.constant))
        return constant
    # where -0.0 may stand
    around_zero = printed.low <= 0 <= printed.high and not printed.unsigned
    is_of_data = printed.stage == 0 and printed.plain
    if printed.per == 1 and (is_of_data or not printed.error):
        # a column of the data that is on the grid already, or doubles that are the numbers
        return _without_sign(x, printed.expr) if around_zero else printed.expr
    if printed.per == 10**decimals and not printed.error:
        whole = printed.expr
    else:
        whole = at_decimals(times(printed.expr, Fraction(10**decimals, printed.per)), 0)
    whole = _without_sign(x, whole) if around_zero else whole
    shown: nw.Expr = divided(whole, float(10**decimals)) if decimals else whole
    return shown


def _without_sign(x: Names, number: nw.Expr) -> nw.Expr:
    """A number with 0 for -0.0. (polars takes a sum with 0 for the number itself.)"""
    plain: nw.Expr = x.when(number == 0.0).then(x.lit(0.0)).otherwise(number)
    return plain


__all__ = ["NO_WORDS", "PREFIX", "Columns", "ResultColumns", "in_words", "result_types", "words_of_results"]
