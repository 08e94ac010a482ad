from pathlib import Path

Path("data.csv").write_text("agency,a,b\n" + "".join(f"u{number},500,60\n" for number in range(200)))
