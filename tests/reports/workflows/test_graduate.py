"""Graduation (8.3.6): proposed with reasons, confirmed by a second person, and all that follows, once."""

from __future__ import annotations

import json
import os
import signal
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from cadretrain_reports import clock
from cadretrain_reports.applets.archives.models import ArchiveRecord
from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.certificates.api import Certificate, facts_of
from cadretrain_reports.applets.class_life.api import Attendance, ExamResult
from cadretrain_reports.applets.credits import api as credits
from cadretrain_reports.applets.credits.api import ClassCredit
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import (
    ClassActivity,
    ClassAssessment,
    ClassRegistration,
    ClassResult,
    Graduation,
    ThemeClass,
)
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.offline.verify import verify_package
from cadretrain_reports.rules.records import hours_text
from cadretrain_reports.scopes.api import Denied, in_scope
from cadretrain_reports.workflows import graduate as workflow
from cadretrain_reports.workflows.submit import export_year
from tests import factories, factories_transfers
from tests.factories_classes import member, taught, theme_class
from tests.factories_graduation import affairs, assessing, crowded_class, head_teacher
from tests.factories_plans import refusal
from tests.workers import Died, Worker

pytestmark = [pytest.mark.django_db, pytest.mark.fonts]

SIZE = max(500, min(5000, 25 * int(os.environ.get("CADRETRAIN_SCALE", "20"))))
"""Trainees of the class that is killed: 5,000 with ``CADRETRAIN_SCALE=200``."""


@pytest.fixture
def training(at_new_year: SimulatedClock) -> ThemeClass:
    """Return a running class with the required course C1 (half an hour)."""
    return taught(theme_class(factories.institution()), factories.released("C1", 901))


