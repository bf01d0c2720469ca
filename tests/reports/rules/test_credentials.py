"""Credentials: their proof, that any change breaks it, and the test vector of the specification."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jsonschema import Draft201909Validator

from cadretrain_reports.rules.canonical import canonical
from cadretrain_reports.rules.certificates import CertificateError
from cadretrain_reports.rules.credentials import (
    Place,
    base58,
    check_proof,
    did,
    facts_said,
    from_base58,
    key_of_did,
    signed,
    unsigned,
)
from cadretrain_reports.rules.notes import Signer, VerifierKey
from tests.factories_certificates import facts

SIGNER = Signer.generate("lms.example.org")
PLACE = Place("https://lms.example.org/c/abc/", "https://lms.example.org/c/status/0/", 7)
AT = datetime(2026, 3, 10, 2, tzinfo=UTC)


def credential() -> dict[str, Any]:
    document = unsigned(replace(facts(), number="N-1"), PLACE, AT, SIGNER.verifier)
    return signed(document, SIGNER, AT)


def test_it_says_the_facts_and_its_proof_holds() -> None:
    made = credential()
    check_proof(made, SIGNER.verifier)
    assert facts_said(made) == replace(facts(), number="N-1")
    assert canonical(made) == rfc8785.dumps(made)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for key in value:
            yield from leaves(value[key], (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index))
    else:
        yield path


def changed(made: dict[str, Any], path: tuple[Any, ...], act: str) -> dict[str, Any]:
    other = copy.deepcopy(made)
    inside: Any = other
    for step in path[:-1]:
        inside = inside[step]
    if act == "drop":
        del inside[path[-1]]
    else:
        value = inside[path[-1]]
        inside[path[-1]] = (
            (not value) if isinstance(value, bool) else f"{value[:-1]}{'1' if value[-1:] == '2' else '2'}"
        )
    return other


@pytest.mark.parametrize("act", ["change", "drop"])
def test_a_change_of_any_single_field_breaks_it(act: str) -> None:
    made = credential()
    paths = list(leaves(made))
    assert len(paths) > 40
    for path in paths:
        with pytest.raises(CertificateError):
            check_proof(changed(made, path, act), SIGNER.verifier)


def test_a_second_proof_breaks_it() -> None:
    made = credential()
    with pytest.raises(CertificateError):
        check_proof({**made, "proof": made["proof"] * 2}, SIGNER.verifier)


@pytest.mark.skipif(
    "CADRETRAIN_OB3_SCHEMA" not in os.environ,
    reason="the JSON schema of Open Badges 3.0: CADRETRAIN_OB3_SCHEMA=<file> (1EdTech/openbadges-specification)",
)
def test_it_is_as_the_published_schema_asks() -> None:
    """The schema is not ours to ship: 1EdTech publishes it as docs/schema/achievementcredential.json (gh-pages)."""
    schema = json.loads(Path(os.environ["CADRETRAIN_OB3_SCHEMA"]).read_text(encoding="utf-8"))
    assert [error.message for error in Draft201909Validator(schema).iter_errors(credential())] == []


def test_a_field_that_was_added_breaks_it() -> None:
    with pytest.raises(CertificateError):
        check_proof({**credential(), "image": "https://example.org/x"}, SIGNER.verifier)


def test_a_credential_that_another_signed_in_the_issuers_name() -> None:
    document = unsigned(facts(), PLACE, AT, SIGNER.verifier)
    forged = signed(document, Signer.generate("lms.example.org"), AT)
    with pytest.raises(CertificateError):
        check_proof(forged, SIGNER.verifier)


@pytest.mark.parametrize(
    "what", [{}, {"proof": None}, {"proof": {}}, {"proof": []}, {"proof": [{"proofValue": "z0"}]}, {"proof": ["x"]}]
)
def test_no_proof_at_all(what: dict[str, Any]) -> None:
    with pytest.raises(CertificateError):
        check_proof({**{key: value for key, value in credential().items() if key != "proof"}, **what}, SIGNER.verifier)


@pytest.mark.parametrize("what", [{}, {"credentialSubject": []}, {"issuer": {"name": 3}}, {"awardedDate": "x"}])
def test_no_credential_of_ours(what: dict[str, Any]) -> None:
    with pytest.raises(CertificateError):
        facts_said({**credential(), **what} if what else {})


def test_keys_as_did() -> None:
    assert key_of_did("lms.example.org", did(SIGNER.verifier)) == SIGNER.verifier
    for text in ("did:web:example.org", "did:key:z6Mk", "did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme"):
        with pytest.raises(CertificateError):
            key_of_did("x", text)


@pytest.mark.parametrize("data", [b"\0\0a", b"\xff" * 40, b"\0"])
def test_base58(data: bytes) -> None:
    assert from_base58(base58(data), len(data)) == data


def test_the_vector_of_the_specification() -> None:
    """W3C Data Integrity EdDSA Cryptosuites 1.0, B, representation: eddsa-jcs-2022."""
    public = "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
    seed = from_base58("3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq", 34)[2:]
    signer = Signer("vector", Ed25519PrivateKey.from_private_bytes(seed))
    assert did(signer.verifier) == public
    document: dict[str, Any] = {
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential", "AlumniCredential"],
        "name": "Alumni Credential",
        "description": "A minimum viable example of an Alumni Credential.",
        "issuer": "https://vc.example/issuers/5678",
        "validFrom": "2023-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
    }
    made = signed(document, signer, datetime(2023, 2, 24, 23, 36, 38, tzinfo=UTC))
    proofs: Any = made["proof"]
    assert proofs[0]["proofValue"] == (
        "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX"
    )
    with pytest.raises(CertificateError, match="another than the issuer"):
        check_proof(made, VerifierKey("vector", signer.verifier.public))
