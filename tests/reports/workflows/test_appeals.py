"""Appeals: asked by oneself, answered by staff, put right by a further entry."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from cadretrain_reports.applets.appeals.api import Appeal
from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.credits import api as credits
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.scopes.api import Denied, in_scope
from cadretrain_reports.workflows import appeals
from cadretrain_reports.workflows.appeals import Remedy
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_assessments import assessed, assessor, record, score
from tests.factories_classes import officer
from tests.factories_plans import refusal

pytestmark = pytest.mark.django_db


def appealed(account: Any, version: Any, subject: str = "time") -> Appeal:
    return appeals.ask_appeal(account.user, version.course, subject, "断线时没有记录")


def test_time_is_added_and_the_credit_falls(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), assessed("none", 600)
    page = factories.learn(account, at_new_year, 300)
    at_new_year.advance(3600)
    appeal = appealed(account, version)
    span = learning.Span(NEW_YEAR + timedelta(seconds=300), NEW_YEAR + timedelta(seconds=600))
    accepted = appeals.accept_appeal(assessor(), appeal, "经查属实", Remedy(span=span))
    assert (accepted.state, accepted.answer, accepted.standing) == ("accepted", "经查属实", None)
    assert accepted.correction is not None
    assert accepted.correction.reason == "经查属实"
    assert credits.standing_credit(page.study)
    again = appealed(account, version)
    assert again.state == "asked"


def test_a_result_is_put_right_by_somebody_else(at_new_year: SimulatedClock) -> None:
    account, version, first = factories.trainee(), assessed(), assessor()
    page = factories.learn(account, at_new_year, 120)
    wrong = record(account, version, score("16"), first)
    appeal = appealed(account, version, "assessment")
    remedy = Remedy(said=score("61"))
    assert refusal(appeals.accept_appeal, first, appeal, "改分", remedy) == ("four_eyes", "")
    accepted = appeals.accept_appeal(assessor(), appeal, "改分", remedy)
    assert accepted.result is not None
    assert accepted.result.replaces == wrong
    assert credits.standing_credit(page.study)


def test_about_credit_it_is_asked_anew(
    at_new_year: SimulatedClock, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    account, version = factories.trainee(), assessed("none", 60)
    factories.learn(account, at_new_year, 120)
    appeal = appealed(account, version, "credit")
    with django_capture_on_commit_callbacks(execute=True):
        appeals.accept_appeal(assessor(), appeal, "重新核算")
    assert credits.CreditEntry.objects.count() == 1


def test_an_appeal_is_rejected_with_reasons(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), assessed()
    factories.learn(account, at_new_year, 60)
    appeal = appealed(account, version)
    assert refusal(appeals.reject_appeal, assessor(), appeal, " ") == ("missing", "answer")
    department = officer(Role.DEPARTMENT_OFFICER, factories.department())
    rejected = appeals.reject_appeal(department, appeal, "无记录可查")
    assert (rejected.state, rejected.decided_by) == ("rejected", department)
    assert refusal(appeals.reject_appeal, department, appeal, "再答") == ("not_possible", "")
    assert refusal(appeals.withdraw_appeal, account.user, appeal) == ("not_possible", "")
    kept = AuditEntry.objects.filter(act__startswith="appeal.").order_by("pk")
    assert list(kept.values_list("act", "reason")) == [("appeal.ask", ""), ("appeal.reject", "无记录可查")]


def test_what_cannot_be_asked(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), assessed()
    assert refusal(appealed, account, version) == ("not_begun", "course")
    factories.learn(account, at_new_year, 60)
    assert refusal(appealed, account, version, "weather") == ("bad_subject", "subject")
    assert refusal(appeals.ask_appeal, account.user, version.course, "time", "") == ("missing", "reason")
    appealed(account, version)
    assert refusal(appealed, account, version) == ("already_asked", "subject")
    assert refusal(appealed, factories.trainee(), version) == ("not_begun", "course")


def test_what_cannot_be_accepted(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), assessed()
    factories.learn(account, at_new_year, 60)
    appeal = appealed(account, version)
    by = assessor()
    assert refusal(appeals.accept_appeal, by, appeal, "改分", Remedy(said=score("61"))) == ("other_subject", "")
    bad = Remedy(span=learning.Span(NEW_YEAR, NEW_YEAR))
    assert refusal(appeals.accept_appeal, by, appeal, "补记", bad) == ("bad_span", "ended_at")
    assert Appeal.objects.get().state == "asked"
    of_result = appealed(account, version, "assessment")
    assert refusal(appeals.accept_appeal, by, of_result, "改分", Remedy(said=score("61"))) == ("no_result", "")


def test_an_appeal_is_ones_own(at_new_year: SimulatedClock) -> None:
    account, version, other = factories.trainee(), assessed(), factories.trainee()
    factories.learn(account, at_new_year, 60)
    appeal = appealed(account, version)
    assert not in_scope(Appeal.objects.all(), other.user).exists()
    for act in (appeals.withdraw_appeal, appeals.accept_appeal, appeals.reject_appeal):
        with pytest.raises(Denied):
            act(other.user, appeal, *(() if act is appeals.withdraw_appeal else ("好",)))
    officer(Role.ACADEMIC_AFFAIRS_OFFICER, version.course.institution, user=account.user)
    assert refusal(appeals.accept_appeal, account.user, appeal, "好") == ("own_matter", "")
    assert appeals.withdraw_appeal(account.user, appeal).state == "withdrawn"
    assert appealed(account, version).state == "asked"
