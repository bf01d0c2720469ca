"""A hand-over is checked like a package of a year, and its document against its records (6.1.3)."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cadretrain_reports.cli import app
from cadretrain_reports.offline.layout import ENTRIES_FILE, HANDOVER_FILE
from cadretrain_reports.offline.problems import Code
from cadretrain_reports.offline.verify import verify_package
from cadretrain_reports.rules.notes import Signer
from tests.reports.offline import build, forge


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build.hand_over(tmp_path_factory.mktemp("handover"))


@pytest.fixture
def package(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / original.name))


def found(package: Path) -> set[tuple[str, str, Code]]:
    return {(one.file, one.record, one.code) for one in verify_package(package, build.key()).problems}


def test_a_hand_over_of_all_years_is_intact(original: Path) -> None:
    report = verify_package(original, build.key())
    assert (report.problems, report.records, report.pinned) == ((), 20, True)


def test_the_command_line_verifies_it(original: Path, package: Path) -> None:
    assert CliRunner().invoke(app, ["verify", str(original), "--key", build.key().text]).exit_code == 0
    forge.edit_json(package / HANDOVER_FILE, lambda document: document.update(name="李四"))
    result = CliRunner().invoke(app, ["verify", str(package), "--key", build.key().text])
    assert (result.exit_code, HANDOVER_FILE in result.output) == (1, True)


def _document(**values: Any) -> Callable[[Path], None]:
    return lambda package: forge.edit_json(package / HANDOVER_FILE, lambda document: document.update(values))


def _course(**values: Any) -> Callable[[Path], None]:
    def change(document: dict[str, Any]) -> None:
        document["courses"][0].update(values)

    return lambda package: forge.edit_json(package / HANDOVER_FILE, change)


def _record(line: int, **values: Any) -> Callable[[Path], None]:
    def change(row: dict[str, Any]) -> None:
        row["record"].update(values)

    return lambda package: forge.edit_row(package / ENTRIES_FILE, line, change)


FORGERIES = {
    "another identifier": (_document(portfolioId="P999999"), HANDOVER_FILE, "portfolioId", Code.FIELD_DIFFERS),
    "another opening": (_document(openedAt="2020-01-01T00:00:00Z"), HANDOVER_FILE, "openedAt", Code.FIELD_DIFFERS),
    "more hours": (_document(creditHours="99"), HANDOVER_FILE, "creditHours", Code.FIELD_DIFFERS),
    "a raised course": (_course(creditHours="1"), HANDOVER_FILE, "courses", Code.FIELD_DIFFERS),
    "no courses": (_document(courses=[]), HANDOVER_FILE, "courses", Code.FIELD_DIFFERS),
    "no name": (_document(name=""), HANDOVER_FILE, "", Code.MALFORMED),
    "no document": (
        lambda package: (package / HANDOVER_FILE).write_bytes(b"[]"),
        HANDOVER_FILE,
        "",
        Code.MALFORMED,
    ),
    "another place": (_record(19, place="本省"), ENTRIES_FILE, "entry 58", Code.NOT_IN_LOG),
    "a leave of another time": (_record(19, at="2001-01-01T00:00:00Z"), ENTRIES_FILE, "entry 58", Code.BAD_RECORD),
    "another unit": (_record(13, from_unit="GAJ"), ENTRIES_FILE, "entry 52", Code.UNIT_DIFFERS),
    "another trainee": (_record(2, trainee=build.trainee_id(1)), ENTRIES_FILE, "entry 5", Code.BAD_RECORD),
    "no account": (_record(0, trainee=build.trainee_id(1)), ENTRIES_FILE, "entry 58", Code.BAD_RECORD),
}


@pytest.mark.parametrize(("change", "file", "record", "code"), FORGERIES.values(), ids=FORGERIES)
def test_a_forgery_is_named_even_if_signed_anew(
    package: Path, change: Callable[[Path], None], file: str, record: str, code: Code
) -> None:
    change(package)
    forge.sign_anew(package, Signer.generate(build.SITE))
    named = found(package)
    assert ("signature.note", "", Code.WRONG_KEY) in named
    assert (file, record, code) in named


def test_a_document_that_was_taken_out_is_missed(package: Path) -> None:
    (package / HANDOVER_FILE).unlink()
    assert (HANDOVER_FILE, "", Code.MISSING_FILE) in found(package)


def test_a_document_put_into_a_package_of_a_year_does_not_make_it_a_hand_over(pristine: Path, tmp_path: Path) -> None:
    package = Path(shutil.copytree(pristine, tmp_path / pristine.name))
    (package / HANDOVER_FILE).write_bytes(b"{}")
    assert {one for one in found(package) if one[0].startswith("data/")} == {(HANDOVER_FILE, "", Code.UNLISTED_FILE)}


def test_the_site_itself_cannot_let_a_trainee_be_elsewhere(tmp_path: Path) -> None:
    """The account opened at one unit, and the first transfer began from another: here all years are known."""
    made = build.leaving()
    made.log[0] = (replace(made.log[0][0], unit="GAJ"), True)
    codes = {code for _file, _record, code in found(build.hand_over(tmp_path, made))}
    assert codes == {Code.UNIT_DIFFERS}


def test_the_site_itself_cannot_sum_up_otherwise(tmp_path: Path) -> None:
    assert found(build.hand_over(tmp_path, creditHours="99")) == {(HANDOVER_FILE, "creditHours", Code.FIELD_DIFFERS)}


def test_every_flipped_byte_is_found_and_its_file_named(original: Path, tmp_path: Path) -> None:
    rng = random.Random(38856)
    paths = list(forge.files(original))
    for name in [*paths, *rng.choices(paths, k=40)]:
        package = Path(shutil.copytree(original, tmp_path / original.name))
        data = bytearray((package / name).read_bytes())
        data[rng.randrange(len(data))] ^= rng.randrange(1, 256)
        (package / name).write_bytes(data)
        named = {problem.file for problem in verify_package(package, build.key()).problems}
        assert name in named
        shutil.rmtree(package)
