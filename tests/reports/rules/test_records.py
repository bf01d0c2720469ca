"""Payloads are strict both ways, and a leaf is bound to every part of its entry."""

from __future__ import annotations

import copy
import hmac
from dataclasses import fields, replace
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadretrain_reports.rules import records
from cadretrain_reports.rules.canonical import canonical, parse
from cadretrain_reports.rules.credit_hours import STANDARD_BANDS, bands_to_data
from cadretrain_reports.rules.records import Record, RecordError, RowKey, from_payload, leaf, to_payload
from tests.reports.rules.samples import (
    ACCOUNT,
    BANDS,
    CREDIT,
    DECLARED,
    HANDED_OVER,
    IMPORTED_HOURS,
    IN_CLASS,
    STUDY,
    TAKEN_IN,
    TRAINEE,
    TRANSFER,
)

SALT = bytes(range(32))
AT = "2026-03-01T16:30:00Z"
RECORDS: list[Record] = [ACCOUNT, STUDY, CREDIT, TRANSFER, HANDED_OVER, TAKEN_IN, IMPORTED_HOURS, DECLARED, IN_CLASS]
WRONG_TYPES: list[object] = [None, True, 1.5, [], {}, b"x"]
FIELDS = [(record, name) for record in RECORDS for name in to_payload(record) if name != "kind"]


def test_an_account_payload() -> None:
    assert to_payload(ACCOUNT) == {
        "kind": "account",
        "trainee": TRAINEE,
        "portfolio_id": "LA-2026-000001",
        "unit": "U-01",
        "opened_at": "2026-01-05T00:30:00Z",
    }


def test_a_credit_payload_names_its_bands_as_plain_lists() -> None:
    payload = to_payload(CREDIT)
    assert payload["bands"] == [[900, "0.25"], [1800, "0.5"], [None, "1"]]
    assert (payload["kind"], payload["credit_hours"], payload["course_duration"]) == ("credit", "1", 1801)


@pytest.mark.parametrize("record", RECORDS)
def test_a_record_survives_being_written_down(record: Record) -> None:
    assert from_payload(parse(canonical(to_payload(record)))) == record


def test_what_was_not_backfilled_is_spelled_as_it_always_was() -> None:
    assert "backfilled_duration" not in to_payload(STUDY)
    marked = replace(STUDY, backfilled_duration=901)
    assert to_payload(marked) == {**to_payload(STUDY), "backfilled_duration": 901}
    assert from_payload(to_payload(marked)) == marked


def test_imported_hours_may_be_of_a_course_of_here() -> None:
    assert "subject" not in to_payload(IMPORTED_HOURS)
    named = replace(IMPORTED_HOURS, subject="XZ/K-101")
    assert from_payload(to_payload(named)) == named
    with pytest.raises(RecordError, match=r"^subject: "):
        from_payload({**to_payload(named), "subject": ""})


@pytest.mark.parametrize("seconds", [0, -1, 902, "901", True])
def test_what_was_backfilled_is_part_of_what_was_learned(seconds: object) -> None:
    with pytest.raises(RecordError, match=r"^backfilled_duration: "):
        from_payload({**to_payload(STUDY), "backfilled_duration": seconds})


def test_bands_may_be_handed_in_as_lists() -> None:
    record = replace(CREDIT, bands=bands_to_data(STANDARD_BANDS))
    assert record == CREDIT
    assert record.bands == BANDS
    assert hash(record) == hash(CREDIT)


@pytest.mark.parametrize(("record", "name"), FIELDS)
def test_a_missing_field_is_named(record: Record, name: str) -> None:
    payload = to_payload(record)
    del payload[name]
    with pytest.raises(RecordError, match=rf"^{name}: missing$"):
        from_payload(payload)


@pytest.mark.parametrize("wrong", WRONG_TYPES)
@pytest.mark.parametrize(("record", "name"), FIELDS)
def test_an_ill_typed_field_is_named(record: Record, name: str, wrong: object) -> None:
    if name in ("exempt", "counts") and wrong is True:
        return
    payload: dict[str, Any] = {**to_payload(record), name: wrong}
    with pytest.raises(RecordError) as caught:
        from_payload(payload)
    assert caught.value.field == name


