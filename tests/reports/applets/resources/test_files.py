"""Which files are taken, and how they are kept (7.2)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cadretrain_reports import conf
from cadretrain_reports.applets.resources import files
from tests.factories_steering import refusal

SAMPLES = {
    "pdf": b"%PDF-1.7",
    "ofd": b"PK\x03\x04..",
    "docx": b"PK\x03\x04..",
    "xlsx": b"PK\x03\x04..",
    "pptx": b"PK\x03\x04..",
    "txt": "第一条".encode(),
    "png": b"\x89PNG\r\n\x1a\n..",
    "jpg": b"\xff\xd8\xff..",
    "mp3": b"ID3..",
    "mp4": b"\0\0\0\x18ftypisom",
}


@pytest.fixture
def kept() -> Iterator[list[str]]:
    """Return a list of files that are removed afterwards."""
    names: list[str] = []
    yield names
    for name in names:
        files.remove(name)


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/html")


def test_the_types_are_those_of_the_settings() -> None:
    assert tuple(files.TYPES) == conf.FILE_TYPES == tuple(SAMPLES)


@pytest.mark.parametrize("ending", SAMPLES)
def test_a_file_of_each_type_is_kept_as_it_is(ending: str, kept: list[str]) -> None:
    content = SAMPLES[ending]
    stored = files.store(upload(f"条例.{ending.upper()}", content))
    kept.append(stored.stored_as)
    assert (stored.file_name, stored.file_size) == (f"条例.{ending.upper()}", len(content))
    assert stored.file_digest == hashlib.sha256(content).hexdigest()
    with files.storage().open(stored.stored_as) as opened:
        assert opened.read() == content
    assert "条例" not in stored.stored_as
    assert files.content_type(stored.stored_as) == files.TYPES[ending][0]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", b"<script>"),
        ("a.svg", b"<svg>"),
        ("a.pdf", b"<script>"),
        ("a.pdf.exe", b"%PDF-"),
        ("a.png", b"GIF89a"),
        ("a.txt", b"\xff\xfe"),
        ("a.txt", "条".encode() + b"\xe6"),
        ("a.docx", b"\xd0\xcf\x11\xe0"),
        ("pdf", b"%PDF-"),
        ("a.", b"%PDF-"),
    ],
)
def test_what_is_not_taken(name: str, content: bytes) -> None:
    assert refusal(files.store, upload(name, content)) == ("bad_file_type", "file")


def test_a_file_has_its_size(settings: Any) -> None:
    settings.CADRETRAIN_FILE_LIMIT_MIB = 1
    assert refusal(files.store, upload("a.txt", b"x" * ((1 << 20) + 1))) == ("file_too_large", "file")
    assert refusal(files.store, upload("a.txt", b"")) == ("empty_file", "file")


def test_a_site_takes_fewer_types(settings: Any) -> None:
    settings.CADRETRAIN_FILE_TYPES = ["pdf"]
    assert refusal(files.store, upload("a.txt", b"x")) == ("bad_file_type", "file")


def test_without_a_storage_of_its_own_the_default_is_used(settings: Any) -> None:
    own = files.storage()
    settings.STORAGES = {name: how for name, how in settings.STORAGES.items() if name != files.STORAGE}
    assert files.storage() != own


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\temp\\条例.pdf", "条例.pdf"),
        ('a"; filename="b.exe.pdf', "a__ filename=_b.exe.pdf"),
        ("a\r\nX: y.pdf", "aX_ y.pdf"),
        ("fdp\u202efdp.exe.pdf", "fdpfdp.exe.pdf"),
        ("条" * 300 + ".pdf", "条" * 116 + ".pdf"),
        ("...", "file"),
        ("", "file"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert files.safe_name(name) == safe


def test_what_is_gone_is_no_fault() -> None:
    files.remove("cadretrain/resources/nothing.txt")
    files.remove("")
