"""Adding, renaming, changing and moving bodies (5.1)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization, OrganizationSpell, Particulars
from cadretrain_reports.applets.people.models import Trainee, TraineeSpell
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.scopes.api import Denied, in_scope
from cadretrain_reports.workflows import bodies
from tests.conftest import NEW_YEAR
from tests.factories_bodies import (
    ALL,
    DEPARTMENT,
    UNIT,
    audited,
    check_tree,
    department,
    officer,
    operator,
    refusal,
    spells,
    trainee,
    unit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


@pytest.fixture
def province() -> Organization:
    return department("P")


@pytest.fixture
def actor(province: Organization) -> Any:
    return officer(province)


def test_a_body_is_added_and_the_log_says_by_whom(province: Organization, actor: Any) -> None:
    said = Particulars(region="220100")
    added = bodies.add_body(actor, "C", "市", {DEPARTMENT}, province, said)
    assert (organizations.parent_of(added), added.region) == (province, "220100")
    (entry,) = audited("organization.add")
    assert (entry.actor, entry.target_key, entry.organization, entry.details) == (actor, "C", "C", {"parent": "P"})


def test_what_is_refused_leaves_no_entry(province: Organization, actor: Any) -> None:
    assert refusal(bodies.add_body, actor, "P", "省", {UNIT}, province) == ("code_taken", "code")
    assert refusal(bodies.rename_body, actor, unit("U", province), " ") == ("name_missing", "name")
    assert not AuditEntry.objects.exists()


def test_a_body_is_renamed(province: Organization, actor: Any) -> None:
    bureau = unit("U", province)
    assert bodies.rename_body(actor, bureau, "新名", " 机构\n改革 ").name == "新名"
    (entry,) = audited("organization.rename")
    assert (entry.reason, entry.details) == ("机构 改革", {"before": "U局", "after": "新名"})
    bodies.rename_body(actor, bureau, "新名")
    assert len(audited("organization.rename")) == 1


def test_of_a_change_the_log_names_the_fields_and_no_person(province: Organization, actor: Any) -> None:
    bureau = unit("U", province)
    said = Particulars(contact_name="王芳", contact_phone="0431-88900000")
    bodies.change_body(actor, bureau, said, {UNIT, DEPARTMENT}, "增设职能")
    (entry,) = audited("organization.change")
    assert entry.details == {"fields": ["is_management_department", "contact_name", "contact_phone"]}
    bodies.change_body(actor, bureau, said, {UNIT, DEPARTMENT})
    assert len(audited("organization.change")) == 1


def test_a_body_is_revised_as_far_as_something_is_said(province: Organization, actor: Any) -> None:
    bureau = unit("U", province)
    bodies.change_body(actor, bureau, Particulars(region="220100", contact_name="王芳"), {UNIT})
    # What the caller has read meanwhile grows old: what is not said stays as it is stored.
    revised = bodies.revise_body(actor, bureau, {"name": "新名", "contact_name": "李伟"}, None, "改革")
    assert (revised.name, revised.region, revised.contact_name) == ("新名", "220100", "李伟")
    assert organizations.capacities_of(revised) == {UNIT}
    renamed, changed = audited("organization.rename")[0], audited("organization.change")[-1]
    assert renamed.operation == changed.operation
    assert (renamed.reason, changed.details) == ("改革", {"fields": ["contact_name"]})
    assert organizations.capacities_of(bodies.revise_body(actor, bureau, {}, ALL)) == ALL


def test_a_revision_is_whole_or_not_at_all(province: Organization, actor: Any) -> None:
    bureau = unit("U", province)
    said = {"name": "新名", "region": "1"}
    assert refusal(bodies.revise_body, actor, bureau, said, None) == ("bad_region", "region")
    assert organizations.get("U").name == "U局"
    assert not AuditEntry.objects.exists()
    with pytest.raises(Denied):
        bodies.revise_body(officer(bureau, Role.LIAISON_OFFICER), bureau, {"name": "新名"}, None)
    assert organizations.get("U").name == "U局"


def test_a_capacity_in_use_is_not_taken_away(province: Organization, actor: Any) -> None:
    bureau = unit("U", province)
    trainee("T1", bureau)
    said = organizations.particulars_of(bureau)
    assert refusal(bodies.change_body, actor, bureau, said, {DEPARTMENT}) == ("capacity_in_use", "capacities")
    assert organizations.capacities_of(organizations.get("U")) == {UNIT}


def test_a_body_moves_and_those_above_it_change_sight(province: Organization, at_new_year: SimulatedClock) -> None:
    city, beside = department("C", province), department("E", province)
    bureau = unit("U", city)
    person = trainee("T1", bureau, province)
    before, after = officer(city), officer(beside)
    at_new_year.advance(86400)
    moved = bodies.move_body(officer(province), bureau, beside, "区划调整")
    assert organizations.parent_of(moved) == beside
    assert list(in_scope(Organization.objects.filter(code="U"), before)) == []
    assert list(in_scope(Organization.objects.filter(code="U"), after)) == [bureau]
    (entry,) = audited("organization.move")
    assert (entry.reason, entry.details) == ("区划调整", {"before": "C", "after": "E", "managed": 0})
    assert TraineeSpell.objects.get(trainee=person).since == NEW_YEAR
    assert Trainee.objects.get().unit == bureau


def test_a_move_to_where_it_stands_is_none(province: Organization) -> None:
    city = department("C", province)
    bodies.move_body(operator(), city, province, "无")
    assert not audited("organization.move")
    assert len(spells(city)) == 1


def test_a_move_that_fails_leaves_all_as_it_was(province: Organization, actor: Any) -> None:
    city = department("C", province)
    county = department("D", city)
    assert refusal(bodies.move_body, actor, city, county) == ("below_itself", "parent")
    assert refusal(bodies.move_body, actor, city, county, "因" * 501) == ("too_long", "reason")
    assert not AuditEntry.objects.exists()
    check_tree()


def test_the_history_of_several_moves_is_read_over_time(province: Organization, at_new_year: SimulatedClock) -> None:
    city, beside, actor = department("C", province), department("E", province), operator()
    bureau = unit("U", city)
    for parent in (beside, None, city):
        at_new_year.advance(86400)
        bodies.move_body(actor, organizations.get("U"), parent, "调整")
    days = [organizations.path_of_names_at(bureau, NEW_YEAR + timedelta(days=day)) for day in range(5)]
    home = ["P部", "C部", "U局"]
    assert days == [home, ["P部", "E部", "U局"], ["U局"], home, home]
    ends = OrganizationSpell.objects.filter(organization=bureau).order_by("since").values_list("since", "until")
    assert all(one[1] == other[0] for one, other in zip(list(ends), list(ends)[1:], strict=False))
