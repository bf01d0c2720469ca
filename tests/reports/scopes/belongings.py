"""One row of each kind that hangs on a trainee, a body or a duty, so that a test can ask who sees them."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from cadretrain_reports.applets.appeals.api import Appeal
from cadretrain_reports.applets.assessments.api import AnnualAssessment, AssessmentResult
from cadretrain_reports.applets.backfill.api import Backfill, InferredInterval, PastFact, PastHours, StudyTrace
from cadretrain_reports.applets.certificates.api import Certificate, CertificateRevocation, CertificateTemplate
from cadretrain_reports.applets.choices.api import CourseChoice, Recommendation
from cadretrain_reports.applets.construction.api import (
    ConformityStatement,
    ConstructionLine,
    ConstructionPlan,
    Inspection,
)
from cadretrain_reports.applets.courses.api import CourseReport, CourseReview, CourseStep, CourseVersion
from cadretrain_reports.applets.courses.models import Course
from cadretrain_reports.applets.credits import api as credits_
from cadretrain_reports.applets.credits.api import ClassCredit
from cadretrain_reports.applets.declarations.api import HoursDeclaration
from cadretrain_reports.applets.evaluation.api import CourseEvaluation
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.learning.api import (
    CourseStudy,
    StudyInterval,
    TimeCorrection,
    UncountedTime,
)
from cadretrain_reports.applets.needs.api import TrainingNeed
from cadretrain_reports.applets.organizations.api import Delegation, Organization, Service
from cadretrain_reports.applets.people.api import Account, Trainee
from cadretrain_reports.applets.plans.api import FulfilmentReport, Issuance, PlanLine, Recipient
from cadretrain_reports.applets.questions.api import Answerer, ModerationStep, Question, Reply
from cadretrain_reports.applets.reminders.api import RefusedChannel, Reminder
from cadretrain_reports.applets.resources.api import SupportResource
from cadretrain_reports.applets.roles.api import Appraisal, RoleAssignment, RoleStep
from cadretrain_reports.applets.summaries.api import UnitSummary
from cadretrain_reports.applets.theme_classes.api import ClassRegistration, ClassResult, Graduation, ThemeClass
from cadretrain_reports.applets.transfers.api import HandOver, Transfer
from cadretrain_reports.applets.upkeep.api import Instruction, PlatformRules, ReliefRequest, RulesAcceptance
from tests.conftest import NEW_YEAR

_numbers = count(1)


def units_below(body: Organization, number: int) -> list[Organization]:
    """Return units right below a body, not stored yet."""
    depth = body.depth + 1
    Organization.objects.filter(pk=body.pk).update(numchild=number)
    return [
        Organization(
            code=f"{body.code}-U{step}",
            name="局",
            is_employing_unit=True,
            depth=depth,
            path=Organization._get_path(body.path, depth, step),
        )
        for step in range(1, number + 1)
    ]


def course_version(institution: Organization) -> CourseVersion:
    """Return a released version of the institution's one course."""
    course, _is_new = Course.objects.get_or_create(institution=institution, code="C1")
    said = {"title": "课程", "course_duration": 901, "credit_hours": "0.5", "bands": [], "requirement": "elective"}
    return CourseVersion.objects.get_or_create(
        course=course, number=1, defaults={**said, "state": "released", "created_at": NEW_YEAR}
    )[0]


def course_in_life(institution: Organization, code: str, availability: str, state: str, by: Any) -> CourseVersion:
    """Return a version of a further course in any state, with the step that brought it there."""
    course = Course.objects.create(institution=institution, code=code, availability=availability)
    said = {"title": "课程", "course_duration": 901, "credit_hours": "0.5", "bands": [], "requirement": "elective"}
    version = CourseVersion.objects.create(course=course, number=1, state=state, created_at=NEW_YEAR, **said)
    CourseStep.objects.create(version=version, kind="offline", state=state, by=by, at=NEW_YEAR, reason="调整")
    return version


