"""Keys in files: secret to others, never written over, and never repeated in a message."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from cadretrain_reports.offline.keys import KeyFileError, new_signing_key, verifier_key
from cadretrain_reports.rules.notes import Signer, open_note


def test_a_new_key_signs_what_its_public_half_verifies(tmp_path: Path) -> None:
    verifier = new_signing_key("site.example", tmp_path / "key")
    text = (tmp_path / "key").read_text(encoding="utf-8")
    assert text.endswith("\n")
    signer = Signer.parse(text.strip())
    assert signer.verifier == verifier
    assert open_note(signer.sign("text\n"), [verifier]) == "text\n"


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    new_signing_key("site.example", tmp_path / "key")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("precious")
    with pytest.raises(KeyFileError, match="exists already"):
        new_signing_key("site.example", tmp_path / "key")
    assert (tmp_path / "key").read_text() == "precious"


@pytest.mark.parametrize("name", ["", "two words", "a+b", "line\nbreak", "主站", "../x", "_a"])
def test_a_name_that_cannot_sign_leaves_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(KeyFileError, match="A site cannot be named"):
        new_signing_key(name, tmp_path / "key")
    assert not (tmp_path / "key").exists()


@pytest.mark.parametrize("path", ["no/such/directory", "nul\0byte"])
def test_a_place_that_cannot_be_written_is_said(tmp_path: Path, path: str) -> None:
    with pytest.raises(KeyFileError, match="cannot be written"):
        new_signing_key("site.example", tmp_path / path)


def test_a_verifier_key_is_read_from_text_and_from_a_file(tmp_path: Path) -> None:
    verifier = Signer.generate("site.example").verifier
    (tmp_path / "key.pub").write_text(verifier.text + "\n", encoding="utf-8")
    assert verifier_key(verifier.text) == verifier
    assert verifier_key(f" {verifier.text}\n") == verifier
    assert verifier_key(str(tmp_path / "key.pub")) == verifier


@pytest.mark.parametrize("text", ["", "nonsense", "a+b+c", "/no/such/file", "nul\0byte", "x" * 5000])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(KeyFileError, match="neither a public key nor a file"):
        verifier_key(text)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"\xff\xfe")
    with pytest.raises(KeyFileError, match="neither a public key nor a file"):
        verifier_key(str(tmp_path / "key"))


def test_a_signing_key_is_refused_and_not_repeated(tmp_path: Path) -> None:
    new_signing_key("site.example", tmp_path / "key")
    secret = (tmp_path / "key").read_text(encoding="utf-8").strip()
    for argument in (secret, str(tmp_path / "key")):
        with pytest.raises(KeyFileError, match="This is a signing key") as caught:
            verifier_key(argument)
        assert secret not in str(caught.value)
