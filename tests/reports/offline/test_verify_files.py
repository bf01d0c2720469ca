"""How bag, manifests and signed list are held against the files."""

from __future__ import annotations

from pathlib import Path

import pytest

from cadretrain_reports.offline.bag import MANIFESTS, TAG_MANIFESTS
from cadretrain_reports.offline.digests import digest_file
from cadretrain_reports.offline.problems import Code
from cadretrain_reports.offline.seal import SEAL_FILE, read_seal
from cadretrain_reports.offline.verify import verify_package
from tests.reports.offline import build, forge

README = "data/README.md"


def _found(package: Path) -> set[tuple[str, str, Code]]:
    return {(p.file, p.record, p.code) for p in verify_package(package, build.key()).problems}


def test_an_altered_file_is_blamed_and_not_the_manifests_that_knew_it(package: Path) -> None:
    (package / README).write_text("x")
    assert _found(package) == {(README, "", Code.ALTERED_FILE), (README, "", Code.MANIFEST_DIFFERS)}


@pytest.mark.parametrize("name", [*MANIFESTS.values(), *TAG_MANIFESTS.values()])
def test_an_altered_manifest_is_blamed_and_not_the_file_it_lies_about(package: Path, name: str) -> None:
    lines = (package / name).read_text().splitlines(keepends=True)
    path = lines[0].split("  ")[1].strip()
    (package / name).write_text("".join(["0" * 64 + lines[0][64:], *lines[1:]]))
    found = _found(package)
    assert {(name, "", Code.ALTERED_FILE), (name, path, Code.MANIFEST_DIFFERS)} <= found
    assert {file for file, _record, _code in found} == {name}


@pytest.mark.parametrize("name", [*MANIFESTS.values(), *TAG_MANIFESTS.values()])
def test_a_manifest_that_leaves_a_file_out_or_invents_one(package: Path, name: str) -> None:
    lines = (package / name).read_text().splitlines(keepends=True)
    left_out = lines[0].split("  ")[1].strip()
    (package / name).write_text("".join([*lines[1:], "0" * 64 + "  data/zzz\n"]))
    found = _found(package)
    assert {(name, left_out, Code.MANIFEST_DIFFERS), (name, "data/zzz", Code.MANIFEST_DIFFERS)} <= found


def test_a_site_that_signs_manifests_that_lie_is_found(package: Path) -> None:
    """The signature holds over all of it, so the manifest and not the file is wrong."""
    forge.recompute(package)
    manifest = package / "manifest-sm3.txt"
    manifest.write_text("0" * 64 + manifest.read_text()[64:])
    forge_signature_only(package)
    path = manifest.read_text().splitlines()[0].split("  ")[1]
    assert ("manifest-sm3.txt", path, Code.MANIFEST_DIFFERS) in _found(package)


def forge_signature_only(package: Path) -> None:
    """Sign the files as they are, with the site's own key."""
    old = read_seal((package / SEAL_FILE).read_text(encoding="utf-8").rpartition("\n\n")[0] + "\n")
    assert old is not None
    digests = {name: digest_file(path).sha256 for name, path in forge.files(package).items() if name != SEAL_FILE}
    text = type(old)(old.bag, old.key, old.records, old.entries, old.root, digests).text
    (package / SEAL_FILE).write_text(build.SIGNER.sign(text), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "record"),
    [("Payload-Oxum: ", "Payload-Oxum: 1", "Payload-Oxum"), ("learner-", "another-", "External-Identifier")],
)
def test_bag_info_is_held_against_payload_and_signature(package: Path, old: str, new: str, record: str) -> None:
    info = package / "bag-info.txt"
    info.write_text(info.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    forge_signature_only(package)
    code = Code.COUNT_DIFFERS if record == "Payload-Oxum" else Code.FIELD_DIFFERS
    assert ("bag-info.txt", record, code) in _found(package)


@pytest.mark.parametrize("data", [b"", b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n", b"\xef\xbb\xbf"])
def test_the_declaration_has_one_spelling(package: Path, data: bytes) -> None:
    (package / "bagit.txt").write_bytes(data)
    forge_signature_only(package)
    assert ("bagit.txt", "", Code.MALFORMED) in _found(package)


def test_a_missing_file_is_told_by_manifests_where_the_signature_is_gone(package: Path) -> None:
    (package / README).unlink()
    (package / "signature.note").write_bytes(b"x")
    found = _found(package)
    assert {(README, "", Code.MISSING_FILE), ("signature.note", "", Code.BAD_SIGNATURE)} <= found


def test_a_required_file_is_missed_even_where_nothing_lists_it(package: Path) -> None:
    for name in forge.files(package):
        if name != "bagit.txt":
            (package / name).unlink()
    missing = {file for file, _record, code in _found(package) if code is Code.MISSING_FILE}
    assert {"bag-info.txt", "signature.note", *MANIFESTS.values(), *TAG_MANIFESTS.values()} <= missing
