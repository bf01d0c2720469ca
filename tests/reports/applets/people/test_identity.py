"""Identity numbers: kept as a keyed hash, sealed where the site wants it, told to nobody else (R10, 6.1.3)."""

from __future__ import annotations

import logging
import secrets
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.views.debug import ExceptionReporter

from cadretrain_reports.applets.people import api as people
from cadretrain_reports.rules.identifiers import identity_hash, key_id
from tests.factories_people import identity, recorded

pytestmark = pytest.mark.django_db

TODAY = date(2026, 1, 5)
KEY = bytes(range(32, 64))
NUMBER = identity(1)


@pytest.fixture(autouse=True)
def matching_key(settings: Any, tmp_path: Path) -> None:
    path = tmp_path / "matching-key"
    path.write_text(KEY.hex() + "\n")
    settings.CADRETRAIN_MATCHING_KEY_FILE = str(path)


@pytest.fixture
def sealing(settings: Any, tmp_path: Path) -> Path:
    """Have the numbers kept, and return the file of the key."""
    path = tmp_path / "personal-data-key"
    path.write_text(secrets.token_bytes(32).hex())
    settings.CADRETRAIN_IDENTITY_STORAGE = "encrypted"
    settings.CADRETRAIN_PERSONAL_DATA_KEY_FILE = str(path)
    return path


@pytest.fixture
def trainee() -> people.Trainee:
    return recorded()


def code_of_refusal(trainee: people.Trainee, number: str) -> str:
    with pytest.raises(people.IdentityRefused) as refused:
        people.set_identity(trainee, number, TODAY)
    assert refused.value.field == "identity_number"
    return refused.value.code


def test_a_hash_a_key_and_a_mask_are_kept(trainee: people.Trainee) -> None:
    assert people.set_identity(trainee, f" {NUMBER[:6]} {NUMBER[6:].lower()}", TODAY)
    stored = people.Trainee.objects.get()
    assert (stored.identity_hash, stored.identity_key) == (identity_hash(NUMBER, KEY), key_id(KEY))
    assert (stored.identity_masked, stored.identity_sealed) == (f"110*************{NUMBER[-2:]}", None)
    assert trainee.identity_hash == stored.identity_hash


def test_the_same_number_again_changes_nothing(trainee: people.Trainee, sealing: Path) -> None:
    assert people.set_identity(trainee, NUMBER, TODAY) is True
    sealed = bytes(people.Trainee.objects.get().identity_sealed)
    assert people.set_identity(trainee, NUMBER, TODAY) is False
    assert bytes(people.Trainee.objects.get().identity_sealed) == sealed
    assert people.set_identity(trainee, identity(2), TODAY) is True


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", "length"),
        ("123", "length"),
        ("A" + NUMBER[1:], "character"),
        (identity(1, "20990101"), "birth_date"),
        (identity(1, "19800231"), "birth_date"),
        (NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2"), "check_character"),
    ],
)
def test_what_is_no_identity_number(trainee: people.Trainee, number: str, code: str) -> None:
    assert code_of_refusal(trainee, number) == code
    assert people.Trainee.objects.get().identity_hash is None


def test_a_number_belongs_to_one_trainee(trainee: people.Trainee) -> None:
    people.set_identity(trainee, NUMBER, TODAY)
    other = recorded("T2")
    assert code_of_refusal(other, NUMBER) == "taken"
    other.refresh_from_db()
    assert (other.identity_hash, other.identity_masked) == (None, "")
    assert people.set_identity(other, identity(2), TODAY)


def test_a_person_is_found_by_the_number(trainee: people.Trainee) -> None:
    people.set_identity(trainee, NUMBER, TODAY)
    assert people.find_by_identity(NUMBER.lower(), TODAY) == trainee
    assert people.find_by_identity(identity(2), TODAY) is None
    with pytest.raises(people.IdentityRefused):
        people.find_by_identity("123", TODAY)


@pytest.mark.parametrize("content", [None, "", "nonsense!", KEY[:31].hex()])
def test_without_a_matching_key_no_number_is_taken(
    trainee: people.Trainee, settings: Any, tmp_path: Path, content: str | None
) -> None:
    settings.CADRETRAIN_MATCHING_KEY_FILE = ""
    if content is not None:
        (tmp_path / "bad-key").write_text(content)
        settings.CADRETRAIN_MATCHING_KEY_FILE = str(tmp_path / "bad-key")
    assert code_of_refusal(trainee, NUMBER) == "no_key"
    assert people.Trainee.objects.get().identity_hash is None


