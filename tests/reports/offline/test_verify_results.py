"""Results of assessment, reversals, corrections and annual assessments travel in a package and are checked there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cadretrain_reports.offline.problems import Code
from cadretrain_reports.offline.verify import verify_package
from cadretrain_reports.rules.handover import summary
from cadretrain_reports.rules.records import instant_text
from cadretrain_reports.rules.shapes import (
    AnnualRecord,
    AssessmentRecord,
    CorrectionRecord,
    CreditRecord,
    ReversalRecord,
    StudyRecord,
)
from tests.reports.offline import build

STUDY = build.study_record(0, 1, learned=build.DURATIONS[1])
CREDIT = build.credit_record(STUDY)
LATER = instant_text(build.START + timedelta(days=400))


def assessed(study: StudyRecord) -> AssessmentRecord:
    same = {name: getattr(study, name) for name in ("trainee", "institution", "course", "course_version", "unit")}
    described = {"course_title": study.course_title, "course_duration": study.course_duration, "year": study.year}
    said = {"attempt": 1, "replaces": 0, "score": "72.5", "pass_mark": 60, "passed": True}
    return AssessmentRecord(
        **same, **described, **said, assessment="subjective_offline", assessed_at=study.studied_until
    )


def reversal(credit: CreditRecord) -> ReversalRecord:
    same = {name: getattr(credit, name) for name in ("trainee", "institution", "course", "credit_hours", "earned_at")}
    return ReversalRecord(**same, reason="代学", reversed_at=LATER, year=credit.year, unit=credit.unit)


def correction(study: StudyRecord) -> CorrectionRecord:
    same = {name: getattr(study, name) for name in ("trainee", "institution", "course", "started_at", "year")}
    return CorrectionRecord(**same, ended_at=study.studied_until, reason="断线", corrected_at=LATER)


def annual(study: StudyRecord, **other: str) -> AnnualRecord:
    asked = {"total_hours": "50", "required_course_hours": "0", "elective_course_hours": "0"}
    done = {"done_hours": "0.5", "done_required_hours": "0", "done_elective_hours": "0.5"}
    said = {"result": "not_met", "confirmed_at": LATER, "unit": study.unit, **asked, **done, **other}
    return AnnualRecord(trainee=study.trainee, institution=study.institution, year=study.year, **said)


def everything(*more: object) -> build.Academy:
    made = build.Academy()
    again = replace(CREDIT, earned_at=instant_text(build.START + timedelta(days=60)))
    facts = (STUDY, assessed(STUDY), CREDIT, reversal(CREDIT), again, correction(STUDY), annual(STUDY), *more)
    for record in (build.account_record(0), *facts):
        made.add(record)
    return made


def test_a_package_with_all_of_them_is_intact(tmp_path: Path) -> None:
    report = verify_package(everything().write(tmp_path), build.key())
    assert report.problems == ()
    assert report.records == 8


def test_a_second_credit_without_a_reversal_between_is_found(tmp_path: Path) -> None:
    third = replace(CREDIT, earned_at=instant_text(build.START + timedelta(days=70)))
    report = verify_package(everything(third).write(tmp_path), build.key())
    assert {(problem.code, problem.record) for problem in report.problems} == {(Code.SECOND_CREDIT, "entry 8")}


@pytest.mark.parametrize(
    "record",
    [
        replace(annual(STUDY), confirmed_at="2020-01-01T00:00:00Z"),
        replace(reversal(CREDIT), earned_at="2020-01-01T00:00:00Z"),
        replace(correction(STUDY), started_at="2020-01-01T00:00:00Z"),
    ],
)
def test_what_lies_outside_the_period_is_found(tmp_path: Path, record: object) -> None:
    report = verify_package(everything(record).write(tmp_path), build.key())
    assert Code.OUTSIDE_PERIOD in {problem.code for problem in report.problems}


def test_a_hand_over_counts_what_stands() -> None:
    made = summary(enumerate(record for record, _packaged in everything().log))
    assert [course["entry"] for course in made["courses"]] == [5]
    without = [record for record, _packaged in everything().log][:5]
    assert summary(enumerate(without))["courses"] == []
    assert summary(enumerate(without))["creditHours"] == "0"
