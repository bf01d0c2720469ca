"""What the records of one archive prove, and what is said of the person besides (6.1.3)."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from cadretrain_reports.rules.canonical import canonical
from cadretrain_reports.rules.handover import DEEPEST, Person, original, person, person_data, quoted, summary
from cadretrain_reports.rules.records import Record, RecordError, to_payload
from cadretrain_reports.rules.shapes import TakenInRecord
from tests.reports.rules.samples import ACCOUNT, CREDIT, HANDED_OVER, STUDY, TAKEN_IN, TRANSFER

PERSON = Person("张三丰", "01", "", "处长", "", "一级调研员", "", "", "")


def quoting(record: Record, origin: str = "academy.example.cn") -> TakenInRecord:
    return replace(TAKEN_IN, origin=origin, entry=canonical({"record": to_payload(record)}).decode())


def test_a_summary_names_each_credit_and_their_sum() -> None:
    records: list[Record] = [ACCOUNT, STUDY, CREDIT, TRANSFER, quoting(replace(CREDIT, course="K-1")), HANDED_OVER]
    said = summary(enumerate(records))
    assert (said["traineeId"], said["portfolioId"]) == (ACCOUNT.trainee, "LA-2026-000001")
    assert (said["openedAt"], said["creditHours"]) == (ACCOUNT.opened_at, "2")
    own, taken = said["courses"]
    assert own == {
        "courseId": "XZ/K-101",
        "courseName": "公文写作(修订)",
        "creditHours": "1",
        "earnedAt": "2026-03-01T16:30:00Z",
        "year": 2026,
        "unit": "U-02",
        "origin": "",
        "entry": 2,
    }
    assert (taken["courseId"], taken["origin"], taken["entry"]) == ("XZ/K-1", "academy.example.cn", 4)


def test_without_credits_the_sum_is_nought() -> None:
    assert summary([(0, ACCOUNT)])["creditHours"] == "0"


def test_without_an_account_there_is_no_summary() -> None:
    with pytest.raises(RecordError, match="account"):
        summary([(0, CREDIT)])


def test_a_record_that_came_over_two_places_is_the_first_ones() -> None:
    assert original(CREDIT) == (CREDIT, "")
    assert original(quoting(quoting(CREDIT, "first"), "second")) == (CREDIT, "first")


def test_quotations_do_not_nest_for_ever() -> None:
    record: Record = CREDIT
    for _depth in range(DEEPEST - 1):
        record = quoting(record)
    assert original(record)[0] == CREDIT
    with pytest.raises(RecordError, match="one after another"):
        original(quoting(record))


@pytest.mark.parametrize("entry", ["x", "[]", "{}", '{"record":[]}', '{"record": {}}', '"' * 9])
def test_a_quotation_without_a_record_is_none(entry: str) -> None:
    with pytest.raises(RecordError):
        quoted(replace(TAKEN_IN, entry=entry))


def test_a_person_is_read_as_written() -> None:
    assert person(json.loads(json.dumps(person_data(PERSON)))) == PERSON


@pytest.mark.parametrize(
    ("key", "value"),
    [("name", " "), ("name", "张" * 129), ("rank", None), ("position", 7), ("politicalStatus", "001"), ("name", "\n")],
)
def test_a_person_that_cannot_be_kept_is_named(key: str, value: Any) -> None:
    with pytest.raises(RecordError) as caught:
        person({**person_data(PERSON), key: value})
    assert caught.value.field == key
    missing = person_data(PERSON)
    del missing[key]
    with pytest.raises(RecordError, match=key):
        person(missing)
