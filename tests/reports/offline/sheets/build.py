"""Tables for the tests: CSV of given bytes, and workbooks of given XML, well made or hostile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from cadretrain_reports.offline.sheets import Column, Limits, Row, SheetError, open_sheet

NAME = Column("name", "姓名", required=True)
CODE = Column("code", "身份证号", required=True, aliases=("公民身份号码",))
UNIT = Column("unit", "所在单位", required=False)
COLUMNS = (NAME, CODE, UNIT)
HEADERS = tuple(column.header for column in COLUMNS)

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OPENING = f'<worksheet xmlns="{MAIN}"><sheetData>'
CLOSING = "</sheetData></worksheet>"


def csv_file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "table.csv"
    path.write_bytes(text.encode(encoding))
    return path


def cell(name: str, text: str, kind: str = "inlineStr", style: int = 0) -> str:
    inner = f"<is><t>{escape(text)}</t></is>" if kind == "inlineStr" else f"<v>{escape(text)}</v>"
    return f'<c r="{name}" t="{kind}" s="{style}">{inner}</c>'


def row(line: int, *cells: str) -> str:
    """A row whose cells are XML already or plain text, from column A on."""
    written = (
        text if text.startswith("<") else cell(f"{chr(65 + index)}{line}", text) for index, text in enumerate(cells)
    )
    return f'<row r="{line}">{"".join(written)}</row>'


def header_row(line: int = 1) -> str:
    return row(line, *HEADERS)


def sheet(*rows: str, tail: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData>{tail}</worksheet>'


def styles(*formats: int, codes: Mapping[int, str] | None = None) -> str:
    """A style sheet: style n has the number format ``formats[n]``."""
    own = "".join(
        f'<numFmt numFmtId="{number}" formatCode={quoteattr(code)}/>' for number, code in (codes or {}).items()
    )
    used = "".join(f'<xf numFmtId="{number}"/>' for number in formats)
    return f'<styleSheet xmlns="{MAIN}"><numFmts>{own}</numFmts><cellXfs>{used}</cellXfs></styleSheet>'


def strings(*items: str) -> str:
    return f'<sst xmlns="{MAIN}">{"".join(f"<si>{item}</si>" for item in items)}</sst>'


def relations(**targets: str) -> str:
    lines = "".join(
        f'<Relationship Id="{key}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for key, (kind, _separator, target) in ((key, value.partition(" ")) for key, value in targets.items())
    )
    return f'<Relationships xmlns="{PACKAGE}">{lines}</Relationships>'


def parts(sheet_xml: str, **changes: str | bytes | None) -> dict[str, str | bytes]:
    """The parts of a small workbook; ``changes`` replace parts by their last name, ``None`` leaves one out."""
    made: dict[str, str | bytes] = {
        "_rels/.rels": relations(r1="officeDocument xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">'
        '<sheets><sheet name="名单" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            r1="worksheet worksheets/sheet1.xml", r2="sharedStrings sharedStrings.xml", r3="styles styles.xml"
        ),
        "xl/worksheets/sheet1.xml": sheet_xml,
        "xl/sharedStrings.xml": strings(),
        "xl/styles.xml": styles(0),
    }
    names = {name.rpartition("/")[2].partition(".")[0]: name for name in made if not name.endswith(".rels")}
    for key, content in changes.items():
        name = names.get(key, key)
        if content is None:
            del made[name]
        else:
            made[name] = content
    return made


def archive(folder: Path, contents: Mapping[str, str | bytes]) -> Path:
    path = folder / "table.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as made:
        for name, content in contents.items():
            made.writestr(name, content)
    return path


def workbook(folder: Path, *rows: str, tail: str = "", **changes: str | bytes | None) -> Path:
    """A workbook with the header of ``COLUMNS`` and the given rows, which begin in row 2."""
    return archive(folder, parts(sheet(header_row(), *rows, tail=tail), **changes))


def read(path: Path, columns: Sequence[Column] = COLUMNS, limits: Limits | None = None) -> list[Row]:
    with open_sheet(path, columns, limits) as opened:
        return list(opened)


def texts(path: Path, columns: Sequence[Column] = COLUMNS) -> list[list[str]]:
    """The cells of all rows, none of which has a problem."""
    rows = read(path, columns)
    assert [found.problems for found in rows] == [()] * len(rows)
    return [list(found.cells.values()) for found in rows]


def problems(path: Path, columns: Sequence[Column] = COLUMNS) -> list[tuple[int, str, str, str]]:
    """Line, column, code and value of every problem."""
    return [
        (found.line, problem.column_key, problem.code, problem.value)
        for found in read(path, columns)
        for problem in found.problems
    ]


def refusal(path: Path, columns: Sequence[Column] = COLUMNS, limits: Limits | None = None) -> SheetError:
    with pytest.raises(SheetError) as caught:
        read(path, columns, limits)
    return caught.value
