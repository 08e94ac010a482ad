"""YAML, for people who keep results beside their rule sets."""

from __future__ import annotations

from collections.abc import Iterator

from ...words.speech import Speech
from ..exhibit import Exhibit

SUFFIXES = (".yaml", ".yml")
SHAPES = ("data",)


def written(exhibit: Exhibit, speech: Speech) -> Iterator[bytes]:  # noqa: ARG001  # the data have their words
    """The data of an exhibit, in the order that they have."""
    import yaml

    class Dumper(yaml.SafeDumper):
        """Writes texts of every kind as texts."""

    Dumper.add_multi_representer(str, yaml.SafeDumper.represent_str)
    assert exhibit.data is not None
    yield yaml.dump(exhibit.data(), Dumper=Dumper, allow_unicode=True, sort_keys=False).encode(
        errors="replace"
    )
