"""Assessed courses: the credit falls with the last of time, content and assessment, once."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from cadretrain_reports import clock
from cadretrain_reports.applets.archives.models import ArchiveRecord
from cadretrain_reports.applets.assessments.api import AssessmentResult, Source
from cadretrain_reports.applets.credits import api as credits
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.compat import Completion, Grade
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows import assess
from cadretrain_reports.workflows.study import grant_due, grant_if_fulfilled, progress
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_assessments import TODAY, assessed, assessor, record, score
from tests.factories_classes import officer
from tests.factories_plans import refusal
from tests.workers import crew

pytestmark = pytest.mark.django_db


def kinds(account: Any) -> list[str]:
    found = ArchiveRecord.objects.filter(archive=account.pk).order_by("pk")
    return list(found.values_list("entry__kind", flat=True))


def test_time_alone_earns_nothing_in_an_assessed_course(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), assessed()
    page = factories.learn(account, at_new_year, 120)
    assert credits.standing_credit(page.study) is None
    shown = progress(account.user_id, "block-C1", page.session)
    assert shown.learning_duration >= version.required_duration


def test_credit_falls_with_a_result_that_comes_last(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), assessed()
    page = factories.learn(account, at_new_year, 120)
    at_new_year.advance(600)
    result = record(account, version, score("60"))
    credit = credits.standing_credit(page.study)
    assert credit is not None
    assert (credit.earned_at, credit.learning_duration) == (at_new_year.at, 120)
    assert (result.attempt, result.passed, result.source) == (1, True, Source.STAFF)
    assert kinds(account) == ["account", "assessment", "credit"]


def test_credit_falls_with_time_that_comes_last(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), assessed()
    record(account, version, score(None, passed=True))
    assert credits.CreditEntry.objects.count() == 0
    page = factories.learn(account, at_new_year, 120)
    credit = credits.standing_credit(page.study)
    assert credit is not None
    assert credit.earned_at == NEW_YEAR + timedelta(seconds=60)
    assert kinds(account) == ["account", "assessment", "credit"]


def test_a_share_of_the_duration_is_enough_where_the_site_says_so(at_new_year: SimulatedClock, settings: Any) -> None:
    settings.CADRETRAIN_COMPLETION_RULE = {"time_share": 50}
    account, version = factories.trainee(), factories.released(duration=121)
    assert (version.time_share, version.required_duration) == (50, 61)
    settings.CADRETRAIN_COMPLETION_RULE = {}
    page = factories.learn(account, at_new_year, 60)
    assert credits.standing_credit(page.study) is None
    page.learn(1)
    assert credits.standing_credit(page.study)


def test_a_failed_attempt_earns_nothing_and_a_re_take_does(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), assessed()
    factories.learn(account, at_new_year, 120)
    record(account, version, score("59.5"))
    assert credits.CreditEntry.objects.count() == 0
    at_new_year.advance(86400)
    record(account, version, score("80", TODAY + timedelta(days=1)))
    assert credits.CreditEntry.objects.count() == 1
    assert list(AssessmentResult.objects.values_list("attempt", "passed")) == [(1, False), (2, True)]
    assert kinds(account) == ["account", "assessment", "assessment", "credit"]


def test_a_worse_re_take_changes_nothing_where_the_best_counts(at_new_year: SimulatedClock, settings: Any) -> None:
    account, version = factories.trainee(), assessed(duration=3600)
    record(account, version, score("90"))
    at_new_year.advance(86400)
    record(account, version, score("40", TODAY + timedelta(days=1)))
    assert kinds(account) == ["account", "assessment"]
    settings.CADRETRAIN_ATTEMPT_THAT_COUNTS = "last"
    at_new_year.advance(86400)
    record(account, version, score("50", TODAY + timedelta(days=2)))
    assert kinds(account) == ["account", "assessment", "assessment"]
    settings.CADRETRAIN_ATTEMPT_THAT_COUNTS = "best"
    factories.learn(account, at_new_year, 3700)
    assert credits.CreditEntry.objects.count() == 1


def test_the_same_result_again_is_one_record(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), assessed()
    first = record(account, version, score("60"))
    assert record(account, version, score("60.00")) == first
    assert refusal(record, account, version, score("70")) == ("other_result", "score")


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        (score("100.5"), "bad_score", "score"),
        (score("60.123"), "bad_score", "score"),
        (score(None), "no_result", "score"),
        (score("70", passed=False), "contradiction", "passed"),
        (score("70", TODAY + timedelta(days=1)), "in_future", "assessed_on"),
        (score("70", TODAY - timedelta(days=1)), "before_account", "assessed_on"),
        (score("70", note="x" * 501), "too_long", "note"),
    ],
)
def test_results_that_cannot_be(at_new_year: SimulatedClock, said: Any, code: str, field: str) -> None:
    account, version = factories.trainee(), assessed()
    assert refusal(record, account, version, said) == (code, field)
    assert not AssessmentResult.objects.exists()
    assert not learning.CourseStudy.objects.exists()


@pytest.mark.parametrize(("method", "code"), [("none", "not_assessed"), ("objective_online", "graded_by_platform")])
def test_courses_in_which_staff_records_nothing(at_new_year: SimulatedClock, method: str, code: str) -> None:
    account, version = factories.trainee(), assessed(method)
    assert refusal(record, account, version, score("70")) == (code, "course")


def test_a_course_that_is_not_on_offer(at_new_year: SimulatedClock) -> None:
    account = factories.trainee()
    version = factories.draft(assessment="subjective_offline")
    with pytest.raises(Refused) as refused:
        assess.record_result(factories.operator(), account.trainee, version.course, score("70"))
    assert refused.value.code == "not_on_offer"


def test_nobody_records_their_own_result(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), assessed()
    officer(Role.ACADEMIC_AFFAIRS_OFFICER, version.course.institution, user=account.user)
    assert refusal(record, account, version, score("70"), account.user) == ("own_matter", "")
    with pytest.raises(Denied):
        record(account, version, score("70"), factories.user())


@pytest.mark.parametrize("role", [Role.TEACHER, Role.HEAD_TEACHER, Role.ACADEMIC_AFFAIRS_OFFICER])
def test_who_may_record(at_new_year: SimulatedClock, role: Role) -> None:
    assert record(factories.trainee(), assessed(), score("70"), assessor(role)).by_id


def test_an_offline_exam_counts_at_its_date(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), assessed()
    page = factories.learn(account, at_new_year, 120)
    at_new_year.advance(20 * 86400)
    record(account, version, score("70", TODAY + timedelta(days=10)))
    credit = credits.standing_credit(page.study)
    assert credit is not None
    assert clock.now() - credit.earned_at > timedelta(days=9)


def test_in_the_first_weeks_of_a_year_an_exam_still_falls_into_the_one_before(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), assessed()
    page = factories.learn(account, at_new_year, 120)
    at_new_year.at = NEW_YEAR.replace(year=2027, month=1, day=20)
    record(account, version, score("70", date(2026, 12, 30)))
    credit = credits.standing_credit(page.study)
    assert credit is not None
    assert credit.year == 2026


def test_of_a_period_that_is_closed_the_credit_falls_at_entry(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), assessed()
    page = factories.learn(account, at_new_year, 120)
    at_new_year.at = NEW_YEAR.replace(year=2027, month=2, day=2)
    record(account, version, score("70", date(2026, 12, 30)))
    credit = credits.standing_credit(page.study)
    assert credit is not None
    assert (credit.year, credit.earned_at) == (2027, at_new_year.at)
    years = ArchiveRecord.objects.filter(entry__kind__in=("assessment", "credit")).values_list("year", flat=True)
    assert set(years) == {2027}


def test_content_is_asked_for_where_the_host_counts_it(at_new_year: SimulatedClock, host: ModuleType) -> None:
    account = factories.trainee()
    factories.released(duration=60)
    host.COMPLETED[0, "other"] = Completion(True)
    page = factories.learn(account, at_new_year, 120)
    assert grant_if_fulfilled(page.study, ask_platform=True) is None
    host.COMPLETED[account.user_id, "block-C1"] = Completion(True, at_new_year.at + timedelta(seconds=5))
    at_new_year.advance(60)
    assess.run_changed(account.user_id, factories.RUN)
    credit = credits.standing_credit(page.study)
    assert credit is not None
    assert credit.earned_at == at_new_year.at - timedelta(seconds=55)


def test_a_beat_leaves_it_to_a_worker_to_ask_the_platform(
    at_new_year: SimulatedClock,
    host: ModuleType,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    account = factories.trainee()
    factories.released(duration=60)
    host.COMPLETED[account.user_id, "block-C1"] = Completion(True)
    page = factories.learn(account, at_new_year, 60)
    assert credits.standing_credit(page.study) is None
    with django_capture_on_commit_callbacks(execute=True):
        grant_if_fulfilled(page.study)
    assert credits.standing_credit(page.study)


def test_a_version_need_not_ask_for_content(at_new_year: SimulatedClock, host: ModuleType, settings: Any) -> None:
    settings.CADRETRAIN_COMPLETION_RULE = {"content": False}
    host.COMPLETED[0, "other"] = Completion(True)
    factories.released(duration=60)
    page = factories.learn(factories.trainee(), at_new_year, 60)
    assert credits.standing_credit(page.study)


def graded(host: ModuleType, account: Any, percent: str, *, is_final: bool = True) -> None:
    host.GRADES[account.user_id, "block-C1"] = Grade(Decimal(percent), is_final)
    assess.run_changed(account.user_id, factories.RUN)


def test_grades_of_the_platform_come_again_and_again(at_new_year: SimulatedClock, host: ModuleType) -> None:
    account, _version = factories.trainee(), assessed("objective_online")
    factories.learn(account, at_new_year, 120)
    for _ in range(3):
        graded(host, account, "40", is_final=False)
    assert AssessmentResult.objects.count() == 0
    for _ in range(3):
        graded(host, account, "40")
    assert list(AssessmentResult.objects.values_list("score", "passed")) == [(Decimal(40), False)]
    for _ in range(3):
        graded(host, account, "75", is_final=False)
    assert AssessmentResult.objects.count() == 2
    assert credits.CreditEntry.objects.count() == 1
    assert kinds(account) == ["account", "assessment", "assessment", "credit"]


def test_a_grade_before_the_first_beat_is_found_when_the_time_is_learned(
    at_new_year: SimulatedClock,
    host: ModuleType,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    account, _version = factories.trainee(), assessed("objective_online")
    graded(host, account, "75")
    assert AssessmentResult.objects.count() == 0
    with django_capture_on_commit_callbacks(execute=True):
        factories.learn(account, at_new_year, 120)
    assert credits.CreditEntry.objects.count() == 1


def test_somebody_who_is_no_trainee_is_graded_in_vain(at_new_year: SimulatedClock, host: ModuleType) -> None:
    assess.run_changed(factories.user().pk, factories.RUN)
    assert AssessmentResult.objects.count() == 0


def test_a_wrong_result_is_corrected_by_a_further_one(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), assessed()
    factories.learn(account, at_new_year, 120)
    wrong = record(account, version, score("16"))
    right = assess.correct_result(assessor(), wrong, score("61"), "录入错误")
    assert (right.attempt, right.replaces, right.source, right.note) == (2, wrong, "correction", "录入错误")
    assert credits.CreditEntry.objects.count() == 1
    assert kinds(account) == ["account", "assessment", "assessment", "credit"]
    assert refusal(assess.correct_result, assessor(), wrong, score("62"), "再改") == ("replaced", "")
    assert refusal(assess.correct_result, assessor(), right, score("61"), "再改")[0] == "same_result"
    assert refusal(assess.correct_result, assessor(), right, score("62"), " ") == ("missing", "note")
    # Who sends the wrong one again, as in a file, changes nothing.
    assert record(account, version, score("16")) == wrong


def test_only_academic_affairs_officers_correct(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), assessed()
    wrong = record(account, version, score("16"))
    with pytest.raises(Denied):
        assess.correct_result(assessor(Role.TEACHER), wrong, score("61"), "录入错误")


def test_a_reversal_for_fraud_asks_for_all_of_it_anew(at_new_year: SimulatedClock) -> None:
    account = factories.trainee()
    factories.released(duration=60)
    page = factories.learn(account, at_new_year, 120)
    credit = credits.standing_credit(page.study)
    assert credit is not None
    by = officer(Role.DEPARTMENT_OFFICER, account.trainee.managing_department)
    taken = assess.reverse_credit(by, credit, "代学", anew=True)
    assert (taken.standing, taken.reversal_reason) == (None, "代学")
    assert credits.total(account.pk, 2026) == 0
    assert kinds(account) == ["account", "credit", "reversal"]
    page.learn(30)
    grant_due()
    assert credits.standing_credit(page.study) is None
    page.learn(60)
    assert credits.standing_credit(page.study)
    assert credits.total(account.pk, 2026) == Decimal("0.25")
    assert refusal(assess.reverse_credit, by, credit, "再来", anew=True) == ("already_reversed", "")


def test_a_reversal_for_an_error_is_followed_by_what_is_right(at_new_year: SimulatedClock) -> None:
    account = factories.trainee()
    factories.released(duration=60)
    page = factories.learn(account, at_new_year, 120)
    by = officer(Role.DEPARTMENT_OFFICER, account.trainee.managing_department)
    assess.reverse_credit(by, credits.standing_credit(page.study), "学时有误", anew=False)
    assert credits.CreditEntry.objects.count() == 2
    assert credits.total(account.pk, 2026) == Decimal("0.25")
    assert kinds(account) == ["account", "credit", "reversal", "credit"]


def test_who_reverses(at_new_year: SimulatedClock) -> None:
    account = factories.trainee()
    factories.released(duration=60)
    credit = credits.standing_credit(factories.learn(account, at_new_year, 120).study)
    with pytest.raises(Denied):
        assess.reverse_credit(assessor(), credit, "代学", anew=True)
    officer(Role.DEPARTMENT_OFFICER, account.trainee.managing_department, user=account.user)
    assert refusal(assess.reverse_credit, account.user, credit, "代学", anew=True) == ("own_matter", "")


def test_time_added_by_hand_counts_with_its_reason(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), assessed("none", duration=600)
    page = factories.learn(account, at_new_year, 300)
    study = learning.study(page.study)
    at_new_year.advance(3600)
    span = learning.Span(NEW_YEAR + timedelta(seconds=200), NEW_YEAR + timedelta(seconds=600))
    assess.correct_time(assessor(), study, span, "平台断线,有录像为证")
    assert learning.learned(account.pk, version.course_id) == 600
    assert credits.standing_credit(study.pk)
    assert kinds(account) == ["account", "correction", "credit"]
    assert refusal(assess.correct_time, assessor(), study, span, "再来") == ("corrected_before", "ended_at")


@pytest.mark.parametrize(
    ("start", "end", "refused"),
    [
        (100, 100, ("bad_span", "ended_at")),
        (100, 90_000, ("bad_span", "ended_at")),
        (100, 4000, ("bad_span", "ended_at")),
        (-100, 200, ("before_account", "started_at")),
    ],
)
def test_time_that_cannot_be_added(at_new_year: SimulatedClock, start: int, end: int, refused: tuple[str, str]) -> None:
    account = factories.trainee()
    factories.released(duration=600)
    study = learning.study(factories.learn(account, at_new_year, 300).study)
    span = learning.Span(NEW_YEAR + timedelta(seconds=start), NEW_YEAR + timedelta(seconds=end))
    institution_officer = assessor()
    assert refusal(assess.correct_time, institution_officer, study, span, "断线") == refused


LAST = ("time", "grade", "completion")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", range(3))
def test_three_last_conditions_at_once_are_one_credit(host: ModuleType, first: int) -> None:
    account, version = factories.trainee(), assessed("objective_online", duration=60)
    host.COMPLETED[0, "other"] = Completion(True)
    with clock.simulated(clock.now() - timedelta(seconds=120)) as at:
        page = factories.learn(account, at, 59, code="C1")
    said = {"study_id": page.study, "user": account.user_id, "run": factories.RUN}
    said |= {"page": {"session": page.session}, "order": 0}
    arriving = [LAST[(first + step) % 3] for step in range(3)]
    with crew(3) as workers:
        at_beat = (at.at + timedelta(seconds=5)).isoformat()
        for worker, what in zip(workers, arriving, strict=True):
            arguments = {"what": what, **said}
            worker.send("call", function="tests.factories_assessments.do_condition", at=at_beat, **arguments)
        answers = {worker.answer() for worker in workers}
    assert answers == {"None", "grade", "completion"}
    assert credits.CreditEntry.objects.count() == 1
    assert AssessmentResult.objects.count() == 1
    assert kinds(account) == ["account", "assessment", "credit"]
    assert credits.total(account.pk, credits.CreditEntry.objects.get().year) == version.credit_hours


@pytest.mark.django_db(transaction=True)
def test_two_who_record_the_same_at_once_make_one_record(host: ModuleType) -> None:
    with clock.simulated(NEW_YEAR):
        account, version, by = factories.trainee(), assessed(), assessor()
    said = {"user": by.pk, "trainee": account.pk, "course": version.course_id, "points": "70"}
    with crew(2) as workers:
        for worker in workers:
            worker.send("call", function="tests.factories_assessments.do_record", at=NEW_YEAR.isoformat(), **said)
        assert [worker.answer() for worker in workers] == [1, 1]
    assert AssessmentResult.objects.count() == 1
