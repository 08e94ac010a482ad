"""The schemas fit what comes with Ken."""

from __future__ import annotations

import json

import jsonschema
import yaml

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
    """Dates stay texts, as in the rule language."""


_Texts.yaml_implicit_resolvers = {
    key: [(tag, test) for tag, test in found if "timestamp" not in tag]
    for key, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
