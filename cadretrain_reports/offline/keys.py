"""Signing keys in files and verifier keys on the command line, both in the C2SP spelling of ``rules.notes``."""

from __future__ import annotations

import os
from pathlib import Path

from cadretrain_reports.offline.layout import is_site_name
from cadretrain_reports.offline.messages import gettext as _
from cadretrain_reports.rules.notes import NoteError, Signer, VerifierKey

_LARGEST_KEY_FILE = 4096


class KeyFileError(ValueError):
    """A key cannot be read or written; the message says which and how to mend it, never the secret."""


def new_signing_key(name: str, path: Path) -> VerifierKey:
    """Make the signing key ``name`` in a new file that only its owner may read; return the public half.

    ``KeyFileError`` if no site can have this name, or the file exists or cannot be written.
    """
    if not is_site_name(name):
        message = _("A site cannot be named %(name)r: use letters A–Z, digits, dots and hyphens, as in a domain.")
        raise KeyFileError(message % {"name": name[:120]})
    signer = Signer.generate(name)
    try:
        _write_secret(path, signer.text + "\n")
    except FileExistsError as error:
        message = _("%(path)s exists already; a key is never written over. Name another file.")
        raise KeyFileError(message % {"path": path}) from error
    except (OSError, ValueError) as error:
        raise KeyFileError(_("%(path)s cannot be written: %(error)s.") % {"path": path, "error": error}) from error
    return signer.verifier


def _write_secret(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def verifier_key(text_or_path: str) -> VerifierKey:
    """Return the public key that is spelled out, or stands in the file named.

    ``KeyFileError`` if it is neither, or a signing key, which belongs on no command line.
    """
    text = _file_text(text_or_path) or text_or_path.strip()
    if text.startswith("PRIVATE+"):
        raise KeyFileError(_("This is a signing key. Keep it secret and give the public key of the site instead."))
    try:
        return VerifierKey.parse(text)
    except NoteError as error:
        message = _("%(text)r is neither a public key nor a file with one: %(error)s.")
        raise KeyFileError(message % {"text": text_or_path[:120], "error": error}) from error


def _file_text(path: str) -> str:
    """Return the one line of a key file, or nothing where there is no such file."""
    try:
        with Path(path).open("rb") as stream:
            return stream.read(_LARGEST_KEY_FILE).decode("utf-8").strip()
    except (OSError, ValueError):
        return ""
