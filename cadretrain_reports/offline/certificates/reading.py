"""What a certificate's file holds: the attached credential, and the text that a reader sees."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pypdf import PdfReader

from cadretrain_reports.offline.messages import gettext as _
from cadretrain_reports.offline.problems import Unreadable

LARGEST: Final = 8 << 20
"""Bytes of the largest file that is looked into."""

ATTACHMENT: Final = "credential.json"


@dataclass(frozen=True, slots=True)
class Contents:
    """The bytes of a file, of the credential attached to it (empty for none), and its text without white space."""

    data: bytes
    credential: bytes
    text: str


def read(path: Path) -> Contents:
    """Return what is in the file at ``path``. Raises ``Unreadable``."""
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise Unreadable(f"{error.strerror}: {path}") from error
    if len(data) > LARGEST:
        raise Unreadable(_("%(path)s is too large for a certificate.") % {"path": path})
    try:
        reader = PdfReader(io.BytesIO(data))
        attached = reader.attachments.get(ATTACHMENT, [])
        text = "".join(page.extract_text() for page in reader.pages)
    except Exception as error:  # a stranger's file: the library raises whatever it stumbles over
        raise Unreadable(
            _("%(path)s is no PDF that can be read: %(error)s.") % {"path": path, "error": error}
        ) from error
    return Contents(data, bytes(attached[0]) if len(attached) == 1 else b"", squeezed(text))


def squeezed(text: str) -> str:
    """Return a text in one spelling (NFKC) and without white space, since pages break lines where they like."""
    return "".join(unicodedata.normalize("NFKC", text).split())
