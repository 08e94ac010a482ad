"""The same few scores as rows, as CSV, and the totals that they make."""

from __future__ import annotations

ROWS = {"agency": ["หน่วยงาน ก", "หน่วยงาน ข"], "a": ["90.63", "๑๐๐"], "b": ["๗๘.๗๕", " 50 "]}
TOTALS = {"หน่วยงาน ก": 84.69, "หน่วยงาน ข": 75}


def totals(found):
    return {unit["unit"]: unit["scores"]["total"] for unit in found["units"]}


def csv_of(separator=","):
    lines = [separator.join(ROWS)] + [separator.join(cells) for cells in zip(*ROWS.values(), strict=True)]
    return "\r\n".join(lines) + "\r\n"
