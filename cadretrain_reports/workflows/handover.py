"""A trainee leaves for a place off this platform with the whole archive, or comes from one with it (6.1.3, 9.1.1)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.exchange import api as exchange
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.transfers import api as transfers
from cadretrain_reports.applets.transfers.api import HandOver, PackageName
from cadretrain_reports.offline.handover import HandOver as Package
from cadretrain_reports.offline.handover import read_handover, seal_digest
from cadretrain_reports.offline.problems import Unreadable
from cadretrain_reports.offline.quotations import quote
from cadretrain_reports.offline.verify import verify_package
from cadretrain_reports.refusals import Refused, checked_line
from cadretrain_reports.rules.handover import Person, person
from cadretrain_reports.rules.notes import VerifierKey
from cadretrain_reports.rules.periods import period_by_label, period_of
from cadretrain_reports.rules.records import HandOverRecord, to_payload
from cadretrain_reports.rules.values import RecordError, instant, instant_text
from cadretrain_reports.scopes.api import require
from cadretrain_reports.workflows.study import grant_due
from cadretrain_reports.workflows.submit import archive_studies_of, first_year

_LONGEST_PLACE: Final[int] = HandOver._meta.get_field("place").max_length or 0

_TOLD = 3
"""How many problems of a package a refusal tells."""


def hand_over(actor: Any, trainee: people.Trainee, place: str, directory: Path, *, again: bool = False) -> Path:
    """Write the trainee's whole archive as a signed package for ``place`` and return its folder in ``directory``.

    The account is suspended, a standing transfer is withdrawn, and the archive says where it went; nothing is deleted.
    What was killed half-way is finished by asking once more. Another package is made only ``again``. Raises
    ``Denied``, and ``Refused`` without an account, without a place, and for who was handed over already.
    """
    require(actor, "hand_over", trainee, people.about(trainee))
    grant_due()
    with transaction.atomic():
        leaving = _leave(actor, trainee, place, again=again)
    checkpoint = archives.sequence()
    assert checkpoint is not None  # noqa: S101 - the log has at least what was just appended
    stored = people.trainee(trainee.pk)
    package = exchange.write_hand_over(stored, leaving.place, checkpoint, instant(leaving.at), directory)
    with transaction.atomic():
        name = PackageName(leaving.place, conf.site_name(), seal_digest(package))
        if transfers.keep(stored, HandOver.Direction.OUT, name, actor, clock.now()):
            audit.record("trainee.hand_over", actor.pk, people.about(stored), digest=name.digest)
    return package


def take_in(
    actor: Any,
    path: Path,
    key: VerifierKey,
    unit: Organization,
    managing_department: Organization | None = None,
) -> people.Trainee:
    """Take in a trainee whom another place has handed over, and return the trainee; the account is opened later.

    The package at ``path`` must be intact under the place's pinned public ``key``. Each of its entries becomes a record
    of the new archive that quotes it to the byte. The same package once more changes nothing. Raises ``Denied``, and
    ``Refused`` for a package that was altered or is none, for a person who is here already, and as ``add_trainee``
    does.
    """
    require(actor, "take_in", unit, audit.Target("organization", unit.code, unit.code))
    package = _intact(path, key)
    try:
        with transaction.atomic():
            return transfers.taken_in(package.digest) or _arrive(actor, package, unit, managing_department)
    except (IntegrityError, Refused):
        # Another process may have taken in the same package at the same moment.
        found = transfers.taken_in(package.digest)
        if found is None:
            raise
        return found


def _leave(actor: Any, trainee: people.Trainee, place: str, *, again: bool) -> HandOverRecord:
    """Let the trainee leave, or find that this was done and only the package is missing."""
    people.lock_trainees([trainee.pk])
    account = people.Account.objects.select_for_update().filter(pk=trainee.pk).first()
    archive = archives.lock_archive(trainee.pk)
    if account is None or archive is None:
        raise Refused("no_account", _("The trainee has no account yet, and so nothing to hand over."))
    left = archives.facts_of_kind(archive, "handover")
    made = transfers.packages_out(trainee)
    if len(left) > made and isinstance(left[-1], HandOverRecord):
        return left[-1]
    if made and not again:
        raise Refused("handed_over", _("The trainee was handed over already. Ask for another package if it is lost."))
    at = clock.now()
    record = _handover_record(trainee, place, at)
    transfers.end_standing(trainee, actor, at)
    people.set_status(account, people.Account.Status.SUSPENDED)
    for label in range(first_year(archive), record.year + 1):
        archive_studies_of([archive], period_by_label(label, conf.period_rule()))
    archives.append(archive, record, at)
    return record


def _handover_record(trainee: people.Trainee, place: str, at: datetime) -> HandOverRecord:
    record = HandOverRecord(
        trainee=str(trainee.uuid),
        # As it can be kept beside the package too: what the archive says once is not taken back.
        place=checked_line("place", place, _LONGEST_PLACE, optional=True),
        at=instant_text(at),
        year=period_of(at, conf.period_rule()).label,
    )
    try:
        to_payload(record)
    except RecordError:
        raise Refused("no_place", _("Name the place that the trainee leaves for."), "place") from None
    return record


def _intact(path: Path, key: VerifierKey) -> Package:
    """Return the package at ``path`` after checking all of it; what a refusal says are the verifier's reasons."""
    try:
        report = verify_package(path, key)
        package = read_handover(path, key) if report.intact else None
    except Unreadable as error:
        raise Refused("unreadable", _("The package cannot be read: %(reason)s"), "package", reason=error) from error
    if package is None:
        told = [f"{one.file} {one.record}: {one.reason}" for one in report.problems[:_TOLD]]
        message = _("The package is not as it was signed (%(count)d problems): %(told)s")
        raise Refused("altered", message, "package", count=len(report.problems), told="; ".join(told))
    return package


def _arrive(
    actor: Any, package: Package, unit: Organization, managing_department: Organization | None
) -> people.Trainee:
    document, comer = package.document, person(package.document)
    code, external = document["portfolioId"], UUID(document["traineeId"])
    if people.is_known(code, external, comer.identity_hash):
        raise Refused("person_known", _("This person is here already: revive the account instead."), "package")
    trainee = people.add_trainee(_information(code, comer), unit, managing_department)
    people.keep_external(trainee, external, comer.identity_hash, comer.identity_key)
    at = clock.now()
    archive = archives.open_archive(trainee, at)
    year = period_of(at, conf.period_rule()).label
    for entry in package.entries:
        quotation = quote(entry, package.checkpoint, package.signer.name, str(trainee.uuid), instant_text(at), year)
        archives.append(archive, quotation, at)
    name = PackageName(package.signer.name, package.signer.name, package.digest)
    transfers.keep(trainee, HandOver.Direction.IN, name, actor, at)
    audit.record("trainee.take_in", actor.pk, people.about(trainee), digest=package.digest, site=name.signer)
    return trainee


def _information(code: str, comer: Person) -> people.BasicInformation:
    """Return the basic information that came along; unit and department are those of here."""
    of_person = set(people.BasicInformation.__slots__) & set(Person.__slots__)
    return people.BasicInformation(code=code, **{name: getattr(comer, name) for name in of_person})
