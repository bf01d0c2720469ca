"""Small course archives as Studio exports them, and the course that most tests use."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

POLICY: Final = json.dumps({"course/2026": {"advanced_modules": ["poll"], "display_name": "课程"}}, indent=4)

SMALL: Final[Mapping[str, str]] = {
    "course.xml": '<course url_name="2026" org="SASW" course="GX-101"/>',
    "course/2026.xml": '<course display_name="课程"><chapter url_name="c1"/><wiki slug="x"/></course>',
    "chapter/c1.xml": '<chapter display_name="第一章"><sequential url_name="s1"/><sequential url_name="s2"/></chapter>',
    "sequential/s1.xml": (
        '<sequential display_name="第一节">\n  <vertical url_name="u1"/>\n  <vertical url_name="u2"/>\n</sequential>'
    ),
    "sequential/s2.xml": '<sequential display_name="第二节"><vertical url_name="u3"/></sequential>',
    "vertical/u1.xml": (
        '<vertical display_name="读一读">\n  <html url_name="h1"/>\n  <problem url_name="p1"/>\n</vertical>\n'
    ),
    "vertical/u2.xml": '<vertical display_name="看一看">\n  <video url_name="v1"/>\n</vertical>\n',
    "vertical/u3.xml": '<vertical display_name="空"/>\n',
    "html/h1.xml": '<html filename="h1" display_name="正文"/>',
    "html/h1.html": "<p>" + "调查研究" * 150 + "</p>",
    "problem/p1.xml": "<problem><multiplechoiceresponse><label>对吗?</label></multiplechoiceresponse></problem>",
    "video/v1.xml": (
        '<video url_name="v1" display_name="讲座" sub="" transcripts="{&quot;zh&quot;: &quot;v1-zh.srt&quot;}"/>'
    ),
    "static/v1-zh.srt": "0\n00:00:00,000 --> 00:10:00,500\n完",
    "static/picture.png": "not a text",
    "policies/2026/policy.json": POLICY,
    "policies/2026/grading_policy.json": "{}",
}
"""A course of three units in two subsections: one to read and answer, one to watch, one that is empty."""

U1, U2, U3 = "u1", "u2", "u3"


def course(**changes: str | None) -> dict[str, str]:
    """Return the files of the small course with some changed, added or (``None``) left out; ``__`` stands for ``/``."""
    named = {name.replace("__", "/"): text for name, text in changes.items()}
    files: dict[str, str | None] = {**SMALL, **named}
    return {name: text for name, text in files.items() if text is not None}


def archive(path: Path, files: Mapping[str, str | bytes] = SMALL, root: str = "course/") -> Path:
    """Write an archive with these files below ``root``."""
    members = []
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        info = tarfile.TarInfo(root + name)
        info.size, info.mtime, info.uname = len(data), 1_700_000_000, "studio"
        members.append((info, data))
    return tarball(path, members)


def tarball(path: Path, members: list[tuple[tarfile.TarInfo, bytes]]) -> Path:
    """Write an archive with these members, whatever they are."""
    with tarfile.open(path, "w:gz") as packed:
        for info, data in members:
            packed.addfile(info, io.BytesIO(data) if info.isreg() else None)
    return path


def unpacked(path: Path) -> bytes:
    """Return the bytes inside the envelope of an archive."""
    return gzip.decompress(path.read_bytes())


def members(path: Path) -> dict[str, tuple[dict[str, object], bytes]]:
    """Return the headers and the bytes of the members of an archive, in their order."""
    found = {}
    with tarfile.open(path) as packed:
        for info in packed:
            content = packed.extractfile(info)
            found[info.name] = (info.get_info(), content.read() if content else b"")
    return found