def review(version: CourseVersion, reviewer: Any, angle: str, by: Any, *, standing: bool | None = True) -> CourseReview:
    """Have somebody asked to review a version."""
    return CourseReview.objects.create(
        version=version,
        reviewer=reviewer,
        method="internal",
        angle=angle,
        assigned_by=by,
        assigned_at=NEW_YEAR,
        standing=standing,
    )


def report(version: CourseVersion, department: Organization) -> CourseReport:
    """Have a department told of the step of a version."""
    return CourseReport.objects.create(step=version.steps.get(), department=department)


def of_learning(trainee: Trainee, version: CourseVersion) -> list[Model]:
    """Have a trainee learn a course and be credited for it; return the rows."""
    study = learning.open_study(trainee.pk, version.course_id, NEW_YEAR)
    interval = StudyInterval.objects.create(study=study, session="s", start_at=NEW_YEAR, end_at=NEW_YEAR)
    uncounted = UncountedTime.objects.get_or_create(study=study, day=NEW_YEAR.date(), reason="hidden")[0]
    credit = credits_.grant(study, version, credits_.Earned(NEW_YEAR, 2026, trainee.unit_id, 901))
    said = {"course_run": "r", "chosen_at": NEW_YEAR}
    choice = CourseChoice.objects.get_or_create(trainee=trainee, course_id=version.course_id, defaults=said)[0]
    return [study, interval, uncounted, choice, *([credit] if credit else []), trainee.credit_totals.get()]


def of_backfill(trainee: Trainee, version: CourseVersion, by: Any) -> list[Model]:
    """Have a trainee's years before installation backfilled, with a sign still waiting; return the rows."""
    said = {"started_by": by, "started_at": NEW_YEAR, "until": NEW_YEAR}
    run = Backfill.objects.first() or Backfill.objects.create(**said)
    of = {"backfill": run, "trainee": trainee}
    return [
        InferredInterval.objects.create(**of, course=version.course, start_at=NEW_YEAR, end_at=NEW_YEAR),
        PastFact.objects.create(**of, kind="enrolled", subject="run", at=NEW_YEAR),
        StudyTrace.objects.create(**of, sign="page", at=NEW_YEAR),
        PastHours.objects.create(
            trainee=trainee,
            platform="省干部网络学院",
            title="公文写作",
            credit_hours=1,
            earned_on=date(2019, 3, 4),
            brought_by=by,
            brought_at=NEW_YEAR,
        ),
    ]


def of_assessment(study: CourseStudy, version: CourseVersion, by: Any) -> list[Model]:
    """Have somebody assessed, time added and an appeal made; return the rows."""
    said = {"method": "subjective_offline", "pass_mark": 60, "passed": True, "source": "staff", "by": by}
    at = {"assessed_at": NEW_YEAR, "recorded_at": NEW_YEAR}
    span = {"start_at": NEW_YEAR, "end_at": NEW_YEAR, "recorded_at": NEW_YEAR}
    return [
        AssessmentResult.objects.create(study=study, version=version, attempt=1, **said, **at),
        TimeCorrection.objects.create(study=study, reason="断线", by=by, **span),
        Appeal.objects.create(study=study, subject="time", reason="断线", asked_by=by, asked_at=NEW_YEAR),
    ]


def certified(trainee: Trainee, institution: Organization, by: Any, in_class: ThemeClass | None = None) -> list[Model]:
    """Have a trainee pass a class and be given a certificate that is revoked; return the rows."""
    number = next(_numbers)
    passed = in_class or ThemeClass.objects.create(institution=institution, code=f"P{number}", title="班")
    whose = {"unit": trainee.unit, "managing_department": trainee.managing_department}
    registered, _new = ClassRegistration.objects.get_or_create(
        theme_class=passed, trainee=trainee, defaults={"registered_at": NEW_YEAR, **whose}
    )
    template = CertificateTemplate.objects.create(
        institution=institution, version=number, basis="plain", made_by=by, made_at=NEW_YEAR
    )
    certificate = Certificate.objects.create(
        registration=registered,
        public_id=f"p{number}",
        number=f"N{number}",
        sequence=number,
        template=template,
        facts="{}",
        credential="{}",
        status_index=number,
        issued_at=NEW_YEAR,
        issued_by=by,
    )
    revocation = CertificateRevocation.objects.create(
        certificate=certificate, reason="成绩有误", revoked_at=NEW_YEAR, revoked_by=by
    )
    return [template, certificate, revocation]


