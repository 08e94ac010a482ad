"""Files of claims about two rule sets: what they are known by, and what is told of slips in them."""

from __future__ import annotations

import kenrules
import pytest
from kenrules.engine.book import library
from kenrules.engine.book.claims_files import claims_beside, read_claims
from kenrules.engine.book.folder import kind_of

OLD, NEW = (
    "bands: [{rating: high, from: 60}, {rating: low}]",
    "bands: [{rating: high, from: 50}, {rating: low}]",
)
ONE = "{id: one, holds: old.rating == high implies new.rating == high}"


@pytest.fixture
def pair(smallest, tmp_path):
    smallest(OLD, "old.yaml")
    smallest(NEW, "new.yaml")
    return tuple(library.load(tmp_path / name) for name in ("old.yaml", "new.yaml"))


def claims_text(*claims: str, old: str = "old.yaml", new: str = "new.yaml") -> str:
    lines = "".join(f"  - {claim}\n" for claim in claims)
    return f"old: {old}\nnew: {new}\nclaims:\n{lines}"


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("x.claims.yaml", "", "claims"),
        ("x.claims.yml", "a: 1", "claims"),
        ("x.yaml", claims_text(ONE), "claims"),
        ("x.yaml", "old: a\nnew: b\n", "foreign"),
        ("x.yaml", "claims: [{id: one, holds: total >= 0}]\n", "overlay"),
        ("x.claims.yaml", "ruleset: a/b\nold: a\nnew: b\nclaims: []\n", "ruleset"),
    ],
)
def test_a_file_is_known_by_its_keys_and_else_by_its_name(write, name, text, kind):
    assert kind_of(write(name, text)) == kind


def test_claims_are_read_with_their_places(pair, write):
    path = write("x.claims.yaml", claims_text(ONE, "{id: two, title: T, because: B, holds: new.total >= 0}"))
    one, two = read_claims(path, *pair).claims
    assert (one.id, one.position.line, one.position.column) == ("one", 4, 22)
    assert (two.title.in_language("en"), two.because.in_language("en")) == ("T", "B")
    assert kenrules.check(path) == ()


@pytest.mark.parametrize(
    ("text", "code", "place", "hint"),
    [
        (claims_text("{id: one, holds: old.totl > 3}"), "undefined", (4, 22), "did you mean “old.total”?"),
        (claims_text("{id: one, holds: total > 3}"), "undefined", (4, 22), "write old.total or new.total"),
        (
            claims_text("{id: one, holds: rating == high}"),
            "undefined",
            (4, 22),
            "write old.rating or new.rating",
        ),
        (claims_text("{id: one, holds: new.rating == hihg}"), "claim", (4, 22), "did you mean “high”?"),
        (claims_text("{id: one, holds: new.total >}"), "expression-syntax", (4, 22), ""),
        (claims_text("{id: one, hold: new.total > 3}"), "unknown-key", (4, 15), "did you mean “holds”?"),
        (claims_text("{id: one}"), "missing-key", (4, 5), "holds"),
        (claims_text("{id: 1a, holds: new.total > 3}"), "wrong-form", (4, 10), "English letters"),
        (claims_text(ONE, ONE), "duplicate-id", (5, 10), "another id"),
        (claims_text(ONE, old="odl.yaml"), "no-such-ruleset", (1, 6), ""),
        (claims_text(ONE, new="new.yaml+none.yaml"), "unreadable", (1, 1), ""),
        ("old: old.yaml\nnew: new.yaml\nclaims: []\n", "empty", (3, 9), "at least one"),
        (
            "old: old.yaml\nnwe: new.yaml\nclaims: [{id: a, holds: new.total > 3}]\n",
            "unknown-key",
            (2, 1),
            "“new”",
        ),
        ("- a\n", "wrong-type", (1, 1), "old: family/version"),
        ("", "wrong-type", (1, 1), "old: family/version"),
    ],
)
def test_a_slip_is_told_where_it_stands_with_what_to_write(pair, write, text, code, place, hint):
    found = kenrules.check(write("x.claims.yaml", text))
    assert [(each.code, each.severity) for each in found] == [(code, "error")]
    if code != "unreadable":
        assert (found[0].position.line, found[0].position.column) == place
        assert hint in str(found[0].hint)


def test_claims_about_other_rule_sets_are_refused(pair, write):
    path = write("x.claims.yaml", claims_text(ONE, old="new.yaml", new="old.yaml"))
    with pytest.raises(kenrules.KenError) as told:
        read_claims(path, *pair)
    assert {(each.code, each.position.line) for each in told.value.diagnostics} == {
        ("other-rules", 1),
        ("other-rules", 2),
    }


def test_only_files_beside_the_rule_sets_that_name_both_are_taken(pair, write):
    write("yes.claims.yaml", claims_text(ONE))
    write("also.claims.yml", claims_text(ONE))
    write("not.claims.yaml", claims_text(ONE, new="smallest.yaml"))
    write("nor.claims.yaml", claims_text(ONE, new="gone.yaml"))
    write("below/far.claims.yaml", claims_text(ONE, old="../old.yaml", new="../new.yaml"))
    write("draft.yaml", "thresholds: {pass: 3}\n")
    write("draft.claims.yaml", claims_text(ONE, new="new.yaml+draft.yaml"))
    assert [file.path.name for file in claims_beside(*pair)] == ["also.claims.yml", "yes.claims.yaml"]
    old, new = pair
    drafted = library.load(f"{new.files[0]}+{write('draft.yaml', 'thresholds: {pass: 3}')}")
    assert [file.path.name for file in claims_beside(old, drafted)] == ["draft.claims.yaml"]


def test_a_damaged_file_beside_is_not_passed_over(pair, write):
    write("x.claims.yaml", claims_text("{id: one, holds: new.totl > 3}"))
    with pytest.raises(kenrules.KenError, match="totl"):
        list(claims_beside(*pair))
    write("x.claims.yaml", "old: [\n")
    with pytest.raises(kenrules.KenError):
        list(claims_beside(*pair))
