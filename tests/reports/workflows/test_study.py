"""Study: beats through the real store, credit at the moment of fulfilment."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoCaptureOnCommitCallbacks

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.archives.models import ArchiveEntry
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.courses.api import CourseVersion
from cadretrain_reports.applets.credits import api as credits
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.learning.api import OpenPage, Signs
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.upkeep import api as upkeep
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.rules.durations import Beat, allocate, credited_intervals, learning_duration
from cadretrain_reports.workflows import study
from tests import factories
from tests.factories import PRESENT, SEEN, Page
from tests.workers import crew, together

pytestmark = pytest.mark.django_db

HIDDEN = learning.Signs(visible=False, active=False)
IDLE = learning.Signs(visible=True, active=False)


def test_credit_falls_with_the_beat_that_completes_the_duration(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), factories.released(duration=901)
    page = factories.learn(account, at_new_year, 900)
    assert credits.standing_credit(page.study) is None
    at_new_year.advance(1)
    page.beat()
    credit = credits.standing_credit(page.study)
    assert (credit.credit_hours, credit.learning_duration, credit.year) == (Decimal("0.5"), 901, 2026)
    assert credit.earned_at == at_new_year.at
    assert credit.version == version
    assert credit.unit == account.trainee.unit
    assert credits.total(account.pk, 2026) == Decimal("0.5")
    assert list(ArchiveEntry.objects.order_by("pk").values_list("kind", flat=True)) == ["account", "credit"]


@pytest.mark.parametrize(("duration", "hours"), [(1, "0.25"), (900, "0.25"), (901, "0.5"), (1800, "0.5"), (1801, "1")])
def test_hours_follow_the_bands(at_new_year: SimulatedClock, duration: int, hours: str) -> None:
    account = factories.trainee()
    factories.released(duration=duration)
    factories.learn(account, at_new_year, duration)
    assert credits.total(account.pk, 2026) == Decimal(hours)


def test_further_study_grants_nothing_more(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), factories.released(duration=60)
    factories.learn(account, at_new_year, 120)
    factories.learn(account, at_new_year, 120)
    assert credits.CreditEntry.objects.count() == 1
    assert credits.total(account.pk, 2026) == Decimal("0.25")
    assert learning.learned(account.pk, version.course_id) == 240
    assert factories.study_of(account, version).check_due_at is None


def test_nobody_asks_before_the_duration_can_have_passed(at_new_year: SimulatedClock) -> None:
    account = factories.trainee()
    factories.released(duration=600)
    page = Page(account, "block-C1", at_new_year)
    asked = [page.beat().asked]
    for _ in range(10):
        at_new_year.advance(60)
        asked.append(page.beat().asked)
    # The first beat asks; then nothing can be fulfilled before 600 s less the grace of 60 s.
    assert asked == [True] + 8 * [False] + [True, True]
    assert credits.total(account.pk, 2026) == Decimal("0.25")


def test_a_beat_that_only_extends_takes_two_statements(at_new_year: SimulatedClock) -> None:
    account = factories.trainee()
    factories.released(duration=3600)
    page = factories.learn(account, at_new_year, 120)
    at_new_year.advance(30)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        stored = page.beat()
    assert (stored.reason, stored.asked) == (None, False)
    statements = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert [statement.split()[0] for statement in statements] == ["SELECT", "UPDATE"]


@pytest.mark.parametrize(
    ("signs", "seconds", "reason"),
    [(HIDDEN, 30, "hidden"), (PRESENT, 61, "gap"), (PRESENT, 60, None), (PRESENT, 0, "repeat"), (IDLE, 30, None)],
)
def test_why_a_span_does_not_count(
    at_new_year: SimulatedClock, signs: Signs, seconds: float, reason: str | None
) -> None:
    account = factories.trainee()
    factories.released()
    page = factories.learn(account, at_new_year, 30)
    at_new_year.advance(seconds)
    assert page.beat(signs).reason == reason


def test_idle_after_the_time_allowed(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), factories.released()
    page = factories.learn(account, at_new_year, 60)
    reasons = []
    for _ in range(11):
        at_new_year.advance(60)
        reasons.append(page.beat(IDLE).reason)
    assert reasons == 10 * [None] + ["idle"]
    assert learning.learned(account.pk, version.course_id) == 660


def test_breaks_keep_what_was_counted(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), factories.released()
    page = factories.learn(account, at_new_year, 120)
    for _ in range(3):
        at_new_year.advance(30)
        page.beat(HIDDEN)
    page.learn(90)
    at_new_year.advance(600)
    page.beat()
    page.learn(30)
    assert learning.learned(account.pk, version.course_id) == 240
    # One row for each break and the current run; beats that never counted leave none.
    assert learning.StudyInterval.objects.count() == 3


def test_a_page_that_begins_again_with_its_first_message_goes_on(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), factories.released()
    page = factories.learn(account, at_new_year, 60)
    page.study = None
    at_new_year.advance(30)
    assert page.beat().reason is None
    assert learning.StudyInterval.objects.count() == 1
    assert learning.learned(account.pk, version.course_id) == 90


def test_two_pages_at_once_count_once(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), factories.released()
    one, other = Page(account, "block-C1", at_new_year), Page(account, "block-C1", at_new_year)
    for _ in range(11):
        one.beat()
        other.beat()
        at_new_year.advance(30)
    assert learning.learned(account.pk, version.course_id) == 300


def test_the_daily_cap_runs_over_all_courses(at_new_year: SimulatedClock, settings: Any) -> None:
    settings.CADRETRAIN_STUDY_POLICY = {"daily_cap_s": 300}
    account = factories.trainee()
    first, second = factories.released("C1"), factories.released("C2")
    factories.learn(account, at_new_year, 240, "C1")
    factories.learn(account, at_new_year, 240, "C2")
    assert learning.learned(account.pk, first.course_id) == 240
    assert learning.learned(account.pk, second.course_id) == 60


def test_a_suspended_account_learns_nothing(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), factories.released()
    page = factories.learn(account, at_new_year, 60)
    people.set_status(account, people.Account.Status.SUSPENDED)
    at_new_year.advance(30)
    assert study.next_beat(OpenPage(page.study, page.session, page.usage_key), SEEN) is None
    with pytest.raises(study.StudyRefused) as refused:
        page.beat()
    assert refused.value.code == "suspended"
    people.set_status(account, people.Account.Status.ACTIVE)
    at_new_year.advance(31)
    assert page.beat().reason == "gap"
    assert learning.learned(account.pk, version.course_id) == 60


@pytest.mark.parametrize("code", ["not_a_trainee", "unknown_course"])
def test_who_may_not_study(at_new_year: SimulatedClock, code: str) -> None:
    account = factories.trainee()
    factories.released()
    user = factories.user().pk if code == "not_a_trainee" else account.user_id
    place = "block-C1" if code == "not_a_trainee" else "block-none"
    for act in (lambda: study.first_beat(user, place, "s", SEEN), lambda: study.progress(user, place, "s")):
        with pytest.raises(study.StudyRefused) as refused:
            act()
        assert refused.value.code == code


def test_who_has_not_accepted_the_rules_may_not_study(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), factories.released()
    upkeep.publish_rules("1", "平台规则", "不得代学。", at_new_year.at)
    user, place = account.user_id, "block-C1"
    for act in (lambda: study.first_beat(user, place, "s", SEEN), lambda: study.progress(user, place, "s")):
        with pytest.raises(study.StudyRefused) as refused:
            act()
        assert refused.value.code == "rules_not_accepted"
    assert not learning.CourseStudy.objects.exists()
    upkeep.accept(account.trainee, "1", at_new_year.at)
    assert study.progress(user, place, "s").version == version
    factories.learn(account, at_new_year, 60)
    assert learning.learned(account.pk, version.course_id) == 60


def test_new_rules_stop_an_open_page_when_it_asks_where_it_stands(at_new_year: SimulatedClock) -> None:
    """Its beats are not slowed down by asking each time: what was studied meanwhile was studied under the old rules."""
    account = factories.trainee()
    factories.released()
    page = factories.learn(account, at_new_year, 60)
    upkeep.publish_rules("2", "平台规则", "不得代学。", at_new_year.at)
    at_new_year.advance(30)
    with CaptureQueriesContext(connection) as queries:
        assert page.beat().reason is None
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 2
    with pytest.raises(study.StudyRefused) as refused:
        study.progress(account.user_id, "block-C1", page.session)
    assert refused.value.code == "rules_not_accepted"


def test_an_unknown_session_extends_nothing(at_new_year: SimulatedClock) -> None:
    account = factories.trainee()
    factories.released()
    page = factories.learn(account, at_new_year, 60)
    assert study.next_beat(OpenPage(page.study, "another", page.usage_key), SEEN) is None
    assert study.next_beat(OpenPage(page.study + 1, page.session, page.usage_key), SEEN) is None


def test_progress_before_during_and_after(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), factories.released(duration=120)
    before = study.progress(account.user_id, "block-C1", "s")
    assert (before.started, before.learning_duration, before.credit, before.exempt) == (False, 0, None, False)
    page = factories.learn(account, at_new_year, 60)
    during = study.progress(account.user_id, "block-C1", page.session)
    assert (during.started, during.learning_duration, during.credit) == (True, 60, None)
    page.learn(60)
    after = study.progress(account.user_id, "block-C1", page.session)
    assert after.credit == credits.standing_credit(page.study)
    assert (after.version, after.learning_duration, after.exempt) == (version, 120, False)
    later = study.progress(account.user_id, "block-C1", "a page opened afterwards")
    assert later.exempt


# R3: credit under the version that is released when it falls.


def test_a_draft_yields_nothing_until_released(
    at_new_year: SimulatedClock, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    account, version = factories.trainee(), factories.draft(duration=120)
    page = factories.learn(account, at_new_year, 180)
    assert credits.standing_credit(page.study) is None
    assert factories.study_of(account, version).check_due_at is None
    with django_capture_on_commit_callbacks(execute=True):
        factories.release(version)
    assert credits.standing_credit(page.study).learning_duration == 180


def test_credit_waits_while_a_newer_draft_exists(
    at_new_year: SimulatedClock, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    account, first = factories.trainee(), factories.released(duration=600)
    page = factories.learn(account, at_new_year, 540)
    second = factories.draft(duration=1000)
    page.learn(600)
    assert learning.learned(account.pk, first.course_id) == 1140
    assert credits.standing_credit(page.study) is None
    with django_capture_on_commit_callbacks(execute=True):
        factories.release(second)
    credit = credits.standing_credit(page.study)
    assert (credit.version, credit.credit_hours, credit.earned_at) == (second, Decimal("0.5"), at_new_year.at)


def test_who_has_not_learned_enough_for_the_new_version_goes_on(
    at_new_year: SimulatedClock, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    account, _first = factories.trainee(), factories.released(duration=600)
    page = factories.learn(account, at_new_year, 540)
    second = factories.draft(duration=660)
    with django_capture_on_commit_callbacks(execute=True):
        factories.release(second)
    assert credits.standing_credit(page.study) is None
    page.learn(120)
    assert credits.standing_credit(page.study).version == second


def test_a_new_version_after_the_credit_changes_nothing_earned(
    at_new_year: SimulatedClock, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    account, first = factories.trainee(), factories.released(duration=60)
    page = factories.learn(account, at_new_year, 60)
    with django_capture_on_commit_callbacks(execute=True):
        factories.release(factories.draft(duration=1801))
    page.learn(1800)
    credit = credits.standing_credit(page.study)
    assert (credit.version, credit.credit_hours) == (first, Decimal("0.25"))
    assert credits.CreditEntry.objects.count() == 1


# R2: the period of the credit is the one in which the last condition is met, by local days.


@pytest.mark.parametrize(
    ("begin", "year"),
    [("2026-12-31T15:50:00+00:00", 2026), ("2026-12-31T15:51:00+00:00", 2027), ("2027-01-01T00:00:00+00:00", 2027)],
)
def test_the_year_of_a_credit_is_that_of_the_local_instant(begin: str, year: int) -> None:
    with clock.simulated(datetime.fromisoformat(begin)) as at:
        account = factories.trainee()
        factories.released(duration=540)
        page = factories.learn(account, at, 540)
    assert credits.standing_credit(page.study).year == year
    assert credits.total(account.pk, year) == Decimal("0.25")


def test_another_start_of_the_period(settings: Any) -> None:
    settings.CADRETRAIN_PERIOD_START = [9, 1]
    with clock.simulated(datetime(2026, 8, 31, 15, 0, tzinfo=UTC)) as at:
        account = factories.trainee()
        factories.released("C1", 60)
        factories.released("C2", 60)
        factories.learn(account, at, 60, "C1")
        at.advance(3600)
        factories.learn(account, at, 60, "C2")
    assert credits.total(account.pk, 2025) == Decimal("0.25")
    assert credits.total(account.pk, 2026) == Decimal("0.25")


# The store against the pure rule.

BEATS = st.lists(
    st.tuples(
        st.integers(min_value=1, max_value=90).map(lambda tenths: tenths * 1.3),  # seconds since the beat before
        st.sampled_from(["one", "two", "three"]),
        st.sampled_from(["C1", "C2"]),
        st.sampled_from([True, True, True, False]),
        st.booleans(),
    ),
    max_size=50,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(beats=BEATS)
def test_the_store_counts_what_the_rule_counts(beats: list[tuple[float, str, str, bool, bool]]) -> None:
    policy = {"idle_after_s": 120, "daily_cap_s": 900}
    with pytest.MonkeyPatch.context() as patch, clock.simulated(datetime(2026, 3, 1, 15, 50, tzinfo=UTC)) as at:
        patch.setattr("django.conf.settings.CADRETRAIN_STUDY_POLICY", policy)
        patch.setattr("django.conf.settings.CADRETRAIN_ONE_COURSE_AT_A_TIME", False)
        account = factories.trainee()
        courses_by_code = {code: factories.draft(code) for code in ("C1", "C2")}
        pages: dict[tuple[str, str], Page] = {}
        said: dict[str, list[Beat]] = {"C1": [], "C2": []}
        for seconds, session, code, visible, active in beats:
            at.advance(seconds)
            page = pages.setdefault((session, code), Page(account, f"block-{code}", at))
            page.beat(learning.Signs(visible=visible, active=active))
            said[code].append(Beat(at.at, session, visible, active))
        due = allocate(
            {code: credited_intervals(own, conf.study_policy()) for code, own in said.items()}, conf.study_policy()
        )
        for code, version in courses_by_code.items():
            assert learning.learned(account.pk, version.course_id) == learning_duration(due[code])
        counted = learning.counted_intervals([account.pk])[account.pk]
        assert {version.course.code: counted.get(version.course_id, []) for version in courses_by_code.values()} == due


# Several processes at once.


def _release(versions: CourseVersion) -> None:
    """Release without granting what waits: that is left to the processes."""
    with transaction.atomic():
        for version in versions:
            courses.release(factories.passed(version), factories.operator(), clock.now())


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_grant_the_same_credit(at_new_year: SimulatedClock) -> None:
    version = factories.draft(duration=120)
    accounts = [factories.trainee() for _ in range(25)]
    studies = [factories.learn(account, at_new_year, 120).study for account in accounts]
    _release([version])
    at = at_new_year.at.isoformat()
    with crew() as workers:
        granted = [together(workers, "grant", {"study": study_id, "at": at}) for study_id in studies]
    assert [sorted(pair) for pair in granted] == 25 * [[False, True]]
    assert credits.CreditEntry.objects.count() == 25
    assert ArchiveEntry.objects.filter(kind="credit").count() == 25
    assert {credits.total(account.pk, 2026) for account in accounts} == {Decimal("0.25")}
    assert set(credits.CreditTotal.objects.values_list("courses", flat=True)) == {1}


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_grant_two_credits_of_one_trainee(at_new_year: SimulatedClock) -> None:
    """The total is one row, and the first credit of the year makes it."""
    drafts = [factories.draft(f"C{number}", 60) for number in range(20)]
    account = factories.trainee()
    studies = [factories.learn(account, at_new_year, 60, f"C{number}").study for number in range(20)]
    for version in drafts:
        _release([version])
    at_new_year.advance(120)
    at = at_new_year.at.isoformat()
    with crew() as workers:
        for one, other in zip(studies[::2], studies[1::2], strict=True):
            assert together(workers, "grant", {"study": one, "at": at}, {"study": other, "at": at}) == [True, True]
    assert credits.total(account.pk, 2026) == Decimal("5.00")
    assert credits.CreditTotal.objects.get().courses == 20


@pytest.mark.django_db(transaction=True)
def test_two_first_beats_at_once_begin_one_study(at_new_year: SimulatedClock) -> None:
    factories.released()
    accounts = [factories.trainee() for _ in range(20)]
    with crew() as workers:
        for account in accounts:
            beat = {"user": account.user_id, "usage_key": "block-C1", "at": at_new_year.at.isoformat()}
            begun = together(workers, "first_beat", {**beat, "session": "one"}, {**beat, "session": "other"})
            assert begun[0] == begun[1]
    assert learning.CourseStudy.objects.count() == 20
    assert learning.StudyInterval.objects.count() == 40


@pytest.mark.django_db(transaction=True)
def test_beats_of_one_page_from_two_processes_are_stored_in_order() -> None:
    """One tells of a hidden page, the other of a visible one: no second can be of both."""
    account = factories.trainee()
    factories.released()
    begun = study.first_beat(account.user_id, "block-C1", "s", SEEN)
    beats = {"study": begun.study, "session": "s", "usage_key": "block-C1", "times": 60}
    with crew() as workers:
        reasons = together(workers, "next_beats", {**beats, "visible": True}, {**beats, "visible": False})
    assert set(reasons[0]) <= {None, "repeat"}
    assert set(reasons[1]) <= {"hidden", "repeat"}
    rows = list(learning.StudyInterval.objects.order_by("start_at", "end_at"))
    assert all(former.end_at <= latter.start_at for former, latter in pairwise(rows))


@pytest.mark.django_db(transaction=True)
def test_two_pages_that_break_off_and_ask_at_once(at_new_year: SimulatedClock) -> None:
    """Each beat puts a run aside and asks for the credit; neither waits for the other for ever."""
    version = factories.draft(duration=120)
    pairs = []
    for _ in range(15):
        account = factories.trainee()
        one, other = Page(account, "block-C1", at_new_year), Page(account, "block-C1", at_new_year)
        for page in (one, other):
            page.beat()
        at_new_year.advance(60)
        for page in (one, other):
            page.beat()
        one.learn(60)
        pairs.append((one, other))
    _release([version])
    learning.recheck_studies(version.course_id, at_new_year.at)
    at_new_year.advance(10)
    with crew() as workers:
        for pair in pairs:
            beats = [
                {
                    "study": page.study,
                    "session": page.session,
                    "usage_key": page.usage_key,
                    "visible": False,
                    "times": 1,
                    "at": at_new_year.at.isoformat(),
                }
                for page in pair
            ]
            assert together(workers, "next_beats", *beats) == [["hidden"], ["hidden"]]
    assert credits.CreditEntry.objects.count() == 15
