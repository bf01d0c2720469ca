"""Only a duty in force empowers, and nobody gives one to themselves (5.4, 6.2-6.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.organizations.api import Capacity, Organization
from cadretrain_reports.applets.people.api import Account, Trainee
from cadretrain_reports.applets.roles import api as roles
from cadretrain_reports.applets.roles.api import Appraisal, Role, RoleAssignment, RoleStep, State, Terms
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import Denied, in_scope, may
from cadretrain_reports.workflows import duties
from cadretrain_reports.workflows.duties import Decision
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_duties import TODAY, declared, holder, liaison_officer, terms
from tests.workers import crew, together

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LATER = TODAY + 3 * DAY


@dataclass
class Story:
    """A unit below a department, a unit beside it, and a person on the way to be a liaison officer of the first."""

    clock: SimulatedClock
    department: Organization = field(default_factory=factories.department)
    duty: RoleAssignment | None = None

    def __post_init__(self) -> None:
        self.own, self.other = factories.trainee(unit="BUREAU").trainee, factories.trainee(unit="OFFICE").trainee
        self.unit = self.own.unit
        self.person = factories.user("liaison")
        self.clerk = holder(Role.LIAISON_OFFICER, self.unit)
        self.officer = holder(Role.DEPARTMENT_OFFICER, self.department)

    def declare(self, starts_on: date = TODAY) -> None:
        self.duty = duties.declare_liaison(self.clerk, self.person, self.unit, terms(starts_on), "单位推荐")

    def declare_for_later(self) -> None:
        self.declare(LATER)

    def approve(self) -> None:
        self.duty = duties.decide_liaison(self.officer, self.duty, Decision.APPROVE)

    def give_back(self) -> None:
        self.duty = duties.decide_liaison(self.officer, self.duty, Decision.RETURN, "材料不全")

    def declare_again(self) -> None:
        self.duty = duties.declare_liaison_again(self.clerk, self.duty, terms(), "已补正")

    def suspend(self) -> None:
        self.duty = duties.suspend_duty(self.officer, self.duty, "借调")

    def resume(self) -> None:
        self.duty = duties.resume_duty(self.officer, self.duty)

    def declare_ending(self) -> None:
        self.duty = duties.declare_liaison_ending(self.clerk, self.duty, LATER, "调离")

    def approve_ending(self) -> None:
        self.duty = duties.decide_liaison_ending(self.officer, self.duty, Decision.APPROVE)

    def return_ending(self) -> None:
        self.duty = duties.decide_liaison_ending(self.officer, self.duty, Decision.RETURN, "接任者未到位")

    def end(self) -> None:
        self.duty = duties.end_duty(self.officer, self.duty, "考核不合格")

    def until_later(self) -> None:
        self.clock.advance((LATER - TODAY).days * 86400)


@pytest.fixture
def story(at_new_year: SimulatedClock) -> Story:
    return Story(at_new_year)


_IN_FORCE = [Story.declare, Story.approve]

STAGES: dict[str, tuple[bool, list[Callable[[Story], None]]]] = {
    "undeclared": (False, []),
    "declared": (False, [Story.declare]),
    "returned": (False, [Story.declare, Story.give_back]),
    "declared again": (False, [Story.declare, Story.give_back, Story.declare_again]),
    "approved after a return": (True, [Story.declare, Story.give_back, Story.declare_again, Story.approve]),
    "approved from a later day on": (False, [Story.declare_for_later, Story.approve]),
    "approved, and its day has come": (True, [Story.declare_for_later, Story.approve, Story.until_later]),
    "declared, and its day has come": (False, [Story.declare_for_later, Story.until_later]),
    "approved from today on": (True, _IN_FORCE),
    "suspended": (False, [*_IN_FORCE, Story.suspend]),
    "resumed": (True, [*_IN_FORCE, Story.suspend, Story.resume]),
    "ending declared": (True, [*_IN_FORCE, Story.declare_ending]),
    "ending declared, and its day has come": (True, [*_IN_FORCE, Story.declare_ending, Story.until_later]),
    "ending returned": (True, [*_IN_FORCE, Story.declare_ending, Story.return_ending, Story.until_later]),
    "ending approved": (True, [*_IN_FORCE, Story.declare_ending, Story.approve_ending]),
    "ending approved, and its day has come": (
        False,
        [*_IN_FORCE, Story.declare_ending, Story.approve_ending, Story.until_later],
    ),
    "ended": (False, [*_IN_FORCE, Story.end]),
}


@pytest.mark.parametrize(("empowered", "steps"), STAGES.values(), ids=list(STAGES))
def test_a_liaison_officer_can_do_something_only_while_the_duty_is_in_force(
    story: Story, empowered: bool, steps: list[Callable[[Story], None]]
) -> None:
    """6.3.3: 经批准后,联络员具有相应的管理职责和权限."""
    for step in steps:
        step(story)
    person, own, other = story.person, story.own, story.other
    assert list(in_scope(Trainee.objects.all(), person)) == ([own] if empowered else [])
    assert list(in_scope(Account.objects.all(), person)) == ([own.account] if empowered else [])
    bodies = set(in_scope(Organization.objects.all(), person))
    assert (story.unit in bodies, other.unit in bodies) == (empowered, False)
    for act in ("keep_account", "instruct", "ask_relief"):
        assert may(person, act, own) is empowered
        assert not may(person, act, other)
    assert person.has_perm("cadretrain_reports.keep_account", own) is empowered
    assert may(person, "speak_for_unit", story.unit) is empowered
    assert not may(person, "speak_for_unit", other.unit)


def test_a_liaison_officer_sees_the_units_below_but_none_beside_or_above(story: Story) -> None:
    factories.organization("SECTION", parent=story.unit)
    below = factories.trainee(unit="SECTION").trainee
    story.declare()
    story.approve()
    assert set(in_scope(Trainee.objects.all(), story.person)) == {story.own, below}
    section = liaison_officer(below.unit).user
    assert list(in_scope(Trainee.objects.all(), section)) == [below]


def test_what_was_done_is_on_record_with_its_reason(story: Story) -> None:
    for step in (Story.declare, Story.give_back, Story.declare_again, Story.approve, Story.suspend, Story.resume):
        step(story)
    for step in (Story.declare_ending, Story.return_ending, Story.declare_ending, Story.approve_ending, Story.end):
        step(story)
    kept = AuditEntry.objects.filter(target_key=str(story.duty.uuid)).order_by("pk")
    assert list(kept.values_list("act", "actor", "reason")) == [
        ("liaison.declare", story.clerk.pk, "单位推荐"),
        ("liaison.return", story.officer.pk, "材料不全"),
        ("liaison.declare", story.clerk.pk, "已补正"),
        ("liaison.approve", story.officer.pk, ""),
        ("duty.suspend", story.officer.pk, "借调"),
        ("duty.resume", story.officer.pk, ""),
        ("liaison.declare_ending", story.clerk.pk, "调离"),
        ("liaison.return_ending", story.officer.pk, "接任者未到位"),
        ("liaison.declare_ending", story.clerk.pk, "调离"),
        ("liaison.approve_ending", story.officer.pk, ""),
        ("duty.end", story.officer.pk, "考核不合格"),
    ]
    assert {entry.organization for entry in kept} == {"BUREAU"}
    assert kept.last().details == {"role": "liaison_officer", "state": "ended"}
    assert [step.step for step in roles.history(story.duty)] == [
        act.removeprefix("liaison.").removeprefix("duty.") for act in kept.values_list("act", flat=True)
    ]


def test_a_refusal_leaves_nothing_behind(story: Story) -> None:
    story.declare()
    steps, kept = RoleStep.objects.count(), AuditEntry.objects.count()
    with pytest.raises(Refused):
        story.declare()
    with pytest.raises(Refused):
        duties.decide_liaison(story.officer, story.duty, Decision.RETURN, "")
    assert (RoleStep.objects.count(), AuditEntry.objects.count()) == (steps, kept)


def test_a_unit_does_not_decide_on_its_own_declarations(story: Story) -> None:
    story.declare()
    for act in (
        lambda: duties.decide_liaison(story.clerk, story.duty, Decision.APPROVE),
        lambda: duties.suspend_duty(story.clerk, story.duty, "借调"),
        lambda: duties.end_duty(story.clerk, story.duty, "调离"),
    ):
        with pytest.raises(Denied):
            act()
    denied = AuditEntry.objects.filter(outcome="denied", actor=story.clerk)
    assert list(denied.values_list("act", "target_kind").distinct()) == [("decide_liaison", "role_assignment")]
    assert denied.count() == 3


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.LIAISON_OFFICER, Role.DEPARTMENT_OFFICER)])
def test_no_other_duty_declares_or_decides(story: Story, role: Role) -> None:
    both = factories.organization("BOTH", *Capacity, parent=story.department)
    outsider = holder(role, both)
    with pytest.raises(Denied):
        duties.declare_liaison(outsider, story.person, both, terms())
    story.declare()
    with pytest.raises(Denied):
        duties.decide_liaison(outsider, story.duty, Decision.APPROVE)


def test_a_department_decides_for_what_is_below_it_only(story: Story) -> None:
    story.declare()
    for body in (factories.department("BESIDE", parent=story.department), factories.department("ELSEWHERE")):
        with pytest.raises(Denied):
            duties.decide_liaison(holder(Role.DEPARTMENT_OFFICER, body), story.duty, Decision.APPROVE)
    city = factories.department("CITY", parent=story.department)
    section = factories.organization("SECTION", parent=city)
    duty = duties.declare_liaison(holder(Role.DEPARTMENT_OFFICER, city), story.person, section, terms())
    assert duties.decide_liaison(story.officer, duty, Decision.APPROVE).state == State.ACTIVE


def test_an_officer_who_enters_a_units_declaration_leaves_the_decision_to_a_colleague(story: Story) -> None:
    """The first liaison officer of a unit is declared on paper: a department's officer enters it, another decides."""
    duty = duties.declare_liaison(story.officer, story.person, story.unit, terms())
    with pytest.raises(Refused) as refused:
        duties.decide_liaison(story.officer, duty, Decision.APPROVE)
    assert refused.value.code == "four_eyes"
    colleague = holder(Role.DEPARTMENT_OFFICER, story.department)
    assert duties.decide_liaison(colleague, duty, Decision.APPROVE).state == State.ACTIVE


