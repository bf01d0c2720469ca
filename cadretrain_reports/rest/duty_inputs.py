"""What is said of duties where they are declared, decided on, ended and judged (6.2-6.4)."""

from __future__ import annotations

from typing import Any, Final

from rest_framework import serializers

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.roles.api import Appraisal, Role, Terms
from cadretrain_reports.rest.fields import Day, Seen
from cadretrain_reports.rest.inputs import Input, MayBeEmpty, NeededReason, Reason, Text

_TERMS: Final = ("starts_on", "ends_on", "criteria", "procedure")


class DutyTerms(Input):
    """How long a duty is held, by what the person was chosen, and why."""

    starts_on = Day("First day.")
    ends_on = Day("Day from which it is no longer held; null: until it is ended.", allow_null=True, default=None)
    criteria = MayBeEmpty("Criteria by which the person was chosen (6.2).", default="")
    procedure = MayBeEmpty("Procedure by which the person was chosen (6.2).", default="")
    reason = Reason()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what the workflow takes."""
        return {"terms": Terms(**{name: attrs.pop(name) for name in _TERMS}), **attrs}


class Declaration(DutyTerms):
    """Whom a unit declares as its liaison officer (5.4)."""

    person = Text("Platform name of the person.", source="user")
    organization = Seen(
        slug_field="code", queryset=Organization.objects.all(), source="unit", help_text="Code of the unit."
    )


class Appointment(DutyTerms):
    """Who is appointed to which duty."""

    person = Text("Platform name of the person.", source="user")
    role = serializers.ChoiceField(Role.choices, help_text="The duty, any but a liaison officer's.")
    organization = Seen(
        slug_field="code", queryset=Organization.objects.all(), source="body", help_text="Code of the body."
    )

    def validate_role(self, role: str) -> Role:
        """Return the duty as the workflow knows it."""
        return Role(role)


class DeclaredEnding(Input):
    """When a duty is to end, if the department approves."""

    ends_on = Day("Day from which it is no longer held.")
    reason = NeededReason()


class Ending(Input):
    """When a duty ends."""

    ends_on = Day("Day from which it is no longer held; today if null.", allow_null=True, default=None)
    reason = NeededReason()


class Judgement(Input):
    """How a duty was held in a year."""

    year = serializers.IntegerField(help_text="Annual period.")
    grade = serializers.ChoiceField(Appraisal.Grade.choices, help_text="The result.")
    criteria = MayBeEmpty("By which criteria the work was judged (6.2).", default="")
    course = MayBeEmpty("Code of the course for which a teacher is judged; empty for all of the work.", default="")
    remarks = MayBeEmpty("What there is to say besides.", default="")


class Feedback(Input):
    """What a department says of a liaison officer's work in a year (6.3.3)."""

    department = Seen(
        slug_field="code", queryset=Organization.objects.all(), help_text="Code of the department that says it."
    )
    year = serializers.IntegerField(help_text="Annual period.")
    remarks = Text("What it says.")
