"""Questions and answers (8.2.3, 8.3.4): asked by trainees, answered by whoever is named, moderated with a trace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.questions import api as questions
from cadretrain_reports.applets.questions.api import Answerer, ModerationStep, Place, Question, Reply
from cadretrain_reports.applets.roles.api import RoleAssignment
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import ThemeClass
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import in_scope, in_scope_as_staff, require, wholly_seen


def ask(actor: Any, place: Place, text: str) -> Question:
    """Ask, for oneself, about a course that one has begun or that is on offer, or in a class that one learns in.

    Raises ``Refused``, also where nobody is named to answer.
    """
    account = _asking(actor, place)
    if not questions.answering(place).exists():
        raise Refused("nobody_answers", _("Nobody is named yet to answer questions here. Ask the institution."))
    with transaction.atomic():
        people.lock_trainees([account.pk])
        question = questions.ask(place, account.trainee, text, actor, clock.now())
        _record("question.ask", actor, question)
    return question


def may_ask(actor: Any, place: Place) -> bool:
    """Tell whether a person may ask there now, if somebody is named to answer."""
    try:
        _asking(actor, place)
    except Refused:
        return False
    return True


def answer(actor: Any, question: Question, text: str) -> Reply:
    """Answer a question, as one of those named for it: then it is answered. Raises ``Denied`` or ``Refused``.

    Of two at once both are kept, one after the other.
    """
    require(actor, "answer_questions", question.place, questions.about("question", question))
    if people.is_oneself(actor, question.trainee):
        raise Refused("own_matter", _("Nobody answers a question of their own. Another person must."))
    with transaction.atomic():
        current = questions.locked(question)
        reply = questions.answer(current, text, actor, clock.now())
        _record("question.answer", actor, current)
    return reply


def follow_up(actor: Any, question: Question, text: str) -> Reply:
    """Add to a question that one sees as a trainee; where its asker asks on, it is open again. Raises ``Refused``."""
    account = _asking(actor, question.place)
    with transaction.atomic():
        people.lock_trainees([account.pk])
        current = questions.locked(question)
        reply = questions.follow_up(current, account.trainee, text, actor, clock.now())
        _record("question.follow_up", actor, current)
    return reply


def hide(actor: Any, written: Question | Reply, reason: str) -> ModerationStep:
    """Take a question or a reply out of trainees' sight, for a reason. Raises ``Denied`` or ``Refused``."""
    return _moderate(actor, written, ModerationStep.Act.HIDE, reason)


def show(actor: Any, written: Question | Reply, reason: str) -> ModerationStep:
    """Show again what was hidden, for a reason. Raises ``Denied`` or ``Refused``."""
    return _moderate(actor, written, ModerationStep.Act.SHOW, reason)


def name_answerer(actor: Any, place: Place, assignment: RoleAssignment) -> Answerer:
    """Name who answers questions on a course or in a class of the institution. Raises ``Denied`` or ``Refused``."""
    about = audit.Target("answerer", str(place.uuid), place.institution.code)
    require(actor, "name_answerers", place.institution, about)
    with transaction.atomic():
        answerer = questions.name_answerer(place, assignment, actor, clock.now())
        audit.record("answerer.name", actor.pk, questions.about("answerer", answerer))
    return answerer


def withdraw_answerer(actor: Any, answerer: Answerer) -> Answerer:
    """Have somebody answer there no more; what they answered stays. Raises ``Denied`` or ``Refused``."""
    about = questions.about("answerer", answerer)
    require(actor, "name_answerers", answerer.institution, about)
    with transaction.atomic():
        withdrawn = questions.withdraw_answerer(answerer, clock.now())
        audit.record("answerer.withdraw", actor.pk, about)
    return withdrawn


@dataclass(frozen=True, slots=True)
class Reading:
    """What a person who sees a question or a reply is told of it: who wrote it, and what."""

    tells_name: bool
    tells_text: bool


def as_read_by(written: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Return questions or replies that ``reading_of`` knows how the user reads."""
    for_staff = in_scope_as_staff(written.model.objects.order_by(), user).values("pk")
    how: QuerySet[Any] = written.annotate(
        is_for_staff=ExpressionWrapper(Q(pk__in=for_staff), output_field=BooleanField())
    )
    return how


def reading_of(written: Any, user: Any) -> Reading:
    """Return how a user reads a row of ``as_read_by``: staff all of it, a trainee no other's name and nothing hidden.

    Who answers is no secret: of an answer there is no trainee to name.
    """
    tells_name = written.is_for_staff or is_author(written, user)
    return Reading(tells_name, tells_text=written.is_for_staff or not written.hidden)


def is_author(written: Any, user: Any) -> bool:
    """Tell whether a user wrote a question or a reply."""
    return bool(user.pk == (written.by_id if isinstance(written, Reply) else written.asked_by_id))


def figures(actor: Any) -> list[dict[str, Any]]:
    """Return how many questions wait, by the institutions that a person sees with all that belongs to them (9.2.1)."""
    bodies = in_scope(Organization.objects.filter(is_training_institution=True), actor)
    wholly = bodies.annotate(is_wholly_seen=wholly_seen(Organization, actor)).filter(is_wholly_seen=True)
    return questions.figures(Question.objects.filter(institution__in=wholly.values("pk")), clock.now())


def _asking(actor: Any, place: Place) -> people.Account:
    """Return the account of a trainee who may write there. Raises ``Refused``."""
    account = people.account_of_user(actor.pk)
    if account is None:
        raise Refused("not_a_trainee", _("Your account is not registered as a trainee: trainees ask here."))
    if not account.may_study:
        raise Refused("suspended", _("Your account is suspended. Ask the liaison officer of your unit."))
    if isinstance(place, ThemeClass):
        if not theme_classes.running_registrations(account.trainee).filter(theme_class=place).exists():
            raise Refused("not_in_class", _("Only who is confirmed in a class that runs asks and writes in it."))
    elif not learning.find_study(account.pk, place.pk) and not courses.released_version(place):
        raise Refused("not_on_offer", _("This course is not on offer now."))
    return account


def _moderate(actor: Any, written: Question | Reply, act: ModerationStep.Act, reason: str) -> ModerationStep:
    question = written.question if isinstance(written, Reply) else written
    require(actor, "moderate_questions", question.place, questions.about("question", question))
    with transaction.atomic():
        step = questions.moderate(written, act, reason, actor, clock.now())
        kind = "reply" if isinstance(written, Reply) else "question"
        about = audit.Target(kind, str(written.uuid), question.institution.code)
        audit.record(f"{kind}.{act}", actor.pk, about, reason=step.reason)
    return step


def _record(act: str, actor: Any, question: Question) -> None:
    """Keep that it was done; what was written stays with the question."""
    audit.record(act, actor.pk, questions.about("question", question))
