"""Persons who come from another platform (6.1.3, R10)."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from cadretrain_reports.applets.people import api as people
from tests import factories

pytestmark = pytest.mark.django_db

HASH = "ab" * 32
EXTERNAL = UUID("6f1c2b1e-7a55-4c39-9a52-0d6a3f0f2f11")


def test_a_person_is_known_by_identifier_uuid_or_hash() -> None:
    trainee = people.add_trainee(people.BasicInformation("T1", "李四"), factories.organization("BUREAU"))
    assert not people.is_known("T2", EXTERNAL, HASH)
    assert not people.is_known("T2", EXTERNAL, "")
    people.keep_external(trainee, EXTERNAL, HASH, "k1")
    trainee.refresh_from_db()
    assert (trainee.uuid, trainee.identity_hash, trainee.identity_key) == (EXTERNAL, HASH, "k1")
    assert people.is_known("T1", uuid4(), "")
    assert people.is_known("T2", EXTERNAL, "")
    assert people.is_known("T2", uuid4(), HASH)


def test_an_empty_hash_is_no_hash() -> None:
    trainee = people.add_trainee(people.BasicInformation("T1", "李四"), factories.organization("BUREAU"))
    people.keep_external(trainee, EXTERNAL, "", "")
    trainee.refresh_from_db()
    assert (trainee.identity_hash, people.is_known("T2", uuid4(), "")) == (None, False)
