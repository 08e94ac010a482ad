"""JSON that is none, and JSON that is no list of objects: what stands there, and what to write instead."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("name", "text", "place", "message", "hint"),
    [
        ("d.json", '[{“agency”: "N", "a": 5}]', "1:3", "“ is no quotation mark of JSON", "straight marks"),
        ("d.json", "[{'agency': 'N'}]", "1:3", "' is no quotation mark", 'write " in the place'),
        (
            "d.json",
            '{"agency": "N"}\n{"agency": "S"}',
            "2:1",
            "a second object begins here",
            "call the file .jsonl",
        ),
        ("d.json", '[{"agency": "N", "a": 5},\n]', "2:1", "a comma stands before ]", "delete the comma"),
        (
            "d.json",
            '[{"agency": "N", "a": 90,5, "b": 6}]',
            "1:26",
            "“90,5” is no number of JSON",
            "write 90.5",
        ),
        (
            "d.jsonl",
            '{"agency": "N", "a": 90,5, "b": 6}',
            "1:25",
            "“90,5” is no number of JSON",
            "write 90.5",
        ),
        ("d.json", '{"agency": "N", "a": 5, "b": 6}', "1:1", "is one object, and no list", "put [ before it"),
        (
            "d.json",
            '{"N": {"a": 5, "b": 6}}',
            "1:1",
            "with an object for each name (“N”, …)",
            '[{"agency": "N", "a": "5", "b": "6", …}, …]',
        ),
    ],
)
def test_json_that_is_no_table(ken, smallest, write, name, text, place, message, hint):
    told = ken("evaluate", smallest(), write(name, text)).stderr
    assert f"{name}:{place}: error: " in told
    assert message in told
    assert hint in told
