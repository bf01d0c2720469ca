"""Which certificates are revoked, as a Bitstring Status List (W3C): one bit each, compressed and signed (8.3.6)."""

from __future__ import annotations

import base64
import gzip
import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from cadretrain_reports.rules.canonical import Value
from cadretrain_reports.rules.certificates import CertificateError
from cadretrain_reports.rules.credentials import CONTEXT, Credential, check_proof, did, signed
from cadretrain_reports.rules.notes import Signer, VerifierKey
from cadretrain_reports.rules.values import instant_text

SIZE: Final = 131_072
"""Bits in a list: the fewest that the specification allows, so that one certificate hides among many."""


def status_list(address: str, revoked: Iterable[int], signer: Signer, issuer: str, at: datetime) -> Credential:
    """Return the signed list at ``address`` with the bits at the indices ``revoked`` set, as of ``at``."""
    bits = bytearray(SIZE // 8)
    for index in revoked:
        bits[index // 8] |= 0x80 >> index % 8
    packed = base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")
    subject: Value = {
        "id": f"{address}#list",
        "type": "BitstringStatusList",
        "statusPurpose": "revocation",
        "encodedList": f"u{packed}",
    }
    document: Credential = {
        "@context": [CONTEXT[0]],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": {"id": did(signer.verifier), "name": issuer},
        "validFrom": instant_text(at),
        "credentialSubject": subject,
    }
    return signed(document, signer, at)


def is_revoked(listed: Mapping[str, Any], status: Mapping[str, Any], key: VerifierKey) -> bool:
    """Tell whether a list that ``key`` signed has the bit of a ``credentialStatus`` set.

    Raises ``CertificateError`` for another list than the one that the status names, and one that cannot be read.
    """
    check_proof(listed, key)
    try:
        subject, index = listed["credentialSubject"], int(status["statusListIndex"])
        if listed["id"] != status["statusListCredential"] or subject["statusPurpose"] != status["statusPurpose"]:
            raise CertificateError("this is the status list of other certificates")
        packed = subject["encodedList"].removeprefix("u")
        inflated = zlib.decompressobj(31).decompress(base64.urlsafe_b64decode(packed + "=="), SIZE // 8)
        return bool(inflated[index // 8] & (0x80 >> index % 8))
    except (KeyError, IndexError, TypeError, AttributeError, zlib.error) as error:
        raise CertificateError("the status list cannot be read") from error
