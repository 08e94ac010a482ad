"""The total of another rule set as a node: it means there what it means in its own rule set."""

from __future__ import annotations

import kenrules
import polars
import pytest
from kenrules.engine.book import library

INNER = """\
ruleset: test/inner
title: Inner
unit: agency
source: made up
scale: {decimals: 1, rounding: half_up}
inputs: {k: {range: 0..10}}
thresholds: {pass: 5}
score: x + y + k
parts:
  x: {value: {range: 0..10}}
  y: {score: x * 2}
  z: {score: 100 * x / total, decimals: 3}
bands:
  - {rating: good, when: total >= pass}
  - {rating: bad}
"""
OUTER = """\
ruleset: test/outer
title: Outer
unit: agency
source: made up
scale: {decimals: 0, rounding: half_up}
thresholds: {pass: 9}
inputs: {j: {range: 0..10}}
score: p + j
parts:
  p: {like: inner.yaml}
bands:
  - {rating: best, when: p == good and total >= pass}
  - {rating: worst}
"""


@pytest.fixture
def told(write):
    """What is found in a rule set beside the inner one: code, place, message."""
    write("inner.yaml", INNER)

    def found(text: str, name: str = "outer.yaml", *, words: bool = False) -> list[tuple[str, str, str]]:
        path = write(name, text if words else text.replace("p == good and ", ""))
        folder = f"{path.parent}/"
        return [
            (
                fault.code,
                f"{fault.position.file}:{fault.position.line}".replace(folder, ""),
                str(fault.message).replace(folder, ""),
            )
            for fault in library.inspect(path)[1]
            if fault.severity == "error"
        ]

    return found


def test_a_total_is_taken_with_all_that_it_is_made_of(told, write):
    assert told(OUTER, words=True) == []
    frame = polars.DataFrame({"agency": ["a", "b"], "x": [2, 1], "k": [1, 0], "j": [3, 3]})
    result = kenrules.evaluate(write("outer.yaml", OUTER), frame)
    assert result.select("p", "z", "total", "rating").rows() == [
        (7.0, 28.571, 10.0, "best"),
        (3.0, 33.333, 6.0, "worst"),
    ]


def test_it_is_the_same_as_written_out(told, write):
    inner = INNER.replace("total >= pass", "score >= pass").replace("100 * x / total", "100 * x / p")
    write("inner.yaml", INNER.replace("total >= pass", "score >= pass").replace("100 * x / total", "x"))
    taken = kenrules.load(write("outer.yaml", OUTER))
    lines = [line for line in inner.replace("100 * x / p", "x").splitlines()[4:] if line]
    body = [line for line in lines if not line.startswith(("scale", "inputs"))]
    whole = OUTER.replace("{range: 0..10}}", "{range: 0..10}, k: {range: 0..10}}").replace(
        "  p: {like: inner.yaml}\n",
        "  p:\n    title: Inner\n    decimals: 1\n" + "".join(f"    {line}\n" for line in body),
    )
    assert taken.fingerprint == kenrules.load(write("whole.yaml", whole)).fingerprint


@pytest.mark.parametrize(
    "patch",
    [
        "parts: {p2: {like: inner.yaml, parts: {x: {value: {range: 0..20}}}}}",
        "parts: {replace: {p: {like: inner.yaml, parts: {x: {value: {range: 0..20}}}}}}",
        "parts: {p: {replace: {like: inner.yaml, parts: {x: {value: {range: 0..20}}}}}}",
        "parts: {p: null}\nchange: {r: {parts: {p: {like: inner.yaml, parts: {x: {value: {range: 0..20}}}}}}}",
    ],
)
def test_it_is_taken_in_layers_too(told, write, patch):
    write("base.yaml", OUTER.replace("parts:\n", "parts:\n  r: {parts: {t: {value: {range: 0..1}}}}\n"))
    assert told(f"ruleset: test/over\nextends: base.yaml\n{patch}", "over.yaml") == []
    rules = kenrules.load(write("over.yaml", f"ruleset: test/over\nextends: base.yaml\n{patch}"))
    assert {node.value.maximum for node in rules.nodes.values() if node.id == "x"} >= {20}


def test_it_is_taken_in_variants_too(told, write):
    text = OUTER.replace("{j:", "{kind: {one_of: [u, v]}, j:")
    text += "variants: {kind: {v: {parts: {p2: {like: inner.yaml}}, score: p + p2 + j}}}\n"
    assert told(text) == []
    variant = kenrules.load(write("outer.yaml", text)).variants["v",]
    assert variant.nodes["p2.z"].score is not None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            OUTER.replace("{j: {range: 0..10}}", "{j: {range: 0..10}, k: {range: 0..5}}"),
            (
                "duplicate-id",
                "outer.yaml:10",
                "“k” has two definitions: in outer.yaml:7, and otherwise in inner.yaml:6, which is taken here",
            ),
        ),
        (
            OUTER.replace("half_up", "half_even"),
            ("patch", "outer.yaml:10", "like: its scores are rounded half_up, and those here half_even"),
        ),
        (
            OUTER.replace(
                "p: {like: inner.yaml}", "p: {questions: {q: {like: inner.yaml}, r: {value: {range: 0..1}}}}"
            ),
            ("two-kinds", "outer.yaml:10", "like: a question has nothing below it, as “inner.yaml” has"),
        ),
        (
            OUTER.replace("inner.yaml", "outer.yaml"),
            (
                "extends-cycle",
                "outer.yaml:10",
                "rule sets take each other in a circle: outer.yaml → outer.yaml",
            ),
        ),
        (
            OUTER.replace("inner.yaml", "other/none"),
            ("no-such-ruleset", "outer.yaml:10", "there is no rule set “other/none”"),
        ),
    ],
)
def test_what_cannot_be_taken_is_told_where_it_is_named(told, text, fault):
    assert fault in told(text)


