"""Registering in theme classes: named by units in assigned ones, applied for in open ones, reviewed (8.3.3).

The acting platform user comes first. Each function raises ``Denied``, or ``Refused`` for what the applet refuses. That
somebody is let in or leaves is in their archive (9.1.1), and brings them into the class's course runs or out of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.roles.api import today
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import ClassPlaces, ClassRegistration, ThemeClass
from cadretrain_reports.refusals import Refused, checked_text
from cadretrain_reports.rules.periods import period_of
from cadretrain_reports.rules.records import ClassRegistrationRecord
from cadretrain_reports.rules.values import instant_text
from cadretrain_reports.scopes.api import has_liaison_officer, may, require
from cadretrain_reports.steps import second_person
from cadretrain_reports.workflows.class_enrolments import enrol_registered

_State, _Way, _Type = ClassRegistration.State, ClassRegistration.Way, ThemeClass.ClassType
_WITHDRAWABLE = (ThemeClass.State.REGISTERING, ThemeClass.State.RUNNING)


def allot_places(actor: Any, theme_class: ThemeClass, unit: Organization, places: int) -> ClassPlaces:
    """Allot places of an assigned class to a unit, for a department that answers for both (8.3.1)."""
    about = theme_classes.about_class(theme_class)
    require(actor, "rule_class", theme_class, about)
    require(actor, "allot_places", unit, about)
    with transaction.atomic():
        given = theme_classes.allot(theme_class, unit, places, actor, clock.now())
        audit.record("class.allot", actor.pk, about, unit=unit.code, places=places)
    return given


def name_for_class(
    actor: Any, theme_class: ThemeClass, trainees: Sequence[Trainee], way: ClassRegistration.Way = _Way.ASSIGNED
) -> list[ClassRegistration]:
    """Name people of units for an assigned class, within the places of each: all of them or none (8.3.1, 8.3.3).

    Who is in the class already stays as they are.
    """
    for trainee in trainees:
        require(actor, "name_for_class", trainee, people.about(trainee))
    with transaction.atomic():
        current = _registering(theme_class, _Type.ASSIGNED)
        held = people.lock_trainees([trainee.pk for trainee in trainees])
        newcomers = [trainee for trainee in held if not _is_in(current, trainee)]
        for unit in {trainee.unit for trainee in newcomers}:
            more = sum(trainee.unit_id == unit.pk for trainee in newcomers)
            theme_classes.require_places(current, unit, more)
        return [_register(actor, current, trainee, way, _State.ENDORSED) for trainee in newcomers]


def apply(actor: Any, theme_class: ThemeClass) -> ClassRegistration:
    """Apply for an open class, for oneself (8.3.3). The unit is heard first, unless it has no liaison officer."""
    account = people.account_of_user(actor.pk)
    if account is None:
        raise Refused("not_a_trainee", _("You are not a trainee here."))
    if not account.may_study:
        raise Refused("suspended", _("Your account is suspended. Ask the liaison officer of your unit."))
    heard = has_liaison_officer(account.trainee.unit)
    with transaction.atomic():
        current = _registering(theme_class, _Type.OPEN)
        if _is_in(current, account.trainee):
            raise Refused("already_registered", _("You are registered in this class already."))
        state = _State.REGISTERED if heard else _State.ENDORSED
        return _register(actor, current, account.trainee, _Way.APPLIED, state)


def endorse_registration(actor: Any, registration: ClassRegistration, opinion: str = "") -> ClassRegistration:
    """Say for the unit that somebody who applied may go (8.3.3)."""
    _require(actor, "name_for_class", registration)
    _not_oneself(actor, registration)
    take = partial(theme_classes.endorse, registration, actor, clock.now(), opinion)
    return _on_record(actor, "registration.endorse", registration, take)


def approve_registration(actor: Any, registration: ClassRegistration, opinion: str = "") -> ClassRegistration:
    """Let a person in, or onto the waiting list where all places are taken (8.3.3).

    In an assigned class the department that manages the person decides, in an open one whoever runs the class.
    """
    _require_decision(actor, registration)

    def take() -> ClassRegistration:
        theme_class = theme_classes.lock_class(registration.theme_class)
        _open_for_decisions(theme_class, _WITHDRAWABLE)
        current = ClassRegistration.objects.get(pk=registration.pk)
        if current.state == _State.REGISTERED:
            raise Refused("unit_not_heard", _("The unit has not looked at this registration yet."))
        if current.state == _State.CONFIRMED:
            return current
        second_person(actor, current.registered_by_id)
        return _let_in(theme_classes.admit(current, actor, clock.now(), opinion))

    return _on_record(actor, "registration.approve", registration, take)


def refuse_registration(actor: Any, registration: ClassRegistration, reason: str) -> ClassRegistration:
    """Turn a person down with the reason: as the unit who applied there, later as whoever decides (8.3.3)."""
    if registration.state == _State.REGISTERED and may(actor, "name_for_class", registration.trainee):
        _require(actor, "name_for_class", registration)
        _not_oneself(actor, registration)
    else:
        _require_decision(actor, registration)
    reason = checked_text("reason", reason, audit.LONGEST_REASON)
    take = partial(theme_classes.refuse, registration, actor, clock.now(), reason)
    return _on_record(actor, "registration.refuse", registration, take)


def withdraw_registration(actor: Any, registration: ClassRegistration, reason: str) -> ClassRegistration:
    """Take a person out of a class, with the reason; who waits longest moves up while registration lasts (8.3.3).

    Who applied may do so for themselves until the class runs, a unit for those whom it named; whoever runs the class,
    or decides on the person, as long as it runs.
    """
    is_early = _require_withdrawal(actor, registration)
    reason = checked_text("reason", reason, audit.LONGEST_REASON)

    def take() -> ClassRegistration:
        theme_class = theme_classes.lock_class(registration.theme_class)
        _open_for_decisions(theme_class, _WITHDRAWABLE[:1] if is_early else _WITHDRAWABLE)
        before = ClassRegistration.objects.get(pk=registration.pk).state
        withdrawn = theme_classes.withdraw(registration, actor, clock.now(), reason)
        if before == _State.CONFIRMED:
            _archive(withdrawn, clock.now())
            _enrol(withdrawn)
            if theme_class.state == ThemeClass.State.REGISTERING:
                _move_up(actor, theme_class)
        return withdrawn

    return _on_record(actor, "registration.withdraw", registration, take)


def _move_up(actor: Any, theme_class: ThemeClass) -> None:
    for moved in theme_classes.move_up(theme_class, clock.now()):
        _let_in(moved)
        audit.record("registration.move_up", actor.pk, theme_classes.about_registration(moved), state=moved.state)


def _let_in(registration: ClassRegistration) -> ClassRegistration:
    """Have the archive and the course runs follow where somebody was let in; the waiting list is neither."""
    if registration.state == _State.CONFIRMED:
        _archive(registration, registration.confirmed_at or clock.now())
        _enrol(registration)
    return registration


def _enrol(registration: ClassRegistration) -> None:
    """Have the course runs follow once the transaction is through; what no worker does ``enrol_left`` makes up for."""
    # No partial: Django asks the function that failed for its name.
    transaction.on_commit(lambda: enrol_registered.delay(registration.pk), robust=True)


def _register(
    actor: Any, theme_class: ThemeClass, trainee: Trainee, way: ClassRegistration.Way, state: ClassRegistration.State
) -> ClassRegistration:
    if people.account_of(trainee) is None:
        raise Refused("no_account", _("This trainee has no account yet. Open one first."), "trainees")
    made = theme_classes.register(theme_class, trainee, clock.now(), by=actor, way=way, state=state)
    act = "registration.apply" if way == _Way.APPLIED else "registration.name"
    audit.record(act, actor.pk, theme_classes.about_registration(made), theme_class=str(theme_class.uuid))
    return made


def _registering(theme_class: ThemeClass, class_type: ThemeClass.ClassType) -> ThemeClass:
    """Return a class of this type in which one may register today, locked; raise ``Refused`` otherwise."""
    current = theme_classes.lock_class(theme_class)
    if current.class_type != class_type:
        raise Refused("other_type", _("One is named for assigned classes, and applies for open ones."))
    _open_for_decisions(current, (ThemeClass.State.REGISTERING,))
    if current.registration_until and current.registration_until < today():
        raise Refused("too_late", _("Registration in this class has ended."))
    return current


def _open_for_decisions(theme_class: ThemeClass, states: Sequence[str]) -> None:
    if theme_class.state not in states:
        text = _("This cannot be done now: the class is %(state)s.")
        raise Refused("not_possible", text, state=theme_class.get_state_display())


def _is_in(theme_class: ThemeClass, trainee: Trainee) -> bool:
    registrations = ClassRegistration.objects.filter(theme_class=theme_class, trainee=trainee)
    return registrations.exclude(state__in=theme_classes.LEFT).exists()


def _require(actor: Any, act: str, registration: ClassRegistration) -> None:
    require(actor, act, registration.trainee, theme_classes.about_registration(registration))


def _require_decision(actor: Any, registration: ClassRegistration) -> None:
    """Ask for the right to decide on a registration; nobody decides on themselves."""
    about = theme_classes.about_registration(registration)
    if registration.theme_class.class_type == _Type.ASSIGNED:
        require(actor, "decide_assigned", registration.trainee, about)
    else:
        require(actor, "run_class", registration.theme_class, about)
    _not_oneself(actor, registration)


def _require_withdrawal(actor: Any, registration: ClassRegistration) -> bool:
    """Ask for the right to take somebody out; tell whether it lasts only until the class runs."""
    if may(actor, "run_class", registration.theme_class):
        return False
    if registration.theme_class.class_type == _Type.OPEN:
        if people.is_oneself(actor, registration.trainee):
            return True
        require(actor, "run_class", registration.theme_class, theme_classes.about_registration(registration))
    if may(actor, "decide_assigned", registration.trainee):
        return False
    _require(actor, "name_for_class", registration)
    return True


def _not_oneself(actor: Any, registration: ClassRegistration) -> None:
    if people.is_oneself(actor, registration.trainee):
        raise Refused("oneself", _("Nobody decides on themselves. Another person must."))


def _archive(registration: ClassRegistration, at: datetime) -> None:
    """Append to the archive that a person was let into a class, or left it (9.1.1, 9.1.2)."""
    archive = archives.lock_archive(registration.trainee_id)
    if archive is None:
        raise Refused("no_account", _("This trainee has no account yet. Open one first."))
    theme_class = registration.theme_class
    record = ClassRegistrationRecord(
        trainee=str(registration.trainee.uuid),
        institution=theme_class.institution.code,
        theme_class=theme_class.code,
        title=theme_class.title,
        class_type=theme_class.class_type,
        way=registration.way,
        counts=registration.state == _State.CONFIRMED,
        unit=registration.unit.code,
        at=instant_text(at),
        year=period_of(at, conf.period_rule()).label,
    )
    archives.append(archive, record, at)


def _on_record(
    actor: Any, act: str, registration: ClassRegistration, take: Callable[[], ClassRegistration]
) -> ClassRegistration:
    """Do it in one transaction; why somebody leaves or is turned down is personal, and stays with the registration."""
    with transaction.atomic():
        taken = take()
        about = theme_classes.about_registration(taken)
        audit.record(act, actor.pk, about, theme_class=str(registration.theme_class.uuid), state=taken.state)
    return taken
