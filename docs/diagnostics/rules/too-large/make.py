from pathlib import Path

Path("rules.yaml").write_text("ruleset: demo/large\n" + "# a comment\n" * 100_000)
