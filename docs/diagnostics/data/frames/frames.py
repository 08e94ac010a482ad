import kenrules
import pandas
import polars

scores = polars.DataFrame({"agency": ["North"], "w1": ["yes"], "w2": ["no"]})
answers = kenrules.Responses(pandas.DataFrame({"agency": ["North"], "s1": ["good"], "s2": ["bad"]}))
try:
    kenrules.evaluate("../../answers.yaml", [scores, answers])
except kenrules.KenError as problem:
    print(problem)
