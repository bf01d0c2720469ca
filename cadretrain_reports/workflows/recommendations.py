"""Units and institutions recommend courses (3.12, 8.2.1): who may, in one transaction with its record."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from cadretrain_reports import clock
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.choices import api as choices
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.roles.api import today
from cadretrain_reports.scopes.api import require
from cadretrain_reports.workflows.choices import ChoiceRefused


def recommend(actor: Any, advice: choices.Advice) -> choices.Recommendation:
    """Recommend a course that is on offer: a unit to its own, an institution also to the units it serves (8.2.1).

    Raises ``Denied`` or ``Refused``.
    """
    about = organizations.about(advice.organization)
    require(actor, "recommend", advice.organization, about)
    if not choices.serves(advice.organization, advice.audience):
        require(actor, "recommend", advice.audience, about)
    if courses.released_version(advice.course) is None:
        raise ChoiceRefused("not_on_offer")
    with transaction.atomic():
        recommendation = choices.recommend(advice, actor, clock.now(), today())
        _record("recommendation.make", actor, recommendation)
    return recommendation


def withdraw(actor: Any, recommendation: choices.Recommendation, reason: str) -> choices.Recommendation:
    """Take a recommendation back, with the reason: who might have made it. Raises ``Denied`` or ``Refused``."""
    require(actor, "recommend", recommendation.organization, choices.about_recommendation(recommendation))
    reason = organizations.checked_reason(reason, needed=True)
    with transaction.atomic():
        recommendation = choices.withdraw(recommendation, clock.now())
        _record("recommendation.withdraw", actor, recommendation, reason)
    return recommendation


def _record(act: str, actor: Any, recommendation: choices.Recommendation, reason: str = "") -> None:
    about = choices.about_recommendation(recommendation)
    course, audience = str(recommendation.course.uuid), recommendation.audience.code
    audit.record(act, actor.pk, about, reason=reason, course=course, audience=audience)