def test_the_instant_of_a_fact() -> None:
    due = [ACCOUNT.opened_at, STUDY.studied_until, CREDIT.earned_at]
    events = [TRANSFER.at, HANDED_OVER.at, TAKEN_IN.at, IMPORTED_HOURS.at, DECLARED.at, IN_CLASS.at]
    assert [records.happened_at(record) for record in RECORDS] == [*due, *events]


@pytest.mark.parametrize("record", RECORDS)
def test_an_unknown_field_is_named(record: Record) -> None:
    with pytest.raises(RecordError, match=r"^note: unknown in a record of kind"):
        from_payload({**to_payload(record), "note": "x"})
    with pytest.raises(RecordError, match=r"^7: unknown"):
        from_payload(dict[object, object](to_payload(record)) | {7: "x"})


@pytest.mark.parametrize("kind", [None, "", "Account", "diploma", 1, ["account"], {}])
def test_an_unknown_kind_is_refused(kind: object) -> None:
    with pytest.raises(
        RecordError,
        match=r"^kind: not one of account, study, credit, assessment, reversal, ",
    ):
        from_payload({**to_payload(ACCOUNT), "kind": kind})


def test_a_record_has_a_kind() -> None:
    with pytest.raises(RecordError, match=r"^kind: "):
        from_payload({})


@pytest.mark.parametrize("payload", [None, [], "account", 3, [("kind", "account")]])
def test_only_objects_are_records(payload: object) -> None:
    with pytest.raises(RecordError, match=r"^record: not an object"):
        from_payload(payload)


@pytest.mark.parametrize(
    ("record", "change"),
    [
        (STUDY, {"year": 1948}),
        (STUDY, {"year": 3000}),
        (STUDY, {"course_duration": 0}),
        (STUDY, {"learning_duration": -1}),
        (STUDY, {"course_version": 0}),
        (STUDY, {"course_title": " "}),
        (STUDY, {"institution": "A/B"}),
        (STUDY, {"studied_until": "2026-02-28T23:59:59Z"}),
        (CREDIT, {"credit_hours": "0.3"}),
        (CREDIT, {"credit_hours": "1.00"}),
        (CREDIT, {"bands": ((None, "1.0"),)}),
        (CREDIT, {"requirement": "optional"}),
        (CREDIT, {"assessment": "oral"}),
        (CREDIT, {"learning_form": "face_to_face"}),
        (CREDIT, {"earned_at": "2026-03-01T16:30:00+08:00"}),
        (ACCOUNT, {"trainee": TRAINEE.upper()}),
        (ACCOUNT, {"portfolio_id": ""}),
        (TRANSFER, {"from_unit": " U-01"}),
        (TRANSFER, {"to_unit": ""}),
        (TRANSFER, {"to_unit": "U-01"}),
        (TRANSFER, {"at": "2026-03-01"}),
        (TRANSFER, {"year": 0}),
        (HANDED_OVER, {"place": " "}),
        (DECLARED, {"began_on": "2026-2-02"}),
        (DECLARED, {"ended_on": "2026-02-01"}),
        (DECLARED, {"credit_hours": "0"}),
        (DECLARED, {"training_form": "online"}),
        (DECLARED, {"evidence": "x"}),
        (IN_CLASS, {"class_type": "closed"}),
        (IN_CLASS, {"way": "by chance"}),
        (IN_CLASS, {"theme_class": ""}),
        (TAKEN_IN, {"leaf": "0F" * 32}),
        (TAKEN_IN, {"index": -1}),
        (TAKEN_IN, {"entry": ""}),
        (TAKEN_IN, {"entry": "x" * 65_537}),
        (TAKEN_IN, {"checkpoint": "\ud800"}),
    ],
)
def test_what_could_not_be_read_is_not_written(record: Record, change: dict[str, Any]) -> None:
    with pytest.raises(RecordError) as caught:
        to_payload(replace(record, **change))
    assert [caught.value.field] == list(change)


