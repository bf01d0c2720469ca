"""Reads the Open edX demo course that lies beside the repository: its units, and how long their real content takes."""

from __future__ import annotations

import math
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from xml.etree import ElementTree as ET

WORDS_PER_MINUTE = 120
"""At which somebody reads carefully in a foreign language."""

_CUE_END = re.compile(r"-->\s*(\d+:\d\d:\d\d)")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class RealUnit:
    """A unit: its name in the course's files, its title, its texts as XML, and the seconds that it takes."""

    url_name: str
    title: str
    pages: tuple[str, ...]
    duration: int


class OpenEdxCourse:
    """The course as Studio exports it (OLX), read straight from its archive."""

    def __init__(self, archive: Path) -> None:
        with tarfile.open(archive) as tar:
            read = ((member.name, tar.extractfile(member)) for member in tar if member.isfile())
            self._files = {name.removeprefix("course/"): stream.read().decode() for name, stream in read if stream}

    def units(self) -> Iterator[RealUnit]:
        """Yield the units in the order of the course."""
        course = self._load(ET.fromstring(self._files["course.xml"]))
        for chapter in course.iter("chapter"):
            for sequential in self._load(chapter):
                for vertical in self._load(sequential):
                    yield self._unit(vertical)

    def _load(self, node: ET.Element) -> ET.Element:
        """Return the definition that a node points to, or the node itself."""
        text = self._files.get(f"{node.tag}/{node.get('url_name')}.xml")
        return ET.fromstring(text) if text else node

    def _unit(self, pointer: ET.Element) -> RealUnit:
        children = [(child.tag, self._load(child)) for child in self._load(pointer)]
        texts = [self._text(node) for tag, node in children if tag == "html"]
        seconds = math.ceil(sum(len(text.split()) for text in texts) * 60 / WORDS_PER_MINUTE)
        seconds += sum(self._video_seconds(node) for tag, node in children if tag == "video")
        pages = tuple(f"<p>{escape(text)}</p>" for text in texts if text)
        return RealUnit(pointer.get("url_name", ""), self._load(pointer).get("display_name", ""), pages, seconds)

    def _text(self, html: ET.Element) -> str:
        body = self._files[f"html/{html.get('filename')}.html"]
        return " ".join(unescape(_TAG.sub(" ", body)).split())

    def _video_seconds(self, video: ET.Element) -> int:
        """Return how long the part of a video takes that the unit plays, by the last cue of its transcript."""
        sources = [node.get("src") for node in video.iter("transcript") if node.get("src")]
        if not sources:
            return 0
        last = max(_seconds(end) for end in _CUE_END.findall(self._files[f"static/{sources[0]}"]))
        return min(last, _seconds(video.get("end_time") or "99:00:00")) - _seconds(video.get("start_time") or "0:00:00")


def _seconds(clock: str) -> int:
    hours, minutes, seconds = map(int, clock.split(":"))
    return hours * 3600 + minutes * 60 + seconds
