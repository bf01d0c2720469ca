"""What is said of transfers and hand-overs where they are asked for and settled (6.1.3)."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.rest.fields import Seen
from cadretrain_reports.rest.inputs import Input, MayBeEmpty, Text
from cadretrain_reports.workflows.transfer import Wish

_WISH: Final = ("position", "managing_department", "reason")


def _a_trainee(help_text: str, **options: Any) -> Seen:
    trainees = Trainee.objects.select_related("unit", "managing_department")
    return Seen(slug_field="uuid", queryset=trainees, help_text=help_text, **options)


class NewTransfer(Input):
    """Who is to go where. The trainee is named by `trainee`, or by `code` and `name`, never by both."""

    trainee = _a_trainee("Who moves, where the caller sees the trainee.", required=False)
    code = Text("The trainee's identifier, for the unit that takes them on.", required=False)
    name = Text("The trainee's name, along with `code`.", required=False)
    to_unit = Text("Code of the unit that takes the trainee on.")
    position = MayBeEmpty("Position there; empty: as now.", default="")
    managing_department = MayBeEmpty("Code of the managing department afterwards; empty: the usual one.", default="")
    reason = MayBeEmpty("Why; at most 500 characters.", default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what the workflow takes."""
        named: dict[str, Any] = {name: attrs[name] for name in ("trainee", "code", "name") if name in attrs}
        if set(named) not in ({"trainee"}, {"code", "name"}):
            said = _("Name the trainee by trainee, or by code and name.")
            raise ValidationError({"trainee": said}, code="unclear_trainee")
        wish = Wish(**{name: attrs[name] for name in _WISH})
        return {**named, "to_unit": attrs["to_unit"], "wish": wish}


class Agreement(Input):
    """What is said along with it."""

    answer = MayBeEmpty("What there is to say; at most 500 characters.", default="")


class Order(Agreement):
    """What a department says to what it orders."""

    managing_department = Seen(
        slug_field="code",
        queryset=Organization.objects.all(),
        required=False,
        allow_null=True,
        default=None,
        help_text="Code of the managing department afterwards, if another than was asked for.",
    )


class Refusal(Input):
    """Why a transfer is refused."""

    answer = Text("The reason; at most 500 characters.")


class Leave(Input):
    """Who leaves the platform for where."""

    trainee = _a_trainee("Who leaves.")
    place = Text("The place, such as another site, that the trainee leaves for.")
    again = serializers.BooleanField(default=False, help_text="Whether another package is to be made.")
