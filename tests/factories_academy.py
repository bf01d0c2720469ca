"""A small academy in which every row hides a secret of its own: two provinces, two institutions that serve across.

``build()`` makes at least one row of every model that is read through a scope, for people of many scopes, and one
person for every role and scope. Each free text of each row is a secret, a token found nowhere else, so that whatever
is answered to anybody can be searched for what is not theirs.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db.models import CharField, Model, TextField
from django.utils import timezone

from cadretrain_reports import clock, models
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.roles.api import State
from cadretrain_reports.rules.certificates import facts_data
from cadretrain_reports.rules.periods import zone_named
from tests.academy.tables import (
    CLASSES,
    DELEGATIONS,
    DUTIES,
    INNER,
    ISSUANCES,
    NEEDS,
    PLACES,
    RECOMMENDATIONS,
    REGISTRATIONS,
    SERVICES,
    TRAINEES,
    TRANSFERS,
    TREE,
)
from tests.factories_certificates import facts as printed
from tests.factories_class_life import of_class, of_member, of_unit

SECRET: Final = re.compile("hush[0-9]{5}")

_numbers = count(1)

Place = tuple[type[Model], int, str]
"""Where a secret is hidden: model, key of the row, field."""


def secret() -> str:
    """Return a token that stands nowhere else."""
    return f"hush{next(_numbers):05d}"


@dataclass
class Academy:
    """The rows by the names that the tables above give them, and every secret by what it is hidden in."""

    now: datetime
    users: dict[str, Any] = field(default_factory=dict)
    bodies: dict[str, models.Organization] = field(default_factory=dict)
    trainees: dict[str, models.Trainee] = field(default_factory=dict)
    assignments: dict[str, models.RoleAssignment] = field(default_factory=dict)
    classes: dict[str, models.ThemeClass] = field(default_factory=dict)
    parents: dict[int, int | None] = field(default_factory=dict)
    secrets: dict[str, list[Place]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """Return the local day on which duties are in force or not."""
        return timezone.localdate(self.now, zone_named("Asia/Shanghai"))


def build() -> Academy:
    """Return a new academy; call inside a transaction."""
    academy = Academy(clock.now())
    _people_of_the_platform(academy)
    _tree(academy)
    _trainees(academy)
    _duties(academy)
    _classes(academy)
    _recommendations(academy)
    _transfers(academy)
    _courses(academy)
    _plan_classes(academy)
    _issuances(academy)
    _construction(academy)
    _offers(academy)
    _declarations(academy)
    _questions(academy)
    _log(academy)
    academy.secrets = _secrets()
    return academy


def make(model: type[Model], **given: Any) -> Any:
    """Return a new row whose free texts are secrets where nothing is given."""
    texts = [column for column in model._meta.concrete_fields if type(column) in {CharField, TextField}]
    hidden = {column.name: secret() for column in texts if not column.choices and column.name not in given}
    return model._default_manager.create(**{**hidden, **given})


def _people_of_the_platform(academy: Academy) -> None:
    for name in (*DUTIES, *TRAINEES, "nobody", "operator"):
        academy.users[name] = get_user_model().objects.create_user(secret())
    academy.users["operator"].is_superuser = True
    academy.users["asleep"].is_active = False
    for name in ("operator", "asleep"):
        academy.users[name].save()


def _tree(academy: Academy) -> None:
    for code, above, capacities in TREE:
        particulars = organizations.Particulars(
            is_inner_department=code in INNER, contact_name=secret(), contact_phone=secret()
        )
        body = organizations.add(code, secret(), capacities, academy.bodies.get(above), particulars)
        academy.bodies[code] = body
        academy.parents[body.pk] = academy.bodies[above].pk if above else None
        make(
            models.OrganizationSpell,
            organization=body,
            since=academy.now - timedelta(days=9),
            until=academy.now,
            standing=None,
        )
    for institution, unit, standing in SERVICES:
        make(
            models.Service,
            institution=academy.bodies[institution],
            unit=academy.bodies[unit],
            **_held(academy, standing),
        )
    for kind, giver, receiver, standing in DELEGATIONS:
        pair = {"giver": academy.bodies[giver], "receiver": academy.bodies[receiver]}
        make(models.Delegation, kind=kind, **pair, **_held(academy, standing))


def _held(academy: Academy, standing: bool | None) -> dict[str, Any]:
    return {"since": academy.now, "until": None if standing else academy.now, "standing": standing}


def _trainees(academy: Academy) -> None:
    rules = models.PlatformRules.objects.create(version="1", title="规则", text="规则", published_at=academy.now)
    school = academy.bodies["NORTH-SCHOOL"]
    course = models.Course.objects.create(institution=school, code="C1")
    version = models.CourseVersion.objects.create(
        course=course,
        number=1,
        title="课程",
        course_duration=900,
        credit_hours="0.25",
        bands=[],
        created_at=academy.now,
    )
    for number, (name, (unit, department)) in enumerate(TRAINEES.items(), 1):
        situation = {
            "unit": academy.bodies[unit],
            "managing_department": academy.bodies[department],
            "position_level": "131",
        }
        trainee = make(models.Trainee, code=secret(), identity_masked=secret(), **situation)
        academy.trainees[name] = trainee
        before = {**situation, "unit": academy.bodies["NORTH-OFFICE"], "until": academy.now, "standing": None}
        for spell in (before, situation):
            make(models.TraineeSpell, trainee=trainee, since=academy.now, **spell)
        _account(academy, trainee, academy.users[name], rules)
        _upkeep(academy, trainee, 2000 + number)
        _study(academy, trainee, version, number, academy.users[name])
        _before(academy, trainee, version.course)


def _before(academy: Academy, trainee: models.Trainee, course: models.Course) -> None:
    """Leave what was inferred and brought of the years before installation."""
    operator = academy.users["operator"]
    said = {"started_by": operator, "started_at": academy.now, "until": academy.now}
    of = {"backfill": make(models.Backfill, **said), "trainee": trainee}
    make(models.InferredInterval, course=course, start_at=academy.now, end_at=academy.now, **of)
    make(models.PastFact, kind="enrolled", at=academy.now, **of)
    make(models.StudyTrace, sign="page", at=academy.now, **of)
    brought = {"brought_by": operator, "brought_at": academy.now, "earned_on": academy.today}
    make(models.PastHours, trainee=trainee, credit_hours=1, **brought)
    make(models.RefusedChannel, trainee=trainee, channel="mail", since=academy.now)


def _account(academy: Academy, trainee: models.Trainee, user: Any, rules: models.PlatformRules) -> None:
    make(models.Account, trainee=trainee, user=user, opened_at=academy.now)
    archive = make(models.LearnerArchive, trainee=trainee, number=secret(), opened_at=academy.now)
    entry = make(models.ArchiveEntry, kind="account", leaf_hash=b"", recorded_at=academy.now)
    make(models.ArchiveRecord, entry=entry, archive=archive, salt=b"")
    make(models.RulesAcceptance, trainee=trainee, rules=rules, accepted_at=academy.now)


def _upkeep(academy: Academy, trainee: models.Trainee, year: int) -> None:
    officer = academy.users["officer-north"]
    kind = models.Instruction.Kind.SECRECY
    make(models.Instruction, trainee=trainee, kind=kind, held_on=academy.today, by=officer, recorded_at=academy.now)
    relief = models.ReliefRequest.Kind.REDUCTION
    make(models.ReliefRequest, trainee=trainee, kind=relief, year=year, credit_hours=1, asked_at=academy.now)
    left = {"total_left": year - 2000, "required_left": 0, "elective_left": 0, "courses_left": 0, "days": 22}
    made = make(models.Reminder, trainee=trainee, kind="follow_up", year=year, by=officer, made_at=academy.now, **left)
    make(models.ReminderDelivery, reminder=made, channel="mail", due_at=academy.now)
    out = models.HandOver.Direction.OUT
    hidden = {"signer": secret(), "digest": secret()}
    make(models.HandOver, trainee=trainee, direction=out, by=officer, at=academy.now, **hidden)


def _study(academy: Academy, trainee: models.Trainee, version: models.CourseVersion, number: int, user: Any) -> None:
    study = make(models.CourseStudy, trainee=trainee, course=version.course, started_at=academy.now)
    scores = dict.fromkeys(("content", "activities", "form", "support"), 1 + number % 5)
    make(models.CourseEvaluation, study=study, by=user, year=2026, given_at=academy.now, **scores)
    make(models.StudyInterval, study=study, session=f"s{number}", start_at=academy.now, end_at=academy.now)
    make(models.UncountedTime, study=study, day=academy.today, reason="hidden", microseconds=number * 1_500_000)
    hours = Decimal("0.25") * number
    for unit, department, standing in ("NORTH-OFFICE", "NORTH-COUNTY", None), ("", "", True):
        make(
            models.CreditEntry,
            study=study,
            version=version,
            unit=academy.bodies[unit] if unit else trainee.unit,
            managing_department=academy.bodies[department] if department else trainee.managing_department,
            credit_hours=hours,
            learning_duration=900,
            earned_at=academy.now,
            year=2026,
            standing=standing,
        )
    _assess(academy, study, version, number)
    make(models.CreditTotal, trainee=trainee, year=2026, credit_hours=hours, courses=1)
    make(models.CourseChoice, trainee=trainee, course=version.course, chosen_at=academy.now)


def _assess(academy: Academy, study: models.CourseStudy, version: models.CourseVersion, number: int) -> None:
    """Have both institutions assess the year, and staff of neither whatever else is assessed or objected to."""
    by, at = {"by": academy.users["officer-south"]}, {"recorded_at": academy.now}
    said = {"method": "subjective_offline", "attempt": 1, "pass_mark": 60, "passed": True, "source": "staff"}
    make(models.AssessmentResult, study=study, version=version, assessed_at=academy.now, **said, **by, **at)
    make(models.TimeCorrection, study=study, start_at=academy.now, end_at=academy.now, **by, **at)
    make(models.Appeal, study=study, subject="time", asked_by=academy.users["operator"], asked_at=academy.now)
    states = models.AnnualAssessment.State.values
    for year, institution in enumerate(("NORTH-SCHOOL", "SOUTH-SCHOOL"), 2024):
        state = states[(number + year) % len(states)]
        make(
            models.AnnualAssessment,
            trainee=study.trainee,
            institution=academy.bodies[institution],
            department=study.trainee.managing_department,
            unit=study.trainee.unit,
            year=year,
            result="met",
            state=state,
            proposed_by=academy.users["officer-north"],
            proposed_at=academy.now,
            reported_at=academy.now if state in ("reported", "received", "returned") else None,
        )


def _duties(academy: Academy) -> None:
    starts = {"begins-tomorrow": academy.today + timedelta(days=1)}
    ends = {"ends-today": academy.today}
    kinds = models.Appraisal.Kind
    for number, (name, (role, code, state, _class)) in enumerate(DUTIES.items()):
        body, user = academy.bodies[code], academy.users[name]
        days = {"starts_on": starts.get(name, academy.today), "ends_on": ends.get(name)}
        duty = make(models.RoleAssignment, user=user, role=role, organization=body, state=state, **days)
        academy.assignments[name] = duty
        for step, by in ((State.DECLARED, user), (state, academy.users["officer-north"])):
            make(models.RoleStep, assignment=duty, state=step, by=by, at=academy.now)
        judged = ((code, kinds.APPRAISAL), ("NORTH-CITY", kinds.CIRCULAR), ("SOUTH", kinds.FEEDBACK))
        giver, kind = judged[number % len(judged)]
        given = {"organization": academy.bodies[giver], "by": academy.users["officer-south"], "at": academy.now}
        make(models.Appraisal, assignment=duty, kind=kind, year=2000 + number, **given)


def _classes(academy: Academy) -> None:
    for name, institution in CLASSES.items():
        assigned = models.ThemeClass.ClassType.ASSIGNED
        body = academy.bodies[institution]
        academy.classes[name] = make(models.ThemeClass, institution=body, code=secret(), class_type=assigned)
    common: dict[str, dict[str, Any]] = {}
    for in_class, trainee, state in REGISTRATIONS:
        who = {"theme_class": academy.classes[in_class], "trainee": academy.trainees[trainee]}
        whose = {name: getattr(who["trainee"], name) for name in ("unit", "managing_department")}
        registration = make(models.ClassRegistration, state=state, registered_at=academy.now, **who, **whose)
        said = {"by": academy.users["officer-south"], "at": academy.now}
        make(models.RegistrationStep, registration=registration, state=state, **said)
        make(models.ClassEnrolment, registration=registration, course_run=f"course-v1:CADRE+{registration.pk}")
        _graduate(academy, registration)
        if state == models.ClassRegistration.State.CONFIRMED:
            _certificate(academy, registration)
        if in_class not in common:
            common[in_class] = of_class(who["theme_class"], academy.users["operator"], make)
            of_unit(who["theme_class"], whose["unit"], academy.users["operator"], make)
        of_member(registration, common[in_class], academy.users["operator"], academy.users[trainee], make)
    for held in academy.classes.values():
        said = {"by": academy.users["officer-north"], "started_at": academy.now, "beat_at": academy.now}
        make(models.Graduation, theme_class=held, up_to=1, **said)
    for name, (_role, _code, _state, served) in DUTIES.items():
        if served:
            make(models.ClassDuty, theme_class=academy.classes[served], assignment=academy.assignments[name])


def _graduate(academy: Academy, registration: models.ClassRegistration) -> None:
    """Have one in two results confirmed; who passed has hours of another unit's time, as after a transfer."""
    confirmed = registration.pk % 2 == 0
    by, hours = academy.users["officer-south"], Decimal(registration.pk) / 4
    figures = ("attributed_hours", "exempt_hours", "activity_hours", "face_to_face_hours")
    make(
        models.ClassResult,
        theme_class=registration.theme_class,
        registration=registration,
        unit=registration.unit,
        state="confirmed" if confirmed else "proposed",
        passed=confirmed,
        missing=[] if confirmed else [["hours", "", "8", "2"]],
        proposed_by=by,
        proposed_at=academy.now,
        confirmed_by=by if confirmed else None,
        confirmed_at=academy.now if confirmed else None,
        **dict.fromkeys(figures, hours),
    )
    then = {"unit": academy.bodies["NORTH-OFFICE"], "managing_department": academy.bodies["NORTH-COUNTY"]}
    of_year = {"registration": registration, "activity_hours": hours, "earned_at": academy.now, "year": 2026}
    make(models.ClassCredit, **of_year, **then)


