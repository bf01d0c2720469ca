"""Which paths are safe, and what a walk finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from cadretrain_reports.offline.paths import is_safe, walk
from cadretrain_reports.offline.problems import Unreadable


@pytest.mark.parametrize(
    "path", ["bagit.txt", "data/log/checkpoint", "data/8.01_计划信息.jsonl", "a" * 255, "/".join("a" * 16)]
)
def test_safe_paths(path: str) -> None:
    assert is_safe(path)


@pytest.mark.parametrize(
    "path",
    ["", "/", "/etc", "a/", "a//b", ".", "..", "a/../b", "./a", "a\\b", "a%2fb", "C:x", "~", "a\nb", "a\x00", "\udcff",
     " a", "a ", "a*", "a" * 256, "课" * 86, "/".join("a" * 17)],
)  # fmt: skip
def test_unsafe_paths(path: str) -> None:
    assert not is_safe(path)


def test_a_walk_finds_files_and_what_is_odd(tmp_path: Path) -> None:
    (tmp_path / "data/log").mkdir(parents=True)
    (tmp_path / "data/empty").mkdir()
    (tmp_path / "data/log/file").write_text("x")
    (tmp_path / "top").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "top")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "a%b").write_text("x")
    tree = walk(tmp_path)
    assert tree.files == {"top": tmp_path / "top", "data/log/file": tmp_path / "data/log/file"}
    assert sorted(tree.odd) == ["a%b", "data/empty", "link", "loop"]


def test_an_empty_root_is_only_empty(tmp_path: Path) -> None:
    assert (walk(tmp_path).files, walk(tmp_path).odd) == ({}, [])


def test_directories_deeper_than_any_package_are_odd(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*"abcdefghijklmnopqrst")
    deep.mkdir(parents=True)
    (deep / "file").write_text("x")
    assert walk(tmp_path).files == {}
    assert walk(tmp_path).odd == ["/".join("abcdefghijklmnopq")]


def test_a_root_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="No such file"):
        walk(tmp_path / "nowhere")
