"""What the page of a version is put together from: steps, reviews and blocks, with the names of people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import compat
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.scopes.api import in_scope

_LABELS: Final[Mapping[str, Any]] = {
    "content": _("content"),
    "provider": _("training institution"),
    "code": _("code"),
    "extent": _("extent"),
}
"""What fields of a marking are called that a version does not keep, or keeps as something else."""


@dataclass(frozen=True, slots=True)
class ToldReview:
    """A review with the reviewer's name; one whose reviewer has become an author of the course does not count."""

    review: courses.CourseReview
    reviewer: str
    state: str
    counts: bool


@dataclass(frozen=True, slots=True)
class ToldStep:
    """A step with the name of whoever took it, empty where it followed from a publication."""

    step: courses.CourseStep
    by: str


@dataclass(frozen=True, slots=True)
class Place:
    """A block that marks the course, where it is opened, what of it is to be mended, and the block in its way."""

    placement: courses.Placement
    url: str
    to_mend: list[Any]
    other: str


def steps_of(user: Any, version: courses.CourseVersion) -> list[ToldStep]:
    """Return every step of a version that ``user`` may read, the last one first."""
    taken = courses.CourseStep.objects.select_related("by", "report__department").filter(version=version)
    steps = list(in_scope(taken, user).order_by("-pk"))
    names = names_of(step.by for step in steps)
    return [ToldStep(step, names.get(step.by_id or 0, "")) for step in steps]


def reviews_of(user: Any, version: courses.CourseVersion) -> list[ToldReview]:
    """Return what was asked of reviewers of a version, in the order of asking."""
    asked = courses.CourseReview.objects.select_related("reviewer").filter(version=version)
    reviews = list(in_scope(asked, user).order_by("pk"))
    names = names_of(review.reviewer for review in reviews)
    return [
        ToldReview(
            review,
            names[review.reviewer_id],
            review.verdict or ("awaited" if review.standing else "closed"),
            review.reviewer_id not in version.authors,
        )
        for review in reviews
    ]


def by_angle(reviews: Sequence[ToldReview]) -> list[tuple[Any, list[ToldReview]]]:
    """Return the five angles of 7.1.3, each with the reviews that hold."""
    holding = [told for told in reviews if told.review.standing]
    return [
        (angle.label, [told for told in holding if told.review.angle == angle]) for angle in courses.CourseReview.Angle
    ]


def places_of(version: courses.CourseVersion) -> tuple[list[Place], list[Place]]:
    """Return the blocks of a course (R1), and those in the same runs of which no course can be made."""
    placements = courses.placements_of(version.course_id)
    return [_place(one) for one in placements], [_place(one) for one in courses.refused_beside(placements)]


def names_of(users: Iterable[Any]) -> dict[int, str]:
    """Return what people are called, by their keys: the full name, else the name of the account."""
    accounts = {user.pk: user.get_username() for user in users if user is not None}
    return {**accounts, **compat.names_of(accounts.keys())} if accounts else {}


def _place(placement: courses.Placement) -> Place:
    fields, _sign, other = placement.conflict.partition(": ")
    to_mend = [_label(name) for name in fields.split(", ") if name]
    return Place(placement, compat.study_url(placement.course_run, placement.usage_key), to_mend, other)


def _label(name: str) -> Any:
    if name in _LABELS:
        return _LABELS[name]
    try:
        return courses.CourseVersion._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return name
