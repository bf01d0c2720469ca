"""Trainees: basic information and account information, two records joined one-to-one (6.1.3)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.fields import CodeField, one_standing, standing_field, standing_or_null


class Situation(models.Model):
    """Where a trainee stands: the attributes on which statistics depend.

    ``managing_department`` has the authority over the person (干部管理权限, 5.1): usually the department above the
    unit, not always. ``position``, ``position_level`` (GB/T 12407) and ``rank`` (职级) are three different things.
    """

    unit = models.ForeignKey(
        Organization, verbose_name=_("employing unit"), on_delete=models.PROTECT, related_name="%(class)ss"
    )
    managing_department = models.ForeignKey(
        Organization, verbose_name=_("managing department"), on_delete=models.PROTECT, related_name="managed_%(class)ss"
    )
    position = models.CharField(_("position"), max_length=128, blank=True)
    position_level = CodeField(_("position level"), max_length=3, blank=True)
    rank = models.CharField(_("rank"), max_length=64, blank=True)
    cadre_category = models.CharField(_("cadre category"), max_length=64, blank=True)

    class Meta:
        abstract = True


class Trainee(Situation):
    """Basic information of a person who is trained (3.2, 6.1.3).

    ``code`` is the agreed identifier that joins it with the account; ``uuid`` is what leaves the site. Of the citizen
    identity number a keyed hash is kept, by which one person is found to be one (R10), and a masked form; the number
    itself only where the site stores it encrypted (``identity_sealed``).

    .. pii: name, position, rank, ethnicity and political status of a person in office; hash of the identity number
    .. pii_types: name, other
    .. pii_retirement: retained
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = CodeField(_("identifier"), max_length=64, unique=True)
    name = models.CharField(_("full name"), max_length=128)
    ethnicity = CodeField(_("ethnicity"), max_length=2, blank=True)
    political_status = CodeField(_("political status"), max_length=2, blank=True)
    identity_hash = CodeField(  # type: ignore[misc]  # null, where it is not known
        _("hash of the identity number"), max_length=64, unique=True, null=True, editable=False
    )
    identity_key = CodeField(_("key of the hash"), max_length=16, blank=True, editable=False)
    identity_masked = CodeField(_("identity number, masked"), max_length=18, blank=True)
    identity_sealed = models.BinaryField(_("identity number, encrypted"), null=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("trainee")
        verbose_name_plural = _("trainees")

    def __str__(self) -> str:
        return self.code


class TraineeSpell(Situation):
    """Where a trainee stood from ``since`` to ``until``; the one without an end is what the trainee's own row says.

    A report of last year reads unit, rank and category of last year from here (9.1.2, R9).

    .. pii: positions and ranks that a person held
    .. pii_types: other
    .. pii_retirement: retained
    """

    trainee = models.ForeignKey(Trainee, verbose_name=_("trainee"), on_delete=models.PROTECT, related_name="spells")
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True)
    standing = standing_field()

    class Meta:
        verbose_name = _("trainee spell")
        verbose_name_plural = _("trainee spells")
        constraints = [one_standing("trainee_spell", "trainee"), standing_or_null("trainee_spell")]
        indexes = [
            models.Index(fields=["trainee", "since"], name="cadretrain_spell_since"),
            models.Index(fields=["unit", "since"], name="cadretrain_spell_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.trainee_id}: {self.since:%Y-%m-%d}"


class Account(models.Model):
    """Account information (6.1.3): which platform account a trainee signs in with, and its status.

    The password stays the platform's. The archive begins on the day the account opens (9.1.1).

    .. pii: joins a person with a platform account
    .. pii_types: username
    .. pii_retirement: retained
    """

    class Status(models.TextChoices):
        """Whether the account may study."""

        ACTIVE = "active", pgettext_lazy("account status", "active")
        SUSPENDED = "suspended", pgettext_lazy("account status", "suspended")

    trainee = models.OneToOneField(
        Trainee, verbose_name=_("trainee"), on_delete=models.PROTECT, related_name="account", primary_key=True
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.PROTECT, related_name="cadretrain_account"
    )
    status = models.CharField(_("status"), max_length=16, choices=Status.choices, default=Status.ACTIVE)
    opened_at = models.DateTimeField(_("opened at"))

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return f"{self.trainee_id}: {self.status}"

    @property
    def may_study(self) -> bool:
        """Tell whether the account is neither suspended here nor deactivated on the platform."""
        return self.status == self.Status.ACTIVE and bool(self.user.is_active)


class PasswordMail(models.Model):
    """That a platform user is mailed the link for a password: due since ``due_at``, which is null once it was sent.

    It is written with the account, or whatever else asks for the mail, and outlives a lost queue. It holds neither the
    link nor the address.

    .. no_pii:
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    asked_at = models.DateTimeField(_("asked at"))
    due_at = models.DateTimeField(_("due at"), null=True, db_index=True)

    class Meta:
        verbose_name = _("password mail")
        verbose_name_plural = _("password mails")

    def __str__(self) -> str:
        return str(self.pk)
