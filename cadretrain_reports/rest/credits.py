"""Credit-hours that were granted, their sums by period, and the archives in which they are kept (8.2.5, 9.1)."""

from __future__ import annotations

from typing import ClassVar

from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.archives.api import LearnerArchive
from cadretrain_reports.applets.credits.api import CreditEntry, CreditTotal
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.fields import CodeOf, Hours, Instant, UuidOf
from cadretrain_reports.rest.inputs import Input, NeededReason
from cadretrain_reports.rest.resources import Listing, Resource
from cadretrain_reports.workflows import assess as workflow


class CreditEntrySerializer(serializers.ModelSerializer[CreditEntry]):
    """Credit-hours granted to one trainee for one course.

    After a transfer the unit and the department of then still see it. They know the trainee by ``code``, which never
    changes, unlike name, position and unit, which are not theirs any more.
    """

    trainee = UuidOf("study.trainee", "Who earned them.")
    code = CodeOf("study.trainee", "The agreed identifier of whoever earned them.")
    organization = CodeOf("unit", "Code of the unit at the time of earning (R9).")
    institution = CodeOf("study.course.institution", "Code of the institution whose course it is (R1).")
    course = CodeOf("study.course", "Code of the course.")
    title = serializers.CharField(source="version.title", read_only=True, help_text="Title of the course at that time.")
    registration = UuidOf(
        "registration", "That of the class it is attributed to; null: elective learning (R5).", allow_null=True
    )
    credit_hours = Hours(read_only=True)
    earned_at = Instant(read_only=True)
    standing = serializers.SerializerMethodField(help_text="False once it was reversed (R4).")

    class Meta:
        model = CreditEntry
        fields = (
            "uuid",
            "trainee",
            "code",
            "organization",
            "institution",
            "course",
            "title",
            "credit_hours",
            "registration",
            "learning_duration",
            "earned_at",
            "year",
            "standing",
        )
        read_only_fields = fields

    def get_standing(self, entry: CreditEntry) -> bool:
        """Tell whether the credit stands; the table has null for one that was reversed."""
        return bool(entry.standing)


class Reversal(Input):
    """Why a credit is taken back."""

    reason = NeededReason()
    anew = serializers.BooleanField(
        help_text="True after fraud: what was learned and assessed so far earns nothing. False after an error."
    )


class CreditEntryFilters(by.BodyFilters):
    """Credits by the unit of then, trainee, course, year, or the day of earning."""

    body: ClassVar = "unit"

    trainee = by.uuid_of("study__trainee", "Who earned them.")
    institution = filters.CharFilter(field_name="study__course__institution__code", label="Code of the institution.")
    course = filters.CharFilter(field_name="study__course__code", label="Code of the course.")
    year = by.in_year()
    standing = by.standing()
    since = by.since("earned_at")
    until = by.until("earned_at")


class Credits(Resource):
    """Credits (8.2.5): one standing credit per trainee and course (R4), dated by the period in which it fell (R2).

    Whoever sees the trainee sees all; the unit and the department of then keep what was earned in their time (R9).
    """

    queryset = CreditEntry.objects.select_related(
        "study__trainee__unit",
        "study__trainee__managing_department",
        "study__course__institution",
        "version",
        "unit",
        "registration",
    )
    serializer_class = CreditEntrySerializer
    filterset_class = CreditEntryFilters
    inputs: ClassVar = {"reverse": Reversal}

    @action(detail=True, methods=["post"])
    def reverse(self, _request: Request, **_address: str) -> Response:
        """Take a credit back by authority, as the department that manages the trainee; it stays on record (R4)."""
        return self.act(workflow.reverse_credit)


class CreditTotalSerializer(serializers.ModelSerializer[CreditTotal]):
    """What one trainee has earned in one annual period."""

    trainee = UuidOf("trainee", "Who earned them.")
    organization = CodeOf("trainee.unit", "Code of the trainee's unit.")
    credit_hours = Hours(read_only=True, help_text="Of courses, each once.")
    class_hours = Hours(read_only=True, help_text="The part of them that is attributed to theme classes (R5).")
    activity_hours = Hours(read_only=True, help_text="Of activities in passed classes, on top.")
    face_to_face_hours = Hours(read_only=True, help_text="Of such on the spot: they fill no online requirement (R6).")

    class Meta:
        model = CreditTotal
        fields = (
            "trainee",
            "organization",
            "year",
            "credit_hours",
            "class_hours",
            "activity_hours",
            "face_to_face_hours",
            "courses",
        )
        read_only_fields = fields


class CreditTotalFilters(by.TraineeFilters):
    """Totals by unit, trainee or year."""

    year = by.in_year()


class CreditTotals(Listing):
    """What each trainee has earned in an annual period (9.1.2), kept with the credits and never counted anew."""

    queryset = CreditTotal.objects.select_related("trainee__unit")
    serializer_class = CreditTotalSerializer
    filterset_class = CreditTotalFilters


class LearnerArchiveSerializer(serializers.ModelSerializer[LearnerArchive]):
    """That a trainee has an archive, and under which number."""

    trainee = UuidOf("trainee", "Whose archive it is.")
    organization = CodeOf("trainee.unit", "Code of the trainee's unit.")
    opened_at = Instant(read_only=True)

    class Meta:
        model = LearnerArchive
        fields = ("number", "trainee", "organization", "opened_at")
        read_only_fields = fields


class LearnerArchiveFilters(by.TraineeFilters):
    """Archives by unit, trainee, or the day on which they were begun."""

    since = by.since("opened_at")
    until = by.until("opened_at")


class LearnerArchives(Resource):
    """Learner archives (3.13), one per trainee, begun on the day the account opened and never revoked (9.1.1)."""

    queryset = LearnerArchive.objects.select_related("trainee__unit")
    serializer_class = LearnerArchiveSerializer
    filterset_class = LearnerArchiveFilters
    lookup_field = "number"
