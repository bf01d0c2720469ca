"""Signed notes against the reference vector of golang.org/x/mod/sumdb/note, and one flipped byte anywhere."""

from __future__ import annotations

import base64
import dataclasses

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from cadretrain_reports.rules import merkle, notes
from cadretrain_reports.rules.notes import (
    Checkpoint,
    NoteError,
    Signer,
    VerifierKey,
    checkpoint_text,
    open_note,
    parse_checkpoint,
)

PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
SIGNATURE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
NOTE = f"{TEXT}\n{SIGNATURE}"
KEY = VerifierKey.parse(PETER)
OTHER = Signer("学院.example", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER_SIGNATURE = OTHER.sign(TEXT).removeprefix(f"{TEXT}\n")


def test_the_published_note_opens() -> None:
    assert open_note(NOTE, [KEY]) == TEXT
    assert open_note(NOTE.encode(), [KEY], only=True) == TEXT


def test_the_published_key_signs_the_published_note() -> None:
    signer = Signer.parse(PETER_SECRET)
    assert signer.sign(TEXT) == NOTE
    assert (signer.text, signer.verifier, signer.verifier.text) == (PETER_SECRET, KEY, PETER)
    assert KEY.key_hash.hex() == "c74f20a3"


@pytest.mark.parametrize("place", range(len(NOTE.encode())))
def test_any_changed_byte_is_noticed(place: int) -> None:
    for change in (1, 2, 4, 8, 16, 32, 64, 128, 0x0A ^ 0x0D, 255):
        wrong = bytearray(NOTE.encode())
        wrong[place] ^= change
        with pytest.raises(NoteError):
            open_note(bytes(wrong), [KEY])


@settings(max_examples=300)
@given(st.data())
def test_any_cut_or_insertion_is_noticed(data: st.DataObject) -> None:
    raw = NOTE.encode()
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(raw)), st.integers(0, len(raw)))))
    put = data.draw(st.binary(max_size=3) | st.sampled_from([b"\n", b"\r", b" ", b"\n\n", b"\x00"]))
    wrong = raw[:start] + put + raw[end:]
    if wrong == raw:
        return
    with pytest.raises(NoteError):
        open_note(wrong, [KEY])


def test_a_note_of_ours_opens_with_our_key_only() -> None:
    note = OTHER.sign("a\n\nb\n")
    assert open_note(note, [OTHER.verifier]) == "a\n\nb\n"
    assert open_note(note, [KEY, OTHER.verifier], only=True) == "a\n\nb\n"
    with pytest.raises(NoteError, match="no signature by a known key"):
        open_note(note, [KEY])
    with pytest.raises(NoteError, match="no signature by a known key"):
        open_note(note, [])


def test_a_witness_may_have_signed_too() -> None:
    both = NOTE + OTHER_SIGNATURE
    assert open_note(both, [KEY]) == TEXT
    assert open_note(both, [OTHER.verifier]) == TEXT
    assert open_note(both, [OTHER.verifier, KEY]) == TEXT
    with pytest.raises(NoteError, match="one signature is expected, not 2"):
        open_note(both, [KEY, OTHER.verifier], only=True)


def test_a_line_that_claims_a_known_key_must_hold() -> None:
    data = bytearray(base64.b64decode(OTHER_SIGNATURE.split(" ")[2]))
    data[10] ^= 1
    broken = f"— {OTHER.name} {base64.b64encode(data).decode()}\n"
    assert open_note(NOTE + broken, [KEY]) == TEXT
    with pytest.raises(NoteError, match=r"signature of 学院.example does not hold"):
        open_note(NOTE + broken, [KEY, OTHER.verifier])


@pytest.mark.parametrize("size", [5, 67, 69])
def test_a_known_keys_signature_has_64_bytes(size: int) -> None:
    short = base64.b64encode((OTHER.verifier.key_hash + bytes(200))[:size]).decode()
    with pytest.raises(NoteError, match="does not hold"):
        open_note(f"{NOTE}— {OTHER.name} {short}\n", [KEY, OTHER.verifier])


def test_the_same_key_signs_once() -> None:
    with pytest.raises(NoteError, match="PeterNeumann signed twice"):
        open_note(NOTE + SIGNATURE, [KEY])


