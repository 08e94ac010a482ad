"""Many small files are one table: the same result and findings as one file with their rows."""

from __future__ import annotations

import json
import re

import pytest

from ..surveys import YES_NO

FILES, ROWS = 50, 20
RULES = f"{YES_NO}parts: null\ninstruments: {{S: {{answers: yes_no, questions: [s1, s2]}}}}\n"
HEADS = {
    "scores": "agency,s1,s2,region",
    "responses": "agency,s1,s2,region",
    "long": "agency,item,score,region",
}


def rows_of(layout: str) -> list[list[str]]:
    """The rows of each file; of respondents every unit is in several files, of the others in one."""
    files = []
    for number in range(FILES):
        rows = []
        for row in range(ROWS):
            place = number * ROWS + row
            if layout == "long":
                rows.append(f"u{place // 2},{'s2' if place % 2 else 's1'},{place % 101},r{place // 2 % 3}")
            elif layout == "scores":
                rows.append(f"u{place},{place % 101},{place % 7 * 10},r{place % 3}")
            else:
                rows.append(
                    f"u{place * 7 % 90},{'yes' if place % 3 else 'no'},{'yes' if place % 5 else ''},r"
                )
        files.append(rows)
    return files


@pytest.fixture
def evaluated(ken, smallest, tmp_path):
    """What is printed for files with these rows, and what is found in them without the places."""

    def run(files: list[list[str]], layout: str, heads: list[str] | None = None, name: str = "many"):
        folder = tmp_path / name
        folder.mkdir()
        own = heads or [HEADS[layout]] * len(files)
        for number, (head, rows) in enumerate(zip(own, files, strict=True)):
            text = "\n".join([head, *rows]) + "\n"
            (folder / f"part-{number:03}.csv").write_text(text, encoding="utf-8")
        manifest = folder / "dataset.yaml"
        manifest.write_text(
            f"dataset: x\nfiles: [{{path: part-*.csv, layout: {layout}}}]\n", encoding="utf-8"
        )
        printed = ken("evaluate", smallest(RULES), manifest, "--format", "csv")
        found = json.loads(ken("evaluate", smallest(RULES), manifest, "--format", "json").stdout)[
            "diagnostics"
        ]
        for each in found:
            each["file"] = each["file"].rpartition("/")[2]
        return printed.exit_code, printed.stdout, found

    return run


def messages(found) -> list[tuple[str, str]]:
    """Codes and messages, the places in these left out."""
    return [(each["code"], re.sub(r"\S+\.csv:\d+(:\d+)?", "PLACE", each["message"])) for each in found]


@pytest.mark.parametrize("layout", HEADS)
def test_many_files_are_as_one(evaluated, layout):
    files = rows_of(layout)
    many = evaluated(files, layout)
    one = evaluated([[row for rows in files for row in rows]], layout, name="one")
    assert many[:2] == one[:2]
    assert many[2] == one[2] == []
    assert many[1].count("\n") > 80


@pytest.mark.parametrize("layout", HEADS)
def test_columns_in_another_order_change_nothing(evaluated, layout):
    files = rows_of(layout)
    one = evaluated([[row for rows in files for row in rows]], layout, name="one")
    heads = [HEADS[layout]] * FILES
    for number in range(0, FILES, 3):
        order = [(place + number) % 4 for place in range(4)]
        heads[number], *files[number] = (
            ",".join(line.split(",")[place] for place in order) for line in [heads[number], *files[number]]
        )
    assert evaluated(files, layout, heads)[:2] == one[:2]


@pytest.mark.parametrize(
    ("layout", "row"),
    [("scores", "u{},maybe,10,r0"), ("responses", "u{},maybe,yes,r"), ("long", "u{},s1,maybe,r")],
)
def test_a_bad_cell_is_told_in_its_own_file(evaluated, layout, row):
    files = rows_of(layout)
    plain = evaluated(files, layout, name="plain")[1]
    files[16][4] = row.format(files[16][4].split(",")[0][1:])
    if layout == "long":
        assert ",s1," in rows_of(layout)[16][4]
    status, printed, found = evaluated(files, layout)
    assert status == 1
    (fault,) = found
    place = "file", "line", "column"
    assert tuple(fault[key] for key in place) == ("part-016.csv", 6, files[16][4].index("maybe") + 1)
    one = evaluated([[line for rows in files for line in rows]], layout, name="one")
    assert (printed, messages(found)) == (one[1], messages(one[2]))
    assert printed.count("incomplete") == plain.count("incomplete") + 1


@pytest.mark.parametrize("layout", ["scores", "long"])
def test_a_unit_in_two_files(evaluated, layout):
    same, other = {"scores": ("u3,3,30,r0", "u4,99,40,r1"), "long": ("u3,s1,6,r0", "u4,s1,99,r1")}[layout]
    files = rows_of(layout)
    plain = evaluated(files, layout, name="plain")
    files[30].append(same)
    assert evaluated(files, layout, name="same") == plain
    files[40].append(other)
    status, printed, (fault,) = evaluated(files, layout, name="other")
    assert status == 1
    assert (fault["code"], fault["file"], fault["line"]) == ("item-twice", "part-040.csv", ROWS + 2)
    assert "“u4” has another s1 here than in " in fault["message"]
    assert re.search(r"part-000\.csv:\d+:\d+$", fault["message"])
    told = [line for line in printed.splitlines() if "incomplete" in line]
    assert [line.split(",")[0] for line in told] == ["u4"]
    others = [line for line in printed.splitlines() if not line.startswith("u4,")]
    assert others == [line for line in plain[1].splitlines() if not line.startswith("u4,")]


@pytest.mark.parametrize("layout", ["scores", "long"])
def test_a_unit_twice_in_one_file_is_no_unit_of_two_files(evaluated, layout, ken, tmp_path):
    files = rows_of(layout)
    files[17].append(files[17][0])
    if layout == "scores":
        status, printed, (fault,) = evaluated(files, layout)
        assert (status, fault["code"], fault["file"], fault["line"]) == (
            1,
            "duplicate-unit",
            "part-017.csv",
            ROWS + 2,
        )
        assert printed.count("incomplete") == 1
    else:
        with pytest.raises(json.JSONDecodeError):
            evaluated(files, layout)
        result = ken("evaluate", tmp_path / "rules.yaml", tmp_path / "many" / "dataset.yaml")
        assert f"part-017.csv:{ROWS + 2}:" in result.stderr
        assert "[item-twice]" in result.stderr


def test_what_one_file_lacks_others_give(evaluated):
    """Files with other columns are tables of their own, and the units are put together all the same."""
    one = evaluated([["u1,90,70,r0", "u2,80,20,r1"]], "scores", name="one")
    heads = ["agency,s1,region", "agency,s1,region", "s2,agency", "agency,s2"]
    many = evaluated([["u1,90,r0"], ["u2,80,r1"], ["20,u2"], ["u1,70"]], "scores", heads)
    assert many[:2] == one[:2]
