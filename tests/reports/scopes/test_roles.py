"""Who sees what, role by role, in a province of two cities (5.1-5.4, 6.1-6.4, 8.3.4-8.3.5, 9.2.1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.courses.api import Placement
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Delegation, Organization, Particulars, Service
from cadretrain_reports.applets.people.api import Account, Trainee
from cadretrain_reports.applets.roles.api import Role, State
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.scopes.api import ANCHORS, in_scope
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_classes import duty, officer, theme_class
from tests.reports.scopes import belongings
from tests.reports.scopes.conftest import DEPARTMENT, INSTITUTION, UNIT, Land

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


def sees(user: Any, rows: Iterable[Model]) -> list[Model]:
    """Return those of ``rows`` that a platform user may read, in their order."""
    return [row for row in rows if in_scope(type(row)._default_manager.all(), user).filter(pk=row.pk).exists()]


def trainee_of(unit: Organization) -> Account:
    return factories.trainee(unit=unit.code)


def at_all_bodies(land: Land, *but: Organization, role: Role = Role.DEPARTMENT_OFFICER) -> list[Any]:
    """Return a holder of ``role`` at each body but those named."""
    return [officer(role, body) for body in land.bodies if body not in but]


# The department: authority over people, not the place of their unit (5.1)


def test_a_department_sees_the_bodies_and_trainees_below_it(land: Land) -> None:
    near, far = trainee_of(land.bureau), trainee_of(land.far_bureau)
    rows = [land.county, land.bureau, land.other_county, land.far_bureau, near, far]
    assert sees(officer(Role.DEPARTMENT_OFFICER, land.county), rows) == [land.county, land.bureau, near]
    assert sees(officer(Role.DEPARTMENT_OFFICER, land.city), rows) == [land.county, land.bureau, near]
    assert sees(officer(Role.DEPARTMENT_OFFICER, land.province), rows) == rows


def test_a_department_sees_nothing_beside_or_above_it(land: Land) -> None:
    rows = [land.province, land.city, land.other_city, land.city_bureau, trainee_of(land.city_bureau)]
    assert sees(officer(Role.DEPARTMENT_OFFICER, land.county), rows) == []


def test_a_trainee_managed_by_the_province_in_a_county_unit(land: Land) -> None:
    account = trainee_of(land.bureau)
    Trainee.objects.filter(pk=account.pk).update(managing_department=land.province)
    account.trainee.spells.update(managing_department=land.province)
    account.trainee.refresh_from_db()
    rows = [*belongings.everything_of(account, land.academy, factories.user())]
    rows += [belongings.transfer(account.trainee, land.school, land.province, factories.user())]
    assert sees(officer(Role.LIAISON_OFFICER, land.bureau), rows) == rows
    assert sees(officer(Role.DEPARTMENT_OFFICER, land.province), rows) == rows
    for body in (land.county, land.city, land.other_city, land.other_county):
        assert sees(officer(Role.DEPARTMENT_OFFICER, body), rows) == []


def test_the_inspector_sees_what_the_officer_sees(land: Land) -> None:
    account = trainee_of(land.bureau)
    rows = [*belongings.everything_of(account, land.academy, factories.user()), land.bureau, land.city_bureau]
    rows += [audit.record("x", None, audit.Target("trainee", "", body.code)) for body in (land.bureau, land.city)]
    seen = sees(officer(Role.DEPARTMENT_OFFICER, land.county), rows)
    assert sees(officer(Role.ARCHIVE_INSPECTOR, land.county), rows) == seen
    assert [row for row in rows if row not in seen] == [land.city_bureau, rows[-1]]


def test_a_department_knows_the_classes_below_it_and_of_its_trainees_but_not_the_other_trainees(
    land: Land,
) -> None:
    own = organizations.add("ACI", "县委党校", {INSTITUTION}, land.county)
    below, visited, strange = theme_class(own), theme_class(land.academy), theme_class(land.academy, "K2")
    mine, guest = trainee_of(land.bureau).trainee, trainee_of(land.far_bureau).trainee
    at_home = theme_classes.register(below, guest, NEW_YEAR)
    abroad = [theme_classes.register(visited, who, NEW_YEAR) for who in (mine, guest)]
    rows = [below, visited, strange, guest, at_home, *abroad]
    assert sees(officer(Role.DEPARTMENT_OFFICER, land.county), rows) == [below, visited, abroad[0]]


# The unit (5.4, 6.3.3)


def test_a_liaison_officer_sees_the_unit_what_is_below_it_and_their_trainees(land: Land) -> None:
    station = organizations.add("ACUS", "财政所", {UNIT}, land.bureau)
    here, below, beside = (trainee_of(body) for body in (land.bureau, station, land.school))
    rows = [*belongings.everything_of(here, land.academy, factories.user()), below, land.bureau, station]
    hidden = [beside, beside.trainee, land.school, land.county]
    assert sees(officer(Role.LIAISON_OFFICER, land.bureau), [*rows, *hidden]) == rows


def test_where_a_body_is_a_department_too_its_liaison_officer_speaks_for_its_own_people_alone(
    land: Land,
) -> None:
    both = organizations.add("CD", "县委组织部", {DEPARTMENT, UNIT}, land.city)
    office = organizations.add("CDO", "干部科", {UNIT}, both, Particulars(is_inner_department=True))
    desk = organizations.add("CDOD", "干部科一组", {UNIT}, office)
    bureau = organizations.add("CDU", "县教育局", {UNIT}, both)
    bureau_office = organizations.add("CDUO", "人事科", {UNIT}, bureau, Particulars(is_inner_department=True))
    own, managed = [trainee_of(it) for it in (both, office, desk)], [trainee_of(it) for it in (bureau, bureau_office)]
    liaison = officer(Role.LIAISON_OFFICER, both)
    arriving = belongings.transfer(trainee_of(land.far_bureau).trainee, bureau, both, factories.user())
    assert sees(liaison, [arriving]) == []
    assert sees(liaison, [*own, *managed, both, office, desk, bureau, bureau_office]) == [*own, both, office, desk]
    assert sees(officer(Role.DEPARTMENT_OFFICER, both), [*own, *managed]) == [*own, *managed]
    assert sees(officer(Role.LIAISON_OFFICER, bureau), [*own, *managed]) == managed


def test_a_unit_sees_its_own_trainees_registration_and_nobody_elses(land: Land) -> None:
    training = theme_class(land.academy)
    mine, other = trainee_of(land.bureau).trainee, trainee_of(land.school).trainee
    rows = [training, *(theme_classes.register(training, who, NEW_YEAR) for who in (mine, other))]
    assert sees(officer(Role.LIAISON_OFFICER, land.bureau), rows) == rows[:2]
    assert sees(officer(Role.LIAISON_OFFICER, land.school), rows) == [rows[0], rows[2]]
    assert sees(officer(Role.LIAISON_OFFICER, land.city_bureau), rows) == []


def test_a_transfer_is_seen_by_both_units_and_the_departments_before_and_afterwards(land: Land) -> None:
    account = trainee_of(land.bureau)
    rows = [belongings.transfer(account.trainee, land.far_bureau, land.other_county, factories.user())]
    for unit in (land.bureau, land.far_bureau):
        assert sees(officer(Role.LIAISON_OFFICER, unit), rows) == rows
    for department in (land.county, land.city, land.province, land.other_city, land.other_county):
        assert sees(officer(Role.DEPARTMENT_OFFICER, department), rows) == rows
    third = [officer(Role.LIAISON_OFFICER, land.school), officer(Role.ACADEMIC_AFFAIRS_OFFICER, land.academy)]
    assert [sees(user, rows) for user in (*third, trainee_of(land.bureau).user)] == [[], [], []]


def test_the_old_unit_still_sees_the_transfer_when_the_trainee_is_gone(land: Land) -> None:
    account = trainee_of(land.bureau)
    done = belongings.transfer(account.trainee, land.school, land.county, factories.user())
    Trainee.objects.filter(pk=account.pk).update(unit=land.school)
    assert sees(officer(Role.LIAISON_OFFICER, land.bureau), [done, account, account.trainee]) == [done]


def test_the_new_unit_sees_the_transfer_and_not_yet_the_trainee(land: Land) -> None:
    account = trainee_of(land.bureau)
    asked = belongings.transfer(account.trainee, land.school, land.county, factories.user())
    assert sees(officer(Role.LIAISON_OFFICER, land.school), [asked, account, account.trainee]) == [asked]


# The institution (5.3, 6.1.3)


def test_an_institution_sees_the_units_of_two_departments_that_it_serves(land: Land) -> None:
    served = [trainee_of(land.bureau), trainee_of(land.far_bureau)]
    for unit in (land.bureau, land.far_bureau):
        belongings.service(land.academy, unit)
    others = [trainee_of(land.school), trainee_of(land.city_bureau), land.school, land.county, land.other_city]
    everything = belongings.everything_of(served[0], land.academy, factories.user())
    rows = [*served, *everything, land.bureau, land.far_bureau]
    assert sees(officer(Role.ACADEMIC_AFFAIRS_OFFICER, land.academy), [*rows, *others]) == rows
    assert sees(officer(Role.ACADEMIC_AFFAIRS_OFFICER, land.other_academy), [*rows, *others]) == []


def test_an_institution_that_serves_a_unit_serves_the_bodies_below_it_until_it_ends(land: Land) -> None:
    station = organizations.add("ACUS", "财政所", {UNIT}, land.bureau)
    service = belongings.service(land.academy, land.bureau)
    rows = [station, trainee_of(station)]
    affairs = officer(Role.ACADEMIC_AFFAIRS_OFFICER, land.academy)
    assert sees(affairs, rows) == rows
    service.standing = None
    service.save()
    assert sees(affairs, rows) == []


def test_units_served_by_the_hundred_are_all_seen(land: Land) -> None:
    """More of them than SQLite would let stand in one condition."""
    units = Organization.objects.bulk_create(belongings.units_below(land.school, 1100))
    Service.objects.bulk_create(Service(institution=land.academy, unit=unit, since=NEW_YEAR) for unit in units)
    affairs = officer(Role.ACADEMIC_AFFAIRS_OFFICER, land.academy)
    first, last, other = trainee_of(units[0]), trainee_of(units[-1]), trainee_of(land.bureau)
    assert sees(affairs, [first, last, other]) == [first, last]
    assert in_scope(Organization.objects.all(), affairs).count() == len(units) + 1


def test_an_institution_knows_the_liaison_officers_of_its_units_but_not_how_they_are_judged(
    land: Land,
) -> None:
    belongings.service(land.academy, land.bureau)
    liaison, other = duty(Role.LIAISON_OFFICER, land.bureau), duty(Role.LIAISON_OFFICER, land.school)
    declared = duty(Role.LIAISON_OFFICER, land.bureau, state=State.DECLARED)
    judged = [belongings.appraisal(liaison, land.bureau, kind, liaison.user) for kind in ("appraisal", "feedback")]
    rows = [liaison, declared, other, *judged, belongings.step(liaison, liaison.user)]
    assert sees(officer(Role.ACADEMIC_AFFAIRS_OFFICER, land.academy), rows) == [liaison]


def test_where_a_department_trains_its_own_staff_its_academic_affairs_reach_no_further(land: Land) -> None:
    both = organizations.add("CD", "县委组织部", {DEPARTMENT, INSTITUTION}, land.city)
    below = organizations.add("CDI", "县委党校", {INSTITUTION}, both)
    own_class, other_class = theme_class(both), theme_class(below)
    bureau = organizations.add("CDU", "县教育局", {UNIT}, both)
    rows = [both, own_class, below, other_class, bureau, duty(Role.LIAISON_OFFICER, bureau), trainee_of(bureau)]
    assert sees(officer(Role.ACADEMIC_AFFAIRS_OFFICER, both), rows) == rows[:2]


@pytest.mark.parametrize("role", [Role.ACADEMIC_AFFAIRS_OFFICER, Role.LEARNING_SUPPORT_STAFF])
def test_upkeep_lets_the_institution_see_the_account_until_it_is_taken_back(land: Land, role: Role) -> None:
    account = trainee_of(land.bureau)
    everything = belongings.everything_of(account, land.academy, factories.user())
    staff, strangers = officer(role, land.academy), officer(role, land.other_academy)
    assert sees(staff, everything) == []
    given = belongings.delegation(Delegation.Kind.ACCOUNT_UPKEEP, land.bureau, land.academy)
    acceptance = account.trainee.acceptances.get()
    assert sees(staff, everything) == [account.trainee, account, acceptance]
    assert sees(strangers, everything) == []
    given.standing = None
    given.save()
    assert sees(staff, everything) == []


def test_only_account_upkeep_shows_accounts(land: Land) -> None:
    account = trainee_of(land.bureau)
    belongings.delegation(Delegation.Kind.MAINTAIN_TRAINEES, land.county, land.academy)
    belongings.delegation(Delegation.Kind.ACCOUNT_UPKEEP, land.school, land.academy)
    for role in (Role.LEARNING_SUPPORT_STAFF, Role.ACADEMIC_AFFAIRS_OFFICER):
        assert sees(officer(role, land.academy), [account, account.trainee]) == []
    belongings.delegation(Delegation.Kind.ACCOUNT_UPKEEP, land.bureau, land.academy)
    for role in (Role.HEAD_TEACHER, Role.TEACHER):
        assert sees(officer(role, land.academy), [account, account.trainee]) == []


# The class (6.2, 6.3.2, 6.4, 8.3.4, 8.3.5)


@pytest.fixture
def open_class(land: Land) -> SimpleNamespace:
    """An open class of the academy with trainees of ten units of several departments."""
    above = [land.county, land.city, land.other_county, land.other_city, land.province]
    units = [organizations.add(f"U{number}", "局", {UNIT}, above[number % 5]) for number in range(10)]
    accounts = [trainee_of(unit) for unit in units]
    training = theme_class(land.academy)
    registrations = [theme_classes.register(training, account.trainee, NEW_YEAR) for account in accounts]
    for registration in registrations:
        theme_classes.confirm(registration)
    return SimpleNamespace(training=training, units=units, accounts=accounts, registrations=registrations)


@pytest.mark.parametrize("role", [Role.HEAD_TEACHER, Role.TEACHER, Role.LEARNING_SUPPORT_STAFF])
def test_the_staff_of_a_class_sees_its_trainees_and_no_more_of_them_than_basic_information(
    land: Land, open_class: SimpleNamespace, role: Role
) -> None:
    assignment = duty(role, land.academy)
    served = theme_classes.assign_duty(open_class.training, assignment)
    colleague = duty(Role.TEACHER, land.academy)
    not_in_class = trainee_of(open_class.units[0])
    belonging = belongings.everything_of(open_class.accounts[0], land.academy, assignment.user)
    trainees = [account.trainee for account in open_class.accounts]
    shown = [open_class.training, served, *trainees, *open_class.registrations, land.academy, assignment]
    hidden = [*belonging[1:], not_in_class.trainee, *open_class.units, colleague, theme_class(land.academy, "K2")]
    assert sees(assignment.user, [*shown, *hidden]) == shown


def test_each_liaison_officer_sees_the_own_trainees_registration(land: Land, open_class: SimpleNamespace) -> None:
    rows = [open_class.training, *open_class.registrations, *(account.trainee for account in open_class.accounts)]
    for number, unit in enumerate(open_class.units):
        own = [open_class.training, open_class.registrations[number], open_class.accounts[number].trainee]
        assert sees(officer(Role.LIAISON_OFFICER, unit), rows) == own


def test_the_class_is_seen_by_its_own_institution_and_no_other(land: Land, open_class: SimpleNamespace) -> None:
    trainees = [account.trainee for account in open_class.accounts]
    rows = [open_class.training, *open_class.registrations, *trainees]
    assert sees(officer(Role.ACADEMIC_AFFAIRS_OFFICER, land.academy), [*rows, *open_class.accounts]) == rows
    for role in (Role.ACADEMIC_AFFAIRS_OFFICER, Role.HEAD_TEACHER, Role.TEACHER, Role.LEARNING_SUPPORT_STAFF):
        assert sees(officer(role, land.other_academy), rows) == []
    assert sees(officer(Role.HEAD_TEACHER, land.academy), rows) == []


@pytest.mark.parametrize("decision", [theme_classes.refuse, theme_classes.withdraw])
def test_who_was_refused_or_withdrew_is_no_longer_seen_by_the_class(land: Land, decision: Any) -> None:
    training, assignment = theme_class(land.academy), duty(Role.HEAD_TEACHER, land.academy)
    theme_classes.assign_duty(training, assignment)
    trainee = trainee_of(land.bureau).trainee
    registration = theme_classes.register(training, trainee, NEW_YEAR)
    affairs = officer(Role.ACADEMIC_AFFAIRS_OFFICER, land.academy)
    assert sees(assignment.user, [trainee, registration]) == [trainee, registration]
    decision(registration)
    for user in (assignment.user, affairs):
        assert sees(user, [trainee, registration]) == [registration]


# The trainee (6.1)


def test_a_trainee_sees_oneself_the_unit_and_its_liaison_officer_and_nothing_of_others(
    land: Land, open_class: SimpleNamespace
) -> None:
    account = open_class.accounts[3]
    unit = open_class.units[3]
    liaison, officer_there = duty(Role.LIAISON_OFFICER, unit), duty(Role.DEPARTMENT_OFFICER, land.city)
    head = theme_classes.assign_duty(open_class.training, duty(Role.HEAD_TEACHER, land.academy))
    judged = belongings.appraisal(liaison, unit, "appraisal", liaison.user)
    colleague = trainee_of(unit)
    leaving = belongings.transfer(colleague.trainee, land.school, land.county, liaison.user)
    own = belongings.everything_of(account, land.academy, factories.user())
    shown = [*own, open_class.training, head, open_class.registrations[3], unit, liaison]
    hidden = [*open_class.registrations[4:], colleague, colleague.trainee, leaving, judged, officer_there, land.academy]
    assert sees(account.user, [*shown, *hidden]) == shown


# What is issued, and the log


def test_a_circular_goes_down_from_its_department_never_up_or_beside(land: Land) -> None:
    about = duty(Role.LIAISON_OFFICER, land.far_bureau)
    circular = belongings.appraisal(about, land.city, "circular", factories.user())
    feedback = belongings.appraisal(about, land.city, "feedback", factories.user())
    below = [land.city, land.county, land.bureau, land.school, land.city_bureau]
    for body in below:
        assert sees(officer(Role.LIAISON_OFFICER, body), [circular, feedback]) == [circular]
    for role in Role:
        assert sees(officer(role, land.county), [circular, feedback]) == [circular]
    assert sees(about.user, [circular, feedback]) == [circular, feedback]
    for user in at_all_bodies(land, *below, land.far_bureau, role=Role.LIAISON_OFFICER):
        assert sees(user, [circular, feedback]) == []
    assert sees(trainee_of(land.bureau).user, [circular]) == []


def test_how_a_duty_is_judged_is_seen_at_its_body_above_it_and_by_oneself(land: Land) -> None:
    judged = duty(Role.LIAISON_OFFICER, land.bureau)
    rows = [belongings.appraisal(judged, land.county, "feedback", factories.user()), belongings.step(judged, None)]
    above = [land.bureau, land.county, land.city, land.province]
    for body in above:
        assert sees(officer(Role.DEPARTMENT_OFFICER, body), rows) == rows
    assert sees(judged.user, rows) == rows
    for user in at_all_bodies(land, *above):
        assert sees(user, rows) == []
    colleagues = [trainee_of(land.bureau).user, officer(Role.HEAD_TEACHER, land.bureau)]
    assert [sees(user, rows) for user in colleagues] == [[], []]


def test_the_log_of_a_body_is_read_by_departments_and_everybody_reads_what_one_did_oneself(
    land: Land,
) -> None:
    liaison = officer(Role.LIAISON_OFFICER, land.bureau)
    own = audit.record("keep_account", liaison.pk, audit.Target("trainee", "", land.bureau.code))
    other = audit.record("keep_account", None, audit.Target("trainee", "", land.bureau.code))
    assert sees(liaison, [own, other]) == [own]
    for role in (Role.DEPARTMENT_OFFICER, Role.ARCHIVE_INSPECTOR):
        assert sees(officer(role, land.county), [own, other]) == [own, other]
        assert sees(officer(role, land.other_county), [own, other]) == []


def test_what_one_body_hands_on_to_another_is_seen_at_both(land: Land) -> None:
    rows = [
        belongings.service(land.academy, land.bureau),
        belongings.delegation(Delegation.Kind.ACCOUNT_UPKEEP, land.bureau, land.academy),
    ]
    both = [officer(Role.LIAISON_OFFICER, land.bureau), officer(Role.ACADEMIC_AFFAIRS_OFFICER, land.academy)]
    for user in (*both, officer(Role.DEPARTMENT_OFFICER, land.county)):
        assert sees(user, rows) == rows
    for body in (land.school, land.other_academy):
        for role in (Role.LIAISON_OFFICER, Role.ACADEMIC_AFFAIRS_OFFICER, Role.LEARNING_SUPPORT_STAFF):
            assert sees(officer(role, body), rows) == []


# The duty itself


@pytest.mark.parametrize("role", list(Role))
def test_only_a_duty_in_force_shows_anything(land: Land, role: Role) -> None:
    """Of one that is over, or not yet in force, no more is seen than that one had it."""
    account = trainee_of(land.bureau)
    belongings.service(land.academy, land.bureau)
    belongings.delegation(Delegation.Kind.ACCOUNT_UPKEEP, land.bureau, land.academy)
    training = theme_class(land.academy)
    theme_classes.register(training, account.trainee, NEW_YEAR)
    at_department = {Role.DEPARTMENT_OFFICER: land.county, Role.ARCHIVE_INSPECTOR: land.county}
    body = {**at_department, Role.LIAISON_OFFICER: land.bureau}.get(role, land.academy)
    assignment = duty(role, body)
    if role in theme_classes.CLASS_STAFF:
        theme_classes.assign_duty(training, assignment)
    rows = [account.trainee, training]
    assert sees(assignment.user, rows) == rows
    for state in (State.DECLARED, State.RETURNED, State.SUSPENDED, State.ENDED):
        assignment.state = state
        assignment.save()
        assert sees(assignment.user, [*rows, assignment, body]) == [assignment]
    assignment.state, assignment.ends_on = State.ACTIVE, date(2026, 1, 5)
    assignment.save()
    assert sees(assignment.user, rows) == []
    assignment.state, assignment.starts_on, assignment.ends_on = State.APPROVED, date(2026, 1, 6), None
    assignment.save()
    assert sees(assignment.user, rows) == []


def test_several_duties_show_what_either_shows_and_each_row_once(land: Land) -> None:
    person = officer(Role.LIAISON_OFFICER, land.bureau)
    duty(Role.DEPARTMENT_OFFICER, land.county, user=person)
    duty(Role.DEPARTMENT_OFFICER, land.city, user=person)
    duty(Role.ACADEMIC_AFFAIRS_OFFICER, land.academy, user=person)
    belongings.service(land.academy, land.far_bureau)
    trainees = {trainee_of(body).trainee for body in (land.bureau, land.city_bureau, land.far_bureau)}
    trainee_of(organizations.add("BU", "邻市局", {UNIT}, land.other_city))
    seen = in_scope(Trainee.objects.all(), person)
    assert (seen.count(), set(seen)) == (3, trainees)
    assert in_scope(Organization.objects.all(), person).count() == 7


def test_a_scope_narrows_whatever_was_asked_for(land: Land) -> None:
    accounts = [trainee_of(body) for body in (land.bureau, land.school, land.far_bureau)]
    asked = Account.objects.filter(trainee__unit__in=[land.school, land.far_bureau]).order_by("-pk")
    county = officer(Role.DEPARTMENT_OFFICER, land.county)
    assert list(in_scope(asked, county)) == [accounts[1]]
    assert list(in_scope(asked, county).values_list("trainee__code", flat=True)[:5]) == [accounts[1].trainee.code]
    assert in_scope(asked, county).exclude(pk=accounts[1].pk).count() == 0


def test_whoever_is_deactivated_on_the_platform_sees_nothing(land: Land) -> None:
    account = trainee_of(land.bureau)
    assignment = duty(Role.DEPARTMENT_OFFICER, land.county, user=account.user)
    rows = [account, account.trainee, land.bureau, assignment]
    assert sees(account.user, rows) == rows
    account.user.is_active = False
    account.user.save()
    assert sees(account.user, rows) == []


def test_a_site_operator_sees_all_while_active_and_nobody_signed_in_sees_nothing(land: Land) -> None:
    operator = factories.user()
    operator.is_superuser = True
    rows = [*belongings.everything_of(trainee_of(land.bureau), land.academy, operator), *land.bodies]
    assert sees(operator, rows) == rows
    assert sees(AnonymousUser(), rows) == []
    operator.is_active = False
    assert sees(operator, rows) == []


def test_somebody_without_any_duty_sees_nothing(land: Land) -> None:
    trainee_of(land.bureau)
    stranger = factories.user()
    assert not any(in_scope(model._default_manager.all(), stranger).exists() for model in ANCHORS)


def test_what_nobody_reads_through_a_scope_is_refused(land: Land) -> None:
    with pytest.raises(KeyError):
        in_scope(Placement.objects.all(), officer(Role.DEPARTMENT_OFFICER, land.province))
