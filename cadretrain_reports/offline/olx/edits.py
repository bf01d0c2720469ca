"""Changes in the text of an XML file that leave every other byte as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from cadretrain_reports.offline.olx.marks import BLOCK, DEFAULT, Mark, attributes_of, mark_of
from cadretrain_reports.offline.olx.tree import Element

_ATTRIBUTE: Final = re.compile(rb"""(\s)([\w:.-]+)(\s*=\s*)("[^"]*"|'[^']*')""")
_ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_INDENT: Final = re.compile(rb"\n[ \t]*\Z")
_STEP: Final = b"  "


def with_block(data: bytes, unit: Element, name: str, mark: Mark) -> bytes:
    """Return the file of a unit with a Credit course block behind all that the unit holds, written as Studio does."""
    said = {"url_name": name, "xblock-family": "xblock.v1", **attributes_of(mark)}
    attributes = " ".join(f'{key}="{_escaped(value)}"' for key, value in said.items())
    block = _encoded(f"<{BLOCK} {attributes}/>", data)
    if unit.close == unit.open_end and data[unit.open_end - 2 : unit.open_end] == b"/>":
        indent = _indent_at(data, unit.start)
        opening = data[unit.start : unit.open_end - 2].rstrip()
        whole = opening + b">" + indent + _STEP + block + indent + b"</" + unit.tag.encode() + b">"
        return data[: unit.start] + whole + data[unit.end :]
    if unit.children:
        last = unit.children[-1]
        return data[: last.end] + _indent_at(data, last.start) + block + data[last.end :]
    indent = _indent_at(data, unit.start)
    closing = data[unit.open_end : unit.close].rstrip() + indent + _STEP + block + indent
    return data[: unit.open_end] + closing + data[unit.close :]


def with_mark(data: bytes, block: Element, mark: Mark) -> bytes:
    """Return the file of a Credit course block that says ``mark``; the same bytes where it says so already."""
    if mark_of(block.attributes) == mark:
        return data
    wanted = attributes_of(mark)
    wanted |= {key: str(getattr(mark, key)) for key in block.attributes if hasattr(DEFAULT, key)}
    return with_attributes(data, block, wanted)


def with_attributes(data: bytes, element: Element, wanted: Mapping[str, str]) -> bytes:
    """Return the file with these attributes of an element: those it has in their place, further ones behind them."""
    left = {key: value for key, value in wanted.items() if element.attributes.get(key) != value}

    def replaced(match: re.Match[bytes]) -> bytes:
        value = left.pop(match[2].decode("utf-8", "replace"), None)
        return match[0] if value is None else match[1] + match[2] + b'="' + _encoded(_escaped(value), data) + b'"'

    tag = data[element.start : element.open_end]
    end = -2 if tag.endswith(b"/>") else -1
    opening, closing = tag[:end], tag[end:]
    opening = _ATTRIBUTE.sub(replaced, opening)
    for key, value in left.items():
        opening = opening.rstrip() + _encoded(f' {key}="{_escaped(value)}"', data)
    return data[: element.start] + opening + closing + data[element.open_end :]


def _escaped(value: str) -> str:
    return "".join(_ESCAPES.get(letter, letter) for letter in value)


def _encoded(text: str, data: bytes) -> bytes:
    """Return ``text`` for a file: in UTF-8, or where the file is in another encoding with numbers for characters."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return text.encode("ascii", "xmlcharrefreplace")
    declared = re.match(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]+)", data)
    is_utf_8 = declared is None or declared[1].lower() in {b"utf-8", b"utf8"}
    return text.encode("utf-8") if is_utf_8 else text.encode("ascii", "xmlcharrefreplace")


def _indent_at(data: bytes, start: int) -> bytes:
    """Return the line break and the white space before what begins at ``start``."""
    found = _INDENT.search(data, 0, start)
    return found[0] if found else b"\n"
