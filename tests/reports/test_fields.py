"""Fields that behave the same on every database."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection

from cadretrain_reports.applets.courses.models import Placement
from cadretrain_reports.fields import CodeField, credit_hours_field
from tests import factories

pytestmark = pytest.mark.django_db


def test_codes_are_found_by_their_case() -> None:
    factories.draft("abc", usage_key="abc")
    assert Placement.objects.filter(usage_key="abc").count() == 1
    assert Placement.objects.filter(usage_key="ABC").count() == 0


def test_codes_sort_by_code_point() -> None:
    codes = ["b", "A", "a", "B", "_", "é", "中"]
    for code in codes:
        factories.draft(usage_key=code)
    assert list(Placement.objects.order_by("usage_key").values_list("usage_key", flat=True)) == sorted(codes)


def test_the_column_has_the_collation_of_its_database() -> None:
    due = {"sqlite": "BINARY", "mysql": "utf8mb4_bin", "postgresql": "C"}
    assert CodeField(max_length=9).db_parameters(connection)["collation"] == due[connection.vendor]


def test_credit_hours_are_kept_to_the_quarter() -> None:
    field = credit_hours_field()
    assert field.to_python("99999.75") == Decimal("99999.75")
    assert (field.max_digits, field.decimal_places) == (7, 2)
