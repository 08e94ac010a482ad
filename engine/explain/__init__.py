"""How one unit came to its rating, and what would lift it."""
