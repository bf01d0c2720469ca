"""XML of strangers is read without entities and without trees, within bounds."""

from __future__ import annotations

import io
import time
import tracemalloc
from collections.abc import Iterator

import pytest

from cadretrain_reports.offline.sheets.errors import SheetError
from cadretrain_reports.offline.sheets.markup import (
    DEEPEST,
    LONGEST_TOKEN,
    MOST_NAMES,
    Attributes,
    Handler,
    attribute,
    parse,
    parse_whole,
)


def stream(xml: str | bytes) -> io.BytesIO:
    return io.BytesIO(xml if isinstance(xml, bytes) else xml.encode())


class Seen(Handler):
    """Notes the elements called ``a`` and all text."""

    def __init__(self) -> None:
        super().__init__()
        self.notes: list[str] = []
        self.starts = {"a": self._start}
        self.ends = {"a": lambda: self.notes.append("/a")}

    def text(self, data: str) -> None:
        self.notes.append(data)

    def _start(self, attributes: Attributes) -> None:
        self.notes.append(f"a {attribute(attributes, 'id', '-')}")


def seen(xml: str | bytes) -> list[str]:
    handler = Seen()
    parse_whole(stream(xml), handler)
    return handler.notes


def is_damaged(xml: str | bytes) -> bool:
    with pytest.raises(SheetError) as caught:
        seen(xml)
    return caught.value.code == "damaged" and caught.value.__cause__ is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_elements_are_named_without_prefix(encoding: str) -> None:
    xml = '<x:r xmlns:x="u"><x:a r:id="1" xmlns:r="v">名</x:a><b id="2"/><a/></x:r>'
    assert seen(f'<?xml version="1.0" encoding="{encoding}"?>{xml}'.encode(encoding)) == [
        "a 1",
        "名",
        "/a",
        "a -",
        "/a",
    ]


def test_characters_come_as_they_are_meant() -> None:
    assert "".join(seen("<r>&lt;&#x4e2d;&amp;<![CDATA[<&]]></r>")) == "<中&<&"


BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "xml",
    [
        f'<!DOCTYPE r [<!ENTITY e0 "lol">{BOMB}]><r>&e9;</r>',
        '<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><r>&e;</r>',
        '<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd"><r/>',
        "<!DOCTYPE r><r/>",
        "<r>&unknown;</r>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_document_type_and_no_entity(xml: str, encoding: str) -> None:
    assert is_damaged(f'<?xml version="1.0" encoding="{encoding}"?>{xml}'.encode(encoding))


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "text",
        "<r>",
        "<r></s>",
        "<r/><r/>",
        "<r a='1' a='2'/>",
        b"<r>\xff</r>",
        b"\x00",
        '<?xml version="1.0" encoding="x"?><r/>',
    ],
)
def test_what_is_no_xml_is_damaged(xml: str | bytes) -> None:
    assert is_damaged(xml)


def test_depth_is_bounded() -> None:
    assert seen("<r>" * DEEPEST + "</r>" * DEEPEST) == []
    assert is_damaged("<r>" * (DEEPEST + 1) + "</r>" * (DEEPEST + 1))
    assert is_damaged("<r>" * 1_000_000)


@pytest.mark.parametrize("token", ['<a id="{}"/>', "<!--{}-->", "<?x {}?>", "<{}/>"])
def test_one_token_is_bounded(token: str) -> None:
    long = token.format("x" * (LONGEST_TOKEN // 2))
    assert seen(f"<r>{long}</r>") == (["a " + "x" * (LONGEST_TOKEN // 2), "/a"] if "id" in token else [])
    begun = time.perf_counter()
    assert is_damaged(f"<r>{token.format('x' * 20 * LONGEST_TOKEN)}</r>")
    assert time.perf_counter() - begun < 5


def test_long_text_is_no_token() -> None:
    assert sum(map(len, seen(f"<r>{'x' * 3 * LONGEST_TOKEN}</r>"))) == 3 * LONGEST_TOKEN


def test_names_are_bounded() -> None:
    assert is_damaged("<r>" + "".join(f"<n{number}/>" for number in range(MOST_NAMES + 100_000)) + "</r>")
    assert is_damaged("<r>" + "".join(f'<n a{number}=""/>' for number in range(MOST_NAMES + 100_000)) + "</r>")


def test_a_million_elements_leave_nothing_behind() -> None:
    xml = f"<r>{'<b/>' * 1_000_000}</r>".encode()
    tracemalloc.start()
    assert seen(xml) == []
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < len(xml) + 2_000_000


def test_reading_pauses_after_each_chunk() -> None:
    handler = Seen()
    xml = "<r>" + f"<a>{'x' * 100}</a>" * 10_000 + "</r>"
    counts = [len(handler.notes) for _pause in parse(stream(xml), handler)]
    assert len(counts) > 10
    assert counts == sorted(counts)


def test_what_a_handler_cannot_read_is_damage() -> None:
    class Numbers(Handler):
        def text(self, data: str) -> None:
            int(data)

    with pytest.raises(SheetError) as caught:
        parse_whole(stream("<r>张三</r>"), Numbers())
    assert caught.value.code == "damaged"
    assert "张三" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_a_mistake_in_the_program_is_no_damage() -> None:
    class Wrong(Handler):
        def text(self, data: str) -> None:
            raise TypeError(data)

    def read() -> Iterator[None]:
        return parse(stream("<r>x</r>"), Wrong())

    with pytest.raises(TypeError):
        list(read())
