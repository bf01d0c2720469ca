"""What is said of bodies where they are added, changed and ended (5.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from rest_framework import serializers

from cadretrain_reports.applets.organizations.api import Capacity, Organization, Particulars
from cadretrain_reports.rest.fields import Seen
from cadretrain_reports.rest.inputs import Input, MayBeEmpty, NeededReason, Reason, Text

PARTICULARS: Final = (
    "is_inner_department",
    "social_credit_code",
    "region",
    "contact_name",
    "contact_phone",
    "active_from",
)
"""What is said of a body besides its code, name and place."""


def of_particulars(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said of a body's particulars: whoever has no social credit code says null or nothing."""
    given = {name: said[name] for name in PARTICULARS if name in said}
    if "social_credit_code" in given:
        given["social_credit_code"] = given["social_credit_code"] or ""
    return given


def a_body(help_text: str, **options: Any) -> Seen:
    """Return the field that names a body in the caller's scope by its code."""
    return Seen(slug_field="code", queryset=Organization.objects.all(), help_text=help_text, **options)


class _Particulars(Input):
    """What is said of a body besides its code, name and place."""

    is_inner_department = serializers.BooleanField(required=False, help_text="Whether it is a part of the one above.")
    social_credit_code = MayBeEmpty("18 characters, or null.", allow_null=True)
    region = MayBeEmpty("Six digits (GB/T 2260).")
    contact_name = MayBeEmpty("Whom to call.")
    contact_phone = MayBeEmpty("Where to call.")
    active_from = serializers.DateField(required=False, allow_null=True, help_text="First day.")


class NewOrganization(_Particulars):
    """A body to be added."""

    code = Text("The code by which it is known, for good.")
    name = Text("What it is called.")
    above = a_body("Code of the body above; null for the top.", source="parent", allow_null=True)
    capacities = serializers.ListField(child=serializers.ChoiceField(list(Capacity)), help_text="What it is (5.1).")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what the workflow takes."""
        said = {name: attrs[name] for name in ("code", "name", "parent", "capacities")}
        return {**said, "particulars": Particulars(**of_particulars(attrs))}


class ChangedOrganization(_Particulars):
    """What is to be different; the rest stays as it is."""

    name = Text("What it is called from now on.", required=False)
    capacities = serializers.ListField(
        child=serializers.ChoiceField(list(Capacity)), required=False, help_text="All that it is (5.1)."
    )
    reason = Reason()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what the workflow takes."""
        name = {"name": attrs["name"]} if "name" in attrs else {}
        said = {**of_particulars(attrs), **name}
        return {"said": said, "capacities": attrs.get("capacities"), "reason": attrs["reason"]}


class Move(Input):
    """Where a body is to stand."""

    above = a_body("Code of the body above; null for the top.", source="parent", allow_null=True)
    reason = Reason()


class Merger(Input):
    """Which body takes the one in the address in."""

    into = a_body("Code of the body that takes it in.")
    reason = NeededReason()


class Closing(Input):
    """When a body was dissolved."""

    on = serializers.DateField(required=False, allow_null=True, default=None, help_text="Last day; today if null.")
    reason = NeededReason()
