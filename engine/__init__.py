"""The generic engine: rule sets in, ratings out. Nothing in here knows any particular index."""

__version__ = "0.1.0"