def test_study_may_end_when_it_starts() -> None:
    brief = replace(STUDY, studied_until=STUDY.started_at)
    assert from_payload(to_payload(brief)) == brief


@given(
    st.recursive(st.none() | st.integers() | st.text(max_size=9), lambda inner: st.lists(inner, max_size=3)), st.data()
)
def test_nonsense_is_always_a_record_error(value: object, data: st.DataObject) -> None:
    record = data.draw(st.sampled_from(RECORDS))
    name = data.draw(st.sampled_from([field.name for field in fields(record)]))
    payload: dict[str, Any] = {**to_payload(record), name: value}
    try:
        read = from_payload(copy.deepcopy(payload))
    except RecordError as error:
        refused = error.field
    else:
        refused = name
        assert to_payload(read) == payload
    assert refused == name


def test_the_hours_of_a_record_follow_from_its_own_bands() -> None:
    assert records.banded_hours(CREDIT) == Decimal(1)
    assert records.banded_hours(replace(CREDIT, course_duration=900)) == Decimal("0.25")
    assert records.banded_hours(replace(CREDIT, bands=((None, "2"),))) == Decimal(2)


def test_a_row_is_one_trainee_one_course_one_year() -> None:
    assert records.row_key(STUDY) == records.row_key(CREDIT) == RowKey(TRAINEE, "XZ", "K-101", 2026)
    assert records.row_key(replace(STUDY, year=2027)) != records.row_key(CREDIT)


def test_a_commitment_is_the_hmac_of_the_canonical_payload() -> None:
    """The figure is what ``openssl dgst -sha256 -mac HMAC`` says of the payload written out by hand."""
    payload = to_payload(ACCOUNT)
    commitment = records.commit(payload, SALT)
    assert commitment == hmac.new(SALT, canonical(payload), sha256).digest()
    assert commitment.hex() == "7d1c2a903ee5c4a79e16854b407ab6b92a2bca030901cd5dacdf42c131ccf5f3"


def test_a_leaf_is_the_rfc_6962_hash_of_what_the_log_publishes() -> None:
    payload = to_payload(ACCOUNT)
    commitment = records.commit(payload, SALT)
    data = f'{{"at":"{AT}","commitment":"{commitment.hex()}","kind":"account","v":1}}'.encode()
    assert records.leaf_data("account", AT, commitment) == data
    assert leaf("account", AT, payload, SALT) == sha256(b"\x00" + data).digest()


def test_a_leaf_depends_on_every_part_of_its_entry() -> None:
    payload = to_payload(STUDY)
    leaves = {
        leaf("study", AT, payload, SALT),
        leaf("study", "2026-03-01T16:30:01Z", payload, SALT),
        leaf("study", AT, payload, bytes(32)),
        leaf("credit", AT, to_payload(CREDIT), SALT),
        *(leaf("study", AT, {**payload, name: "x"}, SALT) for name in payload if name != "kind"),
    }
    assert len(leaves) == 4 + len(payload) - 1


def test_an_entry_and_its_record_are_of_one_kind() -> None:
    with pytest.raises(RecordError, match="the entry says 'credit', its record 'study'"):
        leaf("credit", AT, to_payload(STUDY), SALT)


@pytest.mark.parametrize("salt", [b"", bytes(31), bytes(33)])
def test_a_salt_has_32_bytes(salt: bytes) -> None:
    with pytest.raises(RecordError, match=rf"^salt: not 32 bytes but {len(salt)}$"):
        records.commit(to_payload(ACCOUNT), salt)


def test_a_leaf_has_a_time_and_a_whole_commitment() -> None:
    with pytest.raises(RecordError, match=r"^at: "):
        records.leaf_data("account", "yesterday", bytes(32))
    with pytest.raises(RecordError, match=r"^commitment: not 32 bytes but 31"):
        records.leaf_data("account", AT, bytes(31))


@pytest.mark.parametrize(("learned", "too_long"), [(90_000, False), (90_001, False), (90_002, True)])
def test_no_more_time_is_learned_than_passed(learned: int, too_long: bool) -> None:
    assert records.studied_too_long(replace(STUDY, learning_duration=learned)) is too_long
