"""Rows follow from records alone: credit's description, study's time, minutes by R8, local dates."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadretrain_reports.rules.credit_hours import Band
from cadretrain_reports.rules.dictionary import FIELDS, row_faults
from cadretrain_reports.rules.rows import (
    PROVEN_METADATA,
    BasicInformation,
    RowFacts,
    course_row,
    metadata_row,
    row_facts,
)
from cadretrain_reports.rules.values import RecordError
from tests.reports.rules.samples import ACCOUNT, ASSESSED, CREDIT, REVERSED, STUDY, TRAINEE

BASIC = BasicInformation(
    name="张三丰",
    organization="U-02",
    organization_name="某县水利局",
    position="",
    rank="四级调研员",
    account="zhangsanfeng",
    account_status="active",
)


def test_a_credited_course() -> None:
    assert course_row(RowFacts(STUDY, CREDIT), "LA-1", [3, 9]) == {
        "portfolioId": "LA-1",
        "traineeId": TRAINEE,
        "year": 2026,
        "courseId": "XZ/K-101",
        "courseName": "公文写作(修订)",
        "courseVersion": 2,
        "courseDuration": 31,
        "courseDurationSeconds": 1801,
        "courseCreditHour": 1,
        "learningDuration": 15,
        "learningDurationSeconds": 901,
        "backfilledDurationSeconds": 0,
        "learningForm": "elective_learning",
        "courseRequirement": "required",
        "assessmentMethod": "none",
        "assessmentResult": None,
        "score": None,
        "earnedCreditHour": 1,
        "earnedDate": "2026-03-02",
        "exempted": False,
        "counted": True,
        "startTime": "2026-03-01T08:00:00+08:00",
        "finishTime": "2026-03-02T00:30:00+08:00",
        "progress": 50,
        "providerOrg": "XZ",
        "unit": "U-02",
        "entries": [3, 9],
    }


def test_a_course_still_under_study() -> None:
    row = course_row(RowFacts(STUDY, None), "LA-1", [3])
    nothing_earned = {
        "courseName": "公文写作",
        "courseVersion": 1,
        "courseDuration": 16,
        "courseCreditHour": 0.5,
        "learningDuration": 15,
        "courseRequirement": None,
        "assessmentMethod": None,
        "earnedCreditHour": 0,
        "earnedDate": None,
        "exempted": False,
        "counted": False,
        "finishTime": None,
        "progress": 100,
        "unit": "U-01",
    }
    assert row.items() >= nothing_earned.items()


def test_a_course_credited_in_an_earlier_period_is_exempt() -> None:
    row = course_row(RowFacts(replace(STUDY, exempt=True), None), "LA-1", [3])
    assert (row["exempted"], row["earnedCreditHour"], row["counted"]) == (True, 0, False)


def test_a_new_grant_after_a_reversal_ends_the_exemption() -> None:
    row = course_row(RowFacts(replace(STUDY, exempt=True), CREDIT), "LA-1", [3, 4])
    assert (row["exempted"], row["earnedCreditHour"], row["counted"]) == (False, 1, True)


def test_credit_without_a_study_record_shows_its_own_learning() -> None:
    row = course_row(RowFacts(None, CREDIT), "LA-1", [9])
    assert (row["learningDuration"], row["learningDurationSeconds"]) == (30, 1801)
    assert (row["startTime"], row["progress"]) == (None, 100)


def test_an_uncredited_course_shows_the_hours_of_the_sites_bands() -> None:
    bands = (Band(1800, Decimal(1)), Band(None, Decimal(2)))
    assert course_row(RowFacts(STUDY, None), "LA-1", [3], bands=bands)["courseCreditHour"] == 1
    assert course_row(RowFacts(STUDY, CREDIT), "LA-1", [3], bands=bands)["courseCreditHour"] == 1


def test_dates_and_times_are_those_of_the_sites_zone() -> None:
    row = course_row(RowFacts(STUDY, CREDIT), "LA-1", [3], time_zone="Asia/Urumqi")
    assert row["startTime"] == "2026-03-01T06:00:00+06:00"
    assert row["earnedDate"] == "2026-03-01"


def test_the_last_second_of_a_local_day() -> None:
    last = replace(CREDIT, earned_at="2026-03-01T15:59:59Z")
    first = replace(CREDIT, earned_at="2026-03-01T16:00:00Z")
    assert course_row(RowFacts(None, last), "LA-1", [1])["earnedDate"] == "2026-03-01"
    assert course_row(RowFacts(None, first), "LA-1", [1])["earnedDate"] == "2026-03-02"


def test_a_row_needs_a_record() -> None:
    with pytest.raises(RecordError, match="neither study nor credit"):
        course_row(RowFacts(None, None), "LA-1", [])


@pytest.mark.parametrize("change", [{"course": "K-102"}, {"institution": "YZ"}, {"year": 2025}, {"trainee": "other"}])
def test_records_of_two_rows_make_none(change: dict[str, Any]) -> None:
    with pytest.raises(RecordError, match=r"^row: StudyRecord of RowKey"):
        course_row(RowFacts(replace(STUDY, **change), CREDIT), "LA-1", [1, 2])


@given(st.integers(1, 10**6), st.integers(0, 10**6))
def test_progress_and_minutes_never_flatter(course_duration: int, learning_duration: int) -> None:
    study = replace(STUDY, course_duration=course_duration, learning_duration=learning_duration)
    row = course_row(RowFacts(study, None), "LA-1", [0])
    assert 0 <= row["progress"] <= 100
    assert (row["progress"] == 100) == (learning_duration >= course_duration)
    assert row["learningDuration"] * 60 <= learning_duration
    assert row["courseDuration"] * 60 >= course_duration


def test_a_portfolio() -> None:
    assert metadata_row(ACCOUNT, BASIC, "2026-12-31T16:00:00Z", [0]) == {
        "portfolioId": "LA-2026-000001",
        "createdTime": "2026-01-05T08:30:00+08:00",
        "updatedTime": "2027-01-01T00:00:00+08:00",
        "specification": "x-gbt38860-shaped/0.1",
        "traineeId": TRAINEE,
        "name": "张三丰",
        "organization": "U-02",
        "organizationName": "某县水利局",
        "position": None,
        "rank": "四级调研员",
        "account": "zhangsanfeng",
        "accountStatus": "active",
        "entries": [0],
    }


def test_a_portfolios_time_zone() -> None:
    row = metadata_row(ACCOUNT, BASIC, "2026-12-31T16:00:00Z", [0], time_zone="UTC")
    assert (row["createdTime"], row["updatedTime"]) == ("2026-01-05T00:30:00+00:00", "2026-12-31T16:00:00+00:00")


def test_masking_leaves_all_but_name_and_account() -> None:
    assert BASIC.masked() == replace(BASIC, name="张**", account="z***g")
    assert BASIC.name == "张三丰"


def test_what_a_portfolio_proves_does_not_depend_on_the_sites_word() -> None:
    one = metadata_row(ACCOUNT, BASIC, "2026-12-31T16:00:00Z", [0])
    other = metadata_row(ACCOUNT, replace(BASIC.masked(), organization="U-9", rank=""), "2026-06-01T00:00:00Z", [0])
    assert {key for key in one if one[key] == other[key]} >= set(PROVEN_METADATA)
    assert set(PROVEN_METADATA) == {"portfolioId", "createdTime", "specification", "traineeId", "entries"}


def test_rows_have_the_dictionarys_fields_in_its_order() -> None:
    for set_name, row in {
        "metadata": metadata_row(ACCOUNT, BASIC, "2026-12-31T16:00:00Z", [0]),
        "course": course_row(RowFacts(STUDY, CREDIT), "LA-1", [3, 9]),
    }.items():
        assert list(row) == [field.key for field in FIELDS[set_name]]
        assert row_faults(set_name, row) == []
    assert row_faults("course", course_row(RowFacts(STUDY, None), "LA-1", [3])) == []


def test_an_assessment_is_shown_in_the_row_of_its_period() -> None:
    row = course_row(row_facts([STUDY, ASSESSED, CREDIT]), "LA-1", [3, 4, 5])
    assert (row["assessmentResult"], row["score"], row["earnedCreditHour"]) == ("passed", 85.5, 1)
    assert row_faults("course", row) == []


def test_the_last_assessment_that_counts_is_shown() -> None:
    better = replace(ASSESSED, attempt=3, score="90")
    assert course_row(row_facts([ASSESSED, better]), "LA-1", [4, 5])["score"] == 90
    verdict = replace(ASSESSED, score="", passed=False)
    row = course_row(row_facts([ASSESSED, verdict]), "LA-1", [4, 5])
    assert (row["assessmentResult"], row["score"]) == ("failed", None)


def test_an_assessment_alone_makes_a_row() -> None:
    row = course_row(row_facts([replace(ASSESSED, score="40", passed=False)]), "LA-1", [4])
    assert (row["courseName"], row["learningDuration"], row["counted"]) == ("公文写作(修订)", 0, False)
    assert (row["assessmentMethod"], row["assessmentResult"]) == ("subjective_offline", "failed")
    assert row_faults("course", row) == []


def test_a_reversal_takes_the_hours_and_permits_new_ones() -> None:
    row = course_row(row_facts([CREDIT, REVERSED]), "LA-1", [9, 10])
    assert (row["earnedCreditHour"], row["counted"], row["earnedDate"]) == (0, False, None)
    assert (row["courseName"], row["learningDurationSeconds"]) == ("公文写作(修订)", 1801)
    again = replace(CREDIT, earned_at="2026-04-01T00:00:00Z")
    assert course_row(row_facts([CREDIT, REVERSED, again]), "LA-1", [9, 10, 11])["counted"]


def test_facts_of_two_rows_make_none() -> None:
    with pytest.raises(RecordError, match="AssessmentRecord"):
        course_row(row_facts([STUDY, replace(ASSESSED, year=2027)]), "LA-1", [1, 2])


@pytest.mark.parametrize(("studied", "credited", "shown"), [(0, 0, 0), (300, 0, 300), (0, 600, 600), (300, 600, 600)])
def test_backfilled_time_shows_wherever_study_or_credit_rests_on_it(studied: int, credited: int, shown: int) -> None:
    study, credit = replace(STUDY, backfilled_duration=studied), replace(CREDIT, backfilled_duration=credited)
    assert course_row(RowFacts(study, credit), "LA-1", [3])["backfilledDurationSeconds"] == shown
    assert course_row(RowFacts(study, None), "LA-1", [3])["backfilledDurationSeconds"] == studied
    assert course_row(RowFacts(None, credit), "LA-1", [3])["backfilledDurationSeconds"] == credited
