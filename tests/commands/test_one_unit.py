"""`--unit`: one unit of many is shown, told of and counted alone."""

from __future__ import annotations


def test_a_unit_is_told_of_alone(ken, smallest, write):
    rules, data = smallest(), write("data.csv", "agency,a,b\nu,80,80\nv,x,80\nv,80,80\nw,900,1\n")
    for command in ("evaluate", "explain"):
        alone = ken(command, rules, data, "--unit", "u")
        assert alone.exit_code == 0
        assert "findings about other units: 3" in alone.stderr
        assert "“v”" not in alone.stderr + alone.stdout
        assert "900" not in alone.stderr
    assert ken("evaluate", rules, data, "--unit", "w").exit_code == 1


def test_a_unit_among_many_with_the_same_fault_is_told_of_its_own(ken, smallest, write):
    data = write(
        "data.csv",
        "\n".join(["agency,a,b", *(f"u{number},101,50" for number in range(80)), "fine,50,50"]) + "\n",
    )
    own = ken("evaluate", smallest(), data, "--unit", "u79")
    assert "error: a of “u79” has a value that cannot be right" in own.stderr
    assert own.exit_code == 1
    assert "u50" not in own.stderr
    assert ken("evaluate", smallest(), data, "--unit", "fine").exit_code == 0


def test_one_unit_of_many(ken, smallest, write):
    data = write("data.csv", "agency,a,b\none,90,80\ntwo,50,40\n")
    assert "two" not in ken("evaluate", smallest(), data, "--unit", "one").stdout
    missed = ken("evaluate", smallest(), data, "--unit", "onee")
    assert missed.exit_code == 2
    assert "did you mean “one”?" in missed.stderr


def test_one_unit_is_all_that_is_written_and_counts(ken, smallest, write, tmp_path):
    data = write("data.csv", "agency,a,b\none,90,80\ntwo,,40\n")
    assert ken("evaluate", smallest(), data, "--unit", "one", "-o", tmp_path / "out.csv").exit_code == 0
    assert len((tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()) == 2
    assert ken("evaluate", smallest(), data, "--unit", "two", "--format", "csv").exit_code == 1