def _certificate(academy: Academy, registration: models.ClassRegistration) -> None:
    by, template = {"issued_by": academy.users["operator"]}, None
    institution = registration.theme_class.institution
    if not models.CertificateTemplate.objects.filter(institution=institution).exists():
        made = {"made_by": academy.users["operator"], "made_at": academy.now}
        template = make(models.CertificateTemplate, institution=institution, version=1, basis="plain", **made)
    facts = json.dumps(facts_data(printed(name=secret(), class_title=secret())))
    said = {
        "facts": facts,
        "credential": json.dumps({"name": secret()}),
        "status_index": registration.pk,
        "issued_at": academy.now,
    }
    keys = {"public_id": secret(), "number": secret()}
    row = make(models.Certificate, registration=registration, template=template, **keys, **said, **by)
    if registration.pk % 2:
        revoked = {"revoked_at": academy.now, "revoked_by": academy.users["operator"]}
        make(models.CertificateRevocation, certificate=row, **revoked)


def _plan_classes(academy: Academy) -> None:
    """Have every class planned in all its parts, places allotted, and one of them open to everybody."""
    kinds, by, at = models.ThemeClass, academy.users["officer-south"], academy.now
    kinds.objects.filter(pk=academy.classes["south-2"].pk).update(class_type="open", state="registering")
    for number, codes in enumerate(PLACES):
        of = {"theme_class": [*academy.classes.values()][number]}
        host, unit = (academy.bodies[code] for code in codes)
        make(models.TrainingPlan, host=host, drawn_up_by=by, drawn_up_at=at, approved_by=by, approved_at=at, **of)
        make(models.ClassBody, part="host", organization=host, number=1, **of)
        make(models.ClassCourse, course=models.Course.objects.get(code="C1"), requirement="required", number=1, **of)
        make(models.ClassActivity, kind="seminar", number=1, **of)
        make(models.ClassAssessment, method="objective_online", number=1, **of)
        for state in ("planned", "approved"):
            make(models.ClassStep, state=state, by=by, at=at, **of)
        make(models.ClassPlaces, unit=unit, places=number + 1, allotted_by=by, allotted_at=at, **of)


