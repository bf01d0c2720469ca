"""Every column can be named in several ways, and none in two columns' way."""

from __future__ import annotations

from pathlib import Path

import pytest

from cadretrain_reports.offline.sheets import open_sheet
from cadretrain_reports.workflows.imports import KINDS
from tests.factories_imports import table
from tests.services import ROOT


@pytest.mark.parametrize("kind", list(KINDS))
def test_headers_keys_and_aliases_name_one_column_each(kind: str, tmp_path: Path) -> None:
    columns = KINDS[kind].columns
    names = [name for column in columns for name in (column.key, column.header, *column.aliases)]
    assert len(names) == len(set(names))
    for column in columns:
        for name in (column.key, column.header, *column.aliases):
            (tmp_path / "t.csv").write_text(
                ",".join([name, *(other.header for other in columns if other is not column)]) + "\nx\n", "utf-8"
            )
            with open_sheet(tmp_path / "t.csv", columns) as sheet:
                assert (sheet.ignored, len(sheet.columns)) == ((), len(columns))


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_guide_has_every_column_with_its_aliases(kind: str) -> None:
    guide = (ROOT / "docs" / "how-to" / "import.md").read_text("utf-8")
    section = guide.split(f"### `{kind}`", 1)[1].split("###", 1)[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")][1:]
    said = [[cell.strip() for cell in line.strip("|").split("|")][:3] for line in rows]
    assert said == [
        [column.header, f"`{column.key}`" + (" *" if column.required else ""), "、".join(column.aliases) or "–"]
        for column in KINDS[kind].columns
    ]


def test_a_table_of_ours_is_read(tmp_path: Path) -> None:
    with open_sheet(table(tmp_path / "t.csv", "teachers", [{"username": "a"}]), KINDS["teachers"].columns) as sheet:
        assert next(iter(sheet)).cells["username"] == "a"