def annual(trainee: Trainee, institution: Organization, state: str, by: Any) -> AnnualAssessment:
    """Have an institution assess a year of a trainee."""
    reported = NEW_YEAR if state in ("reported", "received") else None
    return AnnualAssessment.objects.create(
        trainee=trainee,
        institution=institution,
        department=trainee.managing_department,
        unit=trainee.unit,
        year=2026 + next(_numbers) % 1000,
        result="met",
        state=state,
        proposed_by=by,
        proposed_at=NEW_YEAR,
        reported_at=reported,
    )


def of_upkeep(trainee: Trainee, by: Any) -> list[Model]:
    """Have a trainee accept the rules, be instructed, ask for relief and come with a package; return the rows."""
    rules, _is_new = PlatformRules.objects.get_or_create(version="1", defaults={"published_at": NEW_YEAR})
    year = 2026 + next(_numbers) % 1000
    return [
        RulesAcceptance.objects.get_or_create(trainee=trainee, rules=rules, defaults={"accepted_at": NEW_YEAR})[0],
        Instruction.objects.create(
            trainee=trainee, kind="secrecy", held_on=date(2026, 1, 5), by=by, recorded_at=NEW_YEAR
        ),
        reminder(trainee),
        ReliefRequest.objects.create(
            trainee=trainee, kind="deferral", year=year, credit_hours=10, reason="病假", asked_at=NEW_YEAR
        ),
        HandOver.objects.create(
            trainee=trainee, direction="in", place="外省", signer="s", digest=str(next(_numbers)), by=by, at=NEW_YEAR
        ),
    ]


def of_construction(institution: Organization, department: Organization, by: Any) -> list[Model]:
    """Have an institution plan and declare, and a department inspect it; return the rows."""
    year = 2026 + next(_numbers) % 1000
    when = {"drawn_up_by": by, "drawn_up_at": NEW_YEAR}
    plan = ConstructionPlan.objects.create(institution=institution, year=year, submitted_to=department, **when)
    line = ConstructionLine.objects.create(plan=plan, number=1, topic="法治", courses=1, due_on=date(2026, 6, 1))
    inspection = Inspection.objects.create(
        institution=institution, department=department, held_on=date(2026, 1, 5), recorded_by=by, recorded_at=NEW_YEAR
    )
    statement = ConformityStatement.objects.create(
        institution=institution, standard="GB/T 38857", declared_by=by, declared_at=NEW_YEAR
    )
    return [plan, line, inspection, statement]


def evaluation(study: CourseStudy, by: Any) -> CourseEvaluation:
    """Have whoever studied a course say what it was like."""
    scores = dict.fromkeys(("content", "activities", "form", "support"), 4)
    return CourseEvaluation.objects.create(study=study, by=by, year=2026, given_at=NEW_YEAR, **scores)


def resource(institution: Organization, by: Any, **other: Any) -> SupportResource:
    """Have an institution make a resource, offered to the units that it serves unless said otherwise."""
    said = {"title": "条例", "kind": "law", "form": "text", "text": "……", "state": "offered", "audience": "served"}
    return SupportResource.objects.create(institution=institution, made_by=by, made_at=NEW_YEAR, **{**said, **other})


