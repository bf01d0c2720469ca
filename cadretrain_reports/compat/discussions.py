"""Where a course run has the platform's own discussion (8.2.3)."""

from __future__ import annotations

from django.conf import settings

from cadretrain_reports.compat.host import stand_in


def discussion_url(course_run: str) -> str:
    """Return the address of the discussion of a course run; empty where the platform has none there.

    It is the tab of the LMS, which leads on to the discussions page of whichever release it is.
    """
    if settings.CADRETRAIN_HOST:
        return str(stand_in().discussion_url(course_run))
    if not _is_served():
        return ""
    from opaque_keys.edx.keys import CourseKey
    from openedx.core.djangoapps.discussions.models import DiscussionsConfiguration

    if not DiscussionsConfiguration.is_enabled(CourseKey.from_string(course_run)):
        return ""
    return f"{getattr(settings, 'LMS_ROOT_URL', '')}/courses/{course_run}/discussion/forum/"


def _is_served() -> bool:
    """Tell whether the platform runs a forum at all; a course run may only turn its own off."""
    name = "ENABLE_DISCUSSION_SERVICE"
    return bool(getattr(settings, name, False) or getattr(settings, "FEATURES", {}).get(name))
