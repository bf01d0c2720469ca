"""An inspection is recorded, answered, closed, and then never changes (7.1.1)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cadretrain_reports.applets.construction import api as construction
from cadretrain_reports.applets.construction.api import Inspection
from cadretrain_reports.applets.organizations.api import Organization
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_steering import academy, refusal, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


@pytest.fixture
def institution() -> Organization:
    return academy()


def inspected(institution: Organization, **other: Any) -> Inspection:
    return construction.inspect(factories.department(), institution, report(**other), factories.user(), NEW_YEAR)


def test_an_inspection_as_it_is_kept(institution: Organization) -> None:
    course = factories.draft().course
    inspection = inspected(institution, courses=[course])
    inspection.refresh_from_db()
    assert (inspection.state, inspection.mend_by, [*inspection.courses.all()]) == ("open", date(2026, 3, 1), [course])


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"held_on": date(2026, 1, 6)}, ("bad_date", "held_on")),
        ({"held_on": date(1948, 1, 6)}, ("bad_date", "held_on")),
        ({"mend_by": date(2026, 1, 3)}, ("bad_date", "mend_by")),
        ({"to_mend": " "}, ("missing", "to_mend")),
        ({"findings": " "}, ("missing", "findings")),
        ({"inspectors": ""}, ("missing", "inspectors")),
        ({"subject": "x" * 501}, ("too_long", "subject")),
    ],
)
def test_what_is_no_inspection(institution: Organization, wrong: dict[str, Any], expected: tuple[str, str]) -> None:
    assert refusal(inspected, institution, **wrong) == expected


def test_a_department_inspects_institutions_below_it(institution: Organization) -> None:
    for department, body in (
        (factories.department("OTHER"), institution),
        (institution, institution),
        (factories.department(), factories.organization("BUREAU")),
    ):
        said = (department, body, report(), factories.user(), NEW_YEAR)
        assert refusal(construction.inspect, *said) == ("not_below", "institution")
    academy("ELSE")
    strange = factories.draft("C9", provider="ELSE").course
    assert refusal(inspected, institution, courses=[strange]) == ("other_course", "courses")


def test_what_is_to_be_mended_is_answered_before_it_is_closed(institution: Organization) -> None:
    inspection, clerk, officer = inspected(institution), factories.user(), factories.user()
    assert refusal(construction.close, inspection, "合格", officer, NEW_YEAR) == ("not_answered", "")
    assert refusal(construction.answer, inspection, " ", clerk, NEW_YEAR) == ("missing", "answer")
    construction.answer(inspection, "已补一门", clerk, NEW_YEAR)
    assert construction.answer(inspection, "已补齐", clerk, NEW_YEAR).answer == "已补齐"
    assert refusal(construction.close, inspection, "合格", clerk, NEW_YEAR) == ("four_eyes", "")
    closed = construction.close(inspection, "合格", officer, NEW_YEAR)
    assert (closed.state, closed.conclusion, closed.closed_by, closed.answer) == ("closed", "合格", officer, "已补齐")


def test_once_closed_nothing_changes(institution: Organization) -> None:
    inspection = inspected(institution, to_mend="", mend_by=None)
    construction.close(inspection, "合格", factories.user(), NEW_YEAR)
    before = Inspection.objects.values().get()
    assert refusal(construction.answer, inspection, "x", factories.user(), NEW_YEAR) == ("not_possible", "")
    assert refusal(construction.close, inspection, "x", factories.user(), NEW_YEAR) == ("not_possible", "")
    assert Inspection.objects.values().get() == before
