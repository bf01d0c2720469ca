"""Statements that are made once: the same rows as the ORM finds and writes."""

from __future__ import annotations

import gc
from datetime import timedelta
from threading import Thread
from typing import Any
from weakref import ref

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.learning.api import CourseStudy, StudyInterval
from cadretrain_reports.prepared import ROWS, PreparedQuery, write_again
from tests import factories
from tests.conftest import NEW_YEAR

pytestmark = pytest.mark.django_db


@pytest.fixture
def study() -> CourseStudy:
    return learning.open_study(factories.trainee().pk, factories.draft().course_id, NEW_YEAR)


def interval(study: CourseStudy, session: str, **values: Any) -> StudyInterval:
    return StudyInterval.objects.create(
        study=study, session=session, **{"start_at": NEW_YEAR, "end_at": NEW_YEAR, **values}
    )


def _runs(study: int, session: str) -> QuerySet[StudyInterval, tuple[Any, ...]]:
    found = StudyInterval.objects.filter(study=study, session__in=[session], late=False).order_by("-pk")
    return found.values_list("pk", "end_at", "study__course__code", "last_active_at", "left")


def test_values_are_filled_in_and_rows_are_as_the_orm_has_them(study: CourseStudy) -> None:
    query = PreparedQuery(_runs)
    one, _late = interval(study, "one"), interval(study, "one", late=True)
    two = interval(study, "TWO", end_at=NEW_YEAR + timedelta(microseconds=1), last_active_at=NEW_YEAR, left=True)
    code = study.course.code
    for _time in range(2):
        assert query.first(study=study.pk, session="one") == (one.pk, NEW_YEAR, code, None, False)
        assert query.first(study=study.pk, session="TWO") == (two.pk, two.end_at, code, NEW_YEAR, True)
        assert query.first(study=study.pk, session="two") is None
        assert query.first(study=study.pk + 1, session="one") is None


def test_values_are_values_and_no_sql(study: CourseStudy) -> None:
    interval(study, "one")
    query = PreparedQuery(_runs)
    for session in ("' OR 1=1 --", "%s", "one' --", "\u2028"):
        assert query.first(study=study.pk, session=session) is None


def test_the_sql_is_made_once(study: CourseStudy) -> None:
    made = []

    def build(**values: Any) -> QuerySet[StudyInterval, tuple[Any, ...]]:
        made.append(values)
        return _runs(**values)

    query = PreparedQuery(build)
    for session in ("a", "b"):
        query.first(study=study.pk, session=session)
    assert len(made) == 1


@pytest.mark.django_db(transaction=True)
def test_nothing_is_kept_of_a_thread_that_has_ended() -> None:
    query, kept = PreparedQuery(_runs), list[Any]()

    def ask() -> None:
        assert query.first(study=0, session="") is None
        kept.append(ref(connections[DEFAULT_DB_ALIAS]))
        connections.close_all()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    gc.collect()
    assert kept[0]() is None


def test_rows_are_written_again_in_few_statements(study: CourseStudy) -> None:
    rows = [interval(study, f"s{number}") for number in range(ROWS + 1)]
    for number, row in enumerate(rows):
        row.end_at, row.last_active_at, row.position = NEW_YEAR + timedelta(seconds=number), NEW_YEAR, f"“{number} %s'"
        row.session = "not asked for"
    with CaptureQueriesContext(connection) as queries:
        write_again(rows, ["end_at", "last_active_at", "position"])
    assert len(queries) == 2
    for number, row in enumerate(StudyInterval.objects.order_by("pk")):
        assert (row.session, row.end_at) == (f"s{number}", NEW_YEAR + timedelta(seconds=number))
        assert (row.start_at, row.last_active_at, row.live_at) == (NEW_YEAR, NEW_YEAR, None)
        assert row.position == f"“{number} %s'"
    assert StudyInterval.objects.count() == ROWS + 1
