"""What the embedded host keeps besides Django's own tables and the workbench's."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Enrolment(models.Model):
    """That an account is enrolled in a course run, as the platform keeps it.

    .. pii: which course runs an account of the demonstration is in
    .. pii_types: other
    .. pii_retirement: local_api
    """

    # Without a constraint: tables of apps without migrations are laid before those of accounts.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_constraint=False, related_name="+")
    course_run = models.CharField(max_length=255)

    class Meta:
        app_label = "cadretrain_demo"
        constraints = [models.UniqueConstraint(fields=["user", "course_run"], name="cadretrain_demo_one_enrolment")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.course_run}"
