"""What is said of theme classes where they are planned, and of who registers in them (8.3)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from cadretrain_reports.applets.courses.api import Course, CourseVersion
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.roles.api import RoleAssignment
from cadretrain_reports.applets.theme_classes.api import (
    ActivityLine,
    AssessmentLine,
    Basics,
    ClassActivity,
    ClassAssessment,
    CourseLine,
    Parts,
    Proposal,
    Teaching,
    ThemeClass,
)
from cadretrain_reports.rest.fields import MOST_NAMED, Day, Hours, Instant, Seen, SeenEach
from cadretrain_reports.rest.inputs import Input, MayBeEmpty, Text
from cadretrain_reports.rest.organization_inputs import a_body
from cadretrain_reports.rest.plan_inputs import BodyCodes

_MOST_BODIES: Final = 20


def _day(help_text: str) -> Day:
    return Day(help_text, allow_null=True, default=None)


class ProposalInput(Input):
    """What the hosts put on paper of a class: the training plan (8.3.1)."""

    title = Text("What the class is called.")
    class_type = serializers.ChoiceField(ThemeClass.ClassType.choices, help_text="Named trainees, or whoever applies.")
    audience = MayBeEmpty("Whom it is for (培训对象).", default="")
    requirement = MayBeEmpty("The training requirement (专题培训要求).", default="")
    planned_number = serializers.IntegerField(
        allow_null=True, default=None, min_value=1, help_text="How many trainees are planned."
    )
    starts_on = _day("On which day it begins.")
    ends_on = _day("On which day it ends.")
    hosts = BodyCodes(max_length=_MOST_BODIES, help_text="Codes of the hosts (主办单位), in their order.")
    organizers = BodyCodes(
        max_length=_MOST_BODIES, help_text="Codes of the organizers (承办单位); the first carries the class out."
    )
    co_organizers = BodyCodes(max_length=_MOST_BODIES, default=list, help_text="Codes of the co-organizers (协办单位).")
    text = Text("The text of the training plan (培训计划).")
    number = MayBeEmpty("Document number (文号).", default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what the workflow takes."""
        said = {name: attrs.pop(name) for name in ("text", "number")}
        parts = Parts(**{name: attrs.pop(name) for name in Parts.__slots__})
        basics = Basics(**{name: attrs.pop(name) for name in Basics.__slots__})
        return {**attrs, "proposal": Proposal(basics, parts, **said)}


class NewClass(ProposalInput):
    """A class that is to begin, and in whose name."""

    organization = a_body("Code of the host that draws the plan up.", source="host")
    code = Text("Code of the class, unique at its first organizer.")


class CourseRow(Input):
    """A course of the class."""

    course = serializers.UUIDField(help_text="Which one.")
    requirement = serializers.ChoiceField(
        CourseVersion.Requirement.choices, default=CourseVersion.Requirement.REQUIRED, help_text="Required or elective."
    )
    course_run = MayBeEmpty("Course run in which trainees are enrolled; empty for none.", default="")


class ActivityRow(Input):
    """An activity of the class."""

    kind = serializers.ChoiceField(ClassActivity.Kind.choices, help_text="What is done.")
    title = Text("What it is called.")
    starts_at = Instant(allow_null=True, default=None, help_text="When it begins.")
    ends_at = Instant(allow_null=True, default=None, help_text="When it ends.")
    place = MayBeEmpty("Where it is, or at which address.", default="")
    credit_hours = Hours(default=Decimal(0), help_text="Hours that taking part gives.")
    is_required = serializers.BooleanField(default=True, help_text="Whether everybody takes part.")


class AssessmentRow(Input):
    """One thing by which trainees are assessed."""

    title = Text("What it is called.")
    method = serializers.ChoiceField(ClassAssessment.Method.choices, help_text="How (8.2.5).")
    pass_mark = serializers.IntegerField(default=60, min_value=0, max_value=100, help_text="Pass mark in percent.")
    weight = serializers.IntegerField(default=1, min_value=1, max_value=100, help_text="Its share of the whole.")
    attempts = serializers.IntegerField(default=1, min_value=1, max_value=10, help_text="How often one may try.")


class TeachingInput(Input):
    """The teaching plan (8.3.2)."""

    objectives = MayBeEmpty("The objectives (教学目标).", default="")
    hour_requirement = Hours(allow_null=True, default=None, help_text="How many hours it asks for.")
    pass_mark = serializers.IntegerField(
        default=60, min_value=0, max_value=100, help_text="Pass mark of all assessments together."
    )
    registration_until = _day("The last day of registration.")
    courses = serializers.ListSerializer[Any](
        child=CourseRow(), max_length=MOST_NAMED, default=list, help_text="Its courses, in their order."
    )
    activities = serializers.ListSerializer[Any](
        child=ActivityRow(), max_length=MOST_NAMED, default=list, help_text="Its activities, in their order."
    )
    assessments = serializers.ListSerializer[Any](
        child=AssessmentRow(), max_length=MOST_NAMED, default=list, help_text="Its assessments, in their order."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what the workflow takes."""
        attrs["courses"] = _courses(attrs["courses"])
        attrs["activities"] = [ActivityLine(**row) for row in attrs["activities"]]
        attrs["assessments"] = [AssessmentLine(**row) for row in attrs["assessments"]]
        return {"teaching": Teaching(**attrs)}


class Served(Input):
    """Whose duty is to serve the class."""

    assignment = Seen(slug_field="uuid", queryset=RoleAssignment.objects.all(), help_text="The duty, by its uuid.")


class Allotted(Input):
    """How many places a unit has."""

    unit = a_body("Code of the unit.")
    places = serializers.IntegerField(min_value=0, max_value=200_000, help_text="How many.")


class NamedForClass(Input):
    """Who is named for a class."""

    trainees = SeenEach(Trainee.objects.select_related("unit", "managing_department"), "Who they are.")


class Opinion(Input):
    """What there is to say with a decision."""

    opinion = MayBeEmpty("What there is to say; at most 500 characters.", default="")


def _courses(rows: list[dict[str, Any]]) -> list[CourseLine]:
    """Return the lines with the courses that they name: one query, however many."""
    found = {course.uuid: course for course in Course.objects.filter(uuid__in={row["course"] for row in rows})}
    for number, row in enumerate(rows):
        if row["course"] not in found:
            said = Seen.default_error_messages["does_not_exist"]
            raise ValidationError({"courses": {str(number): {"course": [said]}}}, code="does_not_exist")
    return [CourseLine(**{**row, "course": found[row["course"]]}) for row in rows]
