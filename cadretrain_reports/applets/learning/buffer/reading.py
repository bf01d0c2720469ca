"""What is held and not stored yet, for whoever reads durations: what has been acknowledged is seen at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from cadretrain_reports.applets.learning.buffer import store
from cadretrain_reports.applets.learning.buffer.connection import is_configured
from cadretrain_reports.applets.learning.buffer.pages import HeldPage, read_page
from cadretrain_reports.applets.learning.models import CourseStudy
from cadretrain_reports.rules.durations import Interval

HeldRun = tuple[int, int, str, datetime, datetime]
"""Trainee, course, the course's code, start and end."""


def held_runs(trainee_ids: Collection[int]) -> Iterator[HeldRun]:
    """Yield the runs that are held of some trainees, beside and partly the same as those that are stored."""
    if not is_configured():
        return
    studies = CourseStudy.objects.filter(trainee__in=trainee_ids).values_list("pk", "trainee", "course", "course__code")
    whose = {study: (trainee, course, code) for study, trainee, course, code in studies}
    for held in store.held(store.waiting_among(list(whose))):
        for text in held.pages.values():
            for start, end in _spans(read_page(text)):
                yield *whose[held.study], start, end


def _spans(page: HeldPage | None) -> list[Interval]:
    if page is None:
        return []
    asides = [(aside.start_at, aside.end_at) for aside in page.asides]
    spans = [(page.run.start_at, page.run.end_at), *asides]
    return [(start, end) for start, end in spans if start < end]
