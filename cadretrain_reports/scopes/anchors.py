"""By what each model hangs on a person's reach: the field paths along which it is seen (5.1, 9.2.1).

A model that is not named here is read by nobody through a scope. A new one is added here before it gets an endpoint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Model, Q, QuerySet

from cadretrain_reports.applets.appeals.api import Appeal
from cadretrain_reports.applets.archives.api import ArchiveRecord, LearnerArchive
from cadretrain_reports.applets.assessments.api import AnnualAssessment, AssessmentResult
from cadretrain_reports.applets.assessments.api import State as AnnualState
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
from cadretrain_reports.applets.roles.api import Appraisal, Role, RoleAssignment, RoleStep, State
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
from cadretrain_reports.scopes.reach import Arms, Reach, union


@dataclass(frozen=True, slots=True)
class Anchor:
    """A row is seen if ``only`` holds and the field ``path`` has the ``column`` of what an arm of the reach finds.

    ``arms`` names a field of ``Reach``. Without a ``path`` every row is seen for which ``only`` holds, as long as there
    is an arm at all: with ``oneself``, by everybody signed in.
    """

    arms: str
    path: str = "pk"
    column: str = "pk"
    only: Q = Q()  # noqa: RUF009 - never changed


_EVER_RELEASED: Final = Q(
    state__in=(CourseVersion.State.RELEASED, CourseVersion.State.OFFLINE, CourseVersion.State.REVOKED)
)
_OF_TRAINEE: Final = (Anchor("trainees", "trainee"),)
_ISSUED: Final = Q(issued_at__isnull=False)
_OF_ISSUED: Final = Q(issuance__issued_at__isnull=False)
_SUBMITTED: Final = ~Q(state=FulfilmentReport.State.DRAFT)
_HANDED_IN: Final = Q(state__in=(TrainingNeed.State.HANDED_IN, TrainingNeed.State.COLLECTED))
_SUMMARIZED: Final = ~Q(state=UnitSummary.State.DRAFT)
_DECLARED: Final = ~Q(state=HoursDeclaration.State.DRAFT)
_OFFERED: Final = Q(state=SupportResource.State.OFFERED)
_TO_SERVED, _TO_BODY, _OF_COURSE = (
    _OFFERED & Q(audience=audience)
    for audience in (SupportResource.Audience.SERVED, SupportResource.Audience.BODY, SupportResource.Audience.COURSE)
)
_OF_THAT_TIME: Final = (Anchor("units", "unit"), Anchor("departments", "managing_department"))
"""Whose the trainee was then keeps what is of that time, after a transfer too (6.1.3, R9)."""
_IN_COURSES: Final = (Anchor("trainees", "study__trainee"), Anchor("organizations", "study__course__institution"))
"""What is said of trainees in a course is for its institution too, whoever they are (8.2.5)."""
_CONFIRMED: Final = Q(state__in=(AnnualState.CONFIRMED, AnnualState.REPORTED, AnnualState.RECEIVED))
_REPORTED: Final = Q(state__in=(AnnualState.REPORTED, AnnualState.RECEIVED)) | Q(
    state=AnnualState.RETURNED, reported_at__isnull=False
)
_SHOWN: Final = Q(hidden=False)
_REPLY_SHOWN: Final = Q(hidden=False, question__hidden=False)
_ON_COURSE: Final = Q(course__isnull=False)
_REPLY_ON_COURSE: Final = Q(question__course__isnull=False)
_OF_CLASS: Final = (Anchor("classes", "theme_class"), Anchor("known_classes", "theme_class"))
_PLANNED: Final = (*_OF_CLASS, Anchor("answered", "theme_class"), Anchor("open_classes", "theme_class"))
"""What is planned for a class is for whoever sees the class, and is named to answer there; while anybody may apply, for
everybody (8.3.1, 8.3.2).
"""
_IN_CLASS: Final = (Anchor("trainees", "registration__trainee"), Anchor("classes", "registration__theme_class"))
"""What is said of a trainee in a class is for whoever the trainee is, and for those who carry the class out (8.3.4)."""
_NOT_DRAFT: Final = ~Q(state=AssignmentWork.State.DRAFT)
_LIAISON_OFFICERS: Final = Q(role=Role.LIAISON_OFFICER, state__in=(State.APPROVED, State.ACTIVE))

ANCHORS: Final[Mapping[type[Model], tuple[Anchor, ...]]] = {
    Account: (Anchor("trainees", "trainee"), Anchor("kept_accounts", "trainee")),
    AnnualAssessment: (
        Anchor("organizations", "institution"),
        Anchor("trainees", "trainee", only=_CONFIRMED),
        Anchor("governed", "department", only=_REPORTED),
    ),
    Answerer: (
        Anchor("staffed", "institution"),
        Anchor("governed", "institution"),
        Anchor("studied", "course"),
        Anchor("joined", "theme_class"),
    ),
    Appeal: _IN_COURSES,
    AssessmentResult: _IN_COURSES,
    Appraisal: (
        Anchor("organizations", "assignment__organization"),
        Anchor("oneself", "assignment__user"),
        Anchor("issuers", "organization", only=Q(kind=Appraisal.Kind.CIRCULAR)),
    ),
    ArchiveRecord: (Anchor("trainees", "archive__trainee"),),
    Assignment: _OF_CLASS,
    AssignmentWork: (
        Anchor("oneself", "by"),
        Anchor("trainees", "registration__trainee", only=_NOT_DRAFT),
        Anchor("classes", "registration__theme_class", only=_NOT_DRAFT),
    ),
    Attendance: _IN_CLASS,
    AuditEntry: (Anchor("governed", "organization", column="code"), Anchor("oneself", "actor")),
    Backfill: (),  # figures for the site operator
    Certificate: (Anchor("trainees", "registration__trainee"), Anchor("classes", "registration__theme_class")),
    CertificateRevocation: (
        Anchor("trainees", "certificate__registration__trainee"),
        Anchor("classes", "certificate__registration__theme_class"),
    ),
    CertificateTemplate: (Anchor("organizations", "institution"),),
    ClassActivity: _PLANNED,
    ClassAssessment: _PLANNED,
    ClassBody: _PLANNED,
    ClassCourse: _PLANNED,
    ClassCredit: (Anchor("trainees", "registration__trainee"), *_OF_THAT_TIME),
    ClassDuty: (*_OF_CLASS, Anchor("oneself", "assignment__user")),
    ClassEnrolment: (Anchor("trainees", "registration__trainee"),),
    # Nobody but its author, as with courses (8.3.4).
    ClassEvaluation: (Anchor("oneself", "by"),),
    ClassEvaluationForm: _OF_CLASS,
    ClassGroup: _OF_CLASS,
    ClassNotice: _OF_CLASS,
    ClassPlaces: (Anchor("classes", "theme_class"), Anchor("organizations", "unit")),
    ClassRegistration: (Anchor("trainees", "trainee"), Anchor("classes", "theme_class")),
    ClassResult: (
        Anchor("classes", "theme_class"),
        Anchor("trainees", "registration__trainee", only=Q(state=ClassResult.State.CONFIRMED)),
    ),
    ClassStep: _OF_CLASS,
    Course: (
        Anchor("oneself", "", only=~Q(availability=Course.Availability.NOT_YET)),
        Anchor("institutions", "institution"),
        Anchor("reviewed", column="course"),
    ),
    CourseReport: (Anchor("institutions", "step__version__course__institution"), Anchor("governed", "department")),
    CourseReview: (Anchor("institutions", "version__course__institution"), Anchor("oneself", "reviewer")),
    CourseStep: (Anchor("institutions", "version__course__institution"),),
    ConformityStatement: (Anchor("organizations", "institution"),),
    ConstructionLine: (
        Anchor("organizations", "plan__institution"),
        Anchor("governed", "plan__submitted_to"),
    ),
    ConstructionPlan: (Anchor("organizations", "institution"), Anchor("governed", "submitted_to")),
    # Nobody but its author: what many come to is asked for by itself (7.1.2).
    CourseEvaluation: (Anchor("oneself", "by"),),
    CourseChoice: _OF_TRAINEE,
    CourseStudy: _OF_TRAINEE,
    CourseVersion: (
        Anchor("oneself", "", only=_EVER_RELEASED),
        Anchor("institutions", "course__institution"),
        Anchor("reviewed"),
    ),
    CreditEntry: (Anchor("trainees", "study__trainee"), *_OF_THAT_TIME),
    CreditTotal: _OF_TRAINEE,
    Delegation: (Anchor("organizations", "giver"), Anchor("organizations", "receiver")),
    ExamResult: _IN_CLASS,
    ExamSitting: (Anchor("classes", "assessment__theme_class"), Anchor("known_classes", "assessment__theme_class")),
    FulfilmentReport: (
        Anchor("posted_at", "recipient__organization"),
        Anchor("organizations", "recipient__organization", only=_SUBMITTED),
        Anchor("organizations", "recipient__issuance__issuer", only=_SUBMITTED),
    ),
    Graduation: (Anchor("classes", "theme_class"),),
    GroupMember: _IN_CLASS,
    HandOver: _OF_TRAINEE,
    HoursDeclaration: (
        Anchor("oneself", "declared_by"),
        Anchor("trainees", "trainee", only=_DECLARED),
        Anchor("units", "unit", only=_DECLARED),
        Anchor("departments", "managing_department", only=_DECLARED),
    ),
    Inspection: (Anchor("organizations", "institution"), Anchor("governed", "department")),
    ImportRun: (Anchor("oneself", "started_by"),),
    InferredInterval: _OF_TRAINEE,
    Instruction: _OF_TRAINEE,
    Issuance: (
        Anchor("posted_at", "issuer"),
        Anchor("organizations", "issuer", only=_ISSUED),
        Anchor("issued"),
    ),
    LearnerArchive: _OF_TRAINEE,
    # It says nothing of what was written: the departments above read it too (8.2.3).
    ModerationStep: (Anchor("staffed", "institution"), Anchor("governed", "institution")),
    LeaveRequest: _IN_CLASS,
    NoticeReading: _IN_CLASS,
    Organization: (Anchor("organizations"), Anchor("known_organizations")),
    OrganizationSpell: (Anchor("organizations", "organization"),),
    PastFact: _OF_TRAINEE,
    PastHours: _OF_TRAINEE,
    PlanLine: (
        Anchor("posted_at", "issuance__issuer"),
        Anchor("organizations", "issuance__issuer", only=_OF_ISSUED),
        Anchor("issued", "issuance"),
    ),
    # Of departments none: they see how many there are, and what moderation did. Hidden ones are for staff alone.
    Question: (
        Anchor("staffed", "institution", only=_ON_COURSE),
        Anchor("classes", "theme_class"),
        Anchor("answered", "theme_class"),
        Anchor("studied", "course", only=_SHOWN),
        Anchor("joined", "theme_class", only=_SHOWN),
        Anchor("oneself", "asked_by"),
    ),
    Recommendation: (
        Anchor("organizations", "organization"),
        Anchor("organizations", "audience"),
        Anchor("issuers", "audience"),
    ),
    Recipient: (
        Anchor("posted_at", "issuance__issuer"),
        Anchor("organizations", "issuance__issuer", only=_OF_ISSUED),
        Anchor("organizations", "organization", only=_OF_ISSUED),
    ),
    RefusedChannel: _OF_TRAINEE,
    RegistrationStep: (Anchor("trainees", "registration__trainee"), Anchor("classes", "registration__theme_class")),
    ReliefRequest: _OF_TRAINEE,
    Reminder: _OF_TRAINEE,
    Reply: (
        Anchor("staffed", "question__institution", only=_REPLY_ON_COURSE),
        Anchor("classes", "question__theme_class"),
        Anchor("answered", "question__theme_class"),
        Anchor("studied", "question__course", only=_REPLY_SHOWN),
        Anchor("joined", "question__theme_class", only=_REPLY_SHOWN),
        Anchor("oneself", "question__asked_by", only=_REPLY_SHOWN),
        Anchor("oneself", "by"),
    ),
    RoleAssignment: (
        Anchor("organizations", "organization"),
        Anchor("known_organizations", "organization", only=_LIAISON_OFFICERS),
        Anchor("oneself", "user"),
    ),
    RoleStep: (Anchor("organizations", "assignment__organization"), Anchor("oneself", "assignment__user")),
    RulesAcceptance: (Anchor("trainees", "trainee"), Anchor("kept_accounts", "trainee")),
    Service: (Anchor("organizations", "institution"), Anchor("organizations", "unit")),
    StudyInterval: (Anchor("trainees", "study__trainee"),),
    StudyTrace: _OF_TRAINEE,
    SupportResource: (
        Anchor("organizations", "institution"),
        Anchor("supported", "institution"),
        Anchor("staffed", "institution", only=_OFFERED),
        Anchor("serving", "institution", only=_TO_SERVED),
        Anchor("above_oneself", "audience_body", only=_TO_BODY),
        Anchor("issuers", "audience_body", only=_TO_BODY),
        Anchor("studied", "audience_course", only=_OF_COURSE),
    ),
    ThemeClass: (Anchor("classes"), Anchor("known_classes"), Anchor("answered"), Anchor("open_classes")),
    TimeCorrection: (Anchor("trainees", "study__trainee"),),
    Trainee: (Anchor("trainees"), Anchor("kept_accounts"), Anchor("known_trainees")),
    TrainingNeed: (
        Anchor("units", "unit"),
        Anchor("organizations", "unit", only=_HANDED_IN),
        Anchor("organizations", "receiver", only=_HANDED_IN),
    ),
    TraineeSpell: (*_OF_TRAINEE, *_OF_THAT_TIME),
    TrainingPlan: _OF_CLASS,
    UnitNote: (Anchor("units", "unit"), Anchor("classes", "theme_class")),
    UnitSummary: (
        Anchor("units", "unit"),
        Anchor("organizations", "unit", only=_SUMMARIZED),
        Anchor("organizations", "receiver", only=_SUMMARIZED),
    ),
    Transfer: (
        Anchor("trainees", "trainee"),
        Anchor("units", "from_unit"),
        Anchor("units", "to_unit"),
        Anchor("governed", "managing_department"),
    ),
    UncountedTime: (Anchor("trainees", "study__trainee"),),
}


NOT_READ_THROUGH_SCOPES: Final[Mapping[str, str]] = {
    "ArchiveEntry": "holds no more than a hash, and its order is public; what it commits to is the archive record",
    "BackfillSource": "says how far a log was read, by a digest of it",
    "CertificateSeries": "is a counter and says nothing",
    "CourseRunLock": "is a lock and says nothing",
    "LogCheckpoint": "is published for whoever wants to verify the log",
    "LogPosition": "is published for whoever wants to verify the log",
    "PasswordMail": "says no more than that a mail is due, and no page shows it",
    "Placement": "tells of blocks, which the platform itself lets authors see",
    "PlatformRules": "are shown to everybody who has to accept them",
    "ReminderDelivery": "says no more than by which way a reminder went, and no page shows it",
    "SequencerLock": "is a lock and says nothing",
    "TreeLock": "is a lock and says nothing",
}
"""The models that no scope narrows, and why none has to."""


def narrowed(queryset: QuerySet[Any], reach: Reach) -> QuerySet[Any]:
    """Return what of ``queryset`` the reach shows. Raises ``KeyError`` for a model without anchors."""
    conditions = list(_conditions(ANCHORS[queryset.model], reach))
    if not conditions:
        return queryset.none()
    if len(conditions) == 1:
        return queryset.filter(conditions[0])
    rows = queryset.model.objects
    return queryset.filter(pk__in=union([rows.filter(condition) for condition in conditions]))


def _conditions(anchors: Sequence[Anchor], reach: Reach) -> Iterator[Q]:
    """Yield the conditions by any one of which a row is seen; arms that meet at one field are united there."""
    meeting: dict[tuple[str, str, Q], Arms] = {}
    for anchor in anchors:
        place = (anchor.path, anchor.column, anchor.only)
        meeting[place] = meeting.get(place, ()) + getattr(reach, anchor.arms)()
    for (path, column, only), arms in meeting.items():
        if arms:
            yield only & Q((f"{path}__in", union(arms, column))) if path else only
