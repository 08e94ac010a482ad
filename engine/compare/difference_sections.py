"""Two rule sets as sections of sentences and tables: how they differ, and what that implies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..meaning.facts_in_words import UNKNOWN
from ..meaning.model import RuleSet
from ..meaning.witnesses import Witness, scores_in_words
from ..show.sections import Cell, Section, Table
from ..words.diagnostics import Text, say
from ..words.shown_files import shown_file, shown_position
from .implied_proofs import Example, Proofs, Transition, Verdict
from .rule_differences import Change, Differences
from .sorting import MadeHow, Sorted, Sorting


def difference_sections(differences: Differences, known: Sorting) -> Iterator[Section]:
    """The changes that can change a rating, each with a unit that shows it; those that change what data must
    look like; those of which it is not decided; and those that cannot change a rating."""
    if not differences.changes and not differences.identity:
        yield Section(say("Differences in the rules"), (_same_rules(differences),))
        return
    yield _of_changes(say("What can change a rating"), "rating", [own.change for own in known.can])
    if known.can:
        yield _moved_units(known.can)
    if known.undecided:
        changes = [own.change for own in known.undecided]
        sentences = (_why_undecided(known), *map(_undecided, known.undecided))
        yield Section(say("Undecided: may change a rating"), sentences, _changes_table("undecided", changes))
    if known.read:
        yield _of_changes(say("What data must look like"), "read", known.read)
    yield _of_changes(say("What cannot change a rating"), "other", known.cannot)
    if differences.identity:
        yield _of_changes(say("Which is which"), "identity", differences.identity)


def _of_changes(title: Text, name: str, changes: Sequence[Change]) -> Section:
    if not changes:
        return Section(title, (say("nothing"),))
    return Section(title, tuple(change.title for change in changes), _changes_table(name, changes))


def _moved_units(known: Sequence[Sorted]) -> Section:
    """For each change a unit that gets another rating by it."""
    rows: list[tuple[Cell, ...]] = []
    for own in known:
        assert own.unit is not None
        ratings = (unit.result.rating or say("not rated") for unit in (own.unit.old, own.unit.new))
        rows.append(
            (own.change.title, _way_in_words(own), _both_scores(own.unit.old, own.unit.new), *ratings)
        )
    headings = (say("change"), say("made how"), say("scores"), say("without it"), say("with it"))
    legend = say("In brackets stand the scores without the change, where these are others.")
    units = [own.unit for own in known if own.unit is not None]
    return Section(
        say("A unit for each, confirmed by exact arithmetic"),
        (legend,) if any(_other_scores(unit.old, unit.new) for unit in units) else (),
        Table("moved-units", headings, rows),
    )


def _way_in_words(own: Sorted) -> Text:
    if own.way is MadeHow.TAKEN_BACK:
        return say("alone taken back from the new rules")
    if own.way is MadeHow.TOGETHER:
        return say("in the old rules, together with: {others}", others=[each.title for each in own.others])
    return say("alone made in the old rules")


def _why_undecided(known: Sorting) -> Text:
    if not known.with_proofs:
        return say("Of some units that were tried none gets another rating; nothing is proved (--no-proofs).")
    return say("No unit was found that gets another rating, and no proof that there is none.")


def _undecided(own: Sorted) -> Text:
    if not own.is_idle_for_whole:
        return own.change.title
    return say(
        "{change} (proved: no unit that lacks nothing, and of which data give no score that the rules make)",
        change=own.change.title,
    )


def _same_rules(differences: Differences) -> Text:
    old, new = differences.old, differences.new
    if old.fingerprint == new.fingerprint:
        return say("{old} and {new} are the same rules.", old=old.id, new=new.id)
    return say("{old} and {new} say the same in every respect.", old=old.id, new=new.id)


def _changes_table(name: str, changes: Sequence[Change]) -> Table:
    headings = (say("what"), say("old"), say("new"), say("old position"), say("new position"))
    rows = [
        (told.what, told.old, told.new, shown_position(told.old_position), shown_position(told.new_position))
        for change in changes
        for told in change.differences
    ]
    return Table(f"differences-{name}", headings, rows, spare=(3, 4))


def proof_sections(old: RuleSet, new: RuleSet, proofs: Proofs) -> Iterator[Section]:
    """Which ratings a unit can have by both, and what became of the claims."""
    if proofs.beyond is not None:
        yield Section(say("What the rules imply"), (proofs.beyond,))
    if proofs.transitions:
        yield _transitions(old, new, proofs)
        examples = [
            (transition.old, transition.new, example_in_words(transition.example))
            for transition in proofs.transitions
            if transition.example is not None
        ]
        legend = say("In brackets stand the scores by the old rules, where these are others.")
        shown = [each.example for each in proofs.transitions if each.example is not None]
        yield Section(
            say("An example of each, confirmed by exact arithmetic"),
            (legend,) if any(_other_scores(each.old, each.new) for each in shown) else (),
            Table("examples", (say("old"), say("new"), say("scores")), examples),
        )
    if proofs.verdicts:
        rows = [
            (
                _claimed(verdict),
                _verdict_word(verdict),
                "" if verdict.counterexample is None else example_in_words(verdict.counterexample),
            )
            for verdict in proofs.verdicts
        ]
        yield Section(
            say("Claims"),
            (*_files_of(proofs.verdicts), *_assumed(proofs.assumptions)),
            Table("claims", (say("claim"), say("verdict"), say("counterexample")), rows),
        )


def _transitions(old: RuleSet, new: RuleSet, proofs: Proofs) -> Section:
    """Which new ratings each old one can become: a sentence and a row each."""
    by_old: dict[str, list[Transition]] = {}
    for transition in proofs.transitions:
        by_old.setdefault(transition.old, []).append(transition)
    sentences = (
        *_assumed(proofs.assumptions),
        *(_possible(rating, transitions) for rating, transitions in by_old.items()),
    )
    rows: list[tuple[Cell, ...]] = [
        (rating, *(_mark(transition.possible) for transition in transitions))
        for rating, transitions in by_old.items()
    ]
    ratings = dict.fromkeys(transition.new for transition in proofs.transitions)
    headings = (
        say("{old} ↓ {new} →", old=old.id, new=new.id),
        *(say("{name}", name=rating) for rating in ratings),
    )
    return Section(say("Possible transitions"), sentences, Table("transitions", headings, rows))


def _assumed(assumptions: Sequence[Text]) -> tuple[Text, ...]:
    return tuple(say("Assumed: {assumption}.", assumption=assumption) for assumption in assumptions)


def _mark(possible: bool | None) -> Cell:
    return say("undecided") if possible is None else say("possible") if possible else say("never")


def _possible(rating: str, transitions: Sequence[Transition]) -> Text:
    """What an old rating can become, and what it cannot."""
    can, never, open_ = (
        [transition.new for transition in transitions if transition.possible is possible]
        for possible in (True, False, None)
    )
    if open_:
        return say(
            "{rating} → {can}; never {never}; undecided {open}",
            rating=rating,
            can=can or UNKNOWN,
            never=never or UNKNOWN,
            open=open_,
        )
    if not can:
        return say("no scores get {rating}", rating=rating)
    return (
        say("{rating} → {can}; never {never}", rating=rating, can=can, never=never)
        if never
        else say("{rating} → {can}", rating=rating, can=can)
    )


def _claimed(verdict: Verdict) -> str:
    """What is claimed, after the name of the claim where it has one."""
    return verdict.statement.text if verdict.own is None else f"{verdict.own.id}: {verdict.statement.text}"


def _files_of(verdicts: Sequence[Verdict]) -> Iterator[Text]:
    """Which files claims were taken from."""
    files = dict.fromkeys(verdict.own.position.file for verdict in verdicts if verdict.own is not None)
    yield from (say("Claims of {file}.", file=shown_file(file)) for file in files)


def _verdict_word(verdict: Verdict) -> Text:
    if verdict.beyond is not None:
        return say("cannot be proved: {rule}", rule=verdict.beyond)
    return say("undecided") if verdict.holds is None else say("proved") if verdict.holds else say("refuted")


def example_in_words(example: Example) -> str:
    """The scores of an example by the new rules, and those of the old ones that have other names or
    values."""
    rating = f"{example.old.result.rating} → {example.new.result.rating}"
    return f"{_both_scores(example.old, example.new)}: {rating}"


def _both_scores(old: Witness, new: Witness) -> str:
    olds = _other_scores(old, new)
    return scores_in_words(new.named()) + (f" ({scores_in_words(olds)})" if olds else "")


def _other_scores(old: Witness, new: Witness) -> dict[str, str]:
    """The scores of the old rules that have other names or values than by the new ones."""
    news = new.named()
    return {name: score for name, score in old.named().items() if news.get(name) != score}


def rule_sections(rules: Sequence[RuleSet]) -> Iterator[Section]:
    """The rule sets that were compared, with their fingerprints and files."""
    rows: list[tuple[Cell, ...]] = [
        (own.id, own.fingerprint, ", ".join(map(shown_file, own.files))) for own in rules
    ]
    yield Section(
        say("Rule sets"), (), Table("rules", (say("rule set"), say("fingerprint"), say("files")), rows)
    )


__all__ = ["difference_sections", "example_in_words", "proof_sections", "rule_sections"]
