"""What a body says: its fields have the names under which the same is read, and none that is not known."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from cadretrain_reports.applets.audit.api import LONGEST_REASON
from cadretrain_reports.refusals import Refused


class Input(serializers.Serializer[Any]):
    """The base of all bodies. ``source`` of a field is the name by which the workflow knows it."""

    def to_internal_value(self, data: Any) -> Any:
        """Return what is said; refuse a misspelt field: leaving it aside would do what was not asked for."""
        if isinstance(data, dict) and (unknown := sorted(set(data) - set(self.fields))):
            said = _("There is no such field. Those here are: %(known)s.") % {"known": ", ".join(sorted(self.fields))}
            raise ValidationError({unknown[0][:64]: [said]}, code="unknown_field")
        return super().to_internal_value(data)


class Text(serializers.CharField):
    """A text; what it may hold, and how long it may be, is for the workflow to say."""

    def __init__(self, help_text: str, **options: Any) -> None:
        super().__init__(help_text=help_text, trim_whitespace=False, **options)

    def to_internal_value(self, data: Any) -> str:
        """Return the text; a number is none: of one that was written 007 or 1e3 nobody knows any more how."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class MayBeEmpty(Text):
    """A text that may be empty, or left out."""

    def __init__(self, help_text: str, **options: Any) -> None:
        super().__init__(help_text, **{"required": False, "allow_blank": True, **options})


class Reason(MayBeEmpty):
    """Why something is done; it is kept in the audit log (9.2.3)."""

    def __init__(self) -> None:
        super().__init__(f"Why; at most {LONGEST_REASON} characters, kept in the audit log.", default="")


class NeededReason(Text):
    """Why something is taken away; it is kept in the audit log (9.2.3)."""

    def __init__(self) -> None:
        super().__init__(f"Why; at most {LONGEST_REASON} characters, kept in the audit log.")


class Switch(serializers.ChoiceField):
    """``true`` or ``false`` in an address; what is left out is false."""

    def __init__(self, help_text: str) -> None:
        super().__init__(["true", "false"], default="false", help_text=help_text)


class Why(Input):
    """The reason of an act that takes something away."""

    reason = NeededReason()


class MaySayWhy(Input):
    """The reason of an act that needs none."""

    reason = Reason()


class Nothing(Input):
    """An empty object: the address says all."""


def asked(query: type[Input], view: Any, request: Request) -> dict[str, Any]:
    """Return what the address asks for behind the question mark; 400 for what is wrong in it."""
    said = query(data=request.query_params.dict(), context={"request": request, "view": view})
    said.is_valid(raise_exception=True)
    wanted: dict[str, Any] = said.validated_data
    return wanted


def named_as_given(refused: Refused, said: type[serializers.BaseSerializer[Any]] | None) -> None:
    """Let a refusal name the field as the body does, where the workflow calls it otherwise."""
    fields = said().fields if said is not None and issubclass(said, serializers.Serializer) else {}
    for name, field in fields.items():
        if field.source == refused.field:
            refused.field = name
