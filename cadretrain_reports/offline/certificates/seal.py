"""The seal of a certificate's file: one signature over every byte, in a comment before the end of the PDF (8.3.6).

The credential says what was signed; the seal says that this very page says it. Readers of PDF pass comments over.
"""

from __future__ import annotations

import base64
import binascii
import re
from hashlib import sha256
from typing import Final

from cadretrain_reports.rules.notes import SIGNATURE_SIZE, Signer, VerifierKey

_DOMAIN: Final = b"cadretrain-certificate-file/v1\n"
_MARK: Final = b"%cadretrain-seal "
_END: Final = b"startxref"
_LINE: Final = re.compile(rb"%cadretrain-seal ([A-Za-z0-9+/]+={0,2})\n")


def sealed(data: bytes, signer: Signer) -> bytes:
    """Return a PDF with the seal of ``signer``."""
    head, mark, tail = data.rpartition(_END)
    if not mark:
        raise ValueError("not a PDF")
    signature = signer.private.sign(_signed(data))
    return head + _MARK + base64.b64encode(signature) + b"\n" + mark + tail


def is_sealed(data: bytes, key: VerifierKey) -> bool:
    """Tell whether a file is, to the byte, as ``key`` sealed it: with one seal, where it belongs."""
    head, mark, tail = data.rpartition(_END)
    start = head.rfind(_MARK)
    line = _LINE.fullmatch(head[start:]) if start >= 0 else None
    if line is None:
        return False
    try:
        signature = base64.b64decode(line[1], validate=True)
    except binascii.Error:
        return False
    is_canonical = base64.b64encode(signature) == line[1] and len(signature) == SIGNATURE_SIZE
    return is_canonical and key.verifies(signature, _signed(head[:start] + mark + tail))


def _signed(data: bytes) -> bytes:
    return _DOMAIN + sha256(data).digest()
