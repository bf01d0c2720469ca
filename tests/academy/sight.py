"""What a reader of the academy may be told: rows as the oracle has them, and what these rows say of others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db.models import Model

from cadretrain_reports import models
from tests.factories_academy import SECRET, Academy, Place
from tests.reports.scopes.oracle import Oracle, is_for_staff

KNOWN: Final[Mapping[type[Model], frozenset[str]]] = {
    models.Trainee: frozenset({"name", "position", "rank"}),
    models.Organization: frozenset({"name"}),
    models.Question: frozenset({"text"}),
    models.Reply: frozenset({"text"}),
}
"""What is told of a trainee or a body that is only known: the rest is for whoever sees all that belongs to it.

Of a question or a reply fellow trainees are told no more than the text.
"""

TELLS: Final[Mapping[type[Model], Callable[[Any], tuple[Any, ...]]]] = {
    models.Account: lambda row: (row.user,),
    models.AnnualAssessment: lambda row: (row.proposed_by, row.confirmed_by, row.answered_by),
    models.Answerer: lambda row: (row.assignment.user,),
    models.Appeal: lambda row: (row.decided_by,),
    models.Appraisal: lambda row: (row.assignment.user, row.by),
    models.AssessmentResult: lambda row: (row.by,),
    models.Assignment: lambda row: (row.set_by,),
    models.AssignmentWork: lambda row: (row.marked_by,),
    models.Attendance: lambda row: (row.by,),
    models.AuditEntry: lambda row: (row.actor,),
    models.Certificate: lambda row: (row.registration.trainee,),
    models.ClassDuty: lambda row: (row.assignment.user,),
    models.ClassNotice: lambda row: (row.by,),
    models.ClassPlaces: lambda row: (row.unit,),
    models.ClassRegistration: lambda row: (
        row.trainee,
        row.unit,
        row.theme_class,
        *(step.by for step in row.steps.all()),
    ),
    models.ClassResult: lambda row: (row.registration.trainee, row.proposed_by, row.confirmed_by),
    models.ClassStep: lambda row: (row.by,),
    models.CourseReport: lambda row: (row.acknowledged_by,),
    models.CourseReview: lambda row: (row.reviewer, row.assigned_by),
    models.CourseStep: lambda row: (row.by,),
    models.ExamResult: lambda row: (row.by,),
    models.ExamSitting: lambda row: (row.set_by,),
    models.FulfilmentReport: lambda row: (row.written_by, row.submitted_by, row.decided_by),
    models.ConformityStatement: lambda row: (row.declared_by,),
    models.ConstructionPlan: lambda row: (row.drawn_up_by,),
    models.HoursDeclaration: lambda row: (row.trainee, row.unit, row.declared_by),
    models.Graduation: lambda row: (row.by,),
    models.HandOver: lambda row: (row.by,),
    models.Inspection: lambda row: (row.recorded_by,),
    models.Instruction: lambda row: (row.by,),
    models.LeaveRequest: lambda row: (row.decided_by,),
    models.Issuance: lambda row: (row.issuer,),
    models.ModerationStep: lambda row: (row.by,),
    models.Recipient: lambda row: (row.organization, row.acknowledged_by, row.carrying_out_by),
    models.Recommendation: lambda row: (row.by, row.organization, row.audience),
    models.ReliefRequest: lambda row: (row.decided_by,),
    models.Reminder: lambda row: (row.by,),
    models.Reply: lambda row: (row.by if row.is_answer else None,),
    models.RoleAssignment: lambda row: (row.user,),
    models.RoleStep: lambda row: (row.by,),
    models.SupportResource: lambda row: (row.made_by,),
    models.TimeCorrection: lambda row: (row.by,),
    models.ThemeClass: lambda row: (row.institution, *(body.organization for body in row.bodies.all())),
    models.TrainingPlan: lambda row: (row.host, row.drawn_up_by, row.approved_by),
    models.TrainingNeed: lambda row: (row.stated_by,),
    models.UnitNote: lambda row: (row.by, row.answered_by),
    models.UnitSummary: lambda row: (row.unit, row.receiver, row.written_by),
    models.Transfer: lambda row: (row.trainee, row.asked_by, row.decided_by),
}
"""Whom a row names: of a trainee or a body the name is told, of a person on the platform the user name. No more."""

CODES: Final[Mapping[type[Model], Callable[[Any], models.Trainee]]] = {
    models.AnnualAssessment: lambda row: row.trainee,
    models.Appeal: lambda row: row.study.trainee,
    models.AssessmentResult: lambda row: row.study.trainee,
    models.ClassRegistration: lambda row: row.trainee,
    models.ClassResult: lambda row: row.registration.trainee,
    models.CreditEntry: lambda row: row.study.trainee,
}
"""Of which trainee a row tells the agreed identifier."""

_NAME: Final = {
    models.Trainee: "name",
    models.Organization: "name",
    models.ThemeClass: "title",
    get_user_model(): "username",
}


class Sight:
    """What one person may be told."""

    def __init__(self, academy: Academy, oracle: Oracle, user: Any) -> None:
        self.user = user
        self.places = academy.secrets
        self.oracle = oracle
        self.seen = oracle.seen(user)
        eye = oracle.eye(user)
        self.wholly = {models.Trainee: eye.trainees, models.Organization: eye.bodies}
        for model in (models.Question, models.Reply):
            rows = oracle.rows[model]
            self.wholly[model] = {row.pk for row in rows if is_for_staff(eye, getattr(row, "question", row))}
        self.told = {*self._told(), (get_user_model(), user.pk, "username")}

    def secrets_in(self, answer: str) -> list[tuple[str, list[Place]]]:
        """Return the secrets in an answer that this person may not be told, with where they are hidden."""
        found = {token for token in SECRET.findall(answer) if token in self.places}
        return [(token, self.places[token]) for token in found if not any(map(self._is_told, self.places[token]))]

    def _is_told(self, place: Place) -> bool:
        model, key, field = place
        if place in self.told:
            return True
        if key not in self.seen.get(model, ()):
            return False
        return model not in KNOWN or key in self.wholly[model] or field in KNOWN[model]

    def _told(self) -> Iterator[Place]:
        for model, whose in CODES.items():
            for row in self.oracle.rows[model]:
                if row.pk in self.seen[model]:
                    yield models.Trainee, whose(row).pk, "code"
        # Who offers a course is said wherever the course is.
        yield from (
            (models.Organization, key, "name") for key in models.Course.objects.values_list("institution", flat=True)
        )
        for model, names in TELLS.items():
            for row in self.oracle.rows[model]:
                if row.pk in self.seen[model]:
                    yield from ((type(other), other.pk, _NAME[type(other)]) for other in names(row) if other)
        yield from self._told_of_askers()
        yield from self._told_of_own_plans()

    def _told_of_askers(self) -> Iterator[Place]:
        """Yield the names of those who wrote questions and replies, which staff are told (8.2.3)."""
        for model in (models.Question, models.Reply):
            for row in self.oracle.rows[model]:
                if row.pk in self.wholly[model] and row.trainee:
                    yield models.Trainee, row.trainee_id, "name"

    def _told_of_own_plans(self) -> Iterator[Place]:
        """Yield what everybody is told of the plans that bind them, by an earlier unit too: which, and whose (R6)."""
        mine = models.TraineeSpell.objects.filter(trainee__account__user=self.user).values_list("unit__path", flat=True)
        issued = models.Recipient.objects.filter(
            named=True, issuance__kind="annual_plan", issuance__issued_at__isnull=False
        )
        for row in issued.select_related("organization", "issuance"):
            if any(path.startswith(row.organization.path) for path in mine):
                yield models.Issuance, row.issuance_id, "title"
                yield models.Organization, row.issuance.issuer_id, "name"
