import xlsxwriter

with xlsxwriter.Workbook("data.xlsx") as book:
    sheet = book.add_worksheet("Scores")
    for row, cells in enumerate([["agency", "a", "b"], ["North", 50, 60], ["South", 40, 50]]):
        sheet.write_row(row, 0, cells)
    sheet.set_row(2, options={"hidden": True})
    sheet.set_column("C:C", options={"hidden": True})
