"""Every fault that reading and writing tables can find, each with how to mend it."""

from __future__ import annotations

from typing import Final

from cadretrain_reports.offline.messages import gettext_noop as _
from cadretrain_reports.offline.sheets.errors import Fault

# The file
EMPTY: Final = Fault("empty", _("The file is empty."))
FILE_TOO_LARGE: Final = Fault("file_too_large", _("The file is larger than %(limit)d MiB: split it."))
OLD_WORKBOOK: Final = Fault(
    "old_workbook", _("The file is a workbook in an old format (.xls, .et): save it as .xlsx or as CSV.")
)
PASSWORD: Final = Fault("password", _("The workbook is protected with a password: save it without one."))
NOT_A_TABLE: Final = Fault("not_a_table", _("The file is no table but %(kind)s: save the table as .xlsx or as CSV."))
UNKNOWN_CONTENT: Final = Fault(
    "unknown_content", _("The file is neither a workbook nor plain text: save the table as .xlsx or as CSV (UTF-8).")
)
NO_WORKBOOK: Final = Fault(
    "no_workbook", _("The file is an archive that holds no .xlsx workbook: save the table as .xlsx or as CSV.")
)
DAMAGED: Final = Fault(
    "damaged", _("The workbook is damaged or was cut off: open it, save it under a new name and send that file.")
)
UNPACKS_TOO_LARGE: Final = Fault(
    "unpacks_too_large", _("The workbook unpacks to far more than its rows need: copy the rows to a new workbook.")
)
BAD_ENCODING: Final = Fault(
    "bad_encoding", _("Byte %(offset)d, in line %(line)d, is no text in %(encoding)s: save the file as CSV (UTF-8).")
)

# The header
MISSING_COLUMNS: Final = Fault(
    "missing_columns", _("Row %(line)d was read as the header, and these columns are missing in it: %(headers)s.")
)
DOUBLED_COLUMNS: Final = Fault(
    "doubled_columns", _("These columns occur more than once in the header, row %(line)d: %(headers)s.")
)
MERGED_HEADER: Final = Fault(
    "merged_header",
    _("Row %(line)d was read as the header and has merged cells: unmerge them, and delete a title above the header."),
)
TOO_MANY_COLUMNS: Final = Fault("too_many_columns", _("The header has more than %(limit)d columns: delete some."))
NO_ROWS: Final = Fault("no_rows", _("There are no rows below the header, row %(line)d."))

# The rows as a whole
BROKEN_ROW: Final = Fault(
    "broken_row",
    _("The row that begins in line %(line)d cannot be read: look for a quotation mark too many or too few."),
)
ENDLESS_ROW: Final = Fault(
    "endless_row",
    _("The row that begins in line %(line)d is too long: look for a missing quotation mark or an overlong cell."),
)
TOO_MANY_ROWS: Final = Fault("too_many_rows", _("There are more than %(limit)d rows: split the file."))
TOO_MANY_MERGES: Final = Fault("too_many_merges", _("There are more than %(limit)d merged cells: unmerge them."))

# One cell
FORMULA: Final = Fault("formula", _("The cell holds a formula: put in its value."))
LONG_NUMBER: Final = Fault(
    "long_number",
    _("The cell is a number of more than 15 digits, whose last digits are lost: format the column as text, type anew."),
)
BAD_NUMBER: Final = Fault("bad_number", _("The cell is marked as a number and holds none."))
BAD_DATE: Final = Fault("bad_date", _("The cell is marked as a date and holds none."))
ERROR_VALUE: Final = Fault("error_value", _("The cell shows an error of the spreadsheet: put in its value."))
CELL_TOO_LONG: Final = Fault("cell_too_long", _("The cell is longer than %(limit)d characters."))
BAD_CHARACTER: Final = Fault("bad_character", _("The cell holds characters that are no text: type it anew."))
MERGED: Final = Fault("merged", _("The cell is merged with others: unmerge it, and put a value into each row."))
SURPLUS_CELLS: Final = Fault(
    "surplus_cells", _("The row has more cells than the header: a cell with the separator in it must be quoted.")
)

# Writing
UNWRITABLE_CELL: Final = Fault(
    "unwritable_cell", _("Row %(line)d has a cell longer than a workbook can hold: write CSV instead.")
)
UNWRITABLE_ROWS: Final = Fault(
    "unwritable_rows", _("There are more rows than the %(limit)d a worksheet can hold: write CSV instead.")
)
