"""What each table says of a row."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Capacity, Particulars
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.workflows.exports.kinds import Organizations, Teachers, Trainees
from tests import factories
from tests.factories_bodies import CREDIT_CODES, department
from tests.factories_duties import appointed
from tests.factories_people import officer, operator, recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("host", "at_new_year")]


def body() -> organizations.Organization:
    said = Particulars(
        social_credit_code=CREDIT_CODES[0],
        contact_name="王五六",
        contact_phone="0431-123",
        active_from=date(2001, 2, 3),
    )
    capacities = {Capacity.EMPLOYING_UNIT, Capacity.MANAGEMENT_DEPARTMENT}
    return organizations.add("B", "教育局", capacities, department("OWN", department("TOP")), said)


def test_a_body(at_new_year: Any) -> None:
    (cells,) = Organizations(operator(), masked=False).cells([body()])
    assert cells == {
        "code": "B",
        "name": "教育局",
        "parent": "OWN",
        "capacities": "管理部门、学员所属单位",
        "is_inner_department": False,
        "social_credit_code": CREDIT_CODES[0],
        "region": "",
        "contact_name": "王五六",
        "contact_phone": "0431-123",
        "active_from": date(2001, 2, 3),
        "active_until": None,
    }


def test_whom_to_call_is_masked() -> None:
    (cells,) = Organizations(operator(), masked=True).cells([body()])
    assert (cells["contact_name"], cells["contact_phone"]) == ("王**", "0***3")


def test_the_body_above_ones_own_is_not_named() -> None:
    own = organizations.parent_of(body())
    assert own is not None
    cells = list(Organizations(officer(own), masked=True).cells([own, organizations.get("B")]))
    assert [row["parent"] for row in cells] == ["", "OWN"]


def test_a_trainee_with_labels_for_codes() -> None:
    recorded("T1", position_level="131", ethnicity="01", political_status="13")
    (cells,) = Trainees(operator(), masked=False).cells(Trainees(operator(), masked=False).rows())
    assert (cells["unit"], cells["managing_department"]) == ("BUREAU", "DEPARTMENT")
    assert (cells["position_level"], cells["ethnicity"], cells["political_status"]) == ("县处级正职", "汉族", "群众")
    assert (cells["username"], cells["identity_number"]) == ("", "")
    assert "email" not in cells


def test_a_teacher_whose_duty_stands() -> None:
    duty = appointed(Role.TEACHER, factories.institution())
    appointed(Role.HEAD_TEACHER, factories.institution())
    table = Teachers(operator(), masked=False)
    (cells,) = table.cells(table.rows())
    assert (cells["username"], cells["organization"], cells["criteria"]) == (duty.user.username, "SASW", duty.criteria)
