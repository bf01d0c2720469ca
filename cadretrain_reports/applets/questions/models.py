"""Questions, who is named to answer them, replies, and the log of moderation (8.2.3, 8.3.4)."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.roles.api import RoleAssignment
from cadretrain_reports.applets.theme_classes.api import ThemeClass
from cadretrain_reports.fields import one_standing, person_field, standing_field, standing_or_null


class AboutPlace(models.Model):
    """The base of what belongs to one course or one theme class, never to both.

    ``institution`` is whose course or class it is, kept for the scope: neither ever changes hands (R1).
    """

    institution = models.ForeignKey(
        Organization, verbose_name=_("training institution"), on_delete=models.PROTECT, related_name="+"
    )
    course = models.ForeignKey(
        Course, verbose_name=_("course"), on_delete=models.PROTECT, null=True, related_name="%(class)ss"
    )
    theme_class = models.ForeignKey(
        ThemeClass, verbose_name=_("theme class"), on_delete=models.PROTECT, null=True, related_name="%(class)ss"
    )

    class Meta:
        abstract = True
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="cadretrain_%(class)s_place",
                condition=Q(course__isnull=True, theme_class__isnull=False)
                | Q(course__isnull=False, theme_class__isnull=True),
            )
        ]

    @property
    def place(self) -> Course | ThemeClass:
        """The course or class that it belongs to."""
        place = self.course or self.theme_class
        assert place is not None  # noqa: S101 - the constraint above
        return place


class Answerer(AboutPlace):
    """Who is named to answer questions on a course or in a class, by their duty at its institution (8.2.3).

    .. pii: which person answers questions where
    .. pii_types: other
    .. pii_retirement: retained
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assignment = models.ForeignKey(
        RoleAssignment, verbose_name=_("role assignment"), on_delete=models.PROTECT, related_name="answerings"
    )
    named_by = person_field(_("named by"))
    named_at = models.DateTimeField(_("named at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    standing = standing_field()

    class Meta(AboutPlace.Meta):
        verbose_name = _("answerer")
        verbose_name_plural = _("answerers")
        constraints: ClassVar[list[Any]] = [
            *AboutPlace.Meta.constraints,
            one_standing("course_answerer", "course", "assignment"),
            one_standing("class_answerer", "theme_class", "assignment"),
            standing_or_null("answerer"),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.assignment_id}"


class Question(AboutPlace):
    """A trainee asks something about a course or in a class.

    ``waits_since`` is when an answer began to be awaited: when it was asked, or asked on after an answer. Whether it is
    overdue follows from that and from the policy, and is not kept. What moderation has hidden stays stored, with
    ``hidden`` set; nothing is ever deleted. ``told_overdue`` is the ``waits_since`` of which the answerers were last
    reminded.

    .. pii: what a person asked, and who did
    .. pii_types: other
    .. pii_retirement: retained
    """

    class State(models.TextChoices):
        """Whether an answer is awaited."""

        OPEN = "open", pgettext_lazy("question", "open")
        ANSWERED = "answered", pgettext_lazy("question", "answered")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    trainee = models.ForeignKey(Trainee, verbose_name=_("trainee"), on_delete=models.PROTECT, related_name="questions")
    asked_by = person_field(_("asked by"))
    text = models.CharField(_("question"), max_length=1000)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.OPEN)
    asked_at = models.DateTimeField(_("asked at"))
    waits_since = models.DateTimeField(_("awaits an answer since"))
    told_overdue = models.DateTimeField(_("reminded of the wait since"), null=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    hidden = models.BooleanField(pgettext_lazy("question", "hidden"), default=False)

    class Meta(AboutPlace.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        indexes = [
            models.Index(fields=["institution", "state", "waits_since"], name="cadretrain_question_waits"),
            models.Index(fields=["trainee", "asked_at"], name="cadretrain_question_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.pk}"


class Reply(models.Model):
    """An answer, or what a trainee adds to a question: then ``trainee`` says who; of an answer it is null.

    .. pii: what a person wrote
    .. pii_types: other
    .. pii_retirement: retained
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    question = models.ForeignKey(Question, verbose_name=_("question"), on_delete=models.PROTECT, related_name="replies")
    trainee = models.ForeignKey(
        Trainee, verbose_name=_("trainee"), on_delete=models.PROTECT, null=True, related_name="replies"
    )
    by = person_field(pgettext_lazy("column", "by"))
    text = models.CharField(_("reply"), max_length=2000)
    at = models.DateTimeField(pgettext_lazy("column", "at"))
    hidden = models.BooleanField(pgettext_lazy("question", "hidden"), default=False)

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        indexes = [models.Index(fields=["trainee", "at"], name="cadretrain_reply_written")]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.pk}"

    @property
    def is_answer(self) -> bool:
        """Whether a named answerer wrote it."""
        return self.trainee_id is None


class ModerationStep(models.Model):
    """What moderation did: a question, or one ``reply`` to it, was hidden or shown again, by whom and why. Insert-only.

    It says nothing of what was written, so that departments may read it.

    .. pii: who moderated
    .. pii_types: other
    .. pii_retirement: retained
    """

    class Act(models.TextChoices):
        """What was done."""

        HIDE = "hide", pgettext_lazy("moderation", "hidden")
        SHOW = "show", pgettext_lazy("moderation", "shown again")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(
        Organization, verbose_name=_("training institution"), on_delete=models.PROTECT, related_name="+"
    )
    question = models.ForeignKey(
        Question, verbose_name=_("question"), on_delete=models.PROTECT, related_name="moderation"
    )
    reply = models.ForeignKey(
        Reply, verbose_name=_("reply"), on_delete=models.PROTECT, null=True, related_name="moderation"
    )
    act = models.CharField(_("act"), max_length=16, choices=Act.choices)
    reason = models.CharField(_("reason"), max_length=500)
    by = person_field(pgettext_lazy("column", "by"))
    at = models.DateTimeField(pgettext_lazy("column", "at"))

    insert_only: ClassVar = ("update", "delete")

    class Meta:
        verbose_name = _("moderation step")
        verbose_name_plural = _("moderation steps")

    def __str__(self) -> str:
        return f"{self.question_id}: {self.act}"