def test_a_fault_of_what_is_taken_stands_in_its_own_file(told, write):
    write("inner.yaml", INNER.replace("score: x * 2", "scores: x * 2"))
    assert [fault[:2] for fault in told(OUTER)] == [("unknown-key", "inner.yaml:11")]


def test_a_circle_of_files_is_told_with_its_steps(told, write):
    write("inner.yaml", "ruleset: test/inner\nextends: base.yaml\n")
    write("base.yaml", INNER.replace("  y: {score: x * 2}", "  y: {like: outer.yaml}"))
    assert (
        "extends-cycle",
        "base.yaml:11",
        "rule sets take each other in a circle: outer.yaml → inner.yaml → base.yaml → outer.yaml",
    ) in told(OUTER)


def test_chains_of_rule_sets_are_bounded(told, write):
    for number in range(25):
        text = INNER.replace("  y: {score: x * 2}", f"  y: {{like: s{number + 1}.yaml}}")
        write(
            f"s{number}.yaml",
            text.replace("score: x + y + k", "combine: sum").replace(
                "  z: {score: 100 * x / total, decimals: 3}\n", ""
            ),
        )
    assert [code for code, _, _ in told(OUTER.replace("inner.yaml", "s0.yaml"))][:1] == ["extends-cycle"]


def test_a_variant_may_take_away_what_data_give(write):
    text = OUTER.replace("{j:", "{kind: {one_of: [u, v]}, j:").replace("p == good and ", "")
    text = text.replace("p: {like: inner.yaml}", "p: {parts: {x: {value: {range: 0..9}}}}")
    text += "variants: {kind: {v: {parts: {p: {replace: {score: j * 2}}}}}}\n"
    frame = polars.DataFrame({"agency": ["a", "b"], "kind": ["u", "v"], "x": [2, 5], "j": [3, 3]})
    found = kenrules.evaluate(write("rules.yaml", text), frame)
    assert found["total"].to_list() == [5.0, 9.0]


def test_every_key_that_a_node_does_not_have_stays_behind_or_joins_the_top(told, write):
    """A rule set that has every key of the top can be taken, but for variants, tables and what extends another."""
    more = {
        "field": "{field: {en: bridges, th: สะพาน}}",
        "effective": "{effective: {from: 2024-01-01}}",
        "checks": "{checks: {unused: {ignore: [k], because: kept}}}",
        "hit_policy": "{hit_policy: first}",
        "targets": "{targets: [{id: t, share_of_units: total >= 5, at_least: 50%}]}",
        "answered_by": "{answered_by: unit}",
        "answers": "{answers: {yes_no: {yes: 1, no: 0}}}",
        "judgements": "{judgements: {part: [{result: up, when: score >= 5}, {result: down}]}}",
        "aliases": "{aliases: {w: [x, y]}}",
        "note": "{note: a remark}",
    }
    for key, text in more.items():
        write("inner.yaml", INNER + text[1:-1] + "\n")
        assert told(OUTER) == [], key


def test_files_of_what_is_taken_are_known_and_copied_with_the_rules(ken, write, tmp_path, monkeypatch):
    write("rules/test/base.yaml", INNER.replace("test/inner", "test/base"))
    write("rules/test/inner.yaml", "ruleset: test/inner\nextends: base.yaml\ntitle: Inner\n")
    path = write("rules/test/outer.yaml", OUTER)
    rules = kenrules.load(path)
    assert [file.rpartition("/")[2] for file in rules.files] == ["outer.yaml"]
    assert {file.rpartition("/")[2] for file in rules.taken} == {"inner.yaml", "base.yaml"}
    monkeypatch.chdir(tmp_path)
    result = ken("init", "copy", "--like", "test/outer")
    assert result.exit_code == 0, result.output
    copied = tmp_path / "copy/rules/test"
    assert {"outer.yaml", "inner.yaml", "base.yaml"} <= {file.name for file in copied.iterdir()}
    assert kenrules.load(copied / "outer.yaml").fingerprint == rules.fingerprint


def test_show_writes_over_no_file_that_is_taken(ken, write):
    inner, path = write("inner.yaml", INNER), write("outer.yaml", OUTER)
    result = ken("show", path, "--format", "yaml", "-o", inner)
    assert result.exit_code == 2
    assert inner.read_text(encoding="utf-8") == INNER
