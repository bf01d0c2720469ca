"""Writing a hand-over package, and reading one that was found intact (6.1.3)."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import bagit
import pytest

from cadretrain_reports.offline.handover import read_handover, seal_digest
from cadretrain_reports.offline.layout import ENTRIES_FILE, HANDOVER_FILE
from cadretrain_reports.offline.problems import Unreadable
from cadretrain_reports.offline.publish import PublishError
from cadretrain_reports.rules.handover import person
from cadretrain_reports.rules.notes import Signer
from tests.reports.offline import build, forge


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return build.hand_over(tmp_path)


def test_a_package_is_a_bag_with_the_document_and_the_log(package: Path) -> None:
    assert package.name == f"hand-over_academy.example.cn_{build.trainee_id(0)}_20270105T023000"
    assert bagit.Bag(str(package)).is_valid()
    data = sorted(name for name in forge.files(package) if name.startswith("data/"))
    assert data == ["data/README.md", HANDOVER_FILE, "data/log/checkpoint", ENTRIES_FILE]
    document = json.loads((package / HANDOVER_FILE).read_bytes())
    assert (document["specification"], document["site"]) == ("x-cadretrain-handover/0.1", build.SITE)
    assert (document["place"], document["created"]) == ("外省干部网络学院", "2027-01-05T02:30:00Z")
    assert "cadretrain verify" in (package / "data/README.md").read_text(encoding="utf-8")


def test_what_is_read_is_what_was_written(package: Path) -> None:
    read = read_handover(package, build.key())
    assert person(read.document) == build.PERSON
    assert [entry.index for entry in read.entries][:2] == [0, 4]
    assert {entry.record["trainee"] for entry in read.entries} == {build.trainee_id(0)}
    assert (read.signer, read.checkpoint) == (build.key(), (package / "data/log/checkpoint").read_text())
    assert read.digest == seal_digest(package) == sha256((package / "signature.note").read_bytes()).hexdigest()


def test_a_package_is_never_written_over(package: Path) -> None:
    with pytest.raises(PublishError):
        build.hand_over(package.parent)


@pytest.mark.parametrize("file", [HANDOVER_FILE, ENTRIES_FILE, "data/log/checkpoint"])
def test_a_file_that_changes_after_the_check_is_not_read(package: Path, file: str) -> None:
    with (package / file).open("ab") as stream:
        stream.write(b"\n")
    with pytest.raises(Unreadable, match="changed"):
        read_handover(package, build.key())


def test_another_key_or_no_package_is_unreadable(package: Path, tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        read_handover(package, Signer.generate(build.SITE).verifier)
    with pytest.raises(Unreadable):
        read_handover(tmp_path / "nothing", build.key())


def test_a_package_of_a_year_is_no_hand_over(pristine: Path) -> None:
    with pytest.raises(Unreadable, match="no hand-over"):
        read_handover(pristine, build.key())
