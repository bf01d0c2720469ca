"""What the store keeps of a package's records, and what it finds again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cadretrain_reports.offline.store import Facts, RecordStore
from cadretrain_reports.rules.records import to_payload
from cadretrain_reports.rules.rows import RowFacts
from cadretrain_reports.rules.shapes import Record, RowKey, row_key
from tests.reports.offline import build

ACCOUNT = build.account_record(0)
STUDY = build.study_record(0, 1, learned=400)
FULL = build.study_record(0, 1, learned=901)
CREDIT = build.credit_record(FULL)
OTHER = build.study_record(1, 1, learned=400)
KEY = row_key(STUDY)


@pytest.fixture
def store() -> Iterator[RecordStore]:
    with RecordStore() as made:
        for index, record in enumerate([ACCOUNT, STUDY, CREDIT, FULL, OTHER]):
            assert _add(made, index, record)
        yield made


def _add(store: RecordStore, index: int, record: Record) -> bool:
    return store.add(index, record, to_payload(record))


def test_facts_of_a_row_are_the_last_study_and_the_credit(store: RecordStore) -> None:
    assert store.facts(KEY) == Facts(RowFacts(FULL, CREDIT), [1, 2, 3])
    assert store.facts(row_key(OTHER)) == Facts(RowFacts(OTHER, None), [4])
    assert store.facts(KEY._replace(year=2025)) is None


def test_accounts(store: RecordStore) -> None:
    assert store.account(ACCOUNT.trainee) == (0, ACCOUNT)
    assert store.account("nobody") is None


def test_indices(store: RecordStore) -> None:
    assert [store.has(index) for index in (0, 1, 4, 5)] == [True, True, True, False]
    assert store.key_of(2) == KEY
    assert store.key_of(0) is None


def test_an_index_and_an_account_come_once(store: RecordStore) -> None:
    assert not _add(store, 1, OTHER)
    assert not _add(store, 7, ACCOUNT)
    assert store.facts(KEY) == Facts(RowFacts(FULL, CREDIT), [1, 2, 3])


def test_rows_are_claimed_once_and_the_rest_is_unclaimed(store: RecordStore) -> None:
    assert sorted(store.unclaimed()) == sorted([KEY, row_key(OTHER)])
    assert store.claim(KEY)
    assert not store.claim(KEY)
    assert list(store.unclaimed()) == [row_key(OTHER)]
    assert list(store.unclaimed_accounts()) == [ACCOUNT.trainee]
    assert store.claim_account(ACCOUNT.trainee)
    assert not store.claim_account(ACCOUNT.trainee)
    assert list(store.unclaimed_accounts()) == []


def test_second_credits_are_those_of_one_trainee_and_course_in_any_year(store: RecordStore) -> None:
    assert list(store.second_credits()) == []
    _add(store, 8, build.credit_record(build.study_record(0, 1, learned=901, year=2027)))
    _add(store, 9, build.credit_record(FULL))
    _add(store, 10, build.credit_record(OTHER))
    assert list(store.second_credits()) == [(8, 2), (9, 2)]


def test_what_is_known_of_transferred_trainees_comes_in_time(store: RecordStore) -> None:
    assert list(store.transferred()) == []
    late, early = build.transfer_record(0, "ZZB", "XCB", 20), build.transfer_record(0, "BGS", "ZZB", 10)
    assert _add(store, 5, late)
    assert _add(store, 6, early)
    assert not _add(store, 6, late)
    assert list(store.transferred()) == [(0, ACCOUNT), (1, STUDY), (2, CREDIT), (3, FULL), (6, early), (5, late)]
    assert (store.has(5), store.key_of(5)) == (True, None)
    assert sorted(store.unclaimed()) == sorted([KEY, row_key(OTHER)])


def test_keys_may_hold_anything(store: RecordStore) -> None:
    assert store.facts(RowKey("\x00", "'; DROP TABLE facts; --", "课", 1)) is None
    assert store.facts(KEY) is not None
