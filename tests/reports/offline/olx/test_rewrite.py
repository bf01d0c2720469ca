"""Archives written anew, every other byte as it was."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from cadretrain_reports.offline.olx import rewrite as module
from cadretrain_reports.offline.olx.archive import read_archive
from cadretrain_reports.offline.olx.errors import OlxError
from cadretrain_reports.offline.olx.rewrite import rewrite
from tests.factories_olx import SMALL, archive, members, unpacked


@pytest.mark.parametrize("new", ["", "x", "x" * 511, "x" * 512, "x" * 513, "x" * 5000])
def test_only_the_named_file_changes(tmp_path: Path, new: str) -> None:
    source, target = archive(tmp_path / "a.tar.gz"), tmp_path / "b.tar.gz"
    rewrite(source, target, read_archive(source), {"html/h1.html": new.encode()})
    before, after = members(source), members(target)
    assert list(before) == list(after)
    for name, (header, data) in before.items():
        if name != "course/html/h1.html":
            assert after[name] == (header, data)
    changed, data = after["course/html/h1.html"]
    assert data.decode() == new
    unlike = {key for key, value in before["course/html/h1.html"][0].items() if changed[key] != value}
    assert unlike <= {"size", "chksum"}


def test_several_files_whatever_their_order(tmp_path: Path) -> None:
    source, target = archive(tmp_path / "a.tar.gz"), tmp_path / "b.tar.gz"
    changed = {name: (text * 3).encode() for name, text in reversed(SMALL.items()) if name.startswith(("html", "v"))}
    rewrite(source, target, read_archive(source), changed)
    found = read_archive(target).texts
    assert {name: found[name] for name in changed} == changed


def test_without_changes_the_content_is_the_same(tmp_path: Path) -> None:
    source, target = archive(tmp_path / "a.tar.gz"), tmp_path / "b.tar.gz"
    rewrite(source, target, read_archive(source), {})
    assert unpacked(source) == unpacked(target)


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_every_form_of_archive(tmp_path: Path, form: int) -> None:
    source, target = tmp_path / "a.tar.gz", tmp_path / "b.tar.gz"
    long = "course/html/" + "n" * 80 + ".html"
    with tarfile.open(source, "w:gz", format=form) as packed:
        for name, text in (("course/course.xml", "<course/>"), (long, "old"), ("course/z.xml", "<z/>")):
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(text), 1_700_000_000
            packed.addfile(info, io.BytesIO(text.encode()))
    rewrite(source, target, read_archive(source), {long.removeprefix("course/"): b"new text"})
    assert members(target)[long][1] == b"new text"
    assert members(target)["course/z.xml"] == members(source)["course/z.xml"]


def test_the_same_change_gives_the_same_bytes(tmp_path: Path) -> None:
    source = archive(tmp_path / "a.tar.gz")
    for name in ("b", "c"):
        rewrite(source, tmp_path / name, read_archive(source), {"html/h1.html": b"x"})
    assert (tmp_path / "b").read_bytes() == (tmp_path / "c").read_bytes()


def test_a_writer_that_dies_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = archive(tmp_path / "a.tar.gz"), tmp_path / "b.tar.gz"

    def dies(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module.shutil, "copyfileobj", dies)
    with pytest.raises(KeyboardInterrupt):
        rewrite(source, target, read_archive(source), {"html/h1.html": b"x"})
    assert [path.name for path in tmp_path.iterdir()] == ["a.tar.gz"]


def test_what_cannot_be_read_back_is_not_kept(tmp_path: Path) -> None:
    source, target = archive(tmp_path / "a.tar.gz"), tmp_path / "b.tar.gz"
    with pytest.raises(OlxError):
        rewrite(source, target, read_archive(source), {"course.xml": bytes(9 << 20)})
    assert not target.exists()


def test_a_source_that_changed_meanwhile(tmp_path: Path) -> None:
    source, target = archive(tmp_path / "a.tar.gz"), tmp_path / "b.tar.gz"
    read = read_archive(source)
    archive(source, {"course.xml": "<course/>"})
    with pytest.raises(OlxError):
        rewrite(source, target, read, {"html/h1.html": b"x"})
    assert not target.exists()