def test_a_department_that_is_itself_the_unit_has_liaison_officers_too(story: Story) -> None:
    both = factories.organization(
        "BOTH", Capacity.MANAGEMENT_DEPARTMENT, Capacity.EMPLOYING_UNIT, parent=story.department
    )
    one, other = holder(Role.DEPARTMENT_OFFICER, both), holder(Role.DEPARTMENT_OFFICER, both)
    duty = duties.declare_liaison(one, other, both, terms())
    for person, code in ((one, "four_eyes"), (other, "own_duty")):
        with pytest.raises(Refused) as refused:
            duties.decide_liaison(person, duty, Decision.APPROVE)
        assert refused.value.code == code
    assert duties.decide_liaison(story.officer, duty, Decision.APPROVE).state == State.ACTIVE


def test_an_officer_does_not_resume_a_duty_of_their_own(story: Story) -> None:
    story.person = holder(Role.DEPARTMENT_OFFICER, story.department)
    for step in (Story.declare, Story.approve, Story.suspend):
        step(story)
    with pytest.raises(Refused) as refused:
        duties.resume_duty(story.person, story.duty)
    assert refused.value.code == "own_duty"


def test_a_suspended_officer_decides_on_nothing(story: Story) -> None:
    story.declare()
    operator = factories.user()
    operator.is_superuser = True
    officers = roles.duty_of(story.officer, Role.DEPARTMENT_OFFICER, story.department)
    duties.suspend_duty(operator, officers, "接受调查")
    with pytest.raises(Denied):
        story.approve()
    duties.resume_duty(operator, officers)
    story.approve()


