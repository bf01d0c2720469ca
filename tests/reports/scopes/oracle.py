"""What everybody may see, worked out in plain loops over all rows: no scope, no path, no query that narrows.

It is slow and says the rules a second time, so that the fast way can be held against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Model

from cadretrain_reports.applets.appeals.api import Appeal
from cadretrain_reports.applets.archives.api import ArchiveRecord, LearnerArchive
from cadretrain_reports.applets.assessments.api import AnnualAssessment, AssessmentResult
from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.backfill.api import Backfill, InferredInterval, PastFact, PastHours, StudyTrace
from cadretrain_reports.applets.certificates.api import Certificate, CertificateRevocation, CertificateTemplate
from cadretrain_reports.applets.choices.api import CourseChoice, Recommendation
from cadretrain_reports.applets.class_life.api import (
    Assignment,
    AssignmentWork,
    Attendance,
    ClassEvaluation,
    ClassEvaluationForm,
    ClassGroup,
    ClassNotice,
    ExamResult,
    ExamSitting,
    GroupMember,
    LeaveRequest,
    NoticeReading,
    UnitNote,
)
from cadretrain_reports.applets.construction.api import (
    ConformityStatement,
    ConstructionLine,
    ConstructionPlan,
    Inspection,
)
from cadretrain_reports.applets.courses.api import Course, CourseReport, CourseReview, CourseStep, CourseVersion
from cadretrain_reports.applets.credits.api import ClassCredit, CreditEntry, CreditTotal
from cadretrain_reports.applets.declarations.api import HoursDeclaration
from cadretrain_reports.applets.evaluation.api import CourseEvaluation
from cadretrain_reports.applets.imports.api import ImportRun
from cadretrain_reports.applets.learning.api import (
    CourseStudy,
    StudyInterval,
    TimeCorrection,
    UncountedTime,
)
from cadretrain_reports.applets.needs.api import TrainingNeed
from cadretrain_reports.applets.organizations.api import Delegation, Organization, OrganizationSpell, Service
from cadretrain_reports.applets.people.api import Account, Trainee, TraineeSpell
from cadretrain_reports.applets.plans.api import FulfilmentReport, Issuance, PlanLine, Recipient
from cadretrain_reports.applets.questions.api import Answerer, ModerationStep, Question, Reply
from cadretrain_reports.applets.reminders.api import RefusedChannel, Reminder
from cadretrain_reports.applets.resources.api import SupportResource
from cadretrain_reports.applets.roles.api import Appraisal, RoleAssignment, RoleStep
from cadretrain_reports.applets.summaries.api import UnitSummary
from cadretrain_reports.applets.theme_classes.api import (
    ClassActivity,
    ClassAssessment,
    ClassBody,
    ClassCourse,
    ClassDuty,
    ClassEnrolment,
    ClassPlaces,
    ClassRegistration,
    ClassResult,
    ClassStep,
    Graduation,
    RegistrationStep,
    ThemeClass,
    TrainingPlan,
)
from cadretrain_reports.applets.transfers.api import HandOver, Transfer
from cadretrain_reports.applets.upkeep.api import Instruction, ReliefRequest, RulesAcceptance
from tests.conftest import NEW_YEAR
from tests.reports.scopes.worlds import World

TODAY: Final = NEW_YEAR.date()


@dataclass
class Eye:
    """The primary keys of what one person sees; of what is called known no more than the thing itself."""

    user: int
    bodies: set[int] = field(default_factory=set)
    known_bodies: set[int] = field(default_factory=set)
    spoken_for: set[int] = field(default_factory=set)
    governed: set[int] = field(default_factory=set)
    logs: set[str] = field(default_factory=set)
    institutions: set[int] = field(default_factory=set)
    reviewed: set[int] = field(default_factory=set)
    superiors: set[int] = field(default_factory=set)
    posted: set[int] = field(default_factory=set)
    answering: set[int] = field(default_factory=set)
    above: set[int] = field(default_factory=set)
    bound: set[int] = field(default_factory=set)
    trainees: set[int] = field(default_factory=set)
    kept: set[int] = field(default_factory=set)
    known_trainees: set[int] = field(default_factory=set)
    classes: set[int] = field(default_factory=set)
    known_classes: set[int] = field(default_factory=set)
    staffed: set[int] = field(default_factory=set)
    supported: set[int] = field(default_factory=set)
    serving: set[int] = field(default_factory=set)
    over_me: set[int] = field(default_factory=set)
    studied: set[int] = field(default_factory=set)
    joined: set[int] = field(default_factory=set)
    answered: set[int] = field(default_factory=set)


def _sees_resource(eye: Eye, row: SupportResource) -> bool:
    if row.institution_id in eye.bodies | eye.supported:
        return True
    if row.state != "offered":
        return False
    match row.audience:
        case "served":
            return row.institution_id in eye.staffed | eye.serving
        case "body":
            return row.institution_id in eye.staffed or row.audience_body_id in eye.over_me | eye.superiors
        case _:
            return row.institution_id in eye.staffed or row.audience_course_id in eye.studied


def _is_issued(eye: Eye, row: Any) -> bool:
    """Tell whether something was issued to a body of the person's or one above it, or binds the person."""
    if row.issued_at is None:
        return False
    recipients = list(row.recipients.all())
    named = {one.organization_id for one in recipients if one.named}
    binds = row.kind == "annual_plan" and bool(named & eye.bound)
    return binds or bool(named & eye.above) or any(one.organization_id in eye.answering for one in recipients)