def _recommendations(academy: Academy) -> None:
    course = models.Course.objects.get()
    for number, (organization, audience) in enumerate(RECOMMENDATIONS):
        make(
            models.Recommendation,
            course=course,
            organization=academy.bodies[organization],
            audience=academy.bodies[audience],
            position_level=("", "131")[number % 2],
            until=academy.today,
            by=academy.users["officer-south"],
            at=academy.now,
        )


def _transfers(academy: Academy) -> None:
    states = models.Transfer.State
    for name, from_unit, to_unit, standing in TRANSFERS:
        trainee, to = academy.trainees[name], academy.bodies[to_unit]
        make(
            models.Transfer,
            trainee=trainee,
            from_unit=academy.bodies[from_unit],
            to_unit=to,
            asked_for=to,
            managing_department=organizations.department_above(to),
            asked_by=academy.users["liaison-port"],
            asked_at=academy.now,
            state=states.ASKED if standing else states.DONE,
            standing=standing,
        )


def _courses(academy: Academy) -> None:
    """Each institution has a course in every state, one of them reviewed by somebody without any duty."""
    states, availability = models.CourseVersion.State, models.Course.Availability
    asked = {"assigned_by": academy.users["officer-north"], "assigned_at": academy.now, "method": "external"}
    for code, above in (("NORTH-SCHOOL", "NORTH"), ("SOUTH-SCHOOL", "SOUTH")):
        for number, state in enumerate(states, 2):
            known = availability.NOT_YET if number < 5 else availability.ON_OFFER
            course = make(models.Course, institution=academy.bodies[code], code=f"C{number}", availability=known)
            said = {"course_duration": 900, "credit_hours": "0.25", "bands": [], "requirement": "elective"}
            version = make(models.CourseVersion, course=course, number=1, state=state, created_at=academy.now, **said)
            by = {"by": academy.users["officer-south"], "at": academy.now}
            make(models.CourseStep, version=version, kind="register", state=state, from_state="", **by)
            step = make(models.CourseStep, version=version, kind="offline", state=state, from_state="", **by)
            make(
                models.CourseReport,
                step=step,
                department=academy.bodies[above],
                acknowledged_by=academy.users["officer-north"],
            )
            for reviewer in ("nobody", "officer-south") if state == states.UNDER_REVIEW else ():
                make(
                    models.CourseReview,
                    version=version,
                    reviewer=academy.users[reviewer],
                    angle="political",
                    verdict="",
                    **asked,
                )


