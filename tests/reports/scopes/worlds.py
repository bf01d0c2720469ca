"""Random small worlds: bodies of all capacities in a tree, people with several duties, rows of every kind.

Nothing here is likely, and much is what the workflows would refuse: a scope has to be right for whatever lies in the
tables. The same seed makes the same world.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any, Final

from cadretrain_reports.applets.assessments.api import AnnualAssessment
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.courses.api import Course, CourseReview, CourseVersion
from cadretrain_reports.applets.credits.api import ClassCredit, CreditEntry
from cadretrain_reports.applets.imports.api import ImportRun
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Capacity, Delegation, Organization, Particulars
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.people.api import Account, Trainee, TraineeSpell
from cadretrain_reports.applets.plans.api import FulfilmentReport, Issuance
from cadretrain_reports.applets.roles.api import Appraisal, Role, RoleAssignment, State
from cadretrain_reports.applets.theme_classes.api import ClassBody, ClassDuty, ClassRegistration, ThemeClass
from cadretrain_reports.workflows import accounts
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_class_life import of_class, of_member, of_unit
from tests.factories_classes import allotted, duty, planned, registered, theme_class
from tests.reports.scopes import belongings

DEPARTMENT, INSTITUTION, UNIT = Capacity.MANAGEMENT_DEPARTMENT, Capacity.TRAINING_INSTITUTION, Capacity.EMPLOYING_UNIT
_CAPACITIES: Final[tuple[set[Capacity], ...]] = (
    {DEPARTMENT},
    {UNIT},
    {UNIT},
    {UNIT},
    {INSTITUTION},
    {DEPARTMENT, UNIT},
    {DEPARTMENT, INSTITUTION},
)
_BODIES, _PEOPLE, _TRAINEES, _DUTIES, _CLASSES, _COURSES = 13, 7, 8, 16, 3, 8
_DATES: Final = (  # begins, ends: running, not yet begun, over
    (date(2025, 1, 1), None),
    (date(2025, 1, 1), date(2027, 1, 1)),
    (date(2026, 1, 5), None),
    (date(2026, 1, 6), None),
    (date(2025, 1, 1), date(2026, 1, 5)),
)


@dataclass
class World:
    """What was made. ``parents`` says which body stands right above which; a top has ``None``."""

    chance: Random
    bodies: list[Organization] = field(default_factory=list)
    parents: dict[int, int | None] = field(default_factory=dict)
    people: list[Any] = field(default_factory=list)
    trainees: list[Trainee] = field(default_factory=list)
    duties: list[RoleAssignment] = field(default_factory=list)
    classes: list[ThemeClass] = field(default_factory=list)

    def body(self) -> Organization:
        """Return any body."""
        return self.chance.choice(self.bodies)

    def person(self) -> Any:
        """Return any of the people who may have duties."""
        return self.chance.choice(self.people)

    def department(self) -> Organization:
        """Return any management department."""
        return self.chance.choice([body for body in self.bodies if body.is_management_department])

    def unit(self) -> Organization:
        """Return any employing unit."""
        return self.chance.choice([body for body in self.bodies if body.is_employing_unit])

    def mostly(self) -> bool | None:
        """Return the ``standing`` of a row: two of three stand."""
        return self.chance.choice((True, True, None))


def make(seed: int) -> World:
    """Return the world of this seed; call under the clock of ``NEW_YEAR``."""
    world = World(Random(seed))
    _make_bodies(world)
    world.people = [factories.user() for _ in range(_PEOPLE)]
    world.people[0].is_active = False
    world.people[0].save()
    _make_trainees(world)
    _make_duties(world)
    _make_classes(world)
    _make_relations(world)
    _make_issuances(world)
    _make_log(world)
    _make_courses(world)
    _make_steering(world)
    _make_questions(world)
    return world


def _make_bodies(world: World) -> None:
    given = [{DEPARTMENT}, {DEPARTMENT, UNIT}, {INSTITUTION}, {UNIT}]
    while len(given) < _BODIES:
        given.append(world.chance.choice(_CAPACITIES))
    for number, capacities in enumerate(given):
        # Two tops, so that there is somebody beside everybody.
        parent = world.body() if number > 1 else None
        inner = Particulars(is_inner_department=parent is not None and world.chance.random() < 0.5)
        added = organizations.add(f"B{number}", f"机构{number}", capacities, parent, inner)
        world.bodies.append(added)
        world.parents[added.pk] = parent.pk if parent else None


def _make_trainees(world: World) -> None:
    version = belongings.course_version(world.bodies[2])
    for number in range(_TRAINEES):
        unit, department = world.unit(), world.department()
        # Some people with duties are trainees too, one trainee has no account yet.
        user = world.people[number] if number < 3 else factories.user()
        information = people.BasicInformation(f"T{number}", "某人")
        if number == _TRAINEES - 1 or not organizations.department_above(unit):
            world.trainees.append(people.add_trainee(information, unit, department))
            continue
        trainee = accounts.open_account(information, unit, user).trainee
        Trainee.objects.filter(pk=trainee.pk).update(managing_department=department)
        trainee.refresh_from_db()
        world.trainees.append(trainee)
        study = belongings.of_learning(trainee, version)[0]
        belongings.evaluation(study, user)
        belongings.of_backfill(trainee, version, user)
        belongings.of_assessment(study, version, user)
        for state in world.chance.sample(list(AnnualAssessment.State), 2):
            belongings.annual(trainee, world.body(), state, user)
        belongings.of_upkeep(trainee, user)


def _make_duties(world: World) -> None:
    wanted = {(world.person().pk, world.chance.choice(list(Role)), world.body().pk) for _ in range(_DUTIES)}
    users, bodies = {user.pk: user for user in world.people}, {body.pk: body for body in world.bodies}
    for user, role, body in sorted(wanted):
        starts_on, ends_on = world.chance.choice(_DATES)
        state = world.chance.choice([*[State.ACTIVE] * 8, *State])
        made = duty(Role(role), bodies[body], user=users[user], state=state, starts_on=starts_on, ends_on=ends_on)
        world.duties.append(made)
        belongings.step(made, world.person())
        for kind in world.chance.sample(list(Appraisal.Kind), 2):
            belongings.appraisal(made, world.body(), kind, world.person())


def _make_classes(world: World) -> None:
    for number in range(_CLASSES):
        institution = world.chance.choice([body for body in world.bodies if body.is_training_institution])
        made = theme_class(institution, f"K{number}")
        world.classes.append(made)
        for trainee in world.chance.sample(world.trainees, 4):
            state = world.chance.choice([*[ClassRegistration.State.CONFIRMED] * 2, *ClassRegistration.State])
            belongings.class_result(registered(made, trainee, state=state), world.person(), world.mostly())
        belongings.graduation(made, world.person())
        course = belongings.course_version(world.bodies[2]).course
        planned(made, course, world.body(), world.person())
        for part in world.chance.sample(list(ClassBody.Part), 2):
            ClassBody.objects.get_or_create(
                theme_class=made, part=part, organization=world.body(), defaults={"number": 2}
            )
        allotted(made, world.unit(), world.person())
        common = of_class(made, world.person())
        of_unit(made, world.unit(), world.person())
        for registration in made.registrations.order_by("pk"):
            of_member(registration, common, world.person(), world.person())
        # Some are open for everybody to apply.
        state = world.chance.choice((ThemeClass.State.RUNNING, ThemeClass.State.REGISTERING))
        ThemeClass.objects.filter(pk=made.pk).update(state=state)
        for assignment in world.chance.sample(world.duties, 4):
            ClassDuty.objects.create(theme_class=made, assignment=assignment)
        for trainee in world.chance.sample(world.trainees, 2):
            belongings.certified(trainee, institution, world.person(), made)


def _make_relations(world: World) -> None:
    pairs = {(world.body().pk, world.body().pk) for _ in range(6)}
    bodies = {body.pk: body for body in world.bodies}
    course = belongings.course_version(world.bodies[2]).course
    for one, other in sorted(pairs):
        belongings.service(bodies[one], bodies[other], standing=world.mostly())
        kind = world.chance.choice([Delegation.Kind.ACCOUNT_UPKEEP, *Delegation.Kind])
        belongings.delegation(kind, bodies[other], bodies[one], standing=world.mostly())
        belongings.recommendation(course, bodies[one], world.body(), world.person())
    for model in (ClassCredit, CreditEntry, TraineeSpell):
        # As after transfers: whose the trainee was then is not whose the trainee is now.
        for row in model.objects.order_by("pk"):
            if world.chance.random() < 0.5:
                model.objects.filter(pk=row.pk).update(unit=world.unit(), managing_department=world.department())
    for trainee in world.chance.sample(world.trainees, 3):
        asked = belongings.transfer(trainee, world.unit(), world.department(), world.person())
        # As after one that is done: the trainee is no longer where the way began.
        asked.from_unit = world.unit()
        asked.save()


def _make_issuances(world: World) -> None:
    for _number in range(6):
        kind, issued = world.chance.choice(list(Issuance.Kind)), world.chance.random() < 0.7
        made = belongings.issuance(world.body(), kind, world.person(), issued=issued)
        for body in world.chance.sample(world.bodies, 3):
            row = belongings.recipient(made, body, named=world.chance.random() < 0.6)
            belongings.fulfilment_report(row, world.chance.choice(list(FulfilmentReport.State)), world.person())


def _make_steering(world: World) -> None:
    course = belongings.course_version(world.bodies[2]).course
    for state in ("draft", "handed_in", "collected", "withdrawn", "handed_in"):
        belongings.need(world.unit(), world.body(), world.person(), state)
        belongings.of_construction(world.body(), world.department(), world.person())
        submitted = "draft" if state == "draft" else "submitted"
        belongings.summary(world.unit(), world.body(), world.person(), submitted)
        belongings.declared(
            world.chance.choice(world.trainees),
            world.unit(),
            world.department(),
            world.person(),
            "draft" if state == "draft" else "submitted",
        )
    for state in ("draft", "offered", "offered", "offered", "withdrawn"):
        for offered_to in (
            {"audience": "served"},
            {"audience": "body", "audience_body": world.body()},
            {"audience": "course", "audience_course": course},
        ):
            belongings.resource(world.body(), world.person(), state=state, **offered_to)


def _make_questions(world: World) -> None:
    """Have questions asked by anybody on courses and in classes, and duties of any kind named to answer."""
    course = belongings.course_version(world.bodies[2]).course
    for theme_class_ in (None, None, *world.classes, *world.classes):
        place = {"theme_class": theme_class_} if theme_class_ else {"course": course}
        institution = (theme_class_ or course).institution
        asker = world.chance.choice(world.trainees)
        for hidden in (False, True):
            belongings.question(institution, asker, world.person(), hidden=hidden, **place)
        unnamed = [duty for duty in world.duties if not duty.answerings.filter(**place)]
        named = world.chance.choice(unnamed)
        belongings.answerer(named, institution, world.person(), standing=world.mostly(), **place)


def _make_log(world: World) -> None:
    for number in range(8):
        actor = world.chance.choice([None, *world.people])
        body = world.body().code if number else ""
        if number:
            starter = {"started_by": world.person(), "started_at": NEW_YEAR, "beat_at": NEW_YEAR}
            ImportRun.objects.create(kind="trainees", organization=body, **starter)
        audit.record("account.suspend", actor and actor.pk, audit.Target("account", "", body))


def _make_courses(world: World) -> None:
    for number in range(_COURSES):
        availability, state = (world.chance.choice(list(kind)) for kind in (Course.Availability, CourseVersion.State))
        made = belongings.course_in_life(world.body(), f"K{number}", availability, state, world.person())
        belongings.report(made, world.department())
        for angle in world.chance.sample(list(CourseReview.Angle), 2):
            belongings.review(made, world.person(), angle, world.person(), standing=world.mostly())


def everybody(world: World) -> list[Any]:
    """Return the people who may have duties, one who is a trainee only, and a site operator."""
    plain = Account.objects.exclude(user__in=world.people).order_by("-pk").first()
    operator = factories.user()
    operator.is_superuser = True
    operator.save()
    return [*world.people, *([plain.user] if plain else []), operator]
