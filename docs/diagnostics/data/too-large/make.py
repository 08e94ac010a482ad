from pathlib import Path

with Path("data.json").open("wb") as file:
    file.truncate(500_000_001)