def _issuances(academy: Academy) -> None:
    by = academy.users["officer-south"]
    plan, states = models.Issuance.Kind.ANNUAL_PLAN, models.FulfilmentReport.State
    for position, (kind, issuer, issued, recipients) in enumerate(ISSUANCES):
        year = 2026 if kind == plan else None
        state = models.Issuance.State.ISSUED if issued else models.Issuance.State.DRAFT
        at = {"drafted_at": academy.now, "issued_at": academy.now if issued else None}
        days = {"in_force_from": academy.today if issued else None}
        body = academy.bodies[issuer]
        made = make(models.Issuance, kind=kind, issuer=body, year=year, state=state, drafted_by=by, **at, **days)
        make(models.PlanLine, issuance=made, number=1, total_hours=50, highest_level="", lowest_level="")
        for number, code in enumerate(recipients):
            read = {"acknowledged_by": by, "acknowledged_at": academy.now}
            row = make(models.Recipient, issuance=made, organization=academy.bodies[code], **(read if number else {}))
            said = {"reported_on": academy.today, "written_by": by, "written_at": academy.now}
            make(models.FulfilmentReport, recipient=row, state=list(states)[(position + number) % 4], **said)


def _construction(academy: Academy) -> None:
    """Have both institutions plan, be inspected and declare; the clerks' names are told with the rows."""
    by, at = academy.users["operator"], academy.now
    course = models.Course.objects.get(code="C1")
    for code, department in (("NORTH-SCHOOL", "NORTH"), ("SOUTH-SCHOOL", "SOUTH")):
        for year in (2026, 2027):
            body = {"institution": academy.bodies[code]}
            plan = make(
                models.ConstructionPlan,
                year=year,
                drawn_up_by=by,
                drawn_up_at=at,
                submitted_to=academy.bodies[department],
                **body,
            )
            for number in (1, 2):
                make(
                    models.ConstructionLine,
                    plan=plan,
                    number=number,
                    category=secret(),
                    courses=1,
                    due_on=academy.today,
                )
            inspected = {"department": academy.bodies[department], "held_on": academy.today}
            make(models.Inspection, recorded_by=by, recorded_at=at, **inspected, **body).courses.set([course])
            standard = models.ConformityStatement.Standard.COURSE_MODEL
            make(models.ConformityStatement, standard=standard, declared_by=by, declared_at=at, **body)


