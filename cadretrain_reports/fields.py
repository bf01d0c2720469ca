"""Model fields whose behaviour must be the same on every database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

_EXACT = {"sqlite": "BINARY", "mysql": "utf8mb4_bin", "postgresql": "C"}


if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
else:
    _CharField = models.CharField


class CodeField(_CharField):
    """An identifier that is compared and sorted by its code points, on every database.

    Left to themselves MySQL and MariaDB take no notice of a letter's case, and PostgreSQL sorts as its locale does.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        """Return the column's type with the collation that compares code points."""
        parameters: dict[str, Any] = dict(super().db_parameters(connection))
        parameters["collation"] = _EXACT.get(connection.vendor)
        return parameters


def credit_hours_field(**options: Any) -> models.DecimalField[Any, Any]:
    """Return a field for credit-hours (3.6): quarters, up to 99,999.75."""
    return models.DecimalField(max_digits=7, decimal_places=2, **options)


def person_field(label: Any, **options: Any) -> models.ForeignKey[Any, Any]:
    """Return a field for the platform user who did something, whom nobody looks up from there."""
    kept = {"on_delete": models.PROTECT, "related_name": "+", "verbose_name": label}
    return models.ForeignKey(settings.AUTH_USER_MODEL, **{**kept, **options})


def standing_field() -> models.BooleanField[Any, Any]:
    """Return the field that is true while a row stands and null once it has ended.

    Nulls are not equal to each other, so a unique constraint over it allows one standing row and many ended ones, on
    every database.
    """
    return models.BooleanField(_("standing"), null=True, default=True)


def one_standing(name: str, *fields: str) -> models.UniqueConstraint:
    """Allow one standing row with the same values in ``fields``."""
    return models.UniqueConstraint(fields=[*fields, "standing"], name=f"cadretrain_one_{name}")


def standing_or_null(name: str) -> models.CheckConstraint:
    """Keep ``standing`` from being false."""
    condition = models.Q(standing=True) | models.Q(standing=None)
    return models.CheckConstraint(name=f"cadretrain_{name}_standing", condition=condition)


class Answered(models.Model):
    """A request that is asked once, stands until it is settled, and is answered by somebody with a few words."""

    asked_at = models.DateTimeField(_("asked at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    standing = standing_field()

    class Meta:
        abstract = True
