"""What the tables of bodies, trainees and teachers hold, in the columns by which they are imported (6.1.1, 9.2.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.db.models import Q, QuerySet

from cadretrain_reports import compat, conf
from cadretrain_reports.applets.assessments.api import AssessmentResult
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization, within
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.roles.api import Role, RoleAssignment
from cadretrain_reports.rules.codes import ETHNICITY, POLITICAL_STATUS, POSITION_LEVEL, CodeTable
from cadretrain_reports.rules.dictionary import NO, YES
from cadretrain_reports.rules.periods import local_day, zone_named
from cadretrain_reports.rules.scores import score_text
from cadretrain_reports.scopes.api import in_scope
from cadretrain_reports.workflows.exports.kind import Cells, Kind
from cadretrain_reports.workflows.imports import columns
from cadretrain_reports.workflows.imports.codes import CAPACITY_LABELS

_LABELLED: Final = (ETHNICITY, POLITICAL_STATUS, POSITION_LEVEL)


class Organizations(Kind):
    """Bodies in the order of the tree, so that each stands below the one above it."""

    name, columns, order = "organizations", columns.ORGANIZATIONS, "path"

    def rows(self) -> QuerySet[Any]:
        """Return all bodies."""
        bodies: QuerySet[Organization] = Organization.objects.all()
        return bodies

    def below(self, path: str) -> Q:
        """Return the condition that a body stands at or below ``path``."""
        return within(path)

    def cells(self, page: Sequence[Organization]) -> Iterator[Cells]:
        """Yield bodies; the one above is named where the reader may see it."""
        steps = Organization.steplen
        above = Organization.objects.filter(path__in={body.path[:-steps] for body in page} - {""})
        codes = dict(in_scope(above, self._actor).values_list("path", "code"))
        for body in page:
            said = organizations.particulars_of(body)
            capacities = organizations.capacities_of(body)
            yield {
                **{key: getattr(said, key) for key in said.__slots__},
                "code": body.code,
                "name": body.name,
                "parent": codes.get(body.path[:-steps], ""),
                "capacities": "、".join(label for key, label in CAPACITY_LABELS.items() if key in capacities),
                "contact_name": self.name_of_person(said.contact_name),
                "contact_phone": self.account(said.contact_phone),
            }


class Trainees(Kind):
    """Trainees; of identity numbers there is only the masked form, of e-mail addresses nothing."""

    name, columns, order = "trainees", columns.TRAINEES, "pk"

    def rows(self) -> QuerySet[Any]:
        """Return all trainees with bodies and accounts."""
        return Trainee.objects.select_related("unit", "managing_department", "account__user")

    def below(self, path: str) -> Q:
        """Return the condition that a trainee is of a unit, or managed by a department, at or below ``path``."""
        return within(path, "unit__path") | within(path, "managing_department__path")

    def cells(self, page: Sequence[Trainee]) -> Iterator[Cells]:
        """Yield trainees."""
        for trainee in page:
            account = getattr(trainee, "account", None)
            username = account.user.get_username() if account else ""
            yield {
                "code": trainee.code,
                "name": self.name_of_person(trainee.name),
                "unit": trainee.unit.code,
                "managing_department": trainee.managing_department.code,
                **{key: getattr(trainee, key) for key in ("position", "rank", "cadre_category")},
                **{table.name: _label(table, getattr(trainee, table.name)) for table in _LABELLED},
                "identity_number": trainee.identity_masked,
                "username": self.account(username),
            }


class Teachers(Kind):
    """Teachers whose duty stands (6.2)."""

    name, columns, order = "teachers", columns.TEACHERS, "pk"

    def rows(self) -> QuerySet[Any]:
        """Return the standing duties of teachers."""
        standing = RoleAssignment.objects.filter(role=Role.TEACHER, standing=True)
        return standing.select_related("user", "organization")

    def below(self, path: str) -> Q:
        """Return the condition that the institution stands at or below ``path``."""
        return within(path, "organization__path")

    def cells(self, page: Sequence[RoleAssignment]) -> Iterator[Cells]:
        """Yield teachers."""
        names = compat.names_of([duty.user_id for duty in page])
        for duty in page:
            name, username = names.get(duty.user_id, ""), duty.user.get_username()
            yield {
                "username": self.account(username),
                "name": self.name_of_person(name),
                "organization": duty.organization.code,
                **{key: getattr(duty, key) for key in ("criteria", "procedure", "starts_on", "ends_on")},
            }


class Assessments(Kind):
    """Results that people recorded and nobody has corrected since (8.2.5)."""

    name, columns, order = "assessments", columns.ASSESSMENTS, "pk"

    def rows(self) -> QuerySet[Any]:
        """Return the results with trainees and courses."""
        recorded = AssessmentResult.objects.exclude(source=AssessmentResult.Source.PLATFORM)
        return recorded.filter(replaced_by=None).select_related("study__trainee", "study__course__institution")

    def below(self, path: str) -> Q:
        """Return the condition that the course is of an institution, or the trainee of a body, at or below ``path``."""
        return within(path, "study__course__institution__path") | within(path, "study__trainee__unit__path")

    def cells(self, page: Sequence[AssessmentResult]) -> Iterator[Cells]:
        """Yield results; a score says by itself whether it passes."""
        zone = zone_named(conf.time_zone())
        for result in page:
            trainee, course = result.study.trainee, result.study.course
            yield {
                "code": trainee.code,
                "name": self.name_of_person(trainee.name),
                "organization": course.institution.code,
                "course": course.code,
                "assessed_on": local_day(result.assessed_at, zone),
                "score": score_text(result.score),
                "passed": "" if result.score is not None else YES if result.passed else NO,
                "note": result.note,
            }


def _label(table: CodeTable, code: str) -> str:
    return table.label(code) if code else ""
