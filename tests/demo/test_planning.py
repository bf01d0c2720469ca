"""The academy's plans were issued, refined and acknowledged by those whose duty it is."""

from __future__ import annotations

import pytest

from cadretrain_reports import conf
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.plans.api import Issuance, Recipient
from cadretrain_reports.demo import academy, officials, planning
from cadretrain_reports.demo.accounts import open_staff_accounts
from cadretrain_reports.rules.periods import period_by_label
from cadretrain_reports.workflows.requirement import attainment_of

pytestmark = pytest.mark.django_db


def test_the_plans_of_the_academy() -> None:
    period = period_by_label(2025, conf.period_rule())
    academy.add_bodies()
    open_staff_accounts()
    officials.take_office(period)
    officials.relate_bodies(period)
    list(academy.open_trainee_accounts(13, period))
    assert [planning.issue_plans(period) for _again in range(2)] == [2, 2]
    above, below = Issuance.objects.select_related("issuer", "refines").order_by("pk")
    assert (above.issuer.code, below.issuer.code, below.refines) == ("QH", "JC", above)
    read = Recipient.objects.exclude(acknowledged_at=None)
    assert set(read.values_list("organization__code", flat=True)) == {"JC", "JC-01", "JC-02"}
    hours = {}
    for trainee in Trainee.objects.filter(unit__code__in=("JC-01", "WL-01", "QH")).select_related("unit"):
        online = attainment_of(trainee, 2025)[-1].requirement
        hours[trainee.unit.code] = (online.months, online.sources["total_hours"].hours)
    assert hours == {"JC-01": (11, 60), "WL-01": (11, 50), "QH": (11, 50)}
