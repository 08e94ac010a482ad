import polars
import xlsxwriter

with xlsxwriter.Workbook("data.xlsx") as book:
    polars.DataFrame({"agency": ["North"], "a": [50], "b": [60]}).write_excel(book, "Scores")
    polars.DataFrame({"agency": ["North"], "a": [40], "b": [50]}).write_excel(book, "Last year")
