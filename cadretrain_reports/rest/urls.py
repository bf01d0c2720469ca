"""REST, version 1. The first paths below are those that ``cadretrain_xblock.contract`` names to the page."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from cadretrain_reports.rest import (
    accounts,
    annual,
    answerers,
    appeals,
    assessments,
    audit_log,
    backfills,
    catalogue,
    certificates,
    check_lists,
    choices,
    class_days,
    class_desk,
    class_exams,
    class_notices,
    class_registrations,
    class_results,
    class_work,
    construction,
    course_reviews,
    course_versions,
    courses,
    credits,
    declarations,
    duration_proposals,
    duties,
    evaluations,
    exports,
    figures,
    import_runs,
    imports,
    inspections,
    learning,
    me,
    needs,
    organizations,
    people,
    plans,
    platform_rules,
    questions,
    receipts,
    relations,
    reminders,
    requirements,
    schema,
    support_resources,
    theme_classes,
    transfers,
    uncounted_times,
    unit_summaries,
    upkeep,
)
from cadretrain_reports.workflows.exports import KINDS as EXPORTED
from cadretrain_reports.workflows.imports import KINDS as IMPORTED

router = SimpleRouter()
router.register("organizations", organizations.Organizations, "organization")
router.register("organizations/(?P<code>[^/]+)/history", organizations.OrganizationHistory, "organization-history")
router.register("services", relations.Services, "service")
router.register("delegations", relations.Delegations, "delegation")
router.register("trainees", people.Trainees, "trainee")
router.register("trainees/(?P<uuid>[^/]+)/history", people.TraineeHistory, "trainee-history")
router.register("accounts", accounts.Accounts, "account")
router.register("role-assignments", duties.RoleAssignments, "role-assignment")
router.register("role-assignments/(?P<uuid>[^/]+)/steps", duties.RoleSteps, "role-step")
router.register("appraisals", duties.Appraisals, "appraisal")
router.register("instructions", upkeep.Instructions, "instruction")
router.register("relief-requests", upkeep.ReliefRequests, "relief-request")
router.register("rules-acceptances", upkeep.RulesAcceptances, "rules-acceptance")
router.register("issuances", plans.Issuances, "issuance")
router.register("issuance-recipients", receipts.Recipients, "issuance-recipient")
router.register("fulfilment-reports", receipts.FulfilmentReports, "fulfilment-report")
router.register("transfers", transfers.Transfers, "transfer")
router.register("hand-overs", transfers.HandOvers, "hand-over")
router.register("courses", course_versions.Courses, "course")
router.register("course-versions", course_versions.CourseVersions, "course-version")
router.register("course-versions/(?P<uuid>[^/]+)/history", course_versions.CourseHistory, "course-version-history")
router.register("course-reviews", course_reviews.CourseReviews, "course-review")
router.register("course-reports", course_reviews.CourseReports, "course-report")
router.register("construction-plans", construction.ConstructionPlans, "construction-plan")
router.register("inspections", inspections.Inspections, "inspection")
router.register("conformity-statements", inspections.ConformityStatements, "conformity-statement")
router.register("backfills", backfills.Backfills, "backfill")
router.register("course-evaluations", evaluations.CourseEvaluations, "course-evaluation")
router.register("support-resources", support_resources.SupportResources, "support-resource")
router.register("training-needs", needs.TrainingNeeds, "training-need")
router.register("catalogue", catalogue.Catalogue, "catalogue-version")
router.register("course-choices", choices.CourseChoices, "course-choice")
router.register("recommendations", choices.Recommendations, "recommendation")
router.register("assessment-results", assessments.AssessmentResults, "assessment-result")
router.register("time-corrections", assessments.TimeCorrections, "time-correction")
router.register("appeals", appeals.Appeals, "appeal")
router.register("annual-assessments", annual.AnnualAssessments, "annual-assessment")
router.register("hours-declarations", declarations.HoursDeclarations, "hours-declaration")
router.register("questions", questions.Questions, "question")
router.register("question-replies", questions.Replies, "question-reply")
router.register("answerers", answerers.Answerers, "answerer")
router.register("moderation-steps", answerers.ModerationSteps, "moderation-step")
router.register("reminders", reminders.Reminders, "reminder")
router.register("unit-summaries", unit_summaries.UnitSummaries, "unit-summary-row")
router.register("theme-classes", theme_classes.ThemeClasses, "theme-class")
router.register("class-results", class_results.ClassResults, "class-result")
router.register("graduations", class_results.Graduations, "graduation")
router.register("certificates", certificates.Certificates, "certificate")
router.register("attendance", class_days.Attendances, "attendance")
router.register("leave-requests", class_days.LeaveRequests, "leave-request")
router.register("class-notices", class_notices.ClassNotices, "class-notice")
router.register("class-notices/(?P<uuid>[^/]+)/readings", class_notices.NoticeReadings, "notice-reading")
router.register("class-groups", class_notices.ClassGroups, "class-group")
router.register("unit-notes", class_notices.UnitNotes, "unit-note-row")
router.register("assignments", class_work.Assignments, "assignment")
router.register("assignment-works", class_work.AssignmentWorks, "assignment-work")
router.register("exam-sittings", class_exams.ExamSittings, "exam-sitting")
router.register("exam-results", class_exams.ExamResults, "exam-result")
router.register("class-evaluations", class_desk.ClassEvaluations, "class-evaluation")
router.register("theme-classes/(?P<uuid>[^/]+)/history", class_registrations.ClassHistory, "theme-class-history")
router.register("training-plans", class_registrations.TrainingPlans, "training-plan")
router.register("class-places", class_registrations.ClassPlacesList, "class-places")
router.register("class-registrations", class_registrations.ClassRegistrations, "class-registration")
router.register("credits", credits.Credits, "credit")
router.register("credit-totals", credits.CreditTotals, "credit-total")
router.register("uncounted-times", uncounted_times.UncountedTimes, "uncounted-time")
router.register("archives", credits.LearnerArchives, "archive")
router.register("import-runs", import_runs.ImportRuns, "import-run")
router.register("audit-entries", audit_log.AuditEntries, "audit-entry")

urlpatterns = [
    path("learning/beat/", learning.beat, name="beat"),
    path("learning/state/", learning.state, name="state"),
    path("courses/credit-hours/", courses.credit_hours, name="credit-hours"),
    path("courses/duration-proposal/", duration_proposals.DurationProposals.as_view(), name="duration-proposal"),
    path("plan-templates/", plans.PlanTemplates.as_view(), name="plan-templates"),
    path(
        "trainees/<str:uuid>/requirement/",
        requirements.TraineeRequirement.as_view({"get": "retrieve"}),
        name="trainee-requirement",
    ),
    path("evaluation-results/", evaluations.EvaluationResults.as_view(), name="evaluation-results"),
    path("class-desk/", class_desk.ClassDesk.as_view(), name="class-desk-rows"),
    path("class-evaluation-form/", class_desk.ClassForm.as_view(), name="class-evaluation-form"),
    path("class-evaluation-results/", class_desk.ClassEvaluationResults.as_view(), name="class-evaluation-results"),
    path("class-reports/", class_desk.ClassReports.as_view(), name="class-report-rows"),
    path("unit-figures/", figures.Figures.as_view(), name="unit-figures"),
    path("question-figures/", answerers.QuestionFigures.as_view(), name="question-figures"),
    path("check-list/", check_lists.CheckLists.as_view(), name="check-list-rows"),
    path("reminder-channels/", reminders.ReminderChannels.as_view(), name="reminder-channels"),
    path("me/", me.Me.as_view(), name="me"),
    path(
        "platform-rules/",
        platform_rules.NewestRules.as_view({"get": "retrieve", "post": "create"}),
        name="platform-rules",
    ),
    path(
        "platform-rules/accept/", platform_rules.NewestRules.as_view({"post": "accept"}), name="platform-rules-accept"
    ),
    *(path(f"imports/{kind}/", imports.Import.as_view(kind=kind), name=f"import-{kind}") for kind in IMPORTED),
    *(path(f"exports/{kind}/", exports.Export.as_view(kind=kind), name=f"export-{kind}") for kind in EXPORTED),
    path("schema/", schema.Schema.as_view(), name="schema"),
    *router.urls,
]
