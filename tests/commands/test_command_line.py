"""The command: what it loads, completes, shows, and how it exits."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
import yaml

from ..conftest import KEN, ROOT


def test_names_of_files_can_be_too_long(ken, smallest):
    assert ken("evaluate", smallest(), "x" * 300 + ".csv").exit_code == 2
    assert ken("check", "x" * 300 + ".yaml").exit_code == 2


def run(*arguments, **environment):
    return subprocess.run(
        [*KEN, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
    )


@pytest.mark.parametrize("language", ["en", "th"])
def test_no_value_of_an_option_is_passed_over_for_a_later_one(ken, smallest, tmp_path, language):
    (data := tmp_path / "data.csv").write_text("agency,a\nK,90\n", encoding="utf-8")
    first, second = tmp_path / "first.csv", tmp_path / "second.json"
    told = ken("evaluate", smallest(), data, "-o", first, "-o", second, "--lang", language)
    assert told.exit_code == 2
    assert {"en": "-o is given 2 times; give it once", "th": "มี -o 2 ครั้ง ให้ไว้ครั้งเดียว"}[
        language
    ] in told.stderr
    assert list(tmp_path.glob("*.json")) == list(tmp_path.glob("first*")) == []
    assert ken("diff", smallest(), smallest(), "--no-proofs", "--no-proofs").exit_code == 0


def test_an_option_that_is_given_twice_stops_no_completion():
    words = "ken evaluate -o a.csv -o b.csv ita/2566"
    found = run(_KEN_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD="6")
    assert "plain,ita/2566" in found.stdout.split()


def test_shell_completion_knows_the_rule_sets():
    script = run(_KEN_COMPLETE="bash_source")
    assert "complete" in script.stdout
    found = run(_KEN_COMPLETE="bash_complete", COMP_WORDS="ken evaluate ita/2566", COMP_CWORD="2")
    assert found.stdout.split() == ["plain,ita/2566", "plain,ita/2566-as-printed"]


def test_list_names_titles_and_dates(ken):
    shown = ken("list").stdout
    assert "ita/2566-as-printed" in shown
    assert "Integrity and Transparency Assessment of public agencies (ITA), B.E. 2565" in shown
    assert "2021-10-01 – 2022-09-30" in shown


@pytest.mark.parametrize("language", ["en", "th"])
def test_show_has_nodes_weights_questions_and_bands(ken, language):
    shown = ken("--lang", language, "show", "ita/2566").stdout
    for word in (
        "EIT2",
        "15%",
        "S10_2",
        "o43",
        "ผ่านดีเยี่ยม",
        "95.00",
        "min(instruments) >= pass",
        "EIT1, EIT2",
    ):
        assert word in shown
    assert ("โครงสร้าง" if language == "th" else "Structure") in shown


@pytest.mark.slow
def test_check_exits_with_1_on_errors_and_0_on_warnings(ken, smallest):
    assert ken("check", "ita/2565", "ita/2566").exit_code == 0
    assert ken("check", "ita/2566-as-printed").exit_code == 0
    assert ken("check", smallest("scale: {decimals: 9}")).exit_code == 1
    assert ken("check", "ita/2666").exit_code == 2


def test_a_name_that_is_not_there_is_answered_with_the_nearest(ken):
    result = ken("check", "ita/2567")
    assert result.exit_code == 2
    assert "did you mean “ita/256" in result.stdout


def test_many_units_and_targets(ken, smallest, write):
    rules = smallest("targets: [{id: half, share_of_units: total >= 50, at_least: 80%}]")
    shown = ken("evaluate", rules, write("data.csv", "agency,a,b\none,90,80\ntwo,50,40\nthree,,\n"))
    assert "high 1, low 1, not rated 1" in shown.stdout
    assert "target half: 1 of 2 rated units (50.00 %), at least 80 %: not met" in shown.stdout
    assert shown.exit_code == 1


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        ("ZeroDivisionError()", "a fault of ken itself: ZeroDivisionError"),
        (
            "type('PanicException', (BaseException,), {})('gone')",
            "a fault of ken itself: PanicException: gone",
        ),
        ("RecursionError('deep')", "a fault of ken itself: RecursionError: deep"),
        ("MemoryError()", "there is not enough memory for this"),
    ],
)
def test_no_fault_of_ken_shows_a_traceback(raised, told):
    code = (
        "import kenrules.engine.book.library as library\nimport kenrules.cli as cli, sys\n"
        f"def fail():\n    raise {raised}\nlibrary.entries = fail\nsys.argv = ['ken', 'list']\ncli.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert told in done.stderr


def test_input_files_are_not_written_over(ken, smallest, write):
    data = write("data.csv", "agency,a,b\none,90,80\n")
    result = ken("evaluate", smallest(), data, "-o", data)
    assert result.exit_code == 2
    assert "it is not written over" in result.stderr
    assert data.read_text(encoding="utf-8") == "agency,a,b\none,90,80\n"


def test_the_hooks_of_the_package_are_its_commands():
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [(hook["id"], hook["entry"]) for hook in hooks] == [
        ("ken-check", "ken check"),
        ("ken-test", "ken test rules"),
    ]
