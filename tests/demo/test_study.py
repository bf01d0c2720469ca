from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from cadretrain_reports import clock
from cadretrain_reports.applets.credits.api import CreditEntry
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.demo import study
from cadretrain_reports.demo.study import OpenPage, StudyError, page_token
from cadretrain_reports.demo.visits import PlannedBeat, PlannedPage, Sitting, _straight
from cadretrain_reports.rules.periods import PeriodRule, period_by_label
from cadretrain_xblock import contract
from tests.demo.conftest import RUN, World

pytestmark = pytest.mark.django_db

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
Browser = Callable[..., Client]


def sitting(*pages: tuple[PlannedBeat, ...]) -> Sitting:
    return Sitting(1, START, tuple(PlannedPage(RUN, beats) for beats in pages))


def learned(user: User) -> int:
    [own] = learning.CourseStudy.objects.filter(trainee__account__user=user)
    return learning.learned(own.trainee_id, own.course_id)


def test_a_sitting_to_the_last_second_earns_the_hours(world: World, browser: Browser) -> None:
    study.sit(browser(world.trainee), sitting(_straight(901)))
    [credit] = CreditEntry.objects.all()
    assert (str(credit.credit_hours), credit.learning_duration) == ("0.50", 901)
    assert credit.earned_at == START + timedelta(seconds=901)
    assert (learned(world.trainee), clock.now() > START + timedelta(days=30)) == (901, True)


def test_one_second_less_earns_nothing(world: World, browser: Browser) -> None:
    study.sit(browser(world.trainee), sitting(_straight(900)))
    assert (CreditEntry.objects.count(), learned(world.trainee)) == (0, 900)


def test_two_tabs_count_the_wall_clock(world: World, browser: Browser) -> None:
    late = tuple(PlannedBeat(beat.after + 20) for beat in _straight(600))
    study.sit(browser(world.trainee), sitting(_straight(600), late))
    assert learned(world.trainee) == 620


def test_a_sitting_that_was_killed_and_is_done_again_counts_once(world: World, browser: Browser) -> None:
    study.sit(browser(world.trainee), sitting(_straight(420)))
    study.sit(browser(world.trainee), sitting(_straight(901)))
    study.sit(browser(world.trainee), sitting(_straight(901)))
    assert (learned(world.trainee), CreditEntry.objects.count()) == (901, 1)


def test_answers_say_what_counts_and_bring_fresh_tokens(world: World, browser: Browser) -> None:
    with clock.simulated(START) as now:
        page = OpenPage(browser(world.trainee), RUN)
        first = page.send(PlannedBeat(0))
        now.advance(61)
        second = page.send(PlannedBeat(61))
        now.advance(60)
        third = page.send(PlannedBeat(121, visible=False))
    assert [answer["reason"] for answer in (first, second, third)] == ["first", "gap", "hidden"]
    assert len({answer["token"] for answer in (first, second, third)}) >= 1
    assert isinstance(contract.read_token(third["token"]), contract.StudyToken)


def test_a_page_or_beat_that_is_refused_is_an_error(world: World, browser: Browser) -> None:
    with pytest.raises(StudyError, match="answered 404"):
        OpenPage(browser(world.trainee), "course-v1:SASW+NONE+2026")
    page = OpenPage(browser(world.author), RUN)
    with pytest.raises(StudyError, match="not_a_trainee"):
        page.send(PlannedBeat(0))


def test_a_page_without_a_card_has_no_token() -> None:
    with pytest.raises(StudyError, match="no learner card"):
        page_token("<section data-cadretrain='author' data-config='{}'></section>")
    with pytest.raises(StudyError, match="no learner card"):
        page_token("<section data-cadretrain='card'></section>")


def test_what_is_done_already_is_not_planned_again(world: World) -> None:
    period = period_by_label(2025, PeriodRule())
    world.trainee.username = "trainee001"
    world.trainee.save()
    planned = study.sittings(2, period)
    [first, *others] = [one for one in planned if one.trainee == 1]
    own = learning.open_study(world.trainee.cadretrain_account.pk, world.newest().course_id, first.start)
    learning.StudyInterval.objects.create(study=own, session="s", start_at=first.start, end_at=first.end)
    assert study.sittings(2, period) == [one for one in planned if one != first]
    assert others