def declared(trainee: Trainee, unit: Organization, department: Organization, by: Any, state: str) -> HoursDeclaration:
    """Have training of a trainee declared while they were at a unit and managed by a department."""
    days = {"began_on": NEW_YEAR.date(), "ended_on": NEW_YEAR.date(), "year": 2026, "credit_hours": 8}
    said = {"form": "face_to_face", "title": f"面授{next(_numbers)}", "organizer": "党校", **days}
    when = {"declared_by": by, "declared_at": NEW_YEAR, "state": state, "standing": None}
    return HoursDeclaration.objects.create(trainee=trainee, unit=unit, managing_department=department, **said, **when)


def reminder(trainee: Trainee, **other: Any) -> Reminder:
    """Have a trainee reminded of what is left of a year."""
    figures = {"total_left": 10, "required_left": 0, "elective_left": 0, "courses_left": 0}
    said = {"kind": "lag", "cause": f"lag:2026:{next(_numbers)}", "year": 2026, "days": 90, "made_at": NEW_YEAR}
    RefusedChannel.objects.get_or_create(trainee=trainee, channel="mail", defaults={"since": NEW_YEAR})
    return Reminder.objects.create(trainee=trainee, **{**figures, **said, **other})


def question(institution: Organization, trainee: Trainee, by: Any, *, hidden: bool = False, **place: Any) -> Question:
    """Have a trainee ask on a course or in a class, be answered, and add something; what is hidden says so."""
    asked = {"asked_by": by, "text": "提问", "asked_at": NEW_YEAR, "waits_since": NEW_YEAR, "hidden": hidden}
    made = Question.objects.create(institution=institution, trainee=trainee, **asked, **place)
    said = {"question": made, "by": by, "text": "答复", "at": NEW_YEAR}
    Reply.objects.create(**said)
    Reply.objects.create(trainee=trainee, hidden=True, **said)
    if hidden:
        why = {"act": "hide", "reason": "涉密", "by": by, "at": NEW_YEAR}
        ModerationStep.objects.create(institution=institution, question=made, **why)
    return made


def answerer(assignment: RoleAssignment, institution: Organization, by: Any, **place: Any) -> Answerer:
    """Have somebody named to answer questions on a course or in a class, or withdrawn since."""
    said = {"named_by": by, "named_at": NEW_YEAR}
    return Answerer.objects.create(institution=institution, assignment=assignment, **said, **place)


def summary(unit: Organization, receiver: Organization, by: Any, state: str = "submitted") -> UnitSummary:
    """Have a unit say how its trainees have learned."""
    said = {"year": 2026, "text": "总结", "written_by": by, "written_at": NEW_YEAR}
    return UnitSummary.objects.create(unit=unit, receiver=receiver, state=state, **said)


def need(unit: Organization, receiver: Organization, by: Any, state: str = "handed_in") -> TrainingNeed:
    """Have a unit state what it needs."""
    said = {"year": 2026, "topic": "应急管理", "trainees": 10, "form": "theme_class"}
    return TrainingNeed.objects.create(
        unit=unit, receiver=receiver, state=state, stated_by=by, stated_at=NEW_YEAR, **said
    )


def transfer(trainee: Trainee, to_unit: Organization, department: Organization, by: Any) -> Transfer:
    """Have a unit ask for a trainee of another."""
    return Transfer.objects.create(
        trainee=trainee,
        from_unit=trainee.unit,
        to_unit=to_unit,
        asked_for=to_unit,
        managing_department=department,
        asked_by=by,
        asked_at=NEW_YEAR,
    )


def service(institution: Organization, unit: Organization, *, standing: bool | None = True) -> Service:
    """Have an institution serve a unit, or have it done so once."""
    return Service.objects.create(institution=institution, unit=unit, since=NEW_YEAR, standing=standing)


def delegation(
    kind: Delegation.Kind, giver: Organization, receiver: Organization, *, standing: bool | None = True
) -> Delegation:
    """Have a body hand something on to another, or have it taken back since."""
    return Delegation.objects.create(kind=kind, giver=giver, receiver=receiver, since=NEW_YEAR, standing=standing)