def test_where_numbers_are_kept_they_can_be_read_again(trainee: people.Trainee, sealing: Path) -> None:
    people.set_identity(trainee, NUMBER, TODAY)
    stored = people.Trainee.objects.get()
    assert NUMBER.encode() not in bytes(stored.identity_sealed)
    assert people.identity_number(stored) == people.identity_number(trainee) == NUMBER


def test_where_they_are_not_there_is_nothing_to_read(trainee: people.Trainee) -> None:
    people.set_identity(trainee, NUMBER, TODAY)
    with pytest.raises(people.IdentityRefused) as refused:
        people.identity_number(trainee)
    assert refused.value.code == "not_kept"


def test_a_sealed_number_is_of_one_trainee(trainee: people.Trainee, sealing: Path) -> None:
    people.set_identity(trainee, NUMBER, TODAY)
    other = recorded("T2")
    other.identity_sealed = trainee.identity_sealed
    with pytest.raises(people.IdentityRefused) as refused:
        people.identity_number(other)
    assert refused.value.code == "sealed"


def test_a_lost_key_is_said_and_the_number_can_be_given_again(trainee: people.Trainee, sealing: Path) -> None:
    people.set_identity(trainee, NUMBER, TODAY)
    sealing.write_text(secrets.token_bytes(32).hex())
    with pytest.raises(people.IdentityRefused) as refused:
        people.identity_number(trainee)
    assert refused.value.code == "sealed"
    assert people.set_identity(trainee, NUMBER, TODAY) is True
    assert people.identity_number(trainee) == NUMBER


def test_a_site_that_keeps_numbers_no_more_forgets_them_one_by_one(
    trainee: people.Trainee, sealing: Path, settings: Any
) -> None:
    people.set_identity(trainee, NUMBER, TODAY)
    settings.CADRETRAIN_IDENTITY_STORAGE = "hash"
    assert people.set_identity(trainee, NUMBER, TODAY) is True
    assert people.Trainee.objects.get().identity_sealed is None


@pytest.mark.parametrize("spoil", ["storage", "key"])
def test_a_site_that_cannot_seal_takes_no_number(
    trainee: people.Trainee, sealing: Path, settings: Any, spoil: str
) -> None:
    if spoil == "storage":
        settings.CADRETRAIN_IDENTITY_STORAGE = "plain"
    else:
        sealing.unlink()
    assert code_of_refusal(trainee, NUMBER) == "no_key"


def test_no_number_enters_a_statement_a_log_or_an_error_report(
    trainee: people.Trainee, sealing: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")
    with CaptureQueriesContext(connection) as queries:
        people.set_identity(trainee, NUMBER, TODAY)
        for other, number in ((recorded("T2"), NUMBER), (trainee, wrong)):
            with pytest.raises(people.IdentityRefused) as refused:
                people.set_identity(other, number, TODAY)
            report = ExceptionReporter(None, refused.type, refused.value, refused.tb).get_traceback_text()
            inner = report.split("set_identity", 1)[1]
            assert NUMBER not in inner
            assert wrong not in inner
    said = caplog.text + "".join(query["sql"] for query in queries)
    assert NUMBER not in said
    assert wrong not in said


def test_numbers_of_new_trainees_are_kept_as_those_of_known_ones(sealing: Path) -> None:
    unit = recorded("T0").unit
    information = people.BasicInformation("T1", "李四")
    made = people.with_identity(people.new_trainee(information, unit, None), NUMBER, TODAY)
    people.add_trainees([made])
    stored = people.Trainee.objects.get(code="T1")
    assert (stored.identity_hash, stored.identity_masked) == (
        identity_hash(NUMBER, KEY),
        f"110*************{NUMBER[-2:]}",
    )
    assert people.identity_number(stored) == NUMBER
    assert people.set_identity(stored, NUMBER, TODAY) is False


def test_who_has_which_of_many_numbers(trainee: people.Trainee) -> None:
    people.set_identity(trainee, NUMBER, TODAY)
    with CaptureQueriesContext(connection) as asked:
        assert people.owners_of([NUMBER, identity(2)], TODAY) == {NUMBER: trainee}
    assert len(asked) == 1


def test_a_number_is_checked_without_being_kept(settings: Any) -> None:
    assert people.checked_identity(f" {NUMBER.lower()} ", TODAY) == NUMBER
    for number, code in (("123", "length"), (NUMBER, "no_key")):
        with pytest.raises(people.IdentityRefused) as refused:
            people.checked_identity(number, TODAY)
        assert refused.value.code == code
        settings.CADRETRAIN_MATCHING_KEY_FILE = ""
