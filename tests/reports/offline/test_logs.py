"""Logs as files: plain and packed, broken off, endless lines, and known again under any name."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from cadretrain_reports.offline.logs import LONGEST_LINE, Line, LogError, identity, lines, log_files


def test_lines_and_where_the_next_begins(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(b"one\r\n\ntwo")
    assert list(lines(path)) == [Line(b"one", 5), Line(b"", 6), Line(b"two", 9)]
    assert list(lines(path, 6)) == [Line(b"two", 9)]
    assert not list(lines(path, 9))
    assert not list(lines(path, 900))


def test_packed_lines_are_the_same(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a.log", tmp_path / "b"
    plain.write_bytes(b"one\ntwo\n" * 50_000)
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert list(lines(packed, 8)) == list(lines(plain, 8))
    assert identity(plain) == identity(packed)


def test_a_line_that_does_not_end(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(b"x" * (LONGEST_LINE * 3) + b"\nnext\n")
    first, second = lines(path)
    assert (first.content, first.too_long, first.end) == (b"", True, LONGEST_LINE * 3 + 1)
    assert second.content == b"next"


@pytest.mark.parametrize("hurt", [lambda packed: packed[:-30], lambda packed: packed[:40] + b"\x00" * 40 + packed[80:]])
def test_a_packed_log_that_is_broken(tmp_path: Path, hurt: object) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(hurt(gzip.compress(os.urandom(300_000).hex().encode())))  # type: ignore[operator]
    with pytest.raises(LogError):
        list(lines(path))


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(LogError):
        identity(tmp_path / "none")


def test_a_log_that_grows_is_known_by_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(b"line\n" * 20_000)
    before = identity(path)
    with path.open("ab") as stream:
        stream.write(b"more\n")
    assert identity(path) == before


def test_files_of_folders_each_once(tmp_path: Path) -> None:
    inside = tmp_path / "logs" / "2019"
    inside.mkdir(parents=True)
    for name in ("b.log", "a.log.gz", ".hidden"):
        (inside / name).touch()
    alone = tmp_path / "c.log"
    alone.touch()
    named = [inside / "b.log", tmp_path / "logs", alone]
    assert log_files(named) == [inside / "b.log", inside / "a.log.gz", alone]
    with pytest.raises(LogError, match="nowhere: not found"):
        log_files([tmp_path / "nowhere"])
