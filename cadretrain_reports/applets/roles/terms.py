"""What a duty is declared with: where it can be held, for how long, and how the person was chosen (5.1, 6.2-6.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.roles.models import Role, RoleAssignment
from cadretrain_reports.applets.roles.texts import said
from cadretrain_reports.refusals import Refused

_CAPACITY: Final[Mapping[Role, str]] = {
    Role.DEPARTMENT_OFFICER: "is_management_department",
    Role.ARCHIVE_INSPECTOR: "is_management_department",
    Role.ACADEMIC_AFFAIRS_OFFICER: "is_training_institution",
    Role.HEAD_TEACHER: "is_training_institution",
    Role.TEACHER: "is_training_institution",
    Role.LEARNING_SUPPORT_STAFF: "is_training_institution",
    Role.LIAISON_OFFICER: "is_employing_unit",
}
"""The capacity that a body has for each duty (5.2-5.4)."""


@dataclass(frozen=True, slots=True)
class Terms:
    """From which day a duty is held, up to before which, and by what criteria and procedure the person was chosen.

    Without ``ends_on`` it is held until it is ended.
    """

    starts_on: date
    ends_on: date | None = None
    criteria: str = ""
    procedure: str = ""

    def as_fields(self, today: date, *, chosen: bool = False) -> dict[str, Any]:
        """Return the fields of the assignment; whoever is ``chosen`` is so by criteria and procedure (6.2, 6.4).

        Raises ``Refused``: ``ends_too_early`` for a term that is empty or over, ``missing`` or ``too_long`` for a text.
        """
        if self.ends_on is not None and self.ends_on <= max(self.starts_on, today):
            raise Refused("ends_too_early", _("The end must be later than the start and than today."), "ends_on")
        return {
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
            "criteria": said(RoleAssignment, "criteria", self.criteria, needed=chosen),
            "procedure": said(RoleAssignment, "procedure", self.procedure, needed=chosen),
        }


def check_capacity(role: Role, body: Organization) -> None:
    """Raise ``Refused`` (``wrong_capacity``) if a body has no such duty (5.2-5.4)."""
    capacity = _CAPACITY[role]
    if not getattr(body, capacity):
        raise Refused(
            "wrong_capacity",
            _("%(organization)s has no %(role)s, because it is no %(capacity)s."),
            "organization",
            organization=body.name,
            role=role.label,
            capacity=Organization._meta.get_field(capacity).verbose_name,
        )
