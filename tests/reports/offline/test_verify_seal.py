"""What the signature alone tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from cadretrain_reports.offline.paths import walk
from cadretrain_reports.offline.problems import Code, Findings
from cadretrain_reports.offline.seal import SEAL_FILE
from cadretrain_reports.offline.verify_seal import SealCheck, check_seal
from cadretrain_reports.rules.notes import Signer, VerifierKey
from tests.reports.offline import build

STRANGER = Signer.generate("stranger")


def _check(package: Path, pinned: VerifierKey | None = None) -> tuple[SealCheck, list[Code]]:
    findings = Findings()
    sealed = check_seal(walk(package), pinned, findings)
    problems = findings.problems()
    assert {problem.file for problem in problems} <= {SEAL_FILE}
    return sealed, [problem.code for problem in problems]


def test_an_honest_seal_holds(package: Path) -> None:
    for pinned in (None, build.key()):
        sealed, codes = _check(package, pinned)
        assert codes == []
        assert (sealed.holds, sealed.carried, sealed.trusted) == (True, build.key(), build.key())
        assert sealed.seal.bag == package.name


def test_the_wrong_key_is_told_and_the_seal_is_still_read(package: Path) -> None:
    sealed, codes = _check(package, STRANGER.verifier)
    assert codes == [Code.WRONG_KEY]
    assert (sealed.holds, sealed.carried, sealed.trusted) == (True, build.key(), STRANGER.verifier)


def test_a_missing_seal(package: Path) -> None:
    (package / SEAL_FILE).unlink()
    sealed, codes = _check(package)
    assert codes == [Code.MISSING_FILE]
    assert (sealed.holds, sealed.carried, sealed.seal.digests) == (False, None, {})


@pytest.mark.parametrize(("old", "new"), [("records 48", "records 47"), ("— ", "- "), ("=\n", "A\n")])
def test_a_seal_that_does_not_hold_still_lists_files(package: Path, old: str, new: str) -> None:
    note = (package / SEAL_FILE).read_text(encoding="utf-8")
    assert old in note
    note = note.replace(old, new, 1)
    (package / SEAL_FILE).write_text(note, encoding="utf-8")
    sealed, codes = _check(package)
    assert codes == [Code.BAD_SIGNATURE]
    assert not sealed.holds
    assert len(sealed.seal.digests) == 15


def test_a_second_signature_is_refused(package: Path) -> None:
    note = (package / SEAL_FILE).read_text(encoding="utf-8")
    line = STRANGER.sign("x\n").rpartition("\n\n")[2]
    (package / SEAL_FILE).write_text(note + line, encoding="utf-8")
    assert _check(package)[1] == [Code.BAD_SIGNATURE]


def test_a_signature_over_something_else_is_no_seal(package: Path) -> None:
    text = f"cadretrain-package/v1\nbag\n{build.key().text}\nrecords 1\nanything\n"
    (package / SEAL_FILE).write_text(build.SIGNER.sign(text), encoding="utf-8")
    sealed, codes = _check(package)
    assert codes == [Code.MALFORMED]
    assert not sealed.holds


def test_blame_goes_to_files_that_the_signature_does_not_vouch_for(package: Path) -> None:
    sealed, _codes = _check(package)
    sealed.vouched.update({"a", "b"})
    assert sealed.to_blame("a", "b")
    assert not sealed.to_blame("a", "b", "c")
    assert sealed.to_blame("c", "a")
    assert sealed.to_blame("c", "d")


def test_a_seal_whose_key_cannot_be_read(package: Path) -> None:
    note = (package / SEAL_FILE).read_text(encoding="utf-8")
    (package / SEAL_FILE).write_text(note.replace(build.key().text, "no+key+at+all"), encoding="utf-8")
    sealed, codes = _check(package, build.key())
    assert codes == [Code.BAD_SIGNATURE]
    assert (sealed.carried, sealed.trusted) == (None, build.key())
