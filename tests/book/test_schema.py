"""The schemas fit what comes with Ken."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema
import pytest
import yaml
from kenrules.engine.book import schema as schemas
from kenrules.engine.book import source

from ..conftest import ROOT


def test_schemas_are_printed_and_fit_what_comes_with_ken(ken):
    for kind, folder, pattern in (
        ("ruleset", ROOT / "rules", "*/[0-9][0-9][0-9][0-9].yaml"),
        ("tests", ROOT / "rules", "**/*.test.yaml"),
    ):
        schema = json.loads(ken("schema", kind).stdout)
        for path in folder.glob(pattern):
            jsonschema.validate(yaml.load(path.read_text(encoding="utf-8"), _Texts), schema)


class _Texts(yaml.SafeLoader):
    """Dates stay texts, and so do yes and no, as in the rule language."""


_Texts.yaml_implicit_resolvers = {
    key: [(tag, test) for tag, test in found if not tag.endswith(("timestamp", "bool"))]
    for key, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Texts.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(?:true|false)$"), list("tf"))


WRITTEN = ("ruleset", "tests", "dataset", "guidance", "house_style", "claims")
"""The schemas of files that people write, of which an editor completes the keys."""


def described(schema: Mapping[str, Any], part: Any) -> str:
    """What an editor shows of a key: its own description, else that of what it refers to."""
    while "description" not in part and "$ref" in part:
        target: Any = schema
        for step in part["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        part = target
    return str(part.get("description", ""))


def properties(part: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Every key that a schema describes, with its place."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "properties" and not place.startswith(
                "/then"
            ):  # there it only says more of keys that stand above
                yield from ((f"{place}/{name}", entry) for name, entry in value.items())
            yield from properties(value, f"{place}/{key}")
    elif isinstance(part, list):
        for number, value in enumerate(part):
            yield from properties(value, f"{place}/{number}")


@pytest.mark.parametrize("kind", WRITTEN)
def test_every_key_is_explained_in_english_and_thai(kind):
    schema = json.loads((ROOT / "schemas" / f"{kind}.schema.json").read_text(encoding="utf-8"))
    lacking = []
    for place, part in properties(schema):
        english, _, thai = described(schema, part).rpartition(" / ")
        if not re.search(r"[A-Za-z]{2}", english) or not re.search(r"[ก-ฮ]", thai):
            lacking.append(place)
    assert lacking == []


def test_what_a_key_refers_to_is_there():
    for kind in WRITTEN:
        text = (ROOT / "schemas" / f"{kind}.schema.json").read_text(encoding="utf-8")
        kinds = json.loads(text).get("$defs", {})
        assert set(re.findall(r"#/\$defs/([a-z_]+)", text)) <= set(kinds)


def test_an_editor_completes_every_key_at_nodes_questions_and_patches():
    """The keys of one node are offered wherever a node can be written or changed."""
    schema = json.loads((ROOT / "schemas/ruleset.schema.json").read_text(encoding="utf-8"))
    node = set(schema["$defs"]["node"]["properties"])
    question = set(schema["$defs"]["question"]["then"]["else"]["properties"])
    levels = {"instruments", "indicators", "subindicators", "questions", "parts"}
    assert question < node
    assert node - question == levels | {"combine"}
    refers = [schema["properties"]["change"], schema["$defs"]["patch"]["properties"]["change"]]
    assert all("#/$defs/node" in json.dumps(part["additionalProperties"]) for part in refers)
    patch = schema["properties"]["variants"]["additionalProperties"]["additionalProperties"]
    assert patch["anyOf"][0] == {"$ref": "#/$defs/patch"}
    assert set(schema["$defs"]["patch"]["properties"]) - {"like"} <= set(schema["properties"])


def test_examples_fit_what_they_are_examples_of():
    schema = json.loads((ROOT / "schemas/ruleset.schema.json").read_text(encoding="utf-8"))
    shown = {name: part["examples"] for name, part in schema["$defs"].items() if "examples" in part}
    assert len(shown) > 12
    for name, examples in shown.items():
        for example in examples:
            jsonschema.validate(example, {"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]})


@pytest.mark.parametrize("more", ["change: {IIT: 5}", "bands: {ผ่านดี: 5}"])
def test_patches_of_a_wrong_kind_are_told_plainly(ken, write, more):
    """What only helps editors to complete says nothing of its own."""
    rules = write("patch.yaml", f"ruleset: test/patch\nextends: ita/2566\n{more}\n")
    shown = ken("check", rules)
    assert "is to be a mapping" in shown.output
    assert "does not fit" not in shown.output


@pytest.mark.parametrize(
    ("kind", "called"),
    [
        ("ruleset", "the rule set lacks the key"),
        ("dataset", "the manifest lacks the key"),
        ("tests", "the file of cases lacks the key"),
        ("guidance", "the guidance lacks the key"),
        ("house_style", "the house style lacks the key"),
        ("claims", "the file of claims lacks the key"),
    ],
)
def test_a_file_that_lacks_a_key_is_called_what_it_is(write, kind, called):
    told = schemas.validate(source.read(write("x.yaml", "{}\n")), kind)
    assert told
    assert all(str(each.message).startswith(called) for each in told)
