"""The life of a version: every step from every state, who it replaces, what is kept of it (7.1.2, 7.1.3)."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.courses.api import Course, CourseRefused, CourseStep, CourseVersion
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.refusals import Refused
from tests import factories

pytestmark = pytest.mark.django_db

ACTS = {
    "produce": courses.produce,
    "submit": courses.submit,
    "release": courses.release,
    "take_offline": courses.take_offline,
    "put_online": courses.put_online,
    "revoke": courses.revoke,
}
LEADS_TO = {
    ("produce", "draft"): "in_production",
    ("submit", "draft"): "under_review",
    ("submit", "in_production"): "under_review",
    ("release", "under_review"): "released",
    ("take_offline", "released"): "offline",
    ("put_online", "offline"): "released",
    ("revoke", "released"): "revoked",
    ("revoke", "offline"): "revoked",
}


def take(act: str, version: CourseVersion, at: SimulatedClock, **other: Any) -> CourseVersion:
    reason = {} if act in ("produce", "submit") else {"reason": "核查"}
    return ACTS[act](version, factories.operator(), at.at, **{**reason, **other})


def in_state(state: str) -> CourseVersion:
    """Return a version in a state, with the verdicts that it would have."""
    version = factories.passed(factories.draft())
    if state in ("released", "offline", "revoked"):
        version = factories.release(version)
    CourseVersion.objects.update(state=state)
    version.refresh_from_db()
    return version


@pytest.mark.parametrize("state", CourseVersion.State.values)
@pytest.mark.parametrize("act", ACTS)
def test_every_act_from_every_state(act: str, state: str, at_new_year: SimulatedClock) -> None:
    version = in_state(state)
    steps = CourseStep.objects.count()
    at_new_year.advance(60)
    if (act, state) in LEADS_TO:
        version = take(act, version, at_new_year)
        version.refresh_from_db()
        assert version.state == LEADS_TO[act, state]
        kept = CourseStep.objects.latest("pk")
        assert (kept.from_state, kept.state, kept.at, kept.by) == (
            state,
            version.state,
            at_new_year.at,
            factories.operator(),
        )
        assert kept.reason == ("" if act in ("produce", "submit") else "核查")
    else:
        with pytest.raises(CourseRefused) as refused:
            take(act, version, at_new_year)
        assert refused.value.code == "wrong_state"
        version.refresh_from_db()
        assert (version.state, CourseStep.objects.count()) == (state, steps)


def test_a_released_version_knows_since_when_and_its_course_is_on_offer(at_new_year: SimulatedClock) -> None:
    version = take("release", factories.passed(factories.draft()), at_new_year)
    version.refresh_from_db()
    assert (version.state, version.released_at) == ("released", at_new_year.at)
    assert Course.objects.get().availability == "on_offer"


def test_a_version_with_an_angle_missing_is_not_released(at_new_year: SimulatedClock) -> None:
    version = factories.passed(factories.draft())
    version.reviews.filter(angle="scientific").update(verdict="")
    with translation.override("en"), pytest.raises(CourseRefused, match="these angles yet: scientific soundness"):
        take("release", version, at_new_year)
    assert Course.objects.get().availability == "not_yet"


def test_who_became_an_author_since_has_passed_nothing(at_new_year: SimulatedClock) -> None:
    version = factories.passed(factories.draft())
    CourseVersion.objects.update(authors=[version.reviews.first().reviewer_id])
    with pytest.raises(CourseRefused):
        take("release", version, at_new_year)


def test_a_first_release_needs_no_reason_and_an_update_does(at_new_year: SimulatedClock) -> None:
    take("release", factories.passed(factories.draft()), at_new_year, reason="")
    second = factories.passed(factories.draft(duration=60))
    with pytest.raises(Refused) as refused:
        take("release", second, at_new_year, reason=" ")
    assert (refused.value.code, refused.value.field) == ("missing", "reason")
    take("release", second, at_new_year)
    assert list(CourseStep.objects.filter(state="released").values_list("kind", flat=True)) == ["release", "update"]
    assert set(CourseVersion.objects.values_list("state", flat=True)) == {"released"}


@pytest.mark.parametrize("act", ["take_offline", "revoke", "put_online"])
def test_withdrawing_and_putting_online_need_a_reason(act: str, at_new_year: SimulatedClock) -> None:
    version = in_state("offline" if act == "put_online" else "released")
    for reason, code in (("", "missing"), ("由" * 501, "too_long")):
        with pytest.raises(Refused) as refused:
            take(act, version, at_new_year, reason=reason)
        assert refused.value.code == code


def test_a_course_is_withdrawn_and_put_on_offer_again(at_new_year: SimulatedClock) -> None:
    version = take("take_offline", factories.released(), at_new_year)
    assert (Course.objects.get().availability, courses.released_version(version.course)) == ("withdrawn", None)
    at_new_year.advance(60)
    version = take("put_online", version, at_new_year)
    assert (Course.objects.get().availability, courses.released_version(version.course)) == ("on_offer", version)
    assert version.released_at == at_new_year.at
    take("revoke", version, at_new_year)
    assert Course.objects.get().availability == "withdrawn"


def test_a_course_stays_withdrawn_until_a_new_version_is_released(at_new_year: SimulatedClock) -> None:
    take("revoke", factories.released(), at_new_year)
    second = factories.draft(duration=60)
    assert Course.objects.get().availability == "withdrawn"
    factories.release(second)
    assert Course.objects.get().availability == "on_offer"
    assert list(courses.catalogue()) == [second]


@pytest.mark.parametrize("act", ["take_offline", "revoke"])
def test_the_version_released_last_is_withdrawn_beside_a_newer_one(act: str, at_new_year: SimulatedClock) -> None:
    first = factories.released()
    factories.draft(duration=60)
    assert take(act, first, at_new_year).state in ("offline", "revoked")


@pytest.mark.parametrize("act", ["take_offline", "revoke"])
def test_a_version_that_another_was_released_over_is_left_alone(act: str, at_new_year: SimulatedClock) -> None:
    first = factories.released()
    factories.released(duration=60)
    with translation.override("en"), pytest.raises(CourseRefused, match="version 2 has replaced version 1"):
        take(act, first, at_new_year)


def test_a_replaced_version_is_neither_handed_in_nor_released(at_new_year: SimulatedClock) -> None:
    first = in_state("offline")
    factories.draft(duration=60)
    for act, state in (("submit", "draft"), ("release", "under_review")):
        CourseVersion.objects.filter(pk=first.pk).update(state=state)
        with pytest.raises(CourseRefused) as refused:
            take(act, first, at_new_year)
        assert refused.value.code == "replaced"


def test_a_release_closes_what_was_not_answered(at_new_year: SimulatedClock) -> None:
    version = factories.passed(factories.draft())
    people = factories.user(), factories.user()
    [late] = courses.assign_reviewer(version, people[0], "external", ["political"], people[1], at_new_year.at)
    take("release", version, at_new_year)
    late.refresh_from_db()
    assert (late.standing, late.verdict) == (None, "")
    assert version.reviews.filter(standing=True, verdict="pass").count() == 5
