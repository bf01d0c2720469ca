"""Of some rows not everybody sees everything, and no filter tells what the veil hides."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports import models
from cadretrain_reports.rest.people import TraineeSerializer
from cadretrain_reports.rest.urls import router
from cadretrain_reports.rest.veil import VeiledResource, among_wholly_seen

VEILED = [view for _, view, _ in router.registry if issubclass(view, VeiledResource)]


def said(*, is_wholly_seen: bool) -> dict[str, Any]:
    bureau, department = models.Organization(code="BUREAU"), models.Organization(code="CITY")
    trainee: Any = models.Trainee(
        code="T1", name="张三丰", unit=bureau, managing_department=department, position="处长", ethnicity="01"
    )
    trainee.is_wholly_seen = is_wholly_seen
    return dict(TraineeSerializer(trainee).data)


def test_whoever_sees_all_of_a_row_is_told_all_of_it() -> None:
    row = said(is_wholly_seen=True)
    assert (row["name"], row["code"], row["managing_department"], row["ethnicity"]) == ("张三丰", "T1", "CITY", "01")


def test_to_everybody_else_the_rest_is_null() -> None:
    row = said(is_wholly_seen=False)
    assert {name for name, value in row.items() if value is not None} == {
        "uuid",
        "name",
        "organization",
        "position",
        "rank",
    }


@pytest.mark.parametrize("view", VEILED)
def test_what_may_be_null_is_described_so(view: Any) -> None:
    fields = view.serializer_class().fields
    assert all(fields[name].allow_null for name in view.serializer_class.veiled)


@pytest.mark.parametrize("view", VEILED)
def test_no_filter_tells_what_the_veil_hides(view: Any) -> None:
    for name, asked in view.filterset_class.base_filters.items():
        if (asked.field_name or name).partition("__")[0] in view.serializer_class.veiled:
            assert asked.method is among_wholly_seen, name