def test_a_deactivated_account_has_no_powers(story: Story) -> None:
    story.declare()
    story.approve()
    story.person.is_active = False
    story.person.save()
    assert not in_scope(Trainee.objects.all(), story.person).exists()
    assert not may(story.person, "keep_account", story.own)


STAFF = {Role.HEAD_TEACHER, Role.TEACHER, Role.LEARNING_SUPPORT_STAFF}


def institution_below(department: Organization) -> Organization:
    return factories.organization("ACADEMY", Capacity.TRAINING_INSTITUTION, parent=department)


@pytest.mark.parametrize("role", sorted(STAFF))
def test_an_institution_appoints_its_staff_by_criteria_and_procedure(story: Story, role: Role) -> None:
    """6.2: 培训机构按照一定的标准和程序对教师进行遴选、管理; likewise 6.3.2 and 6.4."""
    academy = institution_below(story.department)
    affairs = holder(Role.ACADEMIC_AFFAIRS_OFFICER, academy)
    duty = duties.appoint_staff(affairs, story.person, role, academy, Terms(TODAY, None, "副高以上", "试讲后院务会定"))
    (seen,) = in_scope(RoleAssignment.objects.filter(role=role), story.officer)
    assert (seen.criteria, seen.procedure) == ("副高以上", "试讲后院务会定")
    assert seen in in_scope(RoleAssignment.objects.all(), story.person)
    assert duties.suspend_duty(affairs, duty, "停课").state == State.SUSPENDED
    assert duties.resume_duty(affairs, duty).state == State.ACTIVE
    assert duties.end_duty(affairs, duty, "聘期届满", LATER).ends_on == LATER
    acts = AuditEntry.objects.filter(target_key=str(duty.uuid)).order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["duty.appoint", "duty.suspend", "duty.resume", "duty.end"]


