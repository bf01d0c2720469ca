"""Courses (3.5), their versions (R3) and placements (R1)."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.fields import CodeField, credit_hours_field
from cadretrain_reports.rules.completion import required_duration

LECTURER: Final = "\t"
"""What the line of a lecturer begins with among the words of a version."""


_FOUND_BY: Final = frozenset({"title", "category", "objectives", "knowledge_points", "lecturers"})
"""The columns whose words a version is found by, besides the code of its course."""


def found_as(text: str) -> str:
    """Return a text as the catalogue finds it: in small letters, on one line, with one space at most."""
    return " ".join(text.split()).casefold()


def lecturer_found_as(name: str) -> str:
    """Return the line under which a lecturer is found; nothing else begins so."""
    return LECTURER + found_as(name)


class Course(models.Model):
    """One course of the standard: (institution, code) (R1). Never an Open edX course run.

    Credit falls under its newest version once that is released; what is published over it opens a version that
    credit waits for (R3). ``availability`` follows the version released last, whatever has been published since.

    .. no_pii:
    """

    class Availability(models.TextChoices):
        """Whether the course is on offer. While it is withdrawn nobody studies it (7.1.3)."""

        NOT_YET = "not_yet", _("not released yet")
        ON_OFFER = "on_offer", _("on offer")
        WITHDRAWN = "withdrawn", pgettext_lazy("course", "withdrawn")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(
        Organization, verbose_name=_("training institution"), on_delete=models.PROTECT, related_name="courses"
    )
    code = CodeField(_("code"), max_length=64)
    availability = models.CharField(
        _("availability"), max_length=16, choices=Availability.choices, default=Availability.NOT_YET, db_index=True
    )

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = [models.UniqueConstraint(fields=["institution", "code"], name="cadretrain_course_identity")]

    def __str__(self) -> str:
        return self.code


class CourseVersion(models.Model):
    """What an author published of a course: until its release it follows the author, from then on it stays (R3).

    ``credit_hours`` and the ``bands`` they came from (3.8) are kept with the version: a site that changes its bands
    changes what is published from then on, never what has been. ``lecturers`` and ``knowledge_points`` are lists of
    texts; ``pass_mark`` is in percent and holds where there is an ``assessment`` (8.2.5). ``content`` is a digest of
    what the version teaches, or empty. ``authors`` are platform user ids of who wrote it or a version before it, none
    of whom reviews it. ``released_at`` is since when it yields credit; it stays when the version is withdrawn.
    ``words`` is what the catalogue is searched in: no database asks a JSON list alike. ``time_share`` and
    ``asks_completion`` are the rule by which it is complete (8.2.5), kept like the bands.

    .. no_pii:
    """

    class State(models.TextChoices):
        """Where a version is in the life of 7.1.2; only a released one yields credit (7.1.3).

        ``IN_PRODUCTION`` is also where a version stands that reviewers returned. ``OFFLINE`` may be released again,
        ``REVOKED`` never.
        """

        DRAFT = "draft", _("draft")
        IN_PRODUCTION = "in_production", _("in production")
        UNDER_REVIEW = "under_review", _("under review")
        RELEASED = "released", _("released")
        OFFLINE = "offline", _("offline")
        REVOKED = "revoked", _("revoked")

    class Requirement(models.TextChoices):
        """What the author proposes; a plan line or a class row decides (8.2.1)."""

        REQUIRED = "required", _("required")
        ELECTIVE = "elective", _("elective")

    class Extent(models.TextChoices):
        """How much of the course run the course covers (R1)."""

        UNIT = "unit", _("the unit")
        SUBSECTION = "subsection", _("the subsection")
        COURSE_RUN = "course_run", _("the whole course run")

    class Assessment(models.TextChoices):
        """How a course is assessed (8.2.5); without assessment credit follows completion."""

        NONE = "none", _("no assessment")
        OBJECTIVE_ONLINE = "objective_online", _("objective, online")
        OBJECTIVE_OFFLINE = "objective_offline", _("objective, offline")
        SUBJECTIVE_ONLINE = "subjective_online", _("subjective, online")
        SUBJECTIVE_OFFLINE = "subjective_offline", _("subjective, offline")

    class Source(models.TextChoices):
        """Where a course comes from (7.1.2)."""

        SELF_DEVELOPED = "self_developed", _("self-developed")
        SOLICITED = "solicited", _("solicited")
        CO_DEVELOPED = "co_developed", _("co-developed")
        COMMISSIONED = "commissioned", _("commissioned")
        PURCHASED = "purchased", _("purchased")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, verbose_name=_("course"), on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=255)
    course_duration = models.PositiveIntegerField(_("course duration in seconds"))
    credit_hours = credit_hours_field(verbose_name=_("credit-hours"))
    bands = models.JSONField(_("bands"))
    requirement = models.CharField(_("requirement"), max_length=16, choices=Requirement.choices)
    extent = models.CharField(_("extent"), max_length=16, choices=Extent.choices, default=Extent.UNIT)
    assessment = models.CharField(_("assessment"), max_length=24, choices=Assessment.choices, default=Assessment.NONE)
    pass_mark = models.PositiveSmallIntegerField(_("pass mark in percent"), default=60)
    time_share = models.PositiveSmallIntegerField(_("share of the duration to be learned, in percent"), default=100)
    asks_completion = models.BooleanField(_("asks for completed content"), default=True)
    source = models.CharField(_("source"), max_length=16, choices=Source.choices, default=Source.SELF_DEVELOPED)
    category = models.CharField(_("category"), max_length=64, blank=True)
    lecturers = models.JSONField(_("lecturers"), default=list)
    objectives = models.TextField(_("objectives"), blank=True)
    knowledge_points = models.JSONField(_("knowledge points"), default=list)
    content = models.CharField(_("digest of the content"), max_length=64, blank=True)
    authors = models.JSONField(_("authors"), default=list)
    words = models.TextField(_("words to be found by"), blank=True, editable=False)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DRAFT, db_index=True)
    created_at = models.DateTimeField(_("created at"))
    released_at = models.DateTimeField(_("released at"), null=True)

    class Meta:
        verbose_name = _("course version")
        verbose_name_plural = _("course versions")
        constraints = [models.UniqueConstraint(fields=["course", "number"], name="cadretrain_course_version_number")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the version with the words that it is found by."""
        only = kwargs.get("update_fields")
        if only is None or _FOUND_BY & set(only):
            self.words = self._words()
            kwargs["update_fields"] = None if only is None else {*only, "words"}
        super().save(*args, **kwargs)

    def _words(self) -> str:
        said = (self.course.code, self.title, self.category, self.objectives, *self.knowledge_points)
        return "\n".join(["", *map(found_as, said), *map(lecturer_found_as, self.lecturers), ""])

    @property
    def yields_credit(self) -> bool:
        """Whether credit may fall under this version (7.1.3)."""
        return self.state == self.State.RELEASED

    @property
    def required_duration(self) -> int:
        """The whole seconds that are to be learned (8.2.5)."""
        return required_duration(self.course_duration, self.time_share)

    @property
    def is_assessed(self) -> bool:
        """Whether passing an assessment is what yields the credit, rather than completion (8.2.5)."""
        return self.assessment != self.Assessment.NONE