def test_the_name_alone_does_not_make_a_key() -> None:
    namesake = Signer("PeterNeumann", Ed25519PrivateKey.from_private_bytes(bytes(32)))
    with pytest.raises(NoteError, match="no signature by a known key"):
        open_note(namesake.sign(TEXT), [KEY])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("- PeterNeumann x08goAAA", "not a signature line"),
        ("—PeterNeumann x08goAAA", "not a signature line"),
        ("— PeterNeumann", "not a signature line"),
        ("— Peter Neumann x08goAAA", "not a signature line"),
        ("— PeterNeumann  x08goAAA", "not a signature line"),
        ("— PeterNeumann x08goAAA ", "not a signature line"),
        ("— Peter+Neumann x08goAAA", "not a key name"),
        ("— Peter\u00a0Neumann x08goAAA", "not a key name"),
        ("— Peter\u2028 x08goAAA", "not a key name"),
        ("—  x08goAAA", "not a key name"),
        ("— PeterNeumann x08goAA", "not base64"),
        ("— PeterNeumann x08go_AA", "not base64"),
        ("— PeterNeumann ＡＡＡＡ", "not base64"),
        ("— PeterNeumann x08goB==", "not canonical base64"),
        ("— PeterNeumann x08goA==", "holds no signature"),
        ("— PeterNeumann ", "holds no signature"),
    ],
)
def test_malformed_signature_lines_are_refused(line: str, reason: str) -> None:
    with pytest.raises(NoteError, match=reason):
        open_note(f"{NOTE}{line}\n", [KEY])


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n",
        "\n\n",
        TEXT,
        SIGNATURE,
        TEXT + SIGNATURE,
        NOTE[:-1],
        NOTE + "\n",
        f"\n{SIGNATURE}",
        NOTE + "x",
        "\ud800",
    ],
)
def test_what_is_no_note_is_refused(note: str) -> None:
    with pytest.raises(NoteError):
        open_note(note, [KEY])


def test_what_is_not_utf_8_is_refused() -> None:
    with pytest.raises(NoteError, match="not UTF-8"):
        open_note(b"\xff" + NOTE.encode(), [KEY])


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoteError, match="more than 100 signatures"):
        open_note(NOTE + OTHER_SIGNATURE * 100, [KEY])
    monkeypatch.setattr(notes, "MAX_NOTE_SIZE", len(NOTE.encode()) - 1)
    with pytest.raises(NoteError, match="too large"):
        open_note(NOTE.encode(), [KEY])


@pytest.mark.parametrize("text", ["", "a", "a\nb", "a\tb\n", "a\r\n", "\x00\n", "\ud800\n"])
def test_what_cannot_be_opened_is_not_signed(text: str) -> None:
    with pytest.raises(NoteError, match="the text of a note"):
        OTHER.sign(text)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.just("\n"), max_size=60))
def test_whatever_is_signed_opens(text: str) -> None:
    assert open_note(OTHER.sign(text + "\n"), [OTHER.verifier], only=True) == text + "\n"


@pytest.mark.parametrize("start", range(len(PETER)))
def test_no_part_of_a_key_is_a_key(start: int) -> None:
    for end in range(start, len(PETER) + 1):
        if (start, end) != (0, len(PETER)):
            with pytest.raises(NoteError):
                VerifierKey.parse(PETER[start:end])