@pytest.mark.parametrize("missing", ["criteria", "procedure"])
def test_nobody_is_appointed_without_a_stated_ground(story: Story, missing: str) -> None:
    academy = institution_below(story.department)
    affairs = holder(Role.ACADEMIC_AFFAIRS_OFFICER, academy)
    given = Terms(TODAY, None, **{"criteria": "标准", "procedure": "程序", missing: ""})
    with pytest.raises(Refused) as refused:
        duties.appoint_staff(affairs, story.person, Role.TEACHER, academy, given)
    assert (refused.value.code, refused.value.field) == ("missing", missing)
    assert not RoleAssignment.objects.filter(user=story.person).exists()


@pytest.mark.parametrize("appointer", Role)
def test_who_appoints_whom(story: Story, appointer: Role) -> None:
    """At the body itself, and from the department above it."""
    body = factories.organization("BOTH", *Capacity, parent=story.department)
    at_itself, above = holder(appointer, body), None
    if appointer in (Role.DEPARTMENT_OFFICER, Role.ARCHIVE_INSPECTOR):
        above = holder(appointer, story.department)
    itself = {role for role in Role if appoints(at_itself, role, body)}
    from_above = {role for role in Role if above and appoints(above, role, body)}
    assert (itself, from_above) == {
        Role.ACADEMIC_AFFAIRS_OFFICER: (STAFF, set()),
        Role.DEPARTMENT_OFFICER: ({Role.ACADEMIC_AFFAIRS_OFFICER}, set(Role) - {Role.LIAISON_OFFICER}),
    }.get(appointer, (set(), set()))


