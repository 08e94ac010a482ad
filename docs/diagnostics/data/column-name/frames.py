import kenrules
import pandas

try:
    kenrules.evaluate("../../base.yaml", pandas.DataFrame({"agency": ["North"], "a": [50], 2568: [60]}))
except kenrules.KenError as problem:
    print(problem)
