import polars

polars.DataFrame({"agency": ["North"], "a": [50], "b": [60]}).write_excel("data.xlsx", "Scores")