def appoints(actor: Any, role: Role, body: Organization) -> bool:
    """Tell whether the actor can appoint somebody new."""
    appoint = duties.appoint_staff if role in STAFF else duties.appoint_officer
    try:
        return appoint(actor, factories.user(), role, body, terms()).state == State.ACTIVE
    except (Denied, Refused):
        return False


def test_the_site_operator_appoints_the_first_officers(story: Story) -> None:
    operator = factories.user()
    operator.is_superuser = True
    for role in (Role.DEPARTMENT_OFFICER, Role.ARCHIVE_INSPECTOR):
        assert duties.appoint_officer(operator, story.person, role, story.department, terms()).state == State.ACTIVE
    with pytest.raises(Refused) as refused:
        duties.appoint_officer(operator, operator, Role.DEPARTMENT_OFFICER, story.department, terms())
    assert refused.value.code == "own_duty"


def test_each_way_of_appointment_is_for_its_own_duties(story: Story) -> None:
    academy = institution_below(story.department)
    for appoint, role, code in (
        (duties.appoint_staff, Role.ACADEMIC_AFFAIRS_OFFICER, "not_staff"),
        (duties.appoint_staff, Role.LIAISON_OFFICER, "not_staff"),
        (duties.appoint_officer, Role.TEACHER, "not_officer"),
        (duties.appoint_officer, Role.LIAISON_OFFICER, "not_officer"),
    ):
        with pytest.raises(Refused) as refused:
            appoint(story.officer, story.person, role, academy, terms())
        assert (refused.value.code, refused.value.field) == (code, "role")


