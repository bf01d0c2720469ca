"""The tree of a course: pointers, drafts, and what is odd."""

from __future__ import annotations

from pathlib import Path

import pytest

from cadretrain_reports.offline.olx.archive import read_archive
from cadretrain_reports.offline.olx.errors import OlxError
from cadretrain_reports.offline.olx.structure import Course, Reader, is_pointer, read_course
from cadretrain_reports.offline.olx.tree import parse
from tests.factories_olx import archive, course

PARENT = "block-v1:SASW+GX-101+2026+type@sequential+block@s1"


def draft(title: str, index: str = "1", parent: str = PARENT) -> str:
    return f'<vertical display_name="{title}" parent_url="{parent}" index_in_children_list="{index}"/>'


def read(tmp_path: Path, **changes: str | None) -> tuple[Course, Reader]:
    reader = Reader(read_archive(archive(tmp_path / "a.tar.gz", course(**changes))))
    return read_course(reader), reader


def names(read: Course) -> list[str]:
    return [place.name for place in read.places]


def test_units_in_their_order(tmp_path: Path) -> None:
    found, _reader = read(tmp_path)
    assert [(place.name, place.chapter, place.subsection, place.subsection_name) for place in found.places] == [
        ("u1", "第一章", "第一节", "s1"),
        ("u2", "第一章", "第一节", "s1"),
        ("u3", "第一章", "第二节", "s2"),
    ]
    assert (found.name, found.number) == ("2026", "GX-101")


def test_a_course_in_one_file(tmp_path: Path) -> None:
    whole = (
        '<course url_name="2026" org="O" course="C"><chapter display_name="章"><sequential url_name="s">'
        '<vertical url_name="a" display_name="甲"><html url_name="h">文</html></vertical>'
        "</sequential></chapter></course>"
    )
    found, _reader = read(tmp_path, **{"course.xml": whole})
    assert [(place.name, place.chapter, place.subsection_name) for place in found.places] == [("a", "章", "s")]


def test_units_that_occur_twice_or_have_no_name(tmp_path: Path) -> None:
    twice = '<sequential><vertical url_name="u1"/><vertical display_name="无名"/><html url_name="h1"/></sequential>'
    found, _reader = read(tmp_path, sequential__s2=None, **{"sequential/s2.xml": twice})
    assert (names(found), found.twice, found.nameless, found.strays) == (["u1", "u2"], ["u1"], 1, 1)


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    found, reader = read(tmp_path, **{"vertical/u2.xml": None, "sequential/s2.xml": None})
    assert names(found) == ["u1", "u2"]
    assert list(reader.missing) == ["vertical/u2.xml", "sequential/s2.xml"]


def test_a_name_with_a_colon_is_a_path(tmp_path: Path) -> None:
    pointing = '<sequential><vertical url_name="a:b"/></sequential>'
    deep = {"sequential/s2.xml": pointing, "vertical/a/b.xml": '<vertical display_name="深"/>'}
    found, reader = read(tmp_path, **deep)
    assert found.places[-1].unit.attributes["display_name"] == "深"
    assert not reader.missing


def test_the_draft_of_a_published_unit(tmp_path: Path) -> None:
    found, _reader = read(tmp_path, **{"drafts/vertical/u2.xml": draft("改过的")})
    place = found.places[1]
    assert [unit.attributes["display_name"] for unit in place.versions] == ["看一看", "改过的"]
    assert names(found) == ["u1", "u2", "u3"]


def test_units_that_were_never_published(tmp_path: Path) -> None:
    new = {
        "drafts/vertical/n0.xml": draft("最前", "0"),
        "drafts/vertical/n9.xml": draft("最后", "x"),
        "drafts/vertical/lost.xml": draft("无家", parent="i4x://O/C/sequential/gone"),
        "drafts/html/h9.html": "<p>",
    }
    found, _reader = read(tmp_path, **new)
    assert names(found) == ["n0", "u1", "u2", "n9", "u3"]
    assert found.strays == 1
    assert [len(place.versions) for place in found.places] == [1] * 5


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ('<html url_name="a"/>', True),
        ('<course url_name="a" org="o" course="c"/>', True),
        ('<html url_name="a" display_name="b"/>', False),
        ('<html url_name="a">text</html>', False),
        ('<html url_name="a"><p/></html>', False),
        ("<html/>", False),
    ],
)
def test_pointers(xml: str, expected: bool) -> None:
    assert is_pointer(parse("x.xml", xml.encode())) is expected


def test_broken_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(OlxError, match=r"vertical/u2\.xml"):
        read(tmp_path, **{"vertical/u2.xml": "<vertical>"})
