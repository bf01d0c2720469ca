"""No byte of a package can change unnoticed: 200 flips anywhere, and more by a forger who recomputes every digest."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from cadretrain_reports.offline.problems import Code
from cadretrain_reports.offline.verify import verify_package
from tests.reports.offline import build, forge

FLIPS = 200
SEED = 38856


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build.transferred().write(tmp_path_factory.mktemp("flips"))


def _flip(path: Path, rng: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[rng.randrange(len(data))] ^= rng.randrange(1, 256)
    path.write_bytes(data)


def _chosen(package: Path, rng: random.Random) -> list[str]:
    """Every file once, then as many more by size as it takes."""
    paths = forge.files(package)
    sizes = [path.stat().st_size for path in paths.values()]
    return [*paths, *rng.choices(list(paths), sizes, k=FLIPS - len(paths))]


def _files_named_after_flip(original: Path, place: Path, name: str, rng: random.Random) -> set[str]:
    package = Path(shutil.copytree(original, place / original.name))
    _flip(package / name, rng)
    named = {problem.file for problem in verify_package(package).problems}
    shutil.rmtree(package)
    return named


def test_each_of_200_flipped_bytes_is_found_and_its_file_named(original: Path, tmp_path: Path) -> None:
    rng = random.Random(SEED)
    chosen = _chosen(original, rng)
    assert len(chosen) == FLIPS
    assert {"signature.note", "bagit.txt", "tagmanifest-sm3.txt", "data/log/checkpoint"} <= set(chosen)
    missed = [name for name in chosen if name not in _files_named_after_flip(original, tmp_path, name, rng)]
    assert missed == []


def test_where_the_signature_holds_a_flip_blames_no_other_file(original: Path, tmp_path: Path) -> None:
    rng = random.Random(SEED + 1)
    for name in forge.files(original):
        if name != "signature.note":
            assert _files_named_after_flip(original, tmp_path, name, rng) == {name}


def test_flips_by_a_forger_who_recomputes_every_digest_are_found(original: Path, tmp_path: Path) -> None:
    rng = random.Random(SEED + 2)
    payload = [name for name in forge.files(original) if name.startswith("data/") and "datapackage" not in name]
    for name in rng.choices(payload, k=60):
        package = Path(shutil.copytree(original, tmp_path / original.name))
        _flip(package / name, rng)
        forge.recompute(package)
        found = {(problem.file, problem.code) for problem in verify_package(package, build.key()).problems}
        assert (name, Code.ALTERED_FILE) in found
        shutil.rmtree(package)


@pytest.mark.parametrize("name", ["signature.note", "data/log/checkpoint", "data/log/entries.jsonl", "bagit.txt"])
def test_no_bit_of_a_byte_is_left_out(original: Path, tmp_path: Path, name: str) -> None:
    """Base64 has spare bits and hex two cases: flip each bit of bytes at the end of a file."""
    package = Path(shutil.copytree(original, tmp_path / original.name))
    data = (package / name).read_bytes()
    for position in range(len(data) - 6, len(data)):
        for bit in range(8):
            flipped = bytearray(data)
            flipped[position] ^= 1 << bit
            (package / name).write_bytes(flipped)
            assert name in {problem.file for problem in verify_package(package).problems}
