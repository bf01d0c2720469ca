"""Certificates as Open Badges 3.0 credentials (W3C VC 2.0) with a Data Integrity proof ``eddsa-jcs-2022`` (8.3.6).

The issuer is named by the ``did:key`` of the site's signing key, so that a proof can be checked with no network; whose
key that is, a reader has to know by other means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final

from cadretrain_reports.rules.canonical import CanonicalError, Value, canonical
from cadretrain_reports.rules.certificates import CertificateError, CertificateFacts
from cadretrain_reports.rules.notes import KEY_SIZE, SIGNATURE_SIZE, Signer, VerifierKey
from cadretrain_reports.rules.values import instant_text, sum_text

CONTEXT: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
_TERMS: Final = {"hosts": "urn:cadretrain:hosts", "organizers": "urn:cadretrain:organizers"}
_SUITE: Final = "eddsa-jcs-2022"
_ED25519: Final = b"\xed\x01"
"""What multicodec puts before an Ed25519 public key."""
_BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

Credential = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a certificate is found: its page, and its bit in the status list at ``status_list``."""

    page: str
    status_list: str
    status_index: int


def unsigned(facts: CertificateFacts, place: Place, at: datetime, key: VerifierKey) -> Credential:
    """Return the credential that says ``facts``, issued ``at`` by whoever holds ``key``, without its proof."""
    achievement = f"{place.page}#achievement"
    hours: Value = {
        "id": f"{place.page}#hours",
        "type": ["ResultDescription"],
        "name": "学时 Credit-hours",
        "resultType": "Result",
    }
    return {
        "@context": [*CONTEXT, dict(_TERMS)],
        "id": place.page,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": facts.class_title,
        "issuer": {"id": did(key), "type": ["Profile"], "name": facts.issuer},
        "validFrom": instant_text(at),
        "awardedDate": f"{facts.issued_on.isoformat()}T00:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {"type": "IdentityObject", "hashed": False, "identityHash": facts.name, "identityType": "name"}
            ],
            "licenseNumber": facts.number,
            "activityStartDate": f"{facts.began_on.isoformat()}T00:00:00Z",
            "activityEndDate": f"{facts.ended_on.isoformat()}T00:00:00Z",
            "hosts": list(facts.hosts),
            "organizers": list(facts.organizers),
            "result": [
                {"type": ["Result"], "resultDescription": f"{place.page}#hours", "value": sum_text(facts.hours)}
            ],
            "achievement": {
                "id": achievement,
                "type": ["Achievement"],
                "achievementType": "Certificate",
                "name": facts.class_title,
                "description": "专题班结业证书 Certificate of a theme class, GB/T 38856-2020, 3.11",
                "criteria": {"narrative": "通过专题班考核 Passed the class by its teaching plan (8.3.6)"},
                "resultDescription": [hours],
            },
        },
        "credentialStatus": {
            "id": f"{place.status_list}#{place.status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(place.status_index),
            "statusListCredential": place.status_list,
        },
    }


def facts_said(credential: Mapping[str, Any]) -> CertificateFacts:
    """Return the facts that a credential says; raise ``CertificateError`` if it is none of ours."""
    try:
        subject = credential["credentialSubject"]
        return CertificateFacts(
            name=subject["identifier"][0]["identityHash"],
            class_title=subject["achievement"]["name"],
            began_on=date.fromisoformat(subject["activityStartDate"][:10]),
            ended_on=date.fromisoformat(subject["activityEndDate"][:10]),
            hours=Decimal(subject["result"][0]["value"]),
            hosts=tuple(subject["hosts"]),
            organizers=tuple(subject["organizers"]),
            issuer=credential["issuer"]["name"],
            issued_on=date.fromisoformat(credential["awardedDate"][:10]),
            number=subject["licenseNumber"],
        )
    except (KeyError, IndexError, TypeError, ValueError, ArithmeticError, AttributeError):
        raise CertificateError("this is no credential of a theme class") from None


def signed(document: Credential, signer: Signer, at: datetime) -> Credential:
    """Return a document with its proof; it must have canonical JSON (``CanonicalError``) and no proof yet."""
    method = did(signer.verifier)
    proof: Credential = {
        "@context": document["@context"],
        "type": "DataIntegrityProof",
        "cryptosuite": _SUITE,
        "created": instant_text(at),
        "verificationMethod": f"{method}#{method.removeprefix('did:key:')}",
        "proofPurpose": "assertionMethod",
    }
    value = "z" + base58(signer.private.sign(_hashed(document, proof)))
    return {**document, "proof": {**proof, "proofValue": value}}


def check_proof(secured: Mapping[str, Any], key: VerifierKey) -> None:
    """Raise ``CertificateError`` unless ``key`` made the proof over all that ``secured`` says."""
    document = {name: value for name, value in secured.items() if name != "proof"}
    try:
        proof = dict(secured["proof"])
        signature = from_base58(proof.pop("proofValue").removeprefix("z"), SIGNATURE_SIZE)
        kind = (proof["type"], proof["cryptosuite"], proof["proofPurpose"])
        method, issuer = proof["verificationMethod"], secured["issuer"]
        holds = key.verifies(signature, _hashed(document, proof))
    except (KeyError, TypeError, ValueError, AttributeError, CanonicalError):
        raise CertificateError("the credential carries no proof that can be read") from None
    if kind != ("DataIntegrityProof", _SUITE, "assertionMethod") or proof.get("@context") != document.get("@context"):
        raise CertificateError("the proof is of another kind than eddsa-jcs-2022")
    if not holds:
        raise CertificateError("the proof does not hold: something was changed, or another key made it")
    who = issuer["id"] if isinstance(issuer, dict) else issuer
    if method != f"{who}#{str(who).removeprefix('did:key:')}" or who != did(key):
        raise CertificateError("the proof was made by another than the issuer")


def did(key: VerifierKey) -> str:
    """Return the ``did:key`` of a public key."""
    return "did:key:z" + base58(_ED25519 + key.public)


def key_of_did(name: str, text: str) -> VerifierKey:
    """Return the key that a ``did:key`` spells, under a name; raise ``CertificateError`` for another DID."""
    try:
        data = from_base58(text.removeprefix("did:key:z"), KEY_SIZE + len(_ED25519))
        key = VerifierKey(name, data[len(_ED25519) :])
    except ValueError:
        raise CertificateError("the issuer is named by no Ed25519 key") from None
    if did(key) != text:
        raise CertificateError("the issuer is named by no Ed25519 key")
    return key


def base58(data: bytes) -> str:
    """Return bytes in base58btc."""
    number, text = int.from_bytes(data), ""
    while number:
        number, digit = divmod(number, 58)
        text = _BASE58[digit] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def from_base58(text: str, size: int) -> bytes:
    """Return the ``size`` bytes that ``base58`` wrote; raise ``ValueError`` for any other text."""
    number = 0
    for character in text[: 2 * size]:
        number = number * 58 + _BASE58.index(character)
    try:
        data = number.to_bytes(size)
    except OverflowError:
        raise ValueError("too long") from None
    if base58(data) != text:
        raise ValueError("not base58btc")
    return data


def _hashed(document: Mapping[str, Any], proof: Mapping[str, Any]) -> bytes:
    return sha256(canonical(dict(proof))).digest() + sha256(canonical(dict(document))).digest()
