"""The list of revoked certificates."""

from __future__ import annotations

import base64
import gzip
from datetime import UTC, datetime
from typing import Any

import pytest

from cadretrain_reports.rules.certificates import CertificateError
from cadretrain_reports.rules.notes import Signer
from cadretrain_reports.rules.status_list import SIZE, is_revoked, status_list

SIGNER = Signer.generate("lms.example.org")
ADDRESS = "https://lms.example.org/c/status/0/"
AT = datetime(2026, 3, 10, 2, tzinfo=UTC)


def entry(index: int) -> dict[str, Any]:
    return {"statusListIndex": str(index), "statusListCredential": ADDRESS, "statusPurpose": "revocation"}


def test_each_bit_is_one_certificate() -> None:
    revoked = {0, 7, 8, 1000, SIZE - 1}
    listed = status_list(ADDRESS, revoked, SIGNER, "省委组织部", AT)
    for index in (0, 1, 6, 7, 8, 9, 999, 1000, 1001, SIZE - 1):
        assert is_revoked(listed, entry(index), SIGNER.verifier) == (index in revoked)


def test_it_is_encoded_as_the_specification_says() -> None:
    """Multibase base64url of GZIP; the first index is the most significant bit of the first byte."""
    subject: Any = status_list(ADDRESS, {0}, SIGNER, "省委组织部", AT)["credentialSubject"]
    assert subject["encodedList"].startswith("u")
    bits = gzip.decompress(base64.urlsafe_b64decode(subject["encodedList"][1:] + "=="))
    assert (len(bits), bits[0], any(bits[1:])) == (16_384, 0x80, False)


def test_a_list_that_was_changed_or_is_of_others() -> None:
    listed: Any = status_list(ADDRESS, {5}, SIGNER, "省委组织部", AT)
    empty: Any = status_list(ADDRESS, set(), SIGNER, "省委组织部", AT)
    with pytest.raises(CertificateError):
        is_revoked({**listed, "credentialSubject": empty["credentialSubject"]}, entry(5), SIGNER.verifier)
    with pytest.raises(CertificateError, match="other certificates"):
        is_revoked(listed, {**entry(5), "statusListCredential": ADDRESS + "1/"}, SIGNER.verifier)
    with pytest.raises(CertificateError):
        is_revoked(listed, entry(SIZE), SIGNER.verifier)
    with pytest.raises(CertificateError):
        is_revoked(listed, entry(5), Signer.generate("x").verifier)
