import kenrules
import polars

frame = polars.DataFrame({"agency": ["North", "South"], "province": ["x", "y"], "a": [50, 60], "b": [60, 70]})
compared = kenrules.compare("../../base.yaml", "../../base.yaml", frame)
try:
    compared.breakdown("region")
except kenrules.KenError as problem:
    print(problem)
