"""Extents that overlap inside a course run are refused (R1)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import transaction

from cadretrain_reports import clock
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.courses.api import Placement, RegistrationError
from cadretrain_xblock.contract import CreditCourseMarking
from tests import factories
from tests.factories import RUN, marking, register
from tests.workers import crew

pytestmark = pytest.mark.django_db

UNIT, SUBSECTION, SECTION, COURSE = "unit", "subsection", "section", "course"
TREE = {
    UNIT: marking("C1", covers=UNIT, within=(SUBSECTION, SECTION, COURSE)),
    SUBSECTION: marking("C2", covers=SUBSECTION, within=(SECTION, COURSE), extent="subsection"),
    COURSE: marking("C3", covers=COURSE, extent="course_run"),
    "other unit": marking("C4", covers="other unit", within=(SUBSECTION, SECTION, COURSE)),
    "twin": marking("C5", covers=UNIT, within=(SUBSECTION, SECTION, COURSE)),
}
OVERLAP = {
    frozenset(pair)
    for pair in (
        (UNIT, SUBSECTION),
        (UNIT, COURSE),
        (UNIT, "twin"),
        (SUBSECTION, COURSE),
        (SUBSECTION, "other unit"),
        (SUBSECTION, "twin"),
        (COURSE, "other unit"),
        (COURSE, "twin"),
    )
}


@pytest.mark.parametrize("second", TREE)
@pytest.mark.parametrize("first", TREE)
def test_every_pair_of_extents(first: str, second: str) -> None:
    placed = register(TREE[first])
    if first != second and frozenset((first, second)) in OVERLAP:
        with pytest.raises(RegistrationError, match=f"overlaps that of {placed.usage_key}") as refused:
            register(TREE[second])
        assert (refused.value.field, refused.value.other) == ("extent", placed.usage_key)
    else:
        register(TREE[second])
    assert Placement.objects.filter(course__isnull=False).count() == (
        1 if first == second or frozenset((first, second)) in OVERLAP else 2
    )


def test_another_run_is_another_tree() -> None:
    register(TREE[UNIT])
    assert register(replace(TREE[COURSE], course_run="course-v1:SASW+CADRE+2027")).course.code == "C3"


def test_where_the_host_knows_no_tree_nothing_overlaps() -> None:
    register(marking("C1"))
    register(TREE[COURSE])
    register(marking("C6"))
    assert Placement.objects.count() == 3


@pytest.mark.parametrize("how", ["forget", "refuse", "shrink"])
def test_what_no_longer_covers_is_in_nobodys_way(how: str) -> None:
    register(TREE[COURSE])
    if how == "forget":
        courses.forget("block-C3")
    elif how == "refuse":
        courses.refuse(TREE[COURSE], "title")
    else:
        register(replace(TREE[COURSE], covers="other", within=(SECTION, COURSE)))
    assert register(TREE[UNIT]).course.code == "C1"


def place(which: str, run: str, number: int) -> str:
    """Register one of the tree's markings under codes and keys of its own; return what came of it."""
    said = TREE[which]
    own = CreditCourseMarking(
        **{
            **{name: getattr(said, name) for name in said.__slots__},
            "course_run": run,
            "usage_key": f"{run}-{which}",
            "code": f"{said.code}-{number}",
        }
    )
    try:
        with transaction.atomic():
            courses.register(own, clock.now())
    except RegistrationError as error:
        return error.field
    return "placed"


@pytest.mark.django_db(transaction=True)
def test_two_who_place_what_overlaps_at_once() -> None:
    factories.institution()
    with crew() as workers:
        for number in range(12):
            for worker, which in zip(workers, (UNIT, COURSE), strict=True):
                worker.send("call", function=f"{__name__}.place", which=which, run=f"{RUN}{number}", number=number)
            assert sorted(worker.answer() for worker in workers) == ["extent", "placed"]
    assert Placement.objects.filter(course__isnull=False).count() == 12
