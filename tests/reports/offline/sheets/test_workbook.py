"""The parts of a workbook are found by its relations, wherever a maker has put them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from cadretrain_reports.offline.sheets import open_sheet
from tests.reports.offline.sheets import build

SHEET = build.sheet(build.header_row(), build.row(2, "张三", "1"))
OTHER = build.sheet(build.header_row(), build.row(2, "李四", "2"))


def book(*sheets: str) -> str:
    return f'<workbook xmlns="{build.MAIN}" xmlns:r="{build.LINKS}"><sheets>{"".join(sheets)}</sheets></workbook>'


def names(path: Path) -> list[str]:
    return [row[0] for row in build.texts(path)]


def test_a_small_workbook(tmp_path: Path) -> None:
    path = build.archive(tmp_path, build.parts(SHEET))
    with open_sheet(path, build.COLUMNS) as sheet:
        assert (sheet.kind, sheet.other_sheets) == ("xlsx", ())
        assert [row.cells["name"] for row in sheet] == ["张三"]


def test_strings_and_styles_may_be_left_out(tmp_path: Path) -> None:
    links = build.relations(r1="worksheet worksheets/sheet1.xml")
    changes = {"xl/_rels/workbook.xml.rels": links, "sharedStrings": None, "styles": None}
    assert names(build.archive(tmp_path, build.parts(SHEET, **changes))) == ["张三"]


@pytest.mark.parametrize(
    "target", ["/xl/worksheets/sheet1.xml", "../xl/./worksheets/sheet1.xml", "worksheets/SHEET1.xml"]
)
def test_targets_have_many_spellings(tmp_path: Path, target: str) -> None:
    links = build.relations(r1=f"worksheet {target}")
    assert names(build.archive(tmp_path, build.parts(SHEET, **{"xl/_rels/workbook.xml.rels": links}))) == ["张三"]


def test_parts_may_lie_elsewhere(tmp_path: Path) -> None:
    contents = {
        "_rels/.rels": build.relations(x="officeDocument book.xml"),
        "book.xml": book('<sheet name="s" sheetId="1" r:id="rIdA"/>'),
        "_rels/book.xml.rels": build.relations(rIdA="worksheet deep/er/data.xml", rIdB="sharedStrings texts.xml"),
        "deep/er/data.xml": build.sheet(build.header_row(), build.row(2, build.cell("A2", "0", "s"), "1")),
        "texts.xml": build.strings("<t>张三</t>"),
    }
    assert names(build.archive(tmp_path, contents)) == ["张三"]


def test_the_first_visible_worksheet_is_read_and_the_others_are_told(tmp_path: Path) -> None:
    sheets = [
        '<sheet name="图" sheetId="1" r:id="r9"/>',
        '<sheet name="藏" sheetId="2" state="hidden" r:id="r2"/>',
        '<sheet name="深藏" sheetId="3" state="veryHidden" r:id="r2"/>',
        '<sheet name="名单" sheetId="4" state="visible" r:id="r1"/>',
        '<sheet name="说明" sheetId="5" r:id="r2"/>',
    ]
    links = build.relations(
        r1="worksheet worksheets/sheet1.xml", r2="worksheet worksheets/sheet2.xml", r9="chartsheet c.xml"
    )
    changes = {"xl/_rels/workbook.xml.rels": links, "xl/worksheets/sheet2.xml": OTHER}
    path = build.archive(tmp_path, build.parts(SHEET, workbook=book(*sheets), **changes))
    with open_sheet(path, build.COLUMNS) as sheet:
        assert sheet.other_sheets == ("说明",)
        assert [row.cells["name"] for row in sheet] == ["张三"]


def test_titles_of_other_worksheets_are_printable(tmp_path: Path) -> None:
    made = book('<sheet name="a" r:id="r1"/>', f'<sheet name="{"长" * 200}&#x202e;" r:id="r1"/>')
    with open_sheet(build.archive(tmp_path, build.parts(SHEET, workbook=made)), build.COLUMNS) as sheet:
        assert sheet.other_sheets == ("长" * 79 + "…",)


@pytest.mark.parametrize("made", [book(), book('<sheet name="a" state="hidden" r:id="r1"/>'), "<document/>"])
def test_a_workbook_without_a_worksheet(tmp_path: Path, made: str) -> None:
    assert build.refusal(build.archive(tmp_path, build.parts(SHEET, workbook=made))).code == "no_workbook"


@pytest.mark.parametrize("missing", ["sheet1", "sharedStrings", "styles", "workbook"])
def test_a_part_that_is_missing_is_damage(tmp_path: Path, missing: str) -> None:
    assert build.refusal(build.archive(tmp_path, build.parts(SHEET, **{missing: None}))).code == "damaged"


@pytest.mark.parametrize("missing", ["_rels/.rels", "xl/_rels/workbook.xml.rels"])
def test_archives_without_relations_are_no_workbooks(tmp_path: Path, missing: str) -> None:
    contents = build.parts(SHEET)
    del contents[missing]
    assert build.refusal(build.archive(tmp_path, contents)).code == "no_workbook"


def test_a_worksheet_that_is_named_but_not_related_is_damage(tmp_path: Path) -> None:
    made = book('<sheet name="a" r:id="r77"/>')
    assert build.refusal(build.archive(tmp_path, build.parts(SHEET, workbook=made))).code == "damaged"


def test_a_worksheet_elsewhere_on_the_network_is_not_fetched(tmp_path: Path) -> None:
    links = (
        f'<Relationships xmlns="{build.PACKAGE}"><Relationship Id="r1" Type="{build.LINKS}/worksheet" '
        'Target="http://127.0.0.1:9/sheet.xml" TargetMode="External"/></Relationships>'
    )
    changes = {"xl/_rels/workbook.xml.rels": links}
    assert build.refusal(build.archive(tmp_path, build.parts(SHEET, **changes))).code == "damaged"


def test_other_documents_in_archives_are_told(tmp_path: Path) -> None:
    word = {"_rels/.rels": build.relations(r1="officeDocument word/document.xml"), "word/document.xml": "<document/>"}
    binary = {"_rels/.rels": build.relations(r1="officeDocument xl/workbook.bin"), "xl/workbook.bin": b"\x00\x01"}
    calc = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}
    for contents in (word, binary, calc):
        assert build.refusal(build.archive(tmp_path, contents)).code == "no_workbook"


def test_a_workbook_without_end_is_refused(tmp_path: Path) -> None:
    links = build.relations(**{f"r{number}": "worksheet x.xml" for number in range(100_001)})
    path = build.archive(tmp_path, build.parts(SHEET, **{"xl/_rels/workbook.xml.rels": links}))
    assert build.refusal(path).code == "damaged"


@pytest.mark.parametrize("part", ["workbook", "styles", "sharedStrings", "sheet1", "_rels/.rels"])
def test_an_entity_bomb_in_any_part(tmp_path: Path, part: str) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE sst [<!ENTITY e0 "lol">{entities}]><sst><si><t>&e9;</t></si></sst>'
    assert build.refusal(build.archive(tmp_path, build.parts(SHEET, **{part: bomb}))).code == "damaged"


def test_parts_that_are_not_read_may_be_anything(tmp_path: Path) -> None:
    extras = {"xl/media/image1.png": b"\x89PNG", "docProps/core.xml": "<!DOCTYPE x><x>", "xl/theme/theme1.xml": b"\x00"}
    assert names(build.archive(tmp_path, build.parts(SHEET, **extras))) == ["张三"]


def test_a_workbook_of_openpyxl_with_all_kinds_of_things_in_it(tmp_path: Path) -> None:
    from openpyxl.styles import Font
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.table import Table

    made = openpyxl.Workbook()
    active = made.active
    active.append(build.HEADERS)
    active.append(["张三", "1", "财政局"])
    active["A1"].font = Font(bold=True)
    active["A2"].hyperlink = "http://127.0.0.1:9/"
    active.add_data_validation(DataValidation(type="list", formula1='"甲,乙"', sqref="C2:C9"))
    active.add_table(Table(displayName="T1", ref="A1:C2"))
    active.freeze_panes = "A2"
    made.create_sheet("说明")
    path = tmp_path / "made.xlsx"
    made.save(path)
    assert zipfile.is_zipfile(path)
    assert build.texts(path) == [["张三", "1", "财政局"]]
