"""What is written at the nodes of a rule set, line by line, under the keys by which its author knows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from ..meaning.expressions import Expression
from ..meaning.model import NO_NUMBER, TOTAL, AnswerScale, Band, Node, RuleSet
from ..meaning.scoring import NOT_APPLICABLE, Adjustment, PointsTable, Row
from ..meaning.ways import usual, way_of
from ..words.diagnostics import Text, Translate, counted, listed, say
from ..words.language import Language
from ..words.numerals import decimal_text, read_number, shown_text


@dataclass(frozen=True)
class RuleLine:
    """What a key of a node says: where it holds (`when`, nothing where it always does), and the reason or
    source that is given for it."""

    node: str
    key: str
    what: str | Text
    when: str | Text = ""
    why: str = ""

    def in_words(self, translate: Translate) -> str:
        """The line as a sentence, without its node and key."""
        what, when = (
            text.in_words(translate) if isinstance(text, Text) else text for text in (self.what, self.when)
        )
        parts = [what, f"[{when}]" if when else "", f"({self.why})" if self.why else ""]
        return " ".join(part for part in parts if part)


def span_text(low: Fraction | None, high: Fraction | None, decimals: int | None = None) -> str:
    """A range as rules write it: 0..100, ..8, 12..; nothing where it has no end."""
    ends = ["" if end is None else shown_text(end, decimals or 0) for end in (low, high)]
    return ends[0] if low == high else "..".join(ends)


def how_scored(rules: RuleSet, node: Node) -> str:
    """By which key, or which formula, a node comes to its score; nothing where its children are combined as
    is usual, or data give it."""
    if node.cases:
        return "cases"
    if node.score is not None:
        return f"= {node.score.text}"
    if node.points is not None:
        return "points"
    if node.children and node.combine == NO_NUMBER:
        return "" if node.path == TOTAL else NO_NUMBER
    if node.children and _is_unusual(node):
        return node.combine
    return "answers" if _own_scale(rules, node) is not None else ""


def _is_unusual(node: Node) -> bool:
    return way_of(node).essence != usual(weighted=False).essence


def _own_scale(rules: RuleSet, node: Node) -> AnswerScale | None:
    scale = rules.answers.get(node.answers or "")
    return scale if scale is not None and scale.is_own and not node.cases else None


# a value gives a score


def scoring_lines(rules: RuleSet, node: Node, language: Language) -> Iterator[tuple[str | Text, str, str]]:
    """The rows by which values and words of a node give a score: in which case, what, and the score."""
    decimals = None if node.value is None or node.of is not None else node.value.decimals
    if node.points is not None:
        yield from (("", value, score) for value, score in _table_rows(node.points, decimals))
    elif scale := _own_scale(rules, node):
        yield from (("", word, score) for word, score in word_rows(scale, node.decimals))
    for case in node.cases:
        when: str | Text = say("otherwise") if case.when is None else case.when.text
        if title := case.title.in_language(language):
            when = title if case.when is None else f"{title}: {case.when.text}"
        rows: list[tuple[str, str]] = []
        if case.of is not None:
            rows.append((f"of: {case.of.text}", ""))
        if case.points is not None:
            rows += _table_rows(case.points, None if case.of is not None else decimals)
        elif case.answers is not None and case.answers in rules.answers:
            rows += word_rows(rules.answers[case.answers], node.decimals)
        elif case.score is not None:
            rows.append(("", _formula_text(case.score)))
        yield from ((when, *row) for row in rows)


def _formula_text(formula: Expression) -> str:
    return formula.text if read_number(formula.text) is not None else f"= {formula.text}"


def _table_rows(table: PointsTable, decimals: int | None) -> list[tuple[str, str]]:
    """The rows of a table; bounds are shown with the decimals of the values, where these are declared."""
    rows = [(row_text(row, table, decimals), scores_text(row)) for row in table.rows]
    if table.is_ladder:
        rows.insert(0, ("else", decimal_text(table.otherwise or Fraction(0))))
    return rows


def row_text(row: Row, table: PointsTable, decimals: int | None) -> str:
    """Which values a row of a table takes: 9..11, or the step of a ladder."""
    if table.is_ladder and row.low is not None:
        return f"{'>' if row.above else '>='} {shown_text(row.low, decimals or 0)}"
    return span_text(row.low, row.high, decimals)


def scores_text(row: Row) -> str:
    """What a row of a table gives: a score, or the two ends of a straight line."""
    ends = [row.score] if row.end is None or row.end == row.score else [row.score, row.end]
    return "..".join(map(decimal_text, ends))


def word_rows(scale: AnswerScale, decimals: int | None = None) -> list[tuple[str, str]]:
    """The words of an answer scale, each with its score; nothing for words without numbers."""
    return [
        *(
            (word, shown_text(score, decimals or 0) if scale.has_scores else "")
            for word, score in scale.options.items()
        ),
        *((word, NOT_APPLICABLE) for word in scale.leaving),
        *((word, "missing") for word in scale.lacking),
    ]


# what else is written at a node


def lines_at(rules: RuleSet, node: Node, above: Node | None, language: Language) -> Iterator[RuleLine]:
    """What is written at a node beside its table, its answers and its bands, in the order of its steps; what
    holds below too, where it begins to."""
    name = rules.short_name(node.path)

    def line(key: str, what: str | Text, when: str | Text = "", why: str | None = None) -> RuleLine:
        return RuleLine(name, key, what, when, why or "")

    if node.of is not None:
        yield line("of", node.of.text)
    scale = _own_scale(rules, node)
    if scale is not None and scale.answered_by == "respondents":
        yield line("answered_by", scale.answered_by)
    if node.applies is not None:
        yield line("applies", "", node.applies.text)
    for refusal in node.refuse:
        yield line("refuse", "", refusal.when.text, refusal.because.in_language(language))
    if node.best is not None:
        yield line("best", str(node.best))
    yield from (replace(each, node=name) for each in _missing_lines(node, above))
    for key, adjustments in (("plus", node.plus), ("at_least", node.at_least), ("at_most", node.at_most)):
        yield from (replace(_adjusted(key, each), node=name) for each in adjustments)
    yield from (replace(each, node=name) for each in _printing_lines(node, above))
    yield from (replace(_adjusted("notches", each), node=name) for each in node.notches)
    for limit in node.no_better_than:
        yield line("no_better_than", limit.rating, limit.when.text, limit.source)
    for threshold in node.thresholds.values():
        yield line("thresholds", f"{threshold.id} = {decimal_text(threshold.value)}")
    if node.min_respondents and (above is None or node.min_respondents != above.min_respondents):
        yield line("min_respondents", str(node.min_respondents))


def _adjusted(key: str, adjustment: Adjustment) -> RuleLine:
    when = "" if adjustment.when is None else adjustment.when.text
    return RuleLine("", key, adjustment.amount.text, when, adjustment.source or "")


def _missing_lines(node: Node, above: Node | None) -> Iterator[RuleLine]:
    if node.stand_in is not None:
        stands = node.stand_in if isinstance(node.stand_in, str) else decimal_text(node.stand_in)
        yield RuleLine("", "missing", stands)
    if node.children and node.missing != ("error" if above is None else above.missing):
        yield RuleLine("", "missing", node.missing)
    if node.children and node.min_coverage != (0 if above is None else above.min_coverage):
        yield RuleLine("", "min_coverage", f"{decimal_text(node.min_coverage * 100)}%")


def _printing_lines(node: Node, above: Node | None) -> Iterator[RuleLine]:
    if node.round is not None:
        step = node.round
        texts = [] if step.step is None else [say("to multiples of {step}", step=step.step)]
        texts += (
            [] if step.decimals is None else [counted(step.decimals, "{count} decimal", "{count} decimals")]
        )
        texts += [] if step.rounding is None else [say("{name}", name=step.rounding)]
        yield RuleLine("", "round", listed(texts))
    elif node.decimals is not None and node.decimals != (None if above is None else above.decimals):
        yield RuleLine("", "decimals", str(node.decimals))
    if node.better is not None and node.path != TOTAL:
        yield RuleLine("", "better", node.better)
    if node.measure:
        yield RuleLine("", "in", node.measure)


def band_text(band: Band, decimals: int) -> str:
    """The ends of a band under their keys, in a line; nothing where it has none."""
    low = "" if band.minimum is None else shown_text(band.minimum, decimals)
    high = "" if band.maximum is None else shown_text(band.maximum, decimals)
    keys = ("above" if band.above else "from", "below" if band.below else "to")
    parts = (f"{key}: {end}" if end else "" for key, end in zip(keys, (low, high), strict=True))
    return ", ".join(filter(None, parts))


def bounds_of(band: Band, decimals: int) -> tuple[str, str]:
    """The lower and the upper end of a band, as they are written; nothing where it has none."""
    low = "" if band.minimum is None else shown_text(band.minimum, decimals)
    high = "" if band.maximum is None else shown_text(band.maximum, decimals)
    return f"> {low}" if band.above else low, f"< {high}" if band.below else high


def with_above(rules: RuleSet) -> Iterator[tuple[Node, Node | None]]:
    """Every node with the one right above it, the total first."""
    yield rules.total, None
    for node in rules.total.walk():
        yield from ((child, node) for child in node.children)


__all__ = [
    "RuleLine",
    "band_text",
    "bounds_of",
    "how_scored",
    "lines_at",
    "row_text",
    "scores_text",
    "scoring_lines",
    "span_text",
    "with_above",
    "word_rows",
]
