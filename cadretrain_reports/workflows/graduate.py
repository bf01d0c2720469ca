"""Graduation (8.3.6): all are assessed, a second person confirms, and hours, archive and certificates follow at once.

What is done for a whole class is done page by page, each page a transaction of its own: however many there are, one
page lies in memory. Confirming is a run of its own, whose row says how far it is, so that it goes on where a worker
was killed: a page is either decided on with all that follows, or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from celery import shared_task
from django.contrib.auth import get_user_model
from django.db import transaction

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.credits import api as credits
from cadretrain_reports.applets.credits.api import Activities
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import ClassRegistration, ClassResult, Graduation, ThemeClass
from cadretrain_reports.rules.periods import period_of
from cadretrain_reports.scopes.api import require
from cadretrain_reports.workflows.assess import refuse_oneself
from cadretrain_reports.workflows.certifying import issue_certificates
from cadretrain_reports.workflows.class_findings import findings
from cadretrain_reports.workflows.class_records import class_records

PAGE: Final = 200
"""Trainees in one transaction."""

FEW: Final = 500
"""Up to so many members a class is assessed at once; a larger one by a worker."""

_SILENCE: Final = timedelta(minutes=5)
"""Since how long a run has given no sign of life when its worker is taken for dead: a page takes seconds."""


def propose_class(actor: Any, theme_class: ThemeClass) -> int:
    """Assess everybody in a class and propose who passes, who does not and why; return how many proposals are new.

    It can be done again, as after a make-up exam: only what has changed is proposed anew, and who has passed stays
    passed. Raises ``Denied`` or ``Refused``.
    """
    require_proposer(actor, theme_class)
    last = count = 0
    while page := theme_classes.page_of_members(theme_class, last, PAGE):
        last = page[-1].pk
        count += _propose(actor, page)
    audit.record("class.propose_results", actor.pk, theme_classes.about_class(theme_class), rows=count)
    return count


@shared_task(name="cadretrain.propose_class_later")  # type: ignore[untyped-decorator]
def propose_class_later(actor_id: int, class_id: int) -> None:
    """Assess a large class in a worker; one that is killed leaves what it has proposed, and doing it again adds it."""
    actor = get_user_model().objects.get(pk=actor_id)
    propose_class(actor, ThemeClass.objects.select_related("institution").get(pk=class_id))


def propose_result(actor: Any, registration: ClassRegistration) -> int:
    """Assess one trainee of a class, as after a make-up exam; return 1 if there is something new to confirm.

    Raises ``Denied`` or ``Refused``.
    """
    require_proposer(actor, registration.theme_class)
    refuse_oneself(actor, registration.trainee)
    count = _propose(actor, [registration])
    about = theme_classes.about_class(registration.theme_class)
    audit.record("class.propose_results", actor.pk, about, rows=count, registration=str(registration.uuid))
    return count


def confirm_class(actor: Any, theme_class: ThemeClass) -> Graduation:
    """Have all that is proposed of a class confirmed, as another person: a worker does it, page by page.

    Nobody confirms what they had proposed themselves, or a result of their own: such proposals stay. Raises ``Denied``
    or ``Refused``.
    """
    about = theme_classes.about_class(theme_class)
    require(actor, "confirm_results", theme_class, about)
    theme_classes.require_graduating(theme_class)
    with transaction.atomic():
        run = theme_classes.start(theme_class, actor, clock.now())
        audit.record("class.confirm_results", actor.pk, about, run=str(run.uuid))
        transaction.on_commit(lambda: graduate.delay(run.pk), robust=True)
    return run


def confirm_result(actor: Any, result: ClassResult) -> ClassResult:
    """Confirm what is proposed of one trainee, with all that follows, as another person. Raises ``Denied``/``Refused``.

    Where something has changed since it was proposed, the proposal says so from now on and is refused (``changed``).
    """
    require(actor, "confirm_results", result.theme_class, theme_classes.about_result(result))
    theme_classes.require_graduating(result.theme_class)
    refuse_oneself(actor, result.registration.trainee)
    with transaction.atomic():
        current = theme_classes.hold_proposal(result, actor)
        confirmed = _decide(actor, [current])
        if confirmed:
            audit.record("class.confirm_result", actor.pk, theme_classes.about_result(result), passed=current.passed)
    if not confirmed:
        raise theme_classes.ChangedSince
    return current


def certify_left(actor: Any, theme_class: ThemeClass) -> int:
    """Issue the certificates of a class that could not be issued, as once the fonts have a character; return how many.

    Raises ``Denied``.
    """
    about = theme_classes.about_class(theme_class)
    require(actor, "confirm_results", theme_class, about)
    last = count = 0
    while page := theme_classes.page_uncertified(theme_class, last, PAGE):
        last = page[-1].pk
        with transaction.atomic():
            _lock([result.registration for result in page])
            refused = issue_certificates(page, clock.now(), actor)
            theme_classes.clear_refusals(result for result in page if result.registration_id not in refused)
            count += len(page) - len(refused)
    audit.record("class.certify_left", actor.pk, about, rows=count)
    return count


@shared_task(name="cadretrain.graduate", acks_late=True)  # type: ignore[untyped-decorator]
def graduate(run_id: int) -> None:
    """Confirm a class's proposals to the end, a page in each transaction; what a killed worker left goes on here."""
    while graduate_page(run_id):
        pass


