"""Approved hours by trainee and unit, each kind for itself (R6)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadretrain_reports.applets.declarations import api as declarations
from cadretrain_reports.applets.declarations.api import Declared, HoursDeclaration
from tests import factories
from tests.reports.scopes import belongings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


def test_only_what_is_approved_counts_and_each_kind_for_itself() -> None:
    account = factories.trainee()
    trainee, unit, department = account.trainee, account.trainee.unit, account.trainee.managing_department
    for state in HoursDeclaration.State.values:
        belongings.declared(trainee, unit, department, account.user, state)
    outside = belongings.declared(trainee, unit, department, account.user, "approved")
    HoursDeclaration.objects.filter(pk=outside.pk).update(form="outside", credit_hours="2.5")
    due = Declared(Decimal(8), Decimal("2.5"))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert declarations.declared_in([trainee.pk, 0], 2026)[trainee.pk] == due
        assert declarations.declared_in([trainee.pk], 2025)[trainee.pk] == Declared()
        assert declarations.declared_by_unit(HoursDeclaration.objects.all(), 2026) == {unit.pk: due}
    assert len(queries) == 3
