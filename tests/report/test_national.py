"""The national summary."""

from __future__ import annotations

import json


def test_the_national_summary_counts_the_same_indicators(ken, of_levels, tmp_path):
    rules, data = of_levels
    assert ken("report", rules, data, "--all", "--kind", "md", "-o", tmp_path / "all").exit_code == 0
    summary = json.loads((tmp_path / "all" / "index.json").read_text(encoding="utf-8"))["summary"]
    failing = [list(row.values()) if isinstance(row, dict) else row for row in summary["failing"]]
    assert sorted(row[:3] for row in failing) == [["P2", "Second plan", 1], ["Q2", "Second answer", 1]]
    assert "Indicators that fail most often" in (tmp_path / "all" / "index.html").read_text(encoding="utf-8")


def test_groups_and_units_stand_in_the_order_of_names(ken, smallest, write, tmp_path):
    named = {"นครราชสีมา": "อบต. 10", "เชียงใหม่": "อบต. 2", "กรุงเทพ": "อบต. ๑"}
    rows = "".join(f"{unit},{province},60,60\n" for province, unit in named.items())
    data = write("d.csv", f"agency,province,a,b\n{rows}อบต. 3,,60,60\n")
    folder = tmp_path / "all"
    made = ken("report", smallest(), data, "--all", "--kind", "md", "--by", "province", "-o", folder)
    assert made.exit_code == 0, made.stderr
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    groups = [row["province"] for row in index["summary"]["by province"]]
    assert groups == ["กรุงเทพ", "เชียงใหม่", "นครราชสีมา", "–"]
    assert [each["unit"] for each in index["reports"]] == [*named.values(), "อบต. 3"]  # as the data have them
    page = (folder / "index.html").read_text(encoding="utf-8")
    page = page[page.index('href="') :]
    listed = sorted([*named.values(), "อบต. 3"], key=lambda unit: page.index(f">{unit}<"))
    assert listed == ["อบต. ๑", "อบต. 2", "อบต. 3", "อบต. 10"]


def test_groups_by_numbers_stand_by_their_value(ken, smallest, write, tmp_path):
    rows = "".join(f"u{size},{size},60,60\n" for size in (11, 2, 1, 10))
    data = write("d.csv", f"agency,size,a,b\n{rows}")
    folder = tmp_path / "all"
    assert (
        ken("report", smallest(), data, "--all", "--kind", "md", "--by", "size", "-o", folder).exit_code == 0
    )
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    assert [str(row["size"]) for row in index["summary"]["by size"]] == ["1", "2", "10", "11"]
