"""Data files as they come: read, held against a rule set, and made numbers of."""

from .numbers import Dataset, prepare
from .tables import Table, read_table

__all__ = ["Dataset", "Table", "prepare", "read_table"]
