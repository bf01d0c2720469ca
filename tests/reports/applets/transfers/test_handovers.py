"""Keeping who left and who came, with which package (6.1.3)."""

from __future__ import annotations

import pytest

from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.transfers import api as transfers
from cadretrain_reports.applets.transfers.api import HandOver, PackageName, Transfer
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.conftest import NEW_YEAR

pytestmark = pytest.mark.django_db

OUT, IN = HandOver.Direction.OUT, HandOver.Direction.IN
NAME = PackageName("外省干部网络学院", "academy.example.cn", "ab" * 32)


@pytest.fixture
def trainee(at_new_year: SimulatedClock) -> people.Trainee:
    return factories.trainee().trainee


def test_a_package_is_kept_once_in_each_direction(trainee: people.Trainee) -> None:
    by = factories.user()
    assert transfers.keep(trainee, OUT, NAME, by, NEW_YEAR)
    assert not transfers.keep(trainee, OUT, NAME, by, NEW_YEAR)
    kept = HandOver.objects.get()
    assert (kept.trainee, kept.place, kept.signer, kept.digest) == (trainee, NAME.place, NAME.signer, NAME.digest)
    assert (kept.by, kept.at, kept.direction) == (by, NEW_YEAR, "out")
    assert (transfers.packages_out(trainee), transfers.taken_in(NAME.digest)) == (1, None)
    assert transfers.keep(trainee, IN, NAME, by, NEW_YEAR)
    assert (transfers.packages_out(trainee), transfers.taken_in(NAME.digest)) == (1, trainee)


def test_who_leaves_is_on_no_way_to_another_unit(trainee: people.Trainee) -> None:
    by = factories.user()
    transfers.ask(trainee, factories.organization("OFFICE"), trainee.unit, by)
    transfers.end_standing(trainee, by, NEW_YEAR)
    kept = Transfer.objects.get()
    assert (kept.state, kept.standing, kept.decided_by) == ("withdrawn", None, by)
    assert kept.answer
    transfers.end_standing(trainee, by, NEW_YEAR)
