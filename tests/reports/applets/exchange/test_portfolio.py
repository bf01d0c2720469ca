"""Rows and entries of a package: one state of the log, however often read."""

from __future__ import annotations

import pytest

from cadretrain_reports import conf
from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.exchange.api import Portfolio
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.rules.periods import Period, period_by_label
from cadretrain_reports.workflows.submit import archive_studies
from tests import factories

pytestmark = pytest.mark.django_db


def period(year: int = 2026) -> Period:
    return period_by_label(year, conf.period_rule())


def sequenced() -> Portfolio:
    """Archive what was studied and return the portfolio as the log stands then."""
    archive_studies(period())
    checkpoint = archives.sequence()
    return Portfolio(period(), checkpoint.size)


def test_rows_of_one_trainee(at_new_year: SimulatedClock) -> None:
    account = factories.trainee("T1", username="zhangsan")
    factories.released(duration=901)
    factories.learn(account, at_new_year, 901)
    portfolio = sequenced()
    (metadata,) = portfolio.metadata_rows()
    (course,) = portfolio.course_rows()
    assert (metadata["portfolioId"], metadata["name"], metadata["organization"]) == ("T1", "张**", "BUREAU")
    assert "zhangsan" not in str(metadata)
    assert (metadata["position"], metadata["rank"], metadata["accountStatus"]) == ("处长", "一级调研员", "active")
    assert metadata["entries"] == [0]
    assert (course["courseDuration"], course["courseDurationSeconds"], course["courseCreditHour"]) == (16, 901, 0.5)
    assert (course["learningDuration"], course["learningDurationSeconds"]) == (15, 901)
    assert (course["earnedCreditHour"], course["earnedDate"], course["counted"]) == (0.5, "2026-01-05", True)
    assert course["entries"] == [1, 2]
    assert [entry.index for entry in portfolio.entries()] == [0, 1, 2]


def test_a_study_record_that_was_replaced_stands_behind_the_row_too(at_new_year: SimulatedClock) -> None:
    account = factories.trainee()
    factories.released(duration=1801)
    page = factories.learn(account, at_new_year, 600)
    sequenced()
    page.learn(120)
    portfolio = sequenced()
    (course,) = portfolio.course_rows()
    assert (course["learningDurationSeconds"], course["entries"]) == (720, [1, 2])


def test_what_comes_after_the_checkpoint_is_not_in_it(at_new_year: SimulatedClock) -> None:
    account = factories.trainee()
    factories.released(duration=1801)
    page = factories.learn(account, at_new_year, 600)
    portfolio = sequenced()
    before = [list(portfolio.metadata_rows()), list(portfolio.course_rows())]
    page.learn(120)
    factories.learn(factories.trainee(), at_new_year, 60)
    assert [list(portfolio.metadata_rows()), list(portfolio.course_rows())] == before
    sequenced()
    assert [list(portfolio.metadata_rows()), list(portfolio.course_rows())] == before
    assert [entry.index for entry in portfolio.entries()] == [0, 1]


def test_an_archive_opened_after_the_period_is_not_in_it(at_new_year: SimulatedClock) -> None:
    factories.trainee("T1")
    at_new_year.advance(366 * 86_400)
    factories.trainee("T2")
    portfolio = sequenced()
    assert [row["portfolioId"] for row in portfolio.metadata_rows()] == ["T1"]
    assert [entry.index for entry in portfolio.entries()] == [0]


def test_a_credit_without_a_study_record_makes_a_row(at_new_year: SimulatedClock) -> None:
    account = factories.trainee()
    factories.released(duration=60)
    factories.learn(account, at_new_year, 60)
    portfolio = Portfolio(period(), archives.sequence().size)
    (course,) = portfolio.course_rows()
    assert (course["learningDurationSeconds"], course["startTime"], course["entries"]) == (60, None, [1])
