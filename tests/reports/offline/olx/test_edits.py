"""Changes in XML that leave every other byte as it is."""

from __future__ import annotations

import pytest

from cadretrain_reports.offline.olx.edits import with_attributes, with_block, with_mark
from cadretrain_reports.offline.olx.marks import BLOCK, Mark, mark_of
from cadretrain_reports.offline.olx.tree import parse

MARK = Mark('调查 & "研究" <一>', "C1", 960, objectives="第一\n第二")
WRITTEN = (
    '<cadretrain_credit_course url_name="n" xblock-family="xblock.v1"'
    ' display_name="调查 &amp; &quot;研究&quot; &lt;一&gt;" course_code="C1" course_duration="960"'
    ' requirement="elective" extent="unit" objectives="第一&#10;第二"/>'
)


def added(text: str | bytes) -> bytes:
    data = text.encode() if isinstance(text, str) else text
    return with_block(data, parse("u.xml", data), "n", MARK)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<vertical>\n  <html/>\n</vertical>\n", f"<vertical>\n  <html/>\n  {WRITTEN}\n</vertical>\n"),
        ("<vertical>\n\t<a></a>\n</vertical>", f"<vertical>\n\t<a></a>\n\t{WRITTEN}\n</vertical>"),
        ("<vertical><a/></vertical>", f"<vertical><a/>\n{WRITTEN}</vertical>"),
        ("<vertical><a/><!-- 末 --></vertical>", f"<vertical><a/>\n{WRITTEN}<!-- 末 --></vertical>"),
        ('<vertical a=">"/>\n', f'<vertical a=">">\n  {WRITTEN}\n</vertical>\n'),
        ("<vertical />", f"<vertical>\n  {WRITTEN}\n</vertical>"),
        ("<vertical></vertical>", f"<vertical>\n  {WRITTEN}\n</vertical>"),
        ("<vertical>\n  <!-- 空 -->\n</vertical>", f"<vertical>\n  <!-- 空 -->\n  {WRITTEN}\n</vertical>"),
    ],
)
def test_a_block_behind_all_that_a_unit_holds(before: str, after: str) -> None:
    assert added(before).decode() == after
    (block,) = (one for one in parse("u.xml", added(before)).children if one.tag == BLOCK)
    assert mark_of(block.attributes) == MARK


def test_a_file_in_another_encoding() -> None:
    data = '<?xml version="1.0" encoding="iso-8859-1"?><vertical display_name="é"><a/></vertical>'.encode("latin-1")
    after = added(data)
    assert after.startswith(data[: data.index(b"<a/>")])
    assert mark_of(parse("u.xml", after).children[-1].attributes) == MARK


BLOCK_XML = (
    '<vertical>\n  <cadretrain_credit_course url_name="own"  course_code=\'C0\' display_name="旧" course_duration="60"'
    ' lecturers="张三" mine="kept"/>\n</vertical>'
)


def changed(text: str, mark: Mark) -> str:
    data = text.encode()
    return with_mark(data, parse("u.xml", data).children[0], mark).decode()


def test_a_block_is_changed_in_its_place() -> None:
    assert changed(BLOCK_XML, Mark("新", "C0", 60, extent="subsection")) == (
        '<vertical>\n  <cadretrain_credit_course url_name="own"  course_code=\'C0\' display_name="新"'
        ' course_duration="60" lecturers="" mine="kept" requirement="elective" extent="subsection"/>\n</vertical>'
    )


def test_a_block_that_says_so_already_is_left() -> None:
    assert changed(BLOCK_XML, Mark("旧", "C0", 60, lecturers="张三")) == BLOCK_XML


def test_changing_twice_changes_once() -> None:
    once = changed(BLOCK_XML, MARK)
    assert once != BLOCK_XML
    assert changed(once, MARK) == once


def test_attributes_of_an_element_with_children() -> None:
    data = b'<course a="1">\n<b/></course>'
    assert with_attributes(data, parse("c.xml", data), {"a": "2", "c": "3"}) == b'<course a="2" c="3">\n<b/></course>'
