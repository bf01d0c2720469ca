"""What is said of an issuance where it is drafted (5.2, 8.1)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.plans.api import TEMPLATES, Content, Issuance, LineContent, PlanLine
from cadretrain_reports.rest.fields import MOST_NAMED, Day, Hours, Seen
from cadretrain_reports.rest.inputs import Input, MayBeEmpty, Text
from cadretrain_reports.rest.organization_inputs import a_body
from cadretrain_reports.scopes.api import in_scope

_MOST_LINES: Final = 100
_MOST_CATEGORIES: Final = 50


class BodyCode(serializers.CharField):
    """The code of a body in the caller's scope: all of a list are looked up together."""

    slug_field: Final = "code"
    queryset: Final = Organization.objects.all()


class BodyCodes(serializers.ListField):
    """Several bodies that the caller names by code, found in one query. One outside their scope is as if not there."""

    child = BodyCode()

    def to_internal_value(self, data: Any) -> list[Any]:
        """Return the bodies in the order in which they are named, each once."""
        said = super().to_internal_value(data)
        # Before the query, which must not grow beyond what a database takes.
        self.run_validators(said)
        named = in_scope(Organization.objects.filter(code__in=said), self.context["request"].user)
        found = {body.code: body for body in named}
        for position, code in enumerate(said):
            if code not in found:
                fault = Seen.default_error_messages["does_not_exist"]
                raise ValidationError({str(position): fault}, code="does_not_exist")
        return [found[code] for code in dict.fromkeys(said)]


def _hours(help_text: str) -> Hours:
    return Hours(default=Decimal(0), help_text=help_text)


class LineInput(Input):
    """What an annual plan asks, and of whom."""

    form = serializers.ChoiceField(PlanLine.Form.choices, default=PlanLine.Form.ONLINE, help_text="In which form.")
    over_years = serializers.IntegerField(
        default=1, min_value=1, max_value=5, help_text="Over how many years, this one the last."
    )
    cadre_categories = serializers.ListField(
        child=serializers.CharField(max_length=64),
        max_length=_MOST_CATEGORIES,
        default=list,
        help_text="Of which cadre categories; none: of all.",
    )
    highest_level = MayBeEmpty("Highest position level (code) or rank; empty: up to the top.", default="")
    lowest_level = MayBeEmpty("Lowest position level (code) or rank; empty: down to the bottom.", default="")
    total_hours = _hours("Hours in all.")
    required_course_hours = _hours("Hours of required courses.")
    elective_course_hours = _hours("Hours of elective courses.")
    note = MayBeEmpty("What there is to say; at most 500 characters.", default="")
    courses = serializers.ListField(
        child=serializers.UUIDField(), max_length=MOST_NAMED, default=list, help_text="Named required courses."
    )


class DraftContent(Input):
    """What is to be issued, and to whom."""

    title = Text("What it is called.")
    number = MayBeEmpty("Document number (文号).", default="")
    text = MayBeEmpty("The text, as plain text.", default="")
    link = MayBeEmpty("Where a file of it lies, https://….", default="")
    goals = MayBeEmpty("Training goals of an annual plan.", default="")
    construction_targets = MayBeEmpty("Targets of course construction of an annual plan (7.1.1).", default="")
    valid_from = Day("From which day it is valid.", allow_null=True, default=None)
    valid_until = Day("Until which day.", allow_null=True, default=None)
    in_force_from = Day("From which day this edition holds; the day of issue if null.", allow_null=True, default=None)
    to_all_below = serializers.BooleanField(default=False, help_text="Whether all bodies below are to acknowledge it.")
    recipients = BodyCodes(
        max_length=MOST_NAMED, default=list, help_text="Codes of the bodies it goes to, each for all below it."
    )
    lines = serializers.ListSerializer[Any](
        child=LineInput(), max_length=_MOST_LINES, default=list, help_text="Lines of an annual plan."
    )
    kind = serializers.ChoiceField(Issuance.Kind.choices, help_text="What it is.")
    year = serializers.IntegerField(allow_null=True, default=None, help_text="Annual period of an annual plan.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what the workflow takes."""
        others = {name: attrs.pop(name) for name in list(attrs) if name not in Content.__slots__}
        attrs["recipients"] = tuple(attrs["recipients"])
        attrs["lines"] = _lines(attrs["lines"])
        return {**others, "content": Content(**attrs)}


class NewDraft(DraftContent):
    """A draft, and in whose name it is to be issued."""

    organization = a_body("Code of the body that issues it.", source="issuer")


class FromTemplate(Input):
    """With which template an annual plan is to begin."""

    organization = a_body("Code of the body that issues it.", source="issuer")
    template = serializers.ChoiceField(list(TEMPLATES), help_text="Which one.")
    year = serializers.IntegerField(help_text="Annual period.")


class Refining(Input):
    """Who is to refine a plan."""

    organization = a_body("Code of the recipient that makes its own plan.", source="issuer")


def _lines(rows: list[dict[str, Any]]) -> tuple[LineContent, ...]:
    """Return the lines with the courses that they name: one query, however many."""
    found = {
        course.uuid: course
        for course in Course.objects.filter(uuid__in={key for row in rows for key in row["courses"]})
    }
    lines = []
    for number, row in enumerate(rows):
        if missing := [key for key in row["courses"] if key not in found]:
            said = Seen.default_error_messages["does_not_exist"]
            place = str(row["courses"].index(missing[0]))
            raise ValidationError({"lines": {str(number): {"courses": {place: said}}}}, code="does_not_exist")
        courses = tuple(found[key] for key in row["courses"])
        lines.append(LineContent(**{**row, "cadre_categories": tuple(row["cadre_categories"]), "courses": courses}))
    return tuple(lines)
