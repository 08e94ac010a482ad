"""One unit rated by a rule set of the second edition: `assess(data, unit)`."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from . import numbers
from .first import KNOWN, MISSING, REFUSED, UNDECIDED, Result, Unit
from .numbers import Cell
from .patches import with_variants
from .reading import Book, Item, Kind, word_of
from .states import Rated, Standing, printed_of, rated_of, standing_of
from .telling import NOT_APPLICABLE, Cannot, Teller, Told, alike
from .ways import Answered, held

RATED, SCORED, INCOMPLETE = "rated", "scored", "incomplete"


def assess(data: Mapping[str, Any], unit: Unit) -> Result:
    """Score, judge and rate one unit."""
    words, unknown = {}, []
    for name in data.get("variants") or {}:
        kind = Book.from_data({"inputs": {name: (data.get("inputs") or {})[name]}}).inputs[name]
        word = read_input(kind, unit.inputs.get(name))
        if isinstance(word, Cannot):
            unknown.append(word.state)
        words[name] = str(word)
    if unknown:
        state = REFUSED if REFUSED in unknown else unknown[0]
        return _not_rated(Book.from_data(with_variants({**data, "variants": {}}, {})), state)
    return Sheet(Book.from_data(with_variants(data, words)), unit).result()


def _not_rated(book: Book, state: str) -> Result:
    """Nothing is known of a unit of which it is not told which rules hold for it."""
    none: dict[str, Any] = dict.fromkeys(book.items)
    ratings: dict[str, str | None] = {
        path: None for path, item in book.items.items() if item.bands or item.words_only
    }
    return Result(
        INCOMPLETE, None, None, none, dict(none), dict.fromkeys(none, state), dict(none),
        dict.fromkeys(none, 0), ratings,
    )  # fmt: skip


# Cells


def read_input(kind: Kind, cell: Cell) -> Fraction | str | Cannot:
    """What the cell of an input, or of a raw value, says."""
    if numbers.is_empty(cell):
        cell = kind.empty
        if numbers.is_empty(cell):
            return Cannot(MISSING)
    if kind.words is not None:
        text = word_of(cell)
        return next((word for word in kind.words if alike(word, text)), Cannot(REFUSED))
    number = None if isinstance(cell, bool) else numbers.read_number(cell)
    return Cannot(REFUSED) if number is None else held(kind, number)


class Sheet:
    """One unit's facts: each is found out when it is asked for, once."""

    def __init__(self, book: Book, unit: Unit) -> None:
        self.book = book
        self.unit = unit
        self.items = book.items
        self.cells = {book.find(name).path: cell for name, cell in unit.scores.items()}
        self.rows = [{book.find(name).path: cell for name, cell in row.items()} for row in unit.respondents]
        self.standings: dict[str, Standing] = {}
        self.rateds: dict[str, Rated] = {}
        self.asked: set[str] = set()
        self.rating_now: set[str] = set()
        self.respondents = {path: self._respondents(item) for path, item in self.items.items()}
        self.silenced = self._silenced()

    def result(self) -> Result:
        """All that there is to know."""
        standings = {path: self.standing(item) for path, item in self.items.items()}
        ratings = {
            path: rating if isinstance(rating := self.rating(item), str) else None
            for path, item in self.items.items()
            if item.bands or item.words_only
        }
        whole = self.book.top
        state = standings["total"].state
        if state == NOT_APPLICABLE:
            status = NOT_APPLICABLE
        elif whole.bands:
            status = INCOMPLETE if ratings["total"] is None else RATED
        else:
            status = SCORED if state == KNOWN else INCOMPLETE
        printed = {path: _number(self.printed(item)) for path, item in self.items.items()}
        return Result(
            status,
            ratings.get("total"),
            printed["total"],
            printed,
            {path: _number(self.carried(item)) for path, item in self.items.items()},
            {path: each.state for path, each in standings.items()},
            {
                path: result if isinstance(result := self.result_of(item), str) else None
                for path, item in self.items.items()
            },
            self.respondents,
            ratings,
        )

    # What expressions ask for

    def fact(self, name: str) -> Fraction | str | Cannot:
        """An input."""
        return read_input(self.book.inputs[name], self.unit.inputs.get(name))

    def carried(self, item: Item) -> Fraction | Cannot:
        """A node's score as it is carried."""
        now = self.standing(item)
        if now.value is not None and now.state == KNOWN:
            return now.value
        return Cannot(UNDECIDED if now.state == KNOWN else now.state)

    def printed(self, item: Item) -> Fraction | Cannot:
        """A node's score as it is printed."""
        value = self.carried(item)
        return value if isinstance(value, Cannot) else printed_of(self, item, value)

    def word(self, item: Item) -> tuple[str, ...] | Cannot:
        """The words that a node may be answered with: of a given score, all that earn it."""
        now = self.standing(item)
        read = self.read(item)
        if now.state != KNOWN:
            return Cannot(now.state)
        if isinstance(read.subject, str):
            return (read.subject,)
        if not read.given:
            return Cannot(MISSING)
        earning = tuple(
            dict.fromkeys(
                word
                for choice in item.choices
                for word in choice.options
                if choice.earned(word, turned=item.turned) == read.value
            )
        )
        return earning or Cannot(UNDECIDED)

    def rating(self, item: Item) -> str | Cannot:
        """A node's rating: of one that is answered with words alone, its word."""
        if item.words_only:
            word = self.word(item)
            return word if isinstance(word, Cannot) else word[0]
        return self.rated(item).rating

    def result_of(self, item: Item) -> str | Cannot:
        """What the judgements of its level say of a node; its own bands take their place."""
        written = [] if item.judged_by_bands else self.book.judgements.get(item.level, [])
        now = self.standing(item)
        if now.state != KNOWN or now.value is None:
            return Cannot(now.state if now.state != KNOWN else UNDECIDED)
        told_here = Told(now.subject, (now.value, printed_of(self, item, now.value)))
        teller = Teller(self, self.book.top, told_here, item.thresholds)  # it is written at the top
        for judgement in written:
            when = judgement["when"]
            told = teller.holds(when if isinstance(when, list) else [when])
            if isinstance(told, Cannot):
                return told
            if told:
                return str(judgement["result"])
        return Cannot(UNDECIDED)

    def is_there(self, item: Item) -> bool | Cannot:
        """Whether a node has a value; of what is refused or undecided it cannot be told."""
        state = self.standing(item).state
        if state in (REFUSED, UNDECIDED):
            return Cannot(state)
        if state == KNOWN and item.numberless:
            rating = self.rating(item)
            if isinstance(rating, Cannot):
                return rating if rating.state in (REFUSED, UNDECIDED) else False
        return state == KNOWN

    # Nodes

    def standing(self, item: Item) -> Standing:
        """A node as others see it: notches that cannot be told make it so."""
        now = self._scored(item)
        if item.written.get("notches") is None or now.state != KNOWN or item.path in self.rating_now:
            return now
        state = self.rated(item).state
        return now if state == KNOWN else Standing(state)

    def rated(self, item: Item) -> Rated:
        if item.path not in self.rateds:
            if item.path in self.rating_now:
                raise ValueError(f"the rating of {item.path} is made of itself")
            self.rating_now.add(item.path)
            self.rateds[item.path] = rated_of(self, item, self._scored(item))
            self.rating_now.remove(item.path)
        return self.rateds[item.path]

    def _scored(self, item: Item) -> Standing:
        if item.path not in self.standings:
            if item.path in self.asked:
                raise ValueError(f"{item.path} is made of itself")
            self.asked.add(item.path)
            self.standings[item.path] = standing_of(self, item, self.read(item))
        return self.standings[item.path]

    # Reading

    def read(self, item: Item) -> Standing:
        """The raw value, the answers, or the score that data give a node."""
        cell = self.cells.get(item.path)
        if not numbers.is_empty(cell):
            return self._read_cell(item, cell)
        answers = [
            read
            for row in self.rows
            if not numbers.is_empty(row.get(item.path))
            for read in [self._read_answer(item, row[item.path])]
        ]
        if (
            not answers
            and item.column == "raw"
            and item.value is not None
            and not numbers.is_empty(item.value.empty)
        ):
            return self._read_cell(item, None)
        if any(read.state == REFUSED for read in answers):
            return Standing(REFUSED)
        if item.by_unit:
            if len({_score_of(item, read) for read in answers}) > 1:
                return Standing(REFUSED)
            return answers[0] if answers else Standing(KNOWN)
        if not answers or item.path in self.silenced:
            return Standing(KNOWN)
        return Standing(
            KNOWN,
            subjects=tuple(read.subject if read.value is None else Answered(read.value) for read in answers),
        )

    def _read_cell(self, item: Item, cell: Cell) -> Standing:
        if item.column == "raw":
            raw = read_input(item.value or Kind(), cell)
            return Standing(raw.state) if isinstance(raw, Cannot) else Standing(KNOWN, subjects=(raw,))
        word = _word(item, cell)
        if word is not None:
            return Standing(KNOWN, subjects=(word,))
        number = None if isinstance(cell, bool) else numbers.read_number(cell)
        if number is None or not self._possible(item, number):
            return Standing(REFUSED)
        return Standing(KNOWN, number, given=True)

    def _possible(self, item: Item, number: Fraction) -> bool:
        """Whether a score may be given."""
        if item.numberless:
            return False
        if item.column == "answer":
            scores = [score for choice in item.choices for score in choice.scores]
            if item.by_unit:
                return any(
                    choice.earned(word, turned=item.turned) == number
                    for choice in item.choices
                    for word in choice.options
                )
            return bool(scores) and min(scores) <= number <= max(scores)
        low, high = self.book.measure.low, self.book.measure.high
        return (low is None or low <= number) and (high is None or number <= high)

    def _read_answer(self, item: Item, cell: Cell) -> Standing:
        """What one row of a respondent answers: a word, or the score of one."""
        if item.column != "answer":
            return self._read_cell(item, cell)
        word = _word(item, cell)
        if word is not None:
            return Standing(KNOWN, subjects=(word,))
        number = None if isinstance(cell, bool) else numbers.read_number(cell)
        if number is None or all(number not in choice.scores for choice in item.choices):
            return Standing(REFUSED)
        return Standing(KNOWN, number, given=True)

    # Respondents

    def _respondents(self, item: Item) -> int:
        leaves = [each for each in (item, *item.below) if not each.children]
        return sum(
            any(
                not numbers.is_empty(row.get(leaf.path))
                and self._read_answer(leaf, row[leaf.path]).state == KNOWN
                for leaf in leaves
            )
            for row in self.rows
        )

    def _silenced(self) -> set[str]:
        """The leaves whose answers do not count, since too few have answered."""
        found: set[str] = set()
        for path, item in self.items.items():
            limit = self._limit(item)
            if limit is not None and self.respondents[path] < limit:
                found.update(
                    leaf.path for leaf in (item, *item.below) if not leaf.children and not leaf.by_unit
                )
        return found

    def _limit(self, item: Item) -> int | None:
        whole = self.book.top
        own: int | None = item.written.get("min_respondents")
        if item is whole:
            return None if any(child.children for child in item.children) else own
        if own is None and item.above is whole and item.children:
            return whole.written.get("min_respondents")
        return own


def _word(item: Item, cell: Cell) -> str | None:
    if item.column != "answer":
        return None
    text = word_of(cell)
    words = [word for choice in item.choices for word in choice.options]
    exactly = [word for word in words if word == text]
    return next((word for word in (*exactly, *words) if alike(word, text)), None)


def _score_of(item: Item, read: Standing) -> Any:
    """What the answer of a unit earns, to tell whether two answers are one."""
    if isinstance(read.subject, str) and len(item.choices) == 1:
        earned = item.choices[0].earned(read.subject, turned=item.turned)
        return read.subject if earned is None else earned
    return read.value if read.given else read.subject


def _number(value: Fraction | Cannot) -> Fraction | None:
    return None if isinstance(value, Cannot) else value
