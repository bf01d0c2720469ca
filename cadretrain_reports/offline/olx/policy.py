"""The block switched on in a course: without its name in ``advanced_modules`` Studio offers it to no author."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from cadretrain_reports.offline.olx import errors
from cadretrain_reports.offline.olx.edits import with_attributes
from cadretrain_reports.offline.olx.errors import OlxError
from cadretrain_reports.offline.olx.marks import BLOCK
from cadretrain_reports.offline.olx.structure import Course
from cadretrain_reports.offline.problems import shown

_LIST: Final = re.compile(r'"advanced_modules"\s*:\s*(?=\[)')
_KEY: Final = "advanced_modules"


def switched_on(course: Course, texts: dict[str, bytes]) -> dict[str, bytes]:
    """Return the file to be changed, by path, so that the block is switched on; nothing where it is.

    That is the policy of the course, which overrules the element of the course; where there is none, the element.
    ``OlxError`` for a policy that is none.
    """
    path = f"policies/{course.name}/policy.json"
    if path not in texts:
        return _in_element(course, texts)
    changed = _in_policy(path, texts[path], f"course/{course.name}", _in_attribute(course))
    return {} if changed == texts[path] else {path: changed}


def _in_element(course: Course, texts: dict[str, bytes]) -> dict[str, bytes]:
    modules = _in_attribute(course)
    if BLOCK in modules:
        return {}
    file = course.root.file
    return {file: with_attributes(texts[file], course.root, {_KEY: json.dumps([*modules, BLOCK])})}


def _in_attribute(course: Course) -> list[Any]:
    try:
        said = json.loads(course.root.attributes.get(_KEY, "[]"))
    except (RecursionError, ValueError):
        return []
    return said if isinstance(said, list) else []


def _in_policy(path: str, data: bytes, key: str, inherited: list[Any]) -> bytes:
    """Return a policy with the block switched on; of all places in the text the one is taken that says just that."""
    try:
        text = data.decode("utf-8")
        said = json.loads(text)
        modules = said[key].get(_KEY)
        if isinstance(modules, list) and BLOCK in modules:
            return data
        wanted = {**said, key: {**said[key], _KEY: [*(inherited if modules is None else modules), BLOCK]}}
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
        raise OlxError(errors.BROKEN_POLICY, {"file": shown(path, 120)}) from None
    for changed in _with_key(text, key, wanted[key][_KEY]) if modules is None else _with_item(text):
        try:
            if json.loads(changed) == wanted:
                return changed.encode("utf-8")
        except ValueError:
            continue
    raise OlxError(errors.BROKEN_POLICY, {"file": shown(path, 120)})


def _with_item(text: str) -> Iterator[str]:
    """Yield the text with the block's name behind the last item of each list of that name."""
    for match in _LIST.finditer(text):
        try:
            items, end = json.JSONDecoder().raw_decode(text, match.end())
        except ValueError:
            continue
        inside = text[match.end() + 1 : end - 1]
        kept = inside.rstrip()
        before_item = kept[: len(kept) - len(kept.lstrip())]
        item = json.dumps(BLOCK)
        added = f"{kept},{before_item or ' '}{item}{inside[len(kept) :]}" if items else item
        yield f"{text[: match.end() + 1]}{added}{text[end - 1 :]}"


def _with_key(text: str, key: str, modules: list[Any]) -> Iterator[str]:
    """Yield the text with a list of that name as the first entry of each object that may be the course's."""
    for match in re.finditer(rf"{re.escape(json.dumps(key))}\s*:\s*\{{(\s*)", text):
        end = "" if text[match.end() : match.end() + 1] == "}" else f",{match[1] or ' '}"
        entry = f"{json.dumps(_KEY)}: {json.dumps(modules)}{end}"
        yield text[: match.end()] + entry + text[match.end() :]