def test_by_declaration_nobody_reaches_another_duty_than_a_liaison_officers(story: Story) -> None:
    """A department's officer may enter endings of liaison officers, but not be rid of a colleague that way."""
    colleague = holder(Role.DEPARTMENT_OFFICER, story.department)
    duty = roles.duty_of(colleague, Role.DEPARTMENT_OFFICER, story.department)
    for act in (
        lambda: duties.declare_liaison_ending(story.officer, duty, TODAY, "调离"),
        lambda: duties.decide_liaison_ending(story.officer, duty, Decision.APPROVE),
        lambda: duties.decide_liaison(story.officer, duty, Decision.RETURN, "调离"),
        lambda: duties.declare_liaison_again(story.officer, duty, terms()),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "not_liaison"
    with pytest.raises(Denied):
        duties.end_duty(story.officer, duty, "调离")


def test_who_appraises_a_liaison_officer(story: Story) -> None:
    story.declare()
    story.approve()
    appraisal = duties.appraise_duty(story.clerk, story.duty, 2026, Appraisal.Grade.EXCELLENT, "督学及时")
    assert (appraisal.organization, appraisal.by) == (story.unit, story.clerk)
    (kept,) = AuditEntry.objects.filter(act="duty.appraise")
    assert (kept.target_key, kept.details) == (str(story.duty.uuid), {"year": 2026})
    with pytest.raises(Refused) as refused:
        duties.appraise_duty(story.person, story.duty, 2026, Appraisal.Grade.EXCELLENT)
    assert refused.value.code == "own_duty"
    with pytest.raises(Denied):
        duties.appraise_duty(liaison_officer(story.other.unit).user, story.duty, 2026, Appraisal.Grade.INCOMPETENT)


def test_who_appraises_the_staff_of_an_institution(story: Story) -> None:
    academy = institution_below(story.department)
    affairs, teacher = holder(Role.ACADEMIC_AFFAIRS_OFFICER, academy), holder(Role.TEACHER, academy)
    duty = roles.duty_of(teacher, Role.TEACHER, academy)
    assert duties.appraise_duty(affairs, duty, 2026, Appraisal.Grade.COMPETENT).organization == academy
    own = roles.duty_of(affairs, Role.ACADEMIC_AFFAIRS_OFFICER, academy)
    with pytest.raises(Refused):
        duties.appraise_duty(affairs, own, 2026, Appraisal.Grade.EXCELLENT)
    assert duties.appraise_duty(story.officer, own, 2026, Appraisal.Grade.EXCELLENT).organization == academy
    for outsider in (teacher, story.clerk):
        with pytest.raises(Denied):
            duties.appraise_duty(outsider, own, 2026, Appraisal.Grade.INCOMPETENT)


def test_a_feedback_goes_to_the_unit_and_a_circular_to_all_below(story: Story) -> None:
    """6.3.3: 管理部门可根据需要,将联络员履职情况向其单位反馈或通报."""
    story.declare()
    story.approve()
    feedback = duties.feed_back(story.officer, story.duty, story.department, 2026, "报送及时")
    circular = duties.circulate(story.officer, story.duty, story.department, 2026, "予以表扬")
    elsewhere = liaison_officer(story.other.unit).user
    outside = factories.department("ELSEWHERE")
    outsider = liaison_officer(factories.organization("STRANGER", parent=outside)).user
    seen = {
        person: set(in_scope(Appraisal.objects.all(), person))
        for person in (story.clerk, story.person, story.officer, elsewhere, outsider)
    }
    assert seen == {
        story.clerk: {feedback, circular},
        story.person: {feedback, circular},
        story.officer: {feedback, circular},
        elsewhere: {circular},
        outsider: set(),
    }
    acts = AuditEntry.objects.filter(target_key=str(story.duty.uuid), act__in=("duty.feed_back", "duty.circulate"))
    assert acts.count() == 2


def test_nobody_speaks_in_the_name_of_another_department(story: Story) -> None:
    story.declare()
    story.approve()
    city = factories.department("CITY", parent=story.department)
    for judge in (duties.feed_back, duties.circulate):
        with pytest.raises(Denied):
            judge(holder(Role.DEPARTMENT_OFFICER, city), story.duty, story.department, 2026, "很好")
        with pytest.raises(Denied):
            judge(story.clerk, story.duty, story.unit, 2026, "很好")


@pytest.mark.django_db(transaction=True)
def test_of_two_declarations_at_once_one_stands() -> None:
    department = factories.department()
    unit = factories.organization("BUREAU")
    person = factories.user()
    officers = [holder(Role.DEPARTMENT_OFFICER, department) for _ in range(2)]
    wanted = [
        {"actor": officer.pk, "user": person.pk, "unit": "BUREAU", "at": NEW_YEAR.isoformat()} for officer in officers
    ]
    with crew() as workers:
        answers = together(workers, "declare_liaison", *wanted)
    assert sorted(answers) == ["declared", "standing"]
    duty = roles.duty_of(person, Role.LIAISON_OFFICER, unit)
    assert RoleAssignment.objects.filter(user=person).count() == 1
    assert [step.step for step in roles.history(duty)] == ["declare"]
    assert AuditEntry.objects.filter(act="liaison.declare").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("other", [Decision.APPROVE, Decision.RETURN])
def test_of_two_decisions_at_once_one_counts(other: Decision) -> None:
    department = factories.department()
    unit = factories.organization("BUREAU")
    officers = [holder(Role.DEPARTMENT_OFFICER, department) for _ in range(2)]
    waiting = [declared(unit) for _ in range(4)]
    with crew() as workers:
        for duty in waiting:
            wanted = [
                {"actor": officer.pk, "assignment": duty.pk, "decision": decision, "at": NEW_YEAR.isoformat()}
                for officer, decision in zip(officers, (Decision.APPROVE, other), strict=True)
            ]
            answers = together(workers, "decide_liaison", *wanted)
            assert answers.count("not_possible") == 1
            assert len([step for step in roles.history(duty) if step.step != "declare"]) == 1
    assert AuditEntry.objects.filter(act__in=("liaison.approve", "liaison.return")).count() == len(waiting)
