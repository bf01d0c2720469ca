"""The package's models, gathered from the applets so that Django finds them under one label."""

from cadretrain_reports.applets.appeals.models import Appeal
from cadretrain_reports.applets.archives.models import (
    ArchiveEntry,
    ArchiveRecord,
    LearnerArchive,
    LogCheckpoint,
    LogPosition,
    SequencerLock,
)
from cadretrain_reports.applets.assessments.models import AnnualAssessment, AssessmentResult
from cadretrain_reports.applets.audit.models import AuditEntry
from cadretrain_reports.applets.backfill.models import (
    Backfill,
    BackfillSource,
    InferredInterval,
    PastFact,
    PastHours,
    StudyTrace,
)
from cadretrain_reports.applets.certificates.models import (
    Certificate,
    CertificateRevocation,
    CertificateSeries,
    CertificateTemplate,
)
from cadretrain_reports.applets.choices.models import CourseChoice, Recommendation
from cadretrain_reports.applets.class_life.models import (
    Attendance,
    ClassGroup,
    ClassNotice,
    GroupMember,
    LeaveRequest,
    NoticeReading,
    UnitNote,
)
from cadretrain_reports.applets.class_life.work import (
    Assignment,
    AssignmentWork,
    ClassEvaluation,
    ClassEvaluationForm,
    ExamResult,
    ExamSitting,
)
from cadretrain_reports.applets.construction.models import (
    ConformityStatement,
    ConstructionLine,
    ConstructionPlan,
    Inspection,
)
from cadretrain_reports.applets.courses.models import Course, CourseRunLock, CourseVersion, Placement
from cadretrain_reports.applets.courses.records import CourseReport, CourseReview, CourseStep
from cadretrain_reports.applets.credits.models import ClassCredit, CreditEntry, CreditTotal
from cadretrain_reports.applets.declarations.models import HoursDeclaration
from cadretrain_reports.applets.evaluation.models import CourseEvaluation
from cadretrain_reports.applets.imports.models import ImportRun
from cadretrain_reports.applets.learning.models import (
    CourseStudy,
    StudyInterval,
    TimeCorrection,
    UncountedTime,
)
from cadretrain_reports.applets.needs.models import TrainingNeed
from cadretrain_reports.applets.organizations.models import (
    Delegation,
    Organization,
    OrganizationSpell,
    Service,
    TreeLock,
)
from cadretrain_reports.applets.people.models import Account, PasswordMail, Trainee, TraineeSpell
from cadretrain_reports.applets.plans.models import FulfilmentReport, Issuance, PlanLine, Recipient
from cadretrain_reports.applets.questions.models import Answerer, ModerationStep, Question, Reply
from cadretrain_reports.applets.reminders.models import RefusedChannel, Reminder, ReminderDelivery
from cadretrain_reports.applets.resources.models import SupportResource
from cadretrain_reports.applets.roles.models import Appraisal, RoleAssignment, RoleStep
from cadretrain_reports.applets.summaries.models import UnitSummary
from cadretrain_reports.applets.theme_classes.members import (
    ClassDuty,
    ClassEnrolment,
    ClassPlaces,
    ClassRegistration,
    RegistrationStep,
)
from cadretrain_reports.applets.theme_classes.models import (
    ClassActivity,
    ClassAssessment,
    ClassBody,
    ClassCourse,
    ClassStep,
    ThemeClass,
    TrainingPlan,
)
from cadretrain_reports.applets.theme_classes.outcomes import ClassResult, Graduation
from cadretrain_reports.applets.transfers.models import HandOver, Transfer
from cadretrain_reports.applets.upkeep.models import Instruction, PlatformRules, ReliefRequest, RulesAcceptance

__all__ = [
    "Account",
    "AnnualAssessment",
    "Answerer",
    "Appeal",
    "Appraisal",
    "ArchiveEntry",
    "ArchiveRecord",
    "AssessmentResult",
    "Assignment",
    "AssignmentWork",
    "Attendance",
    "AuditEntry",
    "Backfill",
    "BackfillSource",
    "Certificate",
    "CertificateRevocation",
    "CertificateSeries",
    "CertificateTemplate",
    "ClassActivity",
    "ClassAssessment",
    "ClassBody",
    "ClassCourse",
    "ClassCredit",
    "ClassDuty",
    "ClassEnrolment",
    "ClassEvaluation",
    "ClassEvaluationForm",
    "ClassGroup",
    "ClassNotice",
    "ClassPlaces",
    "ClassRegistration",
    "ClassResult",
    "ClassStep",
    "ConformityStatement",
    "ConstructionLine",
    "ConstructionPlan",
    "Course",
    "CourseChoice",
    "CourseEvaluation",
    "CourseReport",
    "CourseReview",
    "CourseRunLock",
    "CourseStep",
    "CourseStudy",
    "CourseVersion",
    "CreditEntry",
    "CreditTotal",
    "Delegation",
    "ExamResult",
    "ExamSitting",
    "FulfilmentReport",
    "Graduation",
    "GroupMember",
    "HandOver",
    "HoursDeclaration",
    "ImportRun",
    "InferredInterval",
    "Inspection",
    "Instruction",
    "Issuance",
    "LearnerArchive",
    "LeaveRequest",
    "LogCheckpoint",
    "LogPosition",
    "ModerationStep",
    "NoticeReading",
    "Organization",
    "OrganizationSpell",
    "PasswordMail",
    "PastFact",
    "PastHours",
    "Placement",
    "PlanLine",
    "PlatformRules",
    "Question",
    "Recipient",
    "Recommendation",
    "RefusedChannel",
    "RegistrationStep",
    "ReliefRequest",
    "Reminder",
    "ReminderDelivery",
    "Reply",
    "RoleAssignment",
    "RoleStep",
    "RulesAcceptance",
    "SequencerLock",
    "Service",
    "StudyInterval",
    "StudyTrace",
    "SupportResource",
    "ThemeClass",
    "TimeCorrection",
    "Trainee",
    "TraineeSpell",
    "TrainingNeed",
    "TrainingPlan",
    "Transfer",
    "TreeLock",
    "UncountedTime",
    "UnitNote",
    "UnitSummary",
]
