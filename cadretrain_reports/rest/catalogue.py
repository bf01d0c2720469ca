"""The catalogue: courses on offer, for everybody signed in (3.12, 8.2.1)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import serializers

from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.courses.api import CourseVersion
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.fields import CodeOf, Hours, Instant, UuidOf
from cadretrain_reports.rest.resources import Listing


class OfferedSerializer(serializers.ModelSerializer[CourseVersion]):
    """A course on offer, as the version says under which it is."""

    course = UuidOf("course", "The course.")
    organization = CodeOf("course.institution", "Code of the training institution.")
    code = serializers.CharField(source="course.code", read_only=True, help_text="Code of the course.")
    credit_hours = Hours(read_only=True, help_text="Hours that the course yields (3.8).")
    lecturers = serializers.ListField(child=serializers.CharField(), read_only=True)
    knowledge_points = serializers.ListField(child=serializers.CharField(), read_only=True)
    released_at = Instant(read_only=True)
    credit_waits = serializers.BooleanField(
        read_only=True, help_text="Whether a newer version waits for its release, and credit with it (R3)."
    )

    class Meta:
        model = CourseVersion
        fields = (
            "course",
            "organization",
            "code",
            "number",
            "title",
            "course_duration",
            "credit_hours",
            "requirement",
            "assessment",
            "pass_mark",
            "source",
            "category",
            "lecturers",
            "objectives",
            "knowledge_points",
            "released_at",
            "credit_waits",
        )
        read_only_fields = fields


class CatalogueFilters(by.BodyFilters):
    """Courses on offer by words, category, hours, lecturer, institution, or the course itself."""

    body: ClassVar = "course__institution"

    words = filters.CharFilter(method="by_words", label="Words, each of which occurs in what the course says.")
    category = filters.CharFilter(label="Category.")
    credit_hours = filters.NumberFilter(label="Hours that the course yields.")
    lecturer = filters.CharFilter(method="by_lecturer", label="How the name of a lecturer begins.")
    course = by.uuid_of("course", "The course.")

    def by_words(self, queryset: QuerySet[CourseVersion], _name: str, words: str) -> QuerySet[CourseVersion]:
        """Return the courses in which each of the words occurs."""
        return courses.found(queryset, words)

    def by_lecturer(self, queryset: QuerySet[CourseVersion], _name: str, name: str) -> QuerySet[CourseVersion]:
        """Return the courses with a lecturer whose name begins so."""
        return courses.taught_by(queryset, name)


class Catalogue(Listing):
    """Courses on offer: released, and neither taken offline nor revoked since (3.12, 7.1.3)."""

    queryset = CourseVersion.objects.none()
    serializer_class = OfferedSerializer
    filterset_class = CatalogueFilters
    filter_backends = (DjangoFilterBackend,)
    usual_order = "newest"
    personal = False
    public = True

    def get_queryset(self) -> QuerySet[Any]:
        """Return what is on offer; nothing to whom the host has deactivated."""
        return courses.catalogue() if self.request.user.is_active else courses.catalogue().none()
