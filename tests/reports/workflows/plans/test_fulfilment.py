"""Reports on how a plan is fulfilled: written with figures from credits, handed in, accepted or returned (5.2)."""

from __future__ import annotations

from datetime import date

import pytest

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.plans.api import Content, FulfilmentReport, Issuance
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.scopes.api import Denied, in_scope
from cadretrain_reports.workflows import plans
from tests import factories
from tests.factories_people import liaison, officer
from tests.factories_plans import (
    BESIDE,
    CITY,
    PROVINCE,
    UNIT,
    amended,
    body,
    issued,
    land,
    line,
    plan,
    recipient,
    refusal,
)
from tests.workers import crew, together

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bodies(at_new_year: SimulatedClock) -> None:
    land()


@pytest.fixture
def made(at_new_year: SimulatedClock) -> Issuance:
    return issued(content=plan(line("0.25"), to_all_below=True))


def written(made: Issuance, code: str = UNIT) -> FulfilmentReport:
    by = officer(body(code)) if body(code).is_management_department else liaison(body(code))
    return plans.report_fulfilment(by, recipient(made, code), "全部完成")


def submitted(made: Issuance, code: str = UNIT) -> FulfilmentReport:
    report = written(made, code)
    return plans.submit_report(report.written_by, report)


def test_a_report_has_the_figures_of_its_day(made: Issuance, at_new_year: SimulatedClock) -> None:
    factories.released(duration=60)
    done, _idle = factories.trainee(unit=UNIT), factories.trainee(unit=UNIT)
    factories.trainee(unit="BUREAU")
    factories.learn(done, at_new_year, 60)
    # Both came on the fifth of January: eleven months of a quarter of an hour are rounded down to nothing.
    for code in (UNIT, CITY):
        report = written(made, code)
        assert report.figures == {"trainees": 2, "bound": 2, "met": 2, "credit_hours": "0.25"}
        assert (report.state, report.reported_on) == ("draft", date(2026, 1, 5))


def test_who_has_not_met_the_plan_is_counted_apart(at_new_year: SimulatedClock) -> None:
    made = issued(content=plan(line("0.5"), to=(UNIT,)))
    factories.released(duration=60)
    done, _idle = factories.trainee(unit=UNIT), factories.trainee(unit=UNIT)
    factories.learn(done, at_new_year, 60)
    assert plans.figures_of(recipient(made, UNIT))[1] == {"trainees": 2, "bound": 2, "met": 1, "credit_hours": "0.25"}


def test_after_the_year_the_figures_are_those_of_its_last_day(made: Issuance, at_new_year: SimulatedClock) -> None:
    factories.trainee(unit=UNIT)
    at_new_year.advance(370 * 86400)
    factories.trainee(unit=UNIT)
    on, figures = plans.figures_of(recipient(made, UNIT))
    assert (on, figures["trainees"]) == (date(2026, 12, 31), 1)


def test_a_report_is_handed_in_returned_written_anew_and_accepted(made: Issuance) -> None:
    report = submitted(made)
    by = officer(body(PROVINCE))
    assert report.state == "submitted"
    assert refusal(plans.report_fulfilment, report.written_by, recipient(made, UNIT), "…")[0] == "report_settled"
    assert refusal(plans.submit_report, report.written_by, report)[0] == "report_settled"
    assert refusal(plans.return_report, by, report, " ") == ("missing", "answer")
    assert plans.return_report(by, report, "请补充说明").answer == "请补充说明"
    anew = plans.report_fulfilment(report.written_by, recipient(made, UNIT), "补充完毕")
    assert (anew.pk, anew.state, anew.text) == (report.pk, "draft", "补充完毕")
    accepted = plans.accept_report(by, plans.submit_report(report.written_by, anew), "同意")
    assert (accepted.state, accepted.decided_by) == ("accepted", by)
    assert refusal(plans.report_fulfilment, report.written_by, recipient(made, UNIT), "…")[0] == "report_settled"
    entry = AuditEntry.objects.get(act="report.return")
    assert (entry.reason, entry.organization) == ("请补充说明", UNIT)


def test_who_reports_and_who_answers(made: Issuance) -> None:
    for stranger in (officer(body(CITY)), officer(body(PROVINCE)), liaison(factories.organization("BUREAU"))):
        with pytest.raises(Denied):
            plans.report_fulfilment(stranger, recipient(made, UNIT), "…")
    report = submitted(made)
    for stranger in (officer(body(CITY)), report.written_by):
        with pytest.raises(Denied):
            plans.accept_report(stranger, report)


def test_nobody_answers_a_report_of_ones_own() -> None:
    by = officer(body(PROVINCE))
    made = issued(content=plan(to=(PROVINCE,)), by=by)
    report = plans.submit_report(by, plans.report_fulfilment(by, recipient(made, PROVINCE), "完成"))
    assert refusal(plans.accept_report, by, report) == ("own_report", "")
    assert plans.accept_report(officer(body(PROVINCE)), report).state == "accepted"


def test_a_draft_is_seen_by_the_reporting_body_and_what_is_handed_in_by_those_above(made: Issuance) -> None:
    report = written(made)
    above = [officer(body(CITY)), officer(body(PROVINCE))]
    rows = FulfilmentReport.objects.all()
    assert in_scope(rows, report.written_by).exists()
    assert not any(in_scope(rows, reader).exists() for reader in above)
    plans.submit_report(report.written_by, report)
    assert all(in_scope(rows, reader).exists() for reader in above)
    assert not in_scope(rows, officer(body(BESIDE))).exists()


def test_nothing_is_reported_of_what_is_no_plan_or_no_longer_in_force(made: Issuance) -> None:
    circular = issued(content=Content("circular", "通报", recipients=(body(UNIT),)))
    by = liaison(body(UNIT))
    assert refusal(plans.report_fulfilment, by, recipient(circular, UNIT), "…") == ("no_plan", "")
    amended(made, line("1"))
    assert refusal(plans.report_fulfilment, by, recipient(made, UNIT), "…") == ("superseded", "")


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_holds() -> None:
    one, other = officer(body(PROVINCE)), officer(body(PROVINCE))
    with crew() as workers:
        for _round in range(6):
            report = submitted(issued(content=plan(line("1"), to=(UNIT,))))
            asked = [
                {"function": "tests.factories_plans.do_decide", "user": who.pk, "report": report.pk, "accept": accept}
                for who, accept in ((one, True), (other, False))
            ]
            answers = together(workers, "call", *asked)
            report.refresh_from_db()
            assert sorted(answers) == sorted(["report_settled", report.state])
