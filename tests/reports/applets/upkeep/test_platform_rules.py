"""The platform's rules in their versions, and who accepted which (6.1.2)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.upkeep import api as upkeep
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.refusals import Refused
from tests.conftest import NEW_YEAR
from tests.factories_people import recorded

pytestmark = pytest.mark.django_db

LATER = NEW_YEAR + timedelta(days=1)


@pytest.fixture
def trainee(at_new_year: SimulatedClock) -> people.Trainee:
    return recorded()


def test_the_newest_rules_are_in_force() -> None:
    assert upkeep.rules_in_force() is None
    upkeep.publish_rules("1", "平台规则", "不得代学。", NEW_YEAR)
    second = upkeep.publish_rules(" 2 ", " 平台规则 ", "不得代学。\n不得外借账号。\n", LATER)
    assert upkeep.rules_in_force() == second
    assert (second.version, second.title, second.text, second.published_at) == (
        "2",
        "平台规则",
        "不得代学。\n不得外借账号。",
        LATER,
    )


def test_of_two_published_at_one_instant_the_second_is_in_force() -> None:
    upkeep.publish_rules("1", "平台规则", "一", NEW_YEAR)
    assert upkeep.publish_rules("2", "平台规则", "二", NEW_YEAR) == upkeep.rules_in_force()


@pytest.mark.parametrize(
    ("version", "title", "text", "code", "field"),
    [
        ("", "平台规则", "文", "missing", "version"),
        ("2", " ", "文", "missing", "title"),
        ("2", "平台规则", "\n", "missing", "text"),
        (33 * "2", "平台规则", "文", "too_long", "version"),
        ("2", 256 * "长", "文", "too_long", "title"),
        ("2", "平台规则", 100_001 * "长", "too_long", "text"),
        ("2", "平台规则", "a\0b", "bad_characters", "text"),
        ("1", "平台规则", "文", "version_taken", "version"),
    ],
)
def test_what_cannot_be_published(version: str, title: str, text: str, code: str, field: str) -> None:
    upkeep.publish_rules("1", "平台规则", "文", NEW_YEAR)
    with pytest.raises(Refused) as refused:
        upkeep.publish_rules(version, title, text, LATER)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert upkeep.PlatformRules.objects.count() == 1


def test_rules_are_not_published_behind_newer_ones() -> None:
    upkeep.publish_rules("1", "平台规则", "文", LATER)
    with pytest.raises(upkeep.RulesRefused) as refused:
        upkeep.publish_rules("0", "平台规则", "文", NEW_YEAR)
    assert refused.value.code == "not_newer"


def test_accepting_twice_is_accepting_once(trainee: people.Trainee) -> None:
    rules = upkeep.publish_rules("1", "平台规则", "文", NEW_YEAR)
    assert upkeep.accepted_at(trainee.pk, rules) is None
    assert [upkeep.accept(trainee, "1", at) for at in (NEW_YEAR, LATER)] == [True, False]
    assert upkeep.accepted_at(trainee.pk, rules) == NEW_YEAR
    assert upkeep.RulesAcceptance.objects.count() == 1


@pytest.mark.parametrize("version", ["1", "3", ""])
def test_only_what_is_in_force_is_accepted(trainee: people.Trainee, version: str) -> None:
    with pytest.raises(upkeep.RulesRefused) as refused:
        upkeep.accept(trainee, version, NEW_YEAR)
    assert refused.value.code == "not_in_force"
    for number in ("1", "2"):
        upkeep.publish_rules(number, "平台规则", "文", NEW_YEAR)
    with pytest.raises(upkeep.RulesRefused):
        upkeep.accept(trainee, version, NEW_YEAR)
    assert not upkeep.has_accepted(trainee.pk)


def test_whether_anything_is_left_to_accept_takes_one_query(
    trainee: people.Trainee, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def is_left() -> bool:
        with django_assert_num_queries(1):
            return not upkeep.has_accepted(trainee.pk)

    assert not is_left()
    for version in ("1", "2"):
        upkeep.publish_rules(version, "平台规则", "文", NEW_YEAR)
        assert is_left()
        upkeep.accept(recorded(f"T-{version}"), version, NEW_YEAR)
        assert is_left()
        upkeep.accept(trainee, version, NEW_YEAR)
        assert not is_left()


def test_the_audit_log_names_rules_by_their_version() -> None:
    assert upkeep.about_rules("1").key == "1"
    assert len(upkeep.about_rules(100 * "1").key) == 64
