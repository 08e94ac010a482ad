import xlsxwriter

with xlsxwriter.Workbook("data.xlsx") as book:
    sheet = book.add_worksheet("Scores")
    for row, cells in enumerate([["agency", "a", "b"], ["North", None, 60], ["South", None, 50]]):
        sheet.write_row(row, 0, cells)
    sheet.merge_range("B2:B3", 40)