@pytest.fixture
def confirmed(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Any:
    """Return what confirms a class and lets the workers work."""

    def confirm(actor: Any, training: ThemeClass) -> Graduation:
        with django_capture_on_commit_callbacks(execute=True):
            run = workflow.confirm_class(actor, training)
        run.refresh_from_db()
        return run

    return confirm


def results() -> list[tuple[bool, str, list[str]]]:
    """Return what stands: passed, state, and which kinds of thing are missing."""
    found = ClassResult.objects.filter(standing=True).order_by("registration")
    return [(one.passed, one.state, [str(lack.lack) for lack in theme_classes.missing_of(one)]) for one in found]


def archived() -> list[dict[str, Any]]:
    records = ArchiveRecord.objects.filter(entry__kind="class_result").order_by("pk")
    return [json.loads(record.payload) for record in records]


def has_activities(training: ThemeClass) -> tuple[ClassActivity, ClassActivity]:
    """Have a class hold a seminar online (two hours) and a visit (four)."""
    of: dict[str, Any] = {"theme_class": training}
    seminar = ClassActivity.objects.create(number=1, kind="seminar", title="分组研讨", credit_hours=2, **of)
    visit = ClassActivity.objects.create(number=2, kind="visit", title="现场教学", credit_hours=4, **of)
    return seminar, visit


def on_record(
    by: Any, registration: ClassRegistration, attended: Iterable[ClassActivity], exam: ClassAssessment, score: str
) -> None:
    """Have a trainee's attendance and mark on record."""
    said: dict[str, Any] = {"registration": registration, "by": by, "at": clock.now()}
    for activity in attended:
        Attendance.objects.create(activity=activity, state=Attendance.State.PRESENT, **said)
    mark = {"score": Decimal(score), "pass_mark": 60, "passed": Decimal(score) >= 60, "assessed_on": clock.now().date()}
    ExamResult.objects.create(assessment=exam, attempt=1, source="staff", **mark, **said)


def test_from_the_proposal_to_the_hours(training: ThemeClass, at_new_year: SimulatedClock, confirmed: Any) -> None:
    diligent, lazy = factories.trainee(), factories.trainee()
    registrations = [member(training, account) for account in (diligent, lazy)]
    factories.learn(diligent, at_new_year, 960, "C1")
    teacher, officer = head_teacher(training), affairs(training)
    assert refusal(workflow.propose_class, teacher, training) == ("not_assessing", "")
    assessing(training)
    assert workflow.propose_class(teacher, training) == 2
    assert results() == [(True, "proposed", []), (False, "proposed", ["course"])]
    assert workflow.propose_class(officer, training) == 0
    assert not ClassCredit.objects.exists()
    with pytest.raises(Denied):
        workflow.confirm_class(teacher, training)
    run = confirmed(officer, training)
    assert (run.passed, run.failed, run.left, run.standing) == (1, 1, 0, None)
    assert [state for _passed, state, _missing in results()] == ["confirmed", "confirmed"]
    assert ClassCredit.objects.get().registration == registrations[0]
    certificate = Certificate.objects.get()
    assert (certificate.registration, facts_of(certificate).hours) == (registrations[0], Decimal("0.5"))
    said = [(one["trainee"], one["passed"], one["attributed_hours"], one["year"]) for one in archived()]
    assert said == [(str(diligent.trainee.uuid), True, "0.5", 2026), (str(lazy.trainee.uuid), False, "0", 2026)]
    assert refusal(workflow.confirm_class, officer, training) == ("nothing_proposed", "")
    acts = AuditEntry.objects.filter(act__startswith="class.").order_by("pk").values_list("act", "details__rows")
    assert list(acts) == [("class.propose_results", 2), ("class.propose_results", 0), ("class.confirm_results", None)]


def test_nobody_confirms_what_they_proposed(training: ThemeClass, confirmed: Any) -> None:
    member(training, factories.trainee())
    officer, other = affairs(training), affairs(assessing(training))
    workflow.propose_class(officer, training)
    assert refusal(workflow.confirm_class, officer, training) == ("four_eyes", "")
    assert refusal(workflow.confirm_result, officer, ClassResult.objects.get()) == ("four_eyes", "")
    assert confirmed(other, training).failed == 1


def test_only_who_has_the_class_proposes(training: ThemeClass) -> None:
    elsewhere = theme_class(factories.institution("OTHER"), "K2")
    for stranger in (factories.user(), head_teacher(elsewhere), affairs(elsewhere)):
        with pytest.raises(Denied):
            workflow.propose_class(stranger, assessing(training))


def test_trainees_see_their_result_once_it_is_confirmed(training: ThemeClass, confirmed: Any) -> None:
    account = factories.trainee()
    member(training, account)
    teacher, officer = head_teacher(training), affairs(assessing(training))
    workflow.propose_class(teacher, training)
    assert not in_scope(ClassResult.objects.all(), account.user).exists()
    assert in_scope(ClassResult.objects.all(), teacher).exists()
    confirmed(officer, training)
    assert in_scope(ClassResult.objects.all(), account.user).exists()


def test_who_passes_late_is_graduated_alone(training: ThemeClass, at_new_year: SimulatedClock, confirmed: Any) -> None:
    """A make-up after the class has been confirmed: the former result stays, the others are left alone."""
    early, late = factories.trainee(), factories.trainee()
    _first, second = member(training, early), member(training, late)
    factories.learn(early, at_new_year, 960, "C1")
    teacher, officer = head_teacher(training), affairs(assessing(training))
    workflow.propose_class(teacher, training)
    confirmed(officer, training)
    assert workflow.propose_result(teacher, second) == 0
    factories.learn(late, at_new_year, 960, "C1")
    theme_classes.set_state(training, ThemeClass.State.CLOSED)
    assert workflow.propose_result(teacher, second) == 1
    assert workflow.propose_class(officer, training) == 0
    passed = workflow.confirm_result(officer, ClassResult.objects.get(state="proposed"))
    assert (passed.registration, passed.passed) == (second, True)
    assert ClassCredit.objects.count() == 2
    history = ClassResult.objects.filter(registration=second).order_by("pk").values_list("passed", "standing")
    assert list(history) == [(False, None), (True, True)]
    assert [one["passed"] for one in archived()] == [True, False, True]
    # Its teaching had ended: the course is elective learning, fulfils the class and adds nothing to it.
    assert (passed.attributed_hours, passed.exempt_hours) == (0, Decimal("0.5"))


def test_what_has_changed_since_is_not_confirmed(
    training: ThemeClass, at_new_year: SimulatedClock, confirmed: Any
) -> None:
    account = factories.trainee()
    member(training, account)
    factories.learn(account, at_new_year, 960, "C1")
    teacher, officer = head_teacher(training), affairs(assessing(training))
    workflow.propose_class(teacher, training)
    credits.reverse(credits.CreditEntry.objects.get(), officer, clock.now(), "代学")
    run = confirmed(officer, training)
    assert (run.passed, run.failed, run.left) == (0, 0, 1)
    assert results() == [(False, "proposed", ["course"])]
    result = ClassResult.objects.get()
    ClassResult.objects.update(passed=True)
    assert refusal(workflow.confirm_result, officer, result) == ("changed", "")
    assert results() == [(False, "proposed", ["course"])]
    assert not workflow.confirm_result(officer, result).passed


def test_activities_and_marks_come_into_it(training: ThemeClass, at_new_year: SimulatedClock, confirmed: Any) -> None:
    """Hours on the spot are kept apart; the unit at the time of the decision has them (R9)."""
    seminar, visit = has_activities(training)
    exam = ClassAssessment.objects.create(theme_class=training, title="结业考试", method="objective_online", number=1)
    accounts = [factories.trainee() for _ in range(3)]
    present, absent, failed = (member(training, account) for account in accounts)
    for account in accounts:
        factories.learn(account, at_new_year, 960, "C1")
    teacher, officer = head_teacher(training), affairs(assessing(training))
    workflow.propose_class(teacher, training)
    assert results() == [(False, "proposed", ["activity", "activity", "assessment", "mark"])] * 3
    on_record(teacher, present, (seminar, visit), exam, "81.5")
    on_record(teacher, absent, (visit,), exam, "81.5")
    on_record(teacher, failed, (seminar, visit), exam, "59.5")
    assert workflow.propose_class(teacher, training) == 3
    at_new_year.advance(86_400)
    factories_transfers.moved(accounts[0])
    confirmed(officer, training)
    assert [missing for _passed, _state, missing in results()] == [[], ["activity"], ["assessment", "mark"]]
    year = credits.hours_in(accounts[0].pk, 2026)
    assert (year.in_classes, year.activities, year.face_to_face) == (Decimal("0.5"), 2, 4)
    assert [credits.total(account.pk, 2026) for account in accounts] == [Decimal(it) for it in ("2.5", "0.5", "0.5")]
    credit = ClassCredit.objects.get()
    assert (credit.unit.code, credit.activity_hours, credit.face_to_face_hours) == ("OFFICE", 2, 4)
    assert (archived()[0]["unit"], archived()[0]["face_to_face_hours"]) == ("OFFICE", "4")


def test_who_has_no_archive_yet_is_left(training: ThemeClass, confirmed: Any) -> None:
    """Whoever has no account cannot graduate: there is nothing to keep it in."""
    trainee = factories.trainee().trainee
    nobody = people.Trainee.objects.create(
        code="X1", name="李四", unit=trainee.unit, managing_department=trainee.managing_department
    )
    theme_classes.confirm(theme_classes.register(training, nobody, clock.now()))
    teacher, officer = head_teacher(training), affairs(assessing(training))
    workflow.propose_class(teacher, training)
    assert (confirmed(officer, training).left, archived()) == (1, [])


def test_nobody_decides_on_their_own(training: ThemeClass, confirmed: Any) -> None:
    officer = affairs(training)
    own = factories.trainee()
    people.Account.objects.filter(pk=own.pk).update(user=officer)
    own.refresh_from_db()
    registration = member(training, own)
    teacher = head_teacher(assessing(training))
    workflow.propose_class(teacher, training)
    assert confirmed(officer, training).left == 1
    assert refusal(workflow.confirm_result, officer, ClassResult.objects.get()) == ("own_matter", "")
    assert refusal(workflow.propose_result, officer, registration) == ("own_matter", "")


def test_a_name_that_the_fonts_lack_gets_no_certificate_and_says_so(
    training: ThemeClass, at_new_year: SimulatedClock, confirmed: Any
) -> None:
    """Everything else follows all the same; nobody gets a box instead of a character."""
    common, rare = factories.trainee(name="张三丰"), factories.trainee(name="张\U0003134a")
    for account in (common, rare):
        member(training, account)
        factories.learn(account, at_new_year, 960, "C1")
    teacher, officer = head_teacher(training), affairs(assessing(training))
    workflow.propose_class(teacher, training)
    assert confirmed(officer, training).passed == 2
    codes = ClassResult.objects.order_by("pk").values_list("registration__trainee", "uncertified")
    assert list(codes) == [(common.pk, ""), (rare.pk, "missing_glyphs")]
    assert (ClassCredit.objects.count(), Certificate.objects.count()) == (2, 1)
    assert workflow.certify_left(officer, training) == 0
    people.Trainee.objects.filter(pk=rare.pk).update(name="张丰")
    with pytest.raises(Denied):
        workflow.certify_left(teacher, training)
    assert (workflow.certify_left(officer, training), workflow.certify_left(officer, training)) == (1, 0)
    assert not ClassResult.objects.exclude(uncertified="").exists()


def test_a_class_is_confirmed_once_at_a_time(training: ThemeClass) -> None:
    member(training, factories.trainee())
    teacher, officer = head_teacher(training), affairs(assessing(training))
    workflow.propose_class(teacher, training)
    run = workflow.confirm_class(officer, training)
    assert refusal(workflow.confirm_class, affairs(training), training) == ("graduating", "")
    workflow.graduate(run.pk)
    workflow.graduate(run.pk)
    assert len(archived()) == 1


def test_a_page_costs_the_same_queries_whoever_is_in_it(at_new_year: SimulatedClock) -> None:
    """But for what is written of each; and one page lies in memory at a time."""
    training = crowded_class(40)
    teacher, officer = head_teacher(training), affairs(training)
    with CaptureQueriesContext(connection) as proposing:
        workflow.propose_class(teacher, training)
    assert len(proposing) <= 30
    run = workflow.confirm_class(officer, training)
    with CaptureQueriesContext(connection) as taken:
        workflow.graduate(run.pk)
    reading = [query for query in taken.captured_queries if query["sql"].startswith("SELECT")]
    assert len(reading) <= 30 + 40  # the archive of each certificate is looked up once


def begin(size: int, failing: int) -> Graduation:
    """Return the run of a crowded class that waits for its worker."""
    training = crowded_class(size, failing)
    workflow.propose_class(head_teacher(training), training)
    return theme_classes.start(training, affairs(training), clock.now())


def work(run: int) -> None:
    """In a further process: be the worker that graduates."""
    workflow.graduate(run)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_graduating_leaves_nothing_twice_and_nothing_out() -> None:
    """Killed again and again, in the first page and in later ones: then all is there once."""
    failing = SIZE // 10
    run = begin(SIZE, failing)
    asked = {"function": f"{__name__}.work", "run": run.pk}
    for statements in (3, 40, 300, 500, SIZE):
        with Worker() as worker:
            worker.do("die_after", statements=statements)
            with pytest.raises(Died):
                worker.do("call", **asked)
            assert worker.wait() == -signal.SIGKILL
        assert_whole(run)
    with Worker() as worker:
        worker.do("call", **asked)
    run.refresh_from_db()
    assert (run.passed, run.failed, run.left, run.standing) == (SIZE - failing, failing, 0, None)
    assert ClassResult.objects.filter(state="confirmed").count() == SIZE
    assert_whole(run)


def assert_whole(run: Graduation) -> None:
    """Whoever is decided on has an entry, and a credit if they passed; nobody else has anything, nobody twice."""
    decided = ClassResult.objects.filter(theme_class=run.theme_class, state="confirmed")
    trainees = Counter(str(uuid) for uuid in decided.values_list("registration__trainee__uuid", flat=True))
    assert Counter(one["trainee"] for one in archived()) == trainees
    assert set(trainees.values()) <= {1}
    passed = Counter(decided.filter(passed=True).values_list("registration", flat=True))
    assert Counter(ClassCredit.objects.values_list("registration", flat=True)) == passed
    assert Counter(Certificate.objects.values_list("registration", flat=True)) == passed
    assert set(Counter(Certificate.objects.values_list("number", flat=True)).values()) <= {1}
    assert ArchiveRecord.objects.filter(entry__kind="certificate").count() == passed.total()


@pytest.mark.django_db(transaction=True)
def test_what_a_dead_worker_left_goes_on_by_the_periodic_command() -> None:
    run = begin(60, 0)
    assert workflow.resume_graduations() == 0
    Graduation.objects.update(beat_at=run.beat_at - timedelta(minutes=6))
    assert workflow.resume_graduations() == 1
    run.refresh_from_db()
    assert (run.passed, run.standing) == (60, None)


def test_hours_of_the_record_are_those_of_the_class(
    training: ThemeClass, at_new_year: SimulatedClock, confirmed: Any
) -> None:
    account = factories.trainee()
    registration = member(training, account)
    entry = credits.CreditEntry.objects
    factories.learn(account, at_new_year, 960, "C1")
    assert entry.get().registration == registration
    credit = ArchiveRecord.objects.get(entry__kind="credit")
    assert json.loads(credit.payload)["learning_form"] == "theme_class"
    teacher, officer = head_teacher(training), affairs(assessing(training))
    workflow.propose_class(teacher, training)
    confirmed(officer, training)
    result = ClassResult.objects.get()
    assert hours_text(result.fulfilled_hours) == hours_text(result.class_hours) == archived()[0]["attributed_hours"]


def test_an_outsider_proves_the_result_from_the_package(
    training: ThemeClass, at_new_year: SimulatedClock, confirmed: Any, exports: Path
) -> None:
    """Result and certificate are among the entries of the year's package, under its seal."""
    account = factories.trainee()
    member(training, account)
    factories.learn(account, at_new_year, 960, "C1")
    teacher, officer = head_teacher(training), affairs(assessing(training))
    workflow.propose_class(teacher, training)
    confirmed(officer, training)
    package = export_year(2026)
    assert [problem for problem in verify_package(package).problems if problem.code != "wrong_key"] == []
    lines = (package / "data/log/entries.jsonl").read_text(encoding="utf-8").splitlines()
    kinds = Counter(json.loads(line)["kind"] for line in lines)
    assert (kinds["class_result"], kinds["certificate"]) == (1, 1)
