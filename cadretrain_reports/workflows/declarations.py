"""Hours of training away from this platform: declared, endorsed by the unit, approved, archived (8.2.5, 9.1.1, R6).

The acting platform user comes first. Each function raises ``Denied``, or ``Refused`` for what the applet refuses.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.declarations import api as declarations
from cadretrain_reports.applets.declarations.api import HoursDeclaration, Training
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.resources import api as resources
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.periods import period_of
from cadretrain_reports.rules.records import DeclaredRecord
from cadretrain_reports.rules.values import hours_text, instant_text
from cadretrain_reports.scopes.api import has_liaison_officer, may, require


def declare_hours(actor: Any, trainee: people.Trainee, training: Training) -> HoursDeclaration:
    """Declare training of one's own, or of a trainee of one's unit, as a draft (8.2.5)."""
    _require_oneself_or_liaison(actor, trainee)
    return _on_record(actor, "hours.declare", partial(declarations.declare, trainee, training, actor, clock.now()))


def declare_with_evidence(
    actor: Any, trainee: people.Trainee, training: Training, upload: File[Any]
) -> HoursDeclaration:
    """Declare training with its evidence and hand it in, all of it or nothing (8.2.5)."""
    _require_oneself_or_liaison(actor, trainee)
    as_unit = not people.is_oneself(actor, trainee)

    def take(stored: resources.StoredFile) -> HoursDeclaration:
        draft = declarations.declare(trainee, training, actor, clock.now())
        declarations.put_evidence(draft, stored)
        return declarations.hand_in(draft, actor, clock.now(), as_unit=as_unit)

    return _with_file(actor, "hours.hand_in", upload, take)


def change_declaration(actor: Any, declaration: HoursDeclaration, training: Training) -> HoursDeclaration:
    """Change a draft, or what was returned (8.2.5)."""
    _require_oneself_or_liaison(actor, declaration.trainee)
    return _on_record(actor, "hours.change", partial(declarations.change, declaration, training, actor, clock.now()))


def put_evidence(actor: Any, declaration: HoursDeclaration, upload: File[Any]) -> HoursDeclaration:
    """Give a draft the file that proves it (8.2.5). If nothing comes of it the file is not kept."""
    _require_oneself_or_liaison(actor, declaration.trainee)
    return _with_file(actor, "hours.put_evidence", upload, partial(declarations.put_evidence, declaration))


def hand_declaration_in(actor: Any, declaration: HoursDeclaration) -> HoursDeclaration:
    """Hand a draft in: of the trainee to the unit, of the unit on to whoever approves it (8.2.5)."""
    _require_oneself_or_liaison(actor, declaration.trainee)
    as_unit = not people.is_oneself(actor, declaration.trainee)
    take = partial(declarations.hand_in, declaration, actor, clock.now(), as_unit=as_unit)
    return _on_record(actor, "hours.hand_in", take)


def withdraw_declaration(actor: Any, declaration: HoursDeclaration) -> HoursDeclaration:
    """Take back what is not decided yet, as those who might have declared it (8.2.5)."""
    _require_oneself_or_liaison(actor, declaration.trainee)
    return _on_record(actor, "hours.withdraw", partial(declarations.withdraw, declaration))


def endorse_hours(actor: Any, declaration: HoursDeclaration, opinion: str = "") -> HoursDeclaration:
    """Say for the unit that the training was had, as another person than whoever declared it (8.2.5)."""
    _require(actor, "endorse_hours", declaration)
    take = partial(declarations.endorse, declaration, opinion, actor, clock.now())
    return _on_record(actor, "hours.endorse", take, opinion)


def approve_hours(actor: Any, declaration: HoursDeclaration, opinion: str = "") -> HoursDeclaration:
    """Let declared hours count, as the managing department or an institution that serves the unit (8.2.5, 9.1.1).

    The unit is heard first, unless it has no liaison officer. From now on the archive says it.
    """
    _require(actor, "approve_hours", declaration)
    unit_is_heard = has_liaison_officer(declaration.trainee.unit)

    def take() -> HoursDeclaration:
        archive = archives.lock_archive(declaration.trainee_id)
        taken = declarations.approve(declaration, opinion, actor, clock.now(), unit_is_heard=unit_is_heard)
        return _archived(archive, taken)

    return _on_record(actor, "hours.approve", take, opinion)


def return_declaration(actor: Any, declaration: HoursDeclaration, opinion: str) -> HoursDeclaration:
    """Return a declaration with the reason, as the unit or as whoever could approve it (8.2.5)."""
    if not may(actor, "approve_hours", declaration.trainee):
        _require(actor, "endorse_hours", declaration)
    take = partial(declarations.turn_back, declaration, opinion, actor, clock.now())
    return _on_record(actor, "hours.return", take, opinion)


def revoke_hours(actor: Any, declaration: HoursDeclaration, opinion: str) -> HoursDeclaration:
    """Take approved hours back by authority, with the reason; the archive says that too (8.2.5, 9.1.1)."""
    _require(actor, "revoke_hours", declaration)

    def take() -> HoursDeclaration:
        archive = archives.lock_archive(declaration.trainee_id)
        return _archived(archive, declarations.revoke(declaration, opinion, actor, clock.now()))

    return _on_record(actor, "hours.revoke", take, opinion)


def _archived(archive: archives.LearnerArchive | None, declaration: HoursDeclaration) -> HoursDeclaration:
    """Append to the archive that the hours count, or that they do not count any more."""
    if archive is None:
        raise Refused("no_account", _("This trainee has no account yet. Open one first."))
    at = declaration.decided_at or clock.now()
    archives.append(archive, _record(declaration, at), at)
    return declaration


def _record(declaration: HoursDeclaration, at: datetime) -> DeclaredRecord:
    return DeclaredRecord(
        trainee=str(declaration.trainee.uuid),
        declaration=str(declaration.uuid),
        training_form=declaration.form,
        title=declaration.title,
        organizer=declaration.organizer,
        began_on=declaration.began_on.isoformat(),
        ended_on=declaration.ended_on.isoformat(),
        credit_hours=hours_text(declaration.credit_hours),
        training_year=declaration.year,
        evidence=declaration.file_digest,
        counts=declaration.state == HoursDeclaration.State.APPROVED,
        unit=declaration.unit.code,
        at=instant_text(at),
        year=period_of(at, conf.period_rule()).label,
    )


def _require(actor: Any, act: str, declaration: HoursDeclaration) -> None:
    require(actor, act, declaration.trainee, declarations.about_declaration(declaration))


def _require_oneself_or_liaison(actor: Any, trainee: people.Trainee) -> None:
    if not people.is_oneself(actor, trainee):
        require(actor, "declare_hours", trainee, people.about(trainee))


def _with_file(
    actor: Any, act: str, upload: File[Any], take: Callable[[resources.StoredFile], HoursDeclaration]
) -> HoursDeclaration:
    stored = resources.store(upload)
    try:
        return _on_record(actor, act, partial(take, stored))
    except BaseException:
        resources.remove(stored.stored_as)
        raise


def _on_record(actor: Any, act: str, take: Callable[[], HoursDeclaration], reason: str = "") -> HoursDeclaration:
    with transaction.atomic():
        taken = take()
        about, hours = declarations.about_declaration(taken), hours_text(taken.credit_hours)
        audit.record(act, actor.pk, about, reason=reason, year=taken.year, form=taken.form, credit_hours=hours)
    return taken
