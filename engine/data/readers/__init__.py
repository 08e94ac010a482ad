"""Files to sheets: one module a kind of file, each with `SUFFIXES` and `read`."""
