"""Trainees evaluate the courses that they studied; what it comes to is shown without names (7.1.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.courses.api import Course, CourseVersion
from cadretrain_reports.applets.evaluation import api as evaluation
from cadretrain_reports.applets.evaluation.api import CourseEvaluation, Opinion, Results
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import may, require


@dataclass(frozen=True, slots=True)
class CourseComments:
    """What was said of a course in words: ``None`` where too few answered, or where they are not for the reader."""

    results: Results
    comments: list[str] | None


def give_evaluation(actor: Any, course: Course, opinion: Opinion) -> CourseEvaluation:
    """Evaluate, for oneself, a course that one has studied (7.1.2). Raises ``Refused``."""
    account = people.account_of_user(actor.pk)
    if account is None:
        raise Refused("not_a_trainee", _("Your account is not registered as a trainee: trainees evaluate courses."))
    study = learning.find_study(account.trainee_id, course.pk)
    with transaction.atomic():
        given = evaluation.give(study, opinion, actor, clock.now())
        audit.record("evaluation.give", actor.pk, evaluation.about_evaluation(given))
    return given


def revise_evaluation(actor: Any, given: CourseEvaluation, opinion: Opinion) -> CourseEvaluation:
    """Say something else of a course in the same annual period, as the author (7.1.2). Raises ``Refused``."""
    if given.by_id != actor.pk:
        raise Refused("not_yours", _("An evaluation is revised by its author alone."))
    with transaction.atomic():
        revised = evaluation.revise(given, opinion, clock.now())
        audit.record("evaluation.revise", actor.pk, evaluation.about_evaluation(revised))
    return revised


def evaluation_results(
    actor: Any, institution: Organization, year: int, course: Course | None = None
) -> list[CourseComments]:
    """Return how an institution's courses, or one of them, were evaluated in an annual period, without names (7.1.2).

    For the institution's staff and the departments above. What was said in words comes with a single course, for whom
    it manages: never for lecturers, nor for who wrote the course. Raises ``Denied``.
    """
    require(actor, "read_evaluations", institution, organizations.about(institution))
    found = evaluation.results(institution, year, course)
    if course is None or not _reads_comments(actor, course):
        return [CourseComments(row, None) for row in found]
    return [CourseComments(row, evaluation.comments(row.course, year)) for row in found]


def _reads_comments(actor: Any, course: Course) -> bool:
    if not may(actor, "read_comments", course.institution):
        return False
    authors = CourseVersion.objects.filter(course=course).values_list("authors", flat=True)
    return all(actor.pk not in wrote for wrote in authors)