def recommendation(course: Course, organization: Organization, audience: Organization, by: Any) -> Recommendation:
    """Have a body recommend a course to those at and below another."""
    meant = {"course": course, "organization": organization, "audience": audience}
    given = {"until": date(2026, 12, 31), "by": by, "at": NEW_YEAR}
    return Recommendation.objects.get_or_create(**meant, defaults=given)[0]


def step(assignment: RoleAssignment, by: Any) -> RoleStep:
    """Have somebody bring a duty into the state it is in, for a reason."""
    return RoleStep.objects.create(assignment=assignment, state=assignment.state, by=by, at=NEW_YEAR, reason="调整")


def appraisal(assignment: RoleAssignment, giver: Organization, kind: str, by: Any) -> Appraisal:
    """Have a body say how a duty was done in 2025."""
    return Appraisal.objects.create(
        assignment=assignment, organization=giver, kind=kind, year=2025, grade="competent", by=by, at=NEW_YEAR
    )


def class_result(registration: ClassRegistration, by: Any, standing: bool | None) -> ClassResult:
    """Return what somebody has come to in a class, confirmed or, without ``standing``, proposed; and its hours."""
    then: dict[str, Any] = {"unit": registration.unit, "managing_department": registration.managing_department}
    ClassCredit.objects.create(registration=registration, activity_hours=2, earned_at=NEW_YEAR, year=2026, **then)
    state = ClassResult.State.CONFIRMED if standing else ClassResult.State.PROPOSED
    hours = dict.fromkeys(("attributed_hours", "exempt_hours", "activity_hours", "face_to_face_hours"), 1)
    return ClassResult.objects.create(
        theme_class=registration.theme_class,
        registration=registration,
        unit=registration.unit,
        state=state,
        passed=True,
        proposed_by=by,
        proposed_at=NEW_YEAR,
        **hours,
    )


def graduation(theme_class: ThemeClass, by: Any) -> Graduation:
    """Return a run by which the results of a class are confirmed."""
    return Graduation.objects.create(theme_class=theme_class, by=by, started_at=NEW_YEAR, beat_at=NEW_YEAR, up_to=1)


def issuance(issuer: Organization, kind: str, by: Any, *, issued: bool = True) -> Issuance:
    """Return something that a body has issued, or a draft of it, with one line."""
    state = Issuance.State.ISSUED if issued else Issuance.State.DRAFT
    at = NEW_YEAR if issued else None
    made = Issuance.objects.create(
        issuer=issuer, kind=kind, title="文件", year=2026, state=state, drafted_by=by, drafted_at=NEW_YEAR, issued_at=at
    )
    PlanLine.objects.create(issuance=made, number=1, total_hours=50)
    return made


def recipient(made: Issuance, body: Organization, *, named: bool = True) -> Recipient:
    """Have something go to a body."""
    return Recipient.objects.create(issuance=made, organization=body, named=named)


def fulfilment_report(to_whom: Recipient, state: str, by: Any) -> FulfilmentReport:
    """Have a recipient report on a plan."""
    said = {"text": "完成", "reported_on": NEW_YEAR.date(), "written_by": by, "written_at": NEW_YEAR}
    return FulfilmentReport.objects.create(recipient=to_whom, state=state, **said)


def everything_of(account: Account, institution: Organization, by: Any) -> list[Model]:
    """Return the trainee, the account and a row of every kind that hangs on the trainee alone."""
    trainee = account.trainee
    return [
        trainee,
        account,
        trainee.spells.get(),
        trainee.archive,
        trainee.archive.records.get(),
        *of_learning(trainee, course_version(institution)),
        *of_upkeep(trainee, by),
    ]


def rows_asked_for(queries: CaptureQueriesContext) -> list[int]:
    """Return how many rows each of the captured queries has the database hand over."""
    with connection.cursor() as cursor:
        counts = []
        for query in list(queries.captured_queries):
            cursor.execute(query["sql"])
            counts.append(len(cursor.fetchall()))
        return counts
