"""Opening many accounts at once: each row is answered for itself (6.1.1, 6.1.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import Account, BasicInformation
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rest.answers import error_of
from cadretrain_reports.rest.fields import CodeOf, Instant, Seen, UsernameOf, UuidOf
from cadretrain_reports.rest.inputs import Input, MayBeEmpty, Text, named_as_given
from cadretrain_reports.rest.people import Information
from cadretrain_reports.scopes.api import in_scope
from cadretrain_reports.workflows.openings import AccountRequest, Opening, open_accounts

MOST_ROWS: Final = 200
"""Accounts that are opened in one request."""

_BODIES: Final = {"unit": "organization", "managing_department": "managing_department"}
"""Which bodies a row names, and in which field."""


class AccountSerializer(serializers.ModelSerializer[Account]):
    """Which platform account a trainee signs in with. The password stays the platform's."""

    trainee = UuidOf("trainee", "The trainee, by whom the account is found.")
    organization = CodeOf("trainee.unit", "Code of the employing unit.")
    username = UsernameOf("user", "The name that the trainee signs in with.")
    opened_at = Instant(read_only=True)

    class Meta:
        model = Account
        fields = ("trainee", "organization", "username", "status", "opened_at")
        read_only_fields = fields


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row that cannot be read, with the identifier that it gives, as far as it does.

    ``is_strange``: it names a body that is not there for the caller.
    """

    code: str
    fault: ValidationError
    is_strange: bool = False


class EachByItself(serializers.ListSerializer[Any]):
    """Rows of which a wrong one stops no other."""

    def run_child_validation(self, data: Any) -> Any:
        """Return a row as it is to be taken, or what is wrong with it."""
        try:
            return super().run_child_validation(data)
        except ValidationError as fault:
            code = data.get("code") if isinstance(data, dict) else ""
            return Wrong(code if isinstance(code, str) else "", fault)


class BodyCode(MayBeEmpty):
    """The code of a body in the caller's scope: all rows look theirs up together."""

    slug_field: Final = "code"
    queryset: Final = Organization.objects.all()


class OpeningRow(Information):
    """An account to be opened, for a trainee who is known by the code, or for a new one of the unit."""

    code = Text("The agreed identifier.")
    name = Text("The person's name.")
    organization = BodyCode("Code of the employing unit.", source="unit", required=True, allow_blank=False)
    managing_department = BodyCode(
        "Code of the managing department; the nearest above the unit if null.", allow_null=True, default=None
    )
    username = Text("The name to sign in with.")
    email = Text("Where the platform sends the link for the password.")


class Openings(Input):
    """Accounts to be opened, each for itself."""

    rows = EachByItself(child=OpeningRow(), min_length=1, max_length=MOST_ROWS, help_text=f"{MOST_ROWS} at most.")


class ErrorSerializer(serializers.Serializer[Any]):
    """Why a row was not taken."""

    code = serializers.CharField()
    message = serializers.CharField()
    field = serializers.CharField(required=False)


class OutcomeSerializer(serializers.Serializer[Any]):
    """What became of one row."""

    code = serializers.CharField(help_text="The identifier that the row gives.")
    result = serializers.ChoiceField(["opened", "present", "refused", "denied"])
    account = AccountSerializer(allow_null=True)
    error = ErrorSerializer(allow_null=True)


class Opened(serializers.Serializer[Any]):
    """What became of each row, in their order."""

    results = OutcomeSerializer(many=True)


def open_rows(actor: Any, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Open accounts for validated rows of ``Openings``; return an outcome for each, in their order.

    A body that the actor does not see is as if it were not there.
    """
    bodies = _bodies(actor, [row for row in rows if not isinstance(row, Wrong)])
    wanted = [row if isinstance(row, Wrong) else _request(row, bodies) for row in rows]
    _keep_attempts(actor, wanted)
    openings = iter(open_accounts(actor, [one for one in wanted if isinstance(one, AccountRequest)]))
    return [_wrong(one) if isinstance(one, Wrong) else _became(next(openings)) for one in wanted]


def _bodies(actor: Any, rows: Iterable[Mapping[str, Any]]) -> dict[str, Organization]:
    """Return the bodies that rows name, by code: one query, however many there are."""
    codes = {row[name] for row in rows for name in _BODIES if row[name]}
    return {body.code: body for body in in_scope(Organization.objects.filter(code__in=codes), actor)}


def _request(row: Mapping[str, Any], bodies: Mapping[str, Organization]) -> AccountRequest | Wrong:
    for name, field in _BODIES.items():
        if row[name] and row[name] not in bodies:
            said = Seen.default_error_messages["does_not_exist"]
            return Wrong(row["code"], ValidationError({field: [said]}, "does_not_exist"), is_strange=True)
    of_person = {name: row[name] for name in BasicInformation.__slots__ if name in row}
    department = bodies.get(row["managing_department"] or "")
    return AccountRequest(BasicInformation(**of_person), bodies[row["unit"]], row["username"], row["email"], department)


def _keep_attempts(actor: Any, wanted: Iterable[Any]) -> None:
    """Keep, once for all rows, that some name bodies that are not there for the actor (9.2.3)."""
    strange = sum(isinstance(one, Wrong) and one.is_strange for one in wanted)
    if strange:
        target, denied = audit.Target("organization"), audit.AuditEntry.Outcome.DENIED
        audit.record("account.open", actor.pk, target, outcome=denied, rows=strange)


def _wrong(row: Wrong) -> dict[str, Any]:
    return {"code": row.code, "result": "refused", "account": None, "error": error_of(row.fault)}


def _became(opening: Opening) -> dict[str, Any]:
    if isinstance(opening.refusal, Refused):
        named_as_given(opening.refusal, OpeningRow)
    error = error_of(opening.refusal) if opening.refusal else None
    return {"code": opening.code, "result": opening.result, "account": opening.account, "error": error}
