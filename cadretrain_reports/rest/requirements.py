"""What a trainee has to learn in an annual period, why, and what is done of it (8.2.1, R6)."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.applets.declarations.api import declared_in
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.rest.fields import CodeOf, Hours
from cadretrain_reports.rest.filters import FIRST_DAY, LAST_DAY
from cadretrain_reports.rest.inputs import Input, asked
from cadretrain_reports.rest.veil import VeiledResource, VeiledSerializer
from cadretrain_reports.rules.periods import period_of
from cadretrain_reports.rules.requirements import FIGURES, Form
from cadretrain_reports.workflows.requirement import Attainment, attainment_of


class RequiredFiguresSerializer(serializers.Serializer[Any]):
    """Credit-hours."""

    total_hours = Hours(read_only=True)
    required_course_hours = Hours(read_only=True)
    elective_course_hours = Hours(read_only=True)


class ReasonSerializer(serializers.Serializer[Any]):
    """Which line of which plan decided a figure, and what it asks of whoever is there all the time."""

    figure = serializers.ChoiceField(FIGURES)
    plan = serializers.UUIDField()
    line = serializers.IntegerField()
    hours = Hours()


class PlaceSerializer(serializers.Serializer[Any]):
    """A line of a plan."""

    plan = serializers.UUIDField()
    line = serializers.IntegerField()


class NamedCourseSerializer(serializers.Serializer[Any]):
    """A named course: exempt is what an earlier period has credited."""

    course = serializers.UUIDField()
    state = serializers.ChoiceField(["open", "done", "exempt"])
    named_by = PlaceSerializer(many=True)


class AttainmentSerializer(serializers.Serializer[Any]):
    """One requirement: forms and spans are required apart."""

    form = serializers.ChoiceField(list(Form))
    over_years = serializers.IntegerField(help_text="Over how many periods, this one the last.")
    asked = RequiredFiguresSerializer()
    done = RequiredFiguresSerializer(allow_null=True, help_text="Null where it is not learned on this platform.")
    is_met = serializers.BooleanField(allow_null=True)
    months = serializers.IntegerField(help_text="For how many months hours are asked.")
    credited_before = Hours(help_text="Hours of named courses that earlier periods have credited.")
    let_off = Hours(help_text="Hours let off.")
    put_off = Hours(help_text="Hours put off into a later period.")
    put_here = Hours(help_text="Hours put off into this period.")
    reasons = ReasonSerializer(many=True)
    courses = NamedCourseSerializer(many=True)


class DeclaredSerializer(serializers.Serializer[Any]):
    """Approved hours of training away from this platform; they fill no online requirement (R6)."""

    face_to_face = Hours(help_text="Of face-to-face training.")
    outside = Hours(help_text="Of training elsewhere.")


class TraineeRequirementSerializer(VeiledSerializer[Trainee]):
    """What a trainee has to learn in a year."""

    trainee = serializers.UUIDField(source="uuid", read_only=True)
    organization = CodeOf("unit", "Code of the employing unit.")
    year = serializers.IntegerField(read_only=True, help_text="Annual period.")
    requirements = AttainmentSerializer(many=True, read_only=True)
    declared = DeclaredSerializer(read_only=True, help_text="Hours that were declared and approved, kept apart.")

    veiled = frozenset({"organization", "year", "requirements", "declared"})

    class Meta:
        model = Trainee
        fields = ("trainee", "organization", "year", "requirements", "declared")
        read_only_fields = fields


class WhichYear(Input):
    """Of which annual period."""

    year = serializers.IntegerField(
        required=False, min_value=FIRST_DAY.year, max_value=LAST_DAY.year, help_text="Annual period; else the present."
    )


class TraineeRequirement(VeiledResource):
    """What a trainee has to learn in an annual period, with the plan and line that decided each figure (8.2.1, R6).

    For whoever sees the trainee wholly; the staff of a class see that it is not for them.
    """

    queryset = Trainee.objects.select_related("unit", "managing_department")
    serializer_class = TraineeRequirementSerializer
    query: ClassVar = WhichYear

    @property
    def kind(self) -> str:
        """Return what the audit log calls it."""
        return "requirement"

    def retrieve(self, _request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """Answer requirement and attainment."""
        trainee = self.get_object()
        said = asked(WhichYear, self, self.request)
        trainee.year = said.get("year") or period_of(clock.now(), conf.period_rule()).label
        found = attainment_of(trainee, trainee.year) if trainee.is_wholly_seen else ()
        trainee.declared = declared_in([trainee.pk], trainee.year)[trainee.pk]
        uuids = _uuids({course for one in found for course in one.courses})
        trainee.requirements = [_told(one, uuids) for one in found]
        data = self.get_serializer(trainee).data
        self.put_on_record(str(trainee.uuid), data["organization"] or "")
        return Response(data)


def _uuids(keys: set[int]) -> dict[int, Any]:
    return dict(Course.objects.filter(pk__in=keys).values_list("pk", "uuid"))


def _told(attainment: Attainment, uuids: dict[int, Any]) -> dict[str, Any]:
    requirement = attainment.requirement
    sources = requirement.sources.items()
    return {
        "form": requirement.form,
        "over_years": requirement.over_years,
        "asked": requirement.figures,
        "done": attainment.done,
        "is_met": attainment.is_met,
        "months": requirement.months,
        "credited_before": requirement.credited_before,
        "let_off": requirement.relief.let_off,
        "put_off": requirement.relief.put_off,
        "put_here": requirement.relief.put_here,
        "reasons": [{"figure": name, "plan": one.plan, "line": one.line, "hours": one.hours} for name, one in sources],
        "courses": [
            {
                "course": uuids[course],
                "state": attainment.courses[course],
                "named_by": [{"plan": plan, "line": line} for plan, line in places],
            }
            for course, places in requirement.courses.items()
        ],
    }
