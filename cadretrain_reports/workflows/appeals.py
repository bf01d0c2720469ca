"""Appeals of trainees (8.2.5, 9.1.1): asked by themselves, answered by staff, put right by a further entry."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock
from cadretrain_reports.applets.appeals import api as appeals
from cadretrain_reports.applets.assessments import api as assessments
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import require
from cadretrain_reports.workflows.assess import Said, add_time, refuse_oneself, replace_result
from cadretrain_reports.workflows.study import grant_fulfilled

Appeal = appeals.Appeal


@dataclass(frozen=True, slots=True)
class Remedy:
    """What puts right what an appeal is about: time to be added, or what the assessment comes to instead."""

    span: learning.Span | None = None
    said: Said | None = None


def ask_appeal(actor: Any, course: courses.Course, subject: str, reason: str) -> Appeal:
    """Object, for oneself alone, to what is on record of a course that one has begun. Raises ``Refused``."""
    account = people.account_of_user(actor.pk)
    study = account and learning.find_study(account.pk, course.pk)
    if not study:
        raise Refused("not_begun", _("You have not begun this course: there is nothing on record of it."), "course")
    with transaction.atomic():
        appeal = appeals.ask(study, subject, reason, actor, clock.now())
        _record("appeal.ask", actor, appeal)
    return appeal


def withdraw_appeal(actor: Any, appeal: Appeal) -> Appeal:
    """Take one's own appeal back before it is answered. Raises ``Denied`` or ``Refused``."""
    if appeal.asked_by_id != actor.pk:
        require(actor, "answer_appeal", None, appeals.about_appeal(appeal))
    with transaction.atomic():
        withdrawn = appeals.withdraw(appeal)
        _record("appeal.withdraw", actor, withdrawn)
    return withdrawn


def accept_appeal(actor: Any, appeal: Appeal, answer: str, remedy: Remedy = Remedy()) -> Appeal:
    """Accept an appeal with reasons, and put right what it is about by a further entry. Raises as above.

    About credit-hours it is asked anew whether the course is fulfilled. A remedy of another kind than the appeal is
    refused, and so is the one who recorded the result that it is about.
    """
    require(actor, "answer_appeal", appeal.study.course.institution, appeals.about_appeal(appeal))
    refuse_oneself(actor, appeal.study.trainee)
    _check_kind(appeal, remedy)
    with transaction.atomic():
        current = appeals.hold(appeal, actor)
        entry = _put_right(actor, current, answer, remedy)
        accepted = appeals.answer(current, appeals.State.ACCEPTED, actor, clock.now(), answer, **entry)
        _record("appeal.accept", actor, accepted)
        if appeal.subject == Appeal.Subject.CREDIT:
            transaction.on_commit(partial(grant_fulfilled.delay, [appeal.study_id]))
    return accepted


def reject_appeal(actor: Any, appeal: Appeal, answer: str) -> Appeal:
    """Reject an appeal with reasons. Raises ``Denied`` or ``Refused``."""
    require(actor, "answer_appeal", appeal.study.course.institution, appeals.about_appeal(appeal))
    refuse_oneself(actor, appeal.study.trainee)
    with transaction.atomic():
        current = appeals.hold(appeal, actor)
        rejected = appeals.answer(current, appeals.State.REJECTED, actor, clock.now(), answer)
        _record("appeal.reject", actor, rejected)
    return rejected


def _check_kind(appeal: Appeal, remedy: Remedy) -> None:
    if (remedy.span and appeal.subject != Appeal.Subject.TIME) or (
        remedy.said and appeal.subject != Appeal.Subject.ASSESSMENT
    ):
        raise Refused("other_subject", _("This appeal is about something else. Correct what it is about."))


def _put_right(actor: Any, appeal: Appeal, answer: str, remedy: Remedy) -> dict[str, Any]:
    study = learning.study(appeal.study_id)
    if remedy.span:
        return {"correction": add_time(actor, study, remedy.span, answer)}
    if remedy.said:
        return {"result": replace_result(actor, _objected(study, actor), remedy.said, answer)}
    return {}


def _objected(study: learning.CourseStudy, actor: Any) -> assessments.AssessmentResult:
    """Return the result that an appeal is about: the last one that nobody has corrected; by somebody else."""
    results = assessments.results_of(study.pk)
    replaced = {result.replaces_id for result in results}
    standing = [result for result in results if result.pk not in replaced]
    if not standing:
        raise Refused("no_result", _("There is no result on record that could be corrected."))
    if standing[-1].by_id == actor.pk:
        raise Refused("four_eyes", _("Nobody decides on what they made themselves. Another person must."))
    return standing[-1]


def _record(act: str, actor: Any, appeal: Appeal) -> None:
    """Keep that it was done; why somebody appeals is personal, and stays with the appeal."""
    audit.record(act, actor.pk, appeals.about_appeal(appeal), reason=appeal.answer, subject=appeal.subject)
