"""BagIt 1.0 (RFC 8493) in its strictest spelling: written in one pass, and read back to the byte.

SHA-256 is there for every tool, SM3 for the readers in China who must use it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from cadretrain_reports.offline.digests import ALGORITHMS, DigestedFile, Digests
from cadretrain_reports.offline.paths import is_safe

DECLARATION_FILE = "bagit.txt"
INFO_FILE = "bag-info.txt"
PAYLOAD = "data/"
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFESTS = {algorithm: f"manifest-{algorithm}.txt" for algorithm in ALGORITHMS}
TAG_MANIFESTS = {algorithm: f"tagmanifest-{algorithm}.txt" for algorithm in ALGORITHMS}
TAG_FILES = (DECLARATION_FILE, INFO_FILE, *MANIFESTS.values())
"""The files that the tag manifests list."""

_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


class BagError(ValueError):
    """A file cannot be put into a bag, or a file of a bag is not what RFC 8493 and this package's rules ask."""


class BagWriter:
    """Puts files into a new bag, each written and digested once.

    ``digests`` grows with the files; ``close`` writes what makes the directory a bag.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.digests: dict[str, Digests] = {}

    @contextmanager
    def file(self, path: str) -> Iterator[DigestedFile]:
        """Open the new file ``path`` of the bag; ``BagError`` for a path that is odd or taken."""
        if not is_safe(path) or path in self.digests:
            raise BagError(f"not a path for a new file of a bag: {path!r}")
        target = self._directory / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with DigestedFile(target) as stream:
            yield stream
        self.digests[path] = stream.digests

    def put(self, path: str, data: bytes) -> None:
        """Write a small file whole; ``BagError`` as for ``file``."""
        with self.file(path) as stream:
            stream.write(data)

    def oxum(self) -> str:
        """Return bytes and number of the payload files so far, as ``Payload-Oxum`` gives them."""
        return oxum(self.digests)

    def close(self, info: Mapping[str, str]) -> None:
        """Write declaration, ``bag-info.txt`` (with the oxum), manifests and tag manifests."""
        self.put(DECLARATION_FILE, DECLARATION)
        self.put(INFO_FILE, info_text({**info, "Payload-Oxum": self.oxum()}).encode())
        payload = [path for path in self.digests if path.startswith(PAYLOAD)]
        for algorithm, name in MANIFESTS.items():
            self.put(name, manifest_text({path: self.digests[path].by(algorithm) for path in payload}).encode())
        for algorithm, name in TAG_MANIFESTS.items():
            self.put(name, manifest_text({path: self.digests[path].by(algorithm) for path in TAG_FILES}).encode())


def oxum(digests: Mapping[str, Digests]) -> str:
    """Return ``bytes.files`` of the payload among ``digests`` (RFC 8493, 2.2.2)."""
    sizes = [one.size for path, one in digests.items() if path.startswith(PAYLOAD)]
    return f"{sum(sizes)}.{len(sizes)}"


def info_text(info: Mapping[str, str]) -> str:
    """Return ``bag-info.txt``; ``BagError`` for a value that would not stay on its line."""
    for label, value in info.items():
        if not (label + value).isprintable() or ":" in label:
            raise BagError(f"bag-info.txt cannot say {label}: {value!r}")
    return "".join(f"{label}: {value}\n" for label, value in info.items())


def read_info(data: bytes) -> dict[str, str]:
    """Return the labels of ``bag-info.txt``; ``BagError`` for any byte that ``info_text`` would not write."""
    lines = _text(data).split("\n")
    info = dict(line.split(": ", 1) for line in lines[:-1] if ": " in line)
    if info_text(info).encode() != data:
        raise BagError("not one 'Label: value' on each line, each label once")
    return info


def manifest_text(digests: Mapping[str, str]) -> str:
    """Return the lines ``digest  path`` of a manifest, sorted by path."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items()))


def read_manifest(data: bytes) -> dict[str, str]:
    """Return path → digest of a manifest; ``BagError`` for any byte that ``manifest_text`` would not write."""
    entries = salvage_manifest(data)
    if manifest_text(entries).encode() != data:
        raise BagError("not one 'digest  path' on each line, sorted, each path once, digests in lower-case hex")
    return entries


def salvage_manifest(data: bytes) -> dict[str, str]:
    """Return what can be read of a manifest that may be damaged: the lines that are whole, safe paths only."""
    matches = (_LINE.fullmatch(line) for line in data.decode("utf-8", "replace").split("\n"))
    return {match[2]: match[1] for match in matches if match and is_safe(match[2])}


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BagError(f"not UTF-8 at byte {error.start}") from error
