"""Bodies from a table: in any order, within one's field, by the same rules as one by one (5.1)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.workflows.bodies import close_body
from tests import factories
from tests.factories_bodies import CREDIT_CODES, check_tree, department, duty, unit
from tests.factories_imports import BODY, Said, counts, refused
from tests.factories_people import operator
from tests.reports.workflows.imports.conftest import Send

pytestmark = pytest.mark.django_db

FULL = {
    **BODY,
    "capacities": "管理部门、培训机构",
    "social_credit_code": CREDIT_CODES[0],
    "region": "220104",
    "contact_name": "王五",
    "contact_phone": "0431-1234567",
    "active_from": "2001年2月3日",
}


def body(code: str, parent: str = "DEPARTMENT", **other: str) -> Said:
    return {**BODY, "code": code, "parent": parent, **other}


def above(code: str) -> str:
    parent = organizations.parent_of(organizations.get(code))
    return str(parent.code) if parent else ""


def test_all_that_a_row_says_is_recorded(send: Send) -> None:
    assert counts(send("organizations", FULL)) == (1, 0, 0, 0)
    added = organizations.get("B1")
    said = organizations.particulars_of(added)
    assert (added.name, above("B1"), organizations.capacities_of(added)) == (
        "教育局",
        "DEPARTMENT",
        {organizations.Capacity.MANAGEMENT_DEPARTMENT, organizations.Capacity.TRAINING_INSTITUTION},
    )
    assert (said.social_credit_code, said.region, said.contact_name, said.contact_phone) == (
        CREDIT_CODES[0],
        "220104",
        "王五",
        "0431-1234567",
    )
    assert str(said.active_from) == "2001-02-03"
    assert counts(send("organizations", FULL)) == (0, 0, 1, 0)


def test_bodies_in_any_order(send: Send) -> None:
    chain = [body(f"B{depth}", f"B{depth - 1}" if depth else "DEPARTMENT") for depth in range(8)]
    assert counts(send("organizations", *reversed(chain))) == (8, 0, 0, 0)
    assert organizations.get("B7").depth == organizations.get("DEPARTMENT").depth + 8
    check_tree()


def test_a_body_above_that_never_comes_is_named(send: Send) -> None:
    outcome = send("organizations", body("B1", "NOWHERE"), body("B2", "B1"), body("B3"))
    assert counts(outcome) == (1, 0, 0, 2)
    reason = "上级机构代码 “{}”: There is no such organization in your field of duty, and none was added by this file."
    assert refused(outcome) == {2: reason.format("NOWHERE"), 3: reason.format("B1")}


def test_new_bodies_in_a_circle_are_refused(send: Send) -> None:
    assert counts(send("organizations", body("B1", "B2"), body("B2", "B1"), body("B3", "B3"))) == (0, 0, 0, 3)
    assert not Organization.objects.filter(code__startswith="B1").exists()


def test_known_bodies_are_not_moved_below_themselves(send: Send) -> None:
    send("organizations", body("B1"), body("B2", "B1"))
    said = refused(send("organizations", body("B1", "B2"), body("B2", "B1")))
    assert said == {2: "上级机构代码 “B2”: An organization cannot be moved below itself."}
    assert above("B1") == "DEPARTMENT"


def test_a_body_is_renamed_changed_and_moved_with_its_history(send: Send) -> None:
    send("organizations", body("B1"), body("B2"))
    outcome = send(
        "organizations", body("B2", "B1", name="体育局", capacities="管理部门、学员所属单位", region="220104")
    )
    assert counts(outcome) == (0, 1, 0, 0)
    changed = organizations.get("B2")
    assert (changed.name, above("B2"), changed.region) == ("体育局", "B1", "220104")
    assert changed.spells.count() == 3
    acts = AuditEntry.objects.filter(target_key="B2").values_list("act", flat=True)
    assert set(acts) == {"organization.add", "organization.rename", "organization.change", "organization.move"}
    check_tree()


def test_after_a_move_rows_below_find_the_bodies_where_they_are(send: Send) -> None:
    send("organizations", body("B1"), body("B2"), body("B3", "B2"))
    outcome = send("organizations", body("B2", "B1"), body("B3", "B2", name="新名"), body("B4", "B3"))
    assert counts(outcome) == (1, 2, 0, 0)
    check_tree()


def test_an_empty_cell_leaves_what_is_recorded(send: Send) -> None:
    send("organizations", FULL)
    outcome = send("organizations", {"code": "B1", "name": "教育局", "capacities": FULL["capacities"]})
    assert counts(outcome) == (0, 0, 1, 0)
    assert (organizations.get("B1").region, above("B1")) == ("220104", "DEPARTMENT")


def test_the_top_is_the_site_operators(send: Send) -> None:
    assert counts(send("organizations", body("TOP", ""))) == (0, 0, 0, 1)
    assert counts(send("organizations", body("TOP", ""), actor=operator())) == (1, 0, 0, 0)


def test_a_body_out_of_reach_is_not_told_from_one_that_is_not_there(send: Send) -> None:
    unit("BESIDE", department("OTHER"))
    outcome = send("organizations", body("B1", "OTHER"), body("B2", "NOWHERE"), body("BESIDE", ""), body("B3", ""))
    said = refused(outcome)
    assert said[2].replace("OTHER", "") == said[3].replace("NOWHERE", "")
    assert said[4].startswith("机构代码 “BESIDE”: You may not do this here")
    assert outcome.denied == 4


def test_a_body_is_moved_only_to_where_the_sender_may_put_bodies(send: Send, sender: Any) -> None:
    beside = department("OTHER")
    send("organizations", body("B1"))
    duty(beside, Role.LIAISON_OFFICER, sender)
    outcome = send("organizations", body("B1", "OTHER", name="别名"))
    assert (counts(outcome), outcome.denied) == ((0, 0, 0, 1), 1)
    assert (organizations.get("B1").name, above("B1")) == ("教育局", "DEPARTMENT")


def test_ones_own_department_is_passed_over_and_never_changed(send: Send) -> None:
    own = organizations.get("DEPARTMENT")
    row = {"code": own.code, "name": own.name, "capacities": "管理部门"}
    assert counts(send("organizations", row)) == (0, 0, 1, 0)
    assert "the department above it does" in refused(send("organizations", {**row, "name": "别名"}))[2]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"code": "教育局", "name": "B1"}, "looks like a name"),
        ({"code": "B/1"}, "no slash"),
        ({"name": ""}, "must not be empty"),
        ({"capacities": ""}, "must not be empty"),
        ({"capacities": "医院"}, "one or several of"),
        ({"social_credit_code": "11220000737048300X"}, "last character does not fit"),
        ({"region": "22"}, "six digits"),
        ({"active_from": "2001-02-30"}, "no such day"),
        ({"active_until": "2026-01-01"}, "ends by being closed"),
        ({"is_inner_department": "或许"}, "是 or 否"),
        ({"is_inner_department": "是", "social_credit_code": CREDIT_CODES[0]}, "no social credit code of its own"),
        ({"contact_name": "王*"}, "masked"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(send: Send, cells: dict[str, str], reason: str) -> None:
    outcome = send("organizations", {**BODY, **cells})
    assert counts(outcome) == (0, 0, 0, 1)
    assert reason in refused(outcome)[2]


def test_a_social_credit_code_is_of_one_body(send: Send) -> None:
    code = CREDIT_CODES[0]
    send("organizations", body("B1", social_credit_code=code))
    outcome = send("organizations", body("B2", social_credit_code=code), body("B3", social_credit_code=code))
    said = refused(outcome)
    assert ("has this social credit code already" in said[2], "in line 2" in said[3]) == (True, True)


def test_nothing_is_added_below_a_closed_body(send: Send, sender: Any) -> None:
    close_body(sender, organizations.get("OFFICE"), "撤销")
    assert "is closed" in refused(send("organizations", body("B1", "OFFICE")))[2]
    assert factories.organization("OFFICE").active_until
