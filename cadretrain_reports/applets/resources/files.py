"""Files of resources: which are taken, and where they are kept (7.2).

They lie in the storage that the host names ``cadretrain_files``, else in its default one, under names that cannot be
guessed. Nobody gets them by an address of the storage: they are handed out by a view that asks for the scope.
"""

from __future__ import annotations

import hashlib
import unicodedata
import uuid
from codecs import getincrementaldecoder
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import conf
from cadretrain_reports.refusals import Refused

STORAGE: Final = "cadretrain_files"
"""The name in ``STORAGES`` of where files are kept."""

_FOLDER: Final = "cadretrain/resources"
_LONGEST_NAME: Final = 120
_HEAD: Final = 16

Opens = Callable[[bytes], bool]
"""Given its first bytes, tells whether a file may be what its name says."""


def _begins(*marks: bytes) -> Opens:
    return lambda head: head.startswith(marks)


_ZIPPED: Final = _begins(b"PK\x03\x04")
_OPENXML: Final = "application/vnd.openxmlformats-officedocument"

TYPES: Final[Mapping[str, tuple[str, Opens]]] = {
    "pdf": ("application/pdf", _begins(b"%PDF-")),
    "ofd": ("application/ofd", _ZIPPED),
    "docx": (f"{_OPENXML}.wordprocessingml.document", _ZIPPED),
    "xlsx": (f"{_OPENXML}.spreadsheetml.sheet", _ZIPPED),
    "pptx": (f"{_OPENXML}.presentationml.presentation", _ZIPPED),
    "txt": ("text/plain; charset=utf-8", lambda _head: True),
    "png": ("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    "jpg": ("image/jpeg", _begins(b"\xff\xd8\xff")),
    "mp3": ("audio/mpeg", _begins(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    "mp4": ("video/mp4", lambda head: head[4:8] == b"ftyp"),
}
"""What a file may be, by the ending of its name: the type it is handed out as, and how such a file begins.

Nothing that a browser would run is among them.
"""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was kept: where, under which name it is handed out, its size in bytes and its SHA-256."""

    stored_as: str
    file_name: str
    file_size: int
    file_digest: str


def storage() -> Storage:
    """Return where files are kept."""
    return storages[STORAGE if STORAGE in settings.STORAGES else "default"]


def store(upload: File[Any]) -> StoredFile:
    """Keep an upload. Whoever calls removes it again if nothing comes of it.

    Raises ``Refused``: ``bad_file_type`` for a file that is not of a type taken here, or not what its name says,
    ``file_too_large``, ``empty_file``.
    """
    name = safe_name(upload.name or "")
    ending = PurePosixPath(name).suffix.lower().removeprefix(".").replace("jpeg", "jpg")
    if ending not in conf.file_types():
        raise _bad_type()
    size = int(upload.size or 0)
    if size > conf.largest_file():
        text = _("The file is too large: at most %(limit)d MiB are taken.")
        raise Refused("file_too_large", text, "file", limit=conf.largest_file() >> 20)
    if not size:
        raise Refused("empty_file", _("The file is empty."), "file")
    digest = _examined(upload, ending)
    upload.seek(0)
    stored_as = storage().save(f"{_FOLDER}/{uuid.uuid4().hex}.{ending}", upload)
    return StoredFile(stored_as, name, size, digest)


def remove(stored_as: str) -> None:
    """Let a file go; one that is gone already is no fault."""
    if stored_as:
        storage().delete(stored_as)


def content_type(stored_as: str) -> str:
    """Return the type as which a file is handed out: by its ending, never by what whoever sent it said."""
    return TYPES[PurePosixPath(stored_as).suffix.removeprefix(".")][0]


def safe_name(name: str) -> str:
    """Return the last part of a name without what a file system or a header would take amiss, its ending kept."""
    last = name.replace("\\", "/").rpartition("/")[2]
    # Control and format characters, among them those that turn the direction of writing around an ending.
    kept = "".join(character for character in last if unicodedata.category(character)[0] != "C")
    kept = "".join("_" if character in '<>:"|?*;%' else character for character in kept).strip(". ")
    path = PurePosixPath(kept or "file")
    return path.stem[: _LONGEST_NAME - len(path.suffix)] + path.suffix[:_LONGEST_NAME]


def _examined(upload: File[Any], ending: str) -> str:
    """Return the digest of a file, once it is what its ending says."""
    digest, text = hashlib.sha256(), getincrementaldecoder("utf-8")()
    upload.seek(0)
    if not TYPES[ending][1](upload.read(_HEAD)):
        raise _bad_type()
    upload.seek(0)
    try:
        for chunk in upload.chunks():
            digest.update(chunk)
            if ending == "txt":
                text.decode(chunk)
        text.decode(b"", final=True)
    except UnicodeDecodeError:
        raise _bad_type() from None
    return digest.hexdigest()


def _bad_type() -> Refused:
    text = _("Send a file of one of these types, which is what its name says: %(types)s. Text is in UTF-8.")
    return Refused("bad_file_type", text, "file", types=", ".join(conf.file_types()))
