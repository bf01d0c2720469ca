"""XML with the bytes at which its elements lie."""

from __future__ import annotations

import pytest

from cadretrain_reports.offline.olx.errors import OlxError
from cadretrain_reports.offline.olx.tree import parse

TEXT = '<?xml version="1.0"?>\n<a x="1 > 0" y=\'"\'>\n  <b/><c 名="值">文字</c >\n</a>\n'


def test_where_elements_lie() -> None:
    data = TEXT.encode()
    root = parse("a.xml", data)
    b, c = root.children
    assert data[b.start : b.end] == b"<b/>"
    assert (b.open_end, b.close) == (b.end, b.end)
    assert data[c.start : c.end].decode() == '<c 名="值">文字</c >'
    assert data[c.open_end : c.close].decode() == "文字"
    assert data[root.start : root.open_end].decode() == '<a x="1 > 0" y=\'"\'>'
    assert data[root.end :] == b"\n"
    assert (root.has_text, c.has_text) == (False, True)
    assert [element.tag for element in root.walk()] == ["a", "b", "c"]


def test_an_empty_element_with_two_tags() -> None:
    data = b"<a><b></b></a>"
    (b,) = parse("a.xml", data).children
    assert (data[b.start : b.open_end], data[b.close : b.end]) == (b"<b>", b"</b>")


def test_a_mark_at_the_beginning() -> None:
    data = b"\xef\xbb\xbf<a><b/></a>"
    (b,) = parse("a.xml", data).children
    assert data[b.start : b.end] == b"<b/>"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<a>",
        "<a></b>",
        "<a/><b/>",
        "no xml",
        "<!DOCTYPE a><a/>",
        '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        "<a>&nbsp;</a>",
        "<a b='<'/>",
        "<a>" * 101 + "</a>" * 101,
    ],
)
def test_what_is_refused(text: str) -> None:
    with pytest.raises(OlxError) as caught:
        parse("vertical/坏.xml", text.encode())
    assert caught.value.code == "broken_xml"
    assert "vertical/坏.xml" in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_two_byte_characters(encoding: str) -> None:
    with pytest.raises(OlxError):
        parse("a.xml", "<a/>".encode(encoding))


def test_the_line_is_named() -> None:
    with pytest.raises(OlxError) as caught:
        parse("a.xml", b"<a>\n\n<b></a>")
    assert caught.value.values["line"] == 3
