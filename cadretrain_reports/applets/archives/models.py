"""Learner archives (3.13, 9.1) and the log that makes their history provable."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.fields import CodeField


class LearnerArchive(models.Model):
    """The archive of one trainee, begun on the day the account opens and never revoked (9.1.1).

    .. pii: joins a person with the number of the archive
    .. pii_types: other
    .. pii_retirement: retained
    """

    trainee = models.OneToOneField(
        Trainee, verbose_name=_("trainee"), on_delete=models.PROTECT, related_name="archive", primary_key=True
    )
    number = CodeField(_("archive number"), max_length=64, unique=True)
    opened_at = models.DateTimeField(_("begun at"))

    class Meta:
        verbose_name = _("learner archive")
        verbose_name_plural = _("learner archives")

    def __str__(self) -> str:
        return self.number


class ArchiveEntry(models.Model):
    """That something was recorded, and a commitment to what: insert-only, kept by the database itself.

    The entry outlives its record: when a record is erased by authority, the log still verifies.

    .. no_pii:
    """

    kind = models.CharField(_("kind"), max_length=32)
    leaf_hash = models.BinaryField(_("leaf hash"), max_length=32)
    recorded_at = models.DateTimeField(_("recorded at"))

    insert_only: ClassVar = ("update", "delete")

    class Meta:
        verbose_name = _("archive entry")
        verbose_name_plural = _("archive entries")

    def __str__(self) -> str:
        return f"{self.pk}: {self.kind}"


class ArchiveRecord(models.Model):
    """What was recorded: canonical JSON and the salt that its entry's commitment was made with.

    A table of its own, because a record may one day have to be erased by authority while its entry stays. Until there
    is a way to do that on the record, the database refuses to delete it as well.
    ``subject`` names what the record is of ("INSTITUTION/CODE" for a course) and ``year`` its annual period.

    .. pii: what a person has studied and completed
    .. pii_types: other
    .. pii_retirement: retained
    """

    entry = models.OneToOneField(
        ArchiveEntry, verbose_name=_("entry"), on_delete=models.PROTECT, related_name="record", primary_key=True
    )
    archive = models.ForeignKey(
        LearnerArchive, verbose_name=_("learner archive"), on_delete=models.PROTECT, related_name="records"
    )
    subject = CodeField(_("subject"), max_length=129, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True)
    payload = models.TextField(_("record"))
    salt = models.BinaryField(_("salt"), max_length=32)

    insert_only: ClassVar = ("update", "delete")

    class Meta:
        verbose_name = _("archive record")
        verbose_name_plural = _("archive records")
        indexes = [models.Index(fields=["archive", "year", "subject"], name="cadretrain_record_lookup")]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.subject}"


class LogPosition(models.Model):
    """Where an entry stands in the log. Insert-only; filled by the sequencer alone.

    .. no_pii:
    """

    entry = models.OneToOneField(
        ArchiveEntry, verbose_name=_("entry"), on_delete=models.PROTECT, related_name="position"
    )
    index = models.PositiveBigIntegerField(_("index"), unique=True)

    insert_only: ClassVar = ("update", "delete")

    class Meta:
        verbose_name = _("log position")
        verbose_name_plural = _("log positions")

    def __str__(self) -> str:
        return str(self.index)


class LogCheckpoint(models.Model):
    """A signed statement of the log's size and root hash, as a C2SP checkpoint. Insert-only.

    ``frontier`` holds the hashes from which the tree can be grown without reading its leaves.

    .. no_pii:
    """

    size = models.PositiveBigIntegerField(_("size"), unique=True)
    frontier = models.BinaryField(_("frontier"))
    note = models.TextField(_("signed note"))
    signed_at = models.DateTimeField(_("signed at"))

    insert_only: ClassVar = ("update", "delete")

    class Meta:
        verbose_name = _("log checkpoint")
        verbose_name_plural = _("log checkpoints")

    def __str__(self) -> str:
        return str(self.size)


class SequencerLock(models.Model):
    """One row that whoever sequences holds, so that only one does.

    .. no_pii:
    """

    class Meta:
        verbose_name = _("sequencer lock")
        verbose_name_plural = _("sequencer locks")

    def __str__(self) -> str:
        return str(self.pk)
