"""The outline of a course in an archive."""

from __future__ import annotations

from pathlib import Path

from cadretrain_reports.offline.olx.archive import read_archive
from cadretrain_reports.offline.olx.marks import Mark
from cadretrain_reports.offline.olx.outline import CourseOutline
from cadretrain_reports.offline.olx.structure import Reader, read_course
from cadretrain_reports.offline.olx.survey import outline_of
from cadretrain_reports.rules.proposals import Text, TextCount
from tests.factories_olx import archive, course

BLOCK = '<cadretrain_credit_course url_name="b" course_code="OLD" course_duration="900" display_name="旧"/>'


def outline(tmp_path: Path, **changes: str | None) -> CourseOutline:
    reader = Reader(read_archive(archive(tmp_path / "a.tar.gz", course(**changes))))
    return outline_of(reader, read_course(reader))


def test_units_with_their_titles(tmp_path: Path) -> None:
    found = outline(tmp_path)
    assert [(unit.key, unit.title, unit.subsection, unit.subsection_key) for unit in found.units] == [
        ("u1", "读一读", "第一节", "s1"),
        ("u2", "看一看", "第一节", "s1"),
        ("u3", "空", "第二节", "s2"),
    ]
    assert found.units[0].contents[0] == Text("正文", TextCount(600))
    assert (found.number, found.remarks) == ("GX-101", ())


def test_what_units_say_already(tmp_path: Path) -> None:
    found = outline(tmp_path, **{"vertical/u3.xml": f"<vertical>{BLOCK}</vertical>"})
    assert [unit.marks for unit in found.units] == [(), (), (Mark("旧", "OLD", 900),)]


def test_a_block_in_a_file_of_its_own(tmp_path: Path) -> None:
    pointing = {
        "vertical/u3.xml": '<vertical><cadretrain_credit_course url_name="b"/></vertical>',
        "cadretrain_credit_course/b.xml": BLOCK.replace(' url_name="b"', ""),
    }
    assert outline(tmp_path, **pointing).units[2].marks == (Mark("旧", "OLD", 900),)


def test_the_draft_is_what_counts(tmp_path: Path) -> None:
    draft = f'<vertical display_name="新" parent_url="x/s2">{BLOCK}</vertical>'
    unit = outline(tmp_path, **{"drafts/vertical/u3.xml": draft}).units[2]
    assert (unit.title, unit.is_draft, len(unit.marks)) == ("新", True, 1)


def test_what_is_odd_is_told(tmp_path: Path) -> None:
    odd = {
        "html/h1.html": None,
        "sequential/s2.xml": '<sequential><vertical url_name="u1"/><vertical/><html url_name="h1"/></sequential>',
    }
    remarks = outline(tmp_path, **odd).remarks
    assert len(remarks) == 4
    assert remarks[0] == "html/h1.html is named in the course and missing in the archive."
