"""Claims of files about two rule sets: each is proved or refuted, and what does not hold is told where it
stands."""

from __future__ import annotations

import json

import pytest
from kenrules.engine.book import library
from kenrules.engine.book.claims_files import claims_beside
from kenrules.engine.compare.claims_of_files import claims_told, statements_of, with_owners
from kenrules.engine.compare.implied_proofs import Proofs, Verdict, proofs
from kenrules.engine.verify.golden import run_file

OLD = "bands: [{rating: high, from: 60}, {rating: middle, from: 40}, {rating: low}]\n"
NEW = "bands: [{rating: high, from: 60, when: min(parts) >= 30}, {rating: middle, from: 40}, {rating: low}]\n"
CLAIMS = """old: old.yaml
new: new.yaml
claims:
  - {id: kept, holds: new.rating == high implies old.rating == high}
  - {id: but_for_weak, holds: old.rating == high and min(new.parts) >= 30 implies new.rating == high}
  - {id: always, holds: old.rating == high implies new.rating == high, title: {en: High stays}, because: it was promised}
  - {id: never_better, holds: not (new.rating is better than old.rating)}
"""


@pytest.fixture
def pair(smallest, write, tmp_path, monkeypatch):
    smallest(OLD, "old.yaml")
    smallest(NEW, "new.yaml")
    write("x.claims.yaml", CLAIMS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_claims_beside_the_rule_sets_are_proved_and_what_fails_is_told(pair, ken):
    result = ken("diff", "old.yaml", "new.yaml", "--no-proofs", "--format", "json")
    claims = {each["id"]: each for each in json.loads(result.stdout)["claims"]}
    assert {id_: each["holds"] for id_, each in claims.items()} == {
        "kept": True,
        "but_for_weak": True,
        "always": False,
        "never_better": True,
    }
    assert claims["always"]["position"] == "x.claims.yaml:6:25"
    assert result.exit_code == 1
    assert "x.claims.yaml:6:25: error: the claim always (High stays) does not hold" in result.stderr
    assert "its reason is: it was promised" in result.stderr
    assert result.stderr.count("error") == 1


def test_the_report_says_which_file_claims_are_of(pair, ken):
    result = ken("diff", "old.yaml", "new.yaml", "--no-proofs")
    assert "Claims of x.claims.yaml." in result.stdout
    assert "always: old.rating == high" in result.stdout


def test_a_file_that_is_named_is_taken_alone_and_claims_of_the_command_stand_first(pair, ken, write):
    write(
        "far/y.claims.yaml",
        CLAIMS.replace(": old.yaml", ": ../old.yaml").replace(": new.yaml", ": ../new.yaml"),
    )
    options = (
        "--no-proofs",
        "--format",
        "json",
        "--claims",
        "far/y.claims.yaml",
        "--claim",
        "new.total >= 0",
    )
    result = ken("diff", "old.yaml", "new.yaml", *options)
    claims = json.loads(result.stdout)["claims"]
    assert [each["id"] for each in claims] == [None, "kept", "but_for_weak", "always", "never_better"]
    assert [each["holds"] for each in claims] == [True, True, True, False, True]
    assert "y.claims.yaml:6:25" in claims[3]["position"]


def test_all_claims_that_hold_make_the_exit_status_0(pair, ken, write):
    write("x.claims.yaml", "".join(line for line in CLAIMS.splitlines(keepends=True) if "always" not in line))
    result = ken("diff", "old.yaml", "new.yaml", "--no-proofs")
    assert (result.exit_code, result.stderr) == (0, "")


def test_claims_about_other_rule_sets_end_the_command(pair, ken):
    result = ken("diff", "new.yaml", "old.yaml", "--claims", "x.claims.yaml")
    assert result.exit_code == 2
    assert (
        "x.claims.yaml:1:6: error: these claims are about old.yaml, and not about test/changed"
        in result.stderr
    )
    assert ken("diff", "new.yaml", "old.yaml", "--no-proofs").exit_code == 0


@pytest.mark.parametrize(
    ("new", "seconds", "severity", "hint"),
    [
        ("combine: sum\nbands: null\n", 10.0, "warning", "test the rule set on data instead"),
        (NEW, 0.0, "warning", "--seconds"),
    ],
)
def test_what_is_not_decided_is_told_of_each_claim(pair, smallest, new, seconds, severity, hint):
    smallest(new, "new.yaml")
    text = "old: old.yaml\nnew: new.yaml\nclaims: [{id: one, holds: old.total == new.total}]\n"
    (pair / "x.claims.yaml").write_text(text, encoding="utf-8")
    rules = library.load("old.yaml"), library.load("new.yaml")
    files = list(claims_beside(*rules))
    proved = with_owners(proofs(*rules, statements_of(files), transitions=False, seconds=seconds), files)
    found = list(claims_told(proved, files))
    assert [(each.code, each.severity, each.about, each.position.line) for each in found] == [
        ("undecided", severity, "one", 3)
    ]
    assert hint in str(found[0].hint)


def test_what_is_beyond_the_logic_is_told_of_the_claim(pair):
    files = list(claims_beside(library.load("old.yaml"), library.load("new.yaml")))
    claims = [claim for file in files for claim in file.claims]
    verdicts = tuple(Verdict(claim.statement, None, beyond="ln") for claim in claims)
    found = list(claims_told(with_owners(Proofs(verdicts=verdicts), files), files))
    assert [(each.code, each.about) for each in found] == [("undecided", claim.id) for claim in claims]
    assert all(str(each.message).endswith("the logic of the proofs does not reach ln") for each in found)


CHEESE = """ruleset: t/new
extends: nutriscore/2023
variants: {kind: {cheese: {change: {salt: {points: {above: [0.1, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6, 1.8, 2, 2.2,
  2.4, 2.6, 2.8, 3, 3.2, 3.4, 3.6, 3.8, 4]}}}}}}
"""


@pytest.mark.slow
def test_of_variants_each_pair_is_proved_and_the_unit_says_of_which_a_claim_fails(
    write, ken, tmp_path, monkeypatch
):
    """Of cheese the first point of salt comes sooner: where another unit refuted the claim, it would be no
    cheese."""
    monkeypatch.chdir(tmp_path)
    write("new.yaml", CHEESE)
    claims = "[{id: same, holds: new.total == old.total}, {id: one_more, holds: new.total <= old.total + 1}]"
    write("x.claims.yaml", f"old: nutriscore/2023\nnew: new.yaml\nclaims: {claims}\n")
    options = ("--no-proofs", "--format", "json", "--write-cases", "x.test.yaml")
    result = ken("diff", "nutriscore/2023", "new.yaml", *options)
    assert [each["holds"] for each in json.loads(result.stdout)["claims"]] == [False, True]
    assert "does not hold: kind cheese" in result.stderr
    (case,) = run_file(tmp_path / "x.test.yaml").cases
    assert not case.mismatches
    assert "kind: cheese" in (tmp_path / "x.test.yaml").read_text(encoding="utf-8")
