"""The annual assessment: proposed with its arithmetic, confirmed by a second person, archived, reported (8.2.1)."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadretrain_reports.applets.archives.models import ArchiveRecord
from cadretrain_reports.applets.assessments.api import AnnualAssessment
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.applets.upkeep import api as upkeep
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.offline.verify import verify_package
from cadretrain_reports.scopes.api import Denied, in_scope
from cadretrain_reports.workflows import annual
from cadretrain_reports.workflows import upkeep as relief
from cadretrain_reports.workflows.submit import export_year
from tests import factories
from tests.factories_assessments import assessed, assessor, record, score
from tests.factories_classes import officer
from tests.factories_courses import institution_below
from tests.factories_plans import issued, line, plan, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def served(at_new_year: SimulatedClock) -> Any:
    """Return the institution; it serves the unit BUREAU, whose people have a quarter to learn in 2026."""
    institution = institution_below()
    organizations.serve(institution, factories.organization("BUREAU"))
    issued("DEPARTMENT", plan(line("0.5"), to=("BUREAU",)))
    return institution


def end_the_year(at: SimulatedClock) -> None:
    at.at = at.at.replace(year=2027, month=1, day=3)


def rows() -> list[tuple[str, str]]:
    return list(AnnualAssessment.objects.order_by("pk").values_list("result", "state"))


def test_from_the_proposal_to_the_department(served: Any, at_new_year: SimulatedClock, exports: Path) -> None:
    diligent, lazy, excused = (factories.trainee() for _ in range(3))
    factories.released(duration=60)
    factories.learn(diligent, at_new_year, 120)
    clerk = officer(Role.LIAISON_OFFICER, excused.trainee.unit)
    asked = relief.ask_relief(clerk, excused.trainee, upkeep.Relief("reduction", 2026, Decimal("0.25"), "病假"))
    department = officer(Role.DEPARTMENT_OFFICER, excused.trainee.managing_department)
    relief.decide_relief(department, asked, approved=True)
    first, second = assessor(), assessor()
    assert refusal(annual.propose_year, first, served, 2026) == ("not_ended", "year")
    end_the_year(at_new_year)
    assert annual.propose_year(first, served, 2026) == 3
    assert rows() == [("met", "proposed"), ("not_met", "proposed"), ("waived", "proposed")]
    met = AnnualAssessment.objects.get(trainee=diligent.pk)
    assert met.arithmetic["asked"]["total_hours"] == met.arithmetic["done"]["total_hours"] == "0.25"
    assert annual.propose_year(second, served, 2026) == 0
    assert refusal(annual.confirm_year, first, served, 2026) == ("four_eyes", "")
    assert not in_scope(AnnualAssessment.objects.all(), lazy.user).exists()
    assert annual.confirm_year(second, served, 2026) == 3
    assert in_scope(AnnualAssessment.objects.all(), lazy.user).count() == 1
    records = ArchiveRecord.objects.filter(entry__kind="annual").order_by("pk")
    assert [json.loads(record.payload)["result"] for record in records] == ["met", "not_met", "waived"]
    assert annual.report_year(second, served, 2026) == 3
    received = annual.receive_year(department, AnnualAssessment.objects.get(trainee=diligent.pk))
    assert received.state == "received"
    report = verify_package(export_year(2026))
    assert [problem for problem in report.problems if problem.code != "wrong_key"] == []


def test_what_the_department_returns_is_proposed_anew(served: Any, at_new_year: SimulatedClock) -> None:
    account = factories.trainee()
    end_the_year(at_new_year)
    first, second = assessor(), assessor()
    annual.propose_year(first, served, 2026)
    annual.confirm_finding(second, AnnualAssessment.objects.get())
    annual.report_finding(second, AnnualAssessment.objects.get())
    department = officer(Role.DEPARTMENT_OFFICER, account.trainee.managing_department)
    assert refusal(annual.return_year, department, AnnualAssessment.objects.get(), "")[0] == "missing"
    annual.return_year(department, AnnualAssessment.objects.get(), "核对学时")
    assert annual.propose_year(first, served, 2026) == 1
    assert rows() == [("not_met", "returned"), ("not_met", "proposed")]
    assert list(AnnualAssessment.objects.order_by("pk").values_list("standing", flat=True)) == [None, True]


def test_a_confirmed_finding_is_corrected_by_a_new_one(served: Any, at_new_year: SimulatedClock) -> None:
    factories.trainee()
    end_the_year(at_new_year)
    first, second = assessor(), assessor()
    annual.propose_year(first, served, 2026)
    finding = AnnualAssessment.objects.get()
    assert refusal(annual.reopen_year, second, finding, "漏计") == ("not_possible", "")
    assert refusal(annual.confirm_finding, first, finding) == ("four_eyes", "")
    annual.confirm_finding(second, finding)
    assert refusal(annual.confirm_finding, second, finding) == ("not_possible", "")
    assert refusal(annual.return_proposal, second, finding, "重算") == ("not_possible", "")
    assert annual.propose_year(first, served, 2026) == 0
    annual.reopen_year(second, finding, "漏计")
    assert annual.propose_year(first, served, 2026) == 1
    annual.confirm_year(second, served, 2026)
    assert ArchiveRecord.objects.filter(entry__kind="annual").count() == 2


def test_other_figures_replace_a_proposal_that_nobody_confirmed(served: Any, at_new_year: SimulatedClock) -> None:
    account = factories.trainee()
    version = assessed()
    factories.learn(account, at_new_year, 120)
    end_the_year(at_new_year)
    first, second = assessor(), assessor()
    annual.propose_year(first, served, 2026)
    record(account, version, score("70", at_new_year.at.date().replace(year=2026, month=12, day=30)))
    assert annual.propose_year(first, served, 2026) == 1
    assert AnnualAssessment.objects.get(standing=True).result == "met"
    sent_back = annual.return_proposal(second, AnnualAssessment.objects.get(standing=True), "再核")
    assert (sent_back.state, sent_back.reason) == ("returned", "再核")


def test_a_confirmed_year_is_closed(served: Any, at_new_year: SimulatedClock) -> None:
    account = factories.trainee()
    version = assessed()
    page = factories.learn(account, at_new_year, 120)
    end_the_year(at_new_year)
    first, second = assessor(), assessor()
    annual.propose_year(first, served, 2026)
    annual.confirm_year(second, served, 2026)
    record(account, version, score("70", at_new_year.at.date().replace(year=2026, month=12, day=30)))
    from cadretrain_reports.applets.credits import api as credits

    credit = credits.standing_credit(page.study)
    assert credit is not None
    assert credit.year == 2027


def test_nobody_confirms_their_own(served: Any, at_new_year: SimulatedClock) -> None:
    account = factories.trainee()
    officer(Role.ACADEMIC_AFFAIRS_OFFICER, served, user=account.user)
    end_the_year(at_new_year)
    annual.propose_year(assessor(), served, 2026)
    assert refusal(annual.confirm_finding, account.user, AnnualAssessment.objects.get()) == ("own_matter", "")
    assert refusal(annual.confirm_year, account.user, served, 2026) == ("four_eyes", "")


def test_who_assesses_a_year(served: Any, at_new_year: SimulatedClock) -> None:
    end_the_year(at_new_year)
    for user in (assessor(Role.TEACHER), factories.user()):
        with pytest.raises(Denied):
            annual.propose_year(user, served, 2026)
    assert refusal(annual.propose_year, assessor(), served, 99_999) == ("bad_year", "year")
    annual.propose_year_later(assessor().pk, served.pk, 2026)
    assert rows() == []


def test_a_page_lies_in_memory_and_no_more(
    served: Any, at_new_year: SimulatedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many there are, each page is as large, and what it costs is of its own trainees alone."""
    monkeypatch.setattr(annual, "PAGE", 5)
    for _ in range(17):
        factories.trainee()
    end_the_year(at_new_year)
    with CaptureQueriesContext(connection) as queries:
        assert annual.propose_year(assessor(), served, 2026) == 17
    asked = [query["sql"] for query in queries if "LIMIT 5" in query["sql"]]
    assert len(asked) == 5
    assert annual.confirm_year(assessor(), served, 2026) == 17
