from pathlib import Path

Path("rules.yaml").symlink_to("gone.yaml")
