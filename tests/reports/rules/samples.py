"""One good record of each kind, for the tests of records, rows and dictionary."""

from __future__ import annotations

from cadretrain_reports.rules.shapes import (
    AccountRecord,
    AnnualRecord,
    AssessmentRecord,
    ClassRegistrationRecord,
    CorrectionRecord,
    CreditRecord,
    DeclaredRecord,
    HandOverRecord,
    ImportedHoursRecord,
    ReversalRecord,
    StudyRecord,
    TakenInRecord,
    TransferRecord,
)

TRAINEE = "6f1c2b1e-7a55-4c39-9a52-0d6a3f0f2f11"
BANDS = ((900, "0.25"), (1800, "0.5"), (None, "1"))

ACCOUNT = AccountRecord(trainee=TRAINEE, portfolio_id="LA-2026-000001", unit="U-01", opened_at="2026-01-05T00:30:00Z")
STUDY = StudyRecord(
    trainee=TRAINEE,
    institution="XZ",
    course="K-101",
    course_version=1,
    course_title="公文写作",
    course_duration=901,
    year=2026,
    started_at="2026-03-01T00:00:00Z",
    studied_until="2026-03-02T01:00:00Z",
    learning_duration=901,
    exempt=False,
    unit="U-01",
)
CREDIT = CreditRecord(
    trainee=TRAINEE,
    institution="XZ",
    course="K-101",
    course_version=2,
    course_title="公文写作(修订)",
    course_duration=1801,
    credit_hours="1",
    bands=BANDS,
    learning_duration=1801,
    learning_form="elective_learning",
    requirement="required",
    assessment="none",
    earned_at="2026-03-01T16:30:00Z",
    year=2026,
    unit="U-02",
)
TRANSFER = TransferRecord(trainee=TRAINEE, from_unit="U-01", to_unit="U-02", at="2026-03-01T12:00:00Z", year=2026)
HANDED_OVER = HandOverRecord(trainee=TRAINEE, place="外省干部网络学院", at="2026-03-02T12:00:00Z", year=2026)
IMPORTED_HOURS = ImportedHoursRecord(
    trainee=TRAINEE,
    platform="省干部网络学院",
    course_title="公文写作",
    credit_hours="1.5",
    earned_at="2019-03-03T16:00:00Z",
    at="2026-03-03T12:00:00Z",
    year=2026,
)
DECLARED = DeclaredRecord(
    trainee=TRAINEE,
    declaration="7f1c2b1e-7a55-4c39-9a52-0d6a3f0f2f12",
    training_form="face_to_face",
    title="青年干部研讨班",
    organizer="省委党校",
    began_on="2026-02-02",
    ended_on="2026-02-06",
    credit_hours="40",
    training_year=2026,
    evidence="0e" * 32,
    counts=True,
    unit="U-02",
    at="2026-03-03T13:00:00Z",
    year=2026,
)
IN_CLASS = ClassRegistrationRecord(
    trainee=TRAINEE,
    institution="XZ",
    theme_class="ZT-2026-01",
    title="基层治理专题班",
    class_type="assigned",
    way="assigned",
    counts=True,
    unit="U-02",
    at="2026-03-03T14:00:00Z",
    year=2026,
)
TAKEN_IN = TakenInRecord(
    trainee=TRAINEE,
    origin="academy.example.cn",
    index=7,
    leaf="0f" * 32,
    entry='{"record":{}}',
    checkpoint="academy.example.cn\n1\n\n",
    at="2026-03-03T12:00:00Z",
    year=2026,
)
ASSESSED = AssessmentRecord(
    trainee=TRAINEE,
    institution="XZ",
    course="K-101",
    course_version=2,
    course_title="公文写作(修订)",
    course_duration=1801,
    assessment="subjective_offline",
    attempt=2,
    replaces=0,
    score="85.5",
    pass_mark=60,
    passed=True,
    assessed_at="2026-03-01T15:59:59Z",
    year=2026,
    unit="U-02",
)
REVERSED = ReversalRecord(
    trainee=TRAINEE,
    institution="XZ",
    course="K-101",
    credit_hours="1",
    earned_at=CREDIT.earned_at,
    reason="代学",
    reversed_at="2027-02-01T08:00:00Z",
    year=2026,
    unit="U-02",
)
CORRECTED = CorrectionRecord(
    trainee=TRAINEE,
    institution="XZ",
    course="K-101",
    started_at="2026-03-01T06:00:00Z",
    ended_at="2026-03-01T06:20:00Z",
    reason="平台断线",
    corrected_at="2026-03-05T08:00:00Z",
    year=2026,
)
ANNUAL = AnnualRecord(
    trainee=TRAINEE,
    institution="XZ",
    result="not_met",
    total_hours="50",
    required_course_hours="20",
    elective_course_hours="0",
    done_hours="42.75",
    done_required_hours="20",
    done_elective_hours="22.75",
    confirmed_at="2027-01-10T08:00:00Z",
    year=2026,
    unit="U-02",
)
