"""Data files as they come: read, held against a rule set, and made numbers of."""

from .manifest import Part, read_manifest
from .numbers import Dataset, Respondents, prepare
from .parts import read_parts
from .tables import Table, read_table

__all__ = ["Dataset", "Part", "Respondents", "Table", "prepare", "read_manifest", "read_parts", "read_table"]