def _sees_issuance(eye: Eye, row: Any) -> bool:
    return (
        row.issuer_id in eye.posted
        or (row.issued_at is not None and row.issuer_id in eye.bodies)
        or _is_issued(eye, row)
    )


def _of_that_time(eye: Eye, row: Any) -> bool:
    return row.unit_id in eye.spoken_for or row.managing_department_id in eye.governed


def _in_course(eye: Eye, row: Any) -> bool:
    return row.study.trainee_id in eye.trainees or row.study.course.institution_id in eye.bodies


def _certified(eye: Eye, row: Certificate) -> bool:
    return row.registration.trainee_id in eye.trainees or row.registration.theme_class_id in eye.classes


def _sees_annual(eye: Eye, row: AnnualAssessment) -> bool:
    is_confirmed = row.state in ("confirmed", "reported", "received")
    is_reported = row.state in ("reported", "received") or (row.state == "returned" and row.reported_at is not None)
    return (
        row.institution_id in eye.bodies
        or (is_confirmed and row.trainee_id in eye.trainees)
        or (is_reported and row.department_id in eye.governed)
    )


def is_for_staff(eye: Eye, row: Question) -> bool:
    """Tell whether a question is seen by a duty, with the name of who asked and with what is hidden."""
    if row.theme_class_id is None:
        return row.institution_id in eye.staffed
    return row.theme_class_id in eye.classes | eye.answered


def _is_among_trainees(eye: Eye, row: Any) -> bool:
    return row.course_id in eye.studied or row.theme_class_id in eye.joined


def _sees_question(eye: Eye, row: Question) -> bool:
    is_shown = not row.hidden and _is_among_trainees(eye, row)
    return is_for_staff(eye, row) or is_shown or row.asked_by_id == eye.user


def _sees_reply(eye: Eye, row: Reply) -> bool:
    question = row.question
    is_shown = not row.hidden and not question.hidden
    is_heard = _is_among_trainees(eye, question) or question.asked_by_id == eye.user
    return is_for_staff(eye, question) or (is_shown and is_heard) or row.by_id == eye.user


def _in_class(eye: Eye, row: Any) -> bool:
    return row.registration.trainee_id in eye.trainees or row.registration.theme_class_id in eye.classes


def _is_open_to_all(row: ThemeClass) -> bool:
    return row.class_type == "open" and row.state == "registering"


def _knows_class(eye: Eye, row: Any) -> bool:
    return row.theme_class_id in eye.classes | eye.known_classes


def _sees_planned(eye: Eye, row: Any) -> bool:
    return _knows_class(eye, row) or row.theme_class_id in eye.answered or _is_open_to_all(row.theme_class)


