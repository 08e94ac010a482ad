import xlsxwriter

with xlsxwriter.Workbook("data.xlsx") as book:
    sheet = book.add_worksheet("Scores")
    sheet.write_row(0, 0, ["agency", "a", "b"])
    sheet.write_row(1, 0, ["North", None, 60])
    sheet.write_formula("B2", "=20+30")
