"""YAML to rule sets: read, laid over each other, built; where rule sets are found, and new ones started."""
