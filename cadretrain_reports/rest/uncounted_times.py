"""Why time did not count: by day, course and reason (3.9)."""

from __future__ import annotations

from typing import ClassVar

from django_filters import rest_framework as filters
from rest_framework import serializers

from cadretrain_reports.applets.learning.api import UncountedTime
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.fields import CodeOf, UuidOf
from cadretrain_reports.rest.resources import Listing


class UncountedTimeSerializer(serializers.ModelSerializer[UncountedTime]):
    """How long one trainee's pages of one course were open on a local day without counting, and why."""

    trainee = UuidOf("study.trainee", "Whose time it is.")
    organization = CodeOf("study.trainee.unit", "Code of the trainee's unit.")
    institution = CodeOf("study.course.institution", "Code of the institution whose course it is (R1).")
    course = CodeOf("study.course", "Code of the course.")
    day = serializers.DateField(read_only=True, help_text="Local day, in the site's zone.")
    seconds = serializers.IntegerField(read_only=True, help_text="Whole seconds, summed over all pages.")

    class Meta:
        model = UncountedTime
        fields = ("trainee", "organization", "institution", "course", "day", "reason", "seconds")
        read_only_fields = fields


class UncountedTimeFilters(by.BodyFilters):
    """Asks by unit, trainee, course, reason or day."""

    body: ClassVar = "study__trainee__unit"

    trainee = by.uuid_of("study__trainee", "The trainee.")
    institution = filters.CharFilter(field_name="study__course__institution__code", label="Code of the institution.")
    course = filters.CharFilter(field_name="study__course__code", label="Code of the course.")
    reason = by.one_of(UncountedTime.Reason, "reason", "Why it did not count.")
    since = by.from_day("day")
    until = by.to_day("day")


class UncountedTimes(Listing):
    """Time in which a course page was open and that does not count, with its reason, as the server found it (3.9).

    What R7 gives to another course, or what a day has too much of, is not in this list: the trainee's pages show it.
    """

    queryset = UncountedTime.objects.select_related("study__trainee__unit", "study__course__institution")
    serializer_class = UncountedTimeSerializer
    filterset_class = UncountedTimeFilters