@pytest.mark.parametrize("place", range(len(PETER)))
def test_no_changed_key_is_a_key(place: int) -> None:
    for change in (1, 32, 64):
        with pytest.raises(NoteError):
            VerifierKey.parse(PETER[:place] + chr(ord(PETER[place]) ^ change) + PETER[place + 1 :])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==", "canonical base64"),
        ("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "only Ed25519"),
        (PETER.replace("c74f20a3", "C74F20A3"), "hash does not belong"),
        (PETER + "\n", "not base64|not canonical"),
        ("Peter Neumann+c74f20a3+" + PETER.split("+", 2)[2], "not a key name"),
        ("PeterNeumann+c74f20a3+AQ==", "32 bytes, not 0"),
        ("", "name\\+hash\\+base64"),
    ],
)
def test_malformed_keys_are_refused(text: str, reason: str) -> None:
    with pytest.raises(NoteError, match=reason):
        VerifierKey.parse(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\n", "a\u3000b", "\u200b"])
def test_a_name_must_be_able_to_stand_in_a_note(name: str) -> None:
    with pytest.raises(NoteError, match="not a key name"):
        Signer.generate(name)
    with pytest.raises(NoteError, match="not a key name"):
        VerifierKey(name, KEY.public)


@pytest.mark.parametrize(
    "text",
    [
        "",
        PETER,
        PETER_SECRET.removeprefix("PRIVATE+KEY+"),
        PETER_SECRET[:-4],
        PETER_SECRET.replace("c74f20a3", "c74f20a4"),
        PETER_SECRET.replace("PeterNeumann", "PeterNewmann"),
        PETER_SECRET.replace("+AYEK", "+AoEK"),
    ],
)
def test_malformed_signing_keys_are_refused_without_repeating_them(text: str) -> None:
    with pytest.raises(NoteError) as caught:
        Signer.parse(text)
    assert "AYEKFALV" not in str(caught.value)


def test_a_new_key_survives_being_written_down() -> None:
    signer = Signer.generate("site.example/log")
    again = Signer.parse(signer.text)
    assert again.verifier == signer.verifier == VerifierKey.parse(signer.verifier.text)
    assert open_note(again.sign(TEXT), [signer.verifier]) == TEXT
    assert Signer.generate("site.example/log").verifier != signer.verifier


def test_a_signer_does_not_show_its_secret() -> None:
    assert repr(Signer.parse(PETER_SECRET)) == "Signer(name='PeterNeumann')"


ROOT = merkle.leaf_hash(b"")
ROOT_TEXT = "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0="


def test_a_checkpoint_is_three_lines() -> None:
    text = checkpoint_text("学院.example/log", 1, ROOT)
    assert text == f"学院.example/log\n1\n{ROOT_TEXT}\n"
    assert parse_checkpoint(text) == Checkpoint("学院.example/log", 1, ROOT)


def test_the_empty_log_has_a_checkpoint() -> None:
    text = "log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    assert checkpoint_text("log", 0, merkle.EMPTY_ROOT) == text
    assert parse_checkpoint(text) == Checkpoint("log", 0, merkle.EMPTY_ROOT)


@given(st.integers(1, 10**18 - 1), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_survives_being_written_down(size: int, root: bytes) -> None:
    assert parse_checkpoint(checkpoint_text("log", size, root)) == Checkpoint("log", size, root)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "three lines"),
        (f"log\n1\n{ROOT_TEXT}", "three lines"),
        (f"log\n1\n{ROOT_TEXT}\n\n", "three lines"),
        (f"log\n1\n{ROOT_TEXT}\nextension\n", "three lines"),
        (f"log\n{ROOT_TEXT}\n", "three lines"),
        (f"\n1\n{ROOT_TEXT}\n", "not a key name"),
        (f"my log\n1\n{ROOT_TEXT}\n", "not a key name"),
        (f"log\n01\n{ROOT_TEXT}\n", "not a tree size"),
        (f"log\n-1\n{ROOT_TEXT}\n", "not a tree size"),
        (f"log\n+1\n{ROOT_TEXT}\n", "not a tree size"),
        (f"log\n１\n{ROOT_TEXT}\n", "not a tree size"),
        (f"log\n1 \n{ROOT_TEXT}\n", "not a tree size"),
        (f"log\n\n{ROOT_TEXT}\n", "not a tree size"),
        (f"log\n{10**18}\n{ROOT_TEXT}\n", "not a tree size"),
        (f"log\n{'9' * 5000}\n{ROOT_TEXT}\n", "not a tree size"),
        (f"log\n0\n{ROOT_TEXT}\n", "empty root"),
        (f"log\n1\n{ROOT_TEXT[:-1]}\n", "not base64"),
        (f"log\n1\n{ROOT_TEXT[:-2]}1=\n", "not canonical base64"),
        ("log\n1\nAAAA\n", "32 bytes, not 3"),
    ],
)
def test_malformed_checkpoints_are_refused(text: str, reason: str) -> None:
    with pytest.raises(NoteError, match=reason):
        parse_checkpoint(text)


@pytest.mark.parametrize(
    "change", [{"origin": ""}, {"origin": "a\nb"}, {"size": -1}, {"size": 10**18}, {"size": 0}, {"root": b""}]
)
def test_no_checkpoint_is_written_that_could_not_be_read(change: dict[str, object]) -> None:
    parts = dataclasses.asdict(Checkpoint("log", 1, ROOT)) | change
    with pytest.raises(NoteError):
        checkpoint_text(**parts)
