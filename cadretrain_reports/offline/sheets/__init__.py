"""Tables as files: CSV and XLSX of strangers read row by row, and our own written so that they can be read back.

Nothing of a file is believed: neither its name, nor its size, nor what its cells pretend to be (6.1.1, 9.2.2).
"""

from cadretrain_reports.offline.sheets.columns import Column
from cadretrain_reports.offline.sheets.csv_writer import csv_lines, write_csv
from cadretrain_reports.offline.sheets.errors import CellProblem, SheetError
from cadretrain_reports.offline.sheets.limits import Limits
from cadretrain_reports.offline.sheets.refused import RefusedRow, problem_sheet
from cadretrain_reports.offline.sheets.sheet import Row, Sheet, open_sheet
from cadretrain_reports.offline.sheets.values import Value
from cadretrain_reports.offline.sheets.xlsx_writer import write_xlsx

__all__ = [
    "CellProblem",
    "Column",
    "Limits",
    "RefusedRow",
    "Row",
    "Sheet",
    "SheetError",
    "Value",
    "csv_lines",
    "open_sheet",
    "problem_sheet",
    "write_csv",
    "write_xlsx",
]