class Placement(models.Model):
    """One block that marks a course in a course run (R1). Usage keys change, the course does not.

    The ``leading`` one makes versions. ``conflict`` names the fields in which another contradicts the newest version:
    until its author or, by another lead, an administrator settles the matter, it changes nothing. Where it even
    ``teaches_other`` content than the newest version and any that is released, nobody studies there meanwhile: what was
    not reviewed, or was withdrawn, yields no credit (7.1.3). ``said`` is what the block said when it was published
    last, so that both are known anew whenever the versions change. Without a ``course`` the block says what no course
    can be made of; ``conflict`` then names the field to mend, and the other block where two overlap, and nobody studies
    there either. ``covers`` is the usage key of the part of the run that the course takes up, ``within`` lists what
    that part lies in, innermost first: extents that overlap inside a run are refused (R1).

    .. no_pii:
    """

    usage_key = CodeField(_("usage key"), max_length=255, unique=True)
    course_run = CodeField(_("course run"), max_length=255, db_index=True)
    course = models.ForeignKey(
        Course, verbose_name=_("course"), on_delete=models.PROTECT, null=True, related_name="placements"
    )
    leading = models.BooleanField(_("leading"), default=False)
    conflict = models.CharField(_("conflict"), max_length=300, blank=True)
    said = models.JSONField(_("what the block says"), default=dict)
    teaches_other = models.BooleanField(_("teaches other content"), default=False)
    covers = CodeField(_("covers"), max_length=255, blank=True, default="")
    within = models.JSONField(_("lies within"), default=list)

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")

    def __str__(self) -> str:
        return self.usage_key


class CourseRunLock(models.Model):
    """Whoever places courses in a course run locks its row, so that of two extents that overlap one is refused (R1).

    .. no_pii:
    """

    course_run = CodeField(_("course run"), max_length=255, unique=True)

    class Meta:
        verbose_name = _("lock of a course run")
        verbose_name_plural = _("locks of course runs")

    def __str__(self) -> str:
        return self.course_run