def graduate_page(run_id: int) -> bool:
    """Decide on the next page of a run with all that follows; tell whether there may be more. One transaction."""
    with transaction.atomic():
        run = theme_classes.hold_run(run_id)
        if run is None:
            return False
        page = theme_classes.page_of_run(run, PAGE)
        if not page:
            theme_classes.end(run, clock.now())
            return False
        theme_classes.go_on(run, page, _decide(run.by, page), clock.now())
    return True


def resume_graduations() -> int:
    """Have the runs go on whose worker is gone; return how many. For the site's periodic command."""
    left = theme_classes.left_behind(clock.now() - _SILENCE)
    for run in left:
        graduate.delay(run)
    return len(left)


def require_proposer(actor: Any, theme_class: ThemeClass) -> None:
    """Raise ``Denied`` or ``Refused`` unless the actor may have the trainees of a class assessed now."""
    require(actor, "propose_results", theme_class, theme_classes.about_class(theme_class))
    theme_classes.require_graduating(theme_class)


def _propose(actor: Any, page: Sequence[ClassRegistration]) -> int:
    with transaction.atomic():
        _lock(page)
        return theme_classes.propose(findings(page), actor, clock.now())


def _decide(by: Any, page: Sequence[ClassResult]) -> list[ClassResult]:
    """Confirm the proposals of a page that still hold, and make all that follows of them; return these.

    One that has changed since is rewritten, for somebody to look at again. Whoever has no account yet has no archive
    either, and stays.
    """
    registrations = [result.registration for result in page]
    _lock(registrations)
    found = findings(registrations)
    at, own = clock.now(), people.account_of_user(by.pk)
    oneself = None if own is None else own.pk
    with_archive = archives.having(one.trainee_id for one in registrations)
    held = []
    for result in page:
        if not theme_classes.same_figures(result, found[result.registration]):
            theme_classes.rewrite(result, found[result.registration], at)
        elif result.proposed_by_id != by.pk and result.registration.trainee_id in with_archive - {oneself}:
            held.append(result)
    if held:
        theme_classes.confirm_results(held, by, at)
        _follow(held, by, at)
    return held


def _follow(confirmed: Sequence[ClassResult], by: Any, at: datetime) -> None:
    """Give hours and certificates to those who passed, and have the archives keep every decision (R5, 9.1.1)."""
    passed = [result for result in confirmed if result.passed]
    year = period_of(at, conf.period_rule()).label
    credits.grant_classes(_activities(result, at, year) for result in passed)
    for archive, record in class_records(confirmed, at, year):
        archives.append(archive, record, at)
    theme_classes.keep_refusals(issue_certificates(passed, at, by))


def _activities(result: ClassResult, at: datetime, year: int) -> Activities:
    trainee = result.registration.trainee
    return Activities(
        registration_id=result.registration_id,
        trainee_id=trainee.pk,
        online=result.activity_hours,
        face_to_face=result.face_to_face_hours,
        at=at,
        year=year,
        unit_id=trainee.unit_id,
        managing_department_id=trainee.managing_department_id,
    )


def _lock(registrations: Sequence[ClassRegistration]) -> None:
    """Keep credits and transfers of these trainees away until the transaction ends, and read the trainees anew."""
    locked = {trainee.pk: trainee for trainee in people.lock_trainees([one.trainee_id for one in registrations])}
    for registration in registrations:
        registration.trainee = locked[registration.trainee_id]
