"""Conformity is declared by the institution on its own evidence, and withdrawn with the reason (7.1.2)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.construction import api as construction
from cadretrain_reports.applets.construction.api import ConformityStatement
from cadretrain_reports.applets.organizations.api import Organization
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_steering import academy, claim, refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


@pytest.fixture
def institution() -> Organization:
    return academy()


def declared(institution: Organization, **other: Any) -> ConformityStatement:
    return construction.declare(institution, claim(**other), factories.user(), NEW_YEAR)


def test_the_standards_are_those_of_the_clause() -> None:
    assert ConformityStatement.Standard.values == ["GB/T 38857", "GB/T 38859", "GB/T 38861", "GB/T 38862"]


def test_a_statement_of_a_course_or_of_all(institution: Organization) -> None:
    course = factories.draft().course
    assert declared(institution, course=course).course == course
    assert declared(institution).course is None


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"standard": "GB/T 38858"}, ("bad_standard", "standard")),
        ({"scope": " "}, ("missing", "scope")),
        ({"evidence": " "}, ("missing", "evidence")),
        ({"evidence": "x" * 4001}, ("too_long", "evidence")),
    ],
)
def test_what_is_no_statement(institution: Organization, wrong: dict[str, Any], expected: tuple[str, str]) -> None:
    assert refusal(declared, institution, **wrong) == expected


def test_an_institution_speaks_for_its_own_courses(institution: Organization) -> None:
    academy("ELSE")
    strange = factories.draft("C9", provider="ELSE").course
    assert refusal(declared, institution, course=strange) == ("other_course", "course")
    assert refusal(declared, factories.organization("BUREAU")) == ("no_institution", "")


def test_a_statement_is_withdrawn_once_and_stays_on_record(institution: Organization) -> None:
    statement, clerk = declared(institution), factories.user()
    assert refusal(construction.withdraw, statement, " ", clerk, NEW_YEAR) == ("missing", "reason")
    withdrawn = construction.withdraw(statement, "标准已修订", clerk, NEW_YEAR)
    assert (withdrawn.state, withdrawn.reason, withdrawn.withdrawn_by) == ("withdrawn", "标准已修订", clerk)
    assert withdrawn.evidence == "审核记录"
    assert refusal(construction.withdraw, statement, "x", clerk, NEW_YEAR) == ("not_possible", "")
