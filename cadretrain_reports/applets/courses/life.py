"""The life of a version: draft, in production, under review, released, offline, revoked (7.1.2, 7.1.3).

All functions are called inside a transaction, lock the course, leave a ``CourseStep`` behind and return the version as
it is afterwards. ``by`` is the platform user who acts. They raise ``Refused``, and change nothing, for a version that
is in another state (``wrong_state``), for one that a newer one has replaced (``replaced``), and for a reason that is
``missing`` where one is needed.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from cadretrain_reports.applets.courses.models import Course, CourseVersion
from cadretrain_reports.applets.courses.placing import compare
from cadretrain_reports.applets.courses.records import CourseStep
from cadretrain_reports.applets.courses.reviewing import missing_angles
from cadretrain_reports.applets.courses.steps import checked_reason, close_reviews, lock, step
from cadretrain_reports.applets.courses.texts import CourseRefused, wrong_state
from cadretrain_reports.rules.completion import CompletionRule

_State = CourseVersion.State
_Kind = CourseStep.Kind
_Availability = Course.Availability

_BEFORE_REVIEW: Final = (_State.DRAFT, _State.IN_PRODUCTION)


def produce(version: CourseVersion, by: Any, at: datetime) -> CourseVersion:
    """Put a draft in production: its design is settled (7.1.2)."""
    current = _newest(version, _State.DRAFT)
    step(current, _Kind.PRODUCE, _State.IN_PRODUCTION, by, at)
    return current


def complete_by(version: CourseVersion, rule: CompletionRule) -> CourseVersion:
    """Let the newest version be complete by a rule of its own (8.2.5), before it is handed in for review."""
    current = _newest(version, *_BEFORE_REVIEW)
    current.time_share, current.asks_completion = rule.time_share, rule.content
    current.save(update_fields=["time_share", "asks_completion"])
    return current


def submit(version: CourseVersion, by: Any, at: datetime) -> CourseVersion:
    """Hand the newest version in for review; whoever does so does not review it (7.1.3)."""
    current = _newest(version, *_BEFORE_REVIEW)
    step(current, _Kind.SUBMIT, _State.UNDER_REVIEW, by, at)
    return current


def release(version: CourseVersion, by: Any, at: datetime, reason: str = "") -> CourseVersion:
    """Let the newest version yield credit once it has passed from all five angles (7.1.3).

    Over a version released before it is an update, which needs a reason. Also raises ``Refused`` (``angles_missing``).
    """
    current = _newest(version, _State.UNDER_REVIEW)
    if missing := missing_angles(current):
        raise CourseRefused("angles_missing", angles=", ".join(str(angle.label) for angle in missing))
    is_update = _released(current.course_id) is not None
    reason = checked_reason(reason, optional=not is_update)
    close_reviews(current, verdict="")
    current.released_at = at
    step(current, _Kind.UPDATE if is_update else _Kind.RELEASE, _State.RELEASED, by, at, reason)
    return _offer(current, _Availability.ON_OFFER)


def take_offline(version: CourseVersion, by: Any, at: datetime, reason: str) -> CourseVersion:
    """Withdraw the version released last until it is put online again; hours already earned stay (7.1.3)."""
    current = _released_last(version, _State.RELEASED)
    step(current, _Kind.OFFLINE, _State.OFFLINE, by, at, checked_reason(reason))
    return _offer(current, _Availability.WITHDRAWN)


def put_online(version: CourseVersion, by: Any, at: datetime, reason: str) -> CourseVersion:
    """Let a version that is offline yield credit again, from now on (7.1.3)."""
    current = _released_last(version, _State.OFFLINE)
    current.released_at = at
    step(current, _Kind.ONLINE, _State.RELEASED, by, at, checked_reason(reason))
    return _offer(current, _Availability.ON_OFFER)


def revoke(version: CourseVersion, by: Any, at: datetime, reason: str) -> CourseVersion:
    """Withdraw the version released last for ever; only a new version brings the course back (7.1.3)."""
    current = _released_last(version, _State.RELEASED, _State.OFFLINE)
    step(current, _Kind.REVOKE, _State.REVOKED, by, at, checked_reason(reason))
    return _offer(current, _Availability.WITHDRAWN)


def _newest(version: CourseVersion, *states: _State) -> CourseVersion:
    newest = CourseVersion.objects.filter(course=version.course_id)
    return _current(version, newest, states)


def _released_last(version: CourseVersion, *states: _State) -> CourseVersion:
    released = CourseVersion.objects.filter(course=version.course_id, released_at__isnull=False)
    return _current(version, released, states)


def _current(version: CourseVersion, rivals: Any, states: tuple[_State, ...]) -> CourseVersion:
    """Return a version locked, if it is the newest of its ``rivals`` and in one of ``states``."""
    current = lock(version)
    newest = rivals.filter(number__gt=current.number).order_by("-number").first()
    if newest is not None:
        raise CourseRefused("replaced", course=current.course.code, number=current.number, newest=newest.number)
    if current.state not in states:
        raise wrong_state(current)
    return current


def _released(course_id: int) -> CourseVersion | None:
    """Return the version released last, withdrawn or not."""
    released = CourseVersion.objects.filter(course=course_id, released_at__isnull=False)
    return released.order_by("-number").first()


def _offer(version: CourseVersion, availability: _Availability) -> CourseVersion:
    version.course.availability = availability
    version.course.save(update_fields=["availability"])
    compare(version.course_id)
    return version
