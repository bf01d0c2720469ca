"""What goes on around the academy's courses."""

from __future__ import annotations

import pytest

from cadretrain_reports import conf
from cadretrain_reports.applets.construction.api import ConformityStatement, ConstructionPlan, Inspection, progress
from cadretrain_reports.applets.evaluation.api import CourseEvaluation
from cadretrain_reports.applets.needs.api import TrainingNeed
from cadretrain_reports.applets.resources.api import SupportResource
from cadretrain_reports.demo import academy, construction, officials
from cadretrain_reports.demo.accounts import open_staff_accounts
from cadretrain_reports.rules.periods import period_by_label

pytestmark = pytest.mark.django_db


def test_everything_is_done_once_by_those_who_may() -> None:
    academy.add_bodies()
    open_staff_accounts()
    period = period_by_label(2025, conf.period_rule())
    officials.take_office(period)
    officials.relate_bodies(period)
    assert [construction.build_and_support(period) for _ in range(2)] == [True, False]
    plan = ConstructionPlan.objects.get()
    assert (plan.state, plan.submitted_to and plan.submitted_to.code) == ("submitted", "QH")
    assert [one.courses for one in progress(plan)] == [0, 0, 0]
    assert Inspection.objects.get().state == "answered"
    assert ConformityStatement.objects.get().state == "declared"
    assert SupportResource.objects.get().state == "offered"
    assert TrainingNeed.objects.get().state == "collected"
    assert construction.evaluate(period) == CourseEvaluation.objects.count() == 0
