"""Data files as they come: read, held against a rule set, and made numbers of."""

from .dataset import Dataset, Respondents
from .manifest import Part, is_manifest, read_manifest
from .numbers import prepare
from .parts import read_parts
from .sheet import Sheet
from .tables import read_table

__all__ = [
    "Dataset",
    "Part",
    "Respondents",
    "Sheet",
    "is_manifest",
    "prepare",
    "read_manifest",
    "read_parts",
    "read_table",
]