SEES: Final[Mapping[type[Model], Callable[[Eye, Any], bool]]] = {
    Account: lambda eye, row: row.trainee_id in eye.trainees | eye.kept,
    AnnualAssessment: _sees_annual,
    Answerer: lambda eye, row: row.institution_id in eye.staffed | eye.governed or _is_among_trainees(eye, row),
    Appeal: _in_course,
    AssessmentResult: _in_course,
    Appraisal: lambda eye, row: (
        row.assignment.organization_id in eye.bodies
        or row.assignment.user_id == eye.user
        or (row.kind == "circular" and row.organization_id in eye.superiors)
    ),
    ArchiveRecord: lambda eye, row: row.archive.trainee_id in eye.trainees,
    Assignment: _knows_class,
    AssignmentWork: lambda eye, row: row.by_id == eye.user or (row.state != "draft" and _in_class(eye, row)),
    Attendance: _in_class,
    AuditEntry: lambda eye, row: row.organization in eye.logs or row.actor_id == eye.user,
    Backfill: lambda _eye, _row: False,
    Certificate: _certified,
    CertificateRevocation: lambda eye, row: _certified(eye, row.certificate),
    CertificateTemplate: lambda eye, row: row.institution_id in eye.bodies,
    ClassActivity: _sees_planned,
    ClassAssessment: _sees_planned,
    ClassBody: _sees_planned,
    ClassCourse: _sees_planned,
    ClassDuty: lambda eye, row: _knows_class(eye, row) or row.assignment.user_id == eye.user,
    ClassEnrolment: lambda eye, row: row.registration.trainee_id in eye.trainees,
    ClassEvaluation: lambda eye, row: row.by_id == eye.user,
    ClassEvaluationForm: _knows_class,
    ClassGroup: _knows_class,
    ClassNotice: _knows_class,
    ClassPlaces: lambda eye, row: row.theme_class_id in eye.classes or row.unit_id in eye.bodies,
    ClassCredit: lambda eye, row: row.registration.trainee_id in eye.trainees or _of_that_time(eye, row),
    ClassRegistration: lambda eye, row: row.trainee_id in eye.trainees or row.theme_class_id in eye.classes,
    ClassResult: lambda eye, row: (
        row.theme_class_id in eye.classes or (row.state == "confirmed" and row.registration.trainee_id in eye.trainees)
    ),
    ClassStep: _knows_class,
    Course: lambda eye, row: (
        row.availability != "not_yet"
        or row.institution_id in eye.institutions
        or any(version.pk in eye.reviewed for version in row.versions.all())
    ),
    CourseReport: lambda eye, row: (
        row.step.version.course.institution_id in eye.institutions or row.department_id in eye.governed
    ),
    CourseReview: lambda eye, row: row.version.course.institution_id in eye.institutions or row.reviewer_id == eye.user,
    CourseStep: lambda eye, row: row.version.course.institution_id in eye.institutions,
    ConformityStatement: lambda eye, row: row.institution_id in eye.bodies,
    ConstructionLine: lambda eye, row: (
        row.plan.institution_id in eye.bodies or row.plan.submitted_to_id in eye.governed
    ),
    ConstructionPlan: lambda eye, row: row.institution_id in eye.bodies or row.submitted_to_id in eye.governed,
    CourseEvaluation: lambda eye, row: row.by_id == eye.user,
    CourseChoice: lambda eye, row: row.trainee_id in eye.trainees,
    CourseStudy: lambda eye, row: row.trainee_id in eye.trainees,
    CourseVersion: lambda eye, row: (
        row.state in ("released", "offline", "revoked")
        or row.course.institution_id in eye.institutions
        or row.pk in eye.reviewed
    ),
    CreditEntry: lambda eye, row: row.study.trainee_id in eye.trainees or _of_that_time(eye, row),
    CreditTotal: lambda eye, row: row.trainee_id in eye.trainees,
    Delegation: lambda eye, row: row.giver_id in eye.bodies or row.receiver_id in eye.bodies,
    ExamResult: _in_class,
    ExamSitting: lambda eye, row: _knows_class(eye, row.assessment),
    FulfilmentReport: lambda eye, row: (
        row.recipient.organization_id in eye.posted
        or (
            row.state != "draft"
            and bool({row.recipient.organization_id, row.recipient.issuance.issuer_id} & eye.bodies)
        )
    ),
    HoursDeclaration: lambda eye, row: (
        row.declared_by_id == eye.user
        or (row.state != "draft" and (row.trainee_id in eye.trainees or _of_that_time(eye, row)))
    ),
    Graduation: lambda eye, row: row.theme_class_id in eye.classes,
    GroupMember: _in_class,
    HandOver: lambda eye, row: row.trainee_id in eye.trainees,
    Inspection: lambda eye, row: row.institution_id in eye.bodies or row.department_id in eye.governed,
    ImportRun: lambda eye, row: row.started_by_id == eye.user,
    Instruction: lambda eye, row: row.trainee_id in eye.trainees,
    Issuance: _sees_issuance,
    LearnerArchive: lambda eye, row: row.trainee_id in eye.trainees,
    ModerationStep: lambda eye, row: row.institution_id in eye.staffed | eye.governed,
    LeaveRequest: _in_class,
    NoticeReading: _in_class,
    Organization: lambda eye, row: row.pk in eye.bodies | eye.known_bodies,
    OrganizationSpell: lambda eye, row: row.organization_id in eye.bodies,
    PlanLine: lambda eye, row: _sees_issuance(eye, row.issuance),
    Recipient: lambda eye, row: (
        row.issuance.issuer_id in eye.posted
        or (row.issuance.issued_at is not None and bool({row.organization_id, row.issuance.issuer_id} & eye.bodies))
    ),
    Question: _sees_question,
    Reply: _sees_reply,
    Recommendation: lambda eye, row: row.organization_id in eye.bodies or row.audience_id in eye.bodies | eye.superiors,
    RefusedChannel: lambda eye, row: row.trainee_id in eye.trainees,
    RegistrationStep: lambda eye, row: (
        row.registration.trainee_id in eye.trainees or row.registration.theme_class_id in eye.classes
    ),
    ReliefRequest: lambda eye, row: row.trainee_id in eye.trainees,
    Reminder: lambda eye, row: row.trainee_id in eye.trainees,
    RoleAssignment: lambda eye, row: (
        row.organization_id in eye.bodies
        or row.user_id == eye.user
        or (
            row.organization_id in eye.known_bodies
            and row.role == "liaison_officer"
            and row.state in ("approved", "active")
        )
    ),
    RoleStep: lambda eye, row: row.assignment.organization_id in eye.bodies or row.assignment.user_id == eye.user,
    RulesAcceptance: lambda eye, row: row.trainee_id in eye.trainees | eye.kept,
    Service: lambda eye, row: row.institution_id in eye.bodies or row.unit_id in eye.bodies,
    InferredInterval: lambda eye, row: row.trainee_id in eye.trainees,
    PastHours: lambda eye, row: row.trainee_id in eye.trainees,
    PastFact: lambda eye, row: row.trainee_id in eye.trainees,
    StudyTrace: lambda eye, row: row.trainee_id in eye.trainees,
    StudyInterval: lambda eye, row: row.study.trainee_id in eye.trainees,
    SupportResource: _sees_resource,
    ThemeClass: lambda eye, row: row.pk in eye.classes | eye.known_classes | eye.answered or _is_open_to_all(row),
    TimeCorrection: lambda eye, row: row.study.trainee_id in eye.trainees,
    Trainee: lambda eye, row: row.pk in eye.trainees | eye.kept | eye.known_trainees,
    TrainingNeed: lambda eye, row: (
        row.unit_id in eye.spoken_for
        or (row.state in ("handed_in", "collected") and bool({row.unit_id, row.receiver_id} & eye.bodies))
    ),
    TrainingPlan: _knows_class,
    TraineeSpell: lambda eye, row: row.trainee_id in eye.trainees or _of_that_time(eye, row),
    UnitNote: lambda eye, row: row.unit_id in eye.spoken_for or row.theme_class_id in eye.classes,
    UnitSummary: lambda eye, row: (
        row.unit_id in eye.spoken_for or (row.state != "draft" and bool({row.unit_id, row.receiver_id} & eye.bodies))
    ),
    Transfer: lambda eye, row: (
        row.trainee_id in eye.trainees
        or row.from_unit_id in eye.spoken_for
        or row.to_unit_id in eye.spoken_for
        or row.managing_department_id in eye.governed
    ),
    UncountedTime: lambda eye, row: row.study.trainee_id in eye.trainees,
}


