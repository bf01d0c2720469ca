"""The description of the whole API, made once per process and the same for every reader."""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import Any, Final

from django.urls import include, path
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import SPECTACULAR_DEFAULTS, patched_settings
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.class_life.api import AssignmentWork, Attendance, ExamResult, LeaveRequest
from cadretrain_reports.applets.construction.api import ConformityStatement, ConstructionPlan, Inspection
from cadretrain_reports.applets.courses.api import CourseReview, CourseStep, CourseVersion
from cadretrain_reports.applets.declarations.api import HoursDeclaration
from cadretrain_reports.applets.evaluation.api import CourseEvaluation
from cadretrain_reports.applets.imports.api import ImportRun
from cadretrain_reports.applets.needs.api import TrainingNeed
from cadretrain_reports.applets.organizations.api import Delegation
from cadretrain_reports.applets.plans.api import FulfilmentReport, Issuance, PlanLine
from cadretrain_reports.applets.questions.api import ModerationStep, Question
from cadretrain_reports.applets.reminders.api import Reminder
from cadretrain_reports.applets.resources.api import SupportResource
from cadretrain_reports.applets.roles.api import Appraisal, State
from cadretrain_reports.applets.summaries.api import UnitSummary
from cadretrain_reports.applets.theme_classes.api import ClassActivity, ClassAssessment, ClassRegistration, ThemeClass
from cadretrain_reports.applets.transfers.api import Transfer
from cadretrain_reports.applets.upkeep.api import Instruction, ReliefRequest
from cadretrain_reports.rest.edge import Edge
from cadretrain_reports.rest.learning_schema import LEARNING
from cadretrain_xblock.contract import API_ROOT

_USUAL: Final = {
    name: value
    for name, value in SPECTACULAR_DEFAULTS.items()
    if name != "DEFAULT_GENERATOR_CLASS" and not name.startswith("SERVE_")
}

SPECTACULAR: Final[dict[str, Any]] = {
    **_USUAL,
    "TITLE": "CadreTrain",
    "DESCRIPTION": (
        "Online training for leadership by GB/T 38856-2020, version 1. Everything read is narrowed to the caller's "
        "scope: what lies outside it is as if it were not there."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.0.3",
    "SCHEMA_PATH_PREFIX": API_ROOT.rstrip("/"),
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "RoleState": State.choices,
        "CourseState": CourseVersion.State.choices,
        "CourseStepKind": CourseStep.Kind.choices,
        "CourseReviewAngle": CourseReview.Angle.choices,
        "CourseReviewMethod": CourseReview.Method.choices,
        "CourseReviewVerdict": CourseReview.Verdict.choices,
        "TransferState": Transfer.State.choices,
        "ReliefRequestState": ReliefRequest.State.choices,
        "ClassRegistrationState": ClassRegistration.State.choices,
        "AttendanceState": Attendance.State.choices,
        "LeaveRequestState": LeaveRequest.State.choices,
        "AssignmentWorkState": AssignmentWork.State.choices,
        "ExamResultSource": ExamResult.Source.choices,
        "ImportRunState": ImportRun.State.choices,
        "ThemeClassState": ThemeClass.State.choices,
        "ClassActivityKind": ClassActivity.Kind.choices,
        "ClassAssessmentMethod": ClassAssessment.Method.choices,
        "DelegationKind": Delegation.Kind.choices,
        "AppraisalKind": Appraisal.Kind.choices,
        "InstructionKind": Instruction.Kind.choices,
        "ReliefRequestKind": ReliefRequest.Kind.choices,
        "IssuanceKind": Issuance.Kind.choices,
        "IssuanceState": Issuance.State.choices,
        "FulfilmentReportState": FulfilmentReport.State.choices,
        "PlanLineForm": PlanLine.Form.choices,
        "ConstructionPlanState": ConstructionPlan.State.choices,
        "InspectionState": Inspection.State.choices,
        "ConformityStatementState": ConformityStatement.State.choices,
        "CourseSource": CourseVersion.Source.choices,
        "EvaluationScore": CourseEvaluation.Score.choices,
        "QuestionState": Question.State.choices,
        "ModerationAct": ModerationStep.Act.choices,
        "ReminderKind": Reminder.Kind.choices,
        "SupportResourceKind": SupportResource.Kind.choices,
        "SupportResourceForm": SupportResource.Form.choices,
        "SupportResourceState": SupportResource.State.choices,
        "HoursDeclarationForm": HoursDeclaration.Form.choices,
        "HoursDeclarationState": HoursDeclaration.State.choices,
        "UnitSummaryState": UnitSummary.State.choices,
        "TrainingNeedForm": TrainingNeed.Form.choices,
        "TrainingNeedState": TrainingNeed.State.choices,
    },
    "APPEND_PATHS": LEARNING,
    "APPEND_COMPONENTS": {
        "securitySchemes": {
            "jwt": {
                "type": "apiKey",
                "in": "header",
                "name": "Authorization",
                "description": "`JWT <token>`, a token that the platform has issued.",
            },
            "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
        },
        "responses": {
            "Refusal": {
                "description": "Why it cannot be done: a stable code, a sentence in the caller's language.",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}},
            }
        },
        "schemas": {
            "Refusal": {
                "type": "object",
                "required": ["error"],
                "properties": {
                    "error": {
                        "type": "object",
                        "required": ["code", "message"],
                        "properties": {
                            "code": {"type": "string"},
                            "message": {"type": "string"},
                            "field": {"type": "string", "description": "The part of the input to mend."},
                        },
                    }
                },
            }
        },
    },
}
"""Settings of the generator, all of our own: the host's describe the host's API."""

_generating = Lock()
_generator: Any = SchemaGenerator


class Schema(Edge):
    """The OpenAPI description of this API."""

    schema = None

    def get(self, _request: Request) -> Response:
        """Answer the description."""
        with _generating:
            return Response(document())


@cache
def document() -> dict[str, Any]:
    """Return the description, in English."""
    from cadretrain_reports.rest.urls import urlpatterns

    with translation.override("en"), patched_settings(SPECTACULAR):
        generator = _generator(patterns=[path(API_ROOT.removeprefix("/"), include(urlpatterns))])
        described: dict[str, Any] = generator.get_schema(request=None, public=True)
    return described