def _offers(academy: Academy) -> None:
    by, at = academy.users["operator"], academy.now
    states, course = models.SupportResource.State, models.Course.objects.get(code="C1")
    for code, body in (("NORTH-SCHOOL", "NORTH-CITY"), ("SOUTH-SCHOOL", "SOUTH-CITY")):
        for state in (states.DRAFT, states.OFFERED):
            made = {"institution": academy.bodies[code], "state": state, "made_by": by, "made_at": at}
            kept = {"kind": "law", "form": "text", "stored_as": ""}
            make(models.SupportResource, audience="served", **made, **kept)
            make(models.SupportResource, audience="body", audience_body=academy.bodies[body], **made, **kept)
            make(models.SupportResource, audience="course", audience_course=course, **made, **kept)
    for unit, receiver in NEEDS:
        for state in ("draft", "handed_in"):
            between = {"unit": academy.bodies[unit], "receiver": academy.bodies[receiver]}
            said = {"year": 2026, "trainees": 3, "form": "theme_class", "state": state}
            make(models.TrainingNeed, stated_by=by, stated_at=at, **between, **said)
            submitted = "draft" if state == "draft" else "submitted"
            make(models.UnitSummary, written_by=by, written_at=at, year=2026, state=submitted, **between)


def _declarations(academy: Academy) -> None:
    """Have hours declared for everybody, a draft and one that was handed in, by the trainee; unit and time differ."""
    day = {"began_on": academy.today, "ended_on": academy.today, "year": 2026, "credit_hours": 8}
    for name, trainee in academy.trainees.items():
        for number, state in enumerate(("draft", "submitted")):
            there = academy.bodies["NORTH-OFFICE"] if number else trainee.unit
            whose = {"unit": there, "managing_department": trainee.managing_department}
            by = {"declared_by": academy.users[name], "declared_at": academy.now}
            kept = {"form": "face_to_face", "state": state, "stored_as": "", "standing": None}
            make(models.HoursDeclaration, trainee=trainee, **whose, **day, **by, **kept)


