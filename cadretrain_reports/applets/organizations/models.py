"""Organizations of clause 5: the tree, its history, and who serves or acts for whom."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from treebeard.mp_tree import MP_Node

from cadretrain_reports.fields import CodeField, one_standing, standing_field, standing_or_null


class Organization(MP_Node):  # type: ignore[misc]
    """A body with one or more of the three capacities of 5.1, in the tree of authority.

    A materialized path keeps the tree, so that "this body and all below it" is one indexed prefix. An inner department
    (内设机构) is a part of the body above it and has no social credit code of its own. A body that is merged into
    another, or closed, stays: its history refers to it.

    .. pii: whom to call at a body
    .. pii_types: name, phone_number
    .. pii_retirement: retained
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = CodeField(_("code"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=255)
    is_management_department = models.BooleanField(_("management department"), default=False)
    is_training_institution = models.BooleanField(_("training institution"), default=False)
    is_employing_unit = models.BooleanField(_("employing unit"), default=False)
    is_inner_department = models.BooleanField(_("inner department"), default=False)
    social_credit_code = CodeField(  # type: ignore[misc]  # null, where there is none
        _("unified social credit code"), max_length=18, unique=True, null=True
    )
    region = CodeField(_("region code"), max_length=6, blank=True)
    contact_name = models.CharField(_("contact"), max_length=128, blank=True)
    contact_phone = models.CharField(_("contact phone"), max_length=32, blank=True)
    active_from = models.DateField(_("active from"), null=True)
    active_until = models.DateField(_("active until"), null=True)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("merged into"), on_delete=models.PROTECT, null=True, related_name="merged"
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [
            models.CheckConstraint(
                name="cadretrain_organization_has_capacity",
                condition=models.Q(is_management_department=True)
                | models.Q(is_training_institution=True)
                | models.Q(is_employing_unit=True),
            )
        ]
        # Departments are few: their own index tells the database so, and it then finds whom they manage by key.
        indexes = [models.Index(fields=["is_management_department", "path"], name="cadretrain_department_path")]

    def __str__(self) -> str:
        return self.name


class OrganizationSpell(models.Model):
    """Where a body stood and what it was called from ``since`` to ``until``; without an end it is so now.

    A report of last year reads the tree of last year from here (9.1.2).

    .. no_pii:
    """

    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.PROTECT, related_name="spells"
    )
    parent = models.ForeignKey(
        Organization, verbose_name=_("organization above"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=255)
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True)
    standing = standing_field()
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("organization spell")
        verbose_name_plural = _("organization spells")
        constraints = [
            one_standing("organization_spell", "organization"),
            standing_or_null("organization_spell"),
        ]
        indexes = [models.Index(fields=["organization", "since"], name="cadretrain_org_spell_since")]

    def __str__(self) -> str:
        return f"{self.organization_id}: {self.since:%Y-%m-%d}"


class TreeLock(models.Model):
    """One row that whoever changes the tree holds, so that only one does.

    .. no_pii:
    """

    class Meta:
        verbose_name = _("tree lock")
        verbose_name_plural = _("tree locks")

    def __str__(self) -> str:
        return str(self.pk)


class Service(models.Model):
    """A training institution serves an employing unit and all bodies below it (5.3, 5.4).

    .. no_pii:
    """

    institution = models.ForeignKey(
        Organization, verbose_name=_("training institution"), on_delete=models.PROTECT, related_name="services"
    )
    unit = models.ForeignKey(
        Organization, verbose_name=_("employing unit"), on_delete=models.PROTECT, related_name="served_by"
    )
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True)
    standing = standing_field()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [one_standing("service", "institution", "unit"), standing_or_null("service")]

    def __str__(self) -> str:
        return f"{self.institution_id} → {self.unit_id}"


class Delegation(models.Model):
    """One body lets another do what is its own to do, until it takes that back (6.1.3).

    A department lets a unit maintain trainees' basic information; a unit lets an institution keep up accounts. It
    holds for all bodies below the unit.

    .. no_pii:
    """

    class Kind(models.TextChoices):
        """What is handed on."""

        MAINTAIN_TRAINEES = "maintain_trainees", _("maintain trainees' basic information")
        ACCOUNT_UPKEEP = "account_upkeep", _("keep up accounts")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=32, choices=Kind.choices)
    giver = models.ForeignKey(
        Organization,
        verbose_name=pgettext_lazy("delegation", "given by"),
        on_delete=models.PROTECT,
        related_name="delegations_given",
    )
    receiver = models.ForeignKey(
        Organization,
        verbose_name=pgettext_lazy("delegation", "given to"),
        on_delete=models.PROTECT,
        related_name="delegations_received",
    )
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True)
    standing = standing_field()
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [one_standing("delegation", "kind", "giver", "receiver"), standing_or_null("delegation")]

    def __str__(self) -> str:
        return f"{self.giver_id} → {self.receiver_id}: {self.kind}"
