"""What academic affairs does with a version, step by step: what it is called, what follows from it, when it can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.courses.api import CourseVersion
from cadretrain_reports.workflows import courses as workflow

if TYPE_CHECKING:
    from collections.abc import Callable

    from django_stubs_ext import StrPromise

_State = CourseVersion.State


@dataclass(frozen=True, slots=True)
class Step:
    """A step: the act of ``scopes`` that it is, its words, whether a reason belongs to it, and who takes it."""

    name: str
    right: str
    label: StrPromise
    follows: StrPromise
    done: StrPromise
    take: Callable[..., CourseVersion]
    has_reason: bool = True
    is_grave: bool = False

    @property
    def page(self) -> str:
        """The URL name of its page."""
        return f"cadretrain:version-{self.name}"


class Naming:
    """Naming reviewers, which is no step of the version itself."""

    page: Final = "cadretrain:version-reviewers"
    label: Final = _("Name reviewers")
    is_grave: Final = False


STEPS: Final = {
    step.name: step
    for step in (
        Step(
            "produce",
            "run_course",
            _("Put in production"),
            _("The design is settled, and the course is being made."),
            _("The course is in production."),
            workflow.produce_course,
            has_reason=False,
        ),
        Step(
            "submit",
            "run_course",
            _("Put under review"),
            _(
                "Reviewers look at it from five angles. Whoever puts it under review does not review it. If it is "
                "published again meanwhile, it goes back into production."
            ),
            _("The course is under review. Name the reviewers now."),
            workflow.submit_course,
            has_reason=False,
        ),
        Step(
            "release",
            "release_course",
            _("Release"),
            _(
                "From now on the course yields credit-hours, also to those who have studied enough already. This "
                "version does not change any more."
            ),
            _("Released. The course is in the catalogue."),
            workflow.release_course,
        ),
        Step(
            "online",
            "release_course",
            _("Put online again"),
            _("The course can be chosen and studied again, and yields credit-hours."),
            _("The course is online again."),
            workflow.put_online,
        ),
        Step(
            "offline",
            "release_course",
            _("Take offline"),
            _("Nobody chooses or studies the course until it is put online again. Credit-hours already earned stay."),
            _("The course is offline."),
            workflow.take_offline,
            is_grave=True,
        ),
        Step(
            "revoke",
            "release_course",
            _("Revoke"),
            _(
                "Nobody chooses or studies the course any more: only a new version brings it back. Credit-hours "
                "already earned stay."
            ),
            _("The version is revoked."),
            workflow.revoke_course,
            is_grave=True,
        ),
    )
}
"""All steps by their names in addresses (7.1.2, 7.1.3)."""

_WHEN: Final = {
    _State.DRAFT: ("produce", "submit"),
    _State.IN_PRODUCTION: ("submit",),
    _State.RELEASED: ("offline", "revoke"),
    _State.OFFLINE: ("online", "revoke"),
}


def possible(version: CourseVersion, versions: Sequence[CourseVersion], *, is_passed: bool) -> list[Any]:
    """Return what can be done with a version now, the likeliest first; ``versions`` are all, the newest first.

    Only the version released last, and the one on its way, go on; ``is_passed`` tells whether no angle is missing.
    """
    if any(other.released_at for other in versions if other.number > version.number):
        return []
    if version.state == _State.UNDER_REVIEW:
        return [STEPS["release"], Naming()] if is_passed else [Naming()]
    return [STEPS[name] for name in _WHEN.get(_State(version.state), ())]