class Oracle:
    """Knows all rows of a world and what each person may see of them."""

    def __init__(self, world: World) -> None:
        self.parents = world.parents
        self.bodies = {body.pk: body for body in Organization.objects.all()}
        self.trainees = list(Trainee.objects.all())
        self.accounts = list(Account.objects.all())
        self.duties = list(RoleAssignment.objects.all())
        self.services = [row for row in Service.objects.all() if row.standing]
        self.upkeep = [row for row in Delegation.objects.all() if row.standing and row.kind == "account_upkeep"]
        self.classes = list(ThemeClass.objects.all())
        self.registrations = list(ClassRegistration.objects.all())
        self.studies = list(CourseStudy.objects.all())
        self.class_duties = list(ClassDuty.objects.all())
        self.answerers = [row for row in Answerer.objects.all() if row.standing]
        self.reviews = [row for row in CourseReview.objects.all() if row.standing]
        self.rows = {model: list(model._default_manager.all()) for model in SEES}

    def seen(self, user: Any) -> dict[type[Model], set[Any]]:
        """Return the primary keys of what a platform user may see of each model."""
        if user.is_superuser and user.is_active:
            return {model: {row.pk for row in rows} for model, rows in self.rows.items()}
        if not user.is_active:
            return {model: set() for model in self.rows}
        eye = self.eye(user)
        return {model: {row.pk for row in rows if SEES[model](eye, row)} for model, rows in self.rows.items()}

    def eye(self, user: Any) -> Eye:
        """Return what a person sees by all duties in force and as a trainee."""
        eye = Eye(user.pk)
        self._as_trainee(eye)
        eye.reviewed |= {row.version_id for row in self.reviews if row.reviewer_id == user.pk}
        for duty in self.duties:
            if duty.user_id == user.pk and _in_force(duty):
                self._by(duty, eye)
        return eye

    def line(self, body: int) -> list[int]:
        """Return a body and those above it, from below."""
        above = self.parents[body]
        return [body] if above is None else [body, *self.line(above)]

    def below(self, body: int) -> set[int]:
        """Return a body and all below it."""
        return {other for other in self.bodies if body in self.line(other)}

    def field_of(self, duty: RoleAssignment) -> set[int]:
        """Return the bodies that a duty is for."""
        here = duty.organization_id
        if duty.role in ("department_officer", "archive_inspector") or not self.bodies[here].is_management_department:
            return self.below(here)
        parts = {
            body for body, parent in self.parents.items() if parent == here and self.bodies[body].is_inner_department
        }
        return {here}.union(*(self.below(part) for part in parts))

    def _as_trainee(self, eye: Eye) -> None:
        mine = {account.trainee_id for account in self.accounts if account.user_id == eye.user}
        eye.trainees |= mine
        eye.known_bodies |= {trainee.unit_id for trainee in self.trainees if trainee.pk in mine}
        eye.known_classes |= set(self._attended(mine))
        eye.bound |= {body for trainee in self.trainees if trainee.pk in mine for body in self.line(trainee.unit_id)}
        eye.studied |= {study.course_id for study in self.studies if study.trainee_id in mine}
        confirmed = [row for row in self.registrations if row.state == "confirmed"]
        eye.joined |= {row.theme_class_id for row in confirmed if row.trainee_id in mine}
        for trainee in self.trainees:
            if trainee.pk in mine:
                eye.over_me |= set(self.line(trainee.unit_id))
        eye.serving |= set(self._serving(eye.over_me))

    def _by(self, duty: RoleAssignment, eye: Eye) -> None:
        eye.superiors |= set(self.line(duty.organization_id))
        own = self.field_of(duty)
        if duty.role in ("department_officer", "archive_inspector", "academic_affairs_officer", "liaison_officer"):
            eye.answering |= own
            eye.above |= set(self.line(duty.organization_id))
            eye.posted |= {duty.organization_id} if duty.role != "archive_inspector" else set()
        match duty.role:
            case "department_officer" | "archive_inspector":
                self._for_department(own, eye)
            case "liaison_officer":
                self._for_unit(duty, own, eye)
            case "academic_affairs_officer":
                self._for_institution(own, eye)
            case "learning_support_staff":
                self._for_class_staff(duty, own, eye)
                eye.kept |= set(self._kept_by(own))
                eye.supported |= own
            case "head_teacher" | "teacher":
                self._for_class_staff(duty, own, eye)

    def _for_department(self, own: set[int], eye: Eye) -> None:
        managed = {trainee.pk for trainee in self.trainees if trainee.managing_department_id in own}
        eye.bodies |= own
        eye.governed |= own
        eye.institutions |= own
        eye.logs |= {self.bodies[body].code for body in own}
        eye.trainees |= managed
        eye.known_classes |= {row.pk for row in self.classes if row.institution_id in own}
        eye.known_classes |= set(self._shared(own, {"host", "organizer", "co_organizer"}))
        eye.known_classes |= set(self._allotted(own))
        eye.known_classes |= set(self._attended(managed))

    def _for_unit(self, duty: RoleAssignment, own: set[int], eye: Eye) -> None:
        employed = {trainee.pk for trainee in self.trainees if trainee.unit_id in own}
        eye.bodies |= own
        eye.spoken_for |= own
        eye.trainees |= employed
        eye.known_classes |= set(self._attended(employed))
        eye.known_classes |= set(self._allotted(own))
        eye.serving |= set(self._serving(set(self.line(duty.organization_id))))

    def _for_institution(self, own: set[int], eye: Eye) -> None:
        given = {row.pk for row in self.classes if row.institution_id in own}
        given |= set(self._shared(own, {"organizer", "co_organizer"}))
        eye.known_classes |= set(self._shared(own, {"host"}))
        eye.bodies |= own
        eye.institutions |= own
        eye.staffed |= own
        for service in self.services:
            if service.institution_id in own:
                served = self.below(service.unit_id)
                eye.known_bodies |= served
                eye.trainees |= {trainee.pk for trainee in self.trainees if trainee.unit_id in served}
        eye.kept |= set(self._kept_by(own))
        eye.classes |= given
        eye.known_trainees |= set(self._members(given))

    def _for_class_staff(self, duty: RoleAssignment, own: set[int], eye: Eye) -> None:
        mine = {row.theme_class_id for row in self.class_duties if row.assignment_id == duty.pk}
        eye.known_bodies |= own
        eye.institutions |= own
        eye.staffed |= own
        eye.classes |= mine
        named = [row for row in self.answerers if row.assignment_id == duty.pk]
        eye.answered |= {row.theme_class_id for row in named if row.theme_class_id is not None}
        eye.known_trainees |= set(self._members(mine))

    def _serving(self, bodies: set[int]) -> Iterator[int]:
        for service in self.services:
            if service.unit_id in bodies:
                yield service.institution_id

    def _kept_by(self, own: set[int]) -> Iterator[int]:
        for given in self.upkeep:
            if given.receiver_id in own:
                for trainee in self.trainees:
                    if trainee.unit_id in self.below(given.giver_id):
                        yield trainee.pk

    def _members(self, classes: set[int]) -> Iterator[int]:
        for row in self.registrations:
            if row.theme_class_id in classes and row.state not in ("refused", "withdrawn"):
                yield row.trainee_id

    def _shared(self, bodies: set[int], parts: set[str]) -> Iterator[int]:
        for row in self.rows[ClassBody]:
            if row.organization_id in bodies and row.part in parts:
                yield row.theme_class_id

    def _allotted(self, units: set[int]) -> Iterator[int]:
        for row in self.rows[ClassPlaces]:
            if row.unit_id in units:
                yield row.theme_class_id

    def _attended(self, trainees: set[int]) -> Iterator[int]:
        for row in self.registrations:
            if row.trainee_id in trainees:
                yield row.theme_class_id


def _in_force(duty: RoleAssignment) -> bool:
    if duty.ends_on is not None and duty.ends_on <= TODAY:
        return False
    return duty.state == "active" or (duty.state == "approved" and duty.starts_on <= TODAY)