def _questions(academy: Academy) -> None:
    """Have questions asked on the course and in every class, one of each hidden, with replies of both kinds."""
    at, course = academy.now, models.Course.objects.get(code="C1")
    places = [({"course": course}, "NORTH-SCHOOL", "mill-1", "teacher-north", "academic-north")]
    for name, asker, named in (("north-1", "office-1", "teacher-north"), ("south-1", "port-2", "support-south")):
        place = {"theme_class": academy.classes[name]}
        places.append((place, CLASSES[name], asker, named, f"head-{name[:5]}"))
    for place, code, asker, named, moderator in places:
        body, by = {"institution": academy.bodies[code]}, academy.users[moderator]
        assignment = academy.assignments[named]
        make(models.Answerer, assignment=assignment, named_by=by, named_at=at, **place, **body)
        who = {"trainee": academy.trainees[asker]}
        for hidden in (False, True):
            when = {"asked_by": academy.users[asker], "asked_at": at, "waits_since": at, "hidden": hidden}
            question = make(models.Question, **who, **when, **place, **body)
            make(models.Reply, question=question, by=assignment.user, trainee=None, at=at)
            added = make(models.Reply, question=question, by=academy.users[asker], at=at, hidden=True, **who)
            make(models.ModerationStep, question=question, reply=added, act="hide", by=by, at=at, **body)


def _log(academy: Academy) -> None:
    for number, code in enumerate(academy.bodies):
        actor = [*academy.users.values()][number]
        entry = {"target_kind": "organization", "target_key": code, "organization": code, "operation": _uuid(number)}
        at = {"started_at": academy.now, "beat_at": academy.now}
        make(models.ImportRun, kind="trainees", organization=code, started_by=actor, language="en", **at)
        make(models.AuditEntry, at=academy.now, actor=actor, act="organization.move", details={}, **entry)


def _uuid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def _secrets() -> dict[str, list[Place]]:
    """Return every secret with the places where it is hidden: some rows repeat what others say."""
    found: dict[str, list[Place]] = defaultdict(list)
    for model in [get_user_model(), *(getattr(models, name) for name in models.__all__)]:
        for row in model._default_manager.values():
            key = row[model._meta.pk.attname]
            for name, value in row.items():
                if isinstance(value, str) and SECRET.fullmatch(value):
                    found[value].append((model, key, name))
    return dict(found)
